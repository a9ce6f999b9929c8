"""What a run says about its own quality without any truth, against what the truth says."""
from acceptance_lib import quality_projects
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

NEAR = 0.05
SHARES = ("precision", "recall")


def stated(night):
    expected = night.summary.get("expected") or {}
    lacking = [key for share in SHARES for key in (share, f"{share}_low", f"{share}_high") if expected.get(key) is None]
    if lacking:
        raise NotMeasured(f"`run --json` has no expected.{lacking[0]}")
    return expected


def compared(night):
    """{share: (stated, measured, is inside the interval)}"""
    expected, pairs = stated(night), night.quality["pairs"]
    return {share: (expected[share], pairs[share], expected[f"{share}_low"] <= pairs[share] <= expected[f"{share}_high"])
            for share in SHARES}


def measure(context):
    seen, missing = quality_projects.over_sets(context, compared)
    near = [name for name, shares in seen.items() if all(abs(said - true) <= NEAR for said, true, _ in shares.values())]
    words = ", ".join(f"{name} " + "/".join(f"{said:.3f}:{true:.3f}" for said, true, _ in shares.values())
                      for name, shares in seen.items())
    tail = quality_projects.absent(missing)
    # A set without a figure is one whose figure is not near.
    yield Figure("4.near", len(near), f"of {len(seen) + len(missing)} sets, stated:measured {words}{tail}")
    inside = [held for shares in seen.values() for _, _, held in shares.values()]
    yield Figure("4.cover", sum(inside) / (2 * (len(seen) + len(missing))), f"{sum(inside)} of {len(inside)} intervals{tail}")
