"""What the nightly rows promise about speed and determinism still holds: those rows themselves, and their verdicts."""
import json
import sys

from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

ROWS = {"12.determinism": "3.*", "12.speed": "11.*"}
CALL_SECONDS = 4 * 3600


def shown(figure):
    return "-" if figure is None else f"{figure:.4g}"


def is_good(one, quick):
    """Held; a quick run measures less, and cannot be short of what it leaves out."""
    return one["held"] or (quick and one["verdict"].startswith(("floor reached", "not measured")))


def measure(context):
    for row, only in ROWS.items():
        if row not in context.rows:
            continue
        out = context.work(row)
        quick = ["--quick"] if context.quick else []
        ran = context.run(sys.executable, context.root / "scripts" / "acceptance", "nightly", "--only", only, "--seed",
                          context.seed, "--build", context.build, "--out", out, *quick, timeout=CALL_SECONDS)
        report = out / "nightly.json"
        if not report.exists():
            raise NotMeasured(f"scripts/acceptance nightly ended {ran.code}: {ran.err.strip()[-200:]}")
        rows = json.loads(report.read_text(encoding="utf-8"))["rows"]
        words = ", ".join(f"{one['row']} {shown(one['figure'])}: {one['verdict']}" for one in rows)
        yield Figure(row, sum(not is_good(one, context.quick) for one in rows), words)
