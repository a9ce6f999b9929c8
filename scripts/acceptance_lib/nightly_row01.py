"""The two scripts a newcomer runs, on a clean clone and in a fresh Debian 12 root."""
import json
import os
import shutil

from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

SCRIPTS = (("scripts/quickstart",), ("scripts/test",))
CALL_SECONDS = 3600
PROJECTS = 3  # of quickstart: real records, citizens, businesses


def say(ran):
    lines = (ran.out + "\n" + ran.err).strip().splitlines()
    return f"{' '.join(map(str, ran.command))}: exit {ran.code}, {lines[-1][:80] if lines else 'silent'}"


def on_clone(context, clone):
    """(calls that ended badly, seconds of both nights, what was said)."""
    context.run("git", "clone", "-q", context.root, clone).demand()
    bad, notes = 0, []
    for script in SCRIPTS:
        ran = context.run(*script, cwd=clone, timeout=CALL_SECONDS)
        bad += ran.code != 0
        if ran.code != 0:
            notes.append(say(ran))
    again = context.run("scripts/quickstart", "--offline", cwd=clone, timeout=CALL_SECONDS)
    if again.code != 0 or again.out.count("nothing changed: 0 events") != PROJECTS:
        bad += 1
        notes.append(f"a second quickstart does not say 'nothing changed: 0 events' of its {PROJECTS} projects")
    times = clone / "out" / "quickstart" / "times.json"
    seconds = None
    if times.exists():
        taken = json.loads(times.read_text(encoding="utf-8"))
        seconds = taken["night_1"] + taken["night_2"]
    return bad, seconds, "; ".join(notes)


def in_fresh_root(context):
    tool = context.tools() / "fresh-debian"
    if os.geteuid() != 0 or shutil.which("debootstrap") is None or not tool.exists():
        raise NotMeasured("no fresh root without root rights, debootstrap and the tool that makes one")
    bad, notes = 0, []
    for script in SCRIPTS:
        ran = context.run(tool, *script, timeout=CALL_SECONDS)
        if ran.code == 3 or "debootstrap" in ran.err and "failed" in ran.err:
            raise NotMeasured(f"no fresh root could be made: {ran.err.strip()[-200:]}")
        bad += ran.code != 0
        if ran.code != 0:
            notes.append(say(ran))
    return bad, "; ".join(notes)


def measure(context):
    if context.quick:
        raise NotMeasured("left out by --quick")
    if {"1.clone", "1.job"} & context.rows:
        bad, seconds, note = on_clone(context, context.work("clone") / "hopnhat")
        yield Figure("1.clone", bad, note)
        yield Figure("1.job", seconds, "both nights of quickstart" if seconds is not None else "quickstart left no times")
    if "1.fresh" in context.rows:
        try:
            bad, note = in_fresh_root(context)
            yield Figure("1.fresh", bad, note)
        except NotMeasured as reason:
            yield Figure("1.fresh", None, str(reason))
