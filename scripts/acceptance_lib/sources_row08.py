"""Rollback with nothing decided since, and with a thousand acts of people between the bad nights."""
import json
import sys

from acceptance_lib.limits import Figure

SEEDS = 3


def one(context, number, records, acts):
    servers = context.root / "tests" / "servers"
    ran = context.run(servers / "postgresql.sh", servers / "mariadb.sh", sys.executable,
                      context.root / "scripts" / "acceptance_lib" / "sources_rollback.py", context.program(),
                      context.program("hopnhat-generate"), context.work(f"rollback-{number}"), records, acts,
                      context.seed + 17 * number).demand()
    return json.loads(ran.out.strip().splitlines()[-1])


def measure(context):
    records, acts = (2500, 60) if context.quick else (20000, 1000)
    results = [one(context, number, records, acts) for number in range(SEEDS)]
    differs = [fault for result in results for fault in result["differs"]]
    gone = [fault for result in results for fault in result["lost"]]
    told = "; ".join(f"{result['records']:,} records, events {result['events']}" for result in results)
    yield Figure("8.differs", len(differs), "; ".join(differs[:6]) if differs else told)
    acts_told = "; ".join(f"{result['acts']:,} acts, {result['undone']} of them undone again, {result['in_force']:,} in force"
                          for result in results)
    yield Figure("8.lost", len(gone), "; ".join(gone[:6]) if gone else acts_told)
