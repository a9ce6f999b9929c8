"""What waits for targets, damaged: a project with a table and a folder as targets, waiting sets, acts against them."""
import contextlib
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tests" / "independent"))
import zstd_frames  # noqa: E402

CONFIG = """schema: 1
project: { name: people }
entities:
  person:
    attributes: { full_name: name, birth_date: date, city: text }
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact] }
    blocking: [[full_name], [birth_date]]
    thresholds: { match: 1, review: -2 }
gates: { min_row_ratio: 0, max_entity_churn: 100% }
fetch: { attempts: 1 }
connections: { out: { kind: sqlite, file: out.db } }
sources:
  civil: { from: { file: civil.csv }, key: id, map: { full_name: name, birth_date: born, city: city } }
  tax: { from: { file: tax.csv }, key: id, map: { full_name: name, birth_date: born, city: city } }
targets:
  office: { to: { connection: out, table: office }, sources: all, values: [full_name, city] }
  open: { to: { folder: open }, rows: golden, sources: all, values: [full_name, birth_date] }
"""
TARGETS = ("office", "open")
KINDS = ("cut", "flipped", "spliced", "replayed", "re-ordered", "removed", "state replayed")
PEOPLE, NIGHTS = 300, 4


class Waiting:
    """Copies of a project: `waiting`, of which three sets wait; `lost`, whose targets were emptied besides; and the
    state of each night beside them."""

    def __init__(self, program, folder, seed):
        self.program, self.folder, self.random = Path(program), Path(folder), random.Random(seed)
        self.make()
        self.last = {name: self.undisturbed(name) for name in ("waiting", "lost")}
        self.until = {night: self.undisturbed("waiting", night) for night in range(1, NIGHTS)}

    def call(self, project, *arguments):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=project, capture_output=True,
                              text=True, errors="replace", check=False, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def need(self, project, code, *arguments):
        ended, told = self.call(project, *arguments)
        if ended != code:
            raise RuntimeError(f"{' '.join(arguments)} ended {ended}, not {code}: {told[-400:]}")
        return told

    def deliver(self, project, night):
        for source, first in (("civil", 0), ("tax", PEOPLE // 2)):
            people = range(first + 9 * night, first + PEOPLE + 7 * night)
            lines = [f"{n},Nguyễn {'Văn ' * (n % 5 == night)}{chr(65 + n % 26)}{n * 7919 % 997} {chr(65 + n % 23)},"
                     f"19{50 + n % 50}-0{1 + n % 9}-1{n % 10},{source} {self.random.randrange(40)}" for n in people]
            (project / f"{source}.csv").write_text("id,name,born,city\n" + "\n".join(lines) + "\n", encoding="utf-8")

    def make(self):
        project = self.folder / "waiting"
        project.mkdir()
        (project / "hopnhat.yaml").write_text(CONFIG, encoding="utf-8")
        with contextlib.closing(sqlite3.connect(project / "out.db")) as db:
            db.executescript(self.need(project, 0, "target", "ddl", "office"))
        for night in range(1, NIGHTS + 1):
            self.deliver(project, night)
            self.take_away(project)
            self.need(project, 4, "run", "-q")
            self.keep(project, night)
            self.give_back(project)
            if night == 1:
                self.need(project, 0, "publish")
        self.copy("waiting", "lost")
        lost = self.folder / "lost"
        with contextlib.closing(sqlite3.connect(lost / "out.db")) as db, db:
            db.execute("DELETE FROM office")
            db.execute("DELETE FROM hopnhat_watermark")
        shutil.rmtree(lost / "open")

    def take_away(self, project):
        """A database whose file is elsewhere, a folder in whose place a file lies."""
        os.rename(project / "out.db", project / "away.db")
        if (project / "open").exists():
            os.rename(project / "open", project / "away")
        (project / "open").touch()

    def give_back(self, project):
        os.rename(project / "away.db", project / "out.db")
        os.remove(project / "open")
        if (project / "away").exists():
            os.rename(project / "away", project / "open")

    def keep(self, project, night):
        kept = self.folder / f"night{night}"
        kept.mkdir()
        for name in ("hopnhat-state", "hopnhat.anchor"):
            self.copy_one(project / name, kept / name)

    def put_state(self, project, night, *names):
        for name in names:
            self.copy_one(self.folder / f"night{night}" / name, project / name)

    @staticmethod
    def copy_one(path, to):
        if path.is_dir():
            shutil.rmtree(to, ignore_errors=True)
            shutil.copytree(path, to, symlinks=True)
        else:
            shutil.copy2(path, to)

    def copy(self, name, to):
        shutil.rmtree(self.folder / to, ignore_errors=True)
        shutil.copytree(self.folder / name, self.folder / to, symlinks=True)
        return self.folder / to

    def undisturbed(self, name, night=NIGHTS):
        """What each target holds once all sets up to @night came to it."""
        project = self.copy(name, "peace")
        if night < NIGHTS:
            self.put_state(project, night, "hopnhat-state", "hopnhat.anchor")
        self.need(project, 0, "publish")
        return {target: self.content(project, target) for target in TARGETS}

    @staticmethod
    def raw(project, target):
        """Every byte that a reader of the target sees."""
        if target == "office":
            with contextlib.closing(sqlite3.connect(project / "out.db")) as db:
                return list(db.iterdump())
        return {str(path.relative_to(project)): path.read_bytes() if path.is_file() else None
                for path in sorted((project / "open").rglob("*")) if path.name != ".lock"}

    @staticmethod
    def content(project, target):
        """What is the same, whoever wrote it and when: rows, sets, the mark of which is the last."""
        if target == "office":
            with contextlib.closing(sqlite3.connect(project / "out.db")) as db:
                return (sorted(db.execute("SELECT * FROM office"), key=repr),
                        list(db.execute("SELECT stream, sequence, digest FROM hopnhat_watermark")))
        sets = []
        for path in sorted((project / "open").glob("set-*/changes.jsonl.zst")):
            manifest = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
            manifest.pop("epoch")
            data = path.read_bytes()
            sets.append((path.parent.name, manifest, zstd_frames.decompress(data), hashlib.sha256(data).hexdigest()))
        mark = project / "open" / "current.json"
        current = json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {}
        return sets, {key: value for key, value in current.items() if key != "epoch"}

    # ---- acts ----

    def files(self, project, target, kind="OUTB"):
        return sorted((project / "hopnhat-state" / "segments").glob(f"*/{kind}-{target}.hns"))

    def strike(self, project, kind, template):
        """Damages what waits; (target, first night whose file differs now, what was done, {path: its bytes before})."""
        rng, target = self.random, self.random.choice(TARGETS)
        segments = self.files(project, target)
        states = self.files(project, target, "TROW")
        if template == "lost" and rng.random() < 0.7:
            segments = states + segments
            path = states[-1]
        else:
            path = rng.choice(segments)
        other = rng.choice([segment for segment in segments if segment != path])
        before = {path: path.read_bytes(), other: other.read_bytes()}
        mine, its = before[path], before[other]
        place = rng.randrange(len(mine))
        if kind == "cut":
            path.write_bytes(mine[:place])
        elif kind == "flipped":
            path.write_bytes(mine[:place] + bytes([mine[place] ^ 1 << rng.randrange(8)]) + mine[place + 1:])
        elif kind == "spliced":
            self.splice(path, mine, its, place)
        elif kind == "replayed":
            path.write_bytes(self.older(project, path, target))
        elif kind == "re-ordered":
            path.write_bytes(its)
            other.write_bytes(mine)
        else:
            path.unlink()
        changed = [one for one, data in before.items() if not one.exists() or one.read_bytes() != data]
        struck = [night for night in range(2, NIGHTS + 1) if any(self.is_of(night, one) for one in changed)]
        return target, min(struck, default=1), f"{path.parent.name}/{path.name} at {place} of {len(mine)}", before

    @staticmethod
    def is_of(night, path):
        return path.parent.name.startswith(f"r-{night:08}")

    def splice(self, path, mine, its, place):
        """By turns: bytes of the other laid over ours, let in between, or its whole end behind our beginning."""
        way, length = self.random.randrange(3), self.random.randrange(1, 200)
        at = self.random.randrange(len(its))
        part = its[at:at + length]
        made = (mine[:place] + part + mine[place + len(part):], mine[:place] + part + mine[place:],
                mine[:place] + its[min(place, len(its)):])[way]
        if made == mine:
            made = mine[:place] + bytes([mine[place] ^ 255]) + mine[place + 1:]
        path.write_bytes(made)

    def older(self, project, path, target):
        """The file of the same kind that an earlier night made; of the first set that waits, the one applied before."""
        name = path.name
        found = [kept for night in range(1, NIGHTS) for kept in
                 (self.folder / f"night{night}" / "hopnhat-state" / "segments").glob(f"*/{name}")
                 if kept.parent.name < path.parent.name]
        return self.random.choice(found).read_bytes()

    def round(self, kind):
        """One act and what came of it: (what was done, wrong outcomes, whether a refusal named nothing, exit code)."""
        if kind == "state replayed":
            return self.replay_state()
        template = self.random.choice(["waiting", "waiting", "lost"])
        project = self.copy(template, "round")
        raw = {target: self.raw(project, target) for target in TARGETS}
        struck, night, told_of, before = self.strike(project, kind, template)
        code, told = self.call(project, "publish")
        what = f"{kind}, {template}: {told_of}: exit {code}"
        sound = [self.last[template]] + [self.until[n] for n in range(1, night) if template == "waiting"]
        wrong = self.judge(project, sound, raw, code)
        unnamed = code != 0 and not any(word in told for word in (struck, "/OUTB-", "/TROW-"))
        if not wrong:  # what was put right is delivered
            for path, data in before.items():
                if path.parent.exists() and (code != 0 or path.exists()):
                    path.write_bytes(data)
            again, _ = self.call(project, "publish")
            if again != 0 or any(self.content(project, target) != self.last[template][target] for target in TARGETS):
                wrong = [f"put right, it ends {again}, and the targets are not as undisturbed"]
        return what, wrong, unnamed, code

    def judge(self, project, sound, raw, code):
        """As it was, or as undisturbed (@sound[0]), or, refused, as the whole sets before the struck one leave it."""
        wrong = [] if code in (0, 1) else [f"exit {code}"]
        for target in TARGETS:
            content = self.content(project, target)
            if content == sound[0][target]:
                continue
            if code == 0 or content not in [one[target] for one in sound] and self.raw(project, target) != raw[target]:
                wrong.append(f"{target} is neither as it was nor as undisturbed sets leave it")
        return wrong

    def replay_state(self):
        """An older copy of the state, with or without its anchor, meets newer targets: they stay as they are."""
        rng = self.random
        night, way = rng.randrange(1, NIGHTS), rng.choice(["state", "state and anchor", "state, recovered"])
        self.copy("peace-kept", "round")
        project = self.folder / "round"
        raw = {target: self.raw(project, target) for target in TARGETS}
        self.put_state(project, night, "hopnhat-state", *["hopnhat.anchor"] * (way == "state and anchor"))
        if way == "state, recovered":
            self.need(project, 0, "recover")
        code, told = self.call(project, "publish")
        wrong = [f"{target} has changed" for target in TARGETS if self.raw(project, target) != raw[target]]
        if code not in (0, 1):
            wrong.append(f"exit {code}")
        unnamed = code != 0 and not any(word in told for word in (*TARGETS, "hopnhat-state", "hopnhat.anchor"))
        return f"state replayed: {way} of night {night}: exit {code}: {told.strip()[:200]}", wrong, unnamed, code
