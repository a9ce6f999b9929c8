#!/usr/bin/env python3
"""The second part of scripts/quickstart: five registers of citizens and five of businesses, as they come.

usage: quickstart_registers.py [--program FILE] [--generator FILE] [--out DIR] [--citizens N] [--businesses N]
The people and firms are made up by the bundled generator. Each register is a file in an encoding of its own; `init` sees
the five files and nothing else, then comes `run`, and only then the truth. The state stays in DIR/quickstart-citizens and
DIR/quickstart-businesses (DIR: out): a second call finds nothing changed.
"""
import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from evaluate import read_rows
from project_folder import ProjectFolder, members
from quickstart_nights import ROOT, Failed, demand, detail, line, number, short_digest

SEED, PROFILE = 1, "five-registers"
DAMAGES = {  # the words of hopnhat.yaml, as a person says them
    "tcvn3": "TCVN3", "vni": "VNI", "viqr": "VIQR", "utf8_as_cp1252": "UTF-8 as Latin", "telex": "Telex keys",
    "vni_keys": "VNI keys", "look_alikes": "look-alikes",
    "lost_letters": "lost letters", "escapes": "escapes"}
SEPARATORS = {"\t": "tab"}


class Kind:
    """What differs between the two: words, the columns that are shown, the pairs that must stay apart."""

    def __init__(self, name, head, noun, columns, apart):
        self.name, self.head, self.noun, self.columns, self.apart = name, head, noun, columns, apart


CITIZENS = Kind("citizens", "[5/6] citizens", "people", ("full_name", "birth_date", "national_id"),
                {"siblings": "siblings", "twins": "twins", "father_and_son": "fathers and sons of one name"})
BUSINESSES = Kind("businesses", "[6/6] business", "businesses", ("name", "tax_code"),
                  {"branch_parent": "firm and branch", "branch_branch": "branches of one firm", "sister": "sister firms"})


class Registers:
    """A folder with five deliveries, the project over them, and what the generator knows of them."""

    def __init__(self, kind, options):
        self.kind, self.options = kind, options
        self.project = ProjectFolder(options.out.resolve() / f"quickstart-{kind.name}", options.program.resolve())
        self.made = self.project.folder / "generated"
        self.n_records = getattr(options, kind.name)

    @property
    def shown(self):
        """The folder as a reader types it."""
        folder = self.project.folder
        return folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder

    def files(self):
        return sorted(path.name for path in self.project.folder.glob("*.csv"))

    def generate(self):
        shutil.rmtree(self.project.folder, ignore_errors=True)
        self.project.folder.mkdir(parents=True)
        done = subprocess.run([str(self.options.generator.resolve()), self.kind.name, "--profile", PROFILE, "--records",
                               str(self.n_records), "--seed", str(SEED), "-o", str(self.made)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"hopnhat-generate ended {done.returncode}: {done.stderr.strip()[-800:]}")
        for path in (self.made / "registers").iterdir():
            path.rename(self.project.folder / path.name)

    def raw(self):
        """record_id -> the row as its register wrote it, damage and all, its bytes read in the file's encoding."""
        return {row["record_id"]: row for row in read_rows(self.made / "records.csv")}


def answer(project, *arguments):
    done = project.call(*arguments)
    if done.returncode != 0:
        raise Failed(f"{arguments[0]} ended {done.returncode}: {done.stderr.strip()[-800:]}")
    return done


# ---- what init made of it ----

def repairs_of(config):
    """source -> the kinds of damage that the configuration takes back, the frequent ones first."""
    found, source = {}, None
    for text in config.partition("\nsources:")[2].splitlines():
        named = re.match(r"  ([a-z0-9_-]+):$", text)
        source = named.group(1) if named else source
        for words in re.findall(r"repair: \[(.*?)\]", text):
            for word in words.split(", "):
                found.setdefault(source, {}).setdefault(word, 0)
                found[source][word] += 1
    return {source: sorted(kinds, key=lambda word: -kinds[word]) for source, kinds in found.items()}


def show_files(registers):
    """A line a file: what it is, and which damage is taken back."""
    project = registers.project
    told = json.loads(answer(project, "profile", "--json", *registers.files()).stdout)
    detail("files", "as they came; of the column with most damage the share that is repaired, and what was wrong")
    repairs = repairs_of(project.config.read_text(encoding="utf-8"))
    for file in told["files"]:
        damaged = max((column["text"]["repaired"] for column in file["columns"]), default=0)
        words = ", ".join(DAMAGES.get(word, word) for word in repairs.get(file["source"], ())) or "none"
        cut = SEPARATORS.get(file["delimiter"], file["delimiter"])
        print(f"        {file['source']:<13}{file['encoding']:<13}{cut:<5}{number(file['accepted']):>6}"
              f"  {100 * damaged:4.1f} %  {words}", flush=True)


def init(registers):
    files = registers.files()
    done = answer(registers.project, "init", *files, "-o", registers.project.config.name)
    understood = re.search(r"(\d+ of \d+ columns understood)", done.stderr)
    compared = re.search(r"(\d+ attributes compared)", done.stderr)
    return ", ".join(found.group(1) for found in (understood, compared) if found)


# ---- what came out ----

def show_night(registers, night):
    summary, kind = night.summary, registers.kind
    records, edges = summary["records"], summary["edges"]
    detail("read", f"{number(records['read'])} = {number(records['accepted'])} accepted"
                   f" + {number(records['quarantined'])} quarantined")
    detail("decide", f"{number(edges['match'])} pairs same | {number(edges['review'])} ask a person,"
                     f" of {number(summary['pairs'])} compared")
    sizes = sorted(map(len, members(registers.project.crosswalk()).values()))
    detail("cluster", f"{number(summary['clusters'])} {kind.noun}; largest {sizes[-1]} records;"
                      f" cases for a person: {number(summary['cases'])}")
    detail("done", f"{night.seconds:.1f} s, {summary['peak_bytes'] / 1e6:.0f} MB".ljust(58)
           + f"results sha256 {short_digest(registers.project)}")
    expected = summary["expected"]
    if expected.get("precision") is not None:
        detail("how sure", "expected, no truth used   precision {precision:.3f} ({precision_low:.3f}-{precision_high:.3f})"
                           "   recall {recall:.3f} ({recall_low:.3f}-{recall_high:.3f})".format(**expected))


def show_quality(registers):
    """Only now the truth. Returns F1 by pairs."""
    project = registers.project
    crosswalk = project.results / "crosswalk.jsonl.zst"
    told = json.loads(answer(project, "evaluate", "--crosswalk", crosswalk, "--truth", registers.made / "truth.csv", "--json").stdout)
    if told["records"]["only_in_crosswalk"] or told["records"]["only_in_truth"]:
        raise Failed(f"records and truth do not meet: {told['records']}")
    detail("", "measured, their truth     precision {precision:.3f} ({precision_low:.3f}-{precision_high:.3f})"
               "   recall {recall:.3f} ({recall_low:.3f}-{recall_high:.3f})   F1 {f1:.3f}".format(**told["pairs"]))
    show_apart(registers)
    return told["pairs"]["f1"]


def show_apart(registers):
    """Pairs that look alike and are two: how many of them the night kept apart."""
    entities = {record_id: entity for (_, record_id), entity in registers.project.crosswalk().items()}
    counts = {}
    for pair in read_rows(registers.made / "hard_pairs.csv"):
        word = registers.kind.apart.get(pair["kind"])
        if word is not None:
            apart, total = counts.get(word, (0, 0))
            counts[word] = apart + (entities[pair["id_a"]] != entities[pair["id_b"]]), total + 1
    told = "; ".join(f"{word} {number(apart)} of {number(total)}" for word, (apart, total) in counts.items())
    detail("alike", f"kept apart: {told}")


def exact_entities(registers):
    """entity -> its records, of those that were found just as they are true."""
    true = {}
    for row in read_rows(registers.made / "truth.csv"):
        true.setdefault(row["entity_id"], set()).add(row["record_id"])
    wanted = set(map(frozenset, true.values()))
    found = {entity: [record_id for _, record_id in records]
             for entity, records in members(registers.project.crosswalk()).items()}
    return {entity: records for entity, records in found.items() if frozenset(records) in wanted}


def golden_of(project, chosen):
    """attribute -> its value, of several the one that most records hold, of entity @chosen."""
    row = next(row for row in project.rows("golden") if row["entity_id"] == chosen)
    return {name: max(value, key=lambda one: one["records"])["value"] if isinstance(value, list) else value["value"]
            for name, value in row["attributes"].items()}


def show_rows(kind, raw, records):
    width = max(len(raw[record][kind.columns[0]]) for record in records)
    for record in records:
        name, *others = (raw[record][column] or "-" for column in kind.columns)
        print((f"      {record:<10} {raw[record]['source']:<13} {name:<{width}}  "
               + "  ".join(f"{value:<12}" for value in others)).rstrip())


# ---- one citizen ----

def address_of(row):
    return ", ".join(row[name] for name in ("address", "ward", "province") if row[name])


def communes_of(place):
    """The communes that the words name: of the list of before July 2025, of that of today, or of both."""
    return place.get("told", {}).get("communes", [])


def is_before(place):
    named = communes_of(place)
    return bool(named) and all(one["list"] == "old" for one in named) and bool(place["told"]["districts"])


def is_since(place):
    named = communes_of(place)
    return bool(named) and all(one["list"] == "new" for one in named) and not place["told"]["districts"]


def same_place(places, records):
    """(record with the old address, record with the new one) of one commune of today and one house, or None."""
    for old in records:
        for new in records:
            a, b = places.get(old, {}), places.get(new, {})
            if not is_before(a) or not is_since(b) or len(a["communes"]) != 1:
                continue
            if a["communes"] == b["communes"] and a["line"].split()[:1] == b["line"].split()[:1]:
                return old, new
    return None


def places_of(project, raw, records):
    """record_id -> its address as `hopnhat address` takes it apart."""
    records = [record for record in records if address_of(raw[record])]
    done = subprocess.run(project.command("address"), input="".join(address_of(raw[record]) + "\n" for record in records),
                          capture_output=True, text=True, check=True)
    return dict(zip(records, map(json.loads, done.stdout.splitlines())))


def is_damaged(name):
    """Letters that no Vietnamese name has: bytes of an old encoding, or of UTF-8, read as Latin."""
    return any(letter in "ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿŒœŸƒ" or 0x80 <= ord(letter) < 0xC0 for letter in name)


def golden_names(project):
    return {row["entity_id"]: row["attributes"].get("full_name", {}).get("value", "") for row in project.rows("golden")}


def show_golden(registers, raw):
    """What a record has damaged stands repaired in the golden record that takes it from there."""
    n = repaired = 0
    for row in registers.project.rows("golden"):
        name = row["attributes"].get("full_name")
        if name is not None:
            delivered = raw[name.get("record_id", row["record_id"])]["full_name"]
            n += 1
            repaired += is_damaged(delivered) and not is_damaged(name["value"])
    detail("golden", f"{number(repaired)} of {number(n)} names come from a damaged record and are shown as they were")


def choose_citizen(registers, raw):
    """(entity, its records, the two records of one place or None, places): of several registers, written in many ways."""
    exact = exact_entities(registers)
    many = {entity: records for entity, records in exact.items()
            if 4 <= len(records) <= 6 and len({raw[record]["source"] for record in records}) >= 3} or exact
    places = places_of(registers.project, raw, [record for records in many.values() for record in records])

    golden = golden_names(registers.project)

    def worth(entity):
        names = {raw[record]["full_name"] for record in many[entity]}
        return (same_place(places, many[entity]) is not None, not is_damaged(golden[entity]), any(map(is_damaged, names)),
                len(names))

    chosen = max(sorted(many), key=worth)
    return chosen, many[chosen], same_place(places, many[chosen]), places


def show_citizen(registers):
    raw = registers.raw()
    show_golden(registers, raw)
    chosen, records, pair, places = choose_citizen(registers, raw)
    golden = golden_of(registers.project, chosen)
    papers = [value for value in golden.values() if re.fullmatch(r"[0-9]{12}", value)]
    shown = [golden[name] for name in ("full_name", "birth_date") if name in golden] + papers[:1]
    print(f"\n{'one citizen':<16} {chosen}   " + "   ".join(shown) + f"      (golden record of {len(records)})")
    show_rows(registers.kind, raw, records)
    if pair is not None:
        unit = places[pair[0]]["communes"][0]
        print(f"{'one address':<16} {address_of(raw[pair[0]])}\n{'':<16} {address_of(raw[pair[1]])}\n"
              f"{'':<16} -> both {unit['title']} {unit['name']} (code {unit['code']}) since 1 July 2025")
    return records


# ---- one business and its branch ----

def choose_firm(registers):
    """[(word, entity, records)] of a firm and of its branch, those with the most records; [] where none was found."""
    entity_of = {frozenset(records): (entity, records) for entity, records in exact_entities(registers).items()}
    true = {}
    for row in read_rows(registers.made / "truth.csv"):
        true.setdefault(row["entity_id"], set()).add(row["record_id"])
    best = []
    for row in read_rows(registers.made / "relations.csv"):
        firm, branch = (entity_of.get(frozenset(true.get(row[side], ()))) for side in ("entity_b", "entity_a"))
        if row["relation"] != "branch_of" or firm is None or branch is None:
            continue
        both = [("one business", *firm), ("its branch", *branch)]
        best = max(best, both, key=lambda two: min((len(records) for _, _, records in two), default=0))
    return best


def show_firm(registers):
    raw, shown = registers.raw(), choose_firm(registers)
    print()
    for word, entity, records in shown:
        golden = golden_of(registers.project, entity)
        print(f"{word:<16} {entity}   {golden.get('organisation', '-')}      (golden record of {len(records)})")
        show_rows(registers.kind, raw, records[:4])
    return [record for _, _, records in shown for record in records]


# ---- the two parts ----

def first_call(registers):
    kind, project = registers.kind, registers.project
    began = time.monotonic()
    registers.generate()
    understood = init(registers)
    looked = time.monotonic() - began
    night = demand(project.night(), f"the night of {kind.name}")
    line(kind.head, f"{registers.n_records:,} made-up records, five registers: no configuration, no labels", looked + night.seconds)
    detail("init", f"{understood}; {looked:.1f} s")
    show_files(registers)
    show_night(registers, night)
    f1 = show_quality(registers)
    shown = show_citizen(registers) if kind is CITIZENS else show_firm(registers)
    print(flush=True)
    (project.folder / "times.json").write_text(json.dumps({"init": round(looked, 3), "night": round(night.seconds, 3),
                                                           "f1": round(f1, 4), "shown": shown}) + "\n", encoding="utf-8")


def unchanged(registers):
    """Events of a night over the same files."""
    night = demand(registers.project.night(), f"the night of {registers.kind.name}")
    line(registers.kind.head, "the same five files as last time", night.seconds)
    events = max(night.summary["events"], len(registers.project.rows("changes")))
    detail("", f"nothing changed: {events} events" if events == 0 else f"CHANGED: {events} events")
    return events


def show_next(citizens):
    where, shown = citizens.shown, json.loads((citizens.project.folder / "times.json").read_text(encoding="utf-8"))["shown"]
    names = {record_id: source for source, record_id in citizens.project.crosswalk()}
    pair = " ".join(f"{names[record]}:{record}" for record in shown[:2])
    print(f"{'look closer':<16} build/hopnhat profile {where}/*.csv            # đúng, đủ, sạch, sống: six words a register")
    print(f"{'':<16} build/hopnhat preview {where}/hospital.csv -c {where}/hopnhat.yaml")
    print(f"{'':<16} build/hopnhat address 'Số 12 Hàng Bạc, P. Hàng Bạc, Q. Hoàn Kiếm, HN'")
    print(f"{'':<16} build/hopnhat explain {pair} -c {where}/hopnhat.yaml")


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / "build" / "hopnhat")
    parser.add_argument("--generator", type=Path, default=ROOT / "build" / "hopnhat-generate")
    parser.add_argument("--out", type=Path, default=ROOT / "out")
    parser.add_argument("--citizens", type=int, default=20_000)
    parser.add_argument("--businesses", type=int, default=10_000)
    return parser.parse_args()


def main():
    options = read_arguments()
    both = [Registers(kind, options) for kind in (CITIZENS, BUSINESSES)]
    events = 0
    try:
        for registers in both:
            if registers.project.results.exists() and (registers.project.folder / "times.json").exists():
                events += unchanged(registers)
            else:
                first_call(registers)
        show_next(both[0])
    except Failed as failure:
        print(f"quickstart: {failure}", file=sys.stderr)
        return 1
    print(f"{'your own data':<16} build/hopnhat init people.csv && build/hopnhat run -c hopnhat.yaml")
    print(f"{'next':<16} scripts/test | docs/first-hour.md")
    return 0 if events == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
