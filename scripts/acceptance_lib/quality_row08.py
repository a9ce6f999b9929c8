"""The review band: narrow enough for people, and worth their while.

Its pairs are decided by truth through `decisions import`, which is in force at once; beside it the same number of pairs drawn
from all edges of the night, decided alike.
"""
import csv
import random

from acceptance_lib import quality_projects
from acceptance_lib.limits import Figure
from evaluate import read_truth

SET, QUICK_SET = "historical_50k", "fake_1000"
COLUMNS = ("decision", "kind", "side", "source", "record_id", "reason", "by")


def decision_rows(pairs, truth):
    """Rows of a decision table that says of each pair what the truth says."""
    for n, (left, right) in enumerate(pairs):
        same = truth[left[1]] == truth[right[1]]
        for side, (source, record_id) in (("a", left), ("a" if same else "b", right)):
            yield {"decision": f"p{n}", "kind": "same" if same else "different", "side": side, "source": source,
                   "record_id": record_id, "reason": "acceptance", "by": "truth"}


def ends(edge):
    return (edge["source_dataset_l"], edge["unique_id_l"]), (edge["source_dataset_r"], edge["unique_id_r"])


def f1_after(context, night, label, pairs, truth):
    made = night.made.copy_to(context.work(label))
    table = context.work(f"{label}-table") / "decisions.csv"
    with open(table, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(decision_rows(pairs, truth))
    context.hopnhat("decisions", "import", table, "-c", made.config).demand()
    crosswalk = table.with_name("crosswalk.csv")
    context.hopnhat("export", "crosswalk", "-c", made.config, "-o", crosswalk).demand()
    return quality_projects.quality(context, crosswalk, night.truth, night.across)["pairs"]["f1"]


def measure(context):
    night = quality_projects.first_night(context, QUICK_SET if context.quick else SET)
    edges = night.made.rows("edges")
    band = [ends(edge) for edge in edges if edge["outcome"] == "review"]
    share = len(band) / len(edges) if edges else 0.0
    note = f"{night.name}: {len(band):,} of {len(edges):,} edges"
    yield Figure("8.share_least", share, note)
    yield Figure("8.share_most", share, note)
    if not band:
        yield Figure("8.worth", None, f"{night.name}: nothing is in review")
        return
    truth = {record_id: cluster for (_, record_id), cluster in read_truth(night.truth).items()}
    anywhere = random.Random(context.seed).sample([ends(edge) for edge in edges], len(band))
    decided = f1_after(context, night, "band", band, truth)
    drawn = f1_after(context, night, "drawn", anywhere, truth)
    yield Figure("8.worth", decided - drawn, f"{night.name}: F1 {night.f1:.4f}, after {len(band):,} decisions"
                 f" {decided:.4f} in the band, {drawn:.4f} at edges drawn at random")
