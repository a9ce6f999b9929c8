#!/usr/bin/env python3
"""The two nights of scripts/quickstart: one plain, one killed and resumed beside an undisturbed copy of itself."""
import hashlib
import json
import random
import re
import shutil
import sys
import time
from pathlib import Path

import change_records
from evaluate import evaluate
from project_folder import ProjectFolder, compare_crosswalks, members

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "datasets" / "samples" / "historical_50k"
WORK = ROOT / "out" / "quickstart"
COPY = ROOT / "out" / "quickstart-undisturbed"
PICTURE = ROOT / "out" / "report.html"
N_CHANGED, CHANGE_SEED = 500, 20261123


class Failed(Exception):
    """What a reader should see instead of a traceback."""


def line(head, text, seconds=None):
    print(f"{head:<15} {text:<76}" + (f" {seconds:6.1f} s" if seconds is not None else ""), flush=True)


def detail(head, text):
    print(f"      {head:<10}{text}", flush=True)


def demand(night, what):
    if night.code != 0:
        raise Failed(f"{what} ended {night.code}: {night.message.strip()[-800:]}")
    return night


def number(value):
    return f"{value:,}" if isinstance(value, int) else "?"


def short_digest(project):
    """Of the results alone, as a person can take it again with sha256sum."""
    whole = hashlib.sha256()
    for path in sorted(project.results.resolve().iterdir()):
        whole.update(path.read_bytes())
    text = whole.hexdigest()
    return f"{text[:6]}..{text[-4:]}"


def show_summary(night, project):
    summary = night.summary
    records = summary.get("records", {})
    detail("read", f"{number(records.get('read'))} = {number(records.get('accepted'))} accepted"
                   f" + {number(records.get('quarantined'))} quarantined")
    total = records.get("accepted") or 0
    detail("block", f"{number(summary.get('pairs'))} pairs of {total * (total - 1) // 2:,}")
    detail("train", f"bundle {str(summary.get('bundle'))[:6]}")
    edges = summary.get("edges", {})
    detail("decide", f"{number(edges.get('match'))} pairs same | {number(edges.get('review'))} ask a person")
    sizes = sorted(map(len, members(project.crosswalk()).values()))
    detail("cluster", f"{number(summary.get('clusters'))} people; largest {sizes[-1]} records")
    peak = summary.get("peak_bytes")
    memory = f", {peak / 1e6:.0f} MB" if peak else ""
    detail("done", f"{night.seconds:.1f} s{memory}".ljust(58) + f"results sha256 {short_digest(project)}")
    expected = summary.get("expected") or {}
    if expected.get("precision") is not None:
        detail("how sure", "expected, no truth used   precision {precision:.3f} ({precision_low:.3f}-{precision_high:.3f})"
                           "   recall {recall:.3f} ({recall_low:.3f}-{recall_high:.3f})".format(**expected))
    crosswalk = project.results / "crosswalk.jsonl.zst"
    measured = evaluate(crosswalk, SAMPLE / "truth.csv")
    detail("", "measured, bundled truth   precision {precision:.3f}   recall {recall:.3f}   F1 {f1:.3f}"
               "   B3 {b3_f1:.3f}".format(**measured))
    return measured


def least_sure(config):
    """(number of attributes, the one of least confidence, its line): init writes `# 97 % sure: why` above each."""
    attributes, sure = [], None
    for number, text in enumerate(config.read_text(encoding="utf-8").splitlines(), 1):
        stated = re.match(r"\s+# (\d+) % sure:", text)
        named = re.match(r"\s+([a-z][a-z0-9_]*): \{ type:", text)
        if stated:
            sure = int(stated.group(1))
        elif named and sure is not None:
            attributes.append((sure, named.group(1), number))
            sure = None
    return len(attributes), *min(attributes)[1:]


def first_night(project):
    project.folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SAMPLE / "records.csv.zst", project.folder / "records.csv.zst")
    began = time.monotonic()
    done = project.call("init", "records.csv.zst", "-o", project.config.name)
    if done.returncode != 0:
        raise Failed(f"init ended {done.returncode}: {done.stderr.strip()[-800:]}")
    looked = time.monotonic() - began
    night = demand(project.night(), "night 1")
    line("[3/6] night 1", "historical_50k: no configuration, no labels, no thresholds given", looked + night.seconds)
    n, name, at = least_sure(project.config)
    detail("init", f"{n} attributes understood; least sure: {name} (hopnhat.yaml:{at}); {looked:.1f} s")
    measured = show_summary(night, project)
    night.seconds += looked
    return night, measured


def second_night(project):
    """The changed delivery, once undisturbed in a copy, once killed in `score` and run again here."""
    began = time.monotonic()
    before = project.crosswalk()
    rows, columns = change_records.read_table(SAMPLE / "records.csv.zst")
    rows, _ = change_records.change(rows, columns, "record_id", N_CHANGED, random.Random(CHANGE_SEED))
    change_records.write_table(project.delivery, rows, columns)
    undisturbed = project.copy_to(COPY)
    demand(undisturbed.night(), "the undisturbed night 2")
    killed = project.night(kill_in="score")
    if killed.code != -9:
        raise Failed(f"night 2 ended {killed.code} before it could be killed in `score`")
    resumed = demand(project.night(), "night 2, run again")
    seconds = time.monotonic() - began
    line("[4/6] night 2", f"{N_CHANGED} records changed; killed with SIGKILL in `score`; run again", seconds)
    same = project.digest() == undisturbed.digest()
    detail("resumed", "same bytes as an undisturbed night" if same else "OTHER BYTES than an undisturbed night")
    changes = compare_crosswalks(before, project.crosswalk())
    detail("ids", f"{changes['untouched']:,} people untouched, {changes['gained']} gained a record, "
                  f"{changes['new']} new, {changes['merged']} merged (redirects kept), {changes['split']} split; "
                  f"{changes['given_away']} re-issued")
    if not same or changes["given_away"]:
        raise Failed("the second night broke a promise: see above; the states are in out/quickstart*")
    return killed.seconds + resumed.seconds


def unchanged_night(project):
    night = demand(project.night(), "the night")
    line("[3/6] night", "the same deliveries as last time", night.seconds)
    entities = night.summary.get("entities", {})
    events = sum(value for value in entities.values() if isinstance(value, int))
    events = max(events, len(project.rows("changes")))
    detail("", f"nothing changed: {events} events" if events == 0 else f"CHANGED: {events} events")
    line("[4/6]", "remove out/quickstart* to see all of it again")
    return events == 0


HEAD_KEYS = ("entity_id", "entity_type", "records", "source", "record_id")


def show_person(project):
    """The first person with five records: the golden values, then the records as they came."""
    entities = members(project.crosswalk())
    chosen = min((e for e, records in entities.items() if len(records) == 5), default=min(entities))
    golden = next((row for row in project.rows("golden") if row.get("entity_id") == chosen), {})
    shown = []
    for key, value in flatten(golden):
        if key not in HEAD_KEYS and not any(str(value) in earlier for earlier in shown):  # a part of the whole name says nothing new
            shown.append(str(value))
    print(f"\n{'one person':<16} {chosen}   " + "   ".join(shown[:6]) + f"      ({len(entities[chosen])} records)")
    rows, columns = change_records.read_table(project.delivery)
    mine = {record_id for _, record_id in entities[chosen]}
    weights = {}
    for edge in project.rows("edges"):
        left, right = str(edge.get("unique_id_l")), str(edge.get("unique_id_r"))
        if right.split(":")[-1] in mine and left.split(":")[-1] in mine:
            weight = float(edge["match_weight"])
            weights[right.split(":")[-1]] = max(weight, weights.get(right.split(":")[-1], weight))
    fields = [name for name in columns if name not in ("record_id", "source", "full_name", "first_and_surname")]
    for row in rows:
        if row["record_id"] in mine:
            weight = weights.get(row["record_id"])
            tail = f"  {weight:+.1f} bits to one before it" if weight is not None else ""
            print(f"      {row['record_id']:<10} " + "  ".join(row[name] or "-" for name in fields) + tail)


def show_report(project):
    """What to look at first, and the page of the last night, copied out of the state folder."""
    run = project.results.resolve().name
    folder = project.state / "runs" / run
    shutil.copyfile(folder / "report.html", PICTURE)
    types = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))["types"]
    joined = sum(one["bridges"]["clusters"] for one in types)
    print(f"\n{'look first at':<16} {joined:,} people joined by one weak link".ljust(62)
          + "build/hopnhat report --top bridges -c out/quickstart/hopnhat.yaml")
    print(f"{'the picture':<16} {PICTURE.relative_to(ROOT)} (a copy; opens offline)")


def flatten(golden):
    """(name, value) of whatever shape the attributes have: plain, {value: …}, or a list of these."""
    for key, value in golden.items():
        if isinstance(value, dict) and "value" not in value:
            yield from flatten(value)
            continue
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("value")
        if value not in (None, "") and not isinstance(value, (list, dict)):
            yield key, value


def main():
    keep = "--keep" in sys.argv[1:]
    project = ProjectFolder(WORK, ROOT / "build" / "hopnhat")
    try:
        if not project.program.exists():
            raise Failed("build/hopnhat is not there: the build has no command line yet")
        if project.results.exists() and (WORK / "times.json").exists():
            return 0 if unchanged_night(project) else 1
        shutil.rmtree(WORK, ignore_errors=True)
        night, measured = first_night(project)
        seconds = second_night(project)
        show_person(project)
        show_report(project)
    except Failed as failure:
        print(f"quickstart: {failure}", file=sys.stderr)
        return 1
    times = {"night_1": round(night.seconds, 3), "night_2": round(seconds, 3), "f1": round(measured["f1"], 4)}
    (WORK / "times.json").write_text(json.dumps(times) + "\n", encoding="utf-8")
    if not keep:
        shutil.rmtree(COPY, ignore_errors=True)
    print(f"{'the results':<16} out/quickstart/hopnhat-state/results/current")
    print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
