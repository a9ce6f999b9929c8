#!/usr/bin/env python3
"""Runs meson's suites over the builds that scripts/test made, counts each sub-test once, prints the sum.

usage: run_suites.py --builds "release asan" [--broken "tsan"] [--spent STAGE=MS]... SUITE...
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = {"release": "build", "asan": "build-asan", "tsan": "build-tsan", "fuzz": "build-fuzz"}
RUNS = {
    "release": ["tidy", "unit", "property", "reference", "golden", "crash", "databases", "browser", "fuzz"],
    "asan": ["unit", "property", "golden", "fuzz"],
    "tsan": ["unit", "property"],
}
# Seconds that a stage may take; what hangs is stopped and counts as one failure.
HANGS = 2.5
LIMIT = {"install": 300, "builds": 480, "unit to golden": 300, "crash": 360, "databases": 300, "browser": 300, "fuzz": 240}
# A test may be skipped under CI=true only if its data may not be copied into this tree.
MAY_SKIP = re.compile(r"\bdata sets?\b", re.I)
# The slow references are libraries first: suite property runs them beside the fast code.
MAY_BE_EMPTY = {"reference"}
TAIL_LINES = 40
# Two tests at a time were seen to take 16 MB, and some write more; a container's usual 64 MB are too few.
MEMORY, MEMORY_BYTES_MIN = "/dev/shm", 1 << 28


def stage_of(suite):
    return suite if suite in ("crash", "databases", "browser", "fuzz") else "unit to golden"


class Count:
    def __init__(self, strict):
        self.strict = strict
        self.passed = 0
        self.failures = []  # (what, tail of its log)
        self.skips = []
        self.counts_of = {}

    def fail(self, what, log=""):
        tail = "\n".join("    " + row for row in log.strip().splitlines()[-TAIL_LINES:])
        self.failures.append((what, tail))

    def skip(self, what, reason):
        reason = reason or "no reason given"
        self.skips.append(f"{what}: {reason}")
        if self.strict and not MAY_SKIP.search(reason):
            self.fail(f"{what}: skipped, and CI=true allows that for uncopied data sets only: {reason}")

    def add(self, where, entry):
        """One line of meson's JSON log: a TAP program counts by its sub-tests, any other as one."""
        name = f"{where} {entry['name']}"
        out = entry.get("stdout") or ""
        log = out + "\n" + (entry.get("stderr") or "")
        rows = re.findall(r"^(not )?ok\b\s*\d*\s*-?\s*([^#\n]*)(?:#\s*(SKIP|[T]ODO)\s*(.*))?$", out, re.M | re.I)
        red = 0
        for bad, what, mark, reason in rows:
            if mark.upper() == "SKIP":
                self.skip(f"{name} {what.strip()}", reason.strip())
            elif bad:
                red += 1
                self.fail(f"{name} {what.strip()}", log)
            else:
                self.passed += 1
        result = entry["result"]
        if result == "SKIP" and not rows:
            self.skip(name, log.strip().splitlines()[0] if log.strip() else "")
        elif result == "OK" and not rows:
            self.passed += 1
        elif result not in ("OK", "SKIP", "EXPECTEDFAIL") and not red:
            self.fail(f"{name}: {result}, exit status {entry.get('returncode')}", log)


def memory_folder():
    """A folder in memory, if it has room, for what tests write: nights sync their files, and a disk makes them wait."""
    try:
        room = os.statvfs(MEMORY)
    except OSError:
        return None
    is_roomy = room.f_bavail * room.f_frsize >= MEMORY_BYTES_MIN and os.access(MEMORY, os.W_OK)
    return MEMORY if is_roomy else None


def environment(build):
    env = dict(os.environ)
    folder = memory_folder()
    if folder is not None:
        env.setdefault("TMPDIR", folder)
    # The stories start the verifier hundreds of times: its modules are compiled once, outside the tree.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(ROOT / "out" / "pycache")
    if build in ("asan", "tsan", "fuzz"):
        env["G_SLICE"] = "always-malloc"  # GLib 2.74 has its own allocator, which hides errors
        env.setdefault("ASAN_OPTIONS", "detect_stack_use_after_return=1:strict_string_checks=1")
        env.setdefault("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1")
        env.setdefault("TSAN_OPTIONS", "halt_on_error=1:second_deadlock_stack=1")
    return env


def prefix(build):
    """gcc 12's ThreadSanitizer cannot map its shadow under wide address randomisation."""
    plain = ["setarch", os.uname().machine, "-R"]
    if build == "tsan" and subprocess.run([*plain, "true"], capture_output=True, check=False).returncode == 0:
        return plain
    return []


def run_limited(command, seconds, env):
    """(exit status or None when over its time, output); the whole process group ends with it."""
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", start_new_session=True) as process:
        try:
            out, _ = process.communicate(timeout=max(seconds, 1))
            return process.returncode, out
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)  # meson ends its tests, which have groups of their own
        try:
            out, _ = process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, _ = process.communicate()
        return None, out


def run_suite(build, suite, seconds, count):
    folder = ROOT / FOLDER[build]
    base = f"suite-{suite}"
    log = folder / "meson-logs" / f"{base}.json"
    log.unlink(missing_ok=True)
    command = [*prefix(build), "meson", "test", "-C", str(folder), "--no-rebuild", "--suite", suite,
               "--logbase", base, "--quiet", "--timeout-multiplier", "1" if build == "release" else "6"]
    status, out = run_limited(command, seconds, environment(build))
    where = f"{suite} ({build})"
    entries = []
    if log.exists():
        entries = [json.loads(row) for row in log.read_text(encoding="utf-8").splitlines() if row.strip()]
    for entry in entries:
        count.add(where, entry)
    if status is None:
        count.fail(f"{where}: over its time of {seconds:.0f} s", out)
    elif status != 0 and not entries:
        count.fail(f"{where}: meson test ended {status}", out)
    elif not entries and suite in MAY_BE_EMPTY:
        count.skips.append(f"{where}: no program of its own; suite property compares with tests/reference")
    elif not entries:
        count.skip(where, "no tests in this suite yet")


def run_fuzzer(harness, share):
    """(exit status or None when over its time, output) of libFuzzer over the corpus that the tree holds."""
    found = ROOT / "out" / "fuzz" / harness.name
    found.mkdir(parents=True, exist_ok=True)
    corpus = ROOT / "tests" / "fuzz" / "corpus" / harness.name.removeprefix("fuzz_")
    command = [str(harness), f"-max_total_time={share}", "-seed=1", "-timeout=5", "-rss_limit_mb=1024",
               f"-artifact_prefix={found}/crash-", str(found), *([str(corpus)] if corpus.is_dir() else [])]
    return run_limited(command, share + 60, environment("fuzz"))


def run_fuzzers(seconds, count):
    """A fair share of the time for each, as if they ran one after the other; they run side by side, one on a core."""
    harnesses = sorted(p for p in (ROOT / "build-fuzz" / "tests").glob("fuzz_*")
                       if p.is_file() and os.access(p, os.X_OK))
    if not harnesses:
        return count.skip("fuzz (libFuzzer)", "no harness is built yet")
    share = max(3, min(20, int(seconds * 0.8 / len(harnesses))))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda harness: run_fuzzer(harness, share), harnesses))
    for harness, (status, out) in zip(harnesses, done):
        if status == 0:
            count.passed += 1
        else:
            count.fail(f"fuzz (libFuzzer) {harness.name}: {'hung' if status is None else f'ended {status}'}", out)


def report(count, spent, scale):
    for what in count.skips:
        print(f"skipped  {what}")
    for what, tail in count.failures:
        print(f"FAILED   {what}")
        if tail:
            print(tail)
    print(f"{'stage':<16}{'seconds':>9}{'budget':>7}")
    for stage, seconds in spent.items():
        print(f"{stage:<16}{seconds:>9.1f}{LIMIT[stage]:>7.0f}")
    print(f"{'all':<16}{sum(spent.values()):>9.1f}")
    print(f"{count.passed} passed, {len(count.failures)} failed", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--builds", default="release")
    parser.add_argument("--broken", default="")
    parser.add_argument("--spent", action="append", default=[])
    parser.add_argument("suites", nargs="*")
    options = parser.parse_args()
    scale = float(os.environ.get("HN_TIME_SCALE", "1"))
    count = Count(os.environ.get("CI") == "true")
    spent = {part.split("=")[0]: float(part.split("=")[1]) / 1000 for part in options.spent}
    broken = options.broken.split()
    for kind in broken:
        count.fail(f"build {kind}", "")
    builds = [kind for kind in options.builds.split() if kind not in broken]
    # By suite first, so that a stage's time covers all builds of it.
    for suite in options.suites:
        stage = stage_of(suite)
        spent.setdefault(stage, 0.0)
        for build in builds:
            if suite not in RUNS.get(build, []):
                continue
            began, passed = time.monotonic(), count.passed
            # Above its budget a stage is slow, which the table shows; far above it something hangs.
            run_suite(build, suite, HANGS * LIMIT[stage] * scale - spent[stage], count)
            took = time.monotonic() - began
            spent[stage] += took
            print(f"{suite + ' (' + build + ')':<24}{count.passed - passed:>6} passed {took:>7.1f} s", flush=True)
        if suite == "fuzz" and "fuzz" in builds:
            began = time.monotonic()
            run_fuzzers(max(LIMIT[stage] - spent[stage], 60), count)
            spent[stage] += time.monotonic() - began
    report(count, spent, scale)
    return 1 if count.failures else 0


if __name__ == "__main__":
    sys.exit(main())
