"""A real Vietnamese set that is not ours: listed companies by their full and their short names, the ticker hidden.

The list is data/listing_companies_enhanced-2023.csv of thinh-vu/vnstock @ 0ea905279f3a59f5ce6733007aadc332009bab9d, looked for in
the folder HN_VIETNAM_LISTED, else in HN_SHARED/data/linkage/vietnam_listed. Why it is not bundled, and what else was looked
for: docs/decisions/0056-a-real-set-of-viet-nam.md.
"""
import csv
import os
import random
from pathlib import Path

from acceptance_lib import quality_projects, sets
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure

LIST = "listing_companies_enhanced-2023.csv"
REGISTERS = {"exchange": "organName", "broker": "organShortName"}
FUNDS = "QU"  # a fund is no business
N_PAIRS_MIN = 300


def list_of(context):
    for folder in (os.environ.get("HN_VIETNAM_LISTED"), context.shared / "data" / "linkage" / "vietnam_listed"):
        if folder and (Path(folder) / LIST).exists():
            return Path(folder) / LIST
    raise NotMeasured(f"{LIST} is not here (docs/decisions/0056 says whose it is; set HN_VIETNAM_LISTED)")


def companies_of(path):
    """Ticker and both names of each business; a row that lacks one of them links nothing."""
    with open(path, encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    lacking = {"ticker", "comTypeCode", *REGISTERS.values()} - set(rows[0] if rows else ())
    if lacking:
        raise RuntimeError(f"{path} has no {', '.join(sorted(lacking))}")
    return {row["ticker"]: row for row in rows
            if row["comTypeCode"] != FUNDS and row["ticker"] and all(row[column].strip() for column in REGISTERS.values())}


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_registers(companies, folder, seed):
    """A file for each way to write the name, in an order of its own; returns the truth, which no file shows."""
    rng, truth = random.Random(seed), []
    for source, column in REGISTERS.items():
        tickers = sorted(companies)
        rng.shuffle(tickers)
        write_csv(folder / f"{source}.csv", ("so_ho_so", "ten_doanh_nghiep"),
                  [(f"{source[0]}{n:05}", companies[ticker][column].strip()) for n, ticker in enumerate(tickers)])
        truth += [(source, f"{source[0]}{n:05}", ticker) for n, ticker in enumerate(tickers)]
    return truth


def measure(context):
    companies = companies_of(list_of(context))
    if len(companies) < N_PAIRS_MIN:
        raise NotMeasured(f"{len(companies)} businesses have both names, fewer than {N_PAIRS_MIN}")
    folder, truth = context.work("listed"), context.work("listed-truth") / "truth.csv"
    write_csv(truth, ("source", "record_id", "cluster_id"), write_registers(companies, folder, context.seed))
    made = quality_projects.initialise(context, folder, sorted(folder.glob("*.csv")))
    sets.logged_night(context, made)
    pairs = quality_projects.quality(context, quality_projects.crosswalk_of(made), truth, True)["pairs"]
    context.sizes["listed companies"] = 2 * len(companies)
    yield Figure("11.real", pairs["f1"], f"names alone: precision {pairs['precision']:.3f}, recall {pairs['recall']:.3f},"
                 f" {len(companies):,} true pairs")
