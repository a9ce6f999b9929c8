"""Wall time and peak memory of a command and all its children, seen from outside."""
import os
import subprocess
import threading
import time

SAMPLE_SECONDS = 0.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def children_of():
    """parent -> children, over all of /proc."""
    tree = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        tree.setdefault(parent, []).append(int(name))
    return tree


def resident_bytes(root):
    tree, todo, total = children_of(), [root], 0
    while todo:
        pid = todo.pop()
        todo += tree.get(pid, [])
        try:
            with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
                total += int(statm.read().split()[1]) * PAGE_BYTES
        except (OSError, IndexError, ValueError):
            continue
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
