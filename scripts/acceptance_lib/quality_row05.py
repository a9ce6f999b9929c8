"""The estimated share of true pairs that blocking never lets meet, against the true share.

True: the same configuration with thresholds so far apart that each compared pair is an edge; what the truth joins and no
edge does is lost. Both sides count as at least FLOOR: 0 against .001 is no miss.
"""
from acceptance_lib import candidates, quality_projects
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

FACTOR, FLOOR = 2.0, 0.002


def is_near(estimate, truth):
    estimate, truth = max(estimate, FLOOR), max(truth, FLOOR)
    return max(estimate, truth) <= FACTOR * min(estimate, truth)


def measure(context):
    def both(night):
        estimate = (night.summary.get("expected") or {}).get("blocking_loss")
        if estimate is None:
            raise NotMeasured("`run --json` has no expected.blocking_loss")
        return estimate, candidates.look(context, night)["loss"]

    seen, missing = quality_projects.over_sets(context, both)
    near = [name for name, (estimate, truth) in seen.items() if is_near(estimate, truth)]
    words = ", ".join(f"{name} {estimate:.4f}:{truth:.4f}" for name, (estimate, truth) in seen.items())
    yield Figure("5.near", len(near), f"of {len(seen) + len(missing)} sets, at least {FLOOR} on both sides,"
                 f" estimated:true {words}{quality_projects.absent(missing)}")
