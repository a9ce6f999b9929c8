"""Standardising, all fields of raw registers, one core: the stage's own time in a night, reading and coding of values included."""
import statistics

from acceptance_lib import vietnam_registers as registers
from acceptance_lib.limits import Figure

N_RECORDS, QUICK_RECORDS = 400_000, 20_000
N_ROUNDS = 5


def measure(context):
    n_records = QUICK_RECORDS if context.quick else N_RECORDS
    data = registers.generate(context, registers.CITIZENS, context.seed, n_records=n_records)
    seconds = []
    for n in range(N_ROUNDS):
        night = registers.Night(context, f"night-{n}", data, threads=1)
        seconds.append(night.summary["seconds"]["standardise"])
    each = [second / n_records * 1e6 for second in seconds]
    yield Figure("10.standardise", statistics.median(each), f"medians of {N_ROUNDS}: {min(each):.2f} to {max(each):.2f} us,"
                 f" {n_records:,} records of raw columns")
