"""Runs the peer's settings file unmodified, then writes its clusters as CSV under its clock. Runs in the peer's venv.

usage: splink_wrapper.py SETTINGS.py DATA_FOLDER CLUSTERS.csv     prints one JSON line
       splink_wrapper.py --pairs DATA_FOLDER                      counts the candidate pairs of the same rules
"""
import contextlib
import io
import json
import runpy
import sys
import time

# The rules of the settings file: conjunctions of equal columns, missing equals nothing.
RULES = (("national_id",), ("old_id",), ("phone",), ("full_name", "birth_date"), ("birth_date", "ward"),
         ("full_name", "ward"), ("full_name", "mother_name"))


def run(settings, folder, clusters):
    printed = io.StringIO()
    sys.argv = [settings, folder]
    with contextlib.redirect_stdout(printed):
        left = runpy.run_path(settings, run_name="__main__")
    began = time.monotonic()
    left["cd"].to_csv(clusters, index=False)
    wrote = time.monotonic() - began
    result = json.loads([line for line in printed.getvalue().splitlines() if line.startswith("{")][-1])
    result["phases"]["write"] = round(wrote, 2)
    result["total"] = round(result["total"] + wrote, 2)
    print(json.dumps(result))


def count_pairs(folder):
    import duckdb
    connection = duckdb.connect()
    connection.execute(f"create table r as select * from read_csv('{folder}/records.csv', all_varchar=true)")
    parts = []
    for rule in RULES:
        same = " and ".join(f"a.{column} = b.{column} and a.{column} <> ''" for column in rule)
        parts.append(f"select a.record_id as a, b.record_id as b from r a join r b on {same} where a.record_id < b.record_id")
    count = connection.execute(f"select count(*) from ({' union '.join(parts)})").fetchone()[0]
    print(json.dumps({"pairs": count}))


if __name__ == "__main__":
    if sys.argv[1] == "--pairs":
        count_pairs(sys.argv[2])
    else:
        run(*sys.argv[1:4])
