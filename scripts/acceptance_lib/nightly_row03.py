"""One digest of results and store, whatever the threads, the memory, the order, or the processor."""
import random

from acceptance_lib import sets
from acceptance_lib.limits import Figure

SETS, QUICK = ("historical_50k", "febrl4"), ("fake_1000",)
THREADS = (1, 2, 4)
MEMORY = ("96M", "256M", "2G")
N_SHUFFLES, QUICK_SHUFFLES, N_FILES = 5, 2, 7
# What glibc and our own dispatch must not use on an old machine; both names of glibc's feature bits.
BASELINE = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX_Usable,-AVX2_Usable,-AVX2,-FMA_Usable,-FMA,-FMA4_Usable,-AVX512F_Usable,"
                      "-AVX512F,-ERMS,-AVX_Fast_Unaligned_Load,-AVX512VL,-BMI2",
    "HOPNHAT_CPU": "baseline",
}


def digest(context, name, label, rows, columns, *arguments, env=None, n_files=1, rng=None):
    made = sets.project(context, name, context.work(f"{name}-{label}"), rows, columns, n_files, rng)
    sets.logged_night(context, made, *arguments, env=env)
    return made.digest()


def variants(context, rows, columns):
    """(row, label, rows, columns, arguments, keywords): all ways in which the same night is run."""
    n_shuffles = QUICK_SHUFFLES if context.quick else N_SHUFFLES
    for n in THREADS:
        yield "threads", f"threads-{n}", rows, columns, ("--threads", n), {}
    for budget in MEMORY:
        yield "memory", f"memory-{budget}", rows, columns, ("--memory", budget), {}
    for n in range(n_shuffles):
        rng = random.Random(context.seed + n)
        yield "rows", f"rows-{n}", rng.sample(rows, len(rows)), rng.sample(columns, len(columns)), (), {}
    for n in range(n_shuffles):
        rng = random.Random(context.seed + 1000 + n)
        yield "files", f"files-{n}", rng.sample(rows, len(rows)), columns, (), {"n_files": N_FILES, "rng": rng}
    yield "baseline", "baseline", rows, columns, (), {"env": BASELINE}


def measure(context):
    names = QUICK if context.quick else SETS
    seen = {}  # (row, set) -> digests
    for name in names:
        rows, columns = sets.read_set(context, name)
        plain = digest(context, name, "plain", rows, columns)
        for row, label, its_rows, its_columns, arguments, keys in variants(context, rows, columns):
            other = digest(context, name, label, its_rows, its_columns, *arguments, **keys)
            seen.setdefault((row, name), {plain}).add(other)
    for row in ("threads", "memory", "rows", "files", "baseline"):
        counts = {name: len(seen[row, name]) for name in names}
        yield Figure(f"3.{row}", max(counts.values()), ", ".join(f"{name}: {n}" for name, n in counts.items()))
