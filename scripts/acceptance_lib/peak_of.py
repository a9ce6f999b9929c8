"""Runs a command as the child of a small process: the kernel counts a child's peak from before its exec, so one started
by a large process would be charged with that one's memory.

usage: peak_of.py REPORT COMMAND...      leaves {"code", "seconds", "peak_bytes"} in REPORT and ends 0
"""
import json
import os
import signal
import sys
import time


def main():
    began = time.monotonic()
    pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGKILL))
    _, status, usage = os.wait4(pid, 0)
    report = {"code": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - began,
              "peak_bytes": usage.ru_maxrss * 1024}
    with open(sys.argv[1], "w", encoding="ascii") as out:
        json.dump(report, out)


if __name__ == "__main__":
    main()
