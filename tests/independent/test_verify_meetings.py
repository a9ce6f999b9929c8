#!/usr/bin/env python3
"""The verifier and `meets`: clean over nights under a law, each lie told in its own words, a younger law left open.

usage: test_verify_meetings.py HOPNHAT     TAP on stdout
"""
import copy
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from faults import Faults, format_id  # noqa: E402
from forge import Forger  # noqa: E402
from project_config import Project  # noqa: E402
from segment_forms import READERS  # noqa: E402
from sealed_container import SealedFile  # noqa: E402
from source_meetings import Meetings  # noqa: E402
from store_state import Store  # noqa: E402
from test_verify import Tap  # noqa: E402
from tiny_project import CONFIG, TinyProject  # noqa: E402
from verify import verify  # noqa: E402

# Of people two registers that never meet; of companies two in one file, of which the one is compared with itself alone.
LAW = (("    operation: { column: op, delete: D }\n", "    operation: { column: op, delete: D }\n    meets: { never: civil }\n"),
       ("    source_column: register\n", "    source_column: register\n    meets: { through: south }\n"))


def under_law(text):
    for before, after in LAW:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def rows_of(forger, kind, name):
    return READERS[kind](SealedFile(forger.segment_path(kind, name)[1]).contents())


def first_row(rows, source):
    return next(n for n, ((of, _), _entity) in enumerate(rows) if of == source)


# ---- lies: (what is told: what is done) ----

def shared_entity(forger):
    """holds records of civil and tax, which never meet: a record goes over to an entity of the other register"""
    def change(rows):
        at = first_row(rows, "tax")
        rows[at] = (rows[at][0], rows[first_row(rows, "civil")][1])
    forger.segment("XWLK", "person", change)


def add_pair(forger, kind, entity, ends, weight):
    """A pair of the first records of two registers (or their rows) among those that the store keeps."""
    rows = rows_of(forger, "XWLK", entity)
    a, b = (first_row(rows, end) if isinstance(end, str) else end for end in ends)
    forger.segment(kind, entity, lambda segment: (segment[0], sorted([*segment[1], (a, b, weight << 16, 0)])))


def stored_edge(forger):
    """an edge of person is of civil and tax: an edge of the store"""
    add_pair(forger, "EDGE", "person", ("civil", "tax"), 10)


def rejected_pair(forger):
    """a rejected pair of person is of civil and tax: a pair that was compared and rejected"""
    add_pair(forger, "RJCT", "person", ("civil", "tax"), -1)


def edge_through_only(forger):
    """an edge of company is of north and south: an edge of two registers of one file"""
    add_pair(forger, "EDGE", "company", ("north", "south"), 10)


def edge_within_one(forger):
    """an edge of company is of south and south: an edge inside a register that names itself"""
    first = first_row(rows_of(forger, "XWLK", "company"), "south")
    add_pair(forger, "EDGE", "company", (first, first + 1), 10)


def published_edge(forger):
    """an edge of the results is of civil and tax: an edge of the results alone"""
    def change(rows):
        row = next(row for row in rows if row["source_dataset_l"] == "civil")
        row.update(source_dataset_r="tax", unique_id_r="t50")
    forger.result("edges", change)


def case_of_law(forger):
    """of whose records some are of civil and tax: somebody is asked about two that never meet"""
    rows = rows_of(forger, "XWLK", "person")
    civil, tax = (rows[first_row(rows, source)] for source in ("civil", "tax"))

    def change(cases):
        case = copy.deepcopy(next(case for case in cases if case["entity_type"] == "person"))
        for side, ((source, record_id), entity) in zip("lr", sorted((civil, tax), key=lambda row: row[1])):
            case.update({f"source_dataset_{side}": source, f"unique_id_{side}": record_id.decode(),
                         f"entity_id_{side}": format_id("e", entity)})
        cases.append(case)
    forger.result("cases", change)


LIES = [shared_entity, stored_edge, rejected_pair, edge_through_only, edge_within_one, published_edge, case_of_law]


def found_of(folder, law="hopnhat.yaml"):
    found = verify(str(folder / "hopnhat.yaml"), None, str(folder / law) if law else None).found
    return [f"{promise}: {message}" for promise, message in found]


def copied(clean, scratch):
    folder = Path(scratch) / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(clean, folder, symlinks=True)
    return folder


def two_nights(tap, folder, program, law):
    project = TinyProject(folder, program)
    project.config.write_text(law(CONFIG), encoding="utf-8")
    for night in (1, 2):
        project.deliver(night)
        done = project.run()
        found = found_of(project.folder, "hopnhat.yaml" if law is under_law else None)
        tap.say(done.returncode == 0 and not found, f"{folder.name}: night {night} is clean", [*done.stderr.splitlines()[-5:], *found])
    return project.folder


def insert_same(folder, *records):
    forger = Forger(folder)
    forger.sql("INSERT INTO decisions VALUES (1, 0, 'same', 'person', 'seen', 'me', 0, 0, 0)")
    for source, record_id in records:
        forger.sql("INSERT INTO decision_records VALUES (1, 0, ?, ?)", source, record_id)


def check_decisions(tap, lawful, scratch):
    """What the law overrules nobody owes; what it lets stand is owed as ever."""
    folder = copied(lawful, scratch)
    insert_same(folder, ("civil", b"50"), ("tax", b"t51"))
    found = [line for line in found_of(folder) if not line.startswith("I1: a decision")]  # of which nobody issued the number
    tap.say(not found, "a `same` that the law overrules is owed by nobody", found)
    folder = copied(lawful, scratch)
    insert_same(folder, ("civil", b"50"), ("civil", b"51"))
    tap.say(any("records that are the same are in 2 entities" in line for line in found_of(folder)),
            "any other `same` is owed", found_of(folder))


def check_younger_law(tap, free, scratch):
    """A law of this morning over the run of last night."""
    folder = copied(free, scratch)
    path = folder / "hopnhat.yaml"
    path.write_text(under_law(path.read_text(encoding="utf-8")), encoding="utf-8")
    tap.say(not found_of(folder, law=None), "a law that may be younger than the run is left open",
            found_of(folder, law=None))
    notes = verify(str(path), None).notes
    tap.say(any("--meets" in note for note in notes), "and the verifier says so", notes)
    found = "\n".join(found_of(folder))
    for told in ("which never meet", "an edge of person is of civil and tax", "an edge of company is of north and south",
                 "an edge of the results is of civil and tax"):
        tap.say(told in found, f"where it is asked, the same run is against the law: {told}", found.splitlines())


def check_lifted_law(tap, lawful, scratch):
    """Of a run under a law that is lifted since: the law of then is named."""
    folder = copied(lawful, scratch)
    path = folder / "hopnhat.yaml"
    path.rename(folder / "then.yaml")
    path.write_text(CONFIG, encoding="utf-8")
    insert_same(folder, ("civil", b"50"), ("tax", b"t51"))
    for law, is_owed in (("then.yaml", False), ("hopnhat.yaml", True)):
        found = [line for line in found_of(folder, law) if not line.startswith("I1: a decision")]
        tap.say(bool(found) == is_owed, f"under the law of {law}, what it overruled is {'' if is_owed else 'not '}owed", found)


def check_rule(tap):
    """Of what two say the stricter holds; a source of a column is spoken for by its file; oneself is no other."""
    def feeds(text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "hopnhat.yaml"
            path.write_text("entities: { person: {} }\nsources:\n" + text, encoding="utf-8")
            (Path(folder) / "sources.d").mkdir()
            (Path(folder) / "sources.d" / "z.yaml").write_text("sources: { z: { meets: { never: [a] } } }\n", encoding="utf-8")
            (Path(folder) / "sources.d" / ".hidden.yaml").write_text("sources: { y: {} }\n", encoding="utf-8")
            return Project(path).feeds.values()
    meetings = Meetings(feeds("  a: { meets: { compare: [b, z], others: through } }\n  b: { meets: { through: [b] } }\n"
                              "  many: { source_column: s, meets: { never: [b, o], compare: [a] } }\n"))
    said = {(a, b): meetings.of(a, b) for a in "abzmno" for b in "abzmno"}
    wanted = {"aa": 0, "ab": 0, "az": 2, "am": 1, "bb": 1, "bm": 2, "bz": 0, "mm": 0, "mn": 0, "mz": 0, "zz": 0, "mo": 2, "oo": 1}
    wrong = {pair: said[tuple(pair)] for pair, word in wanted.items()
             if not said[tuple(pair)] == said[tuple(reversed(pair))] == word}
    tap.say(not wrong, "the stricter word holds, whoever says it", [str(wrong)])


def main():
    program = Path(sys.argv[1]).resolve()
    tap = Tap()
    check_rule(tap)
    with tempfile.TemporaryDirectory(prefix="verify-meetings-") as scratch:
        lawful = two_nights(tap, Path(scratch) / "lawful", program, under_law)
        free = two_nights(tap, Path(scratch) / "free", program, lambda text: text)
        counts = verify(str(lawful / "hopnhat.yaml"), None, str(lawful / "hopnhat.yaml")).counts
        tap.say(counts.get("entities of sources that may meet", 0) > 100 and counts.get("pairs that may be compared", 0) > 40,
                "the nights show what is checked", [str(counts)])
        store = Store(Project(lawful / "hopnhat.yaml"), Faults())
        tap.say(store.newest("EDGE", "person")[1] and store.newest("CASE", "person"), "edges and cases are left under the law")
        for lie in LIES:
            folder = copied(lawful, scratch)
            lie(Forger(folder))
            told, done = lie.__doc__.split(": ")
            found = found_of(folder)
            tap.say(any(line.startswith("meetings: ") and told in line for line in found), done, found or ["nothing was found"])
        check_decisions(tap, lawful, scratch)
        check_younger_law(tap, free, scratch)
        check_lifted_law(tap, lawful, scratch)
    print(f"1..{tap.n}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
