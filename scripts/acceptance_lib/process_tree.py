"""Wall time and peak memory of a command and all its children, seen from outside."""
import os
import subprocess
import threading
import time

SAMPLE_SECONDS = 0.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def children_of(pid):
    """The kernel's own list, a file for each thread: a walk over all of /proc would take its time from the measured."""
    children = []
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as names:
            children += map(int, names.read().split())
    return children


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


def run(command, cwd, env=None):
    """Runs to the end; the peak is the larger of the sampled sum and the kernel's mark of the largest process."""
    began = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
    peak, done = [0], threading.Event()

    def sample():
        while not done.wait(SAMPLE_SECONDS):
            peak[0] = max(peak[0], resident_bytes(process.pid))

    def collect(stream, into):
        into.append(stream.read())

    out, err = [], []
    threads = [threading.Thread(target=sample), threading.Thread(target=collect, args=(process.stdout, out)),
               threading.Thread(target=collect, args=(process.stderr, err))]
    for thread in threads:
        thread.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    for thread in threads:
        thread.join()
    return Watched(process.returncode, out[0], err[0], seconds, max(peak[0], usage.ru_maxrss * 1024))
