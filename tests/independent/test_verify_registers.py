#!/usr/bin/env python3
"""The verifier over registers of Viet Nam as they come: clean over two nights of people and of firms, and each lie named.

usage: test_verify_registers.py HOPNHAT HOPNHAT-GENERATE     TAP on stdout
Damaged text, telephones that share a field, birth years out of personal numbers, branches and codes that part firms are
what only these have. A lie must be told in the words of its own check: digests tell of every edit.
"""
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from forge import Forger  # noqa: E402
from given_forms import as_delivered, fields_of, said_by_number  # noqa: E402
from issued_codes import confirmed_code, is_confirmed  # noqa: E402
from project_config import Project  # noqa: E402
from sealed_container import Damaged  # noqa: E402
from store_promises import current_records  # noqa: E402
from store_state import Store, check_terms  # noqa: E402
from faults import Faults  # noqa: E402
from text_damage import TABLES, as_windows_shows, could_become  # noqa: E402
from verify import verify  # noqa: E402

N_RECORDS = {"citizens": 2_500, "businesses": 4_000}
CHANGED = {"citizens": "population.csv", "businesses": "registration.csv"}  # the one delivery that differs on the second night


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def say(self, good, what, why=()):
        self.n += 1
        self.failed += not good
        for line in why if not good else ():
            print(f"# {line}")
        print(f"{'ok' if good else 'not ok'} {self.n} {what}", flush=True)


class Registers:
    def __init__(self, folder, kind, programs):
        self.folder, self.kind, self.programs = Path(folder), kind, programs
        made = self.folder.with_name(f"made-{kind}")
        self.demand(programs[1], kind, "--profile", "five-registers", "--records", N_RECORDS[kind], "--seed", 1, "-o", made)
        self.folder.mkdir()
        for path in (made / "registers").iterdir():
            path.rename(self.folder / path.name)
        self.lines = (self.folder / CHANGED[kind]).read_bytes().splitlines(keepends=True)
        self.deliver(lambda n: n % 60 != 7)
        self.demand(programs[0], "init", *sorted(path.name for path in self.folder.glob("*.csv")), "-o", "hopnhat.yaml")

    @property
    def config(self):
        return self.folder / "hopnhat.yaml"

    def demand(self, program, *arguments):
        where = self.folder if self.folder.is_dir() else self.folder.parent
        done = subprocess.run([program, *map(str, arguments)], cwd=where, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{arguments[0]} ended {done.returncode}: {done.stderr[-800:]}")
        return done.stdout

    def deliver(self, stands):
        """The changing delivery without the rows that do not stand in it; row 0 is its header."""
        rows = [line for n, line in enumerate(self.lines) if n == 0 or stands(n)]
        (self.folder / CHANGED[self.kind]).write_bytes(b"".join(rows))

    def night(self):
        return json.loads(self.demand(self.programs[0], "run", "-c", "hopnhat.yaml", "--json", "-q"))


class Known:
    """What a lie needs of a project: the records as they were delivered, and how they are mapped."""

    def __init__(self, config):
        self.project = Project(str(config))
        self.store = Store(self.project, Faults())
        self.current = current_records(self.store)

    def version(self, row, value):
        source = value.get("source", row["source"])
        return self.current[(source, value.get("record_id", row["record_id"]).encode())]

    def maps(self, feed, attribute):
        return self.project.feeds[feed].maps.get(attribute, [])

    def values(self, rows, attribute):
        """(row, value) of golden records that are not as a column has them."""
        for row in rows:
            values = row["attributes"].get(attribute, [])
            for value in values if isinstance(values, list) else [values]:
                feed, version = self.version(row, value)
                fields = fields_of(version)
                maps = self.maps(feed, attribute)
                if not any(value["value"] in as_delivered(one, [fields[c] for c in one.columns if c in fields]) for one in maps):
                    yield row, value


# ---- lies: (promise: what is told, what is done); @known is of the project before ----

def another_letter(forger, known):
    """golden, does not hold the value: a name without its damage, and with one letter of somebody else's"""
    def change(rows):
        _, value = next(known.values(rows, "full_name"))
        letters = [n for n, c in enumerate(value["value"]) if c.isalpha()]
        at = letters[-1]
        value["value"] = value["value"][:at] + ("b" if value["value"][at] != "b" else "d") + value["value"][at + 1:]
    forger.result("golden", change)


def a_tone_that_moved(forger, known):
    """golden, does not hold the value: a name without its damage, of which a tone changed"""
    def change(rows):
        tones = str.maketrans("ễảáạịĐđ", "ềãàáìDd")
        value = next(v for _, v in known.values(rows, "full_name") if v["value"].translate(tones) != v["value"])
        value["value"] = value["value"].translate(tones)
    forger.result("golden", change)


def unlisted_repair(forger, known):
    """golden, does not hold the value: text without damage that no mapping lists"""
    del known
    path = Path(forger.state).parent / "hopnhat.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"repair: \[[^]]*\]", "repair: [windows_1258]", text), encoding="utf-8")


def another_century(forger, known):
    """golden, does not hold the value: a birth year that the personal number does not say"""
    def change(rows):
        _, value = next(known.values(rows, "birth_date"))
        value["value"] = str(int(value["value"]) + 100)
    forger.result("golden", change)


def a_digit_less(forger, known):
    """golden, does not hold the value: a telephone that shares its field, and lost a digit"""
    def change(rows):
        _, value = next(known.values(rows, "phone"))
        value["value"] = value["value"][:-1]
    forger.result("golden", change)


def two_firms_in_one(forger, known):
    """apart, whose confirmed codes: a record of another firm"""
    def change(rows):
        codes = {}
        for n, (record, _) in enumerate(rows):
            feed, version = known.current[record]
            code = confirmed_code(known.maps(feed, "tax_id"), version)
            if code is not None:
                codes.setdefault(code[0], n)
        first, second = list(codes.values())[:2]
        rows[first] = (rows[first][0], rows[second][1])
    forger.segment("XWLK", "organisation", change)


def pair_out_of_its_component(forger, known):
    """rejected, leads out of its component: a rejected pair of records that nothing joins"""
    del known

    def change(segment):
        digest, rows = segment
        return digest, sorted([*rows, (0, 1 + max(b for _, b, _, _ in rows), -1048576, 0)])
    forger.segment("RJCT", "organisation", change)


def another_firms_branch(forger, known):
    """relations, has no value in common: a branch of a firm that has another code"""
    del known

    def change(rows):
        first, second = rows[0], next(row for row in rows if row["to_entity_id"] != rows[0]["to_entity_id"])
        ours = {(e["source"], e["record_id"]) for e in first["evidence"]}
        firm = copy.deepcopy(second["evidence"])
        first["to_entity_id"] = second["to_entity_id"]
        first["evidence"] = [[e, f] for e in first["evidence"] for f in firm if (f["source"], f["record_id"]) not in ours]
        first["evidence"] = next(sorted(pair, key=lambda e: (e["source"], e["record_id"])) for pair in first["evidence"]
                                 if entity_of[pair[0]["source"], pair[0]["record_id"]] == first["from_entity_id"]
                                 and entity_of[pair[1]["source"], pair[1]["record_id"]] == first["to_entity_id"])
    entity_of = {}
    forger.result("crosswalk", lambda rows: entity_of.update({(r["source"], r["record_id"]): r["entity_id"] for r in rows}))
    forger.result("relations", change)


def one_end_twice(forger, known):
    """relations, not one record of each end: evidence that leaves an end out"""
    del known
    forger.result("relations", lambda rows: rows[0]["evidence"].pop())


def relations_out_of_order(forger, known):
    """relations, out of order: two lines in each other's place"""
    del known
    forger.result("relations", lambda rows: rows.insert(0, rows.pop(1)))


LIES = {"citizens": [another_letter, a_tone_that_moved, unlisted_repair, another_century, a_digit_less],
        "businesses": [two_firms_in_one, pair_out_of_its_component, another_firms_branch, one_end_twice, relations_out_of_order]}


def check_lie(tap, lie, clean, scratch, known):
    promise, told = lie.__doc__.split(": ")[0].split(", ", 1)
    folder = Path(scratch) / "lie"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(clean, folder, symlinks=True)
    lie(Forger(folder), known)
    found = verify(str(folder / "hopnhat.yaml"), None).found
    tap.say(any(p == promise and told in message for p, message in found), lie.__doc__,
            [f"{p}: {m}" for p, m in found] or ["nothing was found"])


# ---- the parts by themselves ----

SAMPLES = {"tcvn3": "NguyÔn V¨n §øc", "vni": "Nguyeãn Vaên Ñöùc", "viscii": "Nguy\u00adn Vån ÐÑc",
           "windows_1258": "NguyêÞn Vãn Ðýìc", "utf8_as_cp1252": "Nguyá»…n VÄƒn Äá»©c", "viqr": "Nguye^~n Va(n DDu+'c",
           "telex": "Nguyeenx Vawn DDuwcs", "vni_keys": "Nguye6n4 Va8n D9u71c"}


def check_damages(tap):
    for damage, raw in SAMPLES.items():
        told = [d for d in SAMPLES if could_become("Nguyễn Văn Đức", raw, [d])]
        tap.say(told == [damage] and not could_become("Nguyễn Văn Đúc", raw, SAMPLES), f"{damage} damages as documented", told)
    tap.say(could_become("Hoa", "Нoa", ["look_alikes"]) and not could_become("Hoà", "Нoa", ["look_alikes"]), "look_alikes")
    tap.say(could_become("Văn Đức", "V?n ??c", ["lost_letters"]) and not could_become("Văn Dức", "V?n ??c", ["lost_letters"]), "lost_letters")
    tap.say(could_become("Nguyễn", "Nguy???n", ["lost_letters"]) and not could_become("Nguyễn", "Nguy??n", ["lost_letters"]),
            "lost_letters by bytes")
    for raw in ("Nguy&#7877;n V&#x103;n", "Nguy=E1=BB=85n=20V=C4=83n", "Nguy%E1%BB%85n V%C4%83n", "Nguy\\u1ec5n V\\u0103n", "NguyÔn V&#168;n"):
        tap.say(could_become("Nguyễn Văn", raw, ["escapes", "tcvn3"]) and not could_become("Nguyễn Vân", raw, ["escapes", "tcvn3"]), "escapes")
    tap.say(could_become("Số Vũ Đức", "Soos VÅ© Ñöùc", ["vni", "telex", "utf8_as_cp1252"]), "words of one value, each damaged otherwise")
    tap.say(could_become("Văn Đức", "VÂ¨n Â§Ã¸c", ["tcvn3", "utf8_as_cp1252"]), "one damage below the other")
    tap.say(could_become("THỊ HÒA", "THÞ HßA", ["tcvn3"]) and not could_become("THỊ HOÀ", "THÞ HßA", ["tcvn3"]),
            "a tone stays on its letter")
    if shutil.which("iconv"):
        for damage, encoding in (("viscii", "VISCII"), ("tcvn3", "TCVN5712-1")):
            wrong = [letter for letter, ways in TABLES[damage].items() if coded(letter, encoding) not in (None, *ways)
                     and not (damage == "tcvn3" and letter.isupper())]  # fonts of capitals have no codes of their own
            tap.say(not wrong, f"the codes of {damage} are those of {encoding}", wrong)


def coded(letter, encoding):
    done = subprocess.run(["iconv", "-f", "UTF-8", "-t", encoding], input=letter.encode(), capture_output=True, check=False)
    return "".join(map(as_windows_shows, done.stdout)) if done.returncode == 0 else None


def check_numbers(tap):
    tap.say([said_by_number(text, kind) for text in ("034221318908", "34221318908", "079093001234.0", "123456789")
             for kind in ("date", "sex")] == ["2021", "male", "2021", "male", "1993", "male", None, None],
            "a personal number says year and sex")
    tap.say(is_confirmed("0101243150") and not is_confirmed("0101243151") and not is_confirmed("1111111111"),
            "check digits confirm codes")


def is_refused(content, deciding):
    try:
        check_terms(content, deciding)
    except Damaged:
        return True
    return False


def check_bundle(tap, known, kind):
    (_, sidecar, terms), = known.store.bundle_texts.values()
    deciding = json.loads(sidecar)["deciding_part"]
    plain = copy.deepcopy(deciding)
    for comparison in plain["comparisons"]:
        comparison["term_frequency"] = False
        comparison["levels"] = [["exact", 0], ["else", 0]]
    tap.say(not is_refused(terms, deciding) and all(is_refused(*wrong) for wrong in (
        (terms + b"\0", deciding), (terms[:-1], deciding), (terms, plain))), f"{kind}: lists of words are there where they must be")


def check_kind(tap, kind, scratch, programs):
    registers = Registers(Path(scratch) / kind, kind, programs)
    for night, stands in ((1, lambda n: n % 60 != 7), (2, lambda n: n % 70 != 9)):
        registers.deliver(stands)
        report = registers.night()
        faults = verify(str(registers.config), None)
        tap.say(not faults.found, f"{kind}: night {night} is clean", [f"{p}: {m}" for p, m in faults.found])
    changed = report["entities"]
    tap.say(changed["joined"] > 0 and changed["retired"] > 0, f"{kind}: the second night changed", [str(changed)])
    shown = faults.counts.get("relations by values", 0), faults.counts.get("confirmed codes", 0)
    tap.say(kind == "citizens" or min(shown) > 10, f"{kind}: the results show what is checked", [str(shown)])
    known = Known(registers.config)
    check_bundle(tap, known, kind)
    for lie in LIES[kind]:
        check_lie(tap, lie, registers.folder, scratch, known)


def main():
    programs = [str(Path(path).resolve()) for path in sys.argv[1:3]]
    tap = Tap()
    check_damages(tap)
    check_numbers(tap)
    with tempfile.TemporaryDirectory(prefix="verify-registers-") as scratch:
        for kind in N_RECORDS:
            check_kind(tap, kind, scratch, programs)
    print(f"1..{tap.n}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
