#!/usr/bin/env python3
"""The file for a monitor: read as strictly as Prometheus does, after nights that end in every way.

usage: test_metrics.py HOPNHAT VERIFY [FAULTSHIM]     TAP on stdout
"""
import fcntl
import os
import re
import shutil
import stat
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import test_gates  # noqa: E402
import test_state  # noqa: E402
from test_deliveries import CIVIL, PEOPLE, TAX, Project  # noqa: E402

NAME = r"hopnhat_[a-z][a-z_]*"
SAMPLE = re.compile(rf'({NAME})(?:\{{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\}})? ([-+0-9.e]+|NaN|[-+]Inf)')
LABEL = re.compile(r'([a-z]+)="((?:[^"\\\n]|\\[\\"n])*)"')
UNITS = ("_seconds", "_bytes")


def parse(text):
    """{name: {labels: value}}; every rule of the text format, and those of names, are held."""
    assert text.endswith("\n") and "\r" not in text
    families, helped, current = {}, set(), None
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            _, _, name, words = line.split(" ", 3)
            assert words and name not in helped, line
            helped.add(name)
            current = None
            continue
        if line.startswith("# TYPE "):
            _, _, current, kind = line.split(" ")
            assert current in helped and current not in families and kind == "gauge", line
            families[current] = {}
            continue
        match = SAMPLE.fullmatch(line)
        assert match and match.group(1) == current, line
        labels = tuple(LABEL.findall(match.group(2) or ""))
        assert len({key for key, _ in labels}) == len(labels) and not (match.group(2) or "").endswith(","), line
        assert labels not in families[current], ("twice", line)
        families[current][labels] = float(match.group(3))
    assert all(families.values()), "a family without a sample"
    for name in families:
        assert not name.endswith(("_total", "_count", "_sum", "_bucket")), name
        if "duration" in name or "timestamp" in name or "age" in name or "memory" in name:
            assert name.endswith(UNITS), name
    return families


class Metrics:
    def __init__(self, project, name="people.prom"):
        self.path = project.folder / name
        text = self.path.read_text(encoding="utf-8")
        assert stat.S_IMODE(self.path.stat().st_mode) == 0o644, "node_exporter is another user"
        for value in ("Binh", "Cuc", "2002-03-04", str(project.folder)):
            assert value not in text, value
        self.families = parse(text)

    def one(self, name, **labels):
        found = [value for key, value in self.families[name].items() if labels.items() <= dict(key).items()]
        assert len(found) == 1, (name, labels, self.families.get(name))
        return found[0]

    def has(self, name):
        return name in self.families


def with_metrics(project, metrics="people.prom"):
    path = project.folder / "hopnhat.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(project: \{ name: \w+)", rf"\1, metrics: {metrics}", text), encoding="utf-8")
    return project


def a_night_in_numbers(folder):
    project = with_metrics(Project(folder))
    project.deliver("civil.csv", PEOPLE + '4,"Dung\n')
    project.run()
    metrics, summary = Metrics(project), project.summary()
    one = metrics.one
    assert one("hopnhat_last_run_exit_code", project="deliveries") == 0
    assert one("hopnhat_last_run_published") == 1 and one("hopnhat_last_run_held") == 0
    begun = one("hopnhat_last_run_start_timestamp_seconds")
    assert begun == one("hopnhat_last_success_timestamp_seconds")
    for source in summary["sources"]:
        for word, n in source["records"].items():
            assert one(f"hopnhat_source_records_{word}", source=source["source"]) == n
        assert one("hopnhat_source_state", source=source["source"], state=source["state"]) == 1
    read, accepted, quarantined = (sum(metrics.families[f"hopnhat_source_records_{word}"].values())
                                   for word in ("read", "accepted", "quarantined"))
    assert read == accepted + quarantined == summary["records"]["read"] and quarantined > 0
    for change in ("new", "merged", "split", "moved", "retired"):
        assert one("hopnhat_entities_changed", change=change) == summary["entities"][change]
    assert one("hopnhat_candidate_pairs") == summary["pairs"] and one("hopnhat_events") == summary["events"]
    assert one("hopnhat_last_run_peak_memory_bytes") > 1e6
    stages = {dict(key)["stage"] for key in metrics.families["hopnhat_last_run_stage_duration_seconds"]}
    assert stages == {"land", "standardise", "train", "block", "score", "link", "gate", "commit", "publish", "deliver"}
    assert metrics.one("hopnhat_gate_passed", gate="entity_churn") == 1
    assert not metrics.has("hopnhat_target_waiting_sets"), "there is no target"
    project.deliver("tax.csv", "no,such,column\n")
    project.run(expect=4)
    again = Metrics(project)
    assert again.one("hopnhat_source_state", source="tax", state="refused") == 1
    assert again.one("hopnhat_last_run_exit_code") == 4
    assert again.one("hopnhat_last_success_timestamp_seconds") > begun


def a_held_night_in_numbers(folder):
    project = with_metrics(test_gates.Project(folder))
    project.run()
    good = Metrics(project).one("hopnhat_last_success_timestamp_seconds")
    project.deliver(tax=project.wrong_names(20))
    project.run(expect=3)
    metrics = Metrics(project)
    assert metrics.one("hopnhat_last_run_held") == 1 and metrics.one("hopnhat_last_run_published") == 0
    assert metrics.one("hopnhat_last_run_exit_code") == 3
    assert metrics.one("hopnhat_last_success_timestamp_seconds") == good
    assert metrics.one("hopnhat_last_run_start_timestamp_seconds") > good
    failed = {dict(key)["gate"] for key, value in metrics.families["hopnhat_gate_passed"].items() if value == 0}
    assert failed == set(project.failed()), failed
    assert metrics.one("hopnhat_gate_value", gate=failed.copy().pop()) > \
        metrics.one("hopnhat_gate_limit", gate=failed.copy().pop())


def a_failed_night_in_numbers(folder):
    project = with_metrics(Project(folder))
    project.run()
    good = Metrics(project).one("hopnhat_last_success_timestamp_seconds")
    test_state.backup(project)
    project.deliver("civil.csv", PEOPLE + "9,Dung,1999-01-02\n")
    project.run()
    shutil.rmtree(test_state.state(project))
    project.start("state", "restore", "copy").communicate()
    project.run(expect=1)  # behind its anchor
    metrics = Metrics(project)
    assert metrics.one("hopnhat_last_run_exit_code") == 1
    assert metrics.one("hopnhat_last_success_timestamp_seconds") == good
    assert not metrics.has("hopnhat_entities") and not metrics.has("hopnhat_source_records_read")


def targets_that_wait_in_numbers(folder):
    sources = CIVIL + TAX
    project = with_metrics(Project(folder, sources, "targets: { told: { to: { folder: away/told }, sources: [all] } }\n"))
    (project.folder / "away").write_text("no folder", encoding="utf-8")
    project.run(expect=4)
    first = Metrics(project)
    assert first.one("hopnhat_target_waiting_sets", target="told") == 1
    assert first.one("hopnhat_target_waiting_age_seconds", target="told") == 0
    project.deliver("civil.csv", PEOPLE + "9,Dung,1999-01-02\n")
    project.run(expect=4)
    second = Metrics(project)
    assert second.one("hopnhat_target_waiting_sets", target="told") == 2
    assert second.one("hopnhat_target_waiting_age_seconds", target="told") > 0
    (project.folder / "away").unlink()
    (project.folder / "away/told").mkdir(parents=True)
    project.run()
    assert Metrics(project).one("hopnhat_target_waiting_sets", target="told") == 0
    assert Metrics(project).one("hopnhat_target_waiting_age_seconds", target="told") == 0


def places_are_checked_first(folder):
    project = Project(folder)
    assert ".prom" in project.run("--metrics", "people.txt", expect=2)
    assert "no folder" in project.run("--metrics", "nowhere/people.prom", expect=2)
    (project.folder / "folder.prom").mkdir()
    assert "a folder" in project.run("--metrics", "folder.prom", expect=2)
    assert "dry run" in project.run("--metrics", "people.prom", "--dry-run", expect=2)
    assert not test_state.state(project).exists(), "nothing was touched"
    project.run("--metrics", "people.prom")
    Metrics(project)
    with_metrics(project, "people.text")
    assert "hopnhat.yaml:2" in project.call("check", expect=2)
    text = (project.folder / "hopnhat.yaml").read_text(encoding="utf-8")
    project.deliver("hopnhat.yaml", text.replace("people.text", "people.prom"))
    project.deliver("hopnhat.yaml", text.replace("people.text", "gone/people.prom"))
    process = project.start("run", "-q")
    errors = process.communicate()[1]
    assert process.returncode == 0 and "metrics are not written" in errors, errors
    project.deliver("hopnhat.yaml", text.replace("people.text", "people.prom"))
    before = (project.folder / "people.prom").read_text(encoding="utf-8")
    project.run("--dry-run")
    with open(test_state.state(project) / "lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        project.run(expect=75)
    assert (project.folder / "people.prom").read_text(encoding="utf-8") == before, "it is the other one's night"


def a_killed_writer_leaves_a_whole_file(folder):
    project = with_metrics(Project(folder), "text/people.prom")
    (project.folder / "text").mkdir()
    project.run()
    log = Path(str(project.folder) + ".log")

    def night(**fault):
        environment = {"LD_PRELOAD": test_state.SHIM, "HN_FAULT_PREFIX": str(project.folder / "text") + "/",
                       "HN_FAULT_LOG": str(log)}
        environment.update({f"HN_FAULT_{key.upper()}": str(value) for key, value in fault.items()})
        process = project.start("run", "-q", env=dict(os.environ, **environment))
        return process.communicate()[1], process.returncode

    night()
    n = int(re.search(r" all=(\d+)", log.read_text(encoding="utf-8").splitlines()[-1]).group(1))
    assert n >= 4, n
    for at in range(1, n + 1):
        for act in ("kill", "enospc"):
            errors, code = night(act=act, at=at)
            Metrics(project, "text/people.prom")
            assert code == (-9 if act == "kill" else 0), (act, at, code, errors)
            assert act == "kill" or "metrics are not written" in errors, errors
    assert sorted(path.suffix for path in (project.folder / "text").iterdir()).count(".prom") == 1


STORIES = (a_night_in_numbers, a_held_night_in_numbers, a_failed_night_in_numbers, targets_that_wait_in_numbers,
           places_are_checked_first, a_killed_writer_leaves_a_whole_file)


def main():
    for kind in (Project, test_gates.Project):
        kind.program, kind.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    test_state.SHIM = str(Path(sys.argv[3]).resolve()) if len(sys.argv) > 3 else None
    # A sanitizer must be loaded first, and so must the shim: then there are no kills.
    stories = [story for story in STORIES if test_state.SHIM is not None or "killed" not in story.__name__]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="hn-metrics-") as scratch:
        for number, story in enumerate(stories, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
