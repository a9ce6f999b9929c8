#!/usr/bin/env python3
"""`hopnhat rollback`: an earlier run comes again, byte for byte, with all that people decided since.

usage: test_rollback.py HOPNHAT VERIFY [LIBFAULTSHIM.SO]     TAP on stdout; without the last nothing is killed
"""
import contextlib
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

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "independent"))
import change_sets  # noqa: E402
import zstd_frames  # noqa: E402
from test_gates import HEAD, SOURCES, WHO, people  # noqa: E402

SOURCE = """  {0}:
    from: {{ file: {0}.csv }}
    key: id
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
FILES = ("crosswalk", "golden", "edges", "relations")


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
        head = HEAD.replace("entities:\n", CONNECTIONS + "entities:\n", 1).replace(
            "full_name: name,", "full_name: { type: name, survivorship: [most_recent] },", 1)
        sources = "".join(SOURCE.format(source) for source in SOURCES)
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

    def copy(self, name):
        other = Project.__new__(Project)
        other.folder, other.rows, other.spare = self.folder.parent / name, self.rows, self.spare
        shutil.copytree(self.folder, other.folder, symlinks=True)
        return other

    def opened(self):
        """The rows that the folder's sets give when they are applied in order."""
        rows, last = {}, 0
        for folder in sorted((self.folder / "open").glob("set-*")):
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            assert manifest["previous"] == last, folder
            last = manifest["sequence"]
            change_sets.apply(folder, rows)
        return rows

    def held(self):
        """What there is to compare: result files, a target's table, and what a folder's sets give."""
        return self.state(), self.table(), self.opened()

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
    tax = project.rows["tax"]  # of people whom civil has, too: the younger name stands
    project.rows["tax"] = tax | {n: (f"{tax[n][0]}h", *tax[n][1:]) for n in range(300, 330)}
    project.deliver()
    good = project.run()
    before, table, opened = project.held()
    for _ in range(3):
        project.damage(rng)
        project.run()
    bad, bad_table, bad_opened = project.held()
    assert bad != before and bad_table != table and bad_opened != opened
    last = project.current()
    answer = project.rollback(good)
    assert answer["published"] and answer["rollback"]["to"] == good and answer["rollback"]["reason"] == "a bad feed"
    assert project.held() == (before, table, opened)
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
    assert project.held() == (bad, bad_table, bad_opened)
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


def bad_nights(folder):
    """(project, the good run, its state and table): two good nights and two bad ones."""
    project, rng = Project(folder), random.Random(5)
    project.run()
    good = project.run()
    before, table = project.state(), project.table()
    for _ in range(2):
        project.damage(rng)
        project.run()
    return project, good, before, table


def a_dry_run_changes_nothing(folder):
    project, good, before, table = bad_nights(folder)
    held, digest = project.held(), project.call("verify", "--digest")
    told = project.call("rollback", good, "-r", "looking", "-q", "--dry-run")
    assert "dry run" in told and "source 'tax':" in told and "changes, the worst first" in told, told
    vietnamese = project.call("rollback", good, "-r", "looking", "-q", "--dry-run", "--lang", "vi")
    assert "chạy thử" in vietnamese and "nguồn 'tax':" in vietnamese, vietnamese
    for name, born, number in [*project.spare[:40], *list(project.rows["tax"].values())[:40]]:
        assert name not in told and born not in told and number not in told, "a value of a record was printed"
    assert project.held() == held and project.call("verify", "--digest") == digest
    asked = project.rollback(good, "--dry-run")
    done = project.rollback(good)
    assert asked["dry_run"] and asked["events"] == done["events"] and asked["entities"] == done["entities"]
    assert project.state() == before and project.table() == table


def what_cannot_come_again_is_told(folder):
    project, good, _, _ = bad_nights(folder)
    held = project.held()
    assert "--reason" in project.call("rollback", good, expect=2)
    assert "expected one run" in project.call("rollback", "-r", "why", expect=2)
    assert "is no run id" in project.rollback("e-000000018", expect=2)
    told = [project.rollback(f"r-00000999{check}", expect=2) for check in "0123456789ABCDEFGHJKMNPQRSTVWXY"]
    assert sum("is not known" in one for one in told) == 1 and sum("is no run id" in one for one in told) == 30
    assert "nothing changed" in project.call("rollback", project.current(), "-r", "why", "-q")
    project.configure(gates="gates: { min_row_ratio: 0.9 }\n")
    project.deliver(tax=dict(list(project.rows["tax"].items())[:50]))
    project.run(expect=3)
    stopped = max(path.name for path in (project.folder / "hopnhat-state/runs").iterdir())
    assert "held by a gate" in project.rollback(stopped, expect=2)
    text = (project.folder / "hopnhat.yaml").read_text(encoding="utf-8")
    health = SOURCE.format("health")
    assert health in text
    (project.folder / "hopnhat.yaml").write_text(text.replace(health, ""), encoding="utf-8")
    assert "'health.health'" in project.rollback(good, expect=2)
    assert project.held() == held
    # What a broken attempt left does not stand in the way.
    project.configure(gates=GATES)
    project.rollback(good)
    project.verify()


def a_target_that_is_away_gets_it_later(folder):
    project, good, before, table = bad_nights(folder)
    os.rename(project.folder / "out.db", project.folder / "away.db")
    project.rollback(good, expect=4)
    assert project.state() == before
    os.rename(project.folder / "away.db", project.folder / "out.db")
    assert project.table() != table
    told = project.call("rollback", good, "-r", "again")
    assert "nothing changed" in told
    project.call("publish")
    assert project.table() == table
    project.verify()


def a_history_that_was_written_anew_gives_the_same(folder):
    """Nights enough for the versions of every source to be put together; then back before all of them."""
    project, rng = Project(folder), random.Random(3)
    project.run()
    good = project.run()
    held = project.held()
    for _ in range(12):
        project.damage(rng, share=.05)
        project.run()
    assert list((folder / "hopnhat-state/segments").glob("*/RECH*")), "nothing was put together"
    last = project.current(), project.held()
    project.rollback(good)
    assert project.held() == held
    project.verify()
    project.rollback(last[0])
    assert project.held() == last[1]
    project.verify()


INCREMENTAL = """  desk:
    from: { connection: registers, table: people }
    key: id
    incremental: { column: changed, overlap: 0, key_sweep: never }
    map: { full_name: name, birth_date: born, national_id: number }
"""


def what_was_delivered_since_is_asked_for_again(folder):
    """An incremental source is read whole, and of one that delivers changes it is told what is missing."""
    def rows(changed, suffix):
        with contextlib.closing(sqlite3.connect(folder / "registers.db")) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS people(id INTEGER PRIMARY KEY, name TEXT, born TEXT, number TEXT, changed INTEGER)")
            db.executemany("INSERT OR REPLACE INTO people VALUES(?, ?, ?, ?, ?)",
                           [(n, f"{one[0]}{suffix}", one[1], one[2], changed + n % 2) for n, one in enumerate(people()[680:720])])

    def log(*lines):
        (folder / "log.csv").write_text("op,id,name,born,number\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    everybody = people()
    project = Project(folder, targets="")
    project.configure(targets="", more=INCREMENTAL + LOG)
    rows(10, "")
    log(*(f"U,{n},{','.join(everybody[n])}" for n in range(690, 700)))
    project.run()
    good, before = project.current(), project.state()
    rows(20, "x")
    log("D,690,,,", f"U,691,{everybody[3][0]},{everybody[691][1]},{everybody[691][2]}")
    project.run()
    bad = project.state()
    os.remove(folder / "log.csv")
    answer = project.rollback(good)
    assert project.state() == before
    assert any("'log' delivers changes" in note for note in answer["notes"]), answer["notes"]
    assert not any("'desk' delivers changes" in note for note in answer["notes"]), answer["notes"]
    project.verify()
    log("D,690,,,", f"U,691,{everybody[3][0]},{everybody[691][1]},{everybody[691][2]}")
    project.run()
    now = json.loads((folder / "hopnhat-state/runs" / project.current() / "run.json").read_text(encoding="utf-8"))
    desk = next(source for source in now["sources"] if source["source"] == "desk")
    assert desk["records"]["read"] == 40, desk
    # Of another id is only who was split off anew: what was issued once is never given again.
    values = lambda state: sorted(  # noqa: E731
        re.sub(rb'"entity_id":"[^"]*"', b"", line) for line in zstd_frames.decompress(state["golden"]).splitlines())
    assert values(project.state()) == values(bad)
    project.verify()


# ---- kills ----

RENAME = re.compile(r"^call n=(\d+) class=rename name=(\w+) path=(\S+)", re.M)


def faulty(project, *command, **fault):
    log = project.folder.parent / "log"
    log.unlink(missing_ok=True)
    preload = ":".join(filter(None, [os.environ.get("LD_PRELOAD"), Project.shim]))
    environment = {**os.environ, "LD_PRELOAD": preload, "HN_FAULT_PREFIX": f"{project.folder}/", "HN_FAULT_LOG": str(log)}
    environment.update({f"HN_FAULT_{key.upper()}": str(value) for key, value in fault.items()})
    done = subprocess.run([Project.program, *command, "-c", "hopnhat.yaml"], cwd=project.folder, env=environment,
                          capture_output=True, check=False)
    return done.returncode, log.read_text(encoding="utf-8") if log.exists() else ""


def a_kill_at_any_moment_leaves_no_half(folder):
    folder.mkdir()
    project, good, before, table = bad_nights(folder / "template")
    rollback = ("rollback", good, "-r", "a bad feed", "-q")
    peace = project.copy("peace")
    code, log = faulty(peace, *rollback, **{"class": "rename", "act": "none", "trace": 1})
    assert code == 0, (code, log)
    expected, calls = peace.held(), RENAME.findall(log)
    assert expected[:2] == (before, table), "the undisturbed one"
    near = {at + step for at, (_, _, path) in enumerate(calls, 1) for step in (0, 1)
            if re.search(r"/results/current|/open/|out\.db|store\.db", path)}
    points = sorted(at for at in near | set(range(1, len(calls) + 1, 12)) if 1 <= at <= len(calls))
    by_run = 0
    for at in points:
        killed = project.copy("killed")
        code, _ = faulty(killed, *rollback, **{"class": "rename", "act": "kill", "at": at})
        assert code == -signal.SIGKILL, (at, calls[at - 1], code)
        if at % 4 != 0:
            killed.call(*rollback)
            killed.call("publish")  # it may have been killed between its publishing and its targets
            assert killed.held() == expected, (at, calls[at - 1])
        else:  # a night in its place: it puts the rollback away, or publishes it first
            by_run += 1
            killed.deliver()
            killed.run()
            killed.call("publish")
            assert [row[:3] for row in killed.table()] == [
                (*record, entity) for record, entity in sorted(killed.entities().items()) if record[0] == "tax"]
        killed.verify()
        shutil.rmtree(killed.folder)
    assert len(points) > 8 and by_run > 1, (points, by_run)


STORIES = [nothing_was_decided_since, what_people_decided_stays, a_dry_run_changes_nothing, what_cannot_come_again_is_told,
           a_target_that_is_away_gets_it_later, a_history_that_was_written_anew_gives_the_same, what_was_delivered_since_is_asked_for_again]
KILLS = [a_kill_at_any_moment_leaves_no_half]


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    Project.shim = str(Path(sys.argv[3]).resolve()) if len(sys.argv) > 3 else None
    stories = STORIES + (KILLS if Project.shim else [])
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="hn-rollback-") as scratch:
        for number, story in enumerate(stories, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
