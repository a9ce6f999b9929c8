#!/usr/bin/env python3
"""`hopnhat diff`: what a held night would have changed, and what published nights did.

usage: test_diff.py HOPNHAT VERIFY     TAP on stdout
"""
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_gates import Project  # noqa: E402


def diff(project, first, second, *arguments, expect=0):
    done = project.call("diff", first, second, *arguments, expect=expect)
    return done.stdout if expect == 0 else done.stderr


def diff_json(project, first, second, *arguments):
    return json.loads(diff(project, first, second, "--json", *arguments))


def entities(project):
    return {(row["source"], row["record_id"]): row["entity_id"]
            for row in map(json.loads, project.crosswalk().splitlines())}


def no_values(project, *texts):
    rows = [*project.spare, *(row for rows in project.rows.values() for row in rows.values())]
    for text in texts:
        for value in (value for row in rows for value in row):
            assert value not in text, "a value of a record was printed"


def a_held_night_is_explained(folder):
    project = Project(folder)
    before = entities(project)
    tax = project.wrong_names(20)
    health = dict(list(project.rows["health"].items())[:140]) | {900: project.spare[0]}
    project.deliver(tax=tax, health=health)
    told = project.run(expect=3)
    assert told.splitlines()[-1].endswith("hopnhat diff current held -c hopnhat.yaml"), told
    answer = diff_json(project, "current", "held", "--limit", "1000")
    assert answer["from"] == {"run_id": project.current(), "state": "published"}
    assert answer["to"] == {"run_id": project.newest().name, "state": "held"}
    entities_now, records = answer["entities"], answer["records"]
    assert (entities_now["merged"], entities_now["merged_against_identifier"]) == (20, 20), entities_now
    assert entities_now["after"] == entities_now["before"] - 20 + 1 and entities_now["new"] == 1, entities_now
    assert (records["merged"], records["withdrawn"], records["new"]) == (20, 10, 1), records
    assert records["after"] == records["before"] - 10 + 1, records
    changes = answer["changes"]
    assert len(changes) == answer["changes_total"]
    assert [change["change"] for change in changes[:20]] == ["merged"] * 20
    for change in changes[:20]:
        number = int(change["first"]["record_id"])
        assert change["identifiers_differ"] == ["person.national_id"] and change["sources"] == {"tax": 1}, change
        assert change["other_entity_id"] == before["tax", str(number)], change
        assert change["entity_id"] == before["civil", str(number - 400)], change
    assert [source["source"] for source in answer["sources"]] == ["tax", "health"], answer["sources"]
    text, vietnamese = diff(project, "current", "held"), diff(project, "current", "held", "--lang", "vi")
    assert "20 merged (20 against an identifier)" in text and "first tax:400" in text, text
    assert "different person.national_id" in text and "bị giữ lại" in vietnamese, (text, vietnamese)
    no_values(project, text, vietnamese, json.dumps(answer), told)
    before_run = project.current()
    project.deliver(tax={**project.rows["tax"], 999: project.spare[1]})
    project.run()
    assert "no run is held" in diff(project, "current", "held", expect=2)
    project.run()
    assert "went when" in diff(project, before_run, answer["to"]["run_id"], expect=1)


def published_nights_are_compared(folder):
    project = Project(folder)
    first = project.current()
    tax = dict(project.rows["tax"])
    for n in range(500, 510):
        tax[n] = (tax[n][0] + "h", *tax[n][1:])
    for n in range(600, 605):
        del tax[n]
    tax[450] = project.spare[2]
    project.deliver(tax=tax)
    project.run()
    answer = diff_json(project, first, "current")
    assert answer["entities"]["retired"] == 5 and answer["records"]["retired"] == 5, answer
    assert answer["golden"]["person.full_name"] == 11, answer["golden"]
    assert answer["sources"][0]["golden"]["person.full_name"] == 11 and len(answer["sources"]) == 1, answer["sources"]
    kinds = [change["change"] for change in answer["changes"]]
    assert kinds == ["retired"] * 5 + ["updated"] * 11, kinds
    back = diff_json(project, "current", first)
    assert back["entities"]["new"] == 5 and back["records"]["new"] == 5, back["entities"]
    assert [len(diff_json(project, first, "current", "--limit", str(n))["changes"]) for n in (0, 3)] == [0, 3]
    same = diff_json(project, "current", "current")
    assert same["changes"] == [] and same["sources"] == [] and same["golden"] == {}, same


def wrong_words_are_told(folder):
    project = Project(folder)
    assert "two runs" in diff(project, "current", "--json", expect=2)
    assert "r-000000019" in diff(project, "current", "r-000000019", expect=2)
    assert "r-00000003R" in diff(project, "r-00000003R", "current", expect=2)
    assert "no run is held" in diff(project, "current", "held", expect=2)
    assert "--limit -1" in diff(project, "current", "current", "--limit", "-1", expect=2)


def changed_results_are_refused(folder):
    project = Project(folder)
    path = project.folder / "hopnhat-state/results" / project.current() / "crosswalk.jsonl.zst"
    bytes_now = bytearray(path.read_bytes())
    bytes_now[40] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes_now)
    assert "crosswalk" in diff(project, "current", "current", expect=1)


STORIES = (a_held_night_is_explained, published_nights_are_compared, wrong_words_are_told, changed_results_are_refused)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-diff-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
