#!/usr/bin/env python3
"""Chooses the constants of clusters on labelled sets, and once more without each of them.

usage: scripts/leave_one_out.py [--jobs N] [--table FILE] [--write]

Two constants decide together how much support two groups need to become one cluster: the limit (linker/training.c) and how
many standard errors its mean is lowered by (linker/cross_support.c). Every pair of candidates is tried on the sets of
SHARED/data/linkage, whole and three times without a tenth of the records, and on generated citizens in households without
numbers. Each set ranks the pairs by the mean F1 of its trials, and the pair with the best mean rank is the choice: F1 of one
set is not commensurable with F1 of another, where one large entity may swing it by .03 (Demsar 2006, "Statistical comparisons
of classifiers over multiple data sets", JMLR 7). The same without one set is what row 3 of `scripts/acceptance quality`
compares. --write puts the result where that row reads it.
"""
import argparse
import concurrent.futures
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from acceptance_lib import quality_projects  # noqa: E402
from change_records import read_table, write_table  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
LINKAGE = Path(os.environ.get("HN_SHARED", ROOT.parent / "shared")) / "data" / "linkage"
RESULT = ROOT / "scripts" / "acceptance_lib" / "leave_one_out.json"
ACROSS = ("febrl4", "dblp_acm", "abt_buy")
LIMITS = (12, 15, 18, 20, 22, 25)  # hundredths
ERRORS = ("0.67", "0.84", "1.0")  # 75, 80 and 84 % of confidence
ERRORS_TEXT, LIMIT_TEXT = "#define STANDARD_ERRORS {}", "#define CLUSTER_SUPPORT (65536u * {} / 100)"
HOUSEHOLDS = {"households": ("high", "0.4"), "households_calm": ("normal", "0.5"), "households_many": ("high", "0.2")}
WITHOUT_NUMBERS = ("record_id", "source", "full_name", "birth_date", "sex", "phone", "address", "ward", "province")
TRIALS = 4


def call(*arguments, cwd=None):
    done = subprocess.run([*map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{arguments[0]} {arguments[1]}: exit {done.returncode}: {done.stderr[-400:]}")
    return done.stdout


def build(scratch, errors):
    """hopnhat of HEAD with another number of standard errors."""
    tree = scratch / f"tree-{errors}"
    call("git", "-C", ROOT, "clone", "--quiet", "--shared", ROOT, tree)
    source = tree / "linker" / "cross_support.c"
    text = source.read_text(encoding="utf-8")
    here = next(line for line in text.splitlines() if line.startswith(ERRORS_TEXT.format("")))
    source.write_text(text.replace(here, ERRORS_TEXT.format(errors)), encoding="utf-8")
    call("meson", "setup", "build", "-Dbuildtype=release", cwd=tree)
    call("ninja", "-C", "build", "hopnhat", "hopnhat-generate", cwd=tree)
    return tree / "build"


def stored(folder, name):
    return next(path for path in (folder / name, folder / f"{name}.zst") if path.exists())


def labelled(name):
    """Records and truth of a set, whole and then without a tenth."""
    rows, columns = read_table(stored(LINKAGE / name, "records.csv"))
    truth, truth_columns = read_table(stored(LINKAGE / name, "truth.csv"))
    for trial in range(TRIALS):
        kept = rows
        if trial > 0:
            rng = random.Random(trial)
            kept = [rows[i] for i in sorted(rng.sample(range(len(rows)), len(rows) * 9 // 10))]
        ids = {row["record_id"] for row in kept}
        yield kept, columns, [row for row in truth if row["record_id"] in ids], truth_columns


def generated(kind, generate, scratch):
    noise, ratio = HOUSEHOLDS[kind]
    for trial in range(TRIALS):
        made = scratch / "made"
        shutil.rmtree(made, ignore_errors=True)
        seed = 1 + 1000 * list(HOUSEHOLDS).index(kind) + trial
        call(generate, "citizens", "-n", 5000, "-s", seed, "--noise", noise, "--entities-ratio", ratio, "-o", made)
        rows, _ = read_table(made / "records.csv")
        truth, _ = read_table(made / "truth.csv")
        yield ([{name: row[name] for name in WITHOUT_NUMBERS} for row in rows], list(WITHOUT_NUMBERS),
               [{"record_id": row["record_id"], "cluster_id": row["entity_id"]} for row in truth], ["record_id", "cluster_id"])


def prepare(program, folder, tables):
    rows, columns, truth, truth_columns = tables
    folder.mkdir(parents=True)
    write_table(folder / "records.csv", rows, columns)
    write_table(folder / "truth.csv", truth, truth_columns)
    call(program, "init", "records.csv", "-o", "p.yaml", cwd=folder)
    return folder


def f1_of(program, folder, limit, across, scratch):
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        work = Path(name)
        config = (folder / "p.yaml").read_text(encoding="utf-8")
        lines = f"    cluster_support: {limit / 100}\n    thresholds:"
        (work / "p.yaml").write_text(config.replace("    thresholds:", lines, 1), encoding="utf-8")
        os.link(folder / "records.csv", work / "records.csv")
        call(program, "run", "-c", "p.yaml", "-q", cwd=work)
        crosswalk = next(work.glob("**/current/crosswalk.jsonl.zst"))
        told = call(program, "evaluate", "--crosswalk", crosswalk, "--truth", folder / "truth.csv", "--json",
                    *(["--across-sources"] if across else []))
        return json.loads(told)["pairs"]["f1"]


def trials(programs, scratch):
    """(set, trial, folder) of all."""
    program, generate = programs[ERRORS[0]] / "hopnhat", programs[ERRORS[0]] / "hopnhat-generate"
    for name in (*quality_projects.SETS, *HOUSEHOLDS):
        source = generated(name, generate, scratch) if name in HOUSEHOLDS else labelled(name)
        for trial, tables in enumerate(source):
            yield name, trial, prepare(program, scratch / name / str(trial), tables)


def measure(jobs, scratch):
    """{set: [of each trial {"errors limit": F1}]}"""
    programs = {errors: build(scratch, errors) for errors in ERRORS}
    table = {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, trial, folder in trials(programs, scratch):
            keys = [(errors, limit) for errors in ERRORS for limit in LIMITS]
            asked = [pool.submit(f1_of, programs[errors] / "hopnhat", folder, limit, name in ACROSS, scratch)
                     for errors, limit in keys]
            found = {f"{errors} {limit}": one.result() for (errors, limit), one in zip(keys, asked)}
            table.setdefault(name, []).append(found)
            print(f"{name} {trial}: {min(found.values()):.4f} .. {max(found.values()):.4f}", file=sys.stderr, flush=True)
    return table


def ranks(trials_of):
    """Of each pair, 1 = the best; equal to four digits, equal in rank."""
    means = {key: round(statistics.mean(trial[key] for trial in trials_of), 4) for key in trials_of[0]}
    return {key: sum(other > mean for other in means.values()) + (1 + sum(other == mean for other in means.values())) / 2
            for key, mean in means.items()}


def choose(table, without=None):
    voices = [ranks(trials_of) for name, trials_of in table.items() if name != without]
    return min(voices[0], key=lambda key: statistics.mean(voice[key] for voice in voices))


def summarise(table):
    whole = choose(table)
    f1 = {}
    for name in quality_projects.SETS:
        other = choose(table, without=name)
        f1[name] = {"with": round(table[name][0][whole], 4), "without": round(table[name][0][other], 4)}
        print(f"{name:20s} {whole} {f1[name]['with']:.4f}   without it {other} {f1[name]['without']:.4f}")
    errors, limit = whole.split()
    return [{"name": "CLUSTER_SUPPORT", "where": "linker/training.c", "text": LIMIT_TEXT.format(limit), "f1": f1},
            {"name": "STANDARD_ERRORS", "where": "linker/cross_support.c", "text": ERRORS_TEXT.format(errors), "f1": f1}]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--table", type=Path, help="F1 of every trial, to be kept; read again where it is there")
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.relative_to(ROOT)}")
    arguments = parser.parse_args()
    if arguments.table is not None and arguments.table.exists():
        table = json.loads(arguments.table.read_text(encoding="utf-8"))
    else:
        with tempfile.TemporaryDirectory(prefix="leave-one-out-") as scratch:
            table = measure(arguments.jobs, Path(scratch))
        if arguments.table is not None:
            arguments.table.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    result = summarise(table)
    if arguments.write:
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    for one in result:
        if one["text"] not in (ROOT / one["where"]).read_text(encoding="utf-8"):
            print(f"{one['where']} has another {one['name']} than was chosen: {one['text']}")
            sys.exit(1)


if __name__ == "__main__":
    main()
