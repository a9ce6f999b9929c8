#!/usr/bin/env python3
"""hopnhat init, from outside: files alone are enough for a good run, and nobody's file is overwritten.

usage: test_init.py PROGRAM
"""
import contextlib
import csv
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1) if len(sys.argv) > 1 else "build/hopnhat").resolve())
SAMPLES = Path(__file__).resolve().parents[2] / "datasets" / "samples"
GIVEN = ("Anna", "James", "Maria", "Peter", "Laura", "Thomas", "Julia", "David", "Emma", "Paul", "Sarah", "Martin")
SURNAMES = ("Smith", "Johnson", "Miller", "Wagner", "Nguyen", "Brown", "Taylor", "Schmidt", "Anderson", "Wilson")
SEED = 20261201
WITHOUT_NUMBERS = ("record_id", "source", "full_name", "birth_date", "sex", "phone", "address", "ward", "province")


class Init(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def call(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              check=False)

    def init(self, *arguments):
        done = self.call("init", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def text_of(self, *files):
        return self.init(*files, "-o", "-").stdout

    def sample(self, name="people.csv"):
        shutil.copy(SAMPLES / "fake_1000" / "records.csv", self.folder / name)
        return name

    def people(self, name, header=("record_id", "given_name", "surname", "dob"), n=300):
        """A file of people; every third stands there twice, once with a slip."""
        rng = random.Random(SEED)
        with open(self.folder / name, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            for i in range(n):
                row = [rng.choice(GIVEN), rng.choice(SURNAMES),
                       f"19{rng.randrange(30, 99)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"]
                for copy in range(2 if i % 3 == 0 else 1):
                    writer.writerow([f"P{i:04}{copy}", row[0] + "a" * copy, *row[1:]])
        return name

    def of_people(self, columns):
        """Quality of init and run on generated citizens with these columns alone."""
        with open(self.folder / "made" / "records.csv", encoding="utf-8", newline="") as made, \
                open(self.folder / "people.csv", "w", encoding="utf-8", newline="") as people:
            writer = csv.DictWriter(people, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(csv.DictReader(made))
        self.init("people.csv", "-o", "p.yaml")
        ran = self.call("run", "-c", "p.yaml", "-q")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        crosswalk = next(self.folder.glob("**/current/crosswalk.jsonl.zst"))
        judged = self.call("evaluate", "--crosswalk", crosswalk, "--truth", "made/truth.csv", "--json")
        shutil.rmtree(self.folder / "hopnhat-state")
        for left in ("hopnhat.anchor", "p.yaml"):
            (self.folder / left).unlink()
        return json.loads(judged.stdout)["pairs"]

    def test_people_of_one_house_are_not_one_person(self):
        """Families share surname, address and telephone, and no number tells their members apart."""
        subprocess.run([Path(PROGRAM).with_name("hopnhat-generate"), "citizens", "-n", "3000", "-s", "3", "-o", "made"],
                       cwd=self.folder, check=True, capture_output=True)
        for columns in (WITHOUT_NUMBERS, [one for one in WITHOUT_NUMBERS if one not in ("phone", "sex")]):
            pairs = self.of_people(columns)
            self.assertGreater(pairs["precision"], 0.95, columns)
            self.assertGreater(pairs["recall"], 0.95, columns)

    def test_more_relatives_than_doubles(self):
        """Two records a person, five people a house, a twentieth typed without marks: EM has two places to settle."""
        subprocess.run([Path(PROGRAM).with_name("hopnhat-generate"), "citizens", "-n", "5000", "-s", "1", "--noise", "high",
                        "--entities-ratio", "0.4", "-o", "made"], cwd=self.folder, check=True, capture_output=True)
        pairs = self.of_people(WITHOUT_NUMBERS)
        self.assertGreater(pairs["precision"], 0.98)
        self.assertGreater(pairs["recall"], 0.98)

    def firms(self, name):
        """A file of firms with branches: each branch stands there twice, the copy with another legal form."""
        rng = random.Random(SEED)
        with open(self.folder / name, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("record_id", "company_name", "address", "email"))
            for i in range(150):
                firm = f"{rng.choice(SURNAMES)} {rng.choice(GIVEN)} Trading"
                for branch in range(1, 3):
                    address = f"{rng.randrange(1, 200)} {rng.choice(SURNAMES)} Street"
                    for copy, form in enumerate(("Ltd", "Limited")):
                        writer.writerow((f"F{i:03}-{branch}-{copy}", f"{firm} Branch {branch} {form}", address,
                                         f"info@firm{i}.vn"))
        return name

    def test_branches_of_one_firm_are_told_apart(self):
        drafted = self.text_of(self.firms("firms.csv"))
        self.assertIn("numbers_apart: true", drafted)
        self.assertNotIn("mailboxes", drafted)  # info@ is how to reach a firm
        self.init("firms.csv", "-o", "p.yaml")
        self.assertEqual(self.call("run", "-c", "p.yaml", "-q").returncode, 0)
        asked = ("explain", "firms:F000-1-0", "firms:F000-2-0", "-c", "p.yaml")
        self.assertIn("different numbers in it", self.call(*asked).stdout)
        told = json.loads(self.call(*asked, "--json").stdout)["comparisons"]
        self.assertEqual([one.get("numbers_apart") for one in told if one["attribute"] == "organisation"], [True])
        self.assertIn("số trong đó khác nhau", self.call(*asked, "--lang", "vi").stdout)

    def test_labels_may_say_that_all_are_one(self):
        """Nobody is left who does not match, and nobody of the same house."""
        for n in (3, 5, 8):
            with open(self.folder / "one.csv", "w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(("record_id", "given_name", "surname", "birth_date"))
                writer.writerows((f"r{i}", "Anna" + "a" * (i % 2), "Smith", "1970-02-0" + str(1 + i % 3))
                                 for i in range(n))
            with open(self.folder / "labels.csv", "w", encoding="utf-8", newline="") as out:
                out.write("id_a,id_b,match\n")
                out.writelines(f"one:r{i},one:r{k},1\n" for i in range(n) for k in range(i + 1, n))
            self.init("one.csv", "-o", "p.yaml")
            config = (self.folder / "p.yaml").read_text(encoding="utf-8")
            self.assertIn("  person:\n", config)
            (self.folder / "p.yaml").write_text(config.replace("  person:\n", "  person:\n    labels: labels.csv\n"),
                                                encoding="utf-8")
            run = self.call("run", "-c", "p.yaml", "-q", "--json")
            self.assertEqual(run.returncode, 0, run.stderr)
            shutil.rmtree(self.folder / "hopnhat-state")
            for left in ("hopnhat.anchor", "p.yaml"):
                (self.folder / left).unlink()

    def test_mailboxes_of_people(self):
        with open(self.folder / self.people("people.csv"), encoding="utf-8", newline="") as people:
            rows = list(csv.reader(people))
        with open(self.folder / "people.csv", "w", encoding="utf-8", newline="") as people:
            writer = csv.writer(people)
            writer.writerow([*rows[0], "email"])
            writer.writerows([*row, "info@agency.vn" if n % 2 else f"{row[1]}{n}@mail.vn"]
                             for n, row in enumerate(rows[1:]))
        self.assertIn("mailboxes: personal", self.init("people.csv", "-o", "p.yaml") and
                      (self.folder / "p.yaml").read_text(encoding="utf-8"))
        self.assertEqual(self.call("run", "-c", "p.yaml", "-q").returncode, 0)
        golden = next(self.folder.glob("**/current/golden*.jsonl.zst"))
        shown = subprocess.run(["zstdcat", golden], capture_output=True, text=True, check=True).stdout
        self.assertIn("@mail.vn", shown)
        self.assertNotIn("info@agency.vn", shown)

    def test_without_a_configuration(self):
        self.init(self.sample())
        first = (self.folder / "hopnhat.yaml").read_text(encoding="utf-8")
        run = self.call("run", "-c", "hopnhat.yaml")
        self.assertEqual(run.returncode, 0, run.stderr)
        crosswalks = sorted(self.folder.rglob("crosswalk.*"))
        self.assertTrue(crosswalks, run.stdout)
        done = self.call("evaluate", "--crosswalk", crosswalks[0], "--truth", SAMPLES / "fake_1000" / "truth.csv",
                         "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(json.loads(done.stdout)["pairs"]["f1"], 0.90)
        self.assertEqual(self.text_of("people.csv"), first)

    def test_the_order_of_rows_changes_nothing(self):
        self.people("people.csv")
        text = self.text_of("people.csv")
        lines = (self.folder / "people.csv").read_text(encoding="utf-8").splitlines()
        body = lines[1:]
        random.Random(SEED).shuffle(body)
        (self.folder / "people.csv").write_text("\n".join([lines[0], *body]) + "\n", encoding="utf-8")
        self.assertEqual(self.text_of("people.csv"), text)

    def test_the_order_of_files_changes_nothing(self):
        self.people("a.csv")
        self.people("b.csv", ("record_id", "first_name", "last_name", "birth_date"), 200)
        text = self.text_of("a.csv", "b.csv")
        self.assertIn("  a:\n", text)
        self.assertIn("  b:\n", text)
        self.assertEqual(self.text_of("b.csv", "a.csv"), text)

    def test_nothing_edited_is_overwritten(self):
        self.people("people.csv")
        path, beside = self.folder / "hopnhat.yaml", self.folder / "hopnhat.yaml.new"
        self.assertTrue(self.init("people.csv").stderr.startswith("hopnhat.yaml written\n"))
        text = path.read_text(encoding="utf-8")
        self.assertIn("nothing changed", self.init("people.csv").stderr)
        self.assertFalse(beside.exists())
        path.write_text("mine\n" + text, encoding="utf-8")
        told = self.init("people.csv").stderr
        self.assertIn("hopnhat.yaml.new written", told)
        self.assertIn("hopnhat.yaml was left as it is", told)
        self.assertEqual(path.read_text(encoding="utf-8"), "mine\n" + text)
        self.assertEqual(beside.read_text(encoding="utf-8"), text)
        path.write_bytes(b"")
        self.init("people.csv")
        self.assertEqual(path.read_bytes(), b"")

    def test_a_summary_says_where_to_look(self):
        self.people("people.csv")
        lines = self.init("people.csv").stderr.splitlines()
        text = (self.folder / "hopnhat.yaml").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(lines), 4, lines)
        self.assertTrue(lines[1].startswith("  4 of 4 columns understood; least sure: "), lines)
        column, attribute, share, line = re.fullmatch(
            r".* least sure: (\w+) as (\w+), (\d+) % \(hopnhat.yaml:(\d+)\)", lines[1]).groups()
        self.assertTrue(text[int(line) - 1].startswith(f"      {attribute}: {{ type:"), lines)
        self.assertIn(f"      {attribute}: {column}", text)
        sure = [int(share) for share in re.findall(r"# (\d+) % sure", "\n".join(text))]
        self.assertEqual(int(share), min(sure))
        self.assertRegex(lines[2], r"^  3 attributes compared; \d+ blocking rules, at most \d+ pairs$")
        self.assertEqual(lines[3], "  next: hopnhat run -c hopnhat.yaml")

    def test_a_number_of_people_as_the_key_is_told(self):
        self.people("people.csv", ("cccd", "given_name", "surname", "dob"))
        with open(self.folder / "people.csv", encoding="utf-8", newline="") as people:
            rows = list(csv.reader(people))
        with open(self.folder / "people.csv", "w", encoding="utf-8", newline="") as people:
            csv.writer(people).writerows([rows[0]] + [[f"0{79000000000 + 7919 * n}", *row[1:]]
                                                      for n, row in enumerate(rows[1:])])
        told = self.init("people.csv")
        self.assertIn("the key is 'cccd', a number that tells who it is", told.stderr)
        text = (self.folder / "hopnhat.yaml").read_text(encoding="utf-8").replace("\n    #", "")
        self.assertIn("a number that tells who it is then stands in results", text)
        self.people("others.csv")
        self.assertNotIn("tells who it is", self.init("others.csv", "-o", "o.yaml").stderr)

    def test_a_source_may_begin_with_a_sign(self):
        self.people("-o.csv")
        self.init("./-o.csv", "-o", "p.yaml")
        ran = self.call("run", "-c", "p.yaml", "-q")
        self.assertEqual(ran.returncode, 0, ran.stderr)

    def test_no_new_file_is_overwritten(self):
        self.people("people.csv")
        path = self.folder / "hopnhat.yaml"
        path.write_text("mine\n", encoding="utf-8")
        for name in ("hopnhat.yaml.new", "hopnhat.yaml.new.2", "hopnhat.yaml.new.3"):
            self.assertIn(f"{name} written", self.init("people.csv").stderr)
            told = self.init("people.csv").stderr
            self.assertIn(f"{name} is what init would write: nothing changed", told)
            self.assertIn(f"diff hopnhat.yaml {name}", told)
            (self.folder / name).write_text(f"mine, too: {name}\n", encoding="utf-8")
        for i in range(4, 21):
            (self.folder / f"hopnhat.yaml.new.{i}").write_text("mine\n", encoding="utf-8")
        done = self.call("init", "people.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn("remove those", done.stderr)
        self.assertEqual(path.read_text(encoding="utf-8"), "mine\n")
        self.assertEqual((self.folder / "hopnhat.yaml.new").read_text(encoding="utf-8"), "mine, too: hopnhat.yaml.new\n")

    def test_a_target_that_is_no_file(self):
        self.people("people.csv")
        (self.folder / "there").mkdir()
        done = self.call("init", "people.csv", "-o", "there")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("there", done.stderr)
        self.assertEqual(self.call("init", "people.csv", "-o", "no/such/x.yaml").returncode, 1)

    def test_to_standard_output(self):
        self.people("people.csv")
        done = self.init("people.csv", "-o", "-")
        self.assertTrue(done.stdout.startswith("# Found by `hopnhat init`"))
        self.assertEqual(done.stderr, "")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["people.csv"])

    def test_several_keys(self):
        rows = [f"A{i:05},{(i * 7919) % 100003:06},{GIVEN[i % 12]},{SURNAMES[i // 3 % 10]}" for i in range(300)]
        (self.folder / "people.csv").write_text("\n".join(["left,right,given_name,surname", *rows]) + "\n",
                                                encoding="utf-8")
        done = self.call("init", "people.csv")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("left", done.stderr)
        self.assertIn("right", done.stderr)
        self.assertFalse((self.folder / "hopnhat.yaml").exists())
        self.assertIn("key: [right]", self.init("people.csv", "--key", "right", "-o", "-").stdout)
        for keys in (("--key", "other,right"), ("--key", "other", "--key", "right")):
            (self.folder / "more.csv").write_text("\n".join(["other,given_name,surname", *[
                row.split(",", 1)[1] for row in rows]]) + "\n", encoding="utf-8")
            both = self.init("people.csv", "more.csv", *keys, "-o", "-").stdout
            self.assertIn("key: [right]", both)
            self.assertIn("key: [other]", both)

    def test_hostile_names(self):
        name = "it's #1: {all} [of] \"them\".csv"
        self.people(name, ("record_id", 'given_name: "x" # y', "- surname, {z}", "dob\tof 'birth' \\n"))
        self.init(name)
        run = self.call("run", "-c", "hopnhat.yaml")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("400", run.stdout + run.stderr)  # records

    def test_headers_that_would_end_a_line(self):
        """What YAML takes for the end of a line, or for no text at all: what stands behind it is no YAML of its own."""
        for i, c in enumerate("\x01\x7f\x80\x85\u2028\u2029\ufeff\uffff\U0001f600"):
            with self.subTest(point=hex(ord(c))):
                name = f"people{i}.csv"
                self.people(name, ("record_id", f"given_name{c}b: x", f"surname{c}targets: {{", f"dob{c}x: ["))
                self.init(name, "-o", f"{i}.yaml")
                check = self.call("check", "-c", f"{i}.yaml")
                self.assertEqual(check.returncode, 0, check.stderr)
                self.assertIn(c if c > "\uffff" else f"\\{'x' if c < chr(256) else 'u'}{ord(c):0{2 if c < chr(256) else 4}X}",
                              (self.folder / f"{i}.yaml").read_text(encoding="utf-8"))

    def test_tables_of_any_name(self):
        table, column = "hộ\u2028targets: {", "cccd\u2028x: ["
        with contextlib.closing(sqlite3.connect(self.folder / "a.db")) as base, base:
            base.execute(f'CREATE TABLE "{table}"(record_id, full_name, birth_date, "{column}")')
            base.executemany(f'INSERT INTO "{table}" VALUES (?, ?, ?, ?)', [
                (f"R{i}", f"{GIVEN[i % 12]} {SURNAMES[i % 10]}", f"19{50 + i % 40}-03-1{i % 9}", f"{i * 7919:012}")
                for i in range(200)])
        self.people("people.csv")
        self.init("people.csv")
        with open(self.folder / "hopnhat.yaml", "a", encoding="utf-8") as config:
            config.write("connections: { a: { kind: sqlite, file: a.db } }\n")
        self.init("--from", "a", "--table", table)
        check = self.call("check", "-c", "hopnhat.yaml")
        self.assertEqual(check.returncode, 0, check.stderr)

    def test_what_is_refused(self):
        self.people("people.csv")
        (self.folder / "empty.csv").write_text("", encoding="utf-8")
        (self.folder / "head.csv").write_text("record_id,given_name\n", encoding="utf-8")
        for arguments, words in ((["none.csv"], "none.csv"), (["people.csv", "none.csv"], "none.csv"),
                                 (["empty.csv"], "empty.csv"), (["head.csv"], ""), ([], "one or more files"),
                                 (["."], "."), (["people.csv", "--key", "nobody"], "nobody"),
                                 (["people.csv", "--source", "nobody"], "nobody"),
                                 (["people.csv", "--kye", "x"], "--key"),
                                 (["people.csv", "-c", "nosuch.yaml"], "-c is for --from")):
            done = self.call("init", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), (arguments, done.stderr))
            self.assertIn(words, done.stderr)
            self.assertNotEqual(done.stderr, "")
        self.assertFalse((self.folder / "hopnhat.yaml").exists())


if __name__ == "__main__":
    unittest.main()
