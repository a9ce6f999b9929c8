#!/usr/bin/env python3
"""The second part of scripts/quickstart, on fewer records: what it prints is there and right, and a second call finds nothing.

usage: test_quickstart.py PROGRAM GENERATOR
"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM, GENERATOR = (str(Path(path).resolve()) for path in (sys.argv[1:] or ("build/hopnhat", "build/hopnhat-generate")))
ENCODINGS = {"citizens": {"civil_status": "windows-1258", "hospital": "utf-16", "insurance": "utf-8", "population": "utf-8",
                          "tax": "tcvn3"},
             "businesses": {"bank": "utf-8", "insurance": "tcvn3", "licences": "utf-8", "registration": "utf-8", "tax": "utf-8"}}
N_RECORDS = {"citizens": 2_500, "businesses": 1_500}


class Quickstart(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.out = Path(cls.scratch.name)
        cls.said = cls.call()
        cls.parts = dict(zip(N_RECORDS, re.split(r"^\[[56]/6\] ", cls.said, flags=re.M)[1:]))

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def call(cls):
        sizes = [f"--{kind}={n}" for kind, n in N_RECORDS.items()]
        done = subprocess.run([sys.executable, ROOT / "scripts" / "quickstart_registers.py", "--program", PROGRAM, "--generator",
                               GENERATOR, "--out", cls.out, *sizes], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"ended {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def test_each_file_in_its_own_encoding(self):
        for kind, files in ENCODINGS.items():
            found = dict(re.findall(r"^        (\w+) +([\w-]+) +(?:tab|[,;|]) +[0-9,]+ +[0-9.]+ %  \S", self.parts[kind], re.M))
            self.assertEqual(found, files)

    def test_all_is_read_and_meets_the_truth(self):
        for kind, n in N_RECORDS.items():
            self.assertIn(f"read      {n:,} = {n:,} accepted + 0 quarantined\n", self.parts[kind])
            f1 = float(re.search(r"measured, their truth .* F1 ([0-9.]+)\n", self.parts[kind]).group(1))
            self.assertGreater(f1, 0.95, kind)
            self.assertRegex(self.parts[kind], r"expected, no truth used   precision [0-9.]+ \([0-9.]+-[0-9.]+\)   recall")
            self.assertRegex(self.parts[kind], r"alike     kept apart: [^\n]*\w \d+ of \d+\n")

    def test_truth_is_beside_what_init_saw(self):
        for kind, files in ENCODINGS.items():
            folder = self.out / f"quickstart-{kind}"
            self.assertEqual({path.stem for path in folder.glob("*.csv")}, set(files))
            self.assertNotIn("generated", (folder / "hopnhat.yaml").read_text(encoding="utf-8"))

    def test_one_citizen_one_place(self):
        shown = re.search(r"one citizen +(e-\w{9})   (.*?)   .*golden record of (\d)\)\n((?:      r\d+ .*\n)+)", self.said)
        records = shown.group(4).splitlines()
        self.assertEqual(len(records), int(shown.group(3)))
        self.assertGreaterEqual(len({line.split()[1] for line in records}), 3)
        damaged = "[\x80-\xbfÄÅÆÑØÖäåæñöø]"
        self.assertTrue(any(shown.group(2) in line or re.search(damaged, line) for line in records), "nobody's name")
        self.assertNotRegex(shown.group(2), damaged)
        self.assertRegex(self.said, r"golden    [1-9]\d* of [0-9,]+ names come from a damaged record and are shown as they were")
        old, new = re.search(r"one address +(.*)\n +(.*)\n +-> both .*\(code \d{5}\)", self.said).groups()
        units = [json.loads(subprocess.run([PROGRAM, "address", text], capture_output=True, text=True, check=True).stdout)
                 for text in (old, new)]
        self.assertEqual(units[0]["communes"], units[1]["communes"])
        self.assertNotEqual(old, new)

    def test_a_branch_is_not_its_firm(self):
        firm, branch = (re.search(rf"^{word} +(e-\w{{9}}) .*golden record of (\d)", self.said, re.M).groups()
                        for word in ("one business", "its branch"))
        self.assertNotEqual(firm[0], branch[0])

    def test_the_commands_to_call_next_work(self):
        calls = re.findall(r"build/hopnhat ((?:preview|address|explain) .*)", self.said)
        self.assertEqual(len(calls), 3)
        for call in calls:
            done = subprocess.run(f"{PROGRAM} {call}", shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, bool(done.stdout)), (0, True), (call, done.stderr))

    def test_the_second_call_finds_nothing_changed(self):
        again = self.call()
        self.assertEqual(again.count("nothing changed: 0 events\n"), 2, again)
        self.assertIn("look closer", again)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
