"""Damaged names in lists of 1, 10 and 100, and sound text of eight kinds, as `hopnhat preview` reads them."""
from acceptance_lib import vietnam_repair
from acceptance_lib.limits import Figure

N_LISTS, QUICK_LISTS = 10, 1


def measure(context):
    program = vietnam_repair.Program(context.program())
    n_lists = QUICK_LISTS if context.quick else N_LISTS
    repaired, sound = vietnam_repair.detection(program, n_lists, context.seed)
    yield Figure("7.sound", sum(sizes[100][0] for sizes in sound.values()),
                 f"of {sum(sizes[100][1] for sizes in sound.values()):,} values of {len(sound)} kinds; in shorter lists "
                 f"{sum(sizes[size][0] for sizes in sound.values() for size in (1, 10))}")
    for size in (100, 10):
        shares = {name: right / total for name, sizes in repaired.items() for right, total in (sizes[size],) if total > 0}
        worst = min(shares, key=shares.get)
        yield Figure(f"7.right_{size}", shares[worst], f"{worst}; the worst of {len(shares)} kinds of damage")
