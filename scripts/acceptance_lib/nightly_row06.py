"""Nights after the first: what did not change stays, what changed touches its own entities only, what is wrong is held."""
import random
import re
import shutil

from acceptance_lib import sets
from acceptance_lib.limits import Figure
from change_records import slip
from project_folder import ProjectFolder, members

SET, QUICK_SET = "febrl3", "febrl1"
ENTITY = re.compile(r'"(e-[0-9A-Z]{9,})"')
N_KEYLESS = 10


class Groups:
    """Union-find over records."""

    def __init__(self):
        self.parent = {}

    def find(self, record):
        self.parent.setdefault(record, record)
        while self.parent[record] != record:
            self.parent[record] = self.parent[self.parent[record]]
            record = self.parent[record]
        return record

    def join(self, a, b):
        self.parent[self.find(a)] = self.find(b)


class Snapshot:
    """What a night published, read at once: the next night replaces it."""

    def __init__(self, made):
        self.crosswalk = made.crosswalk()
        self.edges = [(edge_end(edge, "l"), edge_end(edge, "r")) for edge in made.rows("edges")]
        self.changes = made.rows("changes")
        self.named = set()
        for change in self.changes:
            self.named.update(value for value in texts(change) if value.startswith("e-"))


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def edge_end(edge, side):
    """The record of one end; its source stands beside it, or before the first colon."""
    name, source = edge[f"unique_id_{side}"], edge.get(f"source_dataset_{side}")
    return (source, name) if source else tuple(name.split(":", 1))


def untouched_named(before, after, changed_ids):
    """Entities that the changes name although no changed record is in reach of them, by edges or by membership."""
    groups = Groups()
    for snapshot in (before, after):
        for records in members(snapshot.crosswalk).values():
            for record in records[1:]:
                groups.join(records[0], record)
        for left, right in snapshot.edges:
            groups.join(left, right)
    records = set(before.crosswalk) | set(after.crosswalk)
    touched = {groups.find(record) for record in records if record[1] in changed_ids}
    allowed = {snapshot.crosswalk[record] for record in records if groups.find(record) in touched
               for snapshot in (before, after) if record in snapshot.crosswalk}
    return after.named - allowed


def summary_events(night):
    entities = night.summary.get("entities", {})
    return sum(value for value in entities.values() if isinstance(value, int))


def unchanged(context, made):
    night = sets.logged_night(context, made)
    return max(summary_events(night), len(made.rows("changes")))


def changes_of(rows, columns, rng):
    """[(label, new rows, ids of changed records)] for one per cent added, corrected, withdrawn."""
    n = max(1, len(rows) // 100)
    chosen = rng.sample(rows, n)
    ids = {row["record_id"] for row in chosen}
    added = [dict(row, record_id=row["record_id"] + "n") for row in chosen]
    yield "added", rows + added, {row["record_id"] for row in added}
    field = next(name for name in columns if "name" in name)
    corrected = [dict(row, **{field: slip(row[field], rng) if row[field] else "an"}) if row["record_id"] in ids else row
                 for row in rows]
    yield "corrected", corrected, ids
    yield "withdrawn", [row for row in rows if row["record_id"] not in ids], ids


def decided(context, made, rng):
    """Takes one per cent of the entities apart or together by hand; the ids of the records named."""
    entities = members(made.crosswalk())
    pairs = [(records[0], records[1], "different") for records in entities.values() if len(records) > 1]
    singles = [records[0] for records in entities.values() if len(records) == 1]
    pairs = rng.sample(pairs, max(1, len(pairs) // 100))
    if len(singles) > 1:
        pairs.append((singles[0], singles[1], "same"))
    for left, right, verdict in pairs:
        context.hopnhat("decide", verdict, ":".join(left), ":".join(right), "--reason", "acceptance", "-c",
                        made.config).demand()
    return {record[1] for left, right, _ in pairs for record in (left, right)}


def changed_nights(context, made, rows, columns, rng):
    """(entities named without reason, note) over four changed nights; each starts from the plain delivery."""
    stray, notes = set(), []
    for label, changed_rows, ids in changes_of(rows, columns, rng):
        before = Snapshot(made)
        sets.deliver(made, changed_rows, columns)
        sets.logged_night(context, made)
        after = Snapshot(made)
        if not after.named:
            raise RuntimeError(f"{label}: the changes name no entity")
        extra = untouched_named(before, after, ids)
        stray |= extra
        notes.append(f"{label} {len(after.named)} entities" + (f" ({len(extra)} stray)" if extra else ""))
        sets.deliver(made, rows, columns)
        sets.logged_night(context, made)
    before = Snapshot(made)
    ids = decided(context, made, rng)
    sets.logged_night(context, made)
    after = Snapshot(made)
    stray |= untouched_named(before, after, ids)
    notes.append(f"decided {len(after.named)} entities")
    return len(stray), ", ".join(notes)


def halved(context, made, rows, columns):
    before = made.crosswalk()
    sets.deliver(made, rows[:len(rows) // 2], columns)
    night = sets.any_night(context, made)
    published = made.crosswalk() != before
    sets.deliver(made, rows, columns)
    again = sets.any_night(context, made)
    bad = (night.code != 3) + published + (again.code != 0 or made.crosswalk() != before)
    return bad, f"exit {night.code}, then {again.code} with the whole delivery"


def keyless(context, made, rows, columns):
    """No key column at all, then some rows without a key: both must be named, and no row may vanish."""
    without = [name for name in columns if name != "record_id"]
    sets.deliver(made, [{name: row[name] for name in without} for row in rows], without)
    night = sets.any_night(context, made)
    bad = night.code == 0 or "record_id" not in night.message
    note = f"without the column: exit {night.code}"
    some = [dict(row, record_id="") if n < N_KEYLESS else row for n, row in enumerate(rows)]
    sets.deliver(made, some, columns)
    night = sets.any_night(context, made)
    records = night.summary.get("records", {})
    whole = records.get("read") == len(rows) == records.get("accepted", 0) + records.get("quarantined", 0)
    bad += not (night.code == 0 and whole and records.get("quarantined") == N_KEYLESS)
    sets.deliver(made, rows, columns)
    return bad, f"{note}; {N_KEYLESS} rows without a key: exit {night.code}, {records.get('quarantined')} quarantined"


def restored(context, made, rows, columns):
    """Yesterday's state under today's anchor: no write until recover, and then no id a second time."""
    old = made.folder / "old-state"
    shutil.copytree(made.state, old, symlinks=True)
    lost = [dict(row, record_id=row["record_id"] + "lost") for row in rows[:20]]
    for n, row in enumerate(lost):
        # People whom nobody knows, so each needs an identifier of its own.
        row.update({name: f"lost{n}x{at}" for at, name in enumerate(columns) if name not in ("record_id", "source")})
    sets.deliver(made, rows + lost, columns)
    sets.logged_night(context, made)
    issued = {entity for record, entity in made.crosswalk().items() if record[1].endswith("lost")}
    shutil.rmtree(made.state)
    old.rename(made.state)
    refused = sets.any_night(context, made)
    bad = (refused.code == 0) + ("recover" not in refused.message)
    context.hopnhat("recover", "-c", made.config).demand()
    for row in lost:
        row["record_id"] += "2"
    sets.deliver(made, rows + lost, columns)
    sets.logged_night(context, made)
    again = {entity for record, entity in made.crosswalk().items() if record[1].endswith("lost2")}
    return bad + len(issued & again), f"refused with exit {refused.code}; {len(again)} ids after recover"


def guarded(row, work):
    """A night that should not fail is a failed row, not the end of the others."""
    try:
        value, note = work()
        return Figure(row, value, note)
    except (RuntimeError, OSError, KeyError, ValueError) as error:
        return Figure(row, None, f"{type(error).__name__}: {error}")


def measure(context):
    name = QUICK_SET if context.quick else SET
    rng = random.Random(context.seed)
    rows, columns = sets.read_set(context, name)
    made = sets.project(context, name, context.work("nights"), rows, columns)
    sets.logged_night(context, made)
    yield guarded("6.unchanged", lambda: (unchanged(context, made), name))

    def reordered():
        sets.deliver(made, rng.sample(rows, len(rows)), rng.sample(columns, len(columns)))
        return unchanged(context, made), "rows and columns in another order"

    yield guarded("6.reordered", reordered)
    for row, work in (("6.changed", lambda made: changed_nights(context, made, rows, columns, rng)),
                      ("6.halved", lambda made: halved(context, made, rows, columns)),
                      ("6.keyless", lambda made: keyless(context, made, rows, columns)),
                      ("6.restored", lambda made: restored(context, made, rows, columns))):
        copy = made.copy_to(context.work("copies") / row)
        yield guarded(row, lambda work=work, copy=copy: work(ProjectFolder(copy.folder, copy.program)))
