"""Every commune of the old list and the new one written in five ways; what the words can mean is worked out from the tables
alone, what the program makes of them comes from `hopnhat address`."""
from acceptance_lib import vietnam_addresses
from acceptance_lib.limits import Figure

QUICK_SHARE = 0.1


def measure(context):
    reference = context.root / "datasets" / "reference"

    def run(file):
        return context.hopnhat("address", stdin=file, env={"HN_REFERENCE": str(reference)}).demand(0).out

    counts, wrong = vietnam_addresses.measure(run, reference, context.work("addresses"), QUICK_SHARE if context.quick else 1.0)
    right, n, unproved, told = vietnam_addresses.figures(counts)
    examples = "; ".join(f"{text} ({way})" for _, way, text, *_ in wrong[:3])
    yield Figure("8.right", right, f"{n:,} addresses: {told}{'; wrong: ' + examples if examples else ''}")
    yield Figure("8.unproved", unproved, f"of {n:,} that the text determines")
