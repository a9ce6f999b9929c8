#!/usr/bin/env python3
"""The README's first look, done as it says: its figures are those that come out.

usage: test_readme.py PROGRAM
"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.argv[1]).resolve())


class Readme(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "datasets").symlink_to(ROOT / "datasets")
        (self.folder / "build").mkdir()
        (self.folder / "build" / "hopnhat").symlink_to(PROGRAM)

    def shell(self, command):
        done = subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, (command, done.stderr))
        return done.stdout

    def test_the_first_look(self):
        told = (ROOT / "README.md").read_text(encoding="utf-8").split("## What it looks like")[1].split("\n## ")[0]
        commands, shown = re.findall(r"```\n(.*?)```", told, re.S)
        said = [self.shell(line) for line in commands.splitlines()]
        entities, cases = re.search(r"# (\d+) entities of 1000 records; (\d+) cases", commands).groups()
        self.assertIn(f"entities   {entities} of 1000 records;", said[-1])
        self.assertIn(f"cases to review: {cases}\n", said[-1])
        config = "-c out/look/hopnhat.yaml"
        edges = map(json.loads, self.shell(f"build/hopnhat export edges {config} -o -").splitlines())
        weights = {(one["unique_id_l"], one["unique_id_r"]): one["match_weight"] for one in edges}
        lines = re.findall(r"^ +(r\d+) .*?(\d+\.\d) to r0003(?:.*?; (\d+\.\d) to r0326)?$", shown, re.M)
        self.assertEqual(len(lines), 4)
        for record, to_first, to_second in lines:
            self.assertAlmostEqual(weights["r0003", record], float(to_first), delta=0.05)
            if to_second:
                self.assertAlmostEqual(weights["r0326", record], float(to_second), delta=0.05)
        golden = next(json.loads(line) for line in
                      self.shell(f"build/hopnhat export golden {config} -o -").splitlines()
                      if shown.split()[0] in line)
        self.assertEqual(len(golden["attributes"]), 5)
        for one in golden["attributes"].values():
            self.assertIn(one["value"], shown.splitlines()[0])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
