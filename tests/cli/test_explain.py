#!/usr/bin/env python3
"""`hopnhat explain` through the built programs: it adds up to what is published, and shows no value unasked.

usage: test_explain.py HOPNHAT HOPNHAT-GENERATE [SEED]     TAP on stdout
"""
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """schema: 1
project: { name: explained }
entities:
  person:
    attributes: { full_name: name, birth_date: date, national_id: digits, phone: phone, address: text }
    comparisons:
      - { attribute: full_name, term_frequency: true, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact, { damerau: 1 }] }
      - { attribute: national_id, levels: [exact, { damerau: 1 }] }
      - { attribute: phone, levels: [exact] }
      - { attribute: address, levels: [exact, { jaro_winkler: 0.9 }] }
    blocking: [[national_id], [phone], [full_name, birth_date], [full_name.last_token, birth_date.year]]
    thresholds: { match: 6, review: 0 }
    block_size_max: 12
sources:
  registers:
    from: { file: records.csv }
    entity: person
    source_column: source
    key: [record_id]
    map: { full_name: full_name, birth_date: birth_date, national_id: national_id, phone: phone, address: address }
gates: { max_entity_churn: 1.0 }
"""


class Project:
    def __init__(self, folder, program, generate, seed):
        self.folder, self.program = Path(folder), program
        subprocess.run([generate, "citizens", "--records", "600", "--seed", str(seed), "-o", folder], check=True,
                       capture_output=True)
        (self.folder / "hopnhat.yaml").write_text(CONFIG, encoding="utf-8")
        self.call("run", "-q")
        with open(self.folder / "records.csv", encoding="utf-8", newline="") as rows:
            self.records = list(csv.DictReader(rows))

    def call(self, *arguments, expect=0, stdin=None, env=None):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False, input=stdin, env={**os.environ, **(env or {})})
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def lines(self, *arguments, **how):
        return [json.loads(line) for line in self.call(*arguments, **how).stdout.splitlines()]

    def names(self):
        return [f"{row['source']}:{row['record_id']}" for row in self.records]


def edges_are_explained_to_the_unit(project, _rng):
    edges = project.call("export", "edges", "-o", "-").stdout
    answers = project.lines("explain", "--pairs", "-", stdin=edges)
    rows = [json.loads(line) for line in edges.splitlines()]
    assert len(answers) == len(rows) > 100
    for edge, answer in zip(rows, answers):
        units = round(edge["match_weight"] * 65536)
        assert edge["match_weight"] == units / 65536
        bars = answer["waterfall"]
        assert sum(bar["units"] for bar in bars[:-1]) == bars[-1]["sum_units"] == answer["sum_units"] == units, answer
        rest = sum(bar["units"] for bar in bars if bar["kind"] in ("interaction", "rest"))
        compared = sum(c["weight_units"] + c["term_units"] for c in answer["comparisons"])
        assert answer["prior_units"] + compared + rest == units
        assert answer["edge"]["match_weight"] == answer["match_weight"] == edge["match_weight"]
        assert answer["match_probability"] == edge["match_probability"]
        assert answer["edge"]["match_key"] == edge["match_key"]
        assert answer["rules"][int(edge["match_key"])]["state"] == "makes"


def why_not_has_a_reason(project, rng):
    """Two records at random: where no rule makes a pair, the parts that are said to differ or to lack do."""
    by_name = dict(zip(project.names(), project.records))
    pairs = [rng.sample(sorted(by_name), 2) for _ in range(300)]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["a", "b"])
    writer.writerows(pairs)
    answers = project.lines("explain", "--pairs", "-", "--format", "csv", stdin=text.getvalue())
    for (a, b), answer in zip(pairs, answers):
        assert (answer["source_dataset_l"], answer["unique_id_l"]) == tuple(a.split(":", 1)), answer
        assert answer["compared"] == any(rule["state"] == "makes" for rule in answer["rules"])
        for rule in answer["rules"]:
            equal = [part["fit"] == "equal" for part in rule["parts"]]
            assert all(equal) != (rule["state"] == "parts"), rule
        phone = answer["rules"][1]["parts"][0]
        left, right = by_name[a]["phone"], by_name[b]["phone"]
        assert phone["fit"] == ("lacks" if not left or not right else "equal" if left == right else "differs"), phone
        assert phone.get("missing", []) == ["l"] * (not left) + ["r"] * (not right)


def values_are_shown_to_those_who_ask(project, _rng):
    row = next(row for row in project.records if row["national_id"] and row["phone"])
    a, b = f"{row['source']}:{row['record_id']}", next(name for name in project.names() if row["record_id"] not in name)
    masked = project.call("explain", a, b, "--lang", "en")
    unmasked = project.call("explain", a, b, "--unmask", "--lang", "en")
    secrets = [row["national_id"], row["phone"], row["full_name"].lower()]
    shown, hidden = (re.sub(r"[\[\]]", "", done.stdout) for done in (unmasked, masked))
    for secret in secrets:
        assert secret in shown and secret not in hidden + masked.stderr + unmasked.stderr, secret
    assert "unmasked" in unmasked.stderr and "unmasked" not in masked.stderr
    entity = json.loads(project.call("explain", a, "--json").stdout)
    assert entity["masked"] and not any(secret in json.dumps(entity) for secret in secrets)


def the_language_is_chosen(project, _rng):
    a, b = project.names()[:2]
    english = project.call("explain", a, b, "--lang", "en").stdout
    vietnamese = project.call("explain", a, b, "--lang", "vi").stdout
    assert "blocking rules" in english and "quy tắc" in vietnamese
    assert project.call("explain", a, b, env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": "vi_VN.UTF-8"}).stdout == \
        vietnamese
    assert project.call("explain", a, b, env={"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}).stdout == english
    answer = json.loads(project.call("explain", a, b, "--json", env={"LANG": "vi_VN.UTF-8"}).stdout)
    assert english.splitlines()[-1] == answer["sentence"]["en"]
    assert vietnamese.splitlines()[-1] == answer["sentence"]["vi"]
    assert "no language 'fr'" in project.call("explain", a, b, "--lang", "fr", expect=2).stderr


def a_case_is_explained_by_its_records(project, _rng):
    cases = [json.loads(line) for line in project.call("export", "cases", "-o", "-").stdout.splitlines()]
    assert cases
    for case in cases[:5]:
        answer = json.loads(project.call("explain", case["case_id"], "--json").stdout)
        assert answer["case"]["case_id"] == case["case_id"], (case, answer)
        assert answer["match_weight"] == case["match_weight"], (case, answer)
    assert "no case" in project.call("explain", "c-0000WWWW2", expect=2).stderr


def every_wrong_name_has_an_answer(project, _rng):
    a = project.names()[0]
    source = a.split(":")[0]
    assert "did you mean" in project.call("explain", f"{source}x:1", a, expect=2).stderr
    assert "no published record" in project.call("explain", f"{source}:nobody", a, expect=2).stderr
    assert "source:record_id" in project.call("explain", "nobody", a, expect=2).stderr
    assert "one record" in project.call("explain", a, a, "--lang", "en").stdout
    assert "no entity" in project.call("explain", "e-0000WWWW2", expect=2).stderr
    assert "expected" in project.call("explain", expect=2).stderr
    assert "expected" in project.call("explain", a, "--pairs", "x.csv", expect=2).stderr
    assert "columns" in project.call("explain", "--pairs", "-", stdin='{"x":1}\n', expect=2).stderr
    assert "byte" in project.call("explain", "--pairs", "-", stdin="{x\n", expect=2).stderr
    pairs = f"id_a,id_b\n{a},{a}\n{a},{source}:nobody\n"
    answers = project.lines("explain", "--pairs", "-", "-f", "csv", stdin=pairs, expect=2)
    assert [answer.get("problem") for answer in answers] == [None, "unknown_record"], answers
    assert answers[0]["because"] == "same_record"
    assert project.call("explain", "--pairs", "-", stdin="").stdout == ""


def a_merged_entity_leads_to_what_it_is_now(project, _rng):
    rows = project.lines("export", "crosswalk", "-o", "-")
    one, two = sorted({row["entity_id"] for row in rows})[:2]
    merged = json.loads(project.call("merge", one, two, "--reason", "a test", "--json").stdout)
    gone = merged["events"][0]["other_entity_id"]
    answer = json.loads(project.call("explain", gone, "--json").stdout)
    assert (answer["status"], answer["entity_id"]) == ("redirect", merged["events"][0]["entity_id"])
    assert answer["events"][-1]["change"] == "merged" and answer["events"][-1]["run_id"] is None
    text = project.call("explain", gone.lower(), "--lang", "en").stdout
    assert text.startswith(f"{gone} was merged into {answer['entity_id']}\n"), text
    members = [(row["source"], row["record_id"]) for row in answer["members"]]
    left, right = (f"{source}:{record}" for source, record in (members[0], members[-1]))
    pair = json.loads(project.call("explain", left, right, "--json").stdout)
    assert pair["verdict"] == "same", pair
    project.call("undo", merged["decision_id"], "--reason", "a test")


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261128
    cases = [edges_are_explained_to_the_unit, why_not_has_a_reason, values_are_shown_to_those_who_ask,
             the_language_is_chosen, a_case_is_explained_by_its_records,
             every_wrong_name_has_an_answer, a_merged_entity_leads_to_what_it_is_now]
    print(f"1..{len(cases)}\n# seed {seed}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="explain-") as folder:
        project = Project(folder, program, generate, seed)
        for n, case in enumerate(cases, 1):
            try:
                case(project, random.Random(seed + n))
                print(f"ok {n} {case.__name__}", flush=True)
            except AssertionError as problem:
                failed += 1
                print(f"not ok {n} {case.__name__}\n# {problem!r}"[:2000], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
