#!/usr/bin/env python3
"""Makes the golden store of a format: two nights, a held one, decisions, a target that waits; packed as FORMAT.tar.zst.

usage: make_store.py HOPNHAT OUT.tar.zst
Every identifier of the store is random, so two calls give two stores. Each format's store was made once, by the last
program that wrote this format, and stays; tests/cli/test_formats.py opens them all.
"""
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """schema: 1
project: { name: people }
entities:
  person:
    attributes: { full_name: text, birth_date: date, number: { type: digits, holds: one_for_life } }
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact] }
      - { attribute: number, levels: [exact] }
    blocking: [[full_name], [birth_date], [number]]
    thresholds: { match: 1, review: -2 }
sources:
  civil: { from: { file: civil.csv }, key: id, map: { full_name: name, birth_date: born, number: number } }
  tax: { from: { file: tax.csv }, key: id, map: { full_name: name, birth_date: born, number: number } }
targets:
  told: { to: { folder: away/told }, sources: [all], values: [full_name] }
"""
GIVEN = ("An", "Binh", "Cuc", "Dung", "Giang", "Hoa", "Khanh", "Lan", "Minh", "Nga")
FAMILY = ("Tran", "Le", "Pham", "Vo")


def rows(numbers):
    return [(n, f"{FAMILY[n // 10 % 4]} {GIVEN[n % 10]}", f"{1950 + n}-{1 + n % 12:02}-{1 + n % 28:02}", f"{100200300400 + 7 * n}")
            for n in numbers]


def deliver(folder, source, numbers, **changed):
    lines = [",".join(map(str, row)) for row in rows(numbers)]
    text = "\n".join(["id,name,born,number", *lines]) + "\n"
    for old, new in changed.items():
        text = text.replace(old, new)
    (folder / f"{source}.csv").write_text(text, encoding="utf-8")


def call(program, folder, *arguments, expect=0):
    done = subprocess.run([program, *arguments, "-c", "hopnhat.yaml"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
    return done.stdout


def told(program, folder):
    """What must not change."""
    exports = {name: hashlib.sha256(call(program, folder, "export", name, "-o", "-").encode()).hexdigest()
               for name in ("crosswalk", "golden", "changes", "edges", "cases")}
    return {"digest": call(program, folder, "verify", "--digest").strip(), "exports": exports,
            "decisions": len(call(program, folder, "decisions", "export", "-").splitlines())}


def make(program, folder):
    (folder / "hopnhat.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "away").write_text("no folder yet\n", encoding="utf-8")
    deliver(folder, "civil", range(40))
    deliver(folder, "tax", range(20, 60))
    call(program, folder, "run", "-q", expect=4)
    call(program, folder, "decide", "different", "civil:30", "tax:30", "--reason", "two people")
    deliver(folder, "civil", range(1, 42), Binh="Binhh")
    call(program, folder, "run", "-q", expect=4)
    deliver(folder, "tax", range(20, 24))
    call(program, folder, "run", "-q", expect=3)
    call(program, folder, "decide", "same", "civil:3", "civil:4", "--reason", "one person")
    deliver(folder, "tax", range(20, 60))


def main():
    program, out = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory(prefix="hopnhat-") as scratch:
        folder = Path(scratch) / "people"
        folder.mkdir()
        make(program, folder)
        (folder / "expected.json").write_text(json.dumps(told(program, folder), indent=1) + "\n", encoding="utf-8")
        pack = subprocess.Popen(["tar", "-C", scratch, "--owner=0", "--group=0", "--sort=name", "-cf", "-", "people"],
                                stdout=subprocess.PIPE)
        subprocess.run(["zstd", "-q", "-19", "-f", "-o", str(out)], stdin=pack.stdout, check=True)
        assert pack.wait() == 0


if __name__ == "__main__":
    main()
