#!/usr/bin/env python3
"""What people read, in English and in Vietnamese: every message has both halves, and each command answers in the language asked for.

usage: test_languages.py PROGRAM
The sources are read for the first part: both halves of HN_SAY() and its kin stand beside each other in the code.
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.argv.pop(1) if len(sys.argv) > 1 else ROOT / "build" / "hopnhat").resolve())
# call -> index of its English argument; the Vietnamese one is behind it
CALLS = {"HN_SAY": 0, "HN_IN": 1, "hn_night_note": 1, "hn_verify_fine": 2, "hn_doctor_say": 3}
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_0-9]+|[(),?:]|\S')
SPECIFIER = re.compile(r"%[-+ #0]*\d*(?:\.(?:\d+|\*))?(?:ll|l|z)?(?:G_\w+|[a-zA-Z%])")


def arguments(tokens, at):
    """Of the call whose bracket is at @at: one list of tokens for each argument."""
    depth, found = 0, [[]]
    for token in tokens[at:]:
        depth += (token == "(") - (token == ")")
        if depth == 0:
            return found
        if token == "," and depth == 1:
            found.append([])
        elif depth > 1 or token != "(":
            found[-1].append(token)
    raise AssertionError("a call without its end")


def literal(tokens):
    """The text, with G_..._FORMAT where it stands; None: no literal."""
    if not any(token.startswith('"') for token in tokens) or not all(re.match(r'"|G_\w+_FORMAT$', token) for token in tokens):
        return None
    return "".join(token[1:-1] if token.startswith('"') else token for token in tokens)


def messages():
    """(place, English, Vietnamese) of every pair of literals in the sources."""
    for path in sorted(path for folder in ("cli", "insight", "linker") for path in (ROOT / folder).glob("*.c")):
        tokens = TOKEN.findall(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S))
        for at, token in enumerate(tokens):
            if token in CALLS and tokens[at + 1:at + 2] == ["("]:
                found = arguments(tokens, at + 1)
                halves = [literal(one) for one in found[CALLS[token]:CALLS[token] + 2]]
                if None not in halves and len(halves) == 2:
                    yield f"{path.name}: {halves[0]}", *halves


class Sources(unittest.TestCase):
    def test_each_message_has_two_halves_of_the_same_arguments(self):
        found = list(messages())
        self.assertGreater(len(found), 90)
        for place, english, vietnamese in found:
            self.assertTrue(english.strip() and vietnamese.strip(), place)
            self.assertEqual(SPECIFIER.findall(english), SPECIFIER.findall(vietnamese), place)
            self.assertEqual(english.endswith("\\n"), vietnamese.endswith("\\n"), place)
            self.assertTrue(english.isascii(), place) if "…" not in english else None

    def test_vietnamese_has_its_marks(self):
        words = " ".join(vietnamese for _, _, vietnamese in messages())
        for word in ("bản ghi", "thực thể", "cặp", "cách ly", "rà soát", "trùng", "nguồn", "quy tắc"):
            self.assertIn(word, words)
        bare = [place for place, english, vietnamese in messages()
                if vietnamese.isascii() and english != vietnamese and re.search(r"[a-z]{3}", SPECIFIER.sub("", vietnamese))]
        self.assertEqual(bare, [])


def person(i):
    return (f"R{i:04},{('Nguyễn', 'Trần', 'Lê', 'Phạm', 'Đỗ')[i % 5]} {('Văn', 'Thị', 'Hữu')[i % 3]} {('An', 'Bình', 'Cường', 'Dung')[i % 4]}{i},"
            f"{1 + i % 28:02}/{1 + i % 12:02}/{1950 + i % 50},09{12000000 + i * 34567}")


HEADER = "record_id,ho_ten,ngay_sinh,dien_thoai"


class Commands(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def put(self, n, name="dan_cu.csv"):
        rows = [person(i) for i in range(n)]
        doubles = [re.sub(r"^R", "S", row) for row in rows[:n // 3]]
        (self.folder / name).write_text("\n".join([HEADER, *rows, *doubles]) + "\n", encoding="utf-8")

    def call(self, *arguments, ends=0, **environment):
        clean = {**os.environ, "LC_ALL": "", "LC_MESSAGES": "", "LANG": "C", **environment}
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, check=False, env=clean)
        self.assertEqual(done.returncode, ends, (arguments, done.stdout, done.stderr))
        return done

    def story(self, *extra, **environment):
        """Every command of a day: (name, what it said)."""
        (self.folder / "hopnhat.yaml").unlink(missing_ok=True)
        for left in ("hopnhat-state", "hopnhat.anchor"):
            subprocess.run(["rm", "-rf", self.folder / left], check=True)
        self.put(120)
        c, said = ("-c", "hopnhat.yaml"), {}

        def note(name, *arguments, ends=0):
            done = self.call(*arguments, *extra, ends=ends, **environment)
            said[name] = done.stdout + "".join(line + "\n" for line in done.stderr.splitlines() if not line.startswith("{"))

        note("profile", "profile", "dan_cu.csv")
        note("init", "init", "dan_cu.csv")
        note("init again", "init", "dan_cu.csv")
        note("preview", "preview", "dan_cu.csv", "-n", "1")
        note("run", "run", *c)
        note("run again", "run", *c)
        note("verify", "verify", *c)
        note("cases", "report", "--top", "clusters", "2", *c)
        (self.folder / "truth.csv").write_text("record_id,cluster_id\n" + "".join(
            f"{kind}{i:04},c{i}\n" for i in range(120) for kind in "RS" if kind == "R" or i < 40), encoding="utf-8")
        note("evaluate", "evaluate", "--crosswalk", "hopnhat-state/results/current/crosswalk.jsonl.zst", "--truth", "truth.csv")
        note("lock", "lock", "e-000000018", "--reason", "x", "--dry-run", *c)
        note("train", "train", *c)
        self.put(9)
        note("held", "run", *c, ends=3)
        note("read", "read", "dan_cu.csv")
        return said

    def test_a_day_in_english_is_what_it_was(self):
        said = self.story()
        self.assertRegex(said["run"], r"""\Ar-\w+
  read       160 = 160 accepted \+ 0 quarantined; 0 withdrawn
  pairs      \d+: \d+ match, \d+ to review
  entities   \d+ of 160 records; largest \d+; cases to review: \d+
  decide     same >= -?[\d.]+ bits \| ask a person from -?[\d.]+ \| apart below
  changed    \d+ new, 0 gained a record, 0 updated, 0 merged, 0 split, 0 retired; events: \d+
  done       [\d.]+ s, \d+ MB  results \S+
  report     \S+report.html
\Z""")
        self.assertIn("  changed    nothing changed: 0 events\n", said["run again"])
        self.assertIn("hopnhat.yaml written\n  4 of 4 columns understood; least sure: ", said["init"])
        self.assertIn("hopnhat.yaml is what init would write: nothing changed\n", said["init again"])
        self.assertRegex(said["evaluate"], r"(?m)^  precision      \d\.\d{4}   \d")
        self.assertIn("ok     sums         160 read = 160 accepted + 0 quarantined\n", said["verify"])
        self.assertIn(": held by a gate, not published\n", said["held"])
        self.assertEqual([name for name, text in said.items() if not text.isascii() and name not in ("preview", "profile", "read")], [])

    def test_a_day_in_vietnamese(self):
        said = self.story(LANG="vi_VN.UTF-8")
        self.assertRegex(said["run"], r"""\Ar-\w+
  đọc        160 = 160 nhận \+ 0 cách ly; 0 rút
  cặp        \d+: \d+ trùng, \d+ cần rà soát
  thực thể   \d+ từ 160 bản ghi; lớn nhất \d+ bản ghi; hồ sơ chờ rà soát: \d+
  phân loại  trùng từ -?[\d.]+ bit \| rà soát từ -?[\d.]+ \| dưới đó là khác nhau
  thay đổi   \d+ mới, 0 thêm bản ghi, 0 cập nhật, 0 gộp, 0 tách, 0 ngừng dùng; sự kiện: \d+
  xong       [\d.]+ giây, \d+ MB  kết quả \S+
  báo cáo    \S+report.html
\Z""")
        for name, phrase in (("run again", "  thay đổi   không có gì thay đổi: 0 sự kiện\n"),
                             ("init", "đã viết hopnhat.yaml\n  hiểu 4 trên 4 cột; kém chắc nhất: "),
                             ("init again", "hopnhat.yaml đã đúng như init sẽ viết: không có gì thay đổi\n"),
                             ("init", "  tiếp theo: hopnhat run -c hopnhat.yaml\n"),
                             ("preview", "bản ghi R00"), ("profile", "160 bản ghi, 0 cách ly; nguồn dan_cu\n"),
                             ("verify", "đạt    sums         đọc 160 = nhận 160 + cách ly 0\n"),
                             ("cases", "thực thể lớn nhất\n"), ("evaluate", "bản ghi    160: 160 có ở cả hai tệp"),
                             ("lock", "không ghi lại gì\n"), ("train", "tiếp theo  hopnhat model diff, rồi"),
                             ("held", ": bị cổng kiểm tra giữ lại, chưa công bố\n"),
                             ("held", "run: nguồn dan_cu có 12 bản ghi, bằng 7.5 % của 160 bản ghi đã công bố lần trước"),
                             ("read", "đọc 12 = 12 nhận + 0 cách ly\n")):
            self.assertIn(phrase, said[name])
        columns = {len(line[:line.index("0.") if "0." in line else line.index("1.")])
                   for line in said["evaluate"].splitlines() if re.search(r"\d\.\d{4}   ", line)}
        self.assertEqual(len(columns), 1, said["evaluate"])

    def test_the_option_wins_and_goes_with_every_command(self):
        self.put(30)
        self.assertIn("đọc 40", self.call("read", "dan_cu.csv", "--lang", "vi").stderr)
        self.assertIn("read 40", self.call("read", "dan_cu.csv", "--lang", "en", LANG="vi_VN.UTF-8").stderr)
        self.assertIn("read 40", self.call("read", "dan_cu.csv", LC_ALL="C", LANG="vi_VN.UTF-8").stderr)
        self.assertIn("đọc 40", self.call("read", "dan_cu.csv", LC_MESSAGES="vi", LANG="C").stderr)
        self.assertIn("no language 'fr'", self.call("run", "--lang", "fr", ends=2).stderr)

    def test_what_programs_read_is_in_no_language(self):
        both = []
        for language in ("C", "vi_VN.UTF-8"):
            self.story(LANG=language)
            self.put(120)
            files = [self.call(*arguments, LANG=language) for arguments in (
                ("run", "-c", "hopnhat.yaml", "--json", "--dry-run", "--fresh"), ("profile", "dan_cu.csv", "--json"),
                ("preview", "dan_cu.csv", "--json"), ("verify", "-c", "hopnhat.yaml", "--json"),
                ("export", "crosswalk", "-c", "hopnhat.yaml", "-o", "-"))]
            said = [re.sub(r'"(seconds|peak_bytes)":(\{.*?\}|[\d.]+)', "", done.stdout + done.stderr) for done in files]
            both.append([(self.folder / "hopnhat.yaml").read_text(encoding="utf-8"), *said])
        self.assertEqual(*both)


if __name__ == "__main__":
    unittest.main()
