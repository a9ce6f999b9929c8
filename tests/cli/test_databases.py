#!/usr/bin/env python3
"""Sources and targets that are databases, through the program: the same results as from files, what is away costs no
night, a kill at any moment leaves every target with exactly its changes, and nobody is shown what is not for him.

usage: test_databases.py HOPNHAT VERIFY [LIBFAULTSHIM.SO]     TAP on stdout; without the last nothing is killed
"""
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "independent"))
import sealed_container  # noqa: E402
import zstd_frames  # noqa: E402

HEAD = """schema: 1
project: { name: people }
entities:
  person:
    attributes: { full_name: name, birth_date: date, city: text, phone: { type: digits, values: many } }
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact] }
      - { attribute: phone, levels: [exact] }
    blocking: [[full_name], [birth_date]]
    thresholds: { match: 1, review: -2 }
gates: { min_row_ratio: 0, max_entity_churn: 100% }
fetch: { attempts: 1 }
"""
MAP = "key: id, map: { full_name: name, birth_date: born, city: city, phone: { columns: [phone], split: ';' } }"
FILES = f"sources:\n  civil: {{ from: {{ file: civil.csv }}, {MAP} }}\n  tax: {{ from: {{ file: tax.csv }}, {MAP} }}\n"
CONNECTIONS = """connections:
  civil_db: { kind: sqlite, file: civil.db }
  tax_db: { kind: sqlite, file: tax.db }
  out: { kind: sqlite, file: out.db }
"""
TABLES = f"""sources:
  civil: {{ from: {{ connection: civil_db, table: people }}, {MAP} }}
  tax: {{ from: {{ connection: tax_db, query: "SELECT * FROM people -- all of them" }}, {MAP} }}
"""
TARGETS = """targets:
  civil_office:
    to: { connection: out, table: civil_office }
    sources: civil
    values: [full_name, city, phone]
  open: { to: { folder: open }, rows: golden, sources: all, values: [full_name, birth_date], values_from: tax }
"""
COLUMNS = ("id", "name", "born", "city", "phone", "secret")


def people(numbers, where, change=""):
    """Rows of a register; what it alone says has its name in it."""
    return [(str(n), f"Nguyen {change if n % 3 == 0 else ''}{chr(65 + n % 26)}o{n} {where[:3]}", f"19{50 + n % 50}-03-0{1 + n % 9}",
             f"City of {where} {n}", f"5{n:07}", f"canary-secret-{where}") for n in numbers]


class Project:
    program = verifier = shim = None

    def __init__(self, folder, config=HEAD + CONNECTIONS + TABLES + TARGETS):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.configure(config)
        self.fill("civil", people(range(1, 13), "Civilia"))
        self.fill("tax", people(range(7, 19), "Taxonia"))

    def configure(self, config):
        (self.folder / "hopnhat.yaml").write_text(config, encoding="utf-8")

    def fill(self, name, rows):
        """A register as a file and as a database."""
        lines = [",".join(COLUMNS)] + [",".join(row) for row in rows]
        (self.folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        with contextlib.closing(sqlite3.connect(self.folder / f"{name}.db")) as db, db:
            db.execute("DROP TABLE IF EXISTS people")
            db.execute(f"CREATE TABLE people({', '.join(f'{column} TEXT' for column in COLUMNS)})")
            db.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(COLUMNS))})", rows)

    def make_tables(self, *targets, file="out.db"):
        with contextlib.closing(sqlite3.connect(self.folder / file)) as db:
            for target in targets or ["civil_office"]:
                db.executescript(self.call("target", "ddl", target))

    def start(self, *arguments, **options):
        return subprocess.Popen([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def call(self, *arguments, expect=0, **options):
        process = self.start(*arguments, **options)
        out, errors = process.communicate()
        assert process.returncode == expect, (arguments, process.returncode, out, errors)
        return out if expect == 0 else out + errors

    def run(self, *arguments, expect=0):
        return self.call("run", "-q", *arguments, expect=expect)

    def run_json(self, expect=0):
        process = self.start("run", "-q", "--json")
        out, errors = process.communicate()
        assert process.returncode == expect, (process.returncode, out, errors)
        return json.loads(out)

    def publish_json(self, expect=0):
        process = self.start("publish", "--json")
        out, errors = process.communicate()
        assert process.returncode == expect, (process.returncode, out, errors)
        return {target["target"]: target for target in json.loads(out)["targets"]}

    def result(self, name):
        path = self.folder / "hopnhat-state/results/current" / f"{name}.jsonl.zst"
        return zstd_frames.decompress(path.read_bytes())

    def table(self, name="civil_office", file="out.db"):
        with contextlib.closing(sqlite3.connect(self.folder / file)) as db:
            return sorted(db.execute(f"SELECT * FROM {name}"), key=repr)

    def crosswalk(self, source):
        lines = [json.loads(line) for line in self.result("crosswalk").splitlines()]
        return sorted((line["source"], line["record_id"], line["entity_id"]) for line in lines if line["source"] == source)

    def is_current(self, file="out.db"):
        return [row[:3] for row in self.table(file=file)] == self.crosswalk("civil")

    def sets(self):
        """Of the folder: number -> (what it builds on, its lines)."""
        found = {}
        for folder in sorted((self.folder / "open").glob("set-*")):
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            data = (folder / "changes.jsonl.zst").read_bytes()
            assert hashlib.sha256(data).hexdigest() == manifest["sha256"], folder
            found[manifest["sequence"]] = (manifest["previous"], zstd_frames.decompress(data))
        return found

    def check(self):
        self.call("verify")
        done = subprocess.run([sys.executable, self.verifier, "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)
        assert not (self.folder / "hopnhat-state/spool").exists(), "a night leaves no spool behind"


def databases_give_what_files_give(folder):
    files, tables = Project(folder / "files", HEAD + FILES), Project(folder / "tables", HEAD + CONNECTIONS + TABLES)
    for night in range(3):
        for project in (files, tables):
            project.fill("civil", people(range(1 + night, 13), "Civilia", "Van" if night == 1 else ""))
            project.run()
        for name in ("crosswalk", "golden", "edges", "changes", "cases"):
            assert files.result(name) == tables.result(name), (night, name)
    tables.check()


def a_source_that_is_away_keeps_its_state(folder):
    project = Project(folder)
    project.make_tables()
    project.run()
    before = project.crosswalk("tax")
    assert len(before) == 12, before
    project.fill("civil", people(range(1, 15), "Civilia"))
    os.rename(project.folder / "tax.db", project.folder / "elsewhere.db")
    summary = project.run_json(expect=4)
    states = {source["source"]: source for source in summary["sources"]}
    assert states["tax"]["state"] == "refused" and "tax.db" in states["tax"]["why"], states
    assert states["civil"]["state"] == "landed" and states["civil"]["records"]["accepted"] == 14, states
    assert project.crosswalk("tax") == before and len(project.crosswalk("civil")) == 14
    assert project.is_current() and not (project.folder / "tax.db").exists()
    project.check()
    os.rename(project.folder / "elsewhere.db", project.folder / "tax.db")
    project.run()
    project.check()


def a_first_night_without_a_source_is_a_night(folder):
    project = Project(folder)
    project.make_tables()
    os.remove(project.folder / "tax.db")
    summary = project.run_json(expect=4)
    assert summary["published"] and summary["records"]["accepted"] == 12, summary
    assert project.crosswalk("tax") == [] and project.is_current()
    project.check()
    project.fill("tax", people(range(7, 19), "Taxonia"))
    project.run()
    assert len(project.crosswalk("tax")) == 12
    project.check()


def a_wrong_query_is_told_with_its_source(folder):
    project = Project(folder, HEAD + CONNECTIONS + TABLES.replace("FROM ", "FROMM "))
    notes = " ".join(project.run_json(expect=4)["notes"])
    assert "tax" in notes and "the query" in notes, notes


def a_wrong_column_ends_the_first_run_of_a_source(folder):
    wrong = TABLES.replace("SELECT *", "SELECT unheard_of"), TABLES.replace("born", "unheard_of")
    for i, tables in enumerate(wrong):
        project = Project(folder / str(i), HEAD + CONNECTIONS + tables)
        problem = project.run(expect=2)
        assert "unheard_of" in problem and "source '" in problem, problem
        assert not (project.folder / "hopnhat-state/results/current").exists()
        project.configure(HEAD + CONNECTIONS + TABLES)
        project.run()
        # A source that was good before keeps its last state.
        before = project.crosswalk("tax")
        project.configure(HEAD + CONNECTIONS + wrong[0])
        summary = project.run_json(expect=4)
        assert "no such column: unheard_of" in " ".join(summary["notes"]) and project.crosswalk("tax") == before, summary


def a_target_that_is_away_gets_it_later(folder):
    project = Project(folder)
    summary = project.run_json(expect=4)
    assert summary["published"]
    states = {target["target"]: target for target in summary["targets"]}
    assert states["civil_office"]["state"] == "pending" and states["open"]["state"] == "current", states
    project.check()
    away = project.publish_json(expect=75)["civil_office"]
    assert away["state"] == "pending" and away["sent"]["pending"] == 1 and "out" in away["why"], away
    assert "civil_office" in project.call("publish", "civil_office", expect=75)
    project.call("publish", "open")
    project.fill("civil", people(range(3, 15), "Civilia", "Van"))
    project.run(expect=4)
    plan = project.call("publish", "--dry-run")
    assert "civil_office: 2 change sets" in plan and "not known" in plan and "WHERE NOT EXISTS" in plan and "INSERT INTO \"civil_office\"" in plan and "open: 0" in plan, plan
    assert not (project.folder / "out.db").exists()
    sqlite3.connect(project.folder / "out.db").close()
    assert "hopnhat_watermark" in project.call("publish", expect=1), "without tables a person is needed, no waiting"
    project.make_tables()
    assert "2 change sets" in project.call("publish")
    assert project.is_current()
    assert "nothing waits" in project.call("publish")
    project.check()
    with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db, db:
        db.execute("DELETE FROM civil_office")
        db.execute("DELETE FROM hopnhat_watermark")
    told = project.publish_json()["civil_office"]
    assert told["whole"] and project.is_current(), told


def a_new_table_is_filled_whole(folder):
    project = Project(folder)
    project.make_tables()
    project.run()
    config = HEAD + CONNECTIONS + TABLES + TARGETS
    project.configure(config.replace("table: civil_office", "table: civil_office_2"))
    project.make_tables()
    with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db, db:
        db.execute("INSERT INTO civil_office_2(source, record_id) VALUES ('of', 'somebody')")
    plan = project.call("publish", "civil_office", "--dry-run")
    assert "0 change sets" in plan and "its whole state would be sent: 12 rows" in plan and "WHERE NOT EXISTS" in plan, plan
    assert len(project.table("civil_office_2")) == 1, "nothing was sent"
    told = project.run_json()["targets"][0]
    assert told["whole"] and len(project.table("civil_office_2")) == 12 and project.table() == project.table("civil_office_2"), told
    project.fill("civil", people(range(3, 15), "Civilia", "Van"))
    project.run()
    project.configure(config)  # the first table is of the night before that
    told = project.publish_json()["civil_office"]
    assert told["whole"] and project.is_current() and project.table() == project.table("civil_office_2"), told
    for statement in ("DROP TABLE civil_office", "DELETE FROM civil_office"):
        with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db, db:
            db.execute(statement)
        project.make_tables()
        project.fill("civil", people(range(3, 16), "Civilia", statement[:3]))
        told = project.run_json()
        assert told["targets"][0]["whole"] and project.is_current(), told
        assert any("whole state" in note for note in told["notes"]), told["notes"]
    assert "nothing waits" in project.call("publish", "civil_office")


def a_column_that_was_away_is_filled_again(folder):
    project = Project(folder)
    project.make_tables()
    project.run()
    rows = project.table()
    column = next(line.split()[-1] for line in project.call("target", "list").splitlines() if "columns" in line)
    with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db, db:
        db.execute(f"ALTER TABLE civil_office DROP COLUMN {column}")
    told = project.call("publish", "civil_office", expect=1)
    assert column in told and "ALTER the table" in told and "change sets wait" not in told, told
    assert "is no run id" in project.call("publish", "r-0000000DC", expect=2)
    told = project.run(expect=4)  # nothing has changed, so nothing waits
    assert column in told and "change sets wait" not in told, told
    with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db, db:
        db.execute(f"ALTER TABLE civil_office ADD COLUMN {column} TEXT")
    assert "whole state" in project.call("publish", "civil_office")
    assert project.table() == rows and project.is_current()
    assert "nothing waits" in project.call("publish", "civil_office")


def what_a_table_has_no_room_for_is_told(folder):
    project = Project(folder)
    connection = f"{{ kind: odbc, driver: 'Driver=SQLite3;Database={project.folder / 'out.db'}' }}"
    project.configure((HEAD + CONNECTIONS + TABLES + TARGETS).replace("{ kind: sqlite, file: out.db }", connection))
    sqlite3.connect(project.folder / "out.db").close()
    project.make_tables()
    rows = people(range(1, 13), "Civilia")
    project.fill("civil", [("k" * 401, *rows[0][1:]), *rows[1:]])
    told = project.run_json()
    target, note = told["targets"][0], next(note for note in told["notes"] if "no room for 1 rows" in note)
    assert target["state"] == "current" and len(project.table()) == 11, target
    assert [(one["source"], one["column"], one["rows"]) for one in target["left_out"]] == [("civil", "record_id", 1)], target
    assert "'record_id' of 'civil'" in note and "kkk" not in note, note
    with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db, db:
        db.execute("DELETE FROM hopnhat_watermark")
    assert "no room for 1 rows" in project.call("publish")
    project.fill("civil", rows)
    assert "left_out" not in project.run_json()["targets"][0] and project.is_current()


def a_damaged_set_costs_no_other_target_its_own(folder):
    project = Project(folder)
    project.run(expect=4)  # the table is away, so its set waits
    project.make_tables()
    waits = next((project.folder / "hopnhat-state/segments").glob("*/OUTB-civil_office.hns"))
    sound = waits.read_bytes()
    waits.write_bytes(sound[:150] + bytes([sound[150] ^ 1]) + sound[151:])
    project.fill("tax", people(range(9, 21), "Taxonia"))
    told = project.run(expect=1)
    assert "target 'civil_office'" in told and str(waits.name) in told, told
    assert project.table() == [] and sorted(project.sets()) == [1, 2], project.sets().keys()
    assert "target 'civil_office'" in project.call("publish", expect=1)
    waits.write_bytes(sound)
    project.call("publish")
    assert project.is_current()
    project.check()


def what_a_dba_asks(folder):
    key = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    project = Project(folder, HEAD + CONNECTIONS + TABLES + TARGETS.replace("folder: open", "folder: open, sign_key_file: key"))
    (project.folder / "key").write_text(key + "\n", encoding="utf-8")
    ddl = project.call("target", "ddl", "civil_office")
    assert 'CREATE TABLE IF NOT EXISTS "civil_office"' in ddl and "hopnhat_watermark" in ddl, ddl
    listed = project.call("target", "list")
    assert "source, record_id, entity_id, full_name, city, phone" in listed, listed
    assert re.search(r"values from +civil\n", listed) and re.search(r"values from +tax\n", listed), listed
    assert project.call("target", "key", "open") == public + "\n"
    assert "needs no tables" in project.call("target", "ddl", "open", expect=2)
    assert "signs nothing" in project.call("target", "key", "civil_office", expect=2)
    assert "did you mean 'open'" in project.call("target", "key", "opne", expect=2)
    assert "did you mean 'list'" in project.call("target", "lst", expect=2)
    assert "did you mean 'civil_office'" in project.call("publish", "civil_ofice", expect=2)
    project.make_tables()
    project.run()
    signature = (next((project.folder / "open").glob("set-*")) / "manifest.sig").read_text(encoding="utf-8")
    assert re.fullmatch(r"[0-9a-f]{128}\n", signature), signature
    project.configure(HEAD + CONNECTIONS + TABLES)
    assert "has no targets" in project.call("publish", "open", expect=2)
    assert project.call("target", "list") == ""


# ---- who is shown what ----

def everything_in(folder):
    """(path, bytes) of all files, sealed ones as they were before they were packed."""
    for path in sorted(Path(folder).rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        if data[:8] == sealed_container.MAGIC:
            data = b"".join(sealed_container.SealedFile(path).contents())
        elif path.suffix == ".zst":
            data = zstd_frames.decompress(data)
        yield path, data


def nobody_is_shown_what_is_not_for_him(folder):
    project = Project(folder)
    project.make_tables()
    for night in range(3):
        project.fill("civil", people(range(1 + night, 13), "Civilia", "Van" if night == 1 else ""))
        if night == 1:
            os.rename(project.folder / "out.db", project.folder / "away.db")  # a set waits in the state
        if night == 2:
            os.rename(project.folder / "away.db", project.folder / "out.db")
        project.run(expect=4 if night == 1 else 0)
        assert not (project.folder / "hopnhat-state/spool").exists()
        for path, data in everything_in(project.folder / "hopnhat-state"):
            # A column that no mapping names is not even asked for, where a table is read.
            assert b"canary-secret-Civilia" not in data, path
            in_table = "-civil_office." in path.name and path.parent.parent.name == "segments"
            assert not in_table or b" Tax" not in data and (b" Civ" in data or "OUTB" in path.name), path
            in_folder = "-open." in path.name and path.parent.parent.name == "segments"
            assert not in_folder or b" Civ" not in data and (b" Tax" in data or "OUTB" in path.name), path
        for path, data in everything_in(project.folder / "open"):
            assert b" Civ" not in data and b"canary" not in data and b"City" not in data, path
        for name in ("out.db", "away.db"):
            if (project.folder / name).exists():
                data = (project.folder / name).read_bytes()
                assert b"City of Civilia" in data and b" Tax" not in data and b"canary" not in data, name
    names = {path.name for path in (project.folder / "hopnhat-state/segments").rglob("*.hns")}
    assert {"TROW-civil_office.hns", "TROW-open.hns"} <= names, names
    shared = {entity for _, _, entity in project.crosswalk("civil")} & {entity for _, _, entity in project.crosswalk("tax")}
    assert shared, "some entities are known to both, so that there was a value to hide"


def a_sealed_state_seals_what_waits(folder):
    config = (HEAD + CONNECTIONS + TABLES + TARGETS).replace("{ name: people }", "{ name: people, seal_key_file: seal.key }")
    project = Project(folder, config)
    (project.folder / "seal.key").write_text("ab" * 32 + "\n", encoding="utf-8")
    os.chmod(project.folder / "seal.key", 0o600)
    project.run(expect=4)  # the table is away, so its set waits
    for path in sorted((project.folder / "hopnhat-state/segments").rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            assert data[:8] == sealed_container.MAGIC and data[12] == 1, path
    sqlite3.connect(project.folder / "out.db").close()
    project.make_tables()
    project.call("publish")
    assert project.is_current()


# ---- kills ----

RENAME = re.compile(r"call n=(\d+) class=rename name=(\w+) path=(\S+)")


class KilledProject(Project):
    """Night 1 in peace, then night 2 with other registers, killed somewhere."""

    def __init__(self, folder):
        super().__init__(folder)
        self.make_tables()
        self.run()
        self.fill("civil", people(range(2, 15), "Civilia", "Van"))
        self.fill("tax", people(range(5, 17), "Taxonia", "Thi"))

    def copy(self, name):
        other = Project.__new__(Project)
        other.folder = self.folder.parent / name
        shutil.copytree(self.folder, other.folder, symlinks=True)
        return other


def faulty(project, **fault):
    log = project.folder.parent / "log"
    log.unlink(missing_ok=True)
    preload = ":".join(filter(None, [os.environ.get("LD_PRELOAD"), Project.shim]))
    environment = {**os.environ, "LD_PRELOAD": preload, "HN_FAULT_PREFIX": f"{project.folder}/", "HN_FAULT_LOG": str(log)}
    environment.update({f"HN_FAULT_{key.upper()}": str(value) for key, value in fault.items()})
    process = project.start("run", "-q", env=environment)
    process.communicate()
    return process.returncode, log.read_text(encoding="utf-8") if log.exists() else ""


def moments(log):
    """Of the calls that change a folder: those around a spool, the switch of results, a target; and some of all others."""
    calls = [(int(n), name, path) for n, name, path in RENAME.findall(log)]
    places = [at for at, (_, _, path) in enumerate(calls, 1)
              if re.search(r"/spool/(civil|tax)$|/results/current|/open/|out\.db", path)]
    near = {at + step for at in places for step in (0, 1)}
    return sorted({at for at in near | set(range(1, len(calls) + 1, 9)) if 1 <= at <= len(calls)}), calls


def a_kill_at_any_moment_changes_nothing(folder):
    project = KilledProject(folder / "template")
    peace = project.copy("peace")
    code, log = faulty(peace, **{"class": "rename", "act": "none", "trace": 1})
    assert code == 0, (code, log)
    expected = (peace.table(), peace.sets(), peace.result("crosswalk"), peace.result("golden"))
    assert peace.is_current() and sorted(expected[1]) == [1, 2], expected[1].keys()
    points, calls = moments(log)
    seen = {word for at in points for word in ("/spool/", "/open/set-", "out.db", "/results/current")
            if word in calls[at - 1][2]}
    assert len(seen) == 4, (seen, calls)
    for at in points:
        killed = project.copy("killed")
        code, _ = faulty(killed, **{"class": "rename", "act": "kill", "at": at})
        assert code == -signal.SIGKILL, (at, calls[at - 1], code)
        killed.run()
        told = (killed.table(), killed.sets(), killed.result("crosswalk"), killed.result("golden"))
        assert told == expected, (at, calls[at - 1])
        assert killed.is_current(), (at, calls[at - 1])
        assert not list((killed.folder / "open").glob(".set-*")), (at, calls[at - 1])
        killed.check()
        shutil.rmtree(killed.folder)


def between_spool_and_publish_nobody_is_asked_again(folder):
    project = KilledProject(folder / "template")
    peace = project.copy("peace")
    _, log = faulty(peace, **{"class": "rename", "act": "none", "trace": 1})
    _, calls = moments(log)
    spooled = [at for at, (_, name, path) in enumerate(calls, 1)
               if name == "rename" and re.search(r"/spool/(civil|tax)$", path)]
    assert len(spooled) == 2, calls
    killed = project.copy("killed")
    code, _ = faulty(killed, **{"class": "rename", "act": "kill", "at": spooled[1] + 1})
    assert code == -signal.SIGKILL
    for name in ("civil", "tax"):
        os.remove(killed.folder / f"{name}.db")
    killed.run()  # both were spooled whole
    assert killed.result("golden") == peace.result("golden") and killed.table() == peace.table()


STORIES = [databases_give_what_files_give, a_source_that_is_away_keeps_its_state, a_first_night_without_a_source_is_a_night,
           a_wrong_query_is_told_with_its_source, a_wrong_column_ends_the_first_run_of_a_source, a_target_that_is_away_gets_it_later,
           a_new_table_is_filled_whole, a_column_that_was_away_is_filled_again,
           what_a_table_has_no_room_for_is_told,
           a_damaged_set_costs_no_other_target_its_own, what_a_dba_asks,
           nobody_is_shown_what_is_not_for_him, a_sealed_state_seals_what_waits]
KILLS = [a_kill_at_any_moment_changes_nothing, between_spool_and_publish_nobody_is_asked_again]


def main():
    Project.program, Project.verifier, *shim = (str(Path(path).resolve()) for path in sys.argv[1:4])
    Project.shim = shim[0] if shim else None
    stories = STORIES + (KILLS if shim else [])
    print(f"1..{len(stories)}")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="databases-", dir=memory) as scratch:
        for n, story in enumerate(stories, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
