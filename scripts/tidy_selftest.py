"""Plants one violation of each rule in a small clean tree and demands that tidy.py names it, and only it."""
import subprocess
import sys
import tempfile
from pathlib import Path

CARD = "/* {0} - a sample.\n *\n * Data walk: none.\n * Threads: any.\n */\n#pragma once\n#include <glib.h>\n"
BODY = '#include "{0}"\n\nguint\nhn_{1}(guint n)\n{{\n    return n + 1;\n}}\n'
CLEAN = {
    "base/one.h": CARD.format("base/one.h") + "guint hn_one(guint n);\n",
    "base/one.c": BODY.format("base/one.h", "one"),
    "text/two.h": CARD.format("text/two.h") + "guint hn_two(guint n);\n",
    "text/two.c": BODY.format("text/two.h", "two"),
    "base/base_error.c": '#include "base/one.h"\n',
    "tests/unit/test_one.c": '#include "base/one.h"\n',
    "tests/unit/test_two.c": '#include "text/two.h"\n',
    "scripts/clean.sh": "#!/bin/sh\nmktemp -d /tmp/x.XXXXXX\n",
    "datasets/README.md": "Data.\n",
    "README.md": "A tree.\n",
}
LATER = "TO" + "DO"


def function(name, lines):
    return f"\nvoid\n{name}\n{{\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def base_c(addition):
    return {"base/one.c": CLEAN["base/one.c"] + addition}


def call(statement):
    return base_c(function("hn_call(void)", [statement]))


NESTED = ["if (1) {"] * 4 + ["}"] * 4
# rule -> plants; each plant is a set of files to write, and a word its finding must have.
PLANTS = [
    ("include", {"base/one.c": '#include "text/two.h"\n'}, "base may not include text"),
    ("include", {"text/two.c": '#include "two.h"\n'}, "folder/file.h"),
    ("include", {"attic/three.c": "int x;\n"}, "MAY_INCLUDE"),
    ("file-length", {"tests/unit/test_one.c": "\n" * 601}, "601"),
    ("function-length", base_c(function("hn_long(void)", ["g_usleep(1);"] * 70)), "at most 70"),
    ("columns", {"text/two.c": CLEAN["text/two.c"] + "/* " + "x" * 100 + " */\n"}, "106"),
    ("nesting", base_c(function("hn_deep(void)", NESTED)), "4 blocks"),
    ("parameters", base_c(function("hn_p(int a, int b, int c, int d, int e, int f, int g)", [])), "6"),
    ("card", {"base/one.h": "#pragma once\n"}, "Threads:"),
    ("unit-test", {"base/four.c": "#include <glib.h>\n"}, "test_four.c"),
    ("unique-name", {"text/one.h": CARD.format("text/one.h")}, "base/one.h"),
    ("link", {"README.md": "[here](docs/gone.md)\n"}, "docs/gone.md"),
    ("unfinished", {"README.md": f"{LATER}: more\n"}, "finish"),
    ("dead-code", base_c("// count = 1;\n"), "code"),
    ("dead-code", base_c("/* count = hn_one(1); */\n"), "code"),
    ("forward", base_c("static guint helper(guint n);\n"), "helper above"),
    ("machine-path", {"README.md": "see /wo" + "rk/x\n"}, "machine"),
    ("machine-path", base_c('const char *hn_p = "/t' + 'mp/x";\n'), "machine"),
    ("whitespace", base_c("\nint hn_x; \n"), "trailing"),
    ("file-size", {"base/blob.bin": "x" * 200_001}, "200,001"),
    ("banned", {"base/five_error.c": "#include <Judy.h>\n"}, "Judy"),
    ("banned", {"tests/unit/test_one.c": function("f(void)", ["strcpy(a, b);"])}, "strcpy"),
] + [("banned", call(f"{word}(x);"), word) for word in (
    "strcat sprintf strtok gets gmtime localtime rand printf fprintf g_print g_message g_warning g_log exit "
    "abort open fopen write fsync rename unlink time clock_gettime").split()] + [
    ("banned", base_c(f"{word} hn_x;\n"), word) for word in "GMutex GThreadPool GAsyncQueue".split()] + [
    ("banned", call("g_hash_table_new(g_str_hash, g_str_equal);"), "g_str_hash")]
# What looks like a violation and is none.
INNOCENT = [
    base_c("/* Never open(), rename() or printf() here; see base/io.h. */\n"),
    base_c(function("hn_ok(struct hn *ops)", ['ops->open("strcpy(", 1);', "static int (*hook)(int);"])),
    {"base/io.c": function("hn_io(void)", ["open(a);"]), "tests/unit/test_io.c": "int x;\n"},
    {"base/four.c": "#include <glib.h>\n", "tests/databases/test_four.c": "int x;\n"},
    {"text/tables/big.c": "int hn_x;\n" * 700},
    {"README.md": "[a](base/one.c) [b](https://example.org/x) [c](#part)\n"},
    {"datasets/big.bin": "x" * 300_000},
    base_c(function("hn_flat(void)", ["if (1) {", "if (1) {", "if (1) {", "S s = {", "{ 1 }", "};"] + ["}"] * 3)),
]


def write_tree(root, files):
    for name, content in files.items():
        path = Path(root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def check_tools(root, run):
    """Formatting and symbols need a real formatter and a real library."""
    problems = []
    import shutil
    if shutil.which("clang-format-14"):
        write_tree(root, {".clang-format": "BasedOnStyle: LLVM\n", "base/one.c": "int   hn_x ;\n"})
        if not any(rule == "format" for _, _, rule, _ in run(root)):
            problems.append("format: not found")
    if shutil.which("gcc") and shutil.which("ar"):
        build = Path(root) / "build" / "base"
        build.mkdir(parents=True)
        (build / "x.c").write_text("int stray(void);\nint stray(void) { return 1; }\n", encoding="utf-8")
        subprocess.run(["gcc", "-c", "x.c", "-o", "x.o"], cwd=build, check=True)
        subprocess.run(["ar", "rcs", "libhn_base.a", "x.o"], cwd=build, check=True)
        if not any(rule == "symbols" and "stray" in text for _, _, rule, text in run(root, build.parent)):
            problems.append("symbols: not found")
    return problems


def main(run):
    problems = []
    cases = [(None, {}, "")] + [(None, files, "") for files in INNOCENT] + PLANTS
    for rule, files, word in cases:
        with tempfile.TemporaryDirectory() as root:
            write_tree(root, {**CLEAN, **files})
            found = run(root)
            if rule is None and found:
                problems.append(f"clean tree {sorted(files)}: {found}")
            elif rule and not any(r == rule and word in text for _, _, r, text in found):
                problems.append(f"{rule} ({word}): not found in {found}")
            elif rule and any(r != rule for _, _, r, _ in found):
                problems.append(f"{rule} ({word}): more than planted: {found}")
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, CLEAN)
        problems += check_tools(root, run)
    for problem in problems:
        print(problem)
    print(f"tidy self-test: {len(cases) + 2 - len(problems)} of {len(cases) + 2} as expected", file=sys.stderr)
    return 1 if problems else 0
