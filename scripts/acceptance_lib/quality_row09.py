"""Golden cases of survivorship, measures and levels: the suites that hold them, run by name."""
import json

from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

# Programs of tests/ whose cases were written down by hand or by another program. Of those with `*` any may be there.
SUITES = {
    "survivorship": ("golden_record", "golden_pins", "golden_property", "golden_raw", "golden_lines", "golden",
                     "decisions_cli"),
    "measures": ("distance_golden", "jaro_winkler", "jaro_winkler_property", "edit_distance", "edit_distance_property",
                 "tokens", "soft_tf_idf", "weighted_tokens", "measures_golden"),
    "levels": ("level_chain", "level_batch", "level_rates", "comparison_config", "score_reference"),
}
OPTIONAL = {"soft_tf_idf", "weighted_tokens", "measures_golden"}


def known(context):
    listed = context.run("meson", "introspect", "--tests", context.build)
    if listed.code != 0:
        raise NotMeasured(f"{context.build} is not a build folder with tests")
    return {test["name"] for test in json.loads(listed.out)}


def measure(context):
    there = known(context)
    for what, names in SUITES.items():
        lacking = [name for name in names if name not in there and name not in OPTIONAL]
        run = [name for name in names if name in there]
        ran = context.run("meson", "test", "-C", context.build, "--print-errorlogs", *run)
        failed = [name for name in run if f" {name} " in ran.out and failed_in(ran.out, name)]
        if ran.code != 0 and not failed:
            yield Figure(f"9.{what}", None, f"meson test ended {ran.code}: {(ran.err or ran.out).strip()[-200:]}")
            continue
        note = f"{len(run)} suites" + (f"; failed: {', '.join(failed)}" if failed else "")
        yield Figure(f"9.{what}", len(failed) + len(lacking), note + (f"; not there: {', '.join(lacking)}" if lacking else ""))


def failed_in(text, name):
    """Does a line `n/m suite / name   FAIL` stand there? Everything but OK is a failure."""
    lines = [line for line in text.splitlines() if f" {name} " in line and "/" in line.split(name)[0]]
    return not any(" OK " in line for line in lines)
