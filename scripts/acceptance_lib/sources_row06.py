"""Nights by watermark and sweep against full reads."""
import json
import sys

from acceptance_lib.limits import Figure


def measure(context):
    records = 4000 if context.quick else 100000
    ran = context.run(context.root / "tests" / "servers" / "postgresql.sh", sys.executable,
                      context.root / "scripts" / "acceptance_lib" / "sources_changes.py", context.program(),
                      context.program("hopnhat-generate"), context.work("changes"), records, context.seed).demand()
    nights = json.loads(ran.out.strip().splitlines()[-1])["nights"]
    told = "; ".join(f"{100 * one['share']:g} % changed ({one['changed']:,}): read {one['read']:,} of {one['all']:,}, withdrawn {one['withdrawn']:,}, "
                     f"sent {one['sent']:,} rows, {one['bytes']:,} bytes{'' if one['same'] else ': DIFFERS'}" for one in nights)
    yield Figure("6.differs", sum(not one["same"] for one in nights), told)
    # Rows that a night sends for each that changed; what is sent beside must not grow with the table.
    yield Figure("6.sent", max(one["sent"] / max(one["changed"], 1) for one in nights[1:]))
