#!/usr/bin/env python3
"""hopnhat preview and hopnhat address, from outside: a value is shown as the night reads it, an address as the tables know it.

usage: test_preview.py PROGRAM
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1) if len(sys.argv) > 1 else "build/hopnhat").resolve())
ROOT = Path(__file__).resolve().parents[2]
NAMES = ["Tráº§n Cao TrÃ\u00a0", "Nguyá»…n VÄƒn BÃ¬nh", "LÃª Thá»‹ HÆ°Æ¡ng", " Phạm Văn Đồng ", "", "Hoàng Thị Lan"]
CONFIG = """schema: 1
project: { name: names }
entities:
  person:
    attributes: { full_name: { type: vietnamese_name } }
    comparisons: [{ attribute: full_name, levels: [exact] }]
    blocking: [[full_name]]
sources:
  a:
    from: { file: people.csv }
    entity: person
    key: [ma]
    map: { full_name: { column: ho_ten, repair: [utf8_as_cp1252] } }
"""


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        lines = [f"{number},{name}" for number, name in enumerate(NAMES, 1)]
        (self.folder / "people.csv").write_text("ma,ho_ten\n" + "\n".join(lines) + "\n", encoding="utf-8")
        (self.folder / "c.yaml").write_text(CONFIG, encoding="utf-8")

    def run_program(self, *arguments, status=0, stdin=None):
        env = {**os.environ, "HN_REFERENCE": str(ROOT / "datasets" / "reference"), "NO_COLOR": "1"}
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, env=env, input=stdin, capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, status, (arguments, done.stderr))
        return done

    def lines(self, *arguments, **options):
        return [json.loads(line) for line in self.run_program(*arguments, **options).stdout.splitlines()]


class Preview(Program):
    def shown(self, *arguments):
        return {int(one["record"]): one["values"][0] for one in self.lines("preview", "people.csv", "--json", *arguments)}

    def test_a_value_is_shown_as_delivered_and_as_repaired(self):
        shown = self.shown("-c", "c.yaml")
        self.assertEqual(shown[1]["raw"], NAMES[0])  # with its last blank: all that is left of a letter
        self.assertEqual(shown[1]["repaired"], "Trần Cao Trà")
        self.assertEqual(shown[1]["canonical"], "trần cao trà")
        self.assertEqual(shown[4]["canonical"], "phạm văn đồng")
        self.assertNotIn("repaired", shown[6])

    def test_it_is_what_the_night_reads(self):
        self.run_program("run", "-c", "c.yaml", "-q")
        night = {int(one["record_id"]): one["attributes"] for one in self.lines("export", "records", "-c", "c.yaml", "-o", "-")}
        shown = self.shown("-c", "c.yaml")
        self.assertEqual(set(night), set(shown))
        for number, attributes in night.items():
            value = attributes.get("full_name", {}).get("value", "")
            self.assertEqual(value, shown[number]["canonical"], number)

    def test_words_for_people(self):
        told = self.run_program("preview", "people.csv", "-c", "c.yaml").stdout.decode()
        self.assertEqual(told.count("record "), len(NAMES))
        self.assertIn("trần cao trà", told)
        self.assertIn("nguyễn văn bình", told)
        told = self.run_program("preview", "people.csv", "-c", "c.yaml", "-n", "2").stdout.decode()
        self.assertEqual(told.count("record "), 2)

    def test_what_is_wrong_is_said(self):
        for arguments, said in ((("preview",), b"takes one file"), (("preview", "none.csv"), b"none.csv"),
                                (("preview", "people.csv", "-c", "none.yaml"), b"none.yaml")):
            self.assertIn(said, self.run_program(*arguments, status=2).stderr)


class Address(Program):
    def test_an_address_of_before_the_reform(self):
        told, = self.lines("address", "12/34 Nguyễn Trãi, P. Bến Nghé, Q1, TPHCM")
        self.assertEqual([one["name"] for one in told["communes"]], ["Sài Gòn"])
        self.assertEqual([one["name"] for one in told["told"]["communes"]], ["Bến Nghé"])
        self.assertEqual(told["told"]["districts"][0]["code"], "760")
        self.assertEqual(told["confidence"], 1)

    def test_lines_of_a_stream_keep_their_places(self):
        told = self.lines("address", stdin="xã Trà Tân, huyện Bắc Trà My, Quảng Nam\n\nTP. Hồ Chí Minh\n".encode())
        self.assertEqual(len(told), 3)
        self.assertEqual(told[0]["communes"][0]["code"], "20923")
        self.assertEqual(told[1]["unit"], "")
        self.assertEqual(told[2]["provinces"][0]["code"], "79")

    def test_hostile_bytes_are_no_address(self):
        told = self.lines("address", stdin=b"\xff\xfe\x00x\n" + b"a" * 100000 + b"\nTP. Hu\xe1\xba\xbf")
        self.assertEqual([one["unit"] for one in told[:2]], ["", ""])
        self.assertEqual([len(one["address"]) for one in told[:2]], [4, 100000])
        self.assertEqual(told[2]["provinces"][0]["code"], "46")

    def test_tables_that_are_not_there(self):
        self.assertIn(b"none", self.run_program("address", "--reference", "none", "x", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
