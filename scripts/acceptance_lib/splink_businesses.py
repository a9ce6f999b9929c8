"""Splink with hand-written settings on the businesses of hopnhat-generate; clusters at nine thresholds, the best F1 is
kept, which is in the peer's favour. Runs in the peer's venv (splink 5.0.0, duckdb 2.0.0, pandas 3.1.1).

usage: splink_businesses.py DATA_FOLDER                  the raw columns; prints one JSON line
       splink_businesses.py --standardised DATA_FOLDER   columns that a careful user standardised by hand first
"""
import json
import re
import sys
import time
import unicodedata

import pandas
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (.05, .2, .5, .8, .9, .95, .99, .999, .9999)
RULES = (["tax_code"], ["phone"], ["email"], ["name"], ["name_en"], ["address"], ["representative", "province"],
         ["representative", "founded"], ["substr(name,1,24)", "province"])
TRAINING = (["tax_code"], ["name"], ["phone"])
CERTAIN = (["tax_code"], ["name", "phone"])


def close(column):
    return cl.JaroWinklerAtThresholds(column, [0.94, 0.88, 0.8]).configure(term_frequency_adjustments=True)


def exact(column):
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


def loose(column):
    return cl.JaroWinklerAtThresholds(column, [0.9, 0.75])


def digits_apart(column):
    return cl.DamerauLevenshteinAtThresholds(column, [1, 2])


def comparisons():
    return [close("name"), loose("name_en"), digits_apart("tax_code"), digits_apart("founded"), digits_apart("phone"),
            loose("email"), loose("address"), exact("ward"), exact("province"), close("representative")]


def folded(text):
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


FORMS = re.compile(r"\b(cong ty|c\.?ty|ct|trach nhiem huu han|tnhh|mot thanh vien|mtv|1 ?tv|co phan|cp|ctcp|"
                   r"doanh nghiep tu nhan|dntn|hop tac xa|htx|ho kinh doanh|hkd|ho kd|ho ca the|co\.?,? ?ltd|jsc)\b")
WORDS = (("san xuat", "sx"), ("thuong mai", "tm"), ("dich vu", "dv"), ("xay dung", "xd"), ("dau tu", "dt"),
         ("xuat nhap khau", "xnk"), ("viet nam", "vn"), ("phat trien", "pt"), ("tu van", "tv"), ("chi nhanh", "cn"),
         ("van phong dai dien", "vpdd"))


def name_of(text):
    text = FORMS.sub(" ", folded(text))
    text = re.sub(r"[^a-z0-9 ]|\bva\b", " ", text)
    for long, short in WORDS:
        text = text.replace(long, short)
    return " ".join(text.split())


def phone_of(text):
    digits = re.sub(r"\D", "", re.split(r"[/;,]| - ", text)[0])
    digits = re.sub(r"^84(?=\d{9})", "0", digits)
    return digits if not digits or digits.startswith("0") else "0" + digits


def date_of(text):
    for pattern, order in ((r"(\d{4})-?(\d\d)-?(\d\d)$", (0, 1, 2)), (r"(\d+)/(\d+)/(\d{4})$", (2, 1, 0))):
        match = re.match(pattern, text)
        if match:
            return "{:0>4}-{:0>2}-{:0>2}".format(*(match.groups()[i] for i in order))
    return text


def tax_of(text):
    digits = re.sub(r"\D", "", text)
    return digits.zfill(10) if 0 < len(digits) < 10 else digits


def place_of(text):
    text = re.sub(r"^(thanh pho|tinh|tp|t|phuong|xa|p|x|thi tran|tt)\b[. ]*", "", folded(text))
    return {"hcm": "ho chi minh", "tphcm": "ho chi minh", "hn": "ha noi", "dn": "da nang"}.get(text, text)


def standardise(table):
    for column, rule in (("name", name_of), ("phone", phone_of), ("founded", date_of), ("tax_code", tax_of),
                         ("province", place_of), ("ward", place_of), ("address", folded), ("representative", folded),
                         ("name_en", folded), ("email", folded)):
        table[column] = table[column].map(rule)


def link(table):
    settings = SettingsCreator(link_type="dedupe_only", comparisons=comparisons(),
                               blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES])
    api = DuckDBAPI()
    try:
        linker = Linker(api.register(table), settings)
    except (AttributeError, TypeError):
        linker = Linker(table, settings, api)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on(*rule) for rule in CERTAIN], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in TRAINING:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return linker, linker.inference.predict(threshold_match_probability=0.01)


def pairs(sizes):
    return int((sizes * (sizes - 1) // 2).sum())


def measure(truth, clusters):
    joined = truth.merge(clusters, left_on="record_id", right_on="unique_id", how="left")
    joined["cluster_id"] = joined.cluster_id.where(joined.cluster_id.notna(), "x" + joined.record_id)
    right = pairs(joined.groupby(["cluster_id", "entity_id"]).size())
    found = pairs(joined.groupby("cluster_id").size())
    true = pairs(joined.groupby("entity_id").size())
    precision, recall = right / max(found, 1), right / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main():
    folder = sys.argv[-1]
    began = time.monotonic()
    table = pandas.read_csv(folder + "/records.csv", dtype=str, keep_default_na=False)
    truth = pandas.read_csv(folder + "/truth.csv", dtype=str)
    if "--standardised" in sys.argv[1:-1]:
        standardise(table)
    table = table.rename(columns={"record_id": "unique_id", "source": "source_dataset"}).replace("", None)
    linker, predictions = link(table)
    best = None
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold)
        measured = measure(truth, clusters.as_pandas_dataframe()[["cluster_id", "unique_id"]])
        if best is None or measured[2] > best[3]:
            best = (threshold, *measured)
    print(json.dumps({"threshold": best[0], "precision": round(best[1], 4), "recall": round(best[2], 4),
                      "f1": round(best[3], 4), "seconds": round(time.monotonic() - began, 1)}))


if __name__ == "__main__":
    main()
