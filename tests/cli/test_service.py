#!/usr/bin/env python3
"""What a night tells the service manager, heard at a real socket; and the units, read by systemd's own tool.

usage: test_service.py HOPNHAT VERIFY UNIT-FOLDER     TAP on stdout
"""
import fcntl
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_deliveries import PEOPLE, Project  # noqa: E402

STAGES = ["land civil", "land tax", "standardise person", "train person", "block person", "score person", "link", "gate",
          "commit", "publish"]
UNITS = None


class Manager:
    """The end of the socket that systemd holds."""

    def __init__(self, folder):
        self.path = str(folder) + ".notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.marks = itertools.count()
        self.lock, self.new, self.said = threading.Lock(), [], []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """Always: the kernel keeps few messages, and who sends more waits."""
        while True:
            lines = self.socket.recv(65536).decode().splitlines()
            with self.lock:
                self.new += lines

    def environment(self, **more):
        return dict(os.environ, NOTIFY_SOCKET=self.path, LC_ALL="C.UTF-8", **more)

    def hear(self):
        """What was said since the last call, as a list of lines."""
        mark = f"X_TEST={next(self.marks)}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:  # all before it has been read when this is
            end.sendto(mark.encode(), self.path)
        while True:
            with self.lock:
                if mark in self.new:
                    new, self.new = self.new[:self.new.index(mark)], self.new[self.new.index(mark) + 1:]
                    break
            os.sched_yield()
        self.said += new
        return new


def night(project, manager, *arguments, expect=0, **more):
    project.run(*arguments, expect=expect, env=manager.environment(**more))
    return manager.hear()


def a_night_says_where_it_is(folder):
    project, manager = Project(folder), Manager(folder)
    lines = night(project, manager)
    assert lines.count("READY=1") == 1 and lines[0] == "STATUS=waits for the store", lines
    ready = lines.index("READY=1")
    assert lines[ready + 1] == f"STATUS={project.summary()['run_id']} begins", lines
    stages = [line[len("STATUS="):] for line in lines[ready + 2:] if line.startswith("STATUS=") and ":" not in line]
    assert stages == STAGES, stages
    assert lines[-2:] == ["STOPPING=1", f"STATUS={project.summary()['run_id']}: published (0)"], lines
    assert "WATCHDOG=1" not in lines, "nobody watches"
    vietnamese = night(project, manager, "--lang", "vi")
    assert vietnamese[-1].endswith("đã công bố (0)"), vietnamese
    for line in manager.said:
        assert "Binh" not in line and str(folder) not in line, line


def a_night_that_cannot_begin_is_never_ready(folder):
    project, manager = Project(folder), Manager(folder)
    night(project, manager)
    with open(project.folder / "hopnhat-state/lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lines = night(project, manager, expect=75)
    assert "READY=1" not in lines and lines[-2:] == ["STOPPING=1", "STATUS=failed (75)"], lines
    project.deliver("tax.csv", "id,name,born\n")
    lines = night(project, manager, expect=3)
    assert "READY=1" in lines and lines[-1].endswith(": held by a gate (3)"), lines


def work_pings_and_waiting_does_not(folder):
    project, manager = Project(folder), Manager(folder)
    os.remove(project.folder / "tax.csv")
    os.mkfifo(project.folder / "tax.csv")
    process = project.start("run", "-q", env=manager.environment(WATCHDOG_USEC="4000"))
    switches = Path(f"/proc/{process.pid}/status")
    with open(project.folder / "tax.csv", "w", encoding="utf-8") as pipe:  # waits for the night to open it
        def waits():
            """Until the night has looked at the silent pipe some more times; what was said meanwhile."""
            def n():
                return [int(line.split()[1]) for line in switches.read_text(encoding="utf-8").splitlines()
                        if line.startswith("voluntary_ctxt_switches")][0]
            first = n()
            while n() < first + 10:
                os.sched_yield()
            return manager.hear()

        waits()
        assert "WATCHDOG=1" not in waits(), "it hangs, and says that it works"
        pipe.write(PEOPLE)
    out, errors = process.communicate()
    assert process.returncode == 0, (out, errors)
    lines = manager.hear()
    assert lines.count("WATCHDOG=1") >= 2 and lines.index("WATCHDOG=1") < lines.index("STOPPING=1"), lines


def an_installed_program_finds_its_tables(folder):
    """As docs/operations.md has it installed; the unit's variable is not there where somebody types a command."""
    program, tables = folder / "bin" / "hopnhat", folder / "share" / "hopnhat" / "reference"
    program.parent.mkdir(parents=True)
    tables.mkdir(parents=True)
    shutil.copy2(Project.program, program)
    bare = {name: value for name, value in os.environ.items() if name != "HN_REFERENCE"}
    done = subprocess.run([program, "address", "Xa Phu Lam, An Giang"], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "no reference table" in done.stderr, "it took others"


def the_units_are_what_systemd_takes(folder):
    folder.mkdir()
    unit = (UNITS / "hopnhat-run@.service").read_text(encoding="utf-8")
    values = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert values["Type"] == "notify" and values["NotifyAccess"] == "main" and "WatchdogSec" in values, values
    assert values["RestartForceExitStatus"] == "75" and values["SuccessExitStatus"] == "4", values
    tool = shutil.which("systemd-analyze")
    if tool is None:
        assert os.environ.get("CI") != "true", "systemd-analyze is not installed"
        return
    text = unit.replace("/usr/local/bin/hopnhat", Project.program)
    (folder / "hopnhat-run@people.service").write_text(text, encoding="utf-8")
    done = subprocess.run([tool, "verify", "--man=no", str(folder / "hopnhat-run@people.service")], capture_output=True,
                          text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "hopnhat" in line]
    assert not ours, ours
    done = subprocess.run([tool, "security", "--offline=true", "--threshold=15", str(folder / "hopnhat-run@people.service")],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-400:]


STORIES = (a_night_says_where_it_is, a_night_that_cannot_begin_is_never_ready, work_pings_and_waiting_does_not,
           an_installed_program_finds_its_tables, the_units_are_what_systemd_takes)


def main():
    global UNITS
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    UNITS = Path(sys.argv[3])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-service-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
