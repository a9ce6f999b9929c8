#!/usr/bin/env python3
"""`hopnhat rollback`: an earlier run comes again, byte for byte, with all that people decided since.

usage: test_rollback.py HOPNHAT VERIFY [LIBFAULTSHIM.SO]     TAP on stdout; without the last nothing is killed
"""
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_gates import HEAD, SOURCES, WHO, people  # noqa: E402

SOURCE = """  {0}:
    from: {{ file: {0}.csv }}
    key: id
    authority: {1}
    map: {{ full_name: name, birth_date: born, national_id: number }}
"""
LOG = """  log:
    from: { file: log.csv }
    key: id
    delivery: changes
    operation: { column: op, delete: [D], upsert: [U] }
    map: { full_name: name, birth_date: born, national_id: number }
"""
CONNECTIONS = "connections:\n  out: { kind: sqlite, file: out.db }\n  registers: { kind: sqlite, file: registers.db }\n"
TARGETS = """targets:
  tax_office: { to: { connection: out, table: tax_office }, sources: [tax], values: [full_name, birth_date], values_from: [all] }
  open: { to: { folder: open }, rows: golden, sources: [all], values: [full_name] }
"""
GATES = "gates: { min_row_ratio: 0, max_entity_churn: 100%, max_strong_merges: 100% }\n"
FILES = ("crosswalk", "golden")


class Project:
    program = verifier = shim = None

    def __init__(self, folder, targets=TARGETS, more=""):
        self.folder = Path(folder)
        self.folder.mkdir()
        everybody = people()
        self.rows = {source: {n: everybody[n] for n in who} for source, who in WHO.items()}
        self.spare = everybody[700:]
        self.configure(targets, more)
        self.deliver()
        if targets:
            with contextlib.closing(sqlite3.connect(self.folder / "out.db")) as db:
                db.executescript(self.call("target", "ddl", "tax_office"))

    def configure(self, targets=TARGETS, more="", gates=GATES):
        head = HEAD.replace("entities:\n", CONNECTIONS + "entities:\n", 1)
        sources = "".join(SOURCE.format(source, n) for n, source in enumerate(SOURCES))
        (self.folder / "hopnhat.yaml").write_text(head + sources + more + targets + gates, encoding="utf-8")

    def deliver(self, **instead):
        for source, rows in (self.rows | instead).items():
            text = "id,name,born,number\n" + "".join(f"{n},{name},{born},{number}\n" for n, (name, born, number) in rows.items())
            (self.folder / f"{source}.csv").write_text(text, encoding="utf-8")

    def call(self, *arguments, expect=0, **options):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False, **options)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout if expect == 0 else done.stdout + done.stderr

    def run(self, *arguments, expect=0):
        """The id of the run."""
        self.call("run", "-q", *arguments, expect=expect)
        return self.current()

    def rollback(self, run, *arguments, expect=0, **options):
        out = self.call("rollback", run, "--reason", "a bad feed", "-q", "--json", *arguments, expect=expect, **options)
        return json.loads(out) if expect == 0 else out

    def act(self, *arguments):
        return json.loads(self.call(*arguments, "--reason", "a test", "--json"))

    def current(self):
        return os.readlink(self.folder / "hopnhat-state/results/current")

    def state(self, run=None):
        """What a run published: bytes of its files. And what targets hold, by clients that are not ours."""
        results = self.folder / "hopnhat-state/results" / (run or "current")
        return {name: (results / f"{name}.jsonl.zst").read_bytes() for name in FILES}

    def table(self):
        with contextlib.closing(sqlite3.connect(self.folder / "out.db")) as db:
            return sorted(db.execute("SELECT * FROM tax_office"), key=repr)

    def entities(self):
        rows = map(json.loads, self.call("export", "crosswalk", "-o", "-").splitlines())
        return {(row["source"], row["record_id"]): row["entity_id"] for row in rows}

    def decisions(self):
        self.call("decisions", "export", "decisions.csv")
        return (self.folder / "decisions.csv").read_text(encoding="utf-8")

    def verify(self):
        self.call("verify")
        done = subprocess.run([sys.executable, self.verifier, "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)

    def damage(self, rng, share=.2):
        """A bad file of every register: some under other names, some gone, some new; entities merge, split, move."""
        instead = {}
        for source, rows in self.rows.items():
            bad, names = dict(rows), list(rows.values())
            for n in rng.sample(sorted(rows), int(len(rows) * share)):
                other = rng.choice(names)
                bad[n] = rng.choice([(*other[:2], rows[n][2]), other, (rows[n][0], rows[n][1], other[2])])
            for n in rng.sample(sorted(rows), 15):
                bad.pop(n, None)
            for i in range(10):
                bad[5000 + rng.randrange(1000)] = rng.choice(self.spare)
            instead[source] = bad
        self.deliver(**instead)


def nothing_was_decided_since(folder):
    project = Project(folder)
    rng = random.Random(7)
    project.run()
    project.rows["tax"] = project.rows["tax"] | {400 + i: (f"{project.rows['tax'][400 + i][0]}h", *project.rows["tax"][400 + i][1:])
                                                 for i in range(20)}
    project.deliver()
    good = project.run()
    before, table = project.state(), project.table()
    for _ in range(3):
        project.damage(rng)
        project.run()
    bad, bad_table = project.state(), project.table()
    assert bad != before and bad_table != table
    last = project.current()
    answer = project.rollback(good)
    assert answer["published"] and answer["rollback"]["to"] == good and answer["rollback"]["reason"] == "a bad feed"
    assert project.state() == before and project.table() == table
    project.verify()
    assert answer["entities"]["restored"] + answer["entities"]["split"] > 0 and answer["events"] > 0, answer["entities"]
    again = project.rollback(good)
    assert again["events"] == 0 and again["published"] is False, again
    # The source is mended: the next night has nothing to change.
    project.deliver()
    project.run()
    assert project.state() == before and project.table() == table
    assert json.loads(project.call("diff", good, "current", "--json"))["changes"] == []
    # A rollback may itself be rolled back.
    project.rollback(last)
    assert project.state() == bad and project.table() == bad_table
    project.verify()


def groups(entities):
    held = {}
    for record, entity in entities.items():
        held.setdefault(entity, set()).add(record)
    return held


def decide_something(project, rng, good, taken):
    """Acts upon records that no act has touched; taken: those of entities that one has."""
    held = [sorted(members) for members in groups(project.entities()).values()]
    free = [members for members in held if not taken & set(members) and all(record in good for record in members)]
    rng.shuffle(free)
    name = lambda record: ":".join(record)  # noqa: E731
    pairs, singles = [m for m in free if len(m) > 1], [m for m in free if len(m) == 1]
    done = []
    for members in pairs[:6]:
        done.append((project.act("decide", "different", name(members[0]), name(members[1])), members))
    for members in pairs[6:10]:
        done.append((project.act("split", project.entities()[members[0]], name(members[-1])), members))
    for members in pairs[10:14]:
        done.append((project.act("lock", project.entities()[members[0]]), members))
    for one, other in zip(singles[:6], singles[6:12]):
        done.append((project.act("decide", "same", name(one[0]), name(other[0])), one + other))
    for one, other in zip(singles[12:14], pairs[14:16]):
        ids = project.entities()
        done.append((project.act("merge", ids[one[0]], ids[other[0]]), one + other))
    project.act("undo", done[0][0]["decision_id"])
    for _, members in done:
        taken |= set(members)
        taken |= {record for record, entity in good.items() if entity in {good[member] for member in members}}


def what_people_decided_stays(folder):
    project, rng = Project(folder), random.Random(11)
    project.run()
    good_run = project.run()
    good, taken = project.entities(), set()
    for _ in range(3):
        decide_something(project, rng, good, taken)
        project.damage(rng)
        project.run()
        decide_something(project, rng, good, taken)
    live = project.entities()
    decisions = project.decisions()
    project.rollback(good_run)
    now = project.entities()
    assert project.decisions() == decisions
    project.verify()
    # The same acts upon the state of then, without the nights between.
    other = Project(folder.parent / f"{folder.name}-other")
    other.run()
    (other.folder / "decisions.csv").write_text(decisions, encoding="utf-8")
    other.call("decisions", "import", "decisions.csv")
    other.run()
    parts = lambda entities: {frozenset(members) for members in groups(entities).values()}  # noqa: E731
    assert parts(now) == parts(other.entities())
    # Nobody else is touched, and who was given an id keeps it.
    assert {record: now[record] for record in good if record not in taken} == {
        record: entity for record, entity in good.items() if record not in taken}
    was, known = groups(live), set(good.values())
    issued = {entity: members for entity, members in groups(now).items() if entity not in known}
    assert sum(was.get(entity) == members for entity, members in issued.items()) > 20, issued
    # And the next night over the mended files changes nothing.
    project.deliver()
    project.run()
    assert project.entities() == now
    project.verify()


STORIES = (nothing_was_decided_since, what_people_decided_stays)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    Project.shim = str(Path(sys.argv[3]).resolve()) if len(sys.argv) > 3 else None
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-rollback-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
