"""Planted faults: the suites turn red on each, and the independent verifier finds those of its promises."""
import json

from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

QUICK_GLOB = "0[1-3]-*"
CALL_SECONDS = 4 * 3600


def measure(context):
    report = context.work("planted") / "planted.json"
    arguments = ["--verifier", "--json", report] + (["--only", QUICK_GLOB] if context.quick else [])
    ran = context.run("scripts/planted", *arguments, timeout=CALL_SECONDS)
    if not report.exists():
        raise NotMeasured(f"scripts/planted ended {ran.code}: {ran.err.strip()[-300:]}")
    outcomes = json.loads(report.read_text(encoding="utf-8"))
    green = [one["name"] for one in outcomes if one["verdict"] != "red"]
    asked = [one for one in outcomes if one["verifier"] != "-"]
    missed = [one["name"] for one in asked if one["verifier"] != "found"]
    yield Figure("10.planted", len(outcomes))
    yield Figure("10.green", len(green), ", ".join(green))
    yield Figure("10.verifier", len(missed) if asked else None,
                 ", ".join(missed) or (f"{len(asked)} asked" if asked else "no fault asks for the verifier"))
