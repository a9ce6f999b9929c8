#!/usr/bin/env python3
"""Stores of every format that there ever was: read as they are, brought to today's, killed on the way; newer ones refused.

usage: test_formats.py HOPNHAT VERIFY [FAULTSHIM]     TAP on stdout
"""
import hashlib
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
STORES = Path(__file__).resolve().parents[1] / "data" / "stores"
sys.path[:0] = [str(STORES), str(STORES.parents[1] / "independent")]
import make_store  # noqa: E402
import test_state  # noqa: E402
import xxh3  # noqa: E402
from test_deliveries import Project  # noqa: E402


class Old(Project):
    """A golden store, unpacked: no night of today has touched it."""

    def __init__(self, archive, folder):
        self.folder = Path(folder)
        with subprocess.Popen(["zstd", "-dcq", str(archive)], stdout=subprocess.PIPE) as unpack:
            self.folder.parent.mkdir(exist_ok=True, parents=True)
            subprocess.run(["tar", "-xf", "-", "--one-top-level=" + str(folder), "--strip-components=1"],
                           stdin=unpack.stdout, check=True)
        self.expected = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))

    def told(self):
        return make_store.told(self.program, self.folder)

    def format(self):
        with sqlite3.connect(f"file:{self.folder}/hopnhat-state/store.db?mode=ro", uri=True) as database:
            return database.execute("PRAGMA user_version").fetchone()[0]


def archives():
    found = {int(re.search(r"format-(\d+)", path.name).group(1)): path for path in STORES.glob("format-*.tar.zst")}
    assert sorted(found) == list(range(1, len(found) + 1)) and len(found) > 1, "a golden store of each format"
    return sorted(found.items())


def newest():
    return archives()[-1][0]


def each_is_read_as_it_is(folder):
    for number, archive in archives():
        old = Old(archive, folder / str(number))
        assert old.told() == old.expected
        assert old.format() == number and not (old.folder / "hopnhat-state/backups").exists(), "a reader changes nothing"
        assert "would take away" in old.call("state", "prune", "--dry-run")


def each_comes_to_today(folder):
    for number, archive in archives():
        old = Old(archive, folder / str(number))
        process = old.start("state", "prune")  # the first writer
        out, errors = process.communicate()
        assert process.returncode == 0 and "taken away: 0" in out, (out, errors)
        assert (f"format {number} " in errors) == (number < newest()), errors
        assert old.format() == newest() and old.told() == old.expected
        kept = list((old.folder / "hopnhat-state").glob("backups/*"))
        assert [path.name[:9] for path in kept] == ([f"format-{number}-"] if number < newest() else [])
        for path in kept:
            told = json.loads(old.call("state", "verify", str(path), "--json"))
            assert told["format"] == number and told["digest"] == old.expected["digest"]
        old.call("decide", "different", "civil:5", "civil:6", "--reason", "two people")
        (old.folder / "away").unlink()
        old.run()  # a night of today on what an earlier program left
        old.check()
        assert (old.folder / "away/told").is_dir(), "what waited is delivered"
        assert "nothing waits" in old.call("doctor")


def its_own_backup_goes_back(folder):
    number, archive = archives()[0]
    old = Old(archive, folder / "old")
    old.call("state", "prune")
    (kept,) = (old.folder / "hopnhat-state").glob("backups/*")
    shutil.copytree(kept, old.folder / "copy", symlinks=True)
    shutil.rmtree(old.folder / "hopnhat-state")
    old.call("state", "restore", "copy")
    assert old.format() == number and old.told() == old.expected
    process = old.start("run", "-q")
    errors = process.communicate()[1]
    assert process.returncode == 4 and f"format {number}" in errors, errors


def a_killed_migration_is_none(folder):
    number, archive = archives()[0]
    old = Old(archive, folder / "first")
    n = test_state.calls(old, "state", "prune")
    assert old.format() == newest()
    for at in test_state.spread(n, 24):
        old = Old(archive, folder / str(at))
        code, words = test_state.shimmed(old, "state", "prune", act="kill", at=at)
        assert code in (-signal.SIGKILL, 0), (code, words)
        assert old.told() == old.expected, "whatever it is by now"
        old.call("state", "prune")
        assert old.format() == newest() and old.told() == old.expected
        (kept,) = (path for path in (old.folder / "hopnhat-state").glob("backups/format-*") if path.suffix != ".tmp")
        assert json.loads(old.call("state", "verify", str(kept), "--json"))["format"] == number
        shutil.rmtree(old.folder)


def a_newer_one_is_refused_in_a_sentence(folder):
    old = Old(archives()[-1][1], folder / "newer")
    database = old.folder / "hopnhat-state/store.db"
    newer = bytearray(database.read_bytes())
    newer[60:64] = (newest() + 1).to_bytes(4, "big")  # user_version
    newer[4088:4096] = xxh3.xxh3_64(bytes(newer[:4088]), 1).to_bytes(8, "little")  # the sum of the first page
    database.write_bytes(newer)
    database.with_name("store.sum").write_text(
        f"hopnhat-store-sum 1 {len(newer)} {hashlib.sha256(newer).hexdigest()}\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in old.folder.rglob("*") if path.is_file()}
    for arguments in (("run", "-q"), ("verify",), ("export", "crosswalk", "-o", "-"), ("recover",)):
        told = old.call(*arguments, expect=1)
        assert len(told.strip().splitlines()) == 1 and f"is of format {newest() + 1}" in told, told
        assert f"up to {newest()}:" in told, told
    checks = json.loads(old.call("doctor", "--json", expect=1).split("\n")[0])["checks"]
    assert any(check["verdict"] == "bad" and f"is of format {newest() + 1}" in check["text"] for check in checks), checks
    after = {path: path.read_bytes() for path in old.folder.rglob("*") if path.is_file()}
    assert {path: after[path] for path in before} == before, "nothing was touched"
    assert {path.name for path in set(after) - set(before)} <= {
        "lock", "open.lock", "write.lock", "store.db-shm", "store.db-wal"}, after.keys()


def what_was_pruned_is_said(folder):
    old = Old(archives()[0][1], folder / "old")
    runs = sorted(path.name for path in (old.folder / "hopnhat-state/results").glob("r-*"))
    old.call("state", "prune", "--keep", "1")
    for arguments in (("diff", runs[0], "current"), ("verify", runs[0])):
        told = old.call(*arguments, expect=1)
        assert runs[0] in told and "state prune" in told, told
    assert not list((old.folder / "hopnhat-state").glob("backups/format-1-" + runs[0]))
    old.call("verify")


STORIES = (each_is_read_as_it_is, each_comes_to_today, its_own_backup_goes_back, a_killed_migration_is_none,
           a_newer_one_is_refused_in_a_sentence, what_was_pruned_is_said)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    test_state.SHIM = str(Path(sys.argv[3]).resolve()) if len(sys.argv) > 3 else None
    # A sanitizer must be loaded first, and so must the shim: then there are no kills.
    stories = [story for story in STORIES if test_state.SHIM is not None or "killed" not in story.__name__]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="hn-formats-") as scratch:
        for number, story in enumerate(stories, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
