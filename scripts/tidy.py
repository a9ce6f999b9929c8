#!/usr/bin/env python3
"""The house rules as a test: reads the tree, prints `path:line: rule: message`, ends 1 if it found anything.

usage: tidy.py [--root DIR] [--build DIR] [--self-test]
--build DIR also looks at the symbols of the static libraries below DIR.
--self-test plants one violation of each rule in a temporary tree and demands that each one is named.
docs/style.md says what the rules are for.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LINES_PER_FILE, LINES_PER_FUNCTION, COLUMNS, NESTING, PARAMETERS = 600, 70, 100, 3, 6
BYTES_PER_FILE = 200_000

# Who may include whom, besides itself. No folder gets an exception.
EVERY_STAGE = "base text records config store connect standardise blocking scoring publish linker"
MAY_INCLUDE = {
    "base": "",
    "text": "base",
    "records": "base text",
    "config": "base records",
    "store": "base records",
    "connect": "base text records",
    "standardise": "base text records",
    "blocking": "base text records",
    "scoring": "base text records",
    "publish": "base records config store",
    "linker": "base text records config standardise blocking scoring store publish",
    "insight": EVERY_STAGE,
    "service": EVERY_STAGE + " insight",
    "cli": EVERY_STAGE + " insight",
    "library": EVERY_STAGE + " insight",
    "tests": EVERY_STAGE + " insight service cli library datasets",
    "bench": EVERY_STAGE + " insight service cli library",
    "datasets": EVERY_STAGE + " insight",
}
ENGINE = set(EVERY_STAGE.split())

CALL = r"(?<![\w.>*])(?:%s)\s*\("
WORD = r"(?<!\w)(?:%s)(?!\w)"
ANYWHERE = {"all"}
PROGRAMS = ENGINE | {"insight", "service", "cli", "library"}
# (folders, files that may, pattern, why)
BANNED = [
    (ANYWHERE, (), CALL % "strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|gets|gmtime|localtime|ctime|asctime",
     "no bounds or hidden static state"),
    (ANYWHERE, (), CALL % r"s?rand|random|srandom|[dlm]rand48|g_random_\w+|g_rand_new\w*",
     "randomness comes from base/rng.h with a printed seed"),
    (ENGINE, (), CALL % r"v?printf|v?fprintf|v?dprintf|puts|fputs|putchar|perror|g_print|g_printerr|"
     r"g_message|g_warning|g_critical|g_log\w*|g_info|g_debug|g_error|exit|_exit|quick_exit|abort|syslog",
     "engine folders never print, log or exit"),
    (ENGINE, (), WORD % r"GMutex|GRecMutex|GRWLock|GCond|GThreadPool|GAsyncQueue|g_thread_new|g_mutex_\w+",
     "ThreadSanitizer cannot see GLib's locks: use base/sync.h and base/thread_pool.h"),
    (ENGINE, (), WORD % "g_str_hash", "floodable with chosen keys: use base/hash.h"),
    (PROGRAMS, ("base/io.c",), CALL % r"open|open64|openat|creat|fopen|fdopen|freopen|write|pwrite|writev|"
     r"fsync|fdatasync|rename|renameat|unlink|unlinkat|remove|rmdir|mkdir|symlink|f?truncate|"
     r"g_file_set_contents\w*|g_file_get_contents|g_f?open|g_unlink|g_rename|g_mkdir\w*",
     "base/io.h is the only door to the disk"),
    (PROGRAMS, ("base/clock.c",), CALL % r"time|clock|clock_gettime|gettimeofday|g_get_real_time|"
     r"g_get_monotonic_time|g_date_time_new_now\w*", "base/clock.h is the only clock"),
    (PROGRAMS, ("base/judy_map.c", "base/judy_set.c"), r"#\s*include\s*<Judy\.h>",
     "only base/judy_map.c and base/judy_set.c see Judy"),
]
UNFINISHED = "|".join(("TO" + "DO", "FIX" + "ME"))
THIS_MACHINE = "|".join(("/wo" + "rk/", "/ro" + "ot/", "/home/[a-z]"))
SCRATCH = "/t" + "mp/"
# Names that tools fix, and folders of data.
NOT_UNIQUE = {"meson.build", "README.md", "__init__.py", "LICENSE", "NOTICE"}
DATA = ("datasets/", "tests/data/", "tests/golden/", "tests/fuzz/corpus/", "tests/planted/")
TEXT = {".c", ".h", ".py", ".sh", ".md", ".build", ".txt", ".tsv", ".yaml", ".yml", ".json", ""}


class Tidy:
    def __init__(self, root):
        self.root = Path(root).resolve()
        self.findings = []
        self.files = sorted(self.list_files())

    def list_files(self):
        """Tracked and new files; without git (a source tarball), all but builds and dot folders."""
        if (self.root / ".git").exists() and shutil.which("git"):
            done = subprocess.run(["git", "-C", self.root, "ls-files", "-z", "-c", "-o", "--exclude-standard"],
                                  capture_output=True, check=False)
            if done.returncode == 0:
                names = done.stdout.decode().split("\0")
                return [n for n in names if n and (self.root / n).is_file()]
        found = []
        for top, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if not f.startswith((".", "build")) or f == ".ci"]
            found += [str((Path(top) / n).relative_to(self.root)) for n in names]
        return [f for f in found if not f.startswith(("out/", "acceptance-out/"))]

    def say(self, path, line, rule, message):
        self.findings.append((str(path), line, rule, message))

    def text(self, name):
        return (self.root / name).read_text(encoding="utf-8", errors="replace")


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def strip(text, comments=True, strings=True):
    """The text with comments and strings blanked; lines and columns stay where they are."""
    def replace(match):
        is_comment = match.group().startswith(("//", "/*"))
        return blank(match) if (comments if is_comment else strings) else match.group()
    return TOKENS.sub(replace, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def folder_of(name):
    return name.split("/", 1)[0] if "/" in name else ""


def check_includes(tidy, name, text):
    folder = folder_of(name)
    if folder not in MAY_INCLUDE:
        return tidy.say(name, 1, "include", f"folder '{folder}' is not in MAY_INCLUDE")
    allowed = set(MAY_INCLUDE[folder].split()) | {folder}
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]*)"', strip(text, strings=False), re.M):
        target, line = match.group(1), line_of(text, match.start())
        if "/" not in target or target.startswith("."):
            tidy.say(name, line, "include", f'"{target}": an include is "folder/file.h"')
        elif folder_of(target) not in allowed:
            tidy.say(name, line, "include", f"{folder} may not include {folder_of(target)}")


def check_banned(tidy, name, bare):
    folder = folder_of(name)
    if name == "base/banned.h":  # names them all, for the compiler
        return
    for folders, files, pattern, why in BANNED:
        if name in files or (folders is not ANYWHERE and folder not in folders):
            continue
        for match in re.finditer(pattern, bare):
            word = match.group().rstrip("( \t")
            tidy.say(name, line_of(bare, match.start()), "banned", f"{word}: {why}")


def bodies(bare):
    """(line of the name, signature, body offset, end offset) of each function definition."""
    for match in re.finditer(r"^\{", bare, re.M):
        start = max(bare.rfind(";", 0, match.start()), bare.rfind("}", 0, match.start())) + 1
        directive = [m.end() for m in re.finditer(r"^#.*(?:\\\n.*)*$", bare[start:match.start()], re.M)]
        start += directive[-1] if directive else 0
        signature = bare[start:match.start()]
        if not re.search(r"\)\s*(?:G_GNUC_\w+\s*)*$", signature):
            continue
        end = bare.find("\n}", match.start())
        lead = len(signature) - len(signature.lstrip())
        yield line_of(bare, start + lead), signature, match.start(), len(bare) if end < 0 else end + 2


def count_parameters(signature):
    """Commas at depth one of the last top-level parenthesis."""
    depth = commas = 0
    for char in signature[signature.find("("):]:
        depth += (char in "([") - (char in ")]")
        commas += char == "," and depth == 1
    return commas + 1


def deepest_block(body):
    """Depth of control blocks and the offset where it is reached; initialisers do not count."""
    stack, deepest, where = [], 0, 0
    for match in re.finditer(r"[{}]", body):
        if match.group() == "}":
            if stack:
                stack.pop()
            continue
        stack.append(is_block(body[:match.start()].rstrip()))
        if sum(stack) > deepest:
            deepest, where = sum(stack), match.start()
    return deepest, where


def is_block(before):
    if re.search(r"\b(?:else|do)$", before):
        return True
    if not before.endswith(")"):
        return False
    depth = 0
    for offset in range(len(before) - 1, -1, -1):
        depth += (before[offset] == ")") - (before[offset] == "(")
        if depth == 0:
            return re.search(r"(?:\b(?:if|for|while|switch)|_FOREACH)\s*$", before[:offset]) is not None
    return False


def check_functions(tidy, name, bare):
    for line, signature, start, end in bodies(bare):
        length = line_of(bare, end) - line + 1
        if length > LINES_PER_FUNCTION:
            tidy.say(name, line, "function-length", f"{length} lines, at most {LINES_PER_FUNCTION}")
        if count_parameters(signature) > PARAMETERS and not name.startswith("tests/"):  # may wrap system calls
            tidy.say(name, line, "parameters", f"more than {PARAMETERS}: take an options struct")
        depth, where = deepest_block(bare[start + 1:end - 1])
        if depth > NESTING:
            at = line_of(bare, start + 1 + where)
            tidy.say(name, at, "nesting", f"{depth} blocks deep, at most {NESTING}")
    for match in re.finditer(r"^static\s[^;{}=#]*\)\s*(?:G_GNUC_\w+(?:\([^()]*\))?\s*)*;", bare, re.M):
        if "(*" not in match.group():
            tidy.say(name, line_of(bare, match.start()), "forward",
                     "no forward declarations: put the helper above its caller")


CODE_IN_COMMENT = re.compile(
    r"^\s*(?:(?:return|break|continue|goto \w+)\b[^.]*;|[\w>.\[\]*()-]+\s*[-+|&*/]?=\s.*;|"
    r"(?:if|for|while|switch)\s*\(.*[;{]|\w+\([^.]*\);|[\w ]+\*?\w+\s*(?:=.*)?;|\}.*)\s*$")


def check_comments(tidy, name, text):
    for match in TOKENS.finditer(text):
        token = match.group()
        if not token.startswith(("//", "/*")):
            continue
        for n, row in enumerate(token.split("\n")):
            bare = re.sub(r"^\s*(?://+|/\*+|\*(?!/))|\*/\s*$", "", row).rstrip()
            code = bare.endswith(";") and (token.startswith("//") or CODE_IN_COMMENT.match(bare))
            if code and not (name.endswith(".h") and " " in bare.strip() and "(" not in bare):
                tidy.say(name, line_of(text, match.start()) + n, "dead-code", "a comment that is code")


def check_card(tidy, name, text):
    card = re.match(r"/\*.*?\*/", text, re.S)
    for word in ("Data walk:", "Threads:"):
        if card is None or word not in card.group():
            tidy.say(name, 1, "card", f"the card on top of a header has a line '{word}'")


def check_c(tidy, name):
    text = tidy.text(name)
    bare = strip(text)
    folder = folder_of(name)
    check_includes(tidy, name, text)
    check_banned(tidy, name, strip(text, strings=True))
    check_comments(tidy, name, text)
    if "/tables/" not in name:
        check_functions(tidy, name, bare)
    if folder in ENGINE and name.endswith(".h"):
        check_card(tidy, name, text)
    if folder in ENGINE and name.endswith(".c") and "/tables/" not in name and not name.endswith("_error.c"):
        test = f"test_{Path(name).stem}.c"  # a driver's may need its server
        if not {f"tests/unit/{test}", f"tests/databases/{test}"} & tidy.file_set:
            tidy.say(name, 1, "unit-test", f"tests/unit/{test} is missing")


def check_text(tidy, name):
    if name.startswith(DATA) or Path(name).suffix not in TEXT:
        return
    text = tidy.text(name)
    generated = "/tables/" in name
    lines = text.split("\n")
    is_code = name.endswith((".c", ".h", ".py", ".sh")) or text.startswith("#!")
    if is_code and len(lines) - 1 > LINES_PER_FILE and not generated:
        tidy.say(name, 1, "file-length", f"{len(lines) - 1} lines, at most {LINES_PER_FILE}")
    for n, line in enumerate(lines, 1):
        if name.endswith((".c", ".h")) and len(line) > COLUMNS and not generated:
            tidy.say(name, n, "columns", f"{len(line)} columns, at most {COLUMNS}")
        if is_code and line != line.rstrip():
            tidy.say(name, n, "whitespace", "trailing white space")
        if re.search(WORD % UNFINISHED, line):
            tidy.say(name, n, "unfinished", "finish it, or leave it out and say so in the docs")
        scratch_is_fine = name.startswith(("tests/", "scripts/", ".ci/"))
        if re.search(THIS_MACHINE, line) or (not scratch_is_fine and SCRATCH in line):
            tidy.say(name, n, "machine-path", "a path of one machine")


def check_links(tidy, name):
    """Links of the documents to files of this tree lead somewhere."""
    for n, line in enumerate(tidy.text(name).split("\n"), 1):
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", line):
            if not (tidy.root / name).parent.joinpath(target).exists():
                tidy.say(name, n, "link", f"{target} is not there")


def check_tree(tidy):
    seen = {}
    for name in tidy.files:
        base = Path(name).name
        size = (tidy.root / name).stat().st_size
        if size > BYTES_PER_FILE and not name.startswith(("datasets/", "tests/data/")):
            tidy.say(name, 1, "file-size", f"{size:,} bytes, at most {BYTES_PER_FILE:,} outside data folders")
        if base in NOT_UNIQUE or name.startswith(DATA):
            continue
        if base in seen:
            tidy.say(name, 1, "unique-name", f"{seen[base]} has the same name")
        seen.setdefault(base, name)


def check_format(tidy):
    tool = shutil.which("clang-format-14")
    names = [n for n in tidy.files if n.endswith((".c", ".h"))]
    if tool is None:
        if os.environ.get("CI") == "true":
            tidy.say(".clang-format", 1, "format", "clang-format-14 is not installed")
        return
    if not names or not (tidy.root / ".clang-format").exists():
        return
    done = subprocess.run([tool, "--dry-run", *names], cwd=tidy.root, capture_output=True, text=True,
                          check=False)
    seen = set()
    for match in re.finditer(r"^(\S+?):(\d+):\d+: (?:warning|error): (.*)$", done.stderr, re.M):
        if match.group(1) not in seen: # one line per file is enough to act on
            seen.add(match.group(1))
            tidy.say(match.group(1), int(match.group(2)), "format",
                     f"run clang-format-14 -i ({match.group(3)})")


def check_symbols(tidy, build):
    for library in sorted(p for p in Path(build).glob("*/libhn_*.a") if p.parent.name in ENGINE):
        done = subprocess.run(["nm", "-g", "--defined-only", library], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            tidy.say(library.name, 1, "symbols", "nm cannot read it: " + done.stderr.strip()[:200])
        for row in done.stdout.splitlines():
            symbol = row.split()[-1] if len(row.split()) == 3 else ""
            if symbol and not re.match(r"hn_|__(?:odr_)?(?:asan|tsan|ubsan)", symbol):
                tidy.say(library.name, 1, "symbols", f"{symbol} does not start with hn_")


def run(root, build=None):
    tidy = Tidy(root)
    tidy.file_set = set(tidy.files)
    for name in tidy.files:
        check_text(tidy, name)
        if name.endswith((".c", ".h")):
            check_c(tidy, name)
        if name.endswith(".md"):
            check_links(tidy, name)
    check_tree(tidy)
    check_format(tidy)
    if build:
        check_symbols(tidy, build)
    return sorted(set(tidy.findings))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--build")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        import tidy_selftest
        return tidy_selftest.main(run)
    findings = run(options.root, options.build)
    for path, line, rule, message in findings:
        print(f"{path}:{line}: {rule}: {message}")
    print(f"tidy: {len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
