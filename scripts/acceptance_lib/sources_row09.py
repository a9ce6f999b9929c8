"""Canaries in forbidden fields and in sources that a target may not see: searched wherever something could get out."""
import json
import sys

from acceptance_lib.limits import Figure


def measure(context):
    nights = 1 if context.quick else 4
    ran = context.run(context.root / "tests" / "servers" / "postgresql.sh", sys.executable,
                      context.root / "scripts" / "acceptance_lib" / "sources_canaries.py", context.program(),
                      context.work("canaries"), nights, context.seed).demand()
    result = json.loads(ran.out.strip().splitlines()[-1])
    found = result["found"]
    told = (f"{result['canaries']} canaries in {result['forms']:,} forms; {result['texts']:,} outputs, dumps, sets "
            f"and files of the state, {result['bytes']:,} bytes, {result['server']:,} of them the server's own files; "
            f"{result['kills']} nights killed")
    yield Figure("9.found", len(found), "; ".join(found[:6]) if found else told)
