#!/usr/bin/env python3
"""The peer on citizens as registers hold them: Splink on DuckDB with hand-written settings on the raw columns, ten
comparisons, seven rules; clusters at nine thresholds, the best F1 is kept (in the peer's favour). Runs in a
virtual environment with splink 5.0.0, duckdb 2.0.0 and pandas 3.1.1.

usage: splink_citizens.py FOLDER [--records NAME.csv] [--fold]     prints one JSON line
FOLDER holds truth.csv and records.csv; --records standardised.csv feeds what a perfect standardiser would make of it;
--fold takes the marks from its texts, as one would who finds names without marks among the others.
"""
import json
import sys
import time
import unicodedata

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (.05, .2, .5, .8, .9, .95, .99, .999, .9999)
RULES = (("national_id",), ("old_id",), ("phone",), ("full_name", "birth_date"), ("birth_date", "ward"),
         ("full_name", "ward"), ("full_name", "mother_name"))


def comparisons():
    def exact(column):
        return cl.ExactMatch(column).configure(term_frequency_adjustments=True)
    return [cl.JaroWinklerAtThresholds("full_name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("birth_date", [1, 2]), cl.ExactMatch("sex"),
            cl.DamerauLevenshteinAtThresholds("national_id", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("old_id", [1]), cl.DamerauLevenshteinAtThresholds("phone", [1]),
            cl.JaroWinklerAtThresholds("address", [0.9]), exact("ward"), exact("province"),
            cl.JaroWinklerAtThresholds("mother_name", [0.9])]


def predict(records):
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="unique_id", comparisons=comparisons(),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        retain_intermediate_calculation_columns=False, retain_matching_columns=False)
    api = DuckDBAPI()
    linker = Linker(api.register(records), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("national_id"), block_on("full_name", "birth_date")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("full_name", "birth_date"))
    training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    training.estimate_parameters_using_expectation_maximisation(block_on("national_id"))
    return linker, linker.inference.predict(threshold_match_probability=0.01)


def fold(text):
    bare = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).lower()


def pairs_in(sizes):
    return int((sizes * (sizes - 1) // 2).sum())


def measure(linker, predicted, truth, threshold):
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
    clusters = found.as_pandas_dataframe()[["cluster_id", "unique_id"]]
    both = truth.merge(clusters, left_on="record_id", right_on="unique_id", how="left")
    both["cluster_id"] = both.cluster_id.where(both.cluster_id.notna(), "alone " + both.record_id)
    right = pairs_in(both.groupby(["cluster_id", "entity_id"]).size())
    precision = right / max(pairs_in(both.groupby("cluster_id").size()), 1)
    recall = right / max(pairs_in(both.groupby("entity_id").size()), 1)
    return {"f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4), "precision": round(precision, 4),
            "recall": round(recall, 4), "threshold": threshold}


def main():
    folder = sys.argv[1]
    name = sys.argv[sys.argv.index("--records") + 1] if "--records" in sys.argv else "records.csv"
    began = time.monotonic()
    records = pd.read_csv(f"{folder}/{name}", dtype=str, keep_default_na=False)
    if "--fold" in sys.argv:
        for column in ("full_name", "address", "ward", "province", "mother_name"):
            records[column] = records[column].map(fold)
    records = records.replace("", None)
    truth = pd.read_csv(f"{folder}/truth.csv", dtype=str)
    linker, predicted = predict(records.rename(columns={"record_id": "unique_id"}))
    best = max((measure(linker, predicted, truth, threshold) for threshold in THRESHOLDS), key=lambda m: m["f1"])
    print(json.dumps({"file": name, "records": len(records), **best, "seconds": round(time.monotonic() - began, 1)}))


if __name__ == "__main__":
    main()
