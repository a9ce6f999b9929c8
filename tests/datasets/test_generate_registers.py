#!/usr/bin/env python3
"""citizens --profile from outside: the registers' files hold the rows of records.csv, the tables agree with the truth,
and the frozen profile gives the bytes that it gave.

usage: test_generate_registers.py PATH_OF_HOPNHAT_GENERATE
"""
import collections
import csv
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import unittest

PROGRAM = None
COLUMNS = ["record_id", "source", "full_name", "birth_date", "sex", "national_id", "old_id", "phone", "address",
           "ward", "province", "mother_name"]
# Of 2,000 records of seed 1: figures of others rest on these bytes, so a change needs a profile of another name.
FROZEN = {"records.csv": "1171f6411a815a5d", "truth.csv": "4177f60fa9a1dd18", "relations.csv": "61254a88f1c9643e",
          "events.csv": "79998c14599c33cc", "hard_pairs.csv": "17fda1461bedcae6"}
RECORDS = 6000
# Header of the column with the record's id, how the file is read, and its columns in ours.
TCVN3 = "tcvn3"
REGISTERS = {
    "population": ("utf-8", ",", {"so_ho_so": "record_id", "ho_chu_dem_ten": "full_name", "ngay_sinh": "birth_date",
                                  "so_dinh_danh": "national_id", "noi_thuong_tru": "address"}),
    "insurance": ("utf-8-sig", ";", {"MA_HS": "record_id", "HO_TEN": "full_name", "NGAY_SINH": "birth_date"}),
    "tax": (TCVN3, ",", {"id": "record_id", "ten_nnt": "full_name", "phuong_xa": "ward", "ngay_sinh": "birth_date"}),
    "hospital": ("utf-16", "\t", {"Mã BN": "record_id", "Họ và tên": "full_name", "SĐT": "phone"}),
    "civil_status": ("cp1258", ",", {"STT_SO": "record_id", "HoTen": "full_name", "HoTenMe": "mother_name"}),
}
HERE = pathlib.Path(__file__).resolve().parent


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tcvn3_letters():
    table = rows(HERE.parent.parent / "datasets" / "reference" / "legacy_encodings.csv")
    # small letters last: a toned capital shares the byte of its small letter
    order = sorted(table, key=lambda row: row["char"].islower())
    return {bytes.fromhex(row["tcvn3_abc_hex"]): row["char"] for row in order if len(row["tcvn3_abc_hex"]) == 2}


def decode(content, encoding):
    if encoding != TCVN3:
        return content.decode(encoding)
    letters = tcvn3_letters()
    return "".join(letters.get(bytes([byte]), chr(byte)) for byte in content)


def plain(text):
    return unicodedata.normalize("NFC", text).lower()


class Registers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.here = pathlib.Path(cls.folder.name)
        done = run("citizens", "--profile", "five-registers", "--records", RECORDS, "--seed", 3, "-o", cls.here / "a",
                   "--standardised")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done.stderr
        cls.records = rows(cls.here / "a" / "records.csv")
        cls.truth = {row["record_id"]: row["entity_id"] for row in rows(cls.here / "a" / "truth.csv")}

    def table(self, name):
        return rows(self.here / "a" / name)

    def test_records_and_truth_hold_each_record_once(self):
        self.assertEqual(list(self.records[0]), COLUMNS)
        self.assertEqual(len(self.truth), RECORDS)
        self.assertEqual([row["record_id"] for row in self.records], list(self.truth))
        self.assertEqual(len(set(self.truth.values())), RECORDS // 2)
        self.assertEqual({row["source"] for row in self.records}, set(REGISTERS))

    def test_files_of_the_registers_hold_the_same_rows(self):
        for name, (encoding, separator, columns) in REGISTERS.items():
            text = decode((self.here / "a" / "registers" / f"{name}.csv").read_bytes(), encoding)
            own = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
            expected = [row for row in self.records if row["source"] == name]
            self.assertEqual(len(own), len(expected))
            for found, wanted in zip(own, expected):
                for theirs, ours in columns.items():
                    self.assertEqual(plain(found[theirs]), plain(wanted[ours]), (name, theirs))

    def test_a_column_that_a_register_lacks_is_empty(self):
        for row in self.records:
            if row["source"] == "tax":
                self.assertEqual(row["mother_name"], "")
            if row["source"] in ("hospital", "civil_status"):
                self.assertEqual(row["old_id"], "")

    def test_tables_agree_with_the_truth(self):
        people = set(self.truth.values())
        for row in self.table("relations.csv"):
            self.assertTrue({row["entity_a"], row["entity_b"]} <= people)
        self.assertEqual({row["entity_id"] for row in self.table("events.csv")}, people)
        kinds = collections.Counter()
        for row in self.table("hard_pairs.csv"):
            kinds[row["kind"]] += 1
            same = self.truth[row["id_a"]] == self.truth[row["id_b"]]
            self.assertEqual(row["match"], "1" if same else "0", row["kind"])
        for kind in ("moved_by_reform", "several_old_numbers", "reissued_number", "mistyped_number", "siblings",
                     "twins", "father_and_son", "spouses_one_phone", "legacy_encoding"):
            self.assertIn(kind, kinds)

    def test_twins_of_the_pairs_are_twins_of_the_relations(self):
        twins = {frozenset((row["entity_a"], row["entity_b"])) for row in self.table("relations.csv")
                 if row["relation"] == "twin_of"}
        pairs = {frozenset((self.truth[row["id_a"]], self.truth[row["id_b"]])) for row in self.table("hard_pairs.csv")
                 if row["kind"] == "twins"}
        self.assertTrue(pairs and pairs <= twins)

    def test_a_perfect_standardiser_leaves_one_form(self):
        standard = self.table("standardised.csv")
        self.assertEqual([row["record_id"] for row in standard], [row["record_id"] for row in self.records])
        for row in standard:
            self.assertRegex(row["birth_date"], r"^(\d{4}-\d\d-\d\d)?$")
            self.assertRegex(row["sex"], r"^[MF]?$")
            self.assertRegex(row["national_id"], r"^(\d{12})?$")
            self.assertRegex(row["phone"], r"^(\d{10})?$")
            self.assertEqual(row["ward"], unicodedata.normalize("NFC", row["ward"]))

    def test_the_seed_decides_and_the_order_says_nothing(self):
        def citizens(name, *arguments):
            self.assertEqual(run("citizens", "--profile", "five-registers", "--records", RECORDS, "-o",
                                 self.here / name, *arguments).returncode, 0)
            return (self.here / name / "records.csv").read_text(encoding="utf-8").splitlines()
        before = (self.here / "a" / "records.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual(citizens("same", "--seed", 3), before)
        shuffled = citizens("shuffled", "--seed", 3, "--shuffle-seed", 9)
        self.assertNotEqual(shuffled, before)
        self.assertEqual(sorted(shuffled), sorted(before))
        self.assertNotEqual(sorted(citizens("other", "--seed", 4)), sorted(before))

    def test_the_frozen_profile_gives_its_bytes(self):
        self.assertEqual(run("citizens", "--profile", "five-registers", "--records", 2000, "--seed", 1, "-o",
                             self.here / "frozen").returncode, 0)
        found = {name: hashlib.sha256((self.here / "frozen" / name).read_bytes()).hexdigest()[:16] for name in FROZEN}
        self.assertEqual(found, FROZEN)

    def test_profiles_of_other_noise(self):
        for number, pattern in ((1, "[A-Za-zÀ-ỹ]0[a-zà-ỹ]"), (2, "&#[0-9]+;|=E1=B[A-B]"), (3, "Huỳnh|Võ")):
            name = f"other-noise-{number}"
            for command in ("citizens", "businesses"):
                folder = self.here / f"{command}-{number}"
                done = run(command, "--profile", name, "--records", 2000, "-o", folder)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(len(rows(folder / "records.csv")), 2000)
            self.assertRegex((self.here / f"citizens-{number}" / "records.csv").read_text(encoding="utf-8"), pattern)
            self.assertEqual(run("errors", "--profile", name).returncode, 0)

    def test_a_profile_of_ones_own(self):
        profile = self.here / "own.csv"
        profile.write_text("source,setting,value\nkind,name.unmarked,10000\nwards,share,1\nwards,like,kind\n"
                           "wards,copies,3\n", encoding="utf-8")
        self.assertEqual(run("citizens", "--profile-file", profile, "--records", 300, "-o", self.here / "own").returncode, 0)
        records = rows(self.here / "own" / "records.csv")
        self.assertEqual({row["source"] for row in records}, {"wards_01", "wards_02", "wards_03"})
        self.assertTrue(all(row["full_name"].isascii() for row in records))

    def test_what_is_wrong_is_told(self):
        wrong = self.here / "wrong.csv"
        wrong.write_text("source,setting,value\na,share,1\na,name.slipp,3\n", encoding="utf-8")
        for status, arguments in ((2, ("--profile", "no-such")), (1, ("--profile-file", wrong)),
                                  (1, ("--profile-file", self.here / "none.csv")),
                                  (2, ("--profile", "five-registers", "--profile-file", wrong)),
                                  (2, ("--profile", "five-registers", "--noise", "high"))):
            done = run("citizens", *arguments, "--records", 10, "-o", self.here / "not")
            self.assertEqual(done.returncode, status, arguments)
            self.assertFalse((self.here / "not").exists())
        self.assertIn("name.slipp", run("errors", "--profile-file", wrong).stderr)

    def test_errors_lists_the_rates(self):
        done = run("errors", "--profile", "five-registers")
        table = {line.split("\t")[0]: line.split("\t") for line in done.stdout.splitlines()}
        self.assertEqual(table["setting"][2:7], list(REGISTERS))
        self.assertEqual(table["name.given_first"][1], "full_name")
        self.assertEqual(len(table["row.tcvn3"]), 8)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
