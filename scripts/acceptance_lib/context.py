"""What a row may use: the programs, scratch folders, data, seeds, and a log of every command."""
import json
import os
import random
import resource
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOG_TAIL_BYTES = 4000


class NotMeasured(Exception):
    """The row cannot be measured here; the text says why."""


class Ran:
    """A finished command: code, stdout, stderr, seconds."""

    def __init__(self, command, code, out, err, seconds):
        self.command, self.code, self.out, self.err, self.seconds = command, code, out, err, seconds

    @property
    def summary(self):
        """The object that `hopnhat run --json` ends with; {} when there is none."""
        lines = [line for line in self.out.splitlines() if line.startswith("{")]
        try:
            return json.loads(lines[-1]) if lines else {}
        except ValueError:
            return {}

    def demand(self, *codes):
        """Itself, if it ended with one of @codes (0 when none is given)."""
        if self.code not in (codes or (0,)):
            tail = (self.err or self.out).strip().splitlines()[-5:]
            raise RuntimeError(f"{' '.join(map(str, self.command))} ended {self.code}: " + " | ".join(tail))
        return self


class Context:
    def __init__(self, name, quick, seed, build, out):
        self.name, self.quick, self.seed = name, quick, seed
        self.root, self.build, self.out = ROOT, Path(build), Path(out)
        self.random = random.Random(seed)
        self.commands = []
        self.sizes = {}
        self.row = None
        self.cache = {}  # what one row worked out and another one wants
        self.rows = set()  # names of this row's lines that somebody wants: what is long and unwanted may be left out
        shared = os.environ.get("HN_SHARED")
        self.shared = Path(shared) if shared else ROOT.parent / "shared"

    def program(self, name="hopnhat"):
        path = self.build / name
        if not path.exists():
            raise NotMeasured(f"{path.relative_to(self.root) if path.is_relative_to(self.root) else path} is not built")
        return path

    def work(self, name):
        """An empty scratch folder of this row."""
        folder = self.out / "work" / f"{self.name}-{self.row}" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def tools(self):
        folder = self.shared / "tools"
        if not folder.is_dir():
            raise NotMeasured(f"no tools at {folder} (set HN_SHARED)")
        return folder

    def linkage_set(self, name):
        """The folder of a labelled set: the bundled one, else where HN_SHARED keeps what may not be bundled."""
        for folder in (self.root / "datasets" / "samples" / name, self.shared / "data" / "linkage" / name):
            if (folder / "records.csv").exists() or (folder / "records.csv.zst").exists():
                return folder
        raise NotMeasured(f"data set {name} is not here (set HN_SHARED)")

    def badinput(self):
        for folder in (self.root / "tests" / "data" / "badinput", self.shared / "data" / "badinput"):
            if folder.is_dir():
                return folder
        raise NotMeasured("the bad-input sets are not here (set HN_SHARED)")

    def run(self, *command, env=None, cwd=None, timeout=None, stdin=None, text=True):
        """Runs to the end; never raises for a bad exit code (use Ran.demand)."""
        began = time.monotonic()
        try:
            done = subprocess.run([str(part) for part in command], cwd=cwd or self.root, timeout=timeout,
                                  env={**os.environ, **(env or {})}, capture_output=True, text=text,
                                  errors="replace" if text else None, check=False,
                                  stdin=stdin or subprocess.DEVNULL)
            code, out, err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            code, out, err = None, late.stdout or "", late.stderr or ""
        seconds = time.monotonic() - began
        self.commands.append({"row": self.row, "command": [str(part) for part in command], "env": env or {},
                              "exit": code, "seconds": round(seconds, 3)})
        return Ran(command, code, out, err, seconds)

    def hopnhat(self, *arguments, **keys):
        return self.run(self.program(), *arguments, **keys)

    def limit_memory(self, n_bytes):
        """For subprocess' preexec_fn: an address-space ceiling on a child."""
        return lambda: resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
