"""A laboratory for write-back under faults: a project whose target is a PostgreSQL server that it reaches by a proxy,
and its twin, whose nights are the same and whose target, on a server of its own, nobody disturbs.

A round changes the deliveries, strikes once, calls the program until it ends well, and lets psql take the digest of
both tables. Entities have the same identifiers in both projects: they come of what is delivered.
"""
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from acceptance_lib.context import ROOT
from project_folder import ProjectFolder

sys.path.insert(0, str(ROOT / "tests" / "servers"))
from cut_proxy import DOWN, UP, Fault, Mark, Proxy  # noqa: E402

PHASES = ("connect", "watermark", "staging", "apply", "commit", "after commit")
MARKS = [Mark(UP, b"SET statement_timeout", "watermark"), Mark(UP, b"DROP TABLE IF EXISTS pg_temp", "staging"),
         Mark(UP, b"BEGIN TRANSACTION", "apply"), Mark(UP, b"COMMIT\0", "commit"),
         Mark(DOWN, b"COMMIT\0", "after commit", within="commit")]
CALLS_MAX = 12  # of publish after a fault; more is no end
CALL_SECONDS = 60  # a call of some hundred rows that takes longer hangs
KEPT = 4
DISK_BYTES = 24 << 20
CONFIG = """schema: 1
project: {{ name: faults }}
connections:
  warehouse: {{ kind: postgresql, host: 127.0.0.1, port: {port}, database: postgres, user: writer, connect_seconds: 5,
    idle_seconds: 2 }}
entities:
  person:
    attributes: {{ full_name: name, birth_date: date }}
    comparisons:
      - {{ attribute: full_name, levels: [exact, {{ jaro_winkler: 0.9 }}] }}
      - {{ attribute: birth_date, levels: [exact] }}
    blocking: [[full_name], [birth_date]]
    thresholds: {{ match: 1, review: -2 }}
sources:
  civil: {{ from: {{ file: civil.csv }}, key: id, map: {{ full_name: name, birth_date: born }} }}
  tax: {{ from: {{ file: tax.csv }}, key: id, map: {{ full_name: name, birth_date: born }} }}
targets:
  warehouse: {{ to: {{ connection: warehouse, table: dwh.people }}, sources: [all], values: [full_name, birth_date] }}
fetch: {{ attempts: {attempts} }}
gates: {{ min_row_ratio: 0, max_entity_churn: 100% }}
"""


class Server:
    """tests/servers/postgresql.sh; @has_disk: its tables lie on a small disk, where one may be mounted."""

    def __init__(self, has_disk=False):
        script = ROOT / "tests" / "servers" / "postgresql.sh"
        self.process = subprocess.Popen([script, "sh", "-c", "env | grep ^HN_PG_; echo; exec cat >/dev/null"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.env = dict(line.strip().split("=", 1) for line in iter(self.process.stdout.readline, "\n") if "=" in line)
        if "HN_PG_PORT" not in self.env:
            raise RuntimeError("tests/servers/postgresql.sh started no server")
        self.port = int(self.env["HN_PG_PORT"])
        self.disk = self.mount() if has_disk else None
        self.psql("CREATE ROLE writer LOGIN")
        if self.disk is not None:
            self.psql(f"CREATE TABLESPACE small LOCATION '{self.disk / 'space'}'",
                      "ALTER ROLE writer SET temp_tablespaces = small", "GRANT CREATE ON TABLESPACE small TO writer")

    def psql(self, *statements):
        words = [word for statement in statements for word in ("-c", statement)]
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.env["HN_PG_SOCKET"],
                               "-p", self.env["HN_PG_PORT"], "-U", "postgres", *words], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError("psql: " + done.stderr.strip()[-300:])
        return done.stdout

    @staticmethod
    def mount():
        """A disk that can be filled; None where nobody may mount."""
        folder = Path(tempfile.mkdtemp(prefix="hn-disk."))
        folder.chmod(0o755)
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder],
                                               capture_output=True, check=False).returncode != 0:
            folder.rmdir()
            return None
        (folder / "space").mkdir()
        shutil.chown(folder / "space", "postgres")
        return folder

    def fill(self):
        """Not a byte is left."""
        with open(self.disk / "filler", "wb", buffering=0) as filler:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        filler.write(b"\0" * size)
                except OSError:
                    pass

    def empty(self):
        if self.disk is not None:
            (self.disk / "filler").unlink(missing_ok=True)

    def restart(self):
        subprocess.run([ROOT / "tests" / "servers" / "restart_postgresql.sh"], env={**os.environ, **self.env},
                       capture_output=True, check=True)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        if self.disk is not None:
            subprocess.run(["umount", self.disk], check=False)
            self.disk.rmdir()


class Register:
    """The deliveries: two sources of the same people, who are renamed, come and go."""

    def __init__(self, rng, n_people):
        self.rng, self.n_people = rng, n_people
        self.people = {n: self.person(n) for n in range(n_people)}
        self.next = n_people

    def person(self, n):
        letters = "".join(self.rng.choice("aàáâãbcdđeêghiklmnoôơpqrstuưvxy") for _ in range(self.rng.randint(3, 9)))
        extra = self.rng.choice(["", "", "", " \\.", " \\N", " O'Neil", " \U0001f600"])
        return f"Nguyễn {letters.capitalize()}{extra} {n}", f"{1940 + n % 70}-{1 + n % 12:02d}-{1 + n % 28:02d}"

    def change(self):
        share = self.rng.choice([.01, .05, .2, 1])
        for n in list(self.people):
            if self.rng.random() < share:
                self.people[n] = self.person(n)
        n_gone = self.rng.randint(1, 1 + int(share * 40))
        for n in self.rng.sample(sorted(self.people), n_gone):
            del self.people[n]
        while len(self.people) < self.n_people:  # as many as there were
            self.people[self.next] = self.person(self.next)
            self.next += 1

    def write(self, folder):
        for source in ("civil", "tax"):
            rows = [f'{n},"{name}",{born}\n' for n, (name, born) in self.people.items()]
            (folder / f"{source}.csv").write_text("id,name,born\n" + "".join(rows), encoding="utf-8")


class Round:
    """What was struck and what came of it."""

    def __init__(self, number, phase, act):
        self.number, self.phase, self.act = number, phase, act
        self.direction, self.struck, self.codes, self.n_rows, self.problem = UP, None, [], 0, ""

    def line(self):
        where = self.struck or {}
        codes = " ".join(map(str, self.codes))
        return (f"round {self.number}: {self.phase}: {self.act} {self.direction} byte {where.get('byte', '-')} "
                f"({where.get('in_phase', '-')} of the phase); ended {codes}, {self.n_rows} rows"
                + (f": {self.problem}" if self.problem else ""))


class FaultLab:
    def __init__(self, program, work, seed, n_people=300):
        self.work, self.rng = Path(work), random.Random(seed)
        self.server, self.other_server = Server(has_disk=True), Server()
        self.proxy = Proxy(("127.0.0.1", self.server.port), MARKS, "connect")
        self.register = Register(self.rng, n_people)
        self.hurt, self.twin = (self.project(name, program) for name in ("hurt", "twin"))
        self.process = None  # that a fault may kill
        self.configure(attempts=1)
        self.make_tables(self.hurt, self.server)
        self.make_tables(self.twin, self.other_server)

    @staticmethod
    def acts(phase, has_disk):
        """Each as often as it stands here."""
        acts = ["cut"] * 4 + ["close"] * 2 + ["kill"] * 3 + ["restart"] * 3 + ["stall"]
        return acts + ["full"] * 3 if has_disk and phase in ("staging", "apply") else acts

    def project(self, name, program):
        made = ProjectFolder(self.work / name, program)
        made.folder.mkdir()
        return made

    def configure(self, attempts):
        self.hurt.write_config(CONFIG.format(port=self.proxy.port, attempts=attempts))
        self.twin.write_config(CONFIG.format(port=self.other_server.port, attempts=1))

    @staticmethod
    def make_tables(project, server):
        ddl = project.call("target", "ddl", "warehouse", "-c", project.config)
        if ddl.returncode != 0:
            raise RuntimeError(f"target ddl ended {ddl.returncode}: {ddl.stderr.strip()}")
        server.psql(ddl.stdout)
        if server.disk is not None:
            server.psql("ALTER TABLE dwh.people SET TABLESPACE small",
                        "ALTER INDEX dwh.people_pkey SET TABLESPACE small")

    @staticmethod
    def start(project, command):
        words = [command, "-c", str(project.config)] + (["-q"] if command == "run" else [])
        with open(project.folder / "out", "wb") as out:
            return subprocess.Popen(project.command(*words), cwd=project.folder, stdin=subprocess.DEVNULL, stdout=out,
                                    stderr=out, env={**os.environ, "PGSSLMODE": "disable"})

    @staticmethod
    def end(process):
        """The exit code; None where it hung."""
        try:
            return process.wait(CALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def call(self, command):
        self.process = self.start(self.hurt, command)
        return self.end(self.process)

    @staticmethod
    def digest(server):
        text = server.psql('COPY (SELECT * FROM dwh.people ORDER BY source COLLATE "C", record_id COLLATE "C") '
                           "TO STDOUT")
        return hashlib.sha256(text.encode()).hexdigest(), text.count("\n")

    # ---- a round ----

    def kill(self):
        """Somewhere in what follows: of the answer to COMMIT that is the note that it was given."""
        time.sleep(self.rng.choice([0, 0, self.rng.uniform(0, .004)]))
        self.process.kill()

    def fault_of(self, made):
        doers = {"kill": self.kill, "restart": self.server.restart, "full": self.server.fill}
        made.direction = DOWN if made.act == "swallow" else self.rng.choice([UP, DOWN])
        size = self.proxy.sizes.get((made.phase, made.direction), 0)
        return Fault(doers.get(made.act, made.act), made.phase, made.direction, self.rng.randint(0, size))

    def prepare(self, made):
        self.register.change()
        for project in (self.hurt, self.twin):
            self.register.write(project.folder)
        self.configure(attempts=3 if made.number % 20 == 7 else 1)
        self.proxy.halves = self.rng.random() < .3
        self.proxy.delay_seconds = self.rng.choice([0, 0, 0, .001])

    def settle(self, made, code):
        """Until the program says that the target has everything."""
        made.codes.append(code)
        # A night that was killed is gone on with; who delivers after it, and whether, its end does not tell.
        while code not in (0, KEPT, None) and len(made.codes) < CALLS_MAX:
            code = self.call("run")
            made.codes.append(code)
        while len(made.codes) < CALLS_MAX:
            code = self.call("publish")
            made.codes.append(code)
            if code in (0, None):
                break
        if code != 0:
            words = (self.hurt.folder / "out").read_text(errors="replace").strip().splitlines()
            made.problem = "it does not end: " + " | ".join(words[-2:])

    def compare(self, made, twin_code):
        if twin_code != 0:
            made.problem = made.problem or f"the twin's night ended {twin_code}"
        mine, its = self.digest(self.server), self.digest(self.other_server)
        made.n_rows = its[1]
        if mine != its:
            made.problem = f"the digest differs: {mine[1]} and {its[1]} rows"

    def round(self, number, phase, act=None):
        """Its @struck is None where the phase did not come."""
        made = Round(number, phase, act or self.rng.choice(self.acts(phase, self.server.disk is not None)))
        self.prepare(made)
        twin = self.start(self.twin, "run")
        fault = self.fault_of(made)
        self.proxy.arm(fault)
        code = self.call("run")
        self.proxy.disarm()
        made.struck = fault.struck
        self.proxy.halves, self.proxy.delay_seconds = False, 0
        self.server.empty()
        self.settle(made, code)
        self.compare(made, self.end(twin))
        if number % 10 == 0:
            self.server.psql("VACUUM dwh.people")
        return made

    def close(self):
        self.proxy.close()
        self.server.close()
        self.other_server.close()
