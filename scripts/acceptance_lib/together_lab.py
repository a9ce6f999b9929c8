"""Nights that others meet: runs started together, runs paused and taken over, people who decide meanwhile.

Everything is read from outside: exit codes, messages, results/current, exported tables; how long writers hold the store
is what a bystander waits for its lock.
"""
import csv
import fcntl
import io
import json
import os
import signal
import subprocess
import threading
import time

from acceptance_lib.crash_lab import STAGES
from project_folder import parse_event

NIGHT_SECONDS = 300


class Run:
    """One `hopnhat run`; at(stage, act) calls @act when a stage begins or is done, the run going on or stopped."""

    def __init__(self, project, *arguments):
        self.project, self.acts, self.events, self.words = project, {}, [], []
        command = [str(project.context.program()), "run", "-c", str(project.config), "--json", *arguments]
        project.context.commands.append({"row": project.context.row, "command": command, "env": {}})
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, errors="replace")
        self.out = ""

    def at(self, stage, state, act):
        self.acts[stage, state] = act
        return self

    def stopped(self, stage, state, act):
        """@act returns FALSE where it met the lock of a run that was stopped inside a transaction: then the run goes
        on for a moment, and is stopped again."""
        def still():
            done = False
            while not done and self.process.poll() is None:
                self.process.send_signal(signal.SIGSTOP)
                try:
                    done = self.inside_transaction() is False and act() is not False
                finally:
                    self.process.send_signal(signal.SIGCONT)
                time.sleep(0.002)
        return self.at(stage, state, still)

    def inside_transaction(self):
        with open(self.project.state / "write.lock", "a", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def finish(self):
        reader = threading.Thread(target=lambda: setattr(self, "out", self.process.stdout.read()))
        reader.start()
        for line in self.process.stderr:
            event = parse_event(line)
            if event is None:
                self.words.append(line.strip())
                continue
            self.events.append(event)
            act = self.acts.pop((event.get("stage"), event.get("state")), None) if event["event"] == "stage" else None
            if act:
                act()
        self.code = self.process.wait(NIGHT_SECONDS)
        reader.join()
        return self

    @property
    def summary(self):
        lines = [line for line in self.out.splitlines() if line.startswith("{")]
        return json.loads(lines[-1]) if lines else {}


class Bystander:
    """Asks for the lock for writing all the time; the longest wait is the longest that others held it together."""

    def __init__(self, state):
        self.path, self.waits, self.over = state / "write.lock", [], threading.Event()
        self.thread = threading.Thread(target=self.ask)

    def ask(self):
        with open(self.path, "a", encoding="ascii") as lock:
            while not self.over.is_set():
                began = time.monotonic()
                fcntl.flock(lock, fcntl.LOCK_EX)
                self.waits.append(time.monotonic() - began)
                fcntl.flock(lock, fcntl.LOCK_UN)
                time.sleep(0.001)  # others come first

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


class People:
    """Who decide: pairs of records that nobody else decides, and what became of them."""

    def __init__(self, project):
        self.project, self.made, self.lock = project, [], threading.Lock()
        self.refused = []
        entities = project.entities()
        alone = [members[0] for members in entities.values() if len(members) == 1]
        pairs = [members[:2] for members in entities.values() if len(members) == 2]
        project.rng.shuffle(alone)
        project.rng.shuffle(pairs)
        self.same = [(alone[i], alone[i + 1]) for i in range(0, len(alone) - 1, 2)]
        self.different = pairs

    def decide(self, again=False):
        """One decision; alternately that two are one, and that two are not. @again: where the other side was stopped
        while it opens or closes the store, a person is told so (75) and asks again: FALSE."""
        with self.lock:
            verdict, left = ("same", self.same) if len(self.made) % 2 == 0 else ("different", self.different)
            a, b = left.pop()
            self.made.append((verdict, a, b))
        command = [str(self.project.context.program()), "decide", verdict, ":".join(a), ":".join(b), "--reason",
                   "seen both", "-c", str(self.project.config)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if again and done.returncode == 75:
            with self.lock:
                self.made.remove((verdict, a, b))
                left.append((a, b))
            return False
        if done.returncode != 0:
            self.refused.append(f"exit {done.returncode}: {done.stderr.strip()[-200:]}")
        return True

    def lost(self):
        """Decisions that are not recorded once, or do not hold in what is published; of records that are there."""
        ran = self.project.context.hopnhat("export", "crosswalk", "-o", "-", "-c", self.project.config).demand()
        entity = {}
        for line in ran.out.splitlines():
            row = json.loads(line)
            entity[row["source"], row["record_id"]] = row["entity_id"]
        ran = self.project.context.hopnhat("decisions", "export", "-", "-c", self.project.config).demand()
        recorded = {}
        for row in csv.DictReader(io.StringIO(ran.out)):
            recorded.setdefault(row["decision"], [row["kind"]]).append((row["source"], row["record_id"]))
        recorded = [(kind, *sorted(records)) for kind, *records in recorded.values()]
        lost = []
        for verdict, a, b in self.made:
            holds = a not in entity or b not in entity or (entity[a] == entity[b]) == (verdict == "same")
            known = recorded.count((verdict, *sorted((a, b)))) == 1
            if not holds or not known:
                lost.append(f"{verdict} {a} {b}: {'overruled' if known else 'not recorded once'}")
        return lost


def stages_of(events):
    return sorted({event["stage"] for event in events if event["event"] == "stage"}, key=STAGES.index)


def current(project):
    link = project.state / "results" / "current"
    return os.readlink(link) if link.is_symlink() else None
