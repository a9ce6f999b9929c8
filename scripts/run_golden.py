#!/usr/bin/env python3
"""Runs the golden cases end to end: deliveries in, published results out, compared line by line.

usage: run_golden.py PROGRAM [--update] [CASE...]     TAP on stdout
A case is a folder of tests/golden: hopnhat.yaml, one folder per night (night-1, night-2 ...) whose files replace those of
deliveries/, optionally `decisions` (lines `NIGHT hopnhat arguments`, run before that night) and `questions` (the same,
run after it, answers shown), and `expected`: after each night its exit code and the crosswalk, golden records and
changes. --update writes `expected`; read the difference.
"""
import argparse
import difflib
import json
import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from project_folder import ProjectFolder

CASES = Path(__file__).resolve().parent.parent / "tests" / "golden"
SHOWN = ("crosswalk", "golden", "changes", "cases", "relations")


def text_of(project, night):
    lines = [f"exit {night.code}"]
    if project.results.exists():
        for name in SHOWN:
            lines += [f"{name} {json.dumps(row, ensure_ascii=False, sort_keys=True)}" for row in project.rows(name)]
    return lines


def commands_of(case, kind, name):
    path = case / kind
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [shlex.split(row)[1:] for row in rows if row.split()[:1] == [name]]


def play(case, program):
    """The whole story of a case as text lines."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="golden-") as scratch:
        project = ProjectFolder(Path(scratch), program)
        project.write_config((case / "hopnhat.yaml").read_text(encoding="utf-8"))
        deliveries = Path(scratch) / "deliveries"
        for night in sorted(path for path in case.iterdir() if path.is_dir()):
            for arguments in commands_of(case, "decisions", night.name):
                done = project.call(*arguments, "-c", project.config)
                lines.append(f"{night.name}: {shlex.join(arguments)}: exit {done.returncode}")
            shutil.rmtree(deliveries, ignore_errors=True)
            shutil.copytree(night, deliveries)
            lines += [f"{night.name}: {line}" for line in text_of(project, project.night())]
            for arguments in commands_of(case, "questions", night.name):
                done = project.call(*arguments, "-c", project.config)
                lines.append(f"{night.name}: {shlex.join(arguments)}: exit {done.returncode}")
                lines += [f"{night.name}: | {line}".rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    cases = sorted(path for path in CASES.iterdir() if (path / "hopnhat.yaml").exists())
    cases = [case for case in cases if not options.cases or case.name in options.cases]
    print(f"1..{len(cases)}")
    failed = 0
    for n, case in enumerate(cases, 1):
        expected = case / "expected"
        found = play(case, options.program.resolve())
        if options.update:
            expected.write_text("\n".join(found) + "\n", encoding="utf-8")
        wanted = expected.read_text(encoding="utf-8").splitlines() if expected.exists() else []
        failed += found != wanted
        if found != wanted:
            for line in difflib.unified_diff(wanted, found, "expected", "found", lineterm=""):
                print(f"# {line}")
        print(f"{'ok' if found == wanted else 'not ok'} {n} {case.name}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main())
