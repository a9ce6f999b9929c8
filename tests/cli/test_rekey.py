#!/usr/bin/env python3
"""Keys that move, through the built programs: nothing happens to entities, everything follows, and the way back is whole.

usage: test_rekey.py HOPNHAT HOPNHAT-GENERATE [SEED]     TAP on stdout
Three provincial registers become one, whose columns and keys are others. The oracle is the state before, record by
record, and the night that delivers the new register.
"""
import copy
import csv
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

OLD = ("hoa_binh", "phu_tho", "vinh_phuc")
NEW = "tinh_phu_tho"
REASON = "merged on 1/7/2025"
# What the new register calls the columns of the old ones.
WORDS = {"record_id": "ma", "full_name": "ho_ten", "birth_date": "sinh", "sex": "gioi", "national_id": "cccd",
         "old_id": "cmnd", "phone": "dien_thoai", "address": "dia_chi", "ward": "xa", "province": "tinh",
         "mother_name": "me"}
TARGET = """connections:
  out: { kind: sqlite, file: out.db }
targets:
  told: { to: { connection: out, table: told }, sources: all, values: [full_name] }
"""


class Project:
    def __init__(self, folder, program, generate, seed, records=900):
        self.folder, self.program = Path(folder), program
        self.folder.mkdir()
        subprocess.run([generate, "citizens", "--records", str(records), "--seed", str(seed), "-o", self.folder],
                       check=True, capture_output=True)
        rng = random.Random(seed)
        with open(self.folder / "records.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.columns = [name for name in rows[0] if name != "source"]
        self.rows = {}
        for row in rows:
            source = rng.choice(OLD if row.pop("source") == "population" else ("insurance", "tax"))
            self.rows.setdefault(source, []).append(row)
        for source, some in self.rows.items():
            self.deliver(source, some)
        self.config = self.folder / "hopnhat.yaml"
        self.plain("init", *[f"{source}.csv" for source in sorted(self.rows)], "-o", "hopnhat.yaml")
        self.before = self.config.read_text(encoding="utf-8")
        # The provinces in the same words: what `init` found in the values of one alone would be a change of the mapping.
        block = {source: re.search(rf"^  {source}:\n(?:(?:    .*|)\n)*", self.before, re.M).group(0) for source in OLD}
        for source in OLD:
            self.before = self.before.replace(block[source], block["phu_tho"].replace("phu_tho", source))
        self.config.write_text(self.before, encoding="utf-8")

    def copy(self, folder):
        """The same registers elsewhere: `init` on them takes as long as half of a story."""
        other = copy.copy(self)
        other.folder, other.rows = Path(folder), copy.deepcopy(self.rows)
        other.config = other.folder / "hopnhat.yaml"
        shutil.copytree(self.folder, other.folder)
        return other

    def plain(self, *arguments, expect=0):
        done = subprocess.run([self.program, *arguments], cwd=self.folder, text=True, capture_output=True, check=False)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout if expect == 0 else done.stderr

    def call(self, *arguments, expect=0):
        return self.plain(*arguments, "-c", "hopnhat.yaml", expect=expect)

    def move(self, *arguments, expect=0):
        out = self.call("rekey", *arguments, "--reason", REASON, "--json", "-q", expect=expect)
        return json.loads(out) if expect == 0 else out

    def undo(self, event, expect=0):
        out = self.call("undo", event, "--reason", "wrong map", "--json", expect=expect)
        return json.loads(out) if expect == 0 else out

    def night(self):
        return json.loads(self.call("run", "--json", "-q"))

    def deliver(self, source, rows):
        with open(self.folder / f"{source}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def lines(self, kind):
        return [json.loads(line) for line in self.call("export", kind, "-o", "-").splitlines()]

    def crosswalk(self):
        return {(row["source"], row["record_id"]): row["entity_id"] for row in self.lines("crosswalk")}

    def digest(self):
        return self.call("verify", "--digest").strip()

    def state(self):
        """What people see, as texts."""
        self.call("decisions", "export", "decisions.csv")
        return [self.call("export", kind, "-o", "-") for kind in ("crosswalk", "golden", "edges", "cases", "records")] + [
            (self.folder / "decisions.csv").read_text(encoding="utf-8")]

    def add_new_source(self):
        """The register of the new province, beside the old ones, in its own words."""
        block = re.search(r"^  phu_tho:\n(?:(?:    .*|)\n)*", self.before, re.M)
        text = re.sub(r"#.*", "", block.group(0)).replace("phu_tho", NEW)
        for old, new in WORDS.items():
            text = re.sub(rf"\b{old}\b(?!:)", new, text)
        self.both = self.before[:block.end()] + text + self.before[block.end():]
        self.alone = self.both
        for source in OLD:
            self.alone = re.sub(rf"^  {source}:\n(?:(?:    .*|)\n)*", "", self.alone, count=1, flags=re.M)
        self.config.write_text(self.both, encoding="utf-8")
        (self.folder / f"{NEW}.csv").write_text(",".join(WORDS[name] for name in self.columns) + "\n", encoding="utf-8")

    def new_register(self):
        return [{WORDS[name]: (key_of(source, row["record_id"]) if name == "record_id" else row[name])
                 for name in self.columns} for source in OLD for row in self.rows[source]]

    def verified(self):
        assert "FAULT" not in self.call("verify")
        verifier = Path(__file__).resolve().parent.parent / "independent" / "verify.py"
        done = subprocess.run([sys.executable, str(verifier), "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def key_of(source, record_id):
    return f"{source[:2].upper()}-{record_id}"


def move_all(project):
    return [project.move(source, "--to", NEW, "--prefix", source[:2].upper() + "-")["event_id"] for source in OLD]


def renamed(crosswalk):
    return {(NEW, key_of(*record)) if record[0] in OLD else record: entity for record, entity in crosswalk.items()}


def what_names_the_old_source_follows(project):
    """In the order of the page, with the lists that `init` and an operator write; the model stays."""
    once = "    one_record_per_source: [{}]\n    blocking:"
    others = "insurance, phu_tho"
    project.before = project.before.replace("    blocking:", once.format(others + ", tax"), 1) + (
        "targets:\n  told: { to: { folder: told }, sources: [tax, phu_tho], values: [full_name] }\n")
    (project.folder / "told").mkdir()
    project.config.write_text(project.before, encoding="utf-8")
    model = project.night()["bundle"]
    block = re.search(r"^  tax:\n(?:(?:    .*|)\n)*", project.before, re.M).group(0)
    both = project.before.replace(block, block + block.replace("tax", NEW), 1)
    both = both.replace(others + ", tax", f"{others}, tax, {NEW}").replace("[tax, phu_tho]", f"[tax, {NEW}, phu_tho]")
    project.config.write_text(both, encoding="utf-8")
    (project.folder / f"{NEW}.csv").write_text(",".join(project.columns) + "\n", encoding="utf-8")
    told = project.move("tax", "--to", NEW)
    assert told["entity_events"] == 0, told
    alone = both.replace(block, "", 1)
    project.config.write_text(alone, encoding="utf-8")
    assert "tax" in project.call("check", expect=2)
    project.config.write_text(alone.replace("tax, ", ""), encoding="utf-8")
    project.deliver(NEW, project.rows["tax"])
    night = project.night()
    assert night["events"] == 0 and night["bundle"] == model, night
    project.verified()


def decide_some(project):
    """Decisions about records that will move: same, different, a lock, and a value."""
    crosswalk = project.crosswalk()
    names = [f"phu_tho:{row['record_id']}" for row in project.rows["phu_tho"][:2]]
    other = f"tax:{project.rows['tax'][0]['record_id']}"
    project.call("decide", "same", names[0], other, "--reason", "seen the papers")
    project.call("decide", "different", names[1], other, "--reason", "father and son")
    entity = crosswalk[("hoa_binh", project.rows["hoa_binh"][0]["record_id"])]
    project.call("lock", entity, "--reason", "checked")
    return names, other


def three_registers_become_one(project):
    project.night()
    names, other = decide_some(project)
    project.night()
    first = project.state()
    crosswalk = project.crosswalk()
    project.add_new_source()
    events = []
    for source in OLD:
        told = project.move(source, "--to", NEW, "--prefix", source[:2].upper() + "-")
        assert told["entity_events"] == told["golden_updated"] == 0, told
        assert told["moved"] == [{"source": source, "new_source": NEW, "records": len(project.rows[source])}], told
        events.append(told["event_id"])
    assert project.crosswalk() == renamed(crosswalk)
    assert not project.lines("changes")
    project.verified()
    # An old key says where it went; decisions stand on the new ones.
    old = project.call("explain", names[0], other, expect=2)
    new = f"{NEW}:{key_of('phu_tho', names[0].partition(':')[2])}"
    assert f"moved in event {events[1]}" in old and new in old, old
    assert "people decided so" in project.call("explain", new, other)
    project.call("decisions", "export", "decisions.csv")
    decided = (project.folder / "decisions.csv").read_text(encoding="utf-8")
    assert new.partition(":")[2] in decided and "phu_tho," not in decided.replace(NEW, ""), decided
    # The night that reads the new register finds nothing new, and the old sources are not missed.
    moved = project.state()
    project.deliver(NEW, project.new_register())
    project.config.write_text(project.alone, encoding="utf-8")
    night = project.night()
    assert night["published"] and night["events"] == 0 and night["records"]["withdrawn"] == 0, night
    assert project.state() == moved
    project.verified()
    old = project.call("explain", names[0], expect=2)
    assert f"moved in event {events[1]}" in old and new in old, old
    # And back, over the night in between: byte for byte what was there.
    project.config.write_text(project.both, encoding="utf-8")
    for event in reversed(events):
        told = project.undo(event)
        assert told["undone"] == event and told["entity_events"] == told["gone"] == 0, told
    assert project.state() == first
    project.verified()


def new_keys_by_a_map(project):
    """Within one source, two records change places; what a clerk undoes from before the move is undone."""
    project.night()
    first = project.crosswalk()
    project.call("decide", "same", *[f"tax:{row['record_id']}" for row in project.rows["tax"][3:5]], "--reason", "r")
    project.night()
    merged = [change["event_id"] for change in project.lines("changes") if change["change"] in ("merged", "moved")]
    ids = [row["record_id"] for row in project.rows["tax"]]
    moves = dict(zip(ids, ids[1:] + ids[:1]))
    del moves[ids[6]]  # it stays, so nobody may get its key
    two = ("record_id", "new_record_id")
    write_map(project, moves.items(), two)
    problem = project.move("tax", "map.csv", expect=2)
    assert "row 7, column 'record_id': 1 of the new names are those of other published records" in problem, problem
    moves[ids[5]] = "brand new"
    write_map(project, moves.items(), two)
    before = project.crosswalk()
    told = project.move("tax", "map.csv")
    assert told["entity_events"] == 0, told
    expected = {("tax", moves.get(record[1], record[1])) if record[0] == "tax" else record: entity
                for record, entity in before.items()}
    assert project.crosswalk() == expected
    project.verified()
    for event in merged[:1]:
        project.undo(event)
    project.verified()
    back = {("tax", moves.get(record[1], record[1])) if record[0] == "tax" else record: entity
            for record, entity in first.items()}
    if merged:
        assert project.crosswalk() == back


def write_map(project, rows, header):
    with open(project.folder / "map.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def wrong_maps(project):
    """Each is refused with its row and without a key; nothing is touched."""
    project.night()
    digest, runs = project.digest(), sorted(os.listdir(project.folder / "hopnhat-state" / "runs"))
    ids = [row["record_id"] for row in project.rows["tax"]]
    two = ("record_id", "new_record_id")
    cases = [
        ("row 3, column 'record_id': the source has no published record", two, [(ids[0], "x1"), ("secret-9", "x2")]),
        ("row 4, column 'record_id': the record stands in the map before", two,
         [(ids[0], "secret-1"), (ids[1], "secret-2"), (ids[0], "secret-3")]),
        ("row 3, column 'record_id': another record gets the same new name", two, [(ids[0], "secret"), (ids[1], "secret")]),
        ("row 2, column 'record_id': 1 of the new names are those of other published records", two, [(ids[0], ids[1])]),
        ("row 2, column 'new_record_id': it is empty", two, [(ids[0], "")]),
        ("row 2, column 'record_id': it is empty", two, [("", "x")]),
        ("row 1, column 'record_id': it is missing", ("id", "new_record_id"), [(ids[0], "x")]),
        ("row 2: no source 'taxx' stands in the configuration; did you mean 'tax'?", (*two, "new_source"),
         [(ids[0], "x", "taxx")]),
        ("every record would keep its name", two, [(ids[0], ids[0])]),
        ("the row at byte", two, [(ids[0], "x", "one too many")]),
    ]
    for text, header, rows in cases:
        write_map(project, rows, header)
        problem = project.move("tax", "map.csv", expect=2)
        assert text in problem, (text, problem)
        assert "secret" not in problem and ids[0] not in problem, problem
    assert "no source 'nobody'" in project.move("nobody", "--prefix", "x", expect=2)
    assert "map.csv.gone" in project.move("tax", "map.csv.gone", expect=2)
    assert "--to, --prefix, or both" in project.move("tax", expect=2)
    assert "--reason is missing" in project.call("rekey", "tax", "--prefix", "x", expect=2)
    assert "expected a source" in project.move(expect=2)
    assert project.digest() == digest
    assert sorted(os.listdir(project.folder / "hopnhat-state" / "runs")) == runs


def other_types_and_keyless_sources(project):
    text = project.before
    text = text.replace("entities:\n", "entities:\n  firm:\n    attributes: { name: name }\n    comparisons: "
                        "[{ attribute: name, levels: [exact] }]\n    blocking: [[name]]\n    thresholds: { match: 5, review: 0 }\n", 1)
    text = text.replace("sources:\n", "sources:\n  firms: { from: { file: firms.csv }, entity: firm, key: [id], map: { name: name } }\n"
                        "  nokey: { from: { file: nokey.csv }, entity: firm, map: { name: name } }\n", 1)
    (project.folder / "firms.csv").write_text("id,name\n1,A\n2,A\n3,B\n", encoding="utf-8")
    (project.folder / "nokey.csv").write_text("name\nA\nC\n", encoding="utf-8")
    project.config.write_text(text, encoding="utf-8")
    project.night()
    assert "are of entity type 'person', those of 'firms' of 'firm'" in project.move("tax", "--to", "firms", expect=2)
    assert "source 'nokey': it has no `key`" in project.move("nokey", "--prefix", "x", expect=2)
    # Nothing but names may change; a dry run moves nothing.
    digest = project.digest()
    told = project.move("firms", "--prefix", "f-", "--dry-run")
    assert told["dry_run"] and told["event_id"] is None and told["entity_events"] == 0, told
    assert project.digest() == digest


def the_key_is_a_value_too(project):
    """Another key is another value: told as that, with the column's name."""
    (project.folder / "firms.csv").write_text("code,name\n1,A\n2,A\n3,B\n", encoding="utf-8")
    project.config.write_text("""schema: 1
project: { name: firms }
entities:
  firm:
    attributes: { name: name, code: digits }
    comparisons: [{ attribute: name, levels: [exact] }]
    blocking: [[name]]
    thresholds: { match: 5, review: 0 }
sources:
  firms: { from: { file: firms.csv }, entity: firm, key: [code], map: { name: name, code: code } }
""", encoding="utf-8")
    project.night()
    told = project.call("rekey", "firms", "--prefix", "9", "--reason", REASON)
    assert "events; golden records with other values: 3" in told and "'code' is key of 'firms' and mapped too" in told, told
    assert "equal values" not in told, told
    project.verified()


def only_moved_sources_are_told(project):
    """A delivery of many sources has a mapped key of its own: that is told of its sources alone."""
    (project.folder / "firms.csv").write_text("code,name\n1,A\n2,A\n3,B\n", encoding="utf-8")
    (project.folder / "multi.csv").write_text("mid,name,office\n5,D,north\n6,E,south\n", encoding="utf-8")
    project.config.write_text("""schema: 1
project: { name: firms }
entities:
  firm:
    attributes: { name: name, code: digits }
    comparisons: [{ attribute: name, levels: [exact] }]
    blocking: [[name]]
    thresholds: { match: 5, review: 0 }
sources:
  firms: { from: { file: firms.csv }, entity: firm, key: [code], map: { name: name, code: code } }
  multi: { from: { file: multi.csv }, entity: firm, source_column: office, key: [mid], map: { name: name, code: mid } }
""", encoding="utf-8")
    project.night()
    told = project.call("rekey", "firms", "--prefix", "9", "--reason", REASON)
    assert "'code' is key of 'firms' and mapped too" in told and "'mid'" not in told, told
    told = project.call("rekey", "north", "--prefix", "8", "--reason", REASON)
    assert "'mid' is key of 'multi' and mapped too" in told and "'code'" not in told, told
    told = project.call("rekey", "south", "--to", "firms", "--prefix", "7", "--reason", REASON, "--dry-run")
    assert "'mid' is key of 'multi'" in told and "'code' is key of 'firms'" in told, told
    project.verified()


def an_entity_would_change(project):
    """A register that holds a person once gets two records of one: held, and nothing is moved."""
    project.add_new_source()
    project.config.write_text(project.both.replace("    blocking:", f"    one_record_per_source: [{NEW}]\n    blocking:", 1),
                              encoding="utf-8")
    project.night()
    crosswalk = project.crosswalk()
    entities = [entity for record, entity in crosswalk.items() if record[0] in OLD]
    assert len(entities) > len(set(entities))
    held = None
    for source in OLD:
        done = subprocess.run([project.program, "rekey", source, "--to", NEW, "--prefix", source[:2] + "-", "--reason",
                               REASON, "-q", "-c", "hopnhat.yaml"], cwd=project.folder, text=True,
                              capture_output=True, check=False)
        if done.returncode == 3:
            held = done
            break
        assert done.returncode == 0, done.stderr
        crosswalk = project.crosswalk()
    assert held is not None and "changes to entities" in held.stderr and "nothing was moved" in held.stderr, held
    assert project.crosswalk() == crosswalk
    # What a gate held of it is no night that may be let pass: its map of keys is known to the command alone.
    run = max(os.listdir(project.folder / "hopnhat-state" / "runs"))
    problem = project.call("publish", run, "--reason", "looked at", expect=2)
    assert "to move keys" in problem and "call `hopnhat rekey` again" in problem, problem
    assert project.crosswalk() == crosswalk
    project.verified()


def killed_anywhere(project, rng):
    """Before or after, never between; the night that follows is itself, and the move can be done again."""
    project.night()
    project.add_new_source()
    before = project.crosswalk()
    after = {(NEW, key_of(*record)) if record[0] == "tax" else record: entity for record, entity in before.items()}
    stages = ["land", "standardise", "block", "score", "link", "gate", "commit", "publish"]
    for stage in stages + rng.sample(stages, 2):
        done = 0
        night = subprocess.Popen([project.program, "rekey", "tax", "--to", NEW, "--prefix", "TA-", "--reason", REASON,
                                  "-c", "hopnhat.yaml"], cwd=project.folder, text=True, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE)
        for line in night.stderr:
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("stage") == stage:
                break
        night.send_signal(signal.SIGKILL)  # it may have come to its end by now: the promise is the same
        night.wait()
        night.stderr.close()
        found = project.crosswalk()
        assert found in (before, after), stage
        if found == before:
            assert project.night()["events"] == 0, stage  # not taken for an interrupted night
            assert project.crosswalk() == before
            done = project.move("tax", "--to", NEW, "--prefix", "TA-")
        else:
            # What was committed is published by whoever comes next.
            done = project.move(NEW, "--prefix", "x", "--dry-run")
            done = {"event_id": re.search(r"event (v-\w+)", project.call(
                "explain", f"tax:{project.rows['tax'][0]['record_id']}", f"insurance:{project.rows['insurance'][0]['record_id']}",
                expect=2)).group(1)}
        assert project.crosswalk() == after, stage
        project.verified()
        project.undo(done["event_id"])
        assert project.crosswalk() == before, stage


def a_target_sees_keys_move(project):
    project.config.write_text(project.before + TARGET, encoding="utf-8")
    project.before = project.config.read_text(encoding="utf-8")
    with sqlite3.connect(project.folder / "out.db") as db:
        db.executescript(project.call("target", "ddl", "told"))
    project.night()
    project.add_new_source()

    def told():
        with sqlite3.connect(project.folder / "out.db") as db:
            return {(source, record): (entity, name) for source, record, entity, name in
                    db.execute("SELECT source, record_id, entity_id, full_name FROM told")}
    before = told()
    move_all(project)
    assert told() == {(NEW, key_of(*record)) if record[0] in OLD else record: row for record, row in before.items()}
    project.verified()


def what_stands_in_the_way_of_an_undo(project):
    project.night()
    project.add_new_source()
    first = project.move("tax", "--prefix", "a-")["event_id"]
    second = project.move("tax", "--prefix", "b-")["event_id"]
    problem = project.undo(first, expect=2)
    assert f"{second} moved its records on: undo that first" in problem, problem
    project.undo(second)
    undone = project.undo(first)["event_id"]
    assert f"taken back already, by {undone}" in project.undo(first, expect=2)
    # The undo of an undo moves them again.
    again = project.undo(undone)
    assert again["undone"] == undone and again["entity_events"] == 0
    assert all(record[1].startswith("a-") for record in project.crosswalk() if record[0] == "tax")
    # The register is delivered under the old keys once more: they are other records' by now.
    with open(project.folder / "tax.csv", encoding="utf-8") as file:
        text = file.read()
    (project.folder / "tax.csv").write_text("".join(
        line if n == 0 else line + "a-" + line for n, line in enumerate(text.splitlines(keepends=True))), encoding="utf-8")
    project.night()
    problem = project.undo(first, expect=2)
    assert "of the new names are those of other published records" in problem, problem
    project.verified()


def rollback_over_keys_that_moved_back(project):
    """Refused while keys are moved; once they are back, also where nights between told of records by their new keys."""
    first = project.night()["run_id"]
    before = project.crosswalk()
    project.night()
    event = project.move("tax", "--prefix", "TA-")["event_id"]
    problem = project.call("rollback", first, "--reason", "r", expect=2)
    assert "keys have moved since" in problem and "undo that event first" in problem, problem
    # A night in which moved records change entities, go, and come; and people who move others.
    rows = [{**row, "record_id": f"TA-{row['record_id']}"} for row in project.rows["tax"]]
    others = project.rows["phu_tho"]
    changed = [{**row, "record_id": old["record_id"]} for row, old in zip(others, rows[:8])]
    new = [{**row, "record_id": f"TA-new{n}"} for n, row in enumerate(others[8:12])]
    project.deliver("tax", changed + rows[12:] + new)
    night = project.night()
    assert night["published"] and night["events"] > 0, night
    names = [f"tax:{row['record_id']}" for row in rows[20:22]]
    other = f"phu_tho:{others[20]['record_id']}"
    undone = json.loads(project.call("decide", "same", names[0], other, "--reason", "r", "--json"))["decision_id"]
    project.night()
    project.undo(undone)
    problem = project.call("rollback", first, "--reason", "r", expect=2)
    assert "keys have moved since" in problem, problem
    project.undo(event)
    told = json.loads(project.call("rollback", first, "--reason", "r", "--json", "-q"))
    assert told["published"] and told["rollback"]["to"] == first, told
    assert project.crosswalk() == before
    project.verified()
    project.deliver("tax", project.rows["tax"])
    assert project.night()["events"] == 0
    assert project.crosswalk() == before
    project.verified()


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(2**31)
    print(f"# seed {seed}")
    rng = random.Random(seed)
    stories = [three_registers_become_one, what_names_the_old_source_follows, new_keys_by_a_map, wrong_maps, other_types_and_keyless_sources,
               the_key_is_a_value_too, only_moved_sources_are_told, an_entity_would_change, killed_anywhere, a_target_sees_keys_move,
               what_stands_in_the_way_of_an_undo,
               rollback_over_keys_that_moved_back]
    with tempfile.TemporaryDirectory(prefix="rekey-") as scratch:
        print(f"1..{len(stories)}")
        made = Project(Path(scratch) / "made", program, generate, seed % 1000)
        for n, story in enumerate(stories, 1):
            project = made.copy(Path(scratch) / story.__name__)
            story(*([project, rng] if story is killed_anywhere else [project]))
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
