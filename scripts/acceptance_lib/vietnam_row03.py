"""Other noise than the one that anything was tuned on: how much F1 falls; the worst of three profiles counts."""
from acceptance_lib import vietnam_registers as registers
from acceptance_lib.limits import Figure

PROFILES = ("other-noise-1", "other-noise-2", "other-noise-3")


def measure(context):
    for kind in (registers.CITIZENS, registers.BUSINESSES):
        whole = registers.night(context, kind, context.seed).f1
        found = {name: registers.night(context, kind, context.seed, name).f1 for name in PROFILES}
        yield Figure(f"3.{kind}", max(0.0, whole - min(found.values())),
                     f"{whole:.4f}; " + ", ".join(f"{name} {f1:.4f}" for name, f1 in found.items()))
