#!/usr/bin/env python3
"""hopnhat profile --write-contract: what it drafts is kept by the data that it saw, and broken by deliveries that went wrong.

usage: test_contract_draft.py PROGRAM
"""
import csv
import datetime
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1) if len(sys.argv) > 1 else "build/hopnhat").resolve())
HEADER = ("record_id", "full_name", "birth_date", "cccd", "phone", "note: #1")
SURNAMES, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ"), ("An", "Bình", "Cường", "Dung", "Hà", "Khánh", "Lan", "Minh")
CONFIG = """schema: 1
project: { name: contracts }
gates: { max_entity_churn: 100%, min_row_ratio: 0 }
entities:
  person:
    attributes: { full_name: name, birth_date: date, cccd: digits }
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact] }
    blocking: [[full_name], [birth_date]]
    thresholds: { match: 1, review: -2 }
connections:
  so: { kind: sqlite, file: people.db }
sources:
"""
MAP = "    map: { full_name: full_name, birth_date: birth_date, cccd: cccd }\n"
FROM_FILE = "    from: { file: people.csv }\n    key: [record_id]\n" + MAP
FROM_TABLE = "    from: { connection: so, table: people }\n    key: [record_id]\n" + MAP


def person(i):
    return [f"R{i:05}", f"{SURNAMES[i % 7]} {GIVEN[i // 7 % 8]} {GIVEN[i % 8]}", f"{1950 + i % 50}-0{1 + i % 9}-1{i % 8}",
            f"{i * 7919 + 1000000:012}", "" if i % 5 == 0 else f"09{12000000 + i * 34567}", "x"]


class ContractDraft(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.rows = [person(i) for i in range(400)]
        self.put(self.rows)

    def put(self, rows, header=HEADER):
        with open(self.folder / "people.csv", "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *rows])
        (self.folder / "people.db").unlink(missing_ok=True)
        base = sqlite3.connect(self.folder / "people.db")
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in header)
        base.execute(f"CREATE TABLE people({names})")
        base.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(header))})", rows)
        base.commit()
        base.close()

    def call(self, *arguments, expect=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, expect, (arguments, done.stdout, done.stderr))
        return done

    def configure(self, source, draft=""):
        (self.folder / "hopnhat.yaml").write_text(CONFIG + "  people:\n" + source + draft, encoding="utf-8")

    def night(self, expect=0):
        night = json.loads(self.call("run", "-c", "hopnhat.yaml", "--json", "-q", expect=expect).stdout)
        return night, night["sources"][0]

    def paste(self, source, draft):
        """The lines below the source's name, as somebody would paste them."""
        self.configure(source, draft.split("\n  people:\n")[1])
        self.call("check", "-c", "hopnhat.yaml")
        night, one = self.night()
        self.assertEqual((one["state"], one.get("why"), night["records"]["quarantined"]), ("landed", None, 0))

    def refused(self, rows, why, header=HEADER):
        self.put(rows, header)
        _, one = self.night(expect=4)
        self.assertEqual(one["state"], "refused")
        self.assertIn(why, one["why"])

    def break_all(self):
        place = HEADER.index("cccd")
        self.refused([row[:place] + [""] + row[place + 1:] for row in self.rows], "'cccd': 100 % of the rows have no value")
        self.refused(self.rows + self.rows, "'record_id': 50 % of the values stand in an earlier row too")
        self.refused(self.rows[:40], "40 rows, 200 at least were promised")
        self.refused([], "0 rows, 200 at least were promised")
        self.refused([row[:place] + [row[place].lstrip("0")] + row[place + 1:] for row in self.rows],
                     "100 % of the rows have a broken cell, 8 % at most were promised; most of all: 400 values of column 'cccd' are not of "
                     "the promised length")
        self.put([row[:place] + ["12 34"] + row[place + 1:] if i < 3 else row for i, row in enumerate(self.rows)])
        night, _ = self.night()
        self.assertEqual(night["records"]["quarantined"], 3)

    def test_of_a_file(self):
        draft = self.call("profile", "people.csv", "--write-contract").stdout
        for row in self.rows:
            for value in row[:5]:
                self.assertTrue(value == "" or value not in draft, value)
        self.paste(FROM_FILE, draft)
        self.break_all()
        self.refused([row[:4] + row[5:] for row in self.rows], "'phone' is not in the delivery", HEADER[:4] + HEADER[5:])

    def test_of_a_source(self):
        self.configure(FROM_FILE)
        draft = self.call("profile", "-c", "hopnhat.yaml", "people", "--write-contract").stdout
        self.assertNotIn("phone", draft)  # the night does not read it
        self.paste(FROM_FILE, draft)
        self.break_all()

    def test_of_a_table(self):
        self.configure(FROM_TABLE)
        draft = self.call("profile", "-c", "hopnhat.yaml", "--write-contract").stdout
        self.paste(FROM_TABLE, draft)
        self.break_all()

    def test_of_a_table_that_is_read_by_what_changed(self):
        source = FROM_TABLE + "    incremental: { column: changed_at, overlap: 1d, key_sweep: nightly }\n"
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        rows = [[*row, now] for row in self.rows]
        self.put(rows, (*HEADER, "changed_at"))
        self.configure(source)
        draft = self.call("profile", "-c", "hopnhat.yaml", "--write-contract").stdout
        self.assertRegex(draft, r"fresh: \{ column: changed_at, days: [78] \}")
        self.assertNotIn("nulls:", draft)
        self.paste(source, draft)
        self.put([[row[0], *person(i + 500)[1:], now] if i < 5 else row for i, row in enumerate(rows)], (*HEADER, "changed_at"))
        _, one = self.night()
        self.assertEqual((one["state"], one.get("why")), ("landed", None))
        self.refused([[*row, "2025-01-01 10:00:00"] for row in self.rows], "days old", (*HEADER, "changed_at"))

    def test_a_first_night_with_lost_zeros(self):
        """Before anything was accepted, too: nothing is published in silence."""
        draft = self.call("profile", "people.csv", "--write-contract").stdout
        self.configure(FROM_FILE, draft.split("\n  people:\n")[1])
        self.put([[*row[:3], row[3].lstrip("0"), *row[4:]] for row in self.rows])
        self.assertIn("100 % of the rows have a broken cell", self.call("run", "-c", "hopnhat.yaml", expect=2).stderr)

    def test_few_rows_warn(self):
        self.put(self.rows[:30])
        self.paste(FROM_FILE, self.call("profile", "people.csv", "--write-contract").stdout)
        self.put(self.rows[:3])
        night, one = self.night()
        self.assertEqual(one["state"], "landed")
        self.assertIn("3 rows, 6 at least were promised", one["why"])
        self.assertTrue(any("contract is broken" in note for note in night["notes"]), night["notes"])

    def test_json_lines_may_lack_a_rare_member(self):
        names = HEADER[:4]
        lines = [json.dumps({**dict(zip(names, row)), **({"rare": 1} if i == 7 else {})}) for i, row in enumerate(self.rows)]
        (self.folder / "people.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        draft = self.call("profile", "people.jsonl", "--write-contract").stdout
        self.assertNotIn("rare", draft)
        self.paste(FROM_FILE.replace("csv", "jsonl"), draft)

    def test_a_counter_comes_to_one_digit_more(self):
        counted = [[str(999600 + i), *row[1:]] for i, row in enumerate(self.rows)]
        self.put(counted)
        self.paste(FROM_FILE, self.call("profile", "people.csv", "--write-contract").stdout)
        self.put(counted + [[str(1000000 + i), *person(400 + i)[1:]] for i in range(50)])
        night, one = self.night()
        self.assertEqual((one["state"], one.get("why"), night["records"]["quarantined"]), ("landed", None, 0))

    def test_columns_of_any_name(self):
        for name in ("a\u2028b: [", "a\x80", "a\x85b: x", '#"\\', "\uffff", "x" * 1000, "x" * 1025, "é: " * 2000):
            with self.subTest(name=ascii(name[:9]), n=len(name)):
                self.put(self.rows, (*HEADER[:5], name))
                self.paste(FROM_FILE, self.call("profile", "people.csv", "--write-contract").stdout)

    def test_what_is_there_stays(self):
        self.call("profile", "people.csv", "--write-contract", "-o", "c.yaml")
        first = (self.folder / "c.yaml").read_text(encoding="utf-8")
        self.assertEqual(first, self.call("profile", "people.csv", "--write-contract").stdout)
        self.assertEqual(first, self.call("profile", "people.csv", "--write-contract", "-o", "-").stdout)
        self.assertFalse((self.folder / "-").exists())
        (self.folder / "c.yaml").write_text("mine\n", encoding="utf-8")
        self.assertIn("stays as it is", self.call("profile", "people.csv", "--write-contract", "-o", "c.yaml", expect=1).stderr)
        self.assertEqual((self.folder / "c.yaml").read_text(encoding="utf-8"), "mine\n")

    def test_a_source_that_cannot_be_read(self):
        self.configure(FROM_FILE + "  other:\n" + FROM_FILE.replace("people.csv", "gone.csv"))
        done = self.call("profile", "-c", "hopnhat.yaml", "--write-contract", expect=1)
        self.assertIn("source 'other'", done.stderr)
        self.assertIn("  people:\n    contract:\n", done.stdout)
        self.call("profile", "-c", "hopnhat.yaml", "people", "--write-contract")

    def test_what_waits_in_a_pipe_is_the_nights(self):
        """A copy that a dry run kept is read, and waits on."""
        os.mkfifo(self.folder / "people.pipe")
        source = FROM_FILE.replace("people.csv", "people.pipe, format: csv")
        self.configure(source)
        with subprocess.Popen(["sh", "-c", "exec cat people.csv > people.pipe"], cwd=self.folder) as writer:
            try:
                done = self.call("profile", "-c", "hopnhat.yaml", "--write-contract", expect=1)
                self.assertIn("is a pipe", done.stderr)
                self.assertEqual(done.stdout, "")
                self.call("run", "-c", "hopnhat.yaml", "--dry-run", "-q")
            finally:
                writer.kill()
        draft = self.call("profile", "-c", "hopnhat.yaml", "--write-contract").stdout
        self.assertIn("400 rows", draft)
        self.configure(source, draft.split("\n  people:\n")[1])
        with subprocess.Popen(["sh", "-c", ": > people.pipe"], cwd=self.folder):  # nothing newer
            _, one = self.night()
        self.assertEqual((one["state"], one["records"]["accepted"]), ("landed", 400))

    def test_usage(self):
        self.configure(FROM_FILE)
        self.assertIn("did you mean", self.call("profile", "-c", "hopnhat.yaml", "peopel", "--write-contract", expect=2).stderr)
        self.call("profile", "-c", "hopnhat.yaml", expect=2)
        self.call("profile", "people.csv", "-o", "c.yaml", expect=2)
        self.call("profile", "people.csv", "--write-contract", "--json", expect=2)
        self.call("profile", "--write-contract", expect=2)


if __name__ == "__main__":
    unittest.main()
