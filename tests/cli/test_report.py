#!/usr/bin/env python3
"""The report through the built programs: every run leaves one, its numbers are those of the results, and no value
of a record is in it.

usage: test_report.py HOPNHAT HOPNHAT-GENERATE     TAP on stdout
The oracle knows only the result files: it counts sizes, weights and bridges again, each in the plainest way.
"""
import collections
import csv
import html.parser
import json
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from test_decisions import Project

TAGS = set("""html head meta title style body a header p h1 h2 h3 ul ol li nav div main section dl dt dd b bdi small
table caption thead tbody tr th td code span svg rect line text circle figure figcaption footer""".split())
HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "it's & <b>bold</b>", "\u202egnp.exe", "a b\tc",
           "</td></table><h1>x", "%s%n%d", "&lt;", "{{7*7}}", "\u0001\u007f"]


class Page(html.parser.HTMLParser):
    """Fails on what a report may not have."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.text, self.open_h2 = [], [], False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        for name, value in attrs:
            assert not name.startswith("on") and name not in ("src", "style", "srcset", "action"), (tag, name)
            assert name != "href" or value.startswith("#"), value
        self.open_h2 = tag == "h2"

    def handle_data(self, data):
        self.text.append(data)
        if self.open_h2 and data.strip():
            self.headings.append(data.strip())
            self.open_h2 = False


def files_of(project, run):
    folder = project.folder / "hopnhat-state" / "runs" / run
    return (json.loads((folder / "metrics.json").read_text(encoding="utf-8")),
            (folder / "report.html").read_text(encoding="utf-8"))


def sides(links, rows, without):
    """The two sides of a link among @rows when it is left out, or None where the other links still join them."""
    near = collections.defaultdict(set)
    for number, (a, b) in enumerate(links):
        if number != without:
            near[a].add(b)
            near[b].add(a)
    seen, todo = {links[without][0]}, [links[without][0]]
    while todo:
        for row in near[todo.pop()] - seen:
            seen.add(row)
            todo.append(row)
    return None if links[without][1] in seen else (len(seen), len(rows) - len(seen))


def bridges_of(project):
    members, links = project.entities(), collections.defaultdict(list)
    crosswalk = {record: entity for entity, records in members.items() for record in records}
    for edge in project.rows("edges"):
        left = f"{edge['source_dataset_l']}:{edge['unique_id_l']}"
        right = f"{edge['source_dataset_r']}:{edge['unique_id_r']}"
        if edge["outcome"] == "match" and crosswalk[left] == crosswalk[right]:
            links[crosswalk[left]].append((left, right, edge["match_weight"]))
    found = []
    for entity, some in links.items():
        if len(members[entity]) < 3:
            continue
        for number, (left, right, weight) in enumerate(some):
            both = sides([link[:2] for link in some], members[entity], number)
            if both is not None:
                found.append((weight, left, right, *both, entity))
    return sorted(found)


def numbers_are_those_of_the_results(project):
    summary = project.run()
    metrics, _ = files_of(project, summary["run_id"])
    person = metrics["types"][0]
    sizes = collections.Counter(len(records) for records in project.entities().values())
    assert {size["n_nodes"]: size["clusters"] for size in person["cluster_sizes"]} == dict(sizes)
    edges = project.rows("edges")
    bins = person["match_weight_histogram"]
    for outcome in ("match", "review"):
        assert sum(one[outcome] for one in bins) == sum(edge["outcome"] == outcome for edge in edges)
    for one in bins:
        inside = [e for e in edges if one["match_weight_low"] <= e["match_weight"] < one["match_weight_high"]]
        assert len(inside) == one["match"] + one["review"], one
    rules = person["cumulative_comparisons"]
    assert rules[-1]["cumulative_comparison_count"] == summary["pairs"] == person["pairs"]
    for number, rule in enumerate(rules):
        made = sum(edge["match_key"] == str(number) for edge in edges)
        assert made <= rule["marginal_comparison_count"], rule
    assert person["changes"]["new"] == summary["entities"]["new"] > 0
    assert person["cases"]["count"] == summary["cases"] == len(project.rows("cases"))
    largest = person["clusters"][0]
    assert largest["n_nodes"] == max(sizes) and len(project.entities()[largest["cluster_id"]]) == max(sizes)


def bridges_are_those_of_the_definition(project):
    run = json.loads(project.call("run", "--json", "-q"))["run_id"]
    metrics, _ = files_of(project, run)
    told = metrics["types"][0]["bridges"]
    expected = bridges_of(project)
    assert told["count"] == len(expected) > 0, (told["count"], len(expected))
    shown = [(b["match_weight"], f"{b['source_dataset_l']}:{b['unique_id_l']}",
              f"{b['source_dataset_r']}:{b['unique_id_r']}", b["n_nodes_l"], b["n_nodes_r"], b["cluster_id"])
             for b in told["weakest"]]
    assert shown == expected[:200], (shown[:3], expected[:3])
    lines = project.call("report", "--top", "bridges", "5", "--json").splitlines()
    assert [json.loads(line) for line in lines] == told["weakest"][:5]
    words = project.call("report", "--top", "bridges", "3")
    assert expected[0][1] in words and len(words.splitlines()) == 5, words


def model_has_splinks_fields(project):
    run = json.loads(project.call("run", "--json", "-q"))["run_id"]
    metrics, _ = files_of(project, run)
    shown = json.loads(project.call("model", "show", "--json"))["models"][0]
    rows = metrics["types"][0]["model"]["match_weights"]
    assert rows[0]["comparison_sort_order"] == -1
    assert len(rows) == 1 + len(shown["levels"])
    for row, level in zip(rows[1:], shown["levels"]):
        assert (row["comparison_name"], row["m_probability"], row["u_probability"], row["log2_bayes_factor"]) == \
            (level["comparison"], level["m"], level["u"], level["match_weight"]), (row, level)
        assert row["sql_condition"] and row["is_null_level"] is False


def no_value_of_a_record(project):
    run = json.loads(project.call("run", "--json", "-q"))["run_id"]
    folder = project.folder / "hopnhat-state" / "runs" / run
    texts = (folder / "metrics.json").read_text(encoding="utf-8") + (folder / "report.html").read_text(encoding="utf-8")
    with open(project.folder / "records.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in ("full_name", "birth_date", "national_id", "phone", "address"):
                value = row[column].strip()
                assert len(value) < 5 or value not in texts, f"a {column} stands in the report"


def the_page_is_written_again(project):
    run = json.loads(project.call("run", "--json", "-q"))["run_id"]
    path = project.folder / "hopnhat-state" / "runs" / run / "report.html"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert project.call("report").strip() == str(path) and path.read_text(encoding="utf-8") == text
    assert project.call("report", "-o", "-", "--run", run) == text
    vietnamese = project.call("report", "-o", "-", "--lang", "vi")
    assert '<html lang="vi">' in vietnamese and "Cầu nối yếu nhất" in Page(vietnamese).headings
    assert len(Page(vietnamese).headings) == len(Page(text).headings) > 12
    for wrong, what in ((("--lang", "vn"), "did you mean"), (("--top", "bridge"), "'bridges'"), (("--top", "cases", "0"), "200"),
                        (("7",), "--top"), (("--run", "r-00000009A"), "abandoned"), (("--run", "r-000000000"), "run id"), (("--run", "x"), "run id")):
        assert what in project.call("report", *wrong, expect=2), wrong


def every_run_leaves_a_page(project):
    before = project.call("verify", "--digest")
    dry = json.loads(project.call("run", "--json", "-q", "--dry-run"))
    metrics, page = files_of(project, dry["run_id"])
    assert "dry run, nothing published" in Page(page).text and metrics["types"][0]["bridges"]["count"] > 0
    rows = (project.folder / "records.csv").read_text(encoding="utf-8").splitlines()
    (project.folder / "records.csv").write_text("\n".join(rows[:len(rows) // 3]) + "\n", encoding="utf-8")
    held = project.call("run", "--json", "-q", expect=3)
    assert project.call("verify", "--digest") == before
    run = sorted(path.name for path in (project.folder / "hopnhat-state" / "runs").iterdir())[-1]
    metrics, page = files_of(project, run)
    text = " ".join(Page(page).text)
    assert "held by a gate, not published" in text and "holds the night" in text, held
    assert any(not gate["passed"] for gate in metrics["gates"])
    assert project.call("report", "-o", "-", "--run", run).count("<h2") == page.count("<h2")
    (project.folder / "records.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def a_killed_night_has_its_page(project):
    config = project.folder / "hopnhat.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "\n# nothing that decides\n", encoding="utf-8")
    with open(project.folder / "records.csv", "a", encoding="utf-8") as file:
        file.write(file_row(project))
    command = [project.program, "run", "-c", "hopnhat.yaml"]
    with subprocess.Popen(command, cwd=project.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          text=True) as process:
        for line in process.stderr:
            if '"stage":"block"' in line and '"start"' in line:  # long before it is over
                process.send_signal(signal.SIGKILL)
                break
        process.stderr.read()
    summary = project.run()
    assert summary["resumed"]
    metrics, page = files_of(project, summary["run_id"])
    assert metrics["run_id"] == summary["run_id"]
    assert "resumed after an interruption" in Page(page).text
    assert "Weakest bridges" in Page(page).headings


def file_row(project):
    """The last record again, under a name of its own."""
    with open(project.folder / "records.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = dict(rows[-1], record_id="added-1")
    return ",".join('"' + row[column].replace('"', '""') + '"' for column in row) + "\n"


def hostile_names_are_text(project):
    """Record ids that would be markup, a script, another direction of writing or a control."""
    path = project.folder / "records.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["record_id"] = f"{HOSTILE[number % len(HOSTILE)]}-{number}"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    summary = project.run()
    metrics, page = files_of(project, summary["run_id"])
    parsed = Page(page)
    names = [b["unique_id_l"] for b in metrics["types"][0]["bridges"]["weakest"][:15]]
    assert any("<" in name for name in names), names
    text = "".join(parsed.text)
    for name in names:
        visible = re.sub("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\ufffd", name)
        assert visible in text, name
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", page)
    words = project.call("report", "--top", "bridges", "200")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", words)


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    stories = [numbers_are_those_of_the_results, bridges_are_those_of_the_definition, model_has_splinks_fields,
               no_value_of_a_record, the_page_is_written_again, every_run_leaves_a_page, a_killed_night_has_its_page,
               hostile_names_are_text]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="report-") as scratch:
        project = Project(Path(scratch) / "one", program, generate, 31)
        for n, story in enumerate(stories, 1):
            if story is hostile_names_are_text:
                project = Project(Path(scratch) / "two", program, generate, 32)
            story(project)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
