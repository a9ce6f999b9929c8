#!/usr/bin/env python3
"""The commands of hopnhat-generate from outside: exit codes, files, and that memory does not grow.

usage: test_generate_cli.py PATH_OF_HOPNHAT_GENERATE
"""
import csv
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import unicodedata
import unittest

PROGRAM = None
COLUMNS = ["record_id", "source", "full_name", "birth_date", "sex", "national_id", "old_id", "phone", "address",
           "ward", "province", "mother_name"]


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Generate(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.here = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def citizens(self, name, *arguments):
        done = run("citizens", "--records", 3000, "--seed", 4, "-o", self.here / name, *arguments)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        return self.here / name

    def test_csv_has_the_columns_and_is_nfc(self):
        folder = self.citizens("a")
        text = (folder / "records.csv").read_text(encoding="utf-8")
        self.assertEqual(text.splitlines()[0], ",".join(COLUMNS))
        self.assertEqual(text, unicodedata.normalize("NFC", text))
        records = rows(folder / "records.csv")
        self.assertEqual(len({row["record_id"] for row in records}), 3000)
        self.assertEqual(len({row["source"] for row in records}), 5)

    def test_json_lines_hold_the_same_records(self):
        records = rows(self.citizens("a") / "records.csv")
        lines = (self.citizens("b", "--format", "jsonl") / "records.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertEqual([json.loads(line) for line in lines],
                         [{key: value for key, value in row.items() if value} for row in records])

    def test_options_change_what_they_say(self):
        people = {row["entity_id"] for row in rows(self.citizens("a", "--entities-ratio", "0.9") / "truth.csv")}
        self.assertEqual(len(people), 2700)
        sources = {row["source"] for row in rows(self.citizens("b", "--sources", "12") / "records.csv")}
        self.assertEqual(len(sources), 12)
        quiet, loud = (rows(self.citizens(noise, "--noise", noise) / "records.csv") for noise in ("low", "high"))
        unmarked = [sum(row["full_name"].isascii() for row in some) for some in (quiet, loud)]
        self.assertGreater(unmarked[1], 2 * unmarked[0])

    def test_homonyms_stand_in_a_crowd(self):
        done = run("homonyms", "--records", 50, "--background", 200, "--seed", 4, "-o", self.here / "h")
        self.assertEqual(done.returncode, 0)
        truth = {row["record_id"]: row["entity_id"] for row in rows(self.here / "h" / "truth.csv")}
        alike = [row for row in rows(self.here / "h" / "records.csv") if truth[row["record_id"]].startswith("h")]
        self.assertEqual(len(truth), 250)
        self.assertEqual(len({truth[row["record_id"]] for row in alike}), 50)
        self.assertEqual(len({(row["full_name"], row["birth_date"]) for row in alike}), 1)

    def test_a_night_follows_a_night(self):
        first = self.citizens("a")
        for n, name in ((7, "b"), (8, "c")):
            done = run("night", "--from", first, "--seed", n, "-o", self.here / name)
            self.assertEqual(done.returncode, 0, done.stderr)
            first = self.here / name
        self.assertEqual([row["record_id"] for row in rows(first / "records.csv")],
                         [row["record_id"] for row in rows(first / "truth.csv")])

    def test_usage_errors_end_2_and_touch_nothing(self):
        out = self.here / "x"
        for arguments in ([], ["dogs"], ["citizens"], ["citizens", "--records", "10"], ["citizens", "-o", out],
                          ["citizens", "--records", "0", "-o", out], ["citizens", "--records", "-1", "-o", out],
                          ["citizens", "--records", "10", "-o", out, "--noise", "loud"],
                          ["citizens", "--records", "10", "-o", out, "--entities-ratio", "0.1"],
                          ["citizens", "--records", "10", "-o", out, "--entities-ratio", "nan"],
                          ["citizens", "--records", "10", "-o", out, "--sources", "33"],
                          ["citizens", "--records", "10", "-o", out, "--format", "xml"],
                          ["citizens", "--records", "10", "-o", out, "more"],
                          ["homonyms", "-o", out], ["night", "-o", out], ["night", "--from", out],
                          ["night", "--from", out, "-o", out, "--changed", "2"]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertTrue(done.stderr.startswith("hopnhat-generate: "), done.stderr)
            self.assertFalse(out.exists())

    def test_failures_of_the_disk_end_1(self):
        folder = self.citizens("a")
        again = run("citizens", "--records", 10, "-o", folder)
        self.assertEqual(again.returncode, 1)
        self.assertEqual(len(rows(folder / "records.csv")), 3000)
        self.assertEqual(run("night", "--from", self.here / "nothing", "-o", self.here / "n").returncode, 1)

    def test_memory_does_not_grow(self):
        def peak(n_records):
            code = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],check=True);"
                    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
            done = subprocess.run([sys.executable, "-c", code, PROGRAM, "citizens", "--records", str(n_records),
                                   "-o", str(self.here / str(n_records))], capture_output=True, text=True, check=True)
            return int(done.stdout)
        peak(20000)
        self.assertLess(peak(200000), 1.5 * peak(10000) + resource.getpagesize() / 1024)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
