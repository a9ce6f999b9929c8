"""F1 with hand-written settings; the truth is compared outside, by scripts/evaluate.py."""
from acceptance_lib import sets
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure
from evaluate import evaluate

SETS = ("febrl1", "febrl3", "febrl4", "fake_1000", "historical_50k")
QUICK = ("febrl1", "fake_1000")
ACROSS_SOURCES = {"febrl4"}


def measure(context):
    for name in SETS:
        row = f"2.{name}"
        if context.quick and name not in QUICK:
            yield Figure(row, None, "left out by --quick")
            continue
        try:
            yield one_set(context, name, row)
        except NotMeasured as reason:
            yield Figure(row, None, str(reason))
        except RuntimeError as error:
            yield Figure(row, None, f"the night failed: {error}")


def one_set(context, name, row):
    folder = context.linkage_set(name)
    rows, columns = sets.read_set(context, name)
    made = sets.project(context, name, context.work(name), rows, columns)
    night = sets.logged_night(context, made)
    result = evaluate(made.results / "crosswalk.jsonl.zst", folder / "truth.csv", name in ACROSS_SOURCES)
    lost = result["only_in_truth"] + result["only_in_crosswalk"]
    note = f"precision {result['precision']:.4f}, recall {result['recall']:.4f}, B3 {result['b3_f1']:.4f}"
    return Figure(row, result["f1"], f"{note}, {night.seconds:.1f} s" + (f", {lost} records in one file only" if lost else ""))
