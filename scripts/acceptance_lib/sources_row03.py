"""Write-back under faults: whatever ends a delivery, at whatever byte, the target ends as an undisturbed one."""
import collections

from acceptance_lib.context import NotMeasured
from acceptance_lib.fault_lab import PHASES, FaultLab
from acceptance_lib.limits import Figure

ROUNDS, QUICK_ROUNDS = 500, 30
MISSES_MAX = 20  # rounds in which nothing was struck; they count for nothing, and are done again
# (phase, act or by lot): one after the other, so that no phase is left to chance.
SCHEDULE = [("connect", None), ("staging", None), ("commit", "swallow"), ("apply", None), ("staging", None),
            ("watermark", None), ("commit", "swallow"), ("apply", None), ("after commit", None), ("staging", None),
            ("commit", None), ("apply", None)]


def rounds(lab, n_rounds, log):
    struck, missed, number = [], [], 0
    while len(struck) < n_rounds and len(missed) < MISSES_MAX:
        made = lab.round(number, *SCHEDULE[len(struck) % len(SCHEDULE)])
        (struck if made.struck is not None else missed).append(made)
        print(made.line(), file=log, flush=True)
        number += 1
    return struck, missed


def measure(context):
    if not (context.root / "tests" / "servers" / "postgresql.sh").exists():
        raise NotMeasured("tests/servers/postgresql.sh is not here")
    n_rounds = QUICK_ROUNDS if context.quick else ROUNDS
    work = context.work("faults")
    lab = FaultLab(context.program("hopnhat"), work, context.seed)
    try:
        with open(context.out / "faults.log", "w", encoding="utf-8") as log:
            struck, missed = rounds(lab, n_rounds, log)
        has_disk = lab.server.disk is not None
    finally:
        lab.close()
    context.sizes["fault rounds"] = len(struck)
    phases = collections.Counter(made.phase for made in struck)
    acts = collections.Counter(made.act for made in struck)
    bad = [made for made in struck + missed if made.problem]
    told = ", ".join(f"{act} {n}" for act, n in acts.most_common()) + ("" if has_disk else "; no disk to fill")
    yield Figure("3.digest", len(bad) + n_rounds - len(struck), bad[0].line() if bad else
                 f"{len(struck)} rounds: {told}; {len(missed)} struck nothing")
    yield Figure("3.phases", min(phases[phase] for phase in PHASES) / max(1, len(struck)),
                 ", ".join(f"{phase} {phases[phase]}" for phase in PHASES))
    yield Figure("3.swallowed", acts["swallow"])
