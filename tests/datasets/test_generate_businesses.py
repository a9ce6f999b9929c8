#!/usr/bin/env python3
"""hopnhat-generate businesses from outside: files that agree with each other, frozen bytes, usage.

usage: test_generate_businesses.py PATH_OF_HOPNHAT_GENERATE
"""
import csv
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
COLUMNS = ["record_id", "source", "name", "name_en", "short_name", "tax_code", "legal_form", "founded", "phone",
           "email", "address", "ward", "province", "representative", "activity"]
REGISTERS = {"registration": ("utf-8-sig", ","), "tax": ("utf-8", ";"), "insurance": ("latin-1", "\t"),
             "licences": ("utf-8-sig", ";"), "bank": ("utf-8", "|")}
FILES = ("records.csv", "truth.csv", "relations.csv", "events.csv", "hard_pairs.csv")
# SHA-256 of all files of 2,000 records with seed 1, one after the other: the profile is frozen.
FROZEN = "3639c820ac053501cd10603a635dbdb9ea4f23866fe4d9c29c15ee64ff3fb095"


def run(*arguments):
    return subprocess.run([PROGRAM, "businesses", *map(str, arguments)], capture_output=True, text=True, check=False)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(folder):
    content = b"".join((folder / name).read_bytes() for name in FILES)
    content += b"".join((folder / "registers" / f"{name}.csv").read_bytes() for name in REGISTERS)
    return hashlib.sha256(content).hexdigest()


class Businesses(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.here = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def make(self, name, *arguments, records=2000, seed=1):
        done = run("--profile", "five-registers", "--records", records, "--seed", seed, "-o", self.here / name,
                   *arguments)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        return self.here / name

    def test_frozen_bytes(self):
        self.assertEqual(digest(self.make("a")), FROZEN)
        self.assertNotEqual(digest(self.make("b", seed=2)), FROZEN)

    def test_files_agree(self):
        folder = self.make("a")
        records = {row["record_id"]: row for row in rows(folder / "records.csv")}
        truth = {row["record_id"]: row["entity_id"] for row in rows(folder / "truth.csv")}
        self.assertEqual((len(records), list(records)), (2000, list(truth)))
        self.assertEqual(list(next(iter(records.values()))), COLUMNS)
        self.assertEqual({row["source"] for row in records.values()}, set(REGISTERS))
        entities = set(truth.values())
        for row in rows(folder / "relations.csv"):
            self.assertIn(row["relation"], ("branch_of", "sister_of"))
            self.assertTrue({row["entity_a"], row["entity_b"]} <= entities)
        events = rows(folder / "events.csv")
        self.assertEqual({row["entity_id"] for row in events}, entities)
        self.assertEqual({row["event"] for row in events},
                         {"founded", "renamed", "form_changed", "moved", "reform_2025", "dissolved"})
        for row in rows(folder / "hard_pairs.csv"):
            self.assertEqual(row["match"] == "1", truth[row["id_a"]] == truth[row["id_b"]], row)

    def test_hard_pairs_of_all_kinds(self):
        kinds = {(row["kind"], row["match"]) for row in rows(self.make("a", records=20000) / "hard_pairs.csv")}
        self.assertTrue({("branch_parent", "0"), ("branch_branch", "0"), ("sister", "0"), ("confusable_number", "0"),
                         ("confusable_letter", "0"), ("confusable_tan", "0"), ("confusable_moi", "0"),
                         ("confusable_region", "0"), ("confusable_form", "0"), ("confusable_and", "0"),
                         ("same_address", "0"), ("same_accountant", "0"), ("renamed", "1"), ("form_changed", "1"),
                         ("abbreviated", "1"), ("english_name", "1"), ("short_name", "1"), ("tax_mistyped", "1"),
                         ("tax_of_parent", "1"), ("household_10_12", "1"), ("moved", "1"),
                         ("reform_2025", "1")} <= kinds, kinds)

    def test_registers_hold_the_same_values(self):
        folder = self.make("a")
        records = rows(folder / "records.csv")
        for source, (encoding, separator) in REGISTERS.items():
            with open(folder / "registers" / f"{source}.csv", encoding=encoding, newline="") as file:
                held = list(csv.reader(file, delimiter=separator))
            mine = [row for row in records if row["source"] == source]
            self.assertEqual(len(held) - 1, len(mine), source)
            for cells, row in zip(held[1:], mine):
                self.assertEqual(cells[0], row["record_id"])
                if source != "insurance":  # in TCVN3, whose toned capitals are small letters
                    self.assertLessEqual(set(cells), set(row.values()))
        raw = (folder / "registers" / "insurance.csv").read_bytes()
        self.assertIn("C\u00abng ty".encode("latin-1"), raw)
        self.assertNotIn("Công ty".encode("utf-8"), raw)

    def test_plain_is_the_same_contents(self):
        raw, plain = self.make("a"), self.make("b", "--plain")
        self.assertEqual((raw / "truth.csv").read_bytes(), (plain / "truth.csv").read_bytes())
        for one, other in zip(rows(raw / "records.csv"), rows(plain / "records.csv")):
            for column in ("tax_code", "phone", "email", "founded", "representative", "name"):
                self.assertEqual(bool(one[column]), bool(other[column]), (column, one))
            self.assertTrue(other["name"].isascii() and other["name"] == other["name"].lower())
            self.assertRegex(other["founded"], r"^(\d{4}(-\d\d-\d\d)?)?$")

    def test_a_profile_of_ones_own(self):
        source = pathlib.Path(__file__).resolve().parents[2] / "datasets/businesses/five-registers.csv"
        quiet = self.here / "quiet.csv"
        text = source.read_text(encoding="utf-8")
        quiet.write_text(text.replace("tax,gap_tax_code,4", "tax,gap_tax_code,1000"), encoding="utf-8")
        done = run("--profile-file", quiet, "--records", 2000, "-o", self.here / "a")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertFalse(any(row["tax_code"] for row in rows(self.here / "a" / "records.csv")
                             if row["source"] == "tax"))
        for wrong in (text.replace("tax,fresh,", "tax,flesh,"), text.replace("tax,fresh,", "tax,fresh,9"), "x", ""):
            quiet.write_text(wrong, encoding="utf-8")
            done = run("--profile-file", quiet, "--records", 20, "-o", self.here / "b")
            self.assertEqual(done.returncode, 1, wrong[:80])
            self.assertFalse((self.here / "b").exists())

    def test_usage_errors_end_2_and_touch_nothing(self):
        out = self.here / "x"
        for arguments in ([], ["--records", 10], ["-o", out], ["--records", 0, "-o", out], ["--records", -1, "-o", out],
                          ["--records", 10, "-o", out, "--profile", "six"], ["--records", 10, "-o", out, "more"],
                          ["--records", 10, "-o", out, "--profile", "five-registers", "--profile-file", "p"]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertFalse(out.exists())
        self.make("a", records=10)
        self.assertEqual(run("--records", 10, "-o", self.here / "a").returncode, 1)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
