#!/usr/bin/env python3
"""Bundles through the built programs: candidates change nothing, diff foretells the night, promote is explicit.

usage: test_model.py HOPNHAT HOPNHAT-GENERATE     TAP on stdout
"""
import json
import sys
import tempfile
from pathlib import Path

from test_decisions import Project, partition


def models(project, *arguments, expect=0):
    out = project.call("model", *arguments, "--json", expect=expect)
    return json.loads(out)["models"][0] if expect == 0 else out


def first_bundle(project):
    shown = models(project, "show")
    assert shown["promoted"] and len(shown["levels"]) == 14, shown
    assert "hopnhat train" in models(project, "diff", expect=2)
    before = project.call("verify", "--digest")
    candidates = json.loads(project.call("train", "--json", "-q"))["candidates"]
    assert candidates == {"person": shown["bundle"]}, "the same records and settings teach the same bundle"
    assert project.call("verify", "--digest") == before, "train must not touch what is published"


def diff_foretells_the_night(project):
    config = project.folder / "hopnhat.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("match: 6", "match: 16"), encoding="utf-8")
    assert "model promote" in project.call("run", "-q", expect=2)
    candidate = json.loads(project.call("train", "--json", "-q"))["candidates"]["person"]
    published = partition(project)
    diff = models(project, "diff")
    assert diff["candidate"] == candidate and diff["against"] == "published" and diff["split"] > 0, diff
    assert diff["merged"] == 0 and diff["entities_from"] == len(published)
    project.call("model", "promote")
    assert models(project, "show")["bundle"] == candidate
    summary = project.run()
    now = partition(project)
    assert len(now) == diff["entities_to"], (len(now), diff)
    broken = [records for records in published if records not in now]
    assert len(broken) == diff["split"], (len(broken), diff)
    assert summary["bundle"] == candidate
    crosswalk = project.crosswalk()
    for left, right in diff["split_examples"]:
        assert crosswalk[left] != crosswalk[right]


def splink_json_travels(project):
    project.call("model", "export", "-o", "model.json")
    path = project.folder / "model.json"
    model = json.loads(path.read_text(encoding="utf-8"))
    names = [one["output_column_name"] for one in model["comparisons"]]
    assert names == ["full_name", "birth_date", "national_id", "phone", "address"], names
    level = model["comparisons"][1]["comparison_levels"][1]
    level["m_probability"] /= 4  # two bits less
    path.write_text(json.dumps(model), encoding="utf-8")
    project.call("model", "import", "model.json")
    diff = models(project, "diff")
    assert diff["against"] == "promoted"
    changed = {(row["comparison"], row["level"]): row["to"] - row["from"] for row in diff["weights"]}
    assert set(changed) == {("birth_date", "exact")}, changed
    assert abs(changed["birth_date", "exact"] + 2) < 0.001, changed
    model["comparisons"].pop()
    path.write_text(json.dumps(model), encoding="utf-8")
    error = project.call("model", "import", "model.json", expect=2)
    assert "address" in error, error


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    stories = [first_bundle, diff_foretells_the_night, splink_json_travels]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="model-") as scratch:
        project = Project(Path(scratch) / "one", program, generate, 21)
        project.run()
        for n, story in enumerate(stories, 1):
            story(project)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
