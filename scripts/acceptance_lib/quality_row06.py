"""explain: the weights that it shows add up to the edge's weight bit for bit, and a pair that no rule made is told so.

Edges are drawn from those that the night published; pairs that no rule made are drawn from all pairs of records that are no
candidates of the same configuration with open thresholds.
"""
import csv
import json
import random

from acceptance_lib import candidates, quality_projects
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure
from change_records import read_table
from evaluate import read_truth

SET, QUICK_SET = "historical_50k", "fake_1000"
N_PAIRS, QUICK_PAIRS, N_NEVER = 10_000, 500, 1_000
UNITS_PER_BIT = 65536
COLUMNS = ("source_dataset_l", "unique_id_l", "source_dataset_r", "unique_id_r")


def explained(context, night, label, pairs):
    """The objects of `explain --pairs`, in the order of @pairs."""
    quality_projects.need_command(context, "explain")
    path = context.work(label) / "pairs.csv"
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((*left, *right) for left, right in pairs)
    ran = context.hopnhat("explain", "--pairs", path, "-c", night.made.config, "--json").demand()
    said = [json.loads(line) for line in ran.out.splitlines() if line.startswith("{")]
    if len(said) != len(pairs):
        raise NotMeasured(f"explain --pairs says {len(said):,} objects about {len(pairs):,} pairs")
    return said


def names(said, side):
    return said[f"source_dataset_{side}"], said[f"unique_id_{side}"]


def adds_up(said, left, right, units):
    """The parts, their total and the named edge are all the weight that the night published, of this pair."""
    parts = [part["units"] for part in said["waterfall"] if part["kind"] != "total"]
    totals = [part["units"] for part in said["waterfall"] if part["kind"] == "total"]
    return {names(said, "l"), names(said, "r")} == {left, right} and sum(parts) == units and totals == [units] \
        and said["edge"] is not None and said["edge"]["weight_units"] == units


def sums(context, night):
    edges = night.made.rows("edges")
    drawn = random.Random(context.seed).sample(edges, min(len(edges), QUICK_PAIRS if context.quick else N_PAIRS))
    pairs = [((edge["source_dataset_l"], edge["unique_id_l"]), (edge["source_dataset_r"], edge["unique_id_r"]))
             for edge in drawn]
    units = [edge["match_weight"] * UNITS_PER_BIT for edge in drawn]
    said = explained(context, night, "edges", pairs)
    wrong = sum(not adds_up(one, *pair, weight) for one, pair, weight in zip(said, pairs, units))
    rest = sum(any(part["kind"] == "rest" and part["units"] for part in one["waterfall"]) for one in said)
    return Figure("6.sum", wrong, f"{len(pairs):,} edges of {night.name}; {rest} have a part that no comparison accounts for")


def strangers(context, night):
    """Pairs of records that no rule made, nor any rule for rows that read as theirs do."""
    made, _ = candidates.open_night(context, night)
    rows, columns = read_table(night.records)
    labelled = candidates.Labelled(rows, columns, read_truth(night.truth), night.across)
    met = set()
    for left, right, _ in candidates.edges_of(made.results / "edges.jsonl.zst"):
        a, b = labelled.group[labelled.number[left]], labelled.group[labelled.number[right]]
        met.add((min(a, b), max(a, b)))
    everyone, rng, pairs = sorted(labelled.number), random.Random(context.seed), []
    for _ in range(100 * N_NEVER):
        left, right = rng.sample(everyone, 2)
        a, b = labelled.group[labelled.number[left]], labelled.group[labelled.number[right]]
        if a != b and (min(a, b), max(a, b)) not in met:
            pairs.append((left, right))
        if len(pairs) == (QUICK_PAIRS if context.quick else N_NEVER):
            break
    return pairs


def is_told(said):
    """Not compared, no rule makes it, each rule says what stood in the way, and there is a sentence in both languages."""
    return not said["compared"] and said["edge"] is None and bool(said["rules"]) \
        and all(rule["state"] != "makes" for rule in said["rules"]) and all(said["sentence"].get(word) for word in ("en", "vi"))


def never(context, night):
    pairs = strangers(context, night)
    said = explained(context, night, "never", pairs)
    return Figure("6.never", sum(not is_told(one) for one in said), f"{len(pairs):,} pairs of {night.name}")


def measure(context):
    night = quality_projects.first_night(context, QUICK_SET if context.quick else SET)
    for row, work in (("6.sum", sums), ("6.never", never)):
        if row not in context.rows:
            continue
        try:
            yield work(context, night)
        except (NotMeasured, RuntimeError, KeyError) as error:
            yield Figure(row, None, quality_projects.reason_of(error))
