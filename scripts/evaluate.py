#!/usr/bin/env python3
"""Quality of a crosswalk against the truth: by pairs, by clusters. Shares no code with the engine.

usage: evaluate.py --crosswalk F --truth F [--across-sources] [--json] | --self-test
crosswalk: source,record_id,entity_id as .csv or .jsonl; truth: [source,]record_id,cluster_id (or entity_id) as .csv;
each may be .zst. A record that only one of the two holds is counted and judged as a cluster of its own.
--across-sources leaves out pairs inside one source (links of two lists without duplicates); a record whose source
nobody knows is taken to be of another source than every other.
`hopnhat evaluate` is the program for users; this one checks it, and the acceptance rows use it for what they measure.
"""
import argparse
import csv
import io
import json
import subprocess
import sys
from collections import Counter


class Unclear(Exception):
    """The files do not say what the question needs (exit 2)."""


def open_text(path):
    if str(path).endswith(".zst"):
        done = subprocess.run(["zstd", "-dcq", str(path)], capture_output=True, check=True)
        return io.StringIO(done.stdout.decode("utf-8"), newline="")
    return open(path, encoding="utf-8", newline="")


def read_rows(path):
    plain = str(path).removesuffix(".zst")
    with open_text(path) as lines:
        if plain.endswith((".jsonl", ".json")):
            yield from (json.loads(line) for line in lines if line.strip())
        else:
            yield from csv.DictReader(lines)


def read_crosswalk(path):
    return {(row["source"], row["record_id"]): row["entity_id"] for row in read_rows(path)}


def read_truth(path):
    """(source or None, record_id) -> cluster."""
    truth = {}
    for row in read_rows(path):
        key = (row.get("source"), row["record_id"])
        if key in truth:
            raise Unclear(f"{path}: record_id {key[1]} is there twice: it needs a column source")
        truth[key] = row["cluster_id"] if "cluster_id" in row else row["entity_id"]
    return truth


def align(crosswalk, truth):
    """[(source, found, true)] over all records of both; and how many only one of them holds."""
    sourceless = all(source is None for source, _ in truth)
    if sourceless:
        by_id = Counter(record_id for _, record_id in crosswalk)
        twice = next((record_id for record_id, n in by_id.items() if n > 1), None)
        if twice is not None:
            raise Unclear(f"record_id {twice} is in two sources, and the truth has no column source")
    rows, seen, only_found = [], set(), 0
    for key, entity in crosswalk.items():
        name = (None, key[1]) if sourceless else key
        seen.add(name)
        only_found += name not in truth
        rows.append((key[0], ("e", entity), ("t", truth[name]) if name in truth else ("alone", key)))
    only_true = [name for name in truth if name not in seen]
    rows += [(name[0], ("alone", name), ("t", truth[name])) for name in only_true]
    return rows, only_found, len(only_true)


def pairs_of(groups, across):
    """Pairs inside each group; with @across only those of two sources. groups: Counter of (group, source)."""
    sizes = Counter()
    inside = 0
    for (group, source), n in groups.items():
        sizes[group] += n
        inside += n * (n - 1) // 2 if source is not None else 0
    total = sum(n * (n - 1) // 2 for n in sizes.values())
    return total - inside if across else total


def measure(rows, across=False):
    found = Counter((found, source) for source, found, _ in rows)
    true = Counter((true, source) for source, _, true in rows)
    both = Counter(((found, true), source) for source, found, true in rows)
    n_found, n_true, n_both = (pairs_of(groups, across) for groups in (found, true, both))
    precision = n_both / n_found if n_found else 1.0
    recall = n_both / n_true if n_true else 1.0
    size_found = Counter(found for _, found, _ in rows)
    size_true = Counter(true for _, _, true in rows)
    size_both = Counter((found, true) for _, found, true in rows)
    n = max(len(rows), 1)
    b3_precision = sum(k * k / size_found[f] for (f, _), k in size_both.items()) / n
    b3_recall = sum(k * k / size_true[t] for (_, t), k in size_both.items()) / n
    exact = sum(k == size_found[f] == size_true[t] for (f, t), k in size_both.items())
    return {
        "records": len(rows), "pairs_found": n_found, "pairs_true": n_true, "pairs_both": n_both,
        "precision": precision, "recall": recall, "f1": harmonic(precision, recall),
        "b3_precision": b3_precision, "b3_recall": b3_recall, "b3_f1": harmonic(b3_precision, b3_recall),
        "clusters_found": len(size_found), "clusters_true": len(size_true), "clusters_exact": exact,
    }


def harmonic(a, b):
    return 2 * a * b / (a + b) if a + b else 0.0


def evaluate(crosswalk_path, truth_path, across=False):
    rows, only_found, only_true = align(read_crosswalk(crosswalk_path), read_truth(truth_path))
    return {**measure(rows, across), "only_in_crosswalk": only_found, "only_in_truth": only_true}


def self_test():
    rows = [("a", "1", "x"), ("b", "1", "x"), ("a", "1", "y"), ("a", "2", "y"), ("b", "3", "z")]
    plain = measure(rows)
    assert (plain["pairs_found"], plain["pairs_true"], plain["pairs_both"]) == (3, 2, 1), plain
    assert plain["clusters_exact"] == 1, plain
    assert abs(plain["b3_precision"] - (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5) < 1e-12, plain
    across = measure(rows, across=True)
    assert (across["pairs_found"], across["pairs_true"], across["pairs_both"]) == (2, 1, 1), across
    unknown = measure([(None, "1", "x"), (None, "1", "x"), ("a", "1", "x")], across=True)
    assert unknown["pairs_both"] == 3, unknown
    found, only_found, only_true = align({("a", "1"): "e1", ("a", "2"): "e1"}, {(None, "2"): "x", (None, "3"): "x"})
    assert (len(found), only_found, only_true) == (3, 1, 1), found
    try:
        align({("a", "1"): "e1", ("b", "1"): "e2"}, {(None, "1"): "x"})
        raise AssertionError("an ambiguous record_id was accepted")
    except Unclear:
        pass
    print("evaluate self-test: as expected", file=sys.stderr)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--crosswalk")
    parser.add_argument("--truth")
    parser.add_argument("--across-sources", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if not options.crosswalk or not options.truth:
        parser.error("--crosswalk and --truth are needed")
    try:
        result = evaluate(options.crosswalk, options.truth, options.across_sources)
    except (Unclear, KeyError, OSError, subprocess.CalledProcessError) as error:
        print(f"evaluate: {error!r}" if isinstance(error, KeyError) else f"evaluate: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(result))
    else:
        print("pairs     precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}".format(**result))
        print("clusters  B3 {b3_precision:.4f} / {b3_recall:.4f}  F1 {b3_f1:.4f};"
              " {clusters_exact} of {clusters_true} exactly".format(**result))
        print("records   {records}; only in the crosswalk {only_in_crosswalk}, only in the truth {only_in_truth}"
              .format(**result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
