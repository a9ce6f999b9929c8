#!/usr/bin/env python3
"""Labelled pairs through the built programs: the first night learns from them, `train` from decisions where asked.

usage: test_labels.py HOPNHAT HOPNHAT-GENERATE     TAP on stdout
"""
import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from test_decisions import Project


def configure(project, name):
    config = project.folder / "hopnhat.yaml"
    text = config.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("    labels:")]
    if name:
        lines.insert(lines.index("  person:") + 1, f"    labels: {name}")
    config.write_text("\n".join(lines), encoding="utf-8")


def judged(project, n, seed):
    """Pairs of records and whether they are one, half of them matches."""
    with open(project.folder / "truth.csv", newline="", encoding="utf-8") as file:
        entity = {row["record_id"]: row["entity_id"] for row in csv.DictReader(file)}
    with open(project.folder / "records.csv", newline="", encoding="utf-8") as file:
        source = {row["record_id"]: row["source"] for row in csv.DictReader(file)}
    of_entity = {}
    for record in sorted(entity):
        of_entity.setdefault(entity[record], []).append(record)
    rng = random.Random(seed)
    twins = [tuple(records[:2]) for records in of_entity.values() if len(records) > 1]
    pairs = [(*pair, 1) for pair in rng.sample(twins, n // 2)]
    while len(pairs) < n:
        a, b = rng.sample(sorted(entity), 2)
        if entity[a] != entity[b]:
            pairs.append((a, b, 0))
    return pairs, source


def ours(pairs, source):
    return "id_a,id_b,match\n" + "".join(f"{source[a]}:{a},{b},{match}\n" for a, b, match in pairs)


def write(project, name, text):
    (project.folder / name).write_text(text, encoding="utf-8")


def train(project, *arguments):
    return json.loads(project.call("train", "--json", "-q", *arguments))["candidates"]["person"]


def shown(project, bundle):
    return json.loads(project.call("model", "show", bundle, "--json"))["models"][0]


def the_first_night_learns_from_them(project, other):
    """Any order, either form, compressed or not: the same bundle, and another one than without."""
    pairs, source = judged(project, 60, 1)
    without = train(project)
    assert "labels" not in shown(project, without)
    write(project, "labels.csv", ours(pairs, source))
    configure(project, "labels.csv")
    bundle = train(project)
    labels = shown(project, bundle)["labels"]
    assert bundle != without and len(labels.pop("sha256")) == 64, labels
    assert labels == {"match": 30, "different": 30, "unsure": 0, "decided": 0}, labels
    assert "labelled pairs: 30 match, 30 different" in project.call("model", "show", bundle)
    splink = "clerical_match_score,unique_id_r,source_dataset_r,unique_id_l,source_dataset_l\n" + "".join(
        f"{match:.1f},{a},{source[a]},{b},{source[b]}\n" for a, b, match in reversed(pairs))
    write(project, "labels.csv", splink)
    assert train(project) == bundle, "order and form of the file must not matter"
    subprocess.run(["zstd", "-q", "--rm", "labels.csv"], cwd=project.folder, check=True)
    configure(project, "labels.csv.zst")
    assert train(project) == bundle
    (other.folder / "labels.csv.zst").write_bytes((project.folder / "labels.csv.zst").read_bytes())
    configure(other, "labels.csv.zst")
    assert other.run()["bundle"] == bundle, "the first night learns as train does"
    (other.folder / "labels.csv.zst").unlink()
    other.run()  # a promoted bundle asks for no labels


def what_is_wrong_is_named(project, other):
    pairs, source = judged(project, 10, 2)
    a, b, _ = pairs[0]
    configure(project, "labels.csv")
    for row, what in [(f"{a},{b},0", "labels.csv: row 12, column 'match': the pair stands before"),
                      (f"{a},{a},1", "labels.csv: row 12, column 'id_b': it is the record"),
                      (f"{a},{b},perhaps", "labels.csv: row 12, column 'match': expected 1 or 0")]:
        write(project, "labels.csv", ours(pairs, source) + row + "\n")
        error = project.call("train", "-q", expect=2)
        assert what in error and "perhaps" not in error and a not in error, error
    write(project, "labels.csv", "id_a,id_b,match\nno,body,1\n")
    assert "every row names a record that is not there" in project.call("train", "-q", expect=2)
    configure(project, "nowhere.csv")
    assert "nowhere.csv" in project.call("train", "-q", expect=2)
    write(project, "labels.csv", ours(pairs, source) + "no,body,1\n")
    configure(project, "labels.csv")
    done = subprocess.run([project.program, "train", "-q", "-c", "hopnhat.yaml"], cwd=project.folder, text=True,
                          capture_output=True, check=True)
    assert "1 of 11 rows name a record that is not there" in done.stderr, done.stderr
    assert "the first is row 12" in done.stderr, done.stderr


def decisions_train_where_asked(project, other):
    configure(project, None)
    promoted = project.run()["bundle"]
    pairs, source = judged(project, 40, 3)
    for a, b, match in pairs[:3] + pairs[-3:]:
        project.act("decide", "same" if match else "different", f"{source[a]}:{a}", f"{source[b]}:{b}")
    assert train(project) == promoted, "decisions must not train by themselves"
    assert project.run()["bundle"] == promoted
    asked = train(project, "--decisions")
    labels = shown(project, asked)["labels"]
    assert asked != promoted and labels["match"] >= 3 and labels["decided"] >= 6, labels
    write(project, "labels.csv", ours([(a, b, 1 - match) for a, b, match in pairs[:1]], source))
    configure(project, "labels.csv")
    assert "a decision says otherwise" in project.call("train", "--decisions", "-q", expect=2)


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    stories = [the_first_night_learns_from_them, what_is_wrong_is_named, decisions_train_where_asked]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="labels-") as scratch:
        project, other = (Project(Path(scratch) / name, program, generate, 23) for name in ("one", "other"))
        for n, story in enumerate(stories, 1):
            story(project, other)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
