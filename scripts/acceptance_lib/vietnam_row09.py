"""Hard pairs that the generator's events make: of others, to be kept apart; of one, to be brought together; and the recall on
true pairs of the same households and firms, which a rule that keeps everything apart would lose."""
import collections
import itertools

from acceptance_lib import vietnam_registers as registers
from acceptance_lib.limits import Figure

PAIRS_MIN = 1000
N_RECORDS = {registers.CITIZENS: 400_000, registers.BUSINESSES: 160_000}  # twins are one record in a thousand


def night_of(context, kind, seed):
    if context.quick:
        return registers.night(context, kind, seed)
    data = registers.generate(context, kind, seed, n_records=N_RECORDS[kind])
    return registers.Night(context, f"hard-{kind}-{seed}", data)


def measure(context):
    right, n_of, found, n_true = collections.Counter(), collections.Counter(), 0, 0
    for kind in (registers.CITIZENS, registers.BUSINESSES):
        for seed in registers.seeds(context):
            night = night_of(context, kind, seed)
            entities = night.entities()
            for pair in registers.read_csv(night.data / "hard_pairs.csv"):
                key = (pair["kind"], pair["match"] == "1")
                n_of[key] += 1
                right[key] += (entities.get(pair["id_a"]) == entities.get(pair["id_b"])) == key[1]
            more, of = recall_of_related(night, entities)
            found, n_true = found + more, n_true + of
    yield worst("9.apart", False, right, n_of)
    yield worst("9.together", True, right, n_of)
    yield Figure("9.households", found / n_true, f"{n_true:,} true pairs of related entities")


def worst(row, is_match, right, n_of):
    shares = {kind: right[kind, is_match] / n for (kind, match), n in n_of.items() if match == is_match}
    counts = {kind: n for (kind, match), n in n_of.items() if match == is_match}
    told = ", ".join(f"{kind} {share:.4f} of {counts[kind]:,}" for kind, share in sorted(shares.items(), key=lambda x: x[1]))
    few = [kind for kind, n in counts.items() if n < PAIRS_MIN]
    return Figure(row, min(shares.values()), told + (f"; fewer than {PAIRS_MIN:,}: {', '.join(sorted(few))}" if few else ""))


def recall_of_related(night, entities):
    """(true pairs found, true pairs) of entities that have a relation to another one."""
    related = set()
    for relation in registers.read_csv(night.data / "relations.csv"):
        related.update((relation["entity_a"], relation["entity_b"]))
    members = collections.defaultdict(list)
    for row in registers.read_csv(night.data / "truth.csv"):
        if row["entity_id"] in related:
            members[row["entity_id"]].append(row["record_id"])
    found = n = 0
    for records in members.values():
        for a, b in itertools.combinations(records, 2):
            n += 1
            found += entities.get(a) is not None and entities.get(a) == entities.get(b)
    return found, n
