"""Nights of three sources and three targets, canaries in whatever a target may not see; prints what got out as JSON.

usage: sources_canaries.py PROGRAM FOLDER NIGHTS SEED     (inside tests/servers/postgresql.sh)
"""
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests" / "independent")]
import zstd_frames  # noqa: E402
from acceptance_lib import sources_country as country_of  # noqa: E402
from acceptance_lib.canary_forms import Canaries, Search  # noqa: E402

SOURCES = ("civil", "tax", "health")
TEXTS = ("name", "city", "contact", "note")  # columns with a canary that are mapped, besides the number
COLUMNS = ("id", "number", "born", *TEXTS, "secret")
PEOPLE = 120
KILLS_AFTER = (0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15)
CONFIG = """schema: 1
project: { name: people }
entities:
  person:
    attributes: { full_name: name, birth_date: date, number: digits, city: text, contact: text, note: text }
    comparisons:
      - { attribute: number, levels: [exact] }
      - { attribute: birth_date, levels: [exact] }
    blocking: [[number]]
    thresholds: { match: 1, review: -2 }
gates: { min_row_ratio: 50%, max_entity_churn: 100% }
fetch: { attempts: 1 }
connections:
  pg: { kind: postgresql, host: HOST, port: PORT, user: USER, database: postgres }
  lite: { kind: sqlite, file: lite.db }
  civil: { kind: sqlite, file: civil.db }
  tax: { kind: sqlite, file: tax.db }
  health: { kind: sqlite, file: health.db }
sources:
  civil: { from: { connection: civil, table: people }, CONTRACT MAP }
  tax: { from: { connection: tax, table: people }, MAP }
  health: { from: { connection: health, query: "SELECT id, number, born, name, city, contact, note FROM people" }, MAP }
targets:
  pg_office: { to: { connection: pg, table: office }, sources: [civil], values: [full_name, city] }
  lite_office:
    to: { connection: lite, table: office }
    rows: golden
    sources: [tax]
    values: [full_name, contact]
    values_from: [tax]
  open: { to: { folder: open }, sources: [health, tax], values: [full_name], values_from: [health] }
"""
MAP = "key: id, map: { full_name: name, birth_date: born, number: number, city: city, contact: contact, note: note }"
CONTRACT = "contract: { columns: { note: { length: { max: 60 } } } },"
# What each target is allowed: all else is forbidden.
ALLOWED = {"pg_office": {("civil", "name"), ("civil", "city"), ("civil", "id")},
           "lite_office": {("tax", "name"), ("tax", "contact")},
           "open": {("health", "name"), ("health", "id"), ("tax", "id")}}


class Lab:
    def __init__(self, program, folder, seed):
        self.program, self.folder = Path(program).resolve(), Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.rng = random.Random(seed)
        self.canaries, self.found = Canaries(self.rng), []
        for source in SOURCES:
            for column in ("id", *TEXTS, "secret", "torn", "held"):
                self.canaries.word(source, column)
        self.shared = self.canaries.digits("all", "number")
        self.search = Search(self.canaries)
        self.state, self.tmp = self.folder / "hopnhat-state", self.folder / "tmp"
        self.tmp.mkdir()
        self.configure()

    def configure(self):
        text = CONFIG.replace("CONTRACT", CONTRACT).replace("MAP", MAP)
        for key in ("HOST", "PORT", "USER"):
            text = text.replace(key, os.environ[f"HN_PG_{key}"])
        (self.folder / "hopnhat.yaml").write_text(text, encoding="utf-8")

    # ---- nights ----

    def fill(self, source, night, held=False):
        """A register: its own people by an own range, who share numbers and dates with those of the others."""
        start = {"civil": 0, "tax": 40, "health": 70}[source] + night
        words = {column: self.canaries.word(source, column) for column in ("id", *TEXTS, "secret")}
        rows = []
        for n in range(start, start + (PEOPLE // 4 if held else PEOPLE)):
            texts = [f"{words[column]} {'ab'[(n + night) % 7 == 0]}{n}" for column in TEXTS]
            if held:
                texts = [f"{self.canaries.word(source, 'held')} {n}" for _ in TEXTS]
            born = f"19{50 + n % 50}-0{1 + n % 9}-1{n % 10}"
            rows.append((f"{words['id']}-{n}", f"{self.shared}{n:04}", born, *texts, f"{words['secret']} {n}"))
        if source == "civil":  # its note is longer than the contract has it
            torn = self.canaries.word(source, "torn")
            texts = [f"{torn} {column}" for column in TEXTS[:-1]]
            rows.append((f"{torn}-1", f"{self.shared}9999", "1950-01-01", *texts, f"{torn} " * 9, torn))
        with contextlib.closing(sqlite3.connect(self.folder / f"{source}.db")) as db, db:
            db.execute("DROP TABLE IF EXISTS people")
            db.execute(f"CREATE TABLE people({', '.join(f'{column} TEXT' for column in COLUMNS)})")
            db.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(COLUMNS))})", rows)

    def start(self, *arguments):
        environment = {**os.environ, "TMPDIR": str(self.tmp)}
        return subprocess.Popen([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def call(self, *arguments, codes=(0,)):
        process = self.start(*arguments)
        out, err = process.communicate()
        if process.returncode not in codes:
            raise RuntimeError(f"{arguments} ended {process.returncode}: {err.decode()[-500:]}")
        self.look_at_messages(arguments, out + err)
        return out.decode()

    def killed(self, after):
        """A night that is killed; what it has said until then counts too."""
        process = self.start("run")
        time.sleep(after)
        is_late = process.poll() is not None
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        self.look_at_messages(("run, killed",), out + err)
        self.look_at_state()
        return not is_late

    def make_tables(self):
        country_of.feed(country_of.psql("-d", "postgres"), self.call("target", "ddl", "pg_office"))
        with contextlib.closing(sqlite3.connect(self.folder / "lite.db")) as db:
            db.executescript(self.call("target", "ddl", "lite_office"))

    def told(self):
        """What people ask behind a night."""
        self.call("publish", "--dry-run", codes=(0, 1, 75))
        for command in (("target", "list"), ("verify",), ("report", "--top", "bridges"), ("check",),
                        ("explain", f"civil:{self.canaries.word('civil', 'id')}-60")):
            self.call(*command)

    def decide(self):
        """Somebody chose a value of a source that most targets may not see."""
        record = f"health:{self.canaries.word('health', 'id')}-80"
        entity = json.loads(self.call("explain", record, "--json"))["entity_id"]
        for attribute in ("full_name", "city"):
            self.call("decide", "value", entity, attribute, record, "--reason", "seen")

    # ---- search ----

    def report(self, where, places):
        self.found += [f"{'.'.join(place)} in {where}" for place in places]

    def look_at_messages(self, arguments, data):
        """No value is ever told; records are, by their ids."""
        values = [place for place in self.canaries.words if place[1] != "id"]
        self.report(f"the output of {' '.join(arguments)}", self.search.find(data, values))

    def forbidden(self, target):
        return [place for place in self.canaries.words if place not in ALLOWED[target]]

    def look_at_target(self, target, where, data, is_whole=True):
        """@is_whole: it is proved that the search sees what the target may have."""
        self.report(f"{target}: {where}", self.search.find(data, self.forbidden(target)))
        missing = [place for place in ALLOWED[target] if is_whole and not self.search.is_in(place, data)]
        if missing:
            raise RuntimeError(f"{target}: {where} has nothing of {missing}: the search does not see what is there")

    def look_at_targets(self):
        for name, where, data in self.texts_of_targets():
            self.look_at_target(name, where, data)

    def texts_of_targets(self):
        dump = subprocess.run(["pg_dump", "-h", os.environ["HN_PG_HOST"], "-p", os.environ["HN_PG_PORT"], "-U",
                               os.environ["HN_PG_USER"], "postgres"], capture_output=True, check=True)
        yield "pg_office", "pg_dump", dump.stdout
        with contextlib.closing(sqlite3.connect(self.folder / "lite.db")) as db:
            yield "lite_office", "dump", "\n".join(db.iterdump()).encode()
        yield "lite_office", "bytes", b"".join(path.read_bytes() for path in self.folder.glob("lite.db*"))
        yield "open", "files", b"".join(opened(path) for path in files_of(self.folder / "open"))

    def look_at_state(self):
        """No column that no mapping names; in what waits for a target what it may see; no values in reports."""
        secrets = [place for place in self.canaries.words if place[1] == "secret"]
        for path in files_of(self.state):
            data = opened(path)
            self.report(f"{path.relative_to(self.folder)}", self.search.find(data, secrets))
            for target in ALLOWED:
                if path.name in (f"OUTB-{target}.hns", f"TROW-{target}.hns"):
                    self.look_at_waiting(target, path.name, data)
            if path.suffix in (".json", ".html"):
                self.look_at_messages((str(path.relative_to(self.folder)),), data)
        for path in files_of(self.tmp):
            self.report(f"TMPDIR/{path.name}", self.search.find(opened(path), list(self.canaries.words)))

    def look_at_waiting(self, target, name, data):
        """A held night has made its set, which nobody gets: of civil's texts, so for its office alone."""
        held = ("civil", "held")
        if target == "pg_office" and self.search.is_in(held, data):
            places = [place for place in self.forbidden(target) if place != held]
            self.report(f"{target}: {name} of a held night", self.search.find(data, places))
        else:
            self.look_at_target(target, name, data, is_whole=name.startswith("TROW"))

    def look_behind(self):
        """Behind a night that ended: no spool, no temporary file, and all of the above."""
        left = [path.name for path in (*files_of(self.tmp), *files_of(self.state / "spool"))]
        self.found += [f"left behind: {name}" for name in left]
        self.look_at_state()
        self.look_at_targets()

    def look_at_server(self):
        """All that the server ever got: its files, its log of changes, and its messages."""
        folder = Path(os.environ["HN_PG_SOCKET"])
        country_of.feed(country_of.psql("-d", "postgres"), "CHECKPOINT;")
        n_bytes = 0
        for path in [*files_of(folder / "data" / "pg_wal"), *files_of(folder / "data" / "base"), folder / "log"]:
            data = path.read_bytes().rstrip(b"\0")
            n_bytes += len(data)
            self.report(f"the server's {path.name}", self.search.find(data, self.forbidden("pg_office")))
        return n_bytes


def files_of(folder):
    return [path for path in sorted(Path(folder).rglob("*")) if path.is_file() and not path.is_symlink()]


def opened(path):
    """A file's bytes, and behind them the content of every zstd frame in it, wherever that begins."""
    data = path.read_bytes()
    frames, at = [], data.find(b"\x28\xb5\x2f\xfd")
    while at >= 0:
        try:
            frame = zstd_frames.read_frame(data, at)
            frames.append(data[at:at + frame.size])
            at = data.find(b"\x28\xb5\x2f\xfd", at + frame.size)
        except (ValueError, IndexError):
            at = data.find(b"\x28\xb5\x2f\xfd", at + 1)
    parts = [data]
    try:
        parts.append(zstd_frames.decompress(b"".join(frames)))
    except ValueError:  # one that only looks like a frame: each by itself
        for frame in frames:
            with contextlib.suppress(ValueError):
                parts.append(zstd_frames.decompress(frame))
    return b"\n".join(parts)


def main(program, folder, nights, seed):
    lab, kills = Lab(program, folder, int(seed)), 0
    lab.make_tables()
    for source in SOURCES:
        lab.fill(source, 0)
    lab.call("run")
    lab.look_behind()
    lab.decide()
    for night in range(1, int(nights) + 1):
        for source in SOURCES:
            lab.fill(source, night)
        for after in KILLS_AFTER[night % 2::2]:
            kills += lab.killed(after)
        lab.call("run", codes=(0, 4))
        lab.look_behind()
        lab.fill("civil", night, held=True)
        lab.call("run", codes=(3,))
        lab.call("diff", "current", "held")
        lab.look_behind()
        lab.fill("civil", night + 1)
        os.rename(lab.folder / "tax.db", lab.folder / "away.db")
        lab.call("run", "--json", codes=(4,))
        lab.look_behind()
        os.rename(lab.folder / "away.db", lab.folder / "tax.db")
        lab.told()
        lab.look_behind()
    server_bytes = lab.look_at_server()
    print(json.dumps({"found": sorted(set(lab.found)), "kills": kills, "server": server_bytes,
                      "bytes": lab.search.n_bytes, "texts": lab.search.n_texts, "canaries": len(lab.canaries.words),
                      "forms": sum(map(len, lab.search.forms.values()))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
