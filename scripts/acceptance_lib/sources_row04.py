"""What waits for targets, cut, flipped, spliced, replayed, re-ordered, removed: refused and named, never applied."""
import collections

from acceptance_lib.limits import Figure
from acceptance_lib.waiting_lab import KINDS, Waiting

ROUNDS, QUICK_ROUNDS = 420, 30


def measure(context):
    n_rounds = QUICK_ROUNDS if context.quick else ROUNDS
    lab = Waiting(context.program(), context.work("waiting"), context.seed)
    lab.undisturbed("waiting")
    lab.copy("peace", "peace-kept")
    ended, wrong, unnamed = collections.Counter(), [], []
    with open(context.out / "waiting.log", "w", encoding="utf-8") as log:
        for number in range(n_rounds):
            kind = KINDS[number % len(KINDS)]
            what, faults, is_unnamed, code = lab.round(kind)
            print(f"{what} {'; '.join(faults)}{' UNNAMED' if is_unnamed else ''}", file=log, flush=True)
            ended[kind, "refused" if code else "no-op"] += 1
            wrong += [f"{what}: {faults[0]}"] if faults else []
            unnamed += [what] if is_unnamed else []
    if not any(how == "refused" for _, how in ended):
        raise RuntimeError("nothing was ever refused: the rounds did not strike what waits")
    context.sizes["rounds with what waits"] = n_rounds
    told = ", ".join(f"{kind} {ended[kind, 'refused']} refused + {ended[kind, 'no-op']} no-op" for kind in KINDS)
    yield Figure("4.applied", len(wrong), wrong[0] if wrong else f"{n_rounds} rounds: {told}")
    yield Figure("4.unnamed", len(unnamed), unnamed[0] if unnamed else "")
