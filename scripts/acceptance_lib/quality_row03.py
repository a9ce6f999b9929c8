"""Nothing that ships knows a data set: no name of one in code, tables or configuration, and no constant that was fitted to one.

scripts/acceptance_lib/leave_one_out.json, where there is one, is a list of the constants that were chosen by looking at
labelled sets: [{"name", "where": "folder/file.c", "text": how it stands there, "f1": {SET: {"with": F1 when all sets were
looked at, "without": F1 when this set was left out of the choice}}}].
"""
import json

from acceptance_lib import quality_projects
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

FOLDERS = ("base", "text", "records", "config", "standardise", "blocking", "scoring", "linker", "store", "connect",
           "publish", "insight", "service", "cli", "library", "web")
# As whole words, in small or capital letters: the sets, and what they are made of.
WORDS = ("fake_1000", "febrl", r"febrl[1-4][ab]?", "rldata", "rldata10000", "historical_50k", "foreigners", "patstat",
         "patstat_applicants", "senzing", "senzing_truthset", "truthset", "dblp", "acm", "dblp_acm", "abt", "buy", "abt_buy")
CHOSEN = "scripts/acceptance_lib/leave_one_out.json"


def names(context):
    here = [folder for folder in FOLDERS if (context.root / folder).is_dir()]
    pattern = r"(^|[^[:alnum:]_])(" + "|".join(WORDS) + r")($|[^[:alnum:]_])"
    ran = context.run("git", "grep", "-I", "-n", "-i", "-E", pattern, "--", *here)
    ran.demand(0, 1)
    lines = ran.out.splitlines()
    return Figure("3.names", len(lines), "; ".join(line[:70] for line in lines[:3]) or f"{len(here)} folders")


def constants(context):
    path = context.root / CHOSEN
    if not path.exists():
        raise NotMeasured(f"there is no {CHOSEN}")
    chosen = json.loads(path.read_text(encoding="utf-8"))
    falls, faults = {}, []
    for one in chosen:
        text = (context.root / one["where"]).read_text(encoding="utf-8")
        if one["text"] not in text:
            faults.append(f"{one['name']} does not stand in {one['where']}")
        lacking = [name for name in quality_projects.SETS if name not in one["f1"]]
        faults += [f"{one['name']} was never chosen without {name}" for name in lacking]
        for name, f1 in one["f1"].items():
            falls[one["name"], name] = f1["with"] - f1["without"]
    if faults or not falls:
        raise NotMeasured("; ".join(faults[:3]) or "no constant is listed")
    worst = max(falls, key=falls.get)
    return Figure("3.left_out", max(0.0, falls[worst]), f"{len(chosen)} constants; most: {worst[0]} without {worst[1]}")


def measure(context):
    for row, work in (("3.names", names), ("3.left_out", constants)):
        if row not in context.rows:
            continue
        try:
            yield work(context)
        except NotMeasured as reason:
            yield Figure(row, None, str(reason))
