#!/usr/bin/env python3
"""The verifier itself: clean over two nights of the built program, and each of many lies named by its promise.

usage: test_verify.py HOPNHAT     TAP on stdout
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import seal_cipher  # noqa: E402
import zstd_frames  # noqa: E402
from faults import format_id, parse_id  # noqa: E402
from forge import Forger  # noqa: E402
from segment_forms import LIVE, REDIRECT  # noqa: E402
from tiny_project import TinyProject  # noqa: E402
from verify import verify  # noqa: E402
from xxh3 import xxh3_64, xxh3_128  # noqa: E402


def flip(path, at):
    data = bytearray(Path(path).read_bytes())
    data[at] ^= 1
    Path(path).write_bytes(data)


# ---- lies: (promise that must be named, what is done) ----

def flipped_block(forger):
    """frame: a flipped bit inside a block"""
    flip(forger.segment_path("RECV", "civil.civil")[1], 200)


def flipped_header(forger):
    """frame: a flipped bit in a header"""
    flip(forger.segment_path("XWLK", "person")[1], 30)


def cut_segment(forger):
    """frame: a segment that lost its last byte"""
    path = forger.segment_path("EDGE", "person")[1]
    Path(path).write_bytes(Path(path).read_bytes()[:-1])


def exchanged_segments(forger):
    """manifest: two whole files in each other's place"""
    first, second = (forger.segment_path("ENTY", name)[1] for name in ("person", "company"))
    a, b = Path(first).read_bytes(), Path(second).read_bytes()
    Path(first).write_bytes(b)
    Path(second).write_bytes(a)


def missing_segment(forger):
    """manifest: a segment that is gone"""
    os.unlink(forger.segment_path("RECV", "tax.tax")[1])


def flipped_result(forger):
    """manifest: a flipped bit in a result"""
    flip(os.path.join(forger.results, "golden.jsonl.zst"), 100)


def edited_manifest(forger):
    """manifest: white space in the manifest of the results"""
    path = Path(forger.results) / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b",", b", ", 1))


def wrong_rows(forger):
    """manifest: another count of rows"""
    forger.manifest(lambda manifest: manifest["files"][0].update(rows=manifest["files"][0]["rows"] + 1))


def damaged_frame(forger):
    """frame: a damaged frame under a right SHA-256"""
    data = bytearray(forger.raw_result("edges"))
    data[len(data) // 2] ^= 4
    forger.write_result("edges", bytes(data))


def wrong_seek_table(forger):
    """frame: a seek table that is off by one"""
    data = bytearray(forger.raw_result("crosswalk"))
    data[-13] ^= 1
    forger.write_result("crosswalk", bytes(data))


def changed_database(forger):
    """manifest: a database that somebody wrote to"""
    path = Path(forger.state) / "store.sum"
    text = path.read_text(encoding="ascii")
    forger.sql("UPDATE runs SET started_us = started_us + 1")
    path.write_text(text, encoding="ascii")


def changed_bundle(forger):
    """manifest: a bundle whose weights were edited"""
    (bundle,), = forger.sql("SELECT bundle FROM bundles WHERE entity_type = 'person'")
    path = Path(forger.state) / "bundles" / bundle / "hopnhat.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"prior_units":-', '"prior_units":-1'), encoding="utf-8")


def changed_anchor(forger):
    """anchor: a number in the anchor was changed"""
    text = Path(forger.anchor).read_text(encoding="ascii")
    Path(forger.anchor).write_text(text.replace(" entity 1 ", " entity 2 ", 1), encoding="ascii")


def cut_anchor(forger):
    """I3: the anchor lost its last line"""
    lines = Path(forger.anchor).read_text(encoding="ascii").splitlines(keepends=True)
    Path(forger.anchor).write_text("".join(lines[:-1]), encoding="ascii")


def forgotten_lines(forger):
    """I3: the database forgot lines of the anchor that it may need"""
    forger.sql("DELETE FROM anchor_lines WHERE number < 4")


def line_between(forger):
    """I3: the database lost a line of the anchor between two"""
    forger.sql("DELETE FROM anchor_lines WHERE number = 4")


def older_store(forger):
    """I3: the database would issue numbers again"""
    forger.sql("UPDATE sequences SET next = next - 1 WHERE kind = 0")


def changed_row(forger):
    """manifest: a row without key that is not what it was named by"""
    forger.sql("UPDATE store SET hash_key = randomblob(32)")


def reissued_id(forger):
    """I1: an id that is issued a second time"""
    def change(events):
        new = [event for event in events if event.kind == "new"]
        new[-1].entity = next(e for e in events if e.kind != "new" and e.entity < new[0].entity).entity
    forger.segment("EVNT", "person", change)


def id_of_two_types(forger):
    """I1: an id that two entity types issued"""
    def change(events):
        next(event for event in events if event.kind == "new").entity = 1
    forger.segment("EVNT", "person", change)


def unreserved_id(forger):
    """I1: an id that was never reserved"""
    def change(entities):
        entities[-1].sequence += 5000
    forger.segment("ENTY", "person", change)


def wrong_check(forger):
    """I1: a wrong check character"""
    def change(rows):
        last = rows[5]["entity_id"][-1]
        rows[5]["entity_id"] = rows[5]["entity_id"][:-1] + ("0" if last != "0" else "1")
    forger.result("crosswalk", change)


def circle(forger):
    """I2: redirects in a circle"""
    def change(entities):
        a, b = entities[0], entities[1]
        a.status = b.status = REDIRECT
        a.redirect, b.redirect = b.sequence, a.sequence
    forger.segment("ENTY", "person", change)


def redirect_to_nothing(forger):
    """I2: a redirect to an id that never was"""
    def change(entities):
        entities[0].status, entities[0].redirect = REDIRECT, 99999
    forger.segment("ENTY", "person", change)


def moved_record(forger):
    """I5: a record moved without an event"""
    moved = {}

    def change(rows):
        (name, _entity), other = rows[0], rows[-1][1]
        rows[0] = (name, other)
        moved.update(source=name[0], record_id=name[1].decode(), entity_id=format_id("e", other))
    forger.segment("XWLK", "person", change)

    def follow(rows):
        for row in rows:
            if (row["source"], row["record_id"]) == (moved["source"], moved["record_id"]):
                row.update(entity_id=moved["entity_id"])
    forger.result("crosswalk", follow)


def lost_event(forger):
    """I5: an event left out"""
    def change(events):
        events.remove(next(event for event in events if event.kind == "joined"))
    forger.segment("EVNT", "person", change)


def broken_decision(forger):
    """I6: records that people said are different are in one entity"""
    records = {}

    def look(rows):
        for (source, record_id), entity in rows:
            records.setdefault(entity, []).append((source, record_id))
    forger.segment("XWLK", "person", look)
    first, second = next(pair for pair in records.values() if len(pair) > 1)[:2]
    forger.sql("INSERT INTO decisions VALUES (1, 1, 'different', 'person', 'seen', 'me', 0, 0, 0)")
    for side, (source, record_id) in enumerate((first, second)):
        forger.sql("INSERT INTO decision_records VALUES (1, ?, ?, ?)", side, source, record_id)


def two_of_a_source(forger):
    """I6: two records of a source that holds one per entity"""
    def change(rows):
        tax = [i for i, (name, _) in enumerate(rows) if name[0] == "tax"]
        rows[tax[0]] = (rows[tax[0]][0], rows[tax[1]][1])
    forger.segment("XWLK", "person", change)


def lost_record(forger):
    """I10: an accepted record that is in no crosswalk"""
    forger.segment("XWLK", "person", lambda rows: rows[:-1])
    forger.result("crosswalk", lambda rows: rows.pop())


def lost_quarantine(forger):
    """I10: a quarantined row that is nowhere"""
    path = Path(forger.run_folder) / "quarantine-civil.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")


def wrong_sum(forger):
    """I10: a report that does not add up"""
    forger.report(lambda report: report["records"].update(accepted=report["records"]["accepted"] - 1))


def people(rows):
    """The names of those golden records that have one."""
    return [row["attributes"]["full_name"] for row in rows if "full_name" in row["attributes"]]


def changed_value(forger):
    """golden: a value that no record gave"""
    def change(rows):
        people(rows)[0]["value"] = "Nobody"
    forger.result("golden", change)


def foreign_provenance(forger):
    """golden: a value from a record of another entity"""
    def change(rows):
        first, second = [row for row in rows if "full_name" in row["attributes"]][:2]
        name = second["attributes"]["full_name"]
        first["attributes"]["full_name"].update({key: name.get(key, second.get(key))
                                                 for key in ("source", "record_id", "value")})
    forger.result("golden", change)


def foreign_main_record(forger):
    """golden: a main record of another entity"""
    def change(rows):
        for row in rows[:2]:  # so that no value leans on it
            for values in row["attributes"].values():
                for value in values if isinstance(values, list) else [values]:
                    value.setdefault("source", row["source"])
                    value.setdefault("record_id", row["record_id"])
        first, second = rows[:2]
        first.update({key: second[key] for key in ("source", "record_id")})
    forger.result("golden", change)


def doubled_edge(forger):
    """edges: a pair twice"""
    forger.result("edges", lambda rows: rows.insert(0, rows[0]))


def unknown_rule(forger):
    """edges: a rule that the bundle does not have"""
    forger.result("edges", lambda rows: rows[0].update(match_key="77"))


def weight_off_by_one(forger):
    """edges: a weight that is off by one unit"""
    def change(rows):
        rows[0]["match_weight"] += 1 / 65536
    forger.result("edges", change)


def dead_case(forger):
    """cases: a case between an entity and one that does not live"""
    def change(rows):
        rows[0]["entity_id_r"] = format_id("e", 1 + max(parse_id(row["entity_id_r"], "e") for row in rows) + 500)
    forger.result("cases", change)


def dropped_case(forger):
    """cases: a doubtful pair that nobody is asked about"""
    forger.result("cases", lambda rows: rows.pop(0))


def changed_event(forger):
    """changes: a line that tells another entity than the store"""
    forger.result("changes", lambda rows: rows[0].update(change="retired"))


def foreign_relation(forger):
    """relations: an end that is of another entity type"""
    forger.result("relations", lambda rows: rows[0].update(to_entity_id=rows[0]["from_entity_id"]))


def old_pointer(forger):
    """manifest: results/current still leads to the first night"""
    pointer = os.path.join(forger.state, "results", "current")
    runs = sorted(os.listdir(os.path.join(forger.state, "results")))
    os.unlink(pointer)
    os.symlink(next(run for run in runs if run.startswith("r-")), pointer)


LIES = [flipped_block, flipped_header, cut_segment, exchanged_segments, missing_segment, flipped_result, edited_manifest,
        wrong_rows,
        damaged_frame, wrong_seek_table, changed_database, changed_bundle, changed_anchor, cut_anchor, forgotten_lines,
        line_between, older_store, changed_row,
        reissued_id, id_of_two_types, unreserved_id, wrong_check, circle, redirect_to_nothing, moved_record, lost_event,
        broken_decision, two_of_a_source, lost_record, lost_quarantine, wrong_sum, changed_value, foreign_provenance,
        foreign_main_record,
        doubled_edge, unknown_rule, weight_off_by_one, dead_case, dropped_case, changed_event, foreign_relation,
        old_pointer]


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def say(self, good, what, why=()):
        self.n += 1
        self.failed += not good
        for line in why if not good else ():
            print(f"# {line}")
        print(f"{'ok' if good else 'not ok'} {self.n} {what}", flush=True)


def faults_of(config, results=None):
    return verify(str(config), results).found


def check_ciphers(tap):
    """Vectors from the outside: the drafts' and the reference implementation's."""
    sealed = bytes.fromhex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216"
        "cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13"
        "b52ec0875924c1c7987947deafd8780acf49")
    key, nonce, extra = bytes(range(0x80, 0xA0)), bytes(range(0x40, 0x58)), bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    plain = seal_cipher.decrypt(key, nonce, extra, sealed)
    tap.say(plain is not None and plain.startswith(b"Ladies and Gentlemen of the class of '99"), "XChaCha20-Poly1305")
    tap.say(seal_cipher.decrypt(key, nonce, extra + b"x", sealed) is None, "a wrong tag is refused")
    tap.say(xxh3_64(b"") == 0x2D06800538D394C2 and xxh3_64(b"a") == 0xE6C632B61E964E1F, "XXH3-64 of short inputs")
    text = bytes(range(256)) * 8
    for size, seed in ((17, 0), (128, 7), (240, 7), (241, 7), (2048, 1 << 63)):
        tap.say(len(xxh3_128(text[:size], seed)) == 16 and xxh3_128(text[:size], seed) != xxh3_128(text[:size], seed + 1),
                f"XXH3-128 of {size} bytes depends on its seed")


def unpacked(way, data):
    try:
        return way(data)
    except ValueError:
        return None


def check_zstd(tap):
    """The library and the program unpack the same, and refuse the same."""
    plain = b"".join(b"%d " % n for n in range(60_000))  # more than two pieces of output
    packed = subprocess.run(["zstd", "-3cq"], input=plain, capture_output=True, check=True).stdout
    tap.say(zstd_frames.LIBRARY is not None and zstd_frames.decompress(packed * 2) == plain * 2, "two frames by libzstd")
    hurt = bytearray(packed)
    hurt[len(hurt) // 2] ^= 1
    for what, data in (("a frame cut", packed + packed[:-1]), ("a bit turned", bytes(hurt)), ("more behind it", packed + b"xyz"),
                       ("no checksum left", packed[:-4]), ("whole frames", packed * 2)):
        ways = [unpacked(way, data) for way in (zstd_frames.decompress, zstd_frames.decompress_by_program)]
        tap.say(ways == [plain * 2 if what == "whole frames" else None] * 2, f"zstd: {what}, by library and by program")


def check_lie(tap, lie, clean, scratch):
    promise = lie.__doc__.split(":")[0]
    folder = Path(scratch) / "lie"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(clean, folder, symlinks=True)
    lie(Forger(folder))
    found = faults_of(folder / "hopnhat.yaml")
    tap.say(promise in {p for p, _ in found}, lie.__doc__, [f"{p}: {m}" for p, m in found] or ["nothing was found"])


def check_two_results(tap, project, forger):
    other = Path(forger.results).parent / "other"
    shutil.copytree(forger.results, other)
    tap.say(not faults_of(project.config, str(other)), "equal results are equal")
    flip(other / "manifest.json", 20)
    tap.say("I7" in {p for p, _ in faults_of(project.config, str(other))}, "I7: results that differ in one bit")
    shutil.rmtree(other)


def main():
    program = Path(sys.argv[1]).resolve()
    tap = Tap()
    check_ciphers(tap)
    check_zstd(tap)
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        project = TinyProject(Path(scratch) / "clean", program)
        for night in (1, 2):
            project.deliver(night)
            done = project.run()
            tap.say(done.returncode == 0, f"night {night} is published", done.stderr.splitlines()[-5:])
            found = faults_of(project.config)
            tap.say(not found, f"night {night} is clean", [f"{p}: {m}" for p, m in found])
        report = json.loads(done.stdout)
        tap.say(report["records"]["quarantined"] > 0 and report["entities"]["joined"] > 0 and report["cases"] > 0,
                "the nights show what the lies need")
        pristine = Path(scratch) / "pristine"
        shutil.copytree(project.folder, pristine, symlinks=True)
        forger = Forger(project.folder)
        forger.segment("XWLK", "person", lambda rows: None)
        forger.segment("ENTY", "person", lambda rows: None)
        forger.segment("EVNT", "person", lambda rows: None)
        for name in ("crosswalk", "edges", "golden"):
            forger.result(name, lambda rows: None)
        found = faults_of(project.config)
        tap.say(not found, "what the forger writes without a lie is clean", [f"{p}: {m}" for p, m in found])
        check_two_results(tap, project, forger)
        for lie in LIES:
            check_lie(tap, lie, pristine, scratch)
    print(f"1..{tap.n}")
    return 1 if tap.failed else 0


assert LIVE == 0

if __name__ == "__main__":
    sys.exit(main())
