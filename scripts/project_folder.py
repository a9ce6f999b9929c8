"""A project's folder as a user has it: a configuration, deliveries beside it, nights run in it, results read from it.

Shared by scripts/quickstart and the acceptance rows. Knows the commands and the result files, nothing of the engine.
"""
import csv
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from evaluate import open_text

RECORDS = re.compile(r"[\w./*-]*records\.csv(?:\.zst)?")
RESULT_FILES = ("crosswalk", "golden", "changes", "edges", "cases", "relations")


class Night:
    """One finished or killed call of `hopnhat run`."""

    def __init__(self, code, out, err, seconds, events):
        self.code, self.out, self.err, self.seconds, self.events = code, out, err, seconds, events

    @property
    def summary(self):
        for line in reversed(self.out.splitlines()):
            if line.startswith("{"):
                return json.loads(line)
        return json.loads(self.out) if self.out.lstrip().startswith("{") else {}

    @property
    def message(self):
        """What a person would read on stderr: the lines that are no events."""
        return "\n".join(line for line in self.err.splitlines() if not line.startswith("{"))


def parse_event(line):
    if not line.startswith("{"):
        return None
    try:
        return json.loads(line)
    except ValueError:
        return None


class ProjectFolder:
    def __init__(self, folder, program, prefix=()):
        self.folder, self.program, self.prefix = Path(folder), Path(program), list(prefix)
        self.config = self.folder / "hopnhat.yaml"

    def write_config(self, text, deliveries=None):
        """@deliveries replaces the path of the records in the text; paths are relative to the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if deliveries is not None:
            text = RECORDS.sub(lambda _match: deliveries, text)
        self.config.write_text(text, encoding="utf-8")

    @property
    def delivery(self):
        """Where the configuration wants the records (its first path)."""
        found = RECORDS.search(self.config.read_text(encoding="utf-8"))
        return self.folder / found.group()

    @property
    def state(self):
        return self.folder / "hopnhat-state"

    @property
    def anchor(self):
        return self.folder / "hopnhat.anchor"

    def command(self, *arguments):
        return [*self.prefix, str(self.program), *map(str, arguments)]

    def call(self, *arguments, env=None, stdin=None):
        done = subprocess.run(self.command(*arguments), cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, **(env or {})}, stdin=stdin or subprocess.DEVNULL,
                              errors="replace", check=False)
        return done

    def night(self, *arguments, env=None, kill_in=None):
        """`hopnhat run`. @kill_in: SIGKILL when the stage of that name starts."""
        began = time.monotonic()
        command = self.command("run", "-c", self.config, "--json", *arguments)
        out_path = self.folder / "night.out"
        with open(out_path, "w+", encoding="utf-8") as out, subprocess.Popen(
                command, cwd=self.folder, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                stdout=out, stderr=subprocess.PIPE, text=True, errors="replace") as process:
            lines, events = [], []
            for line in process.stderr:
                lines.append(line)
                event = parse_event(line)
                if event is None:
                    continue
                events.append(event)
                if kill_in is not None and event.get("stage") == kill_in and event.get("state") == "start":
                    process.send_signal(signal.SIGKILL)
                    kill_in = None
            code = process.wait()
            seconds = time.monotonic() - began
            out.seek(0)
            text = out.read()
        out_path.unlink()
        return Night(code, text, "".join(lines), seconds, events)

    @property
    def results(self):
        return self.state / "results" / "current"

    def digest(self):
        """SHA-256 over the names and bytes of the published results, and what `verify --digest` says."""
        whole = hashlib.sha256()
        folder = self.results.resolve(strict=True)
        for path in sorted(folder.iterdir()):
            whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        verify = self.call("verify", "--digest", "-c", self.config)
        if verify.returncode != 0:
            raise RuntimeError(f"verify --digest ended {verify.returncode}: {verify.stderr.strip()[-300:]}")
        return whole.hexdigest(), verify.stdout.strip()

    def rows(self, name):
        """Rows of one published result file as dictionaries."""
        with open_text(self.results / f"{name}.jsonl.zst") as lines:
            return [json.loads(line) for line in lines if line.strip()]

    def crosswalk(self):
        return {(row["source"], row["record_id"]): row["entity_id"] for row in self.rows("crosswalk")}

    def copy_to(self, folder):
        """The same project elsewhere, state and anchor with it."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, symlinks=True)
        return ProjectFolder(folder, self.program, self.prefix)


def members(crosswalk):
    """entity -> sorted records."""
    entities = {}
    for record, entity in sorted(crosswalk.items()):
        entities.setdefault(entity, []).append(record)
    return entities


def compare_crosswalks(before, after):
    """What happened to identifiers between two nights: counts, and ids that stand for other records altogether."""
    old, new = members(before), members(after)
    untouched = sum(new.get(entity) == records for entity, records in old.items())
    stay = [entity for entity in new if entity in old]
    gained = sum(set(new[e]) > set(old[e]) for e in stay)
    gone = [entity for entity in old if entity not in new]
    merged = sum(any(after.get(record) not in (None, entity) for record in old[entity]) for entity in gone)
    split = sum(len({after[record] for record in old[e] if record in after}) > 1 for e in stay)
    # An id that stayed while every record that left for another id is all it once had: it was given away.
    given_away = [e for e in stay if not set(old[e]) & set(new[e]) and any(r in after for r in old[e])]
    return {"untouched": untouched, "gained": gained, "new": sum(e not in old for e in new), "merged": merged,
            "retired": len(gone) - merged, "split": split, "given_away": len(given_away)}


def write_rows(path, rows, columns):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
