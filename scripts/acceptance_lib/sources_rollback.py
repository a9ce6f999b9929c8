"""Rollbacks over five registers of citizens with a PostgreSQL, a MariaDB and a SQLite table and a folder as targets, read
by their own clients; prints what came of it as JSON.

usage: sources_rollback.py PROGRAM GENERATE FOLDER RECORDS ACTS SEED     (inside tests/servers/postgresql.sh and mariadb.sh)

One project has good nights, then bad feeds with nothing decided between, and is rolled back, and forward again. Then bad
feeds with ACTS acts of people between them, and a rollback; its twin gets the same acts without the bad feeds, and says
what must come out: who belongs together, and what golden records say. Whom no act touched has his identifier of then.
"""
import collections
import csv
import io
import json
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from acceptance_lib import sources_country as country_of  # noqa: E402

REGISTERS = ("civil_status", "hospital", "insurance", "population", "tax")
BAD_NIGHTS = 3
COLUMNS = ("decision", "kind", "side", "source", "record_id", "reason", "by")
FILES = ("crosswalk", "golden", "edges")
GATES = "gates: { min_row_ratio: 0, max_entity_churn: 100%, max_strong_merges: 100%, max_pair_growth: 1000, max_entity_records: 1000 }\n"


def run(*command, codes=(0,), **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", check=False, **options)
    if done.returncode not in codes:
        raise RuntimeError(f"{' '.join(map(str, command[:4]))} ended {done.returncode}: {(done.stderr or done.stdout)[-800:]}")
    return done


def registers(program, generate, folder, records, seed):
    """register -> its rows as dicts, the key first."""
    run(generate, "citizens", "--profile", "five-registers", "--records", records, "--seed", seed, "-o", folder)
    paths = [folder / "registers" / f"{name}.csv" for name in REGISTERS]
    run(program, "init", *paths, "-o", folder / "drafted.yaml")
    forms = country_of.forms_of((folder / "drafted.yaml").read_text(encoding="utf-8"))
    made = {}
    for path in paths:
        header, rows = country_of.read_delivery(program, path, forms[path.stem])
        made[path.stem] = [dict(zip(header, row)) for row in country_of.distinct_keys(rows)]
    return made


class Project:
    def __init__(self, program, folder, rows, name):
        self.program, self.folder, self.name = program, folder / name, name
        self.folder.mkdir()
        self.rows, self.config = rows, self.folder / "hopnhat.yaml"
        self.key = {register: next(iter(some[0])) for register, some in rows.items()}
        self.deliver()
        run(program, "init", *(self.folder / f"{register}.csv" for register in REGISTERS), "-o", self.config)
        text = self.config.read_text(encoding="utf-8")
        self.values = ("full_name", "phone")
        self.config.write_text(self.connections() + text + self.targets() + GATES, encoding="utf-8")
        self.make_tables()

    @staticmethod
    def connections():
        env = country_of.os.environ
        return (f"connections:\n  pg: {{ kind: postgresql, host: {env['HN_PG_HOST']}, port: {env['HN_PG_PORT']}, "
                f"user: {env['HN_PG_USER']}, database: postgres }}\n"
                f"  maria: {{ kind: mariadb, socket: {env['HN_MARIADB_SOCKET']}, user: {env['HN_MARIADB_USER']}, database: test_targets }}\n"
                "  lite: { kind: sqlite, file: out.db }\n")

    def targets(self):
        values = ", ".join(self.values)
        rows = {"pg": ("sources: [all]", f"{self.name}_pg"), "maria": ("rows: golden\n    sources: [population, tax]", f"{self.name}_maria"),
                "lite": ("sources: [tax]\n    values_from: [tax, population]", f"{self.name}_lite")}
        text = "targets:\n"
        for connection, (what, table) in rows.items():
            text += f"  to_{connection}:\n    to: {{ connection: {connection}, table: {table} }}\n    {what}\n    values: [{values}]\n"
        return text + f"  to_folder:\n    to: {{ folder: open }}\n    rows: golden\n    sources: [all]\n    values: [{values}]\n"

    def make_tables(self):
        ddl = {name: self.call("target", "ddl", f"to_{name}").stdout for name in ("pg", "maria", "lite")}
        country_of.feed(country_of.psql("-d", "postgres"), ddl["pg"])
        country_of.feed(country_of.mariadb(), "CREATE DATABASE IF NOT EXISTS test_targets CHARACTER SET utf8mb4; USE test_targets;\n" +
                        "\n".join(line for line in ddl["maria"].splitlines() if not line.startswith("GRANT")))
        with sqlite3.connect(self.folder / "out.db") as db:
            db.executescript(ddl["lite"])

    def deliver(self, **instead):
        for register, rows in (self.rows | instead).items():
            with open(self.folder / f"{register}.csv", "w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(self.rows[register][0]))
                writer.writeheader()
                writer.writerows(rows)

    def call(self, *arguments, codes=(0,)):
        return run(self.program, *arguments, "-c", self.config, codes=codes)

    def night(self, **instead):
        self.deliver(**instead)
        self.call("run", "-q")
        return self.current()

    def current(self):
        return country_of.os.readlink(self.folder / "hopnhat-state/results/current")

    def rollback(self, to):
        return json.loads(self.call("rollback", to, "-r", "bad feeds", "-q", "--json").stdout)

    # ---- what there is, by clients that are not ours ----

    def files(self):
        results = self.folder / "hopnhat-state/results/current"
        return {name: (results / f"{name}.jsonl.zst").read_bytes() for name in FILES}

    def lines(self, name):
        path = self.folder / "hopnhat-state/results/current" / f"{name}.jsonl.zst"
        return run("zstd", "-dcq", path).stdout.splitlines()

    def folder_rows(self):
        rows = {}
        for part in sorted((self.folder / "open").glob("set-*")):
            if json.loads((part / "manifest.json").read_text(encoding="utf-8")).get("whole"):
                rows.clear()
            for line in run("zstd", "-dcq", part / "changes.jsonl.zst").stdout.splitlines():
                row = json.loads(line)
                if row.pop("change") == "delete":
                    del rows[row["entity_id"]]
                else:
                    rows[row["entity_id"]] = row
        return [json.dumps(row, ensure_ascii=False, sort_keys=True) for _, row in sorted(rows.items())]

    def target_rows(self):
        """target -> its rows as its own client writes them, ascending."""
        lite = run("sqlite3", self.folder / "out.db", f"SELECT * FROM {self.name}_lite").stdout
        pg = run(*country_of.psql("-d", "postgres", "-F", "\t", "-c", f"SELECT * FROM {self.name}_pg")).stdout
        maria = run(*country_of.mariadb("-N", "-B", "-e", f"SELECT * FROM test_targets.{self.name}_maria")).stdout
        return {"postgresql": sorted(pg.splitlines()), "mariadb": sorted(maria.splitlines()), "sqlite": sorted(lite.splitlines()),
                "folder": self.folder_rows()}

    def held(self):
        return {**self.files(), **self.target_rows()}

    def entities(self):
        return {(row["source"], row["record_id"]): row["entity_id"] for row in map(json.loads, self.lines("crosswalk"))}

    def live_entities(self):
        rows = map(json.loads, self.call("export", "crosswalk", "-o", "-").stdout.splitlines())
        return {(row["source"], row["record_id"]): row["entity_id"] for row in rows}


def damaged(project, spare, rng):
    """Every register with a tenth of its rows under others' contents, some gone, some new."""
    bad = {}
    for register, rows in project.rows.items():
        key = project.key[register]
        some = [dict(row) for row in rows]
        for i in rng.sample(range(len(some)), len(some) // 10):
            other = rows[rng.randrange(len(rows))]
            if rng.random() < .5:
                some[i] = {**other, key: some[i][key]}
            else:  # half of the row is another's
                columns = list(some[i])[1:]
                some[i].update({column: other[column] for column in rng.sample(columns, len(columns) // 2)})
        gone = set(rng.sample(range(len(some)), len(some) // 30))
        some = [row for i, row in enumerate(some) if i not in gone]
        new = rng.sample(spare[register], len(spare[register]) // 10)
        bad[register] = some + [{**row, key: "n" + row[key]} for row in new]
    return bad


def groups(entities):
    held = collections.defaultdict(list)
    for record, entity in sorted(entities.items()):
        held[entity].append(record)
    return held


class People:
    """Who decides: acts about records that nobody has decided about yet."""

    def __init__(self, project, known, rng):
        self.project, self.known, self.rng, self.n_acts, self.n_undone = project, set(known), rng, 0, 0
        self.taken, self.live, self.n_clerk = set(), {}, 0

    def free(self):
        """(entities of several records, records alone) of today that no act has touched and the good night knew."""
        several, alone = [], []
        self.live = self.project.live_entities()
        for members in groups(self.live).values():
            if self.taken.isdisjoint(members) and self.known.issuperset(members):
                (several if len(members) > 1 else alone).append(members)
        self.rng.shuffle(several)
        self.rng.shuffle(alone)
        return several, alone

    def act(self, records, *words):
        told = json.loads(self.project.call(*words, "--reason", "seen the papers", "--json").stdout)
        self.taken.update(records)
        self.n_acts += 1
        return told

    def table(self, several, alone, n):
        """@n decisions as one table, the way an office hands them in."""
        rows = []
        for number in range(n):
            if self.rng.random() < .5:
                one, other = several.pop()[:2]
                kind, sides = "different", {"a": [one], "b": [other]}
            else:
                kind, sides = "same", {"a": [alone.pop()[0], alone.pop()[0]]}
            for side, records in sides.items():
                rows += [(number, kind, side, *record, "seen the papers", "office") for record in records]
                self.taken.update(records)
        path = self.project.folder / "office.csv"
        with open(path, "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([COLUMNS, *rows])
        self.project.call("decisions", "import", path)
        self.n_acts += n

    def one_by_one(self, several, alone, n):
        """@n acts of clerks: every verb in turn."""
        name = ":".join
        for _ in range(n):
            verb = ("different", "same", "split", "lock", "merge", "value", "undo")[self.n_clerk % 7]
            self.n_clerk += 1
            if verb == "same":
                one, other = alone.pop(), alone.pop()
                self.act(one + other, "decide", "same", name(one[0]), name(other[0]))
                continue
            members = several.pop()
            entity = self.live[members[0]]
            if verb in ("different", "undo"):
                told = self.act(members, "decide", "different", name(members[0]), name(members[1]))
                if verb == "undo":
                    self.act(members, "undo", told["decision_id"])
                    self.n_acts, self.n_undone = self.n_acts - 1, self.n_undone + 1  # the two are one act
            elif verb == "split":
                self.act(members, "split", entity, name(members[-1]))
            elif verb == "lock":
                self.act(members, "lock", entity)
            elif verb == "merge":
                one = alone.pop()
                self.act(members + one, "merge", entity, self.live[one[0]])
            else:
                self.act(members, "decide", "value", entity, "full_name", name(members[-1]))

    def work(self, n):
        """A day: an office's table, then clerks."""
        several, alone = self.free()
        self.table(several, alone, n * 2 // 3)
        several, alone = self.free()
        self.one_by_one(several, alone, n - n * 2 // 3)


# ---- what came of it ----

def differing(what, got, expected):
    """One word for each file and target that is not the same."""
    return [f"{what}: {name}" for name in expected if got[name] != expected[name]]


def without_entity(line):
    row = json.loads(line)
    return json.dumps({key: value for key, value in row.items() if key != "entity_id"}, ensure_ascii=False, sort_keys=True)


def lost(table, now):
    """Decisions of the table that the published state does not honour; values are the twin's business."""
    held, broken = collections.defaultdict(lambda: collections.defaultdict(list)), []
    for row in csv.DictReader(table.splitlines()):
        held[row["decision"], row["kind"]][row["side"]].append((row["source"], row["record_id"]))
    members = groups(now)
    for (decision, kind), sides in held.items():
        ids = {record: now.get(record) for record in sides["a"] + (sides["b"] if kind != "value" else [])}
        if None in ids.values():
            broken.append(f"{decision} {kind}: a record is not there")
        elif kind == "different" and {ids[r] for r in sides["a"]} & {ids[r] for r in sides["b"]}:
            broken.append(f"{decision}: different records are in one entity")
        elif kind in ("same", "lock") and len(set(ids.values())) != 1:
            broken.append(f"{decision} {kind}: in several entities")
        elif kind == "lock" and len(members[ids[sides["a"][0]]]) != len(sides["a"]):
            broken.append(f"{decision}: a locked entity has other records")
    return len(held), broken


def same_as_twin(project, twin, then):
    """Groups, golden records and target rows are the twin's, ids are those of then wherever the group is."""
    wrong = []
    ours, theirs = project.entities(), twin.entities()
    parts = [{frozenset(members) for members in groups(one).values()} for one in (ours, theirs)]
    wrong += ["groups"] * len(parts[0] ^ parts[1])
    old = {frozenset(members): entity for entity, members in groups(then).items()}
    wrong += [f"{entity} has another id" for entity, members in groups(ours).items()
              if old.get(frozenset(members), entity) != entity]
    lines = [sorted(map(without_entity, one.lines("golden"))) for one in (project, twin)]
    wrong += ["golden records"] if lines[0] != lines[1] else []
    rows = project.target_rows(), twin.target_rows()
    known = set(ours.values())
    for name in rows[0]:
        split = [[[word for word in row.replace("|", "\t").split("\t") if not word.startswith("e-0")] for row in one[name]] for one in rows]
        if name == "folder":
            split = [[json.loads(without_entity(row)) for row in one[name]] for one in rows]
        if sorted(map(str, split[0])) != sorted(map(str, split[1])):
            wrong.append(f"target {name}")
        ids = {word for row in rows[0][name] for word in row.replace("|", "\t").replace('"', "\t").split("\t") if word.startswith("e-0")}
        wrong += [f"target {name} has ids that are not published"] if ids - known else []
    return wrong


def nothing_since(project, spare, rng):
    project.night()
    rows = {name: list(some) for name, some in project.rows.items()}
    for register, some in rows.items():  # a second good night that changes something: what is recent differs
        for i in rng.sample(range(len(some)), len(some) // 50):
            some[i] = {**some[i], list(some[i])[-1]: some[rng.randrange(len(some))][list(some[i])[-1]]}
    project.rows = rows
    good = project.night()
    before, events = project.held(), []
    for _ in range(BAD_NIGHTS):
        project.night(**damaged(project, spare, rng))
    bad, last = project.held(), project.current()
    if any(bad[name] == before[name] for name in before):
        raise RuntimeError("the bad feeds left something as it was")
    events.append(project.rollback(good)["events"])
    wrong = differing("rolled back", project.held(), before)
    project.night()
    wrong += differing("and mended", project.held(), before)
    events.append(project.rollback(last)["events"])
    wrong += differing("and forward again", project.held(), bad)
    project.rollback(good)
    return good, wrong + differing("and back again", project.held(), before), events


def main(program, generate, folder, records, acts, seed):
    folder, rng = Path(folder), random.Random(int(seed))
    folder.mkdir(parents=True, exist_ok=True)
    rows = registers(program, generate, folder / "made", records, seed)
    spare = registers(program, generate, folder / "spare", records, int(seed) + 1000)
    project = Project(program, folder, rows, "rolled")
    good, wrong, events = nothing_since(project, spare, rng)
    then = project.entities()
    people = People(project, then, rng)
    for n in range(BAD_NIGHTS + 1):
        people.work(int(acts) // (BAD_NIGHTS + 1))
        if n < BAD_NIGHTS:
            project.night(**damaged(project, spare, rng))
    table = folder / "decisions.csv"
    project.call("decisions", "export", table)
    before = table.read_text(encoding="utf-8")
    answer = project.rollback(good)
    project.call("decisions", "export", table)
    n_in_force, gone = lost(before, project.entities())
    gone += ["the table of decisions is another"] if table.read_text(encoding="utf-8") != before else []
    project.call("verify")
    twin = Project(program, folder, rows, "twin")
    twin.night()
    twin.rows = project.rows
    twin.night()
    twin.call("decisions", "import", table)
    twin.night()
    wrong += same_as_twin(project, twin, then)
    print(json.dumps({"records": len(then), "acts": people.n_acts, "undone": people.n_undone, "in_force": n_in_force, "lost": gone,
                      "differs": wrong, "events": [*events, answer["events"]]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
