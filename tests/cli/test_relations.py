#!/usr/bin/env python3
"""Relations through the built programs: of people and businesses in one project, and branches against another reading.

usage: test_relations.py HOPNHAT HOPNHAT-GENERATE VERIFY     TAP on stdout
The slow reading takes raw rows and the exported crosswalk, and shares no code with the program.
"""
import collections
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """schema: 1
project: { name: relations }
entities:
  person:
    attributes:
      full_name: name
      number: citizen_number
      household: { type: digits, values: many }
    comparisons:
      - { attribute: full_name, levels: [exact] }
      - { attribute: number, levels: [exact] }
    blocking: [[number]]
    thresholds: { match: 0, review: -1 }
  business:
    attributes: { name: company, code: { type: tax_code, holds: one_for_life, check_digit: true } }
    comparisons:
      - { attribute: name, levels: [exact] }
      - { attribute: code, levels: [exact, same_parent] }
    blocking: [[code]]
    thresholds: { match: 0, review: -1 }
relations:
  branch_of: { from: business, to: business, by: { branch: code } }
  household: { from: person, to: person, by: { same: household, at_most: 3 } }
  owner_of: { from: person, to: business, by: { from: number, to: code } }
sources:
  civil:
    from: { file: civil.csv }
    entity: person
    key: id
    map:
      full_name: name
      number: number
      household: { column: household, valid_from: since }
  health: { from: { file: health.csv }, entity: person, key: id, map: { full_name: name, number: number } }
  firms: { from: { file: firms.csv }, entity: business, key: id, map: { name: name, code: code } }
  licences: { from: { file: licences.csv }, entity: business, key: id, map: { name: name, code: code } }
  known:
    from: { file: known.csv }
    relation: branch_of
    key: n
    from_source: =firms
    from_id: branch
    to_source: =firms
    to_id: firm
gates: { max_entity_churn: 100%, min_row_ratio: 0 }
"""
FILES = {
    "civil.csv": ["id,name,number,household,since", "1,An,001085012345,77,2020-01-01", "2,Binh,001185012346,77,2021-05",
                  "3,Chi,001285012347,88,", "4,Dung,001085012348,99,", "5,Em,001085012349,99,", "6,Giang,001085012350,99,",
                  "7,Hai,001085012351,99,"],
    "health.csv": ["id,name,number", "x1,An,001085012345"],
    "firms.csv": ["id,name,code", "f1,CTY TNHH Kim An,0101243150", "f2,CN Cty TNHH Kim An,0101243150-001",
                  "f3,CTY TNHH Bao Mai,0300588569-001", "f4,CTY TNHH Minh Phat,0101243151-001",
                  "f5,CTY TNHH Minh Phat,0101243151", "f6,HKD An,001085012345"],
    "licences.csv": ["id,name,code", "l1,CTY TNHH Kim An,0101243150", "l2,Cty TNHH Kim An - VPDD,0101243150002",
                     "l3,Nguoi ban,001085012345"],
    "known.csv": ["n,branch,firm", "1,f2,f1", "2,f3,f1"],
}


class Project:
    program = generate = verifier = None

    def __init__(self, folder, config=CONFIG, files=None):
        self.folder = Path(folder)
        self.folder.mkdir()
        (self.folder / "hopnhat.yaml").write_text(config, encoding="utf-8")
        for name, lines in (files or {}).items():
            self.deliver(name, lines)

    def deliver(self, name, lines):
        (self.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def call(self, *arguments, expect=0):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout if expect == 0 else done.stdout + done.stderr

    def run(self, *arguments):
        return json.loads(self.call("run", "--json", "-q", *arguments))

    def rows(self, kind):
        return [json.loads(line) for line in self.call("export", kind, "-o", "-").splitlines()]

    def crosswalk(self):
        return {(row["source"], row["record_id"]): row["entity_id"] for row in self.rows("crosswalk")}

    def related(self):
        """{(relation, names of the first record of each end): (validity, evidence)}: entities by their first record."""
        first = {}
        for name, entity in sorted(self.crosswalk().items()):
            first.setdefault(entity, name[1])
        return {(row["relation"], first[row["from_entity_id"]], first[row["to_entity_id"]]):
                (row.get("valid_from"), " ".join(f"{one['source']}:{one['record_id']}" for one in row["evidence"]))
                for row in self.rows("relations")}

    def check(self):
        self.call("verify")
        done = subprocess.run([sys.executable, self.verifier, "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)

    def bytes_of(self, name):
        return (self.folder / "hopnhat-state/results/current" / f"{name}.jsonl.zst").read_bytes()


def people_and_businesses_in_one_project(folder):
    project = Project(folder, files=FILES)
    summary = project.run("--threads", "1")
    expected = {
        ("branch_of", "f2", "f1"): (None, "firms:f1 firms:f2 known:1"),
        ("branch_of", "f3", "f1"): (None, "known:2"),  # delivered alone: no value says it
        ("branch_of", "l2", "f1"): (None, "firms:f1 licences:l2"),
        ("household", "1", "2"): ("2021-05", "civil:1 civil:2"),
        ("owner_of", "1", "f6"): (None, "civil:1 firms:f6"),
        ("owner_of", "1", "l3"): (None, "civil:1 licences:l3"),
    }
    assert project.related() == expected, project.related()
    assert summary["relations"] == [{"relation": "branch_of", "count": 3, "values_too_common": 0},
                                    {"relation": "household", "count": 1, "values_too_common": 1},
                                    {"relation": "owner_of", "count": 2, "values_too_common": 0}], summary["relations"]
    assert any("'household': 1 values relate nobody" in note for note in summary["notes"]), summary["notes"]
    run = os.readlink(project.folder / "hopnhat-state/results/current")
    metrics = json.loads((project.folder / "hopnhat-state/runs" / run / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["relations"] == summary["relations"]
    assert "owner_of" in project.call("run", "-q", "--dry-run")
    project.call("export", "relations", "-o", "relations.csv")
    with open(project.folder / "relations.csv", newline="", encoding="utf-8") as file:
        assert collections.Counter(row["relation"] for row in csv.DictReader(file)) == {"branch_of": 6, "household": 2, "owner_of": 4}
    project.check()
    alone = project.bytes_of("relations")
    again = Project(folder.with_name("again"), files=FILES)
    again.run("--threads", "4")
    assert again.bytes_of("relations") == alone


def relations_follow_the_night(folder):
    """A firm that goes takes its relations with it; a decision moves them."""
    project = Project(folder, files=FILES)
    project.run()
    entity_of = project.crosswalk()
    project.call("merge", entity_of["firms", "f3"], entity_of["licences", "l2"], "--reason", "one branch after all")
    project.deliver("civil.csv", FILES["civil.csv"][:2] + FILES["civil.csv"][3:])
    project.deliver("firms.csv", FILES["firms.csv"][:1] + FILES["firms.csv"][2:])
    project.run()
    found = project.related()
    assert ("branch_of", "f2", "l1") in found and ("branch_of", "f3", "l1") in found and ("household", "1", "2") not in found, found
    project.check()


def changed_relations_ask_for_no_training(folder):
    project = Project(folder, CONFIG.replace(", by: { branch: code }", ""), FILES)
    before = project.run()
    project.deliver("hopnhat.yaml", [CONFIG])
    after = project.run()
    assert before["bundles"] == after["bundles"]
    assert [before["relations"][0]["count"], after["relations"][0]["count"]] == [2, 3]


# ---- another reading of branches ----

BUSINESSES = """schema: 1
project: { name: branches }
entities:
  business:
    attributes:
      name: { type: NAME }
      code: { type: tax_code, holds: one_for_life, check_digit: true }
      phone: { type: phone, values: many, country: vn }
      address: address
    comparisons:
      - { attribute: name, term_frequency: true, levels: [exact, LEVELS] }
      - { attribute: code, levels: [exact, digits_slip, same_parent] }
      - { attribute: phone, levels: [exact] }
      - { attribute: address, levels: [exact, address_house, unit_possible] }
    blocking: [[code], [phone], [name], [code.parent, address.commune]]
    thresholds: auto
relations:
  branch_of: { from: business, to: business, by: { branch: code } }
sources:
  registers:
    from: { file: records.csv }
    entity: business
    source_column: source
    key: record_id
    map: { name: name, code: tax_code, phone: phone, address: { columns: [address, ward, province], join: ", " } }
"""


def is_confirmed(digits):
    total = sum(w * int(d) for w, d in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), digits))
    return len(digits) == 10 and 10 - total % 11 == int(digits[9])


def read_code(text):
    """(ten confirmed digits, suffix or "") of a raw tax code; None: it names no firm."""
    text = re.sub(r"\.0$", "", text.strip()) if re.fullmatch(r"[^.]*\d\.0", text.strip()) else text
    runs = re.findall(r"\d+", text)
    digits = "".join(runs)
    ends = {sum(map(len, runs[:i])) for i in range(1, len(runs))}
    if len(digits) == 12 and digits[0] != "0" and is_confirmed("0" + digits[:9]) and not (10 in ends and is_confirmed(digits[:10])):
        digits, ends = "0" + digits, set()
    elif len(digits) == 9 or (len(digits) in (10, 11) and 9 in ends and is_confirmed("0" + digits[:9])):
        digits = "0" + digits
    elif len(digits) in (11, 12) and 10 not in ends:
        return None
    if len(digits) > 13 or not is_confirmed(digits[:10]) or is_row(digits[:10]):
        return None
    suffix = digits[10:].rjust(3, "0") if digits[10:] else ""
    return digits[:10], "" if suffix == "000" else suffix


def is_row(digits):
    return len({(int(b) - int(a)) % 10 for a, b in zip(digits, digits[1:])} - {0, 1, 9}) == 0 and \
        len({(int(b) - int(a)) % 10 for a, b in zip(digits, digits[1:])}) == 1


def slow_branches(rows, crosswalk):
    """{(from, to): evidence} by every row of every firm."""
    firms = collections.defaultdict(lambda: collections.defaultdict(lambda: ([], [])))
    for row in sorted(rows, key=lambda row: (row["source"].encode(), row["record_id"].encode())):
        code = read_code(row["tax_code"])
        if code is not None:
            name = (row["source"], row["record_id"])
            firms[code[0]][crosswalk[name]][1 if code[1] else 0].append(name)
    found = {}
    for entities in firms.values():
        branches = {entity for entity, (own, units) in entities.items() if len(units) >= len(own)}
        for branch in branches:
            for firm in set(entities) - branches:
                found[branch, firm] = sorted([entities[branch][1][0], entities[firm][0][0]])
    return found


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def generated(folder, kind, levels, seed="7"):
    project = Project(folder, BUSINESSES.replace("NAME", kind).replace("LEVELS", levels))
    subprocess.run([project.generate, "businesses", "--profile", "five-registers", "--records", "8000", "--seed", seed, "-o",
                    project.folder / "made"], check=True, capture_output=True)
    (project.folder / "made/records.csv").rename(project.folder / "records.csv")
    project.run()
    return project


def branches_are_those_of_another_reading(folder):
    """Without a business name's parts codes alone tell, and two readings of them are one."""
    project = generated(folder, "name", "{ jaro_winkler: 0.9 }")
    expected = slow_branches(read_csv(project.folder / "records.csv"), project.crosswalk())
    found = {(row["from_entity_id"], row["to_entity_id"]): [(one["source"], one["record_id"]) for one in row["evidence"]]
             for row in project.rows("relations")}
    assert len(expected) > 50 and found == expected, (len(expected), set(found.items()) ^ set(expected.items()))
    project.call("verify")


def branches_are_those_that_were_made(folder):
    project = generated(folder, "company", "company_same, { company_brand: 0.01 }, company_slip, company_branch")
    truth = {row["record_id"]: row["entity_id"] for row in read_csv(project.folder / "made/truth.csv")}
    made = {(row["entity_a"], row["entity_b"]) for row in read_csv(project.folder / "made/relations.csv")
            if row["relation"] == "branch_of"}
    members = collections.defaultdict(collections.Counter)
    for (_source, record), entity in project.crosswalk().items():
        members[entity][truth[record]] += 1
    business = {entity: count.most_common(1)[0][0] for entity, count in members.items()}
    lines = [(business[row["from_entity_id"]], business[row["to_entity_id"]]) for row in project.rows("relations")]
    precision = sum(line in made for line in lines) / len(lines)
    recall = len(made & set(lines)) / len(made)
    print(f"# {len(lines)} lines, {len(made)} made: precision {precision:.3f}, recall {recall:.3f}")
    assert precision > 0.82 and recall > 0.78, (precision, recall)


STORIES = [people_and_businesses_in_one_project, relations_follow_the_night, changed_relations_ask_for_no_training,
           branches_are_those_of_another_reading, branches_are_those_that_were_made]


def main():
    Project.program, Project.generate, Project.verifier = (str(Path(path).resolve()) for path in sys.argv[1:4])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="relations-") as scratch:
        for n, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
