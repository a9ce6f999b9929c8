#!/usr/bin/env python3
"""Frequencies of a population through the built programs: by the configuration, and by `train --population`.

usage: test_population.py HOPNHAT HOPNHAT-GENERATE     TAP on stdout
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from test_decisions import Project

ROWS = [("Nguyễn Văn An", 500), ("nguyen van  binh", 300), ("NGUYEN VAN BINH", 100), ("Lê Thị Cúc", 99), ("", 7), ("Đỗ Mười", 1)]
# Two people of the 1,000 that have a name: of five rows one is another spelling, one is empty.
EXACT = (500 * 499 + 400 * 399 + 99 * 98) / (1000 * 999)


def table(rows):
    return "value,count\n" + "".join(f"{value},{count}\n" for value, count in rows)


def write(project, name, text):
    (project.folder / name).write_text(text, encoding="utf-8")


def configure(project, to):
    config = project.folder / "hopnhat.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("full_name: name", to).replace(PLAIN, to), encoding="utf-8")


PLAIN = "full_name: { type: name, population: names.csv }"


def train(project, *arguments):
    return json.loads(project.call("train", "--json", "-q", *arguments))["candidates"]["person"]


def shown(project, bundle):
    return json.loads(project.call("model", "show", bundle, "--json"))["models"][0]


def level(model, comparison, name="exact"):
    return next(row for row in model["levels"] if row["comparison"] == comparison and row["level"] == name)


def the_population_sets_u(project, other):
    without = shown(project, train(project))
    assert "populations" not in without
    write(project, "names.csv", table(ROWS))
    write(project, "reversed.csv", table(ROWS[::-1]))
    asked = train(project, "--population", "full_name=names.csv")
    assert asked == train(project, "--population", "person.full_name=reversed.csv"), "the order of rows must not matter"
    model = shown(project, asked)
    one, = model["populations"]
    assert len(one.pop("sha256")) == 64 and one == {"attribute": "full_name", "values": 4, "total": 1000}, one
    assert abs(level(model, "full_name")["u"] - EXACT) < 1e-9 < abs(level(without, "full_name")["u"] - EXACT)
    assert "population of full_name: 4 values of 1000" in project.call("model", "show", asked)
    configure(project, PLAIN)
    assert train(project) == asked, "the configuration's key means the same"
    write(other, "names.csv", table(ROWS))
    subprocess.run(["zstd", "-q", "--rm", "names.csv"], cwd=other.folder, check=True)
    configure(other, PLAIN.replace(".csv", ".csv.zst"))
    assert other.run()["bundle"] == asked, "the first night learns as train does"
    (other.folder / "names.csv.zst").unlink()
    other.run()  # a promoted bundle asks for no table


def what_is_wrong_is_named(project, other):
    write(project, "names.csv", table(ROWS) + "Trần Ba,some\n")
    error = project.call("train", "-q", expect=2)
    assert "attribute 'full_name': population: " in error and "names.csv: row 8, column 'count'" in error, error
    assert "some\n" not in error and "Trần" not in error, error
    write(project, "names.csv", table(ROWS))
    for argument, what in [("full_name", "expected ATTRIBUTE=FILE"), ("nobody=names.csv", "expected ATTRIBUTE=FILE"),
                           ("phone=names.csv", "not of type digits, phone or email"), ("address=nowhere.csv", "nowhere.csv")]:
        error = project.call("train", "-q", "--population", argument, expect=2)
        assert what in error, error
    config = other.folder / "hopnhat.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("phone: phone,", "phone: { type: phone, population: p.csv },", 1), encoding="utf-8")
    error = other.call("run", "-q", expect=2)
    assert "entities.person.attributes.phone.population" in error, error


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    stories = [the_population_sets_u, what_is_wrong_is_named]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="population-") as scratch:
        project, other = (Project(Path(scratch) / name, program, generate, 29) for name in ("one", "other"))
        for n, story in enumerate(stories, 1):
            story(project, other)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
