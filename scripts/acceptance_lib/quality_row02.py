"""Columns without their names, and with a tenth of the rows gone: what init found must lie in the values."""
import random

from acceptance_lib import quality_projects, sets
from acceptance_lib.limits import Figure
from change_records import read_table, write_table

KEPT_SHARE = 0.9


def renamed(rows, columns, rng):
    """(rows, columns, key, source): names c1..cN in an order of their own."""
    order = rng.sample(columns, len(columns))
    names = {column: f"c{n}" for n, column in enumerate(order, 1)}
    return [{names[column]: row[column] for column in order} for row in rows], list(names.values()), names["record_id"], \
        names["source"]


def night_of(context, label, rows, columns, *arguments):
    folder = context.work(label)
    path = folder / "records.csv"
    write_table(path, rows, columns)
    made = quality_projects.initialise(context, folder, [path], *arguments)
    sets.logged_night(context, made)
    return made


def without_names(context, night):
    rows, columns = read_table(night.records)
    rows, columns, key, source = renamed(rows, columns, random.Random(context.seed))
    made = night_of(context, f"{night.name}-renamed", rows, columns, "--key", key, "--source", source)
    return night.f1 - quality_projects.quality(context, quality_projects.crosswalk_of(made), night.truth, night.across)["pairs"]["f1"]


def without_rows(context, night):
    """Judged against the truth about the rows that are left."""
    rows, columns = read_table(night.records)
    rng = random.Random(context.seed)
    kept = sorted(rng.sample(range(len(rows)), int(len(rows) * KEPT_SHARE)))
    rows = [rows[n] for n in kept]
    made = night_of(context, f"{night.name}-fewer", rows, columns)
    truth_rows, truth_columns = read_table(night.truth)
    ids = {row["record_id"] for row in rows}
    truth = context.work(f"{night.name}-fewer-truth") / "truth.csv"
    write_table(truth, [row for row in truth_rows if row["record_id"] in ids], truth_columns)
    return night.f1 - quality_projects.quality(context, quality_projects.crosswalk_of(made), truth, night.across)["pairs"]["f1"]


def worst(context, row, fall_of):
    falls, missing = quality_projects.over_sets(context, lambda night: fall_of(context, night))
    name = max(falls, key=falls.get)
    note = f"most on {name}; " + ", ".join(f"{one} {fall:+.4f}" for one, fall in falls.items())
    if len(falls) < len(quality_projects.chosen(context)):
        return Figure(row, None, note + quality_projects.absent(missing))
    return Figure(row, max(0.0, falls[name]), note)


def measure(context):
    for row, fall_of in (("2.renamed", without_names), ("2.fewer", without_rows)):
        if row not in context.rows:
            continue
        try:
            yield worst(context, row, fall_of)
        except quality_projects.NotMeasured as reason:
            yield Figure(row, None, str(reason))
