"""Identifiers: random histories against the slow reference, the record an id was issued for taken away, none issued twice."""
import random
import re

from acceptance_lib import sets
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure
from project_folder import members

SET, QUICK_SET = "febrl3", "febrl1"
N_HISTORIES, N_IDS = 10_000, 1_000_000
SHARE = 4  # every fourth entity of several records loses the one its id was issued for
HISTORY_TESTS = ("test_identity_histories", "test_cluster_property")  # n:m changes; constraints of decisions
TEST_SECONDS = 1200


def run_test(context, name, seed):
    """A test program of the build, with a seed that it did not have before."""
    program = context.build / "tests" / name
    if not program.exists():
        raise NotMeasured(f"tests/{name} is not built")
    return context.run(program, "--seed", f"R02S{seed:032x}", env={"HN_SEED": str(seed), "TMPDIR": str(context.work("t")),
                                                                 "HN_SOURCE_ROOT": str(context.root)},
                       timeout=TEST_SECONDS)


def histories(context):
    """Each program stops at the first history that differs: that one counts."""
    n_different, notes = 0, []
    for name in HISTORY_TESTS:
        ran = run_test(context, name, context.random.getrandbits(31))
        n_different += ran.code != 0
        notes += [] if ran.code == 0 else [f"{name}: {(ran.err or ran.out).strip().splitlines()[-1][:200]}"]
    return Figure("7.histories", n_different, "; ".join(notes) or f"{N_HISTORIES:,} histories, 30,000 constrained graphs")


def reissued(context):
    ran = run_test(context, "test_store_ids_property", context.random.getrandbits(31))
    found = re.search(r"# (\d+) issued, (\d+) restored, (\d+) recovered", ran.out)
    if ran.code == 0 and (found is None or int(found.group(1)) < N_IDS):
        raise NotMeasured("test_store_ids_property does not say that it issued a million")
    note = f"{int(found.group(1)):,} ids, {found.group(2)} restored copies" if found else ran.err.strip()[-200:]
    return Figure("7.reissued", 0 if ran.code == 0 else 1, note)


def first_of(rows, crosswalk, rng):
    """record_ids to take away: the smallest (source, record_id) of some entities of several records, for which the
    id was issued; and those entities' remaining records."""
    chosen, left = set(), {}
    for entity, records in members(crosswalk).items():
        if len(records) > 1 and rng.randrange(SHARE) == 0:
            chosen.add(records[0])
            left[entity] = records[1:]
    return chosen, left


def removed(context):
    """An id that moved although records of its entity are left, or that went to none of them."""
    name = QUICK_SET if context.quick else SET
    rows, columns = sets.read_set(context, name)
    made = sets.project(context, name, context.work("removed"), rows, columns)
    with open(made.config, "a", encoding="utf-8") as config:
        config.write("gates: { max_entity_churn: 1 }\n")  # the gates have a row of their own
    sets.logged_night(context, made)
    rng = random.Random(context.seed)
    n_changed = n_asked = 0
    for _ in range(2 if context.quick else 4):
        before = made.crosswalk()
        chosen, left = first_of(rows, before, rng)
        ids = {record_id for _, record_id in chosen}
        rows = [row for row in rows if row["record_id"] not in ids]
        sets.deliver(made, rows, columns)
        sets.logged_night(context, made)
        after = made.crosswalk()
        n_asked += len(left)
        n_changed += sum(entity not in {after.get(record) for record in records} for entity, records in left.items())
        n_changed += sum(after[record] != entity for record, entity in before.items()
                         if entity not in left and record in after)
    return Figure("7.removed", n_changed, f"{n_asked} ids, {name}")


def measure(context):
    yield histories(context)
    yield removed(context)
    yield reissued(context)
