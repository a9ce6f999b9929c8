"""What the quality rows work out by themselves, against slow or hand-made answers."""
import random
from array import array
from collections import defaultdict
from itertools import combinations

from acceptance_lib import candidates, driver, quality_row02, quality_row05, quality_row06, quality_row08
from acceptance_lib import quality_row09
from acceptance_lib import one_file_per_source as apart

CONFIG = """entities:
  person:
    attributes: { name: name }
    thresholds:
      match: 5
      review: 1
    blocking:
      - [name]
  other:
    blocking: [[name]]
"""


def thresholds():
    text = candidates.with_thresholds(CONFIG, "{ match: 9, review: -9 }")
    assert text.count("    thresholds: { match: 9, review: -9 }\n    blocking:") == 2, text
    assert "match: 5" not in text and "review: 1\n" not in text and "      - [name]" in text, text
    again = candidates.with_thresholds(text, "auto")
    assert again.count("thresholds: auto") == 2 and "-9" not in again, again


def labelled(rng, across):
    n = rng.randrange(2, 25)
    rows = [{"source": rng.choice("ab"), "record_id": str(i), "name": str(rng.randrange(15))} for i in range(n)]
    truth = {(None, row["record_id"]): rng.randrange(6) for row in rows}
    return candidates.Labelled(rows, ["source", "record_id", "name"], truth, across)


def counts(one, pairs):
    """(pairs that count, those of them that are true)"""
    pairs = [(a, b) for a, b in pairs if not one.across or one.source[a] != one.source[b]]
    return len(pairs), sum(one.cluster[a] == one.cluster[b] for a, b in pairs)


def slow_f1(one, edges):
    group = list(range(len(one.source)))
    for a, b in edges:
        old, new = group[a], group[b]
        group = [new if value == old else value for value in group]
    n_found, n_right = counts(one, [pair for pair in combinations(range(len(group)), 2)
                                    if group[pair[0]] == group[pair[1]]])
    n_true = counts(one, combinations(range(len(group)), 2))[1]
    return 2 * n_right / (n_found + n_true) if n_found + n_true else 1.0


def best_thresholds():
    rng = random.Random(5)
    for n in range(60):
        one = labelled(rng, across=n % 2 == 0)
        everyone = list(combinations(range(len(one.source)), 2))
        edges = {pair: rng.randrange(8) for pair in rng.sample(everyone, rng.randrange(len(everyone) + 1))}
        by_weight = defaultdict(lambda: array("Q"))
        for (a, b), weight in edges.items():
            by_weight[weight].append(a << candidates.SHIFT | b)
        wanted = max(slow_f1(one, [pair for pair, weight in edges.items() if weight >= cut]) for cut in range(9))
        assert abs(candidates.best_threshold(one, by_weight)[0] - wanted) < 1e-12
        # Rows that read the same: one edge between two groups stands for all.
        seen = [pair for pair in everyone if any({one.group[pair[0]], one.group[pair[1]]} ==
                                                 {one.group[a], one.group[b]} for a, b in edges)]
        assert candidates.true_pairs_seen(one, edges) == counts(one, seen)[1]


def tables():
    rows = [{"record_id": "1", "source": "s", "name": "x"}]
    changed, columns, key, source = quality_row02.renamed(rows, ["record_id", "source", "name"], random.Random(1))
    assert sorted(columns) == ["c1", "c2", "c3"] and changed[0][key] == "1" and changed[0][source] == "s"
    assert apart.rewritten("1960-12-31", "{d}/{m}/{y}") == "31/12/1960" == apart.rewritten("19601231", "{d}/{m}/{y}")
    assert apart.rewritten("1960-12/31", "{d}") == "1960-12/31" and apart.rewritten("", "{d}") == ""
    people = [{"born": "19281101", "number": "63236289", "postcode": "3173"}, {"born": "", "number": "", "postcode": ""}]
    assert apart.date_columns(people, ["born", "number", "postcode"]) == ["born"]
    name = "Nguyễn Thị Hường, Đỗ Uỷ"
    assert apart.encoded(name, "cp1258") is not None and apart.encoded(name, "latin-1") is None
    assert apart.encoded("plain", "cp1258") is None and apart.encoded("plain", "utf-16") is not None
    said = list(quality_row08.decision_rows([(("s", "1"), ("s", "2")), (("s", "1"), ("s", "3"))],
                                            {"1": "x", "2": "x", "3": "y"}))
    assert [(row["kind"], row["side"]) for row in said] == [("same", "a"), ("same", "a"), ("different", "a"),
                                                            ("different", "b")]


def judged():
    assert quality_row05.is_near(0.0, 0.001) and quality_row05.is_near(0.1, 0.2) and not quality_row05.is_near(0.1, 0.201)
    parts = [{"kind": "prior", "units": -5}, {"kind": "level", "units": 12}, {"kind": "total", "units": 7}]
    said = {"source_dataset_l": "s", "unique_id_l": "1", "source_dataset_r": "s", "unique_id_r": "2", "waterfall": parts,
            "edge": {"weight_units": 7}}
    left, right = ("s", "1"), ("s", "2")
    assert quality_row06.adds_up(said, right, left, 7.0) and not quality_row06.adds_up(said, left, right, 8.0)
    assert not quality_row06.adds_up({**said, "edge": None}, left, right, 7) and not quality_row06.adds_up(said, left, left, 7)
    told = {"compared": False, "edge": None, "rules": [{"state": "parts"}], "sentence": {"en": "a", "vi": "b"}}
    assert quality_row06.is_told(told) and not quality_row06.is_told({**told, "rules": [{"state": "makes"}]})
    text = " 1/2 unit / golden_record    OK   0.1s\n 2/2 property / golden_property   FAIL 0.1s\n"
    assert not quality_row09.failed_in(text, "golden_record") and quality_row09.failed_in(text, "golden_property")


def main():
    thresholds()
    best_thresholds()
    tables()
    judged()
    for number in range(1, 13):
        assert hasattr(driver.load_module("quality", number), "measure"), number
