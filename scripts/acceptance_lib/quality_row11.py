"""The report of a night, in a real browser with the network off: asks for nothing outside, and anybody can read it."""
import json
import shutil
import sys
from pathlib import Path

from acceptance_lib import quality_projects
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

SET, QUICK_SET = "historical_50k", "fake_1000"
# selenium drives the browser; of the other package only axe-core's script is used, which needs none of its dependencies.
PINNED, BARE = ("selenium==4.51.0",), ("axe-playwright-python==0.1.8",)
CALL_SECONDS = 900


def tools(context):
    """(interpreter, axe-core's script, chromium, chromedriver)"""
    browser = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if None in browser:
        raise NotMeasured("Chromium is not installed (apt-get install chromium chromium-driver)")
    venv = context.out / "venv-browser"
    python = venv / "bin" / "python"
    found = sorted(venv.glob("lib/*/site-packages/axe_playwright_python/axe.min.js"))
    if not found:
        shutil.rmtree(venv, ignore_errors=True)
        pip = (python, "-m", "pip", "install", "-q")
        for command in ((sys.executable, "-m", "venv", venv), (*pip, *PINNED), (*pip, "--no-deps", *BARE)):
            ran = context.run(*command, timeout=CALL_SECONDS)
            if ran.code != 0:
                raise NotMeasured(f"the browser's tools cannot be installed: {(ran.err or ran.out).strip()[-200:]}")
        found = sorted(venv.glob("lib/*/site-packages/axe_playwright_python/axe.min.js"))
    return python, found[0], *browser


def report_of(context):
    """The page that the first night of a set left beside its run.json."""
    night = quality_projects.first_night(context, QUICK_SET if context.quick else SET)
    folder = night.made.state / "runs" / night.summary["run_id"]
    page = folder / "report.html"
    if not page.exists():
        raise NotMeasured("the night left no report.html in its run's folder")
    return page


def measure(context):
    page = report_of(context)
    python, axe, chromium, chromedriver = tools(context)
    script = Path(__file__).resolve().parent / "look_at_page.py"
    ran = context.run(python, script, page, axe, chromium, chromedriver, timeout=CALL_SECONDS).demand()
    seen = json.loads(ran.out)
    widths = f"widths {seen['widths'][0]} to {seen['widths'][-1]}, light and dark, {page.stat().st_size:,} bytes"
    yield Figure("11.requests", len(seen["requests"]), ", ".join(seen["requests"][:3]) or widths)
    words = ", ".join(f"{name} {n}" for name, n in sorted(seen["violations"].items()))
    yield Figure("11.violations", len(seen["violations"]), words or widths)
    yield Figure("11.overflow", len(seen["overflow"]), ", ".join(map(str, seen["overflow"])) or widths)
