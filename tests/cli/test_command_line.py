#!/usr/bin/env python3
"""The command line itself: help, completion and manual say the same as the program takes; a wrong word is answered
with the right one; colour only where somebody sees it.

usage: test_command_line.py HOPNHAT DOCS MANUAL-FOLDER     TAP on stdout
Shells and mandoc are Debian's; without one its test is skipped, unless CI is true.
"""
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ZSH_DRIVER = r"""
zmodload zsh/zpty
zpty it zsh -f -i
send() { zpty -w it "$1"; }
send "PS1=; unsetopt beep; autoload -U compinit; compinit -u -d $DUMP; source $SCRIPT; LISTMAX=0"
send "zstyle ':completion:*' list-grouped false; stty cols 300; print READY"
zpty -r -m it line '*READY*READY*'
zpty -w -n it "$TYPED"$'\t\t'
zpty -r -m it line "*$EXPECTED*"
zpty -d it
"""


class Skip(Exception):
    pass


def need(tool):
    path = shutil.which(tool)
    if path is None:
        if os.environ.get("CI") == "true":
            raise AssertionError(f"{tool} is not installed")
        raise Skip(f"{tool} is not installed")
    return path


class Program:
    def __init__(self, path, docs, manual):
        self.path, self.docs, self.manual = str(path), Path(docs), Path(manual)
        self.table = json.loads(self.out("completion", "table"))["commands"]

    def call(self, *arguments, env=None):
        return subprocess.run([self.path, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env={**os.environ, **(env or {})}, check=False)

    def out(self, *arguments):
        done = self.call(*arguments)
        assert done.returncode == 0 and not done.stderr, (arguments, done)
        return done.stdout

    def wrong(self, *arguments):
        done = self.call(*arguments)
        assert done.returncode == 2 and not done.stdout and done.stderr.startswith("hopnhat: "), (arguments, done)
        return done.stderr


def options_of(entry):
    return {"--" + option["name"] for option in entry["options"]}


def the_table_is_what_help_says(program):
    main = program.out("--help")
    assert main.index("Examples:") < main.index("Commands:")
    listed = re.findall(r"^  ([a-z]+) +\S", main.split("Commands:")[1].split("Options:")[0], re.M)
    assert listed == [entry["name"] for entry in program.table], listed
    for entry in program.table:
        text = program.out(entry["name"], "--help")
        assert text.startswith("Examples:\n") and f"Usage: hopnhat {entry['name']} {entry['usage']}" in text
        shown = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", text, re.M))
        assert shown == options_of(entry), (entry["name"], shown ^ options_of(entry))
        letters = set(re.findall(r"^  -(\w), --", text, re.M))
        assert letters == {option["letter"] for option in entry["options"]} - {None}, entry["name"]


def every_example_begins_with_its_command(program):
    for entry in program.table:
        assert re.search(rf"hopnhat {entry['name']}\b", entry["examples"]), entry["name"]


def documents_name_every_command_and_option(program):
    text = (program.docs / "commands.md").read_text(encoding="utf-8")
    common = {"--help", "--no-color", "--no-input"}
    for entry in program.table:
        assert re.search(rf"`{entry['name']}\b|^## .*\b{entry['name']}\b", text, re.M), entry["name"]
        for option in options_of(entry) - common - {"--config"}:
            assert option in text, f"docs/commands.md says nothing of {entry['name']} {option}"
    assert all(option in text for option in common)


def wrong_words_are_answered(program):
    assert "did you mean 'run'?" in program.wrong("rnu")
    assert "did you mean 'export'?" in program.wrong("exprot")
    assert "see hopnhat --help" in program.wrong("quux")
    for entry in program.table:
        for option in options_of(entry):
            if len(option) < 6:
                continue
            slip = option[:3] + option[4] + option[3] + option[5:]  # two neighbours exchanged
            if slip in options_of(entry):
                continue
            told = program.wrong(entry["name"], slip + "=1")
            assert f"did you mean {option}?" in told, (entry["name"], slip, told)
        assert f"see hopnhat {entry['name']} --help" in program.wrong(entry["name"], "--qqqqqqqqq")
    for arguments, right in ((("export", "goldn", "-o", "-"), "golden"), (("model", "shwo"), "show"),
                             (("decisions", "imprt", "f.csv"), "import"), (("completion", "bsh"), "bash"),
                             (("report", "--top", "bridge"), "bridges")):
        assert f"did you mean '{right}'?" in program.wrong(*arguments, "-c", "x.yaml") if arguments[0] != "completion" \
            else f"did you mean '{right}'?" in program.wrong(*arguments), arguments


def colour_is_for_terminals(program):
    escape = "\033["
    assert escape not in program.wrong("rnu") and escape not in program.out("--help")
    for arguments in (("rnu",), ("--help",), ("run", "--help"), ("run", "--frehs")):
        assert escape in on_terminal(program, arguments, {"TERM": "xterm", "NO_COLOR": ""}), arguments
        assert escape not in on_terminal(program, arguments, {"TERM": "xterm", "NO_COLOR": "1"}), arguments
        assert escape not in on_terminal(program, arguments, {"TERM": "dumb", "NO_COLOR": ""}), arguments
        assert escape not in on_terminal(program, ("--no-color", *arguments), {"TERM": "xterm", "NO_COLOR": ""})
    assert escape not in on_terminal(program, ("run", "--frehs", "--no-color"), {"TERM": "xterm", "NO_COLOR": ""})


def on_terminal(program, arguments, env):
    """What the program writes to a terminal of its own."""
    mine, its = pty.openpty()
    with subprocess.Popen([program.path, *arguments], stdin=its, stdout=its, stderr=its,
                          env={**os.environ, **env}) as process:
        os.close(its)
        text = b""
        while select.select([mine], [], [], 10)[0]:
            try:
                piece = os.read(mine, 65536)
            except OSError:  # its end was closed
                break
            if not piece:
                break
            text += piece
        process.wait()
    os.close(mine)
    return text.decode()


def nothing_ever_asks(program):
    for entry in program.table:
        done = program.call(entry["name"], "--no-input")
        assert "Unknown option" not in done.stderr, (entry["name"], done.stderr)


def bash_completes(program):
    need("bash")
    driver = """source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }
_hopnhat; printf '%s\\n' "${COMPREPLY[@]}" """

    def complete(*words):
        with tempfile.NamedTemporaryFile("w", suffix=".bash") as script:
            script.write(program.out("completion", "bash"))
            script.flush()
            done = subprocess.run(["bash", "-c", driver, "bash", script.name, "hopnhat", *words], capture_output=True,
                                  text=True, cwd=program.docs, check=False)
        assert done.returncode == 0 and not done.stderr, done
        return set(done.stdout.split())

    check_completion(program, complete)
    assert "commands.md" in complete("run", "-c", "com") and "commands.md" in complete("read", "com")


def fish_completes(program):
    need("fish")
    with tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch) / "hopnhat.fish"
        script.write_text(program.out("completion", "fish"))

        def complete(*words):
            line = " ".join(["hopnhat", *words])
            done = subprocess.run(["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
                                  capture_output=True, text=True, cwd=program.docs,
                                  env={**os.environ, "HOME": scratch, "XDG_DATA_HOME": scratch}, check=False)
            assert done.returncode == 0 and not done.stderr, done
            return {row.split("\t")[0] for row in done.stdout.splitlines()}

        check_completion(program, complete)
        assert "commands.md" in complete("run", "-c", "com")


def check_completion(program, complete):
    names = [entry["name"] for entry in program.table]
    assert set(names) <= complete("") and complete("repo") == {"report"}
    for entry in program.table:
        found = complete(entry["name"], "--")
        assert found == options_of(entry), (entry["name"], found ^ options_of(entry))
        if entry["words"]:
            assert set(entry["words"]) <= complete(entry["name"], ""), entry["name"]
        for option in entry["options"]:
            if option["values"]:
                assert complete(entry["name"], "--" + option["name"], "") == set(option["values"]), option


def zsh_completes(program):
    need("zsh")
    with tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch) / "hopnhat.zsh"
        script.write_text(program.out("completion", "zsh"))

        def shows(typed, expected):
            """Waits until it stands on the screen, at most a minute."""
            subprocess.run(["zsh", "-f", "-c", ZSH_DRIVER], capture_output=True, timeout=60, check=True,
                           env={**os.environ, "TERM": "xterm", "SCRIPT": str(script), "TYPED": typed, "HOME": scratch,
                                "EXPECTED": expected, "DUMP": str(Path(scratch) / "dump")})

        shows("hopnhat re", "read*recover*report")
        shows("hopnhat report --", "--config*--help*--json*--lang*--no-color*--no-input*--output*--run*--top")
        shows("hopnhat report --top ", "bridges*cases*clusters")
        shows("hopnhat model ", "diff*export*import*promote*show")


def manual_pages_are_clean(program):
    need("mandoc")
    expected = {"hopnhat.1", "hopnhat.yaml.5"} | {f"hopnhat-{entry['name']}.1" for entry in program.table}
    found = {path.name for path in program.manual.iterdir()}
    assert found == expected, found ^ expected
    done = subprocess.run(["mandoc", "-Tlint", *sorted(program.manual.iterdir())], capture_output=True, text=True,
                          check=False)
    wrong = [line for line in (done.stdout + done.stderr).splitlines() if "referenced manual not found" not in line]
    assert not wrong, wrong[:5]
    for entry in program.table:
        page = (program.manual / f"hopnhat-{entry['name']}.1").read_text(encoding="utf-8")
        for option in options_of(entry):
            assert f"Fl Fl {option[2:]}".replace("-", "\\-") in page.replace('"', ""), (entry["name"], option)
    keys = re.findall(r"^\| `([a-z_]+)`", (program.docs / "configuration.md").read_text(encoding="utf-8"), re.M)
    page = (program.manual / "hopnhat.yaml.5").read_text(encoding="utf-8")
    assert len(keys) > 40 and all(f"\\fB{key}\\fR" in page for key in keys)


def main():
    program = Program(*(Path(path).resolve() for path in sys.argv[1:4]))
    stories = [the_table_is_what_help_says, every_example_begins_with_its_command,
               documents_name_every_command_and_option, wrong_words_are_answered, colour_is_for_terminals,
               nothing_ever_asks, bash_completes, fish_completes, zsh_completes, manual_pages_are_clean]
    print(f"1..{len(stories)}")
    for n, story in enumerate(stories, 1):
        try:
            story(program)
            print(f"ok {n} {story.__name__}", flush=True)
        except Skip as skip:
            print(f"ok {n} {story.__name__} # SKIP {skip}", flush=True)


if __name__ == "__main__":
    main()
