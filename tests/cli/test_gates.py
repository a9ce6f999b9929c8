#!/usr/bin/env python3
"""Gates: for each a delivery that it alone holds, and nights that pass all of them.

usage: test_gates.py HOPNHAT VERIFY     TAP on stdout
A held night ends 3, names gate, limit and source, and publishes nothing; the next good one publishes.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """schema: 1
project: { name: gates }
entities:
  person:
    attributes: { full_name: name, birth_date: date, national_id: { type: digits, holds: one_for_life } }
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.92 }] }
      - { attribute: birth_date, levels: [exact] }
    blocking: [[full_name], [birth_date]]
    block_size_max: 1000
    thresholds: { match: 1, review: 0 }
sources:
"""
SOURCE = "  {0}: {{ from: {{ file: {0}.csv }}, key: id, map: {{ full_name: name, birth_date: born, national_id: number }} }}\n"
SOURCES = ("civil", "health", "tax")
# Who is in which register: tax alone has the last 300 people.
WHO = {"civil": range(0, 400), "health": range(0, 150), "tax": range(200, 700)}


def people():
    rng = random.Random(11)
    word = lambda n: "".join(rng.choice("bcdghklmnpqrstvx") + rng.choice("aeiou") for _ in range(n)).title()  # noqa: E731
    return [(f"{word(3)} {word(4)}", f"{rng.randrange(1940, 2010)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
             f"{rng.randrange(10**11, 10**12)}") for _ in range(1000)]


class Project:
    program = verifier = None

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        everybody = people()
        self.rows = {source: {n: everybody[n] for n in who} for source, who in WHO.items()}
        self.spare = everybody[700:]
        self.configure("")
        self.deliver()
        self.run()

    def configure(self, gates):
        text = HEAD + "".join(SOURCE.format(source) for source in SOURCES) + gates
        (self.folder / "hopnhat.yaml").write_text(text, encoding="utf-8")

    def deliver(self, **instead):
        """All registers as they are; instead: other rows or another text for one night."""
        for source, rows in (self.rows | instead).items():
            text = rows if isinstance(rows, str) else "id,name,born,number\n" + "".join(
                f"{n},{name},{born},{number}\n" for n, (name, born, number) in rows.items())
            (self.folder / f"{source}.csv").write_text(text, encoding="utf-8")

    def call(self, *arguments, expect=0):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def run(self, *arguments, expect=0):
        return self.call("run", "-q", *arguments, expect=expect).stderr

    def current(self):
        return os.readlink(self.folder / "hopnhat-state/results/current")

    def crosswalk(self):
        return self.call("export", "crosswalk", "-o", "-").stdout

    def groups(self):
        held = {}
        for row in map(json.loads, self.crosswalk().splitlines()):
            held.setdefault(row["entity_id"], []).append(f"{row['source']}:{row['record_id']}")
        return list(held.values())

    def newest(self):
        return max((self.folder / "hopnhat-state/runs").iterdir(), key=lambda run: run.name)

    def failed(self):
        """Of the newest run: the gates that did not pass."""
        metrics = json.loads((self.newest() / "metrics.json").read_text(encoding="utf-8"))
        assert {gate["gate"] for gate in metrics["gates"]} == {
            "row_ratio", "quarantine", "refused_sources", "entity_churn", "strong_merges", "entity_records", "pair_growth"}
        return [gate["gate"] for gate in metrics["gates"] if not gate["passed"]]

    def is_held(self, gate, *words, **instead):
        before, crosswalk = self.current(), self.crosswalk()
        self.deliver(**instead)
        told = self.run(expect=3)
        assert self.failed() == [gate], self.failed()
        for word in (f"max_{gate} under `gates:`", *words):
            assert word in told, (word, told)
        for name, born, number in [*self.spare[:20], *list(self.rows["tax"].values())[:20]]:
            assert name not in told and born not in told and number not in told, "a value in a message"
        assert self.current() == before and self.crosswalk() == crosswalk, "a held night was published"

    def is_published(self, expect=0):
        before = self.current()
        self.run(expect=expect)
        assert self.failed() == [] and self.current() > before
        self.call("verify")
        done = subprocess.run([sys.executable, self.verifier, "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)

    def good_night(self):
        """As it was: the held one left nothing behind."""
        crosswalk = self.crosswalk()
        self.deliver()
        self.is_published()
        assert self.crosswalk() == crosswalk
        assert json.loads((self.newest() / "run.json").read_text(encoding="utf-8"))["events"] == 0

    def wrong_names(self, n):
        """The register of taxes with the names of others on the numbers of n people that it alone has."""
        tax, civil = self.rows["tax"], self.rows["civil"]
        return tax | {400 + i: (*civil[i][:2], tax[400 + i][2]) for i in range(n)}


def a_usual_night_passes_all_gates(folder):
    project = Project(folder)
    tax = project.wrong_names(9)  # fewer than ten are corrections
    for i in range(30):
        tax[1000 + i] = project.spare[i]
        tax[500 + i] = (tax[500 + i][0] + "h", *tax[500 + i][1:])
        del tax[600 + i]
    health = project.rows["health"] | {2000 + i: project.rows["tax"][450 + i] for i in range(40)}
    project.deliver(tax=tax, health=health)
    project.is_published()
    summary = json.loads((project.newest() / "run.json").read_text(encoding="utf-8"))
    assert summary["entities"]["merged"] == 9, summary["entities"]
    project.deliver(tax=tax, health=health)
    project.is_published()


def numbers_under_the_names_of_others_are_held(folder):
    project = Project(folder)
    project.is_held("strong_merges", "source tax are in 20 of them", "20 of 700 entities", "'national_id'", "0.10 %",
                    tax=project.wrong_names(20))
    project.good_night()
    project.configure("gates: { max_strong_merges: 100% }\n")
    project.deliver(tax=project.wrong_names(20))
    project.is_published()


def those_who_lack_the_number_contradict_nobody(folder):
    project = Project(folder)
    project.deliver(tax={n: (*row[:2], "" if 400 <= n < 420 else row[2]) for n, row in project.wrong_names(20).items()})
    project.is_published()


def a_filler_that_swallows_is_held(folder):
    project = Project(folder)
    health = project.rows["health"] | {3000 + i: ("Khong Ro", "1900-01-01", "") for i in range(110)}
    project.is_held("entity_records", "has 110 records, above 100", "110 of them are of source health", health=health)
    project.good_night()
    project.configure("gates: { max_entity_records: 110 }\n")
    project.deliver(health=health)
    project.is_published()
    health |= {4000 + i: ("Khong Ro", "1900-01-01", "") for i in range(30)}
    project.configure("gates: { max_pair_growth: 1000 }\n")
    project.deliver(health=health)
    project.is_published()  # above the limit, but the last night had one nearly as large


def a_column_of_one_value_is_held(folder):
    project = Project(folder)
    health = project.rows["health"] | {3000 + i: (project.spare[i][0], "1985-06-07", project.spare[i][2]) for i in range(200)}
    project.is_held("pair_growth", "above 5.0", "200, are of source health", health=health)
    project.good_night()
    project.configure("gates: { max_pair_growth: 500 }\n")
    project.deliver(health=health)
    project.is_published()


def most_sources_refused_are_held(folder):
    project = Project(folder)
    broken = "what,ever\n1,2\n"
    project.is_held("refused_sources", "2 of 3 sources (66.7 %), more than 50.0 %", "refused: civil, health;",
                    civil=broken, health=broken)
    project.deliver(civil=broken)
    project.is_published(expect=4)
    project.good_night()
    project.configure("gates: { max_refused_sources: 70% }\n")
    project.deliver(civil=broken, health=broken)
    project.is_published(expect=4)


def a_person_lets_a_held_night_pass(folder):
    project = Project(folder)
    before = project.current()
    project.deliver(tax=project.wrong_names(20))
    project.run(expect=3)
    held = project.newest().name
    expected = json.loads(project.call("diff", "current", "held", "--json").stdout)
    project.deliver()  # what has come since is the next night's business
    pair = next(records for records in project.groups() if len(records) > 1)[:2]
    project.call("decide", "different", *pair, "--reason", "two people")
    assert "--reason" in project.call("publish", held, expect=2).stderr
    assert "diff current held" in project.call("publish", held, "--dry-run", expect=2).stderr
    assert "is published already" in project.call("publish", before, "-r", "why", expect=2).stderr
    assert project.current() == before
    project.call("publish", held, "-r", "the register renumbered")
    assert project.current() == held
    summary = json.loads((project.folder / "hopnhat-state/runs" / held / "run.json").read_text(encoding="utf-8"))
    assert summary["published"] and summary["accepted"]["reason"] == "the register renumbered", summary
    assert summary["entities"]["merged"] == expected["entities"]["merged"] == 20 and summary["bundles"], summary
    assert not any(set(pair) <= set(records) for records in project.groups()), "what was decided since is not in force"
    project.call("verify")
    done = subprocess.run([sys.executable, project.verifier, "hopnhat.yaml"], cwd=project.folder, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert "is published already" in project.call("publish", held, "-r", "again", expect=2).stderr
    # The next night is compared with it.
    project.run(expect=0)
    assert json.loads((project.newest() / "run.json").read_text(encoding="utf-8"))["entities"]["split"] == 20


def a_held_night_that_time_has_passed_stays_out(folder):
    project = Project(folder)
    project.deliver(tax=project.wrong_names(20))
    project.run(expect=3)
    held = project.newest().name
    project.deliver()
    project.run()
    assert "superseded" in project.call("publish", held, "-r", "looked at it", expect=2).stderr
    project.call("verify")


def the_older_of_two_held_nights_may_be_published(folder):
    project = Project(folder)
    held = []
    for n in (20, 30):
        project.deliver(tax=project.wrong_names(n))
        project.run(expect=3)
        held.append(project.newest().name)
        answer = json.loads(project.call("diff", "current", "held", "--json").stdout)
        assert answer["to"]["run_id"] == held[-1], answer["to"]
    project.call("publish", held[0], "-r", "looked at it")
    assert project.current() == held[0]
    # The newer one was compared with what is no longer there: for `diff` it waits no more, as for `publish`.
    assert "superseded" in project.call("publish", held[1], "-r", "looked at it", expect=2).stderr
    assert "no run is held" in project.call("diff", "current", "held", expect=2).stderr
    project.call("verify")


STORIES = (a_person_lets_a_held_night_pass, a_held_night_that_time_has_passed_stays_out, the_older_of_two_held_nights_may_be_published, a_usual_night_passes_all_gates, numbers_under_the_names_of_others_are_held,
           those_who_lack_the_number_contradict_nobody, a_filler_that_swallows_is_held, a_column_of_one_value_is_held,
           most_sources_refused_are_held)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    failed = 0
    print(f"1..{len(STORIES)}", flush=True)
    for number, story in enumerate(STORIES, 1):
        with tempfile.TemporaryDirectory(prefix="hn-gates-") as folder:
            try:
                story(Path(folder) / "project")
                print(f"ok {number} {story.__name__}", flush=True)
            except AssertionError as problem:
                failed += 1
                print(f"not ok {number} {story.__name__}\n# {problem}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
