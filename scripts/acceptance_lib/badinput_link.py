"""fold, nofold and poison of the hostile fields, judged by linking: do two spellings meet, does a filler value join?

Each case is a few records in one night. The only blocking rule is the field itself, exactly equal in its canonical form,
so an edge between two records says that their canonical forms are equal, and no edge that they differ.
"""
import base64
import random

from acceptance_lib import sets
from acceptance_lib.badinput_cases import table
from project_folder import members

COLUMNS = ["record_id", "source", "field", "code"]
N_FILLERS, N_POISONED = 400, 20
LETTERS = "bcdghklmnprstvx"


def text_of(value):
    return base64.b64decode(value).decode("utf-8")


def word(rng, n_letters=10):
    return "".join(rng.choice(LETTERS) for _ in range(n_letters))


def fillers(rng):
    """Plain pairs for training: the same field and code, or the same field and another code."""
    for n in range(N_FILLERS):
        field, code = word(rng), word(rng)
        yield {"record_id": f"plain-{n}-a", "source": "plain", "field": field, "code": code}
        yield {"record_id": f"plain-{n}-b", "source": "plain", "field": field, "code": code if n % 2 else word(rng)}


def records_of(cases, rng):
    for n, case in enumerate(cases):
        if case["expect"] == "poison":
            for k in range(N_POISONED):
                yield {"record_id": f"case-{n}-{k}", "source": "case", "field": text_of(case["base64"]), "code": word(rng)}
            continue
        # A tail of its own keeps the cases apart; the code agrees, so only the field can part them.
        code, tail = word(rng), " " + word(rng, 6)
        for side, value in (("a", case["base64"]), ("b", case["arg"])):
            yield {"record_id": f"case-{n}-{side}", "source": "case", "field": text_of(value) + tail, "code": code}


def judge(cases, edges, crosswalk):
    """Names of the cases that are judged otherwise than expected."""
    entities = members(crosswalk)
    for n, case in enumerate(cases):
        name = f"link/{case['category']}-{n}"
        if case["expect"] == "poison":
            together = [records for records in entities.values()
                        if sum(record[1].startswith(f"case-{n}-") for record in records) > 1]
            if together:
                yield f"{name}: joins {len(together[0])} records"
            continue
        met = frozenset((f"case-{n}-a", f"case-{n}-b")) in edges
        if met != (case["expect"] == "fold"):
            yield f"{name} ({case['note']}): {'one' if met else 'two'} canonical form{'' if met else 's'}"


def measure(context):
    """(wrong cases, how many were judged)"""
    cases = [row for row in table(context.badinput() / "hostile-fields" / "cases.tsv")
             if row["expect"] in ("fold", "nofold", "poison")]
    rng = random.Random(1)
    rows = [*fillers(rng), *records_of(cases, rng)]
    made = sets.project(context, "fold", context.work("link"), rows, COLUMNS)
    sets.logged_night(context, made)
    edges = {frozenset(str(edge[f"unique_id_{side}"]).split(":")[-1] for side in "lr") for edge in made.rows("edges")}
    return list(judge(cases, edges, made.crosswalk())), len(cases)
