#!/usr/bin/env python3
"""hopnhat read, from outside: exit codes, what stands on stdout and stderr, the quarantine file, flat memory.

usage: test_read_cli.py PROGRAM
"""
import base64
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else "build/hopnhat"


class Read(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name, content=None):
        path = Path(self.folder.name) / name
        if content is not None:
            path.write_bytes(content)
        return path

    def run_read(self, *arguments, **options):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, check=False, **options)

    def test_accepted_and_quarantined_add_up(self):
        people = self.path("people.csv", b"a,b\n1,2\n3\n\xc3\xa9,4\n")
        refused = self.path("q.jsonl")
        done = self.run_read("read", people, "--quarantine", refused)
        self.assertEqual(done.returncode, 0)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(rows, [{"a": "1", "b": "2"}, {"a": "\u00e9", "b": "4"}])
        self.assertEqual(done.stderr.decode(), "read 3 = 2 accepted + 1 quarantined\n")
        entry = json.loads(refused.read_text())
        self.assertEqual(entry["offset"], 8)
        self.assertEqual(base64.b64decode(entry["raw"]), b"3\n")
        self.assertTrue(entry["reason"].startswith("ragged_row"))

    def test_nothing_accepted_is_no_complaint(self):
        for content in (b"a,b\n1\n", b"a\n"):
            done = self.run_read("read", self.path("none.csv", content), "-q", self.path("q.jsonl"))
            self.assertEqual((done.returncode, done.stdout), (0, b""))
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_a_refused_file_prints_no_record(self):
        whole = gzip.compress(b"a\n" + b"1\n" * 100000)
        cut = self.path("cut.csv.gz", whole[:-5])
        refused = self.path("q.jsonl")
        done = self.run_read("read", cut, "-q", refused)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(b"= 0 accepted +", done.stderr)
        entries = [json.loads(line) for line in refused.read_text().splitlines()]
        self.assertEqual(len(entries), 1)
        self.assertIn(f"read {entries[0]['records']} = 0", done.stderr.decode())
        self.assertTrue(entries[0]["cut"], "what stands in the file still cannot be repaired from here")

    def test_usage(self):
        people = self.path("people.data", b"a\n1\n")
        for arguments, words in (
                (["raed", people], b"did you mean 'read'"),
                (["read", people], b"--format"),
                (["read", people, "--format", "xml"], b"json-value"),
                (["read", people, "--fromat", "csv"], b"did you mean --format"),
                (["read"], b"one file"),
                (["read", people, "--format", "csv", "--limit", "much"], b"size")):
            done = self.run_read(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, b""), arguments)
            self.assertIn(words, done.stderr)
        self.assertTrue(self.run_read("read", "--help").stdout.startswith(b"Examples:"))
        self.assertTrue(self.run_read("--version").stdout.startswith(b"hopnhat "))

    def test_quarantine_takes_nobodys_place(self):
        content = b"a,b\n1,2\n3\n"
        people = self.path("people.csv", content)
        folder, link, pipe = self.path("folder"), self.path("link"), self.path("pipe")
        folder.mkdir()
        link.symlink_to(self.path("elsewhere", b"kept"))
        os.mkfifo(pipe)
        hard = self.path("hard")
        hard.hardlink_to(people)
        for target in (people, hard, folder, link, pipe, "/dev/null"):
            before = os.lstat(target)
            done = self.run_read("read", people, "-q", target)
            self.assertEqual((done.returncode, done.stdout), (2, b""), target)
            self.assertIn(str(target).encode(), done.stderr)
            self.assertEqual(os.lstat(target).st_ino, before.st_ino)
        first = self.path("first.tmp", content)
        self.assertEqual(self.run_read("read", first, "--format", "csv", "-q", self.path("first")).returncode, 0)
        self.assertEqual(first.read_bytes(), content)
        with people.open("rb") as opened:
            self.assertEqual(self.run_read("read", "-", "--format", "csv", "-q", people, stdin=opened).returncode, 2)
        self.assertEqual(people.read_bytes(), content)
        self.assertEqual(self.path("elsewhere").read_bytes(), b"kept")
        self.assertEqual(self.run_read("read", people, "-q", self.path("elsewhere")).returncode, 0)

    def test_stdin_and_formats(self):
        done = self.run_read("read", "-", "--format", "jsonl", input=b'{"a":1}\n{"a":[1, 2]}\n')
        self.assertEqual(done.stdout, b'{"a":1}\n{"a":[1,2]}\n')
        done = self.run_read("read", "-", "--format", "json-value", input=b' [ "\\u00e9" , null ] ')
        self.assertEqual(done.stdout, '["\u00e9",null]\n'.encode())
        done = self.run_read("read", "-", "--format", "csv", "--delimiter", "\\t", "--encoding", "latin1",
                             input=b"a\tb\n\xe9\t2\n")
        self.assertEqual(json.loads(done.stdout), {"a": "\u00e9", "b": "2"})

    def test_a_line_without_end_takes_no_memory(self):
        line = self.path("line.csv")
        with line.open("wb") as file:
            file.truncate(1 << 30)  # 1 GiB of zeros, sparse

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))

        for name in ("csv", "jsonl", "text", "json-value"):
            sanitized = b"__asan_init" in Path(PROGRAM).read_bytes()  # it reserves terabytes
            done = self.run_read("read", line, "--format", name, preexec_fn=None if sanitized else limit)
            self.assertEqual((done.returncode, done.stdout), (1, b""), name)
            self.assertIn(b"the record at byte 0", done.stderr)


if __name__ == "__main__":
    unittest.main()
