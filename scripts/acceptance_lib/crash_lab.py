"""A laboratory for killed and hurt nights: starting states, nights under the fault shim, and what they must end with.

A scenario is a project folder (configuration, delivery, state, anchor) that was prepared once; each trial works in a
copy of it. Two references belong to it: the results of the undisturbed night, and of that night and an unchanged one
after it, which is what a run finds when it is called again after the kill came behind the last act of publishing.
"""
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from project_folder import ProjectFolder, parse_event

STAGES = ("land", "standardise", "train", "block", "score", "link", "gate", "commit", "publish")
NIGHT_SECONDS = 120  # a night of a few thousand records that takes longer hangs
CALL = re.compile(r"call n=(\d+) class=(\w+) name=(\w+)(?: |$)")
LOG = re.compile(r"(\w+)=(\S+)")


class Attempt:
    """One call of `hopnhat run`, ended or killed: what it said, and where it was."""

    def __init__(self, code, out, err, log):
        self.code, self.out = code, out
        self.lines = err.splitlines()
        self.events = [event for event in map(parse_event, self.lines) if event]
        self.log = dict(LOG.findall(log.splitlines()[-1])) if log.strip() else {}

    @property
    def summary(self):
        """What a run says of itself at its end; {} when it does not."""
        lines = [line for line in self.out.splitlines() if line.startswith(b"{")]
        return json.loads(lines[-1]) if lines else {}

    @property
    def killed(self):
        return self.code == -signal.SIGKILL

    @property
    def crashed(self):
        return self.code is None or (self.code < 0 and not self.killed)

    @property
    def hit(self):
        return self.log.get("hit", "-") != "-"

    @property
    def words(self):
        """What a person reads: the lines that are neither events nor the shim's."""
        return [line for line in self.lines if line.strip() and not line.startswith(("{", "call n=", "pid="))]

    @property
    def run_id(self):
        return next((event["run_id"] for event in self.events if event["event"] == "run"), None)

    def stages(self, state):
        return [(event["stage"], event.get("name", "")) for event in self.events
                if event["event"] == "stage" and event["state"] == state]

    @property
    def stage(self):
        """The stage it was in when it ended; between two stages it is the later one; "begin" before the first."""
        last = next((event for event in reversed(self.events) if event["event"] == "stage"), None)
        if last is None:
            return "begin"
        if last["state"] in ("start", "progress"):
            return last["stage"]
        return STAGES[min(STAGES.index(last["stage"]) + 1, len(STAGES) - 1)]

    def calls(self):
        """[(class, stage)] of every counted call, from the trace."""
        found, stage = [], "begin"
        for line in self.lines:
            event = parse_event(line)
            if event and event["event"] == "stage" and event["state"] == "start":
                stage = event["stage"]
            match = CALL.match(line)
            if match:
                found.append((match.group(2), stage))
        return found

    def durations(self):
        seconds = {}
        for event in self.events:
            if event["event"] == "stage" and event["state"] == "done":
                seconds[event["stage"]] = seconds.get(event["stage"], 0) + event["seconds"]
        return seconds


class Outcome:
    """What a reader finds: the bytes of every result file, and the digest of the logical store."""

    def __init__(self, files, digest):
        self.files, self.digest = files, digest

    def __eq__(self, other):
        return other is not None and self.files == other.files and self.digest == other.digest

    def bytes_different(self, other):
        """0 = the same; a file that only one of them has counts whole, another digest at least once."""
        if other is None:
            return sum(map(len, self.files.values())) or 1
        n = 0
        for name in self.files.keys() | other.files.keys():
            mine, its = self.files.get(name, b""), other.files.get(name, b"")
            n += abs(len(mine) - len(its)) + sum(a != b for a, b in zip(mine, its)) if mine != its else 0
        return n or int(self.digest != other.digest)


class Project(ProjectFolder):
    """A project folder whose nights may run under the shim; @pipe: the delivery comes through stdin."""

    def __init__(self, folder, program, shim, pipe=False):
        super().__init__(folder, program)
        self.shim, self.pipe = shim, pipe

    def copy_to(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(self.folder), str(folder)], check=True)
        return Project(folder, self.program, self.shim, self.pipe)

    @property
    def delivery(self):
        return self.folder / "records.csv"

    def environment(self, log, fault, trace):
        prefix = [str(self.folder) + "/"]
        preload = ":".join(filter(None, [os.environ.get("LD_PRELOAD"), str(self.shim)]))
        env = dict(os.environ, LD_PRELOAD=preload, HN_FAULT_PREFIX=":".join(prefix), HN_FAULT_LOG=str(log))
        env.update({f"HN_FAULT_{key.upper()}": str(value) for key, value in fault.items()})
        if trace:
            env["HN_FAULT_TRACE"] = "1"
        return env

    def attempt(self, *arguments, command="run", fault=None, kill=None, trace=False):
        """@fault: the shim's words. @kill: (stage, seconds): SIGKILL so long after that stage has begun."""
        beside = self.folder.parent / (self.folder.name + ".out")
        beside.mkdir(exist_ok=True)
        err_path, log_path = beside / "err", beside / "log"
        for path in (log_path, err_path):
            path.unlink(missing_ok=True)
        env = dict(os.environ)
        if fault is not None or trace:
            env = self.environment(err_path if trace else log_path, fault or {}, trace)
        words = ["-c", self.config, "--json"] if command == "run" else ["-c", self.config]
        with open(err_path, "ab") as err, open(beside / "out", "wb+") as out:
            feeder = subprocess.Popen(["cat", self.delivery], stdout=subprocess.PIPE) if self.pipe else None
            process = subprocess.Popen(self.command(command, *words, *arguments), cwd=self.folder, env=env, stdout=out,
                                       stderr=err, stdin=feeder.stdout if feeder else subprocess.DEVNULL)
            if kill is not None:
                threading.Thread(target=self.kill_later, args=(process, err_path, *kill), daemon=True).start()
            try:
                code = process.wait(NIGHT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                code = None
            if feeder:
                feeder.stdout.close()
                feeder.wait()
            out.seek(0)
            text = out.read()
        log = log_path.read_text() if log_path.exists() else ""
        return Attempt(code, text, err_path.read_text(errors="replace"), log)

    @staticmethod
    def kill_later(process, err_path, stage, seconds):
        start = f'"stage":"{stage}"'.encode()
        while stage is not None and process.poll() is None:
            if any(start in line and b'"state":"start"' in line for line in err_path.read_bytes().splitlines()):
                break
            time.sleep(0.0005)
        time.sleep(seconds)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)

    def published(self):
        """{name: bytes} below results/current; {} when there is none."""
        if not self.results.exists():
            return {}
        top = self.results.resolve()
        return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}

    def outcome(self):
        verify = self.call("verify", "--digest", "-c", self.config)
        if verify.returncode != 0:
            raise RuntimeError(f"verify --digest ended {verify.returncode}: {verify.stderr.strip()[-300:]}")
        return Outcome(self.published(), verify.stdout.strip())

    def durable_files(self):
        """Everything the next run may rely on: below the state folder, and the anchor."""
        files = [path for path in self.state.rglob("*") if path.is_file() and not path.is_symlink()]
        return sorted(path for path in [*files, self.anchor] if path.exists() and path.stat().st_size > 0)


class Scenario:
    """A starting state and what a night from it must end with."""

    def __init__(self, name, start, work):
        self.name, self.start = name, start
        clean = start.copy_to(work / f"{name}-reference")
        traced = clean.attempt(trace=True)
        if traced.code != 0:
            raise RuntimeError(f"{name}: the undisturbed night ended {traced.code}: {' | '.join(traced.words[-3:])}")
        self.calls, self.seconds = traced.calls(), traced.durations()
        self.reference = clean.outcome()
        self.finished = clean
        after = clean.copy_to(work / f"{name}-after")
        again = after.attempt()
        if again.code != 0:
            raise RuntimeError(f"{name}: the unchanged night ended {again.code}: {' | '.join(again.words[-3:])}")
        self.reference_after = after.outcome()

    def calls_of(self, stage, classes=None):
        """Numbers, from 1, of the calls that an undisturbed night makes in @stage (None: in all)."""
        return [n for n, (its_class, its_stage) in enumerate(self.calls, 1)
                if (stage is None or its_stage == stage) and (classes is None or its_class in classes)]


class Lab:
    """Builds the scenarios: the first night of a new store, the second of one that lives, and the same by a pipe."""

    def __init__(self, programs, work, seed, n_records, config):
        self.program, self.generate, self.shim = programs
        self.work, self.rng = Path(work), random.Random(seed)
        # Nights with many changes are wanted here: the gates have a row of their own.
        self.seed, self.n_records, self.config_text = seed, n_records, config + "gates: { max_entity_churn: 1 }\n"
        self.lock, self.n_trials = threading.Lock(), 0
        self.data = [self.work / "day1", self.work / "day2"]
        self.make("citizens", "-n", n_records, "-s", seed % 10**6 + 1, "-o", self.data[0])
        self.make("night", "--from", self.data[0], "-s", seed % 10**6 + 2, "--changed", .03, "--added", .03,
                  "--withdrawn", .03, "-o", self.data[1])

    def make(self, *arguments):
        done = subprocess.run([str(word) for word in (self.generate, *arguments)], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError(f"hopnhat-generate ended {done.returncode}: {done.stderr.strip()[-300:]}")

    def project(self, name, day, pipe=False):
        made = Project(self.work / name, self.program, self.shim, pipe)
        text = self.config_text.replace("file: records.csv", "file: '-', format: csv") if pipe else self.config_text
        made.write_config(text)
        shutil.copyfile(self.data[day] / "records.csv", made.delivery)
        return made

    def first(self, pipe=False):
        name = "first-pipe" if pipe else "first"
        return Scenario(name, self.project(name, 0, pipe), self.work)

    def second(self, pipe=False):
        """A store that has a night and some decisions behind it, and the delivery of a day later."""
        name = "second-pipe" if pipe else "second"
        made = self.project(name, 0, pipe)
        night = made.attempt()
        if night.code != 0:
            raise RuntimeError(f"{name}: night 1 ended {night.code}: {' | '.join(night.words[-3:])}")
        self.decide(made)
        shutil.copyfile(self.data[1] / "records.csv", made.delivery)
        return Scenario(name, made, self.work)

    @staticmethod
    def decide(made):
        """Takes some records apart and others together, so that the next night has decisions to honour."""
        entities = {}
        for record, entity in sorted(made.crosswalk().items()):
            entities.setdefault(entity, []).append(":".join(record))
        pairs = [records for records in entities.values() if len(records) == 2]
        singles = [records[0] for records in entities.values() if len(records) == 1]
        wanted = [("different", *pair) for pair in pairs[:5]] + [("same", *singles[n:n + 2]) for n in range(0, 10, 2)]
        for verdict, left, right in wanted:
            done = made.call("decide", verdict, left, right, "--reason", "crash trials", "-c", made.config)
            if done.returncode != 0:
                raise RuntimeError(f"decide ended {done.returncode}: {done.stderr.strip()[-300:]}")

    def trial(self, scenario):
        """A fresh copy of the starting state."""
        with self.lock:
            self.n_trials += 1
            folder = self.work / f"trial-{self.n_trials}"
        return scenario.start.copy_to(folder)

    @staticmethod
    def drop(trial):
        shutil.rmtree(trial.folder, ignore_errors=True)
        shutil.rmtree(trial.folder.parent / (trial.folder.name + ".out"), ignore_errors=True)


def ran_again(attempts):
    """[(stage, name)] that started although an earlier attempt of the same run had finished them."""
    done, again = {}, []
    for attempt in attempts:
        finished = done.setdefault(attempt.run_id, set())
        again += [stage for stage in attempt.stages("start") if stage in finished]
        finished.update(attempt.stages("done"))
    return again


def finish(trial, scenario, attempts):
    """Runs the night again in peace until it ends; (bytes different, what is wrong in words or "", kind).

    kind: "resumed", or "published" where the disturbed run had already published what the reference says.
    """
    was_published = trial.published() == scenario.reference.files
    last = trial.attempt()
    attempts.append(last)
    if last.code != 0:
        return scenario.reference.bytes_different(None), f"run again ended {last.code}: " + " | ".join(last.words[-2:]), \
            "resumed"
    seen = trial.outcome()
    if was_published and seen == scenario.reference_after:
        return 0, "", "published"
    n = scenario.reference.bytes_different(seen)
    return n, f"{n} bytes of the results differ" if n else "", "published" if was_published else "resumed"


def digest_of(data):
    return hashlib.sha256(data).hexdigest()
