"""What must stay apart: homonyms with thin evidence, equal rows where a source holds one record per entity, a shared value."""
import random
import statistics

from acceptance_lib import sets
from acceptance_lib.limits import Figure
from change_records import read_table
from project_folder import members

N_RECORDS, QUICK_RECORDS = 100_000, 20_000
N_HOMONYMS, N_EQUAL, N_TIMINGS = 1_000, 200, 3
NAME, YEAR = "Nguyễn Văn Hùng", "1960"
SHARED_PHONE, SHARED_SHARE = "0900000000", 0.10


def generated(context, n_records):
    folder = context.work("generated")
    context.run(context.program("hopnhat-generate"), "citizens", "--records", n_records, "--seed", context.seed,
                "-o", folder).demand()
    rows, columns = read_table(folder / "records.csv")
    truth, _ = read_table(folder / "truth.csv")
    context.sizes["citizens"] = len(rows)
    return rows, columns, {row["record_id"]: row["entity_id"] for row in truth}


def joined(crosswalk, ids):
    """How many of @ids share their entity with another of them."""
    entities = [crosswalk[record] for record in crosswalk if record[1] in ids]
    return len(entities) - len(set(entities)), len(entities)


def homonyms(context, rows, columns):
    """The same name and year, nothing else: in one source each and across two."""
    thin = []
    for n in range(N_HOMONYMS):
        row = dict.fromkeys(columns, "")
        row.update(record_id=f"homonym-{n}", source=rows[n % 2]["source"], full_name=NAME, birth_date=YEAR)
        thin.append(row)
    made = sets.project(context, "citizens", context.work("homonyms"), rows + thin, columns)
    sets.logged_night(context, made)
    n_joined, n_seen = joined(made.crosswalk(), {row["record_id"] for row in thin})
    missing = N_HOMONYMS - n_seen
    return Figure("8.homonyms", n_joined + missing, f"{n_seen} of {N_HOMONYMS} accepted")


def one_per_source(context, rows, columns):
    """Rows that are equal in every column, in a source that holds each entity once."""
    full = max(rows, key=lambda row: sum(bool(value) for value in row.values()))
    equal = [dict(full, record_id=f"equal-{n}", source="equal") for n in range(N_EQUAL)]
    made = sets.project(context, "citizens_one_per_source", context.work("one-per-source"), rows + equal, columns)
    sets.logged_night(context, made)
    n_joined, n_seen = joined(made.crosswalk(), {row["record_id"] for row in equal})
    return Figure("8.one_per_source", n_joined + N_EQUAL - n_seen, f"{n_seen} of {N_EQUAL} accepted")


def timed(context, label, rows, columns):
    """(median seconds of a first night, crosswalk)"""
    seconds = []
    for n in range(1 if context.quick else N_TIMINGS):
        made = sets.project(context, "citizens", context.work(f"{label}-{n}"), rows, columns)
        seconds.append(sets.logged_night(context, made).seconds)
    return statistics.median(seconds), made.crosswalk()


def wrong_pairs(crosswalk, ids, truth):
    """Pairs of @ids in one entity that are two people."""
    wrong = set()
    for records in members({key: entity for key, entity in crosswalk.items() if key[1] in ids}).values():
        names = [record[1] for record in records]
        wrong.update((a, b) for n, a in enumerate(names) for b in names[n + 1:] if truth[a] != truth[b])
    return wrong


def shared_value(context, rows, columns, truth):
    chosen = set(random.Random(context.seed).sample([row["record_id"] for row in rows], int(len(rows) * SHARED_SHARE)))
    # In the plain set the chosen have no phone: what joins them there is not the shared value's doing. (With phones of
    # their own they would differ in them, and a merge more would only show that this evidence is gone.)
    plain = [dict(row, phone="") if row["record_id"] in chosen else row for row in rows]
    shared = [dict(row, phone=SHARED_PHONE) if row["record_id"] in chosen else row for row in rows]
    plain_seconds, before = timed(context, "plain", plain, columns)
    shared_seconds, after = timed(context, "shared", shared, columns)
    yield Figure("8.shared_time", shared_seconds / plain_seconds, f"{shared_seconds:.2f} s against {plain_seconds:.2f} s")
    new = wrong_pairs(after, chosen, truth) - wrong_pairs(before, chosen, truth)
    yield Figure("8.shared_merges", len(new), f"pairs of {len(chosen):,} records")


def measure(context):
    context.program()
    rows, columns, truth = generated(context, QUICK_RECORDS if context.quick else N_RECORDS)
    small, few = rows[:QUICK_RECORDS], columns
    yield homonyms(context, small, few)
    yield from shared_value(context, rows, columns, truth)
    yield one_per_source(context, small, few)
