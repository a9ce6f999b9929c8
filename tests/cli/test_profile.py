#!/usr/bin/env python3
"""hopnhat profile, from outside: six words about each source, against figures counted by hand.

usage: test_profile.py PROGRAM
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1) if len(sys.argv) > 1 else "build/hopnhat").resolve())
SURNAMES, MIDDLE = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"), ("Văn", "Thị", "Hữu", "Thị")
GIVEN = ("An", "Bình", "Cường", "Dung", "Hà", "Hồng", "Khánh", "Lan")
COMMUNES = ("Hoàn Kiếm", "Cửa Nam", "Ba Đình", "Ngọc Hà", "Giảng Võ")
HEADER = ("record_id", "full_name", "birth_date", "sex", "cccd", "phone", "address")
NAME, BIRTH, NUMBER, PHONE, ADDRESS = 1, 2, 4, 5, 6


def person(i):
    """Nothing is wrong in it: a man if @i is even, born in 1960 + @i."""
    return [f"R{i:02}", f"{SURNAMES[i % 6]} {MIDDLE[i % 4]} {GIVEN[i % 8]}", f"{3 + i % 20:02}/{1 + i % 12:02}/{1960 + i}",
            "Nữ" if i % 2 else "Nam", f"001{i % 2}{60 + i:02}{100000 + i * 7919}", f"09{12000000 + i * 34567}",
            f"{10 + i} phố Huế, Phường {COMMUNES[i % 5]}, Thành phố Hà Nội"]


def first_source():
    rows = [person(i) for i in range(24)]
    rows[0][NUMBER] = "001160100000"  # of a woman
    rows[1][NUMBER] = "001150107919"  # born in 1950
    rows[2][NUMBER] = "000062115838"  # of no province
    rows[3][PHONE] = "01632345678"  # of before 2018
    rows[4][BIRTH] = "31/02/1964"  # no date
    rows[5][PHONE] = "0000000000"  # a filler
    rows[6][NAME] = rows[6][NAME].upper()
    rows[7][PHONE] = ""
    rows[8][ADDRESS] = "18 phố Huế, Phường Hàng Trống, Quận Hoàn Kiếm, Thành phố Hà Nội"  # gone since 2025
    rows[9][NAME] = "Nguy?n Thị Hồng"  # a letter is lost
    rows[11][1:] = rows[10][1:]  # a double
    rows[13][NUMBER] = rows[14][NUMBER] = rows[12][NUMBER]  # of three people
    rows[15][NUMBER] = "012345670"  # CMND
    return rows


class Profile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.put("a.csv", first_source())
        self.put("b.csv", [person(i) for i in (18, 19, 20, 21, 22, 30)])

    def put(self, name, rows, header=HEADER):
        with open(self.folder / name, "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *rows])

    def call(self, *arguments, language="C"):
        done = subprocess.run([PROGRAM, "profile", *arguments], cwd=self.folder, capture_output=True, text=True,
                              check=False, env={**os.environ, "LC_ALL": "", "LC_MESSAGES": "", "LANG": language})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def sources(self, *files):
        return json.loads(self.call(*files, "--json"))["sources"]

    def counts(self, figures):
        return {key: (one["n"], one["of"]) for key, one in figures.items()}

    def test_six_words_counted_by_hand(self):
        a, b = self.sources("a.csv", "b.csv")
        self.assertEqual((a["source"], a["rows"], a["rows_are_all"]), ("a", 24, True))
        self.assertEqual(self.counts(a["words"]["correct"]["parts"]), {
            "dates": (23, 24),
            "personal_numbers": (18, 23),  # rows 0, 1, 2, 13 and 14; 15 has none
            "phones": (22, 22),  # one is empty, one a filler
            "addresses": (24, 24)})
        self.assertEqual(self.counts(a["words"]["live"]["parts"]), {
            "communes": (23, 24), "personal_numbers": (23, 24), "mobiles": (21, 22)})
        self.assertEqual(self.counts(a["words"]), {
            "correct": (87, 93), "complete": (143, 144),
            "clean": (132, 143),  # a filler, a lost letter, six values of a double, a number of three
            "live": (67, 70),
            "uniform": (138, 142),  # a name, a date, a number and a telephone are written otherwise
            "shared": (5, 24)})
        self.assertEqual(a["words"]["correct"]["share"], round(87 / 93, 4))
        self.assertEqual((a["words"]["complete"]["least"]["column"], a["words"]["uniform"]["least"]["column"]),
                         ("phone", "phone"))
        self.assertEqual(a["signals"], {
            "number_against_sex": 2, "number_against_birth_year": 3, "unknown_province": 1,
            "numbers_of_several_people": 1, "fillers": 1, "damaged": 1, "doubled_rows": 1})
        self.assertEqual(self.counts(b["words"])["shared"], (5, 6))
        self.assertEqual(set(b["signals"].values()), {0})
        for word in ("correct", "complete", "clean", "live", "uniform"):
            self.assertEqual(b["words"][word]["share"], 1, word)

    def test_sources_by_their_column_are_as_by_files(self):
        """The same rows in one file that names the source."""
        self.put("all.csv", [[*row, "a"] for row in first_source()] +
                 [["B" + row[0], *row[1:], "b"] for row in map(person, (18, 19, 20, 21, 22, 30))], (*HEADER, "source"))
        self.assertEqual(self.sources("all.csv"), self.sources("a.csv", "b.csv"))

    def test_a_legal_form_alone_is_no_filler(self):
        rows = [[f"F{i:02}", f"Công ty TNHH {SURNAMES[i % 6]} {GIVEN[i % 8]} {i}", "Công ty TNHH" if i % 3 else "Công ty Cổ phần",
                 f"{10 + i} phố Huế, Phường {COMMUNES[i % 5]}, Thành phố Hà Nội"] for i in range(40)]
        rows[0][1] = "---"
        self.put("firms.csv", rows, ("record_id", "company_name", "legal_form", "address"))
        self.assertEqual(self.sources("firms.csv")[0]["signals"]["fillers"], 1)

    def test_one_source_shares_with_nobody(self):
        only, = self.sources("a.csv")
        self.assertNotIn("shared", only["words"])
        self.assertNotIn("dùng chung", self.call("a.csv"))

    def test_words_in_two_languages(self):
        english, vietnamese = self.call("a.csv", "b.csv"), self.call("a.csv", "b.csv", language="vi_VN.UTF-8")
        self.assertRegex(english, r"(?m)^  đúng \(correct\) +93\.5 %  87/93 values that their own checks confirm")
        self.assertRegex(english, r"(?m)^  signal +2  personal numbers that tell another sex$")
        self.assertRegex(vietnamese, r"(?m)^nguồn a: 24 dòng\n  đúng +93\.5 %  87/93 giá trị")
        self.assertRegex(vietnamese, r"(?m)^  dấu hiệu +2  số định danh khác giới tính đã ghi$")

    def test_no_value_is_shown(self):
        shown = self.call("a.csv", "b.csv") + self.call("a.csv", "b.csv", "--json")
        for row in first_source():
            for value in (row[NAME], row[NUMBER], row[ADDRESS]):
                self.assertNotIn(value, shown)


if __name__ == "__main__":
    unittest.main()
