"""One night over 116 sources of five kinds, three of them at fault."""
import json
import sys

from acceptance_lib.limits import Figure


def faults(result):
    """What is not as it should be, a sentence each."""
    summary, expected = result["summary"], result["faults"]
    wrong = []
    if result["exit"] != 4 or not summary.get("published"):
        wrong.append(f"exit {result['exit']}, published {summary.get('published')}: {result['stderr'][-300:]}")
    sources = {source["source"]: source for source in summary.get("sources", [])}
    if len(sources) != 116:
        wrong.append(f"{len(sources)} sources in the summary")
    for name, source in sources.items():
        counts = source["records"]
        if counts["read"] != counts["accepted"] + counts["quarantined"]:
            wrong.append(f"{name}: {counts}")
        refused = name in expected.values()
        if (source["state"] == "refused") != refused:
            wrong.append(f"{name}: {source['state']}: {source.get('why', '')}")
        if refused and not source.get("why"):
            wrong.append(f"{name}: refused without a reason")
        if not refused and counts["accepted"] == 0:
            wrong.append(f"{name}: nothing accepted")
    return wrong


def measure(context):
    servers = context.root / "tests" / "servers"
    folder = context.work("country")
    records = 12000 if context.quick else 300000
    ran = context.run(servers / "postgresql.sh", servers / "mariadb.sh", sys.executable,
                      context.root / "scripts" / "acceptance_lib" / "sources_night.py", context.program(),
                      context.program("hopnhat-generate"), folder, records, context.seed).demand()
    result = json.loads(ran.out.strip().splitlines()[-1])
    wrong = faults(result)
    places = ", ".join(f"{n} {place}" for place, n in result["places"].items())
    read = result["summary"].get("records", {}).get("read", 0)
    note = "; ".join(wrong[:4]) or (
        f"{places}; {result['headers']} headers, {len(result['encodings'])} encodings {result['encodings']}, {result['kinds']}; "
        f"{read:,} records read; refused: {', '.join(result['faults'].values())}; {ran.seconds:.0f} s with the making")
    yield Figure("1.faults", len(wrong), note)
    yield Figure("1.headers", result["headers"])
    yield Figure("1.encodings", len(result["encodings"]))
