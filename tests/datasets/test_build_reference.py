#!/usr/bin/env python3
"""build_reference.py: what is committed is what it makes, and each kind of damage is found."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

DATASETS = pathlib.Path(__file__).resolve().parents[2] / "datasets"
SCRIPT = DATASETS / "build_reference.py"


def check(*arguments):
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=False)


class BuildReference(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.input = pathlib.Path(self.folder.name) / "in"
        self.output = pathlib.Path(self.folder.name) / "out"
        shutil.copytree(DATASETS / "vietnam", self.input)

    def damage(self, table, before, after):
        path = self.input / f"{table}.csv"
        content = path.read_bytes()
        self.assertIn(before, content)
        path.write_bytes(content.replace(before, after, 1))
        done = check("--input", self.input, "--output", self.output)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertFalse(self.output.exists())
        return done.stderr

    def test_committed_tables_are_current(self):
        done = check("--check")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_difference_is_found(self):
        self.assertEqual(check("--input", self.input, "--output", self.output).returncode, 0)
        self.assertEqual(check("--check", "--output", self.output).returncode, 0)
        (self.output / "more.csv").write_text("x\n", encoding="utf-8")
        (self.output / "surnames.csv").unlink()
        with open(self.output / "wards_new.csv", "ab") as file:
            file.write(b" ")
        done = check("--check", "--output", self.output)
        self.assertEqual(done.returncode, 1)
        for text in ("more.csv: not made", "surnames.csv: missing", "wards_new.csv: differs"):
            self.assertIn(text, done.stderr)

    def test_text_that_is_not_nfc(self):
        self.assertIn("not NFC", self.damage("surnames", "Trần".encode(), unicodedata.normalize("NFD", "Trần").encode()))

    def test_bytes_that_are_not_utf_8(self):
        self.assertIn("not UTF-8", self.damage("surnames", "Trần".encode(), b"Tr\xe7n"))

    def test_a_code_given_twice(self):
        self.assertIn("two rows with the key", self.damage("wards_new", b"\n00008,", b"\n00004,"))

    def test_a_province_that_nobody_knows(self):
        self.assertIn("not in provinces_new34.code", self.damage("wards_new", "Phường,01\n".encode(), "Phường,02\n".encode()))

    def test_a_row_with_too_few_cells(self):
        self.assertIn("cells, expected", self.damage("wards_new", b"\n00008,", b"\n00008"))

    def groups_of(self, nicknames, forms):
        names = pathlib.Path(self.folder.name) / "names"
        names.mkdir(exist_ok=True)
        (names / "nicknames.csv").write_text("name,nickname\n" + nicknames, encoding="utf-8")
        (names / "given_name_forms.csv").write_text("kind,forms\n" + forms, encoding="utf-8")
        done = check("--input", self.input, "--names", names, "--output", self.output)
        if done.returncode != 0:
            return done.stderr
        return (self.output / "given_name_groups.csv").read_text(encoding="utf-8").splitlines()[1:]

    def test_names_that_stand_for_each_other(self):
        self.assertEqual(self.groups_of("bill,william\nbill,robert\nwilliam,bill\nwilliam,billy\n", "spelling,a|b\n"),
                         ["a,spelling a", "b,spelling a", "bill,of william", "bill,pair bill robert",
                          "bill,pair bill william", "billy,of william", "robert,pair bill robert", "william,of william",
                          "william,pair bill william"])

    def test_names_that_are_wrong(self):
        self.assertIn("not a-z: a b", self.groups_of("", "spelling,a b|c\n"))
        self.assertIn("two rows for spelling a", self.groups_of("", "spelling,a|c\nspelling,a|b\n"))
        self.assertIn("two rows with the key", self.groups_of("bill,bob\nbill,bob\n", ""))

    def test_a_table_that_nobody_listed(self):
        (self.input / "more.csv").write_text("code\n1\n", encoding="utf-8")
        self.assertIn("not in TABLES", check("--input", self.input, "--output", self.output).stderr)


if __name__ == "__main__":
    unittest.main()
