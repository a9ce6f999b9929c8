"""What rows 1 and 2 have in common: three seeds of five registers, ours without configuration beside the peer with its own."""
from acceptance_lib import vietnam_registers as registers
from acceptance_lib.limits import Figure


def one_seed(context, kind, seed):
    night = registers.night(context, kind, seed)
    raw = registers.peer(context, kind, night.data)
    fed = registers.peer(context, kind, registers.standardised(context, kind, night))
    context.sizes[f"{kind}, seed {seed}"] = {"ours": night.quality["pairs"], "peer raw": raw, "peer fed": fed}
    return {"seed": seed, "night": night, "raw": raw, "fed": fed}


def told(run):
    night = run["night"]
    return (f"seed {run['seed']}: F1 {night.f1:.4f} P {night.precision:.4f} R {night.recall:.4f}, {night.seconds:.1f} s;"
            f" peer raw {run['raw']['f1']:.4f}, fed {run['fed']['f1']:.4f}")


def figures(context, kind, row):
    runs = [one_seed(context, kind, seed) for seed in registers.seeds(context)]
    everything = "; ".join(map(told, runs))
    yield Figure(f"{row}.f1", min(run["night"].f1 for run in runs), everything)
    yield Figure(f"{row}.precision", min(run["night"].precision for run in runs))
    yield Figure(f"{row}.peer_least", min(run["raw"]["f1"] for run in runs))
    yield Figure(f"{row}.peer_most", max(run["raw"]["f1"] for run in runs))
    yield Figure(f"{row}.over_raw", min(run["night"].f1 - run["raw"]["f1"] for run in runs))
    yield Figure(f"{row}.over_fed", min(run["night"].f1 - run["fed"]["f1"] for run in runs))
