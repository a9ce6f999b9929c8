"""Wall time and peak memory of a command and all its children, seen from outside."""
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SAMPLE_SECONDS = 0.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
PEAK_OF = Path(__file__).resolve().parent / "peak_of.py"


def children_of(pid):
    """The kernel's own list, a file for each thread: a walk over all of /proc would take its time from the measured."""
    children = []
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as names:
            children += map(int, names.read().split())
    return children


def children_of_any(pid):
    try:
        return children_of(pid)
    except OSError:
        return []  # it ended


def resident_bytes(root):
    todo, total = [root], 0
    while todo:
        pid = todo.pop()
        try:
            todo += children_of(pid)
            with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
                total += int(statm.read().split()[1]) * PAGE_BYTES
        except (OSError, IndexError, ValueError):
            continue  # it ended between two looks
    return total


class Watched:
    def __init__(self, code, out, err, seconds, peak_bytes):
        self.code, self.out, self.err, self.seconds, self.peak_bytes = code, out, err, seconds, peak_bytes


def launcher(report, command):
    """The command behind a small process of its own, which leaves what it cost in @report."""
    return [sys.executable, "-S", "-E", str(PEAK_OF), str(report), *map(str, command)]


def run(command, cwd, env=None):
    """Runs to the end; the peak is the larger of the sampled sum and the kernel's mark of the largest process."""
    peak, done = [0], threading.Event()
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report"
        process = subprocess.Popen(launcher(report, command), cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")

        def sample():
            while not done.wait(SAMPLE_SECONDS):
                for child in children_of_any(process.pid):
                    peak[0] = max(peak[0], resident_bytes(child))

        sampler = threading.Thread(target=sample)
        sampler.start()
        out, err = process.communicate()
        done.set()
        sampler.join()
        cost = json.loads(report.read_text(encoding="ascii"))
    return Watched(cost["code"], out, err, cost["seconds"], max(peak[0], cost["peak_bytes"]))
