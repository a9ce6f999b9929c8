"""What targets are told against the published crosswalk: their states, and the sets that wait for them."""
from faults import format_id


def check_waiting(store, faults, name, state):
    """Each set builds on the one before it, and the last one makes the state."""
    sets = sorted(store.of_kind("OUTB", name), key=lambda segment: segment.run)
    for before, after in zip(sets, sets[1:]):
        faults.check(after.content.previous in (before.run, 0), "targets",
                     f"{name}: set {after.run} builds on {after.content.previous}, not on {before.run}")
    faults.check(not sets or sets[-1].run == state.run, "targets", f"{name}: the last set is not that of its state")


def check_target(store, faults, name, target, state):
    crosswalk = store.newest("XWLK", target.entity)
    if not faults.check(crosswalk is not None, "targets", f"{name}: a state without a crosswalk"):
        return
    told = [(record, entity) for record, entity in crosswalk
            if target.sources is None or record[0] in target.sources]
    if target.is_golden:
        n_records = {}
        for _, entity in told:
            n_records[entity] = n_records.get(entity, 0) + 1
        expected = {(format_id("e", entity), str(n)) for entity, n in n_records.items()}
        found = {(key[0].decode(), values[0].decode()) for _, key, values in state.content}
    else:
        expected = {(record[0], bytes(record[1]), format_id("e", entity)) for record, entity in told}
        found = {(key[0].decode(), bytes(key[1]), values[0].decode()) for _, key, values in state.content}
    faults.check(found == expected, "targets",
                 f"{name}: {len(found - expected)} rows too many and {len(expected - found)} too few")
    faults.count("targets")
    check_waiting(store, faults, name, state)


def check_targets(store, faults):
    for name, target in sorted(store.project.targets.items()):
        for state in store.of_kind("TROW", name)[-1:]:
            check_target(store, faults, name, target, state)
