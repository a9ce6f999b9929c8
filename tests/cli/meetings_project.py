"""A project of five registers for the stories of `meets`: who is in which is known, and what may be together with it."""
import fcntl
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

SOURCES = ("hospital", "insurance", "population", "school", "tax")
# Numbers of the people in each. What nobody links but the two themselves: 200-219 of tax and hospital, 240-259 of hospital
# and insurance.
WHO = {"population": range(0, 200), "tax": range(0, 150), "hospital": range(100, 220), "insurance": range(50, 90),
       "school": range(170, 200)}
WHO = {source: list(numbers) for source, numbers in WHO.items()}
WHO["tax"] += range(200, 230)
WHO["hospital"] += range(240, 260)
WHO["insurance"] += [*range(150, 180), *range(220, 260)]
WHO["school"] += range(260, 300)
# By a name alone, so that a person must look: of those in hospital some are in tax, too.
DOUBTFUL = {"hospital": [*range(10, 20), *range(160, 165)], "school": range(30, 40)}
LAW = {"hospital": "never: [tax], through: [insurance]"}

HEAD = """schema: 1
project: { name: meetings }
CONNECTIONSentities:
  person:
    attributes:
      full_name: name
      birth_date: date
      national_id: digits
      ward: text
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.92 }] }
      - { attribute: birth_date, levels: [exact] }
      - { attribute: national_id, levels: [exact] }
    blocking: [[full_name], [birth_date], [national_id]]
    thresholds: { match: 7, review: 0 }
"""
SOURCE = "  {0}:\n    from: {{ file: {1}{0}.csv }}\n    key: id\n{2}    map: {{ full_name: name, birth_date: born, national_id: number, ward: ward }}\n"
OPEN_GATES = "gates: { max_entity_churn: 100%, min_row_ratio: 0 }\n"


def people():
    rng = random.Random(23)
    word = lambda n: "".join(rng.choice("bcdghklmnpqrstvx") + rng.choice("aeiou") for _ in range(n)).title()  # noqa: E731
    return [(f"{word(3)} {word(4)}", f"{rng.randrange(1940, 2010)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
             f"{rng.randrange(10**11, 10**12)}") for _ in range(400)]


def registers():
    """{source: {record id: (name, born, number)}}; an id is the person's number, behind d in doubt."""
    everybody = people()
    rows = {source: {str(n): everybody[n] for n in WHO[source]} for source in SOURCES}
    for source, numbers in DOUBTFUL.items():
        rows[source] |= {f"d{n}": (everybody[n][0], "", "") for n in numbers}
    return rows


class Law:
    """A second reading of `meets`, in the words of the stories: {(source, other): word}."""

    STRICTNESS = ("compare", "through", "never")

    def __init__(self, *said):
        self.said = {}
        for source, other, word in said:
            for pair in ((source, other), (other, source)):
                self.said[pair] = max(word, self.said.get(pair, "compare"), key=self.STRICTNESS.index)

    def of(self, one, other):
        return self.said.get((one, other), "compare")


NO_LAW = Law()
HOSPITAL_LAW = Law(("hospital", "tax", "never"), ("hospital", "insurance", "through"))


class Project:
    program = verifier = shim = None

    def __init__(self, folder, law=None, **how):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.rows, self.how = registers(), {"gates": OPEN_GATES, **how}
        self.configure(law or {})
        self.deliver()

    def configure(self, law, **how):
        """@law: of a source what stands under its `meets`."""
        how = self.how | how
        text = HEAD.replace("CONNECTIONS", how.get("connections", "")).replace("match: 7", f"match: {how.get('match', 7)}")
        text += how.get("entity", "") + "sources:\n"
        for source in how.get("sources", SOURCES):
            text += self.source(source, law.get(source))
        text += how.get("more", "") + how.get("targets", "") + how["gates"]
        self.config.write_text(text, encoding="utf-8")

    @staticmethod
    def source(name, meets=None, folder=""):
        return SOURCE.format(name, folder, f"    meets: {{ {meets} }}\n" if meets else "")

    @property
    def config(self):
        return self.folder / "hopnhat.yaml"

    def ward(self, source, n):
        """Of every other record none, so that records of several sources are equal; or of all, or of none."""
        has_ward = self.how.get("wards", int(n.strip("dsx")) % 2)
        return f"{source} ward {n}" if has_ward else ""

    def deliver(self, **instead):
        for source, rows in (self.rows | instead).items():
            text = "id,name,born,number,ward\n" + "".join(
                f"{n},{name},{born},{number},{self.ward(source, n)}\n" for n, (name, born, number) in rows.items())
            (self.folder / f"{source}.csv").write_text(text, encoding="utf-8")

    # ---- the program ----

    def call(self, *arguments, expect=0, lang="en"):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml", "--lang", lang], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def start(self, *arguments):
        return subprocess.Popen([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def night(self, *arguments, expect=0):
        """The run's summary."""
        return json.loads(self.call("run", "-q", "--json", *arguments, expect=expect).stdout)

    def act(self, *arguments, expect=0):
        done = self.call(*arguments, "--reason", "a test", "--json", expect=expect)
        return json.loads(done.stdout) if expect == 0 else done.stderr

    def refuses(self, *arguments, sources):
        """The act ends 2, names the two sources and no value, and changes nothing."""
        before = self.call("verify", "--digest").stdout
        told = self.act(*arguments, expect=2)
        assert all(f"'{source}'" in told for source in sources) and "`meets`" in told, told
        self.shows_no_value(told)
        assert self.call("verify", "--digest").stdout == before, arguments

    def rows_of(self, kind):
        return [json.loads(line) for line in self.call("export", kind, "-o", "-").stdout.splitlines()]

    def entities(self):
        return {f"{row['source']}:{row['record_id']}": row["entity_id"] for row in self.rows_of("crosswalk")}

    def together(self, *records):
        entities = self.entities()
        return len({entities[record] for record in records}) == 1

    def current(self):
        return os.readlink(self.folder / "hopnhat-state/results/current")

    def explain(self, a, b, *arguments, lang="en"):
        return self.call("explain", a, b, *arguments, lang=lang).stdout

    def explained(self, a, b):
        return json.loads(self.explain(a, b, "--json", "--unmask"))

    # ---- what must hold ----

    def shows_no_value(self, text):
        for rows in self.rows.values():
            for name, born, number in rows.values():
                assert not any(value and value in text for value in (name, born, number)), text

    def is_lawful(self, law):
        """Results, entities and edges, by this file's reading and by both verifiers."""
        held = {}
        for record, entity in self.entities().items():
            held.setdefault(entity, set()).add(record.split(":")[0])
        for entity, sources in held.items():
            unlawful = [pair for pair in itertools.combinations(sorted(sources), 2) if law.of(*pair) == "never"]
            assert not unlawful, (entity, unlawful)
        for row in self.rows_of("edges"):
            assert law.of(row["source_dataset_l"], row["source_dataset_r"]) == "compare", row
        for row in self.rows_of("cases"):
            both = [held[row[f"entity_id_{side}"]] for side in "lr" if row[f"entity_id_{side}"] in held]
            assert len(both) < 2 or all(law.of(a, b) != "never" for a, b in itertools.product(*both)), row
        self.is_verified(law is not NO_LAW)

    def is_verified(self, is_asked=True, law_of=None):
        """@law_of: a configuration, where another one was in force for the published run."""
        told = self.call("verify").stdout
        assert "FAULT" not in told, told
        if is_asked and law_of is None:
            assert "no entity of sources that never meet" in told, told
        law = ["--meets", *([law_of] if law_of else [])]
        done = subprocess.run([sys.executable, self.verifier, "hopnhat.yaml", *(law if is_asked else [])],
                              cwd=self.folder, text=True, capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)


# ---- the truth ----

def holders():
    """{number: names of the records that are this person}."""
    found = {}
    for source, numbers in WHO.items():
        for n in numbers:
            found.setdefault(n, set()).add(source)
    return found


def linked(sources, law):
    """Which of one person's sources hang together by pairs that may be compared."""
    parent = {source: source for source in sources}

    def root(source):
        while parent[source] != source:
            source = parent[source]
        return source
    for a, b in itertools.combinations(sorted(sources), 2):
        if law.of(a, b) == "compare":
            parent[root(b)] = root(a)
    groups = {}
    for source in sources:
        groups.setdefault(root(source), set()).add(source)
    return list(groups.values())


def is_the_truth(project, law):
    """Each person is one entity, or as many as the law makes of him."""
    entities, n_two = project.entities(), 0
    for n, sources in holders().items():
        found = {}
        for source in sources:
            found.setdefault(entities[f"{source}:{n}"], set()).add(source)
        for group in linked(sources, law):
            together = [members & group for members in found.values() if members & group]
            never = [pair for pair in itertools.combinations(sorted(group), 2) if law.of(*pair) == "never"]
            assert len(together) == 1 + len(never), (n, group, together)
            n_two += len(never)
        assert all(any(members <= group for group in linked(sources, law)) for members in found.values()), (n, found)
    return n_two


def n_lawful_pairs(project, law):
    """Pairs of records with an equal name, date or number that may be compared."""
    rows = [(source, row) for source, rows in project.rows.items() for row in rows.values()]
    return sum(any(a == b != "" for a, b in zip(one, other)) and law.of(source, another) == "compare"
               for (source, one), (another, other) in itertools.combinations(rows, 2))


# ---- beside a run ----

def decided_while_the_night_waits(project, *acts):
    """A run that waits for a register in a pipe; the acts are done, then it goes on."""
    pipe = project.folder / "tax.csv"
    text = pipe.read_text(encoding="utf-8")
    pipe.unlink()
    os.mkfifo(pipe)
    night = project.start("run", "-q")
    with open(pipe, "w", encoding="utf-8") as writer:
        for act in acts:
            act()
        writer.write(text)
    out, errors = night.communicate()
    assert night.returncode == 0, (out, errors)
    pipe.unlink()
    pipe.write_text(text, encoding="utf-8")


def is_stopped(night):
    return Path(f"/proc/{night.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "T"


def holds_nobody_up(project):
    """It does not write just now: who would decide could."""
    with open(project.folder / "hopnhat-state/write.lock", "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def stop(project, night):
    """FALSE: it has come to its end."""
    while night.poll() is None:
        night.send_signal(signal.SIGSTOP)
        while night.poll() is None and not is_stopped(night):
            time.sleep(0.0002)
        if night.poll() is None and holds_nobody_up(project):
            return True
        night.send_signal(signal.SIGCONT)
        time.sleep(0.0002)
    return False


def decided_while_it_links(project, *acts):
    """A run that stands still behind its hearing of decisions; FALSE: it was too quick."""
    night = project.start("run")
    for line in night.stderr:
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("stage") == "link":
            break
    is_beside = stop(project, night)
    for act in acts:
        act()
    night.send_signal(signal.SIGCONT)
    out, errors = night.communicate()
    assert night.returncode == 0, (out, errors)
    return is_beside
