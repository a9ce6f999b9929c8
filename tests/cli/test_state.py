#!/usr/bin/env python3
"""`hopnhat state`: backups made while nights run and killed on the way, put back, checked; old runs taken away.

usage: test_state.py HOPNHAT VERIFY [FAULTSHIM]     TAP on stdout
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_deliveries import PEOPLE, Project  # noqa: E402

TARGET = "targets: { told: { to: { folder: told }, sources: [all] } }\n"
SHIM = None


def digest(project):
    return project.call("verify", "--digest").strip()


def deliver(project, night):
    project.deliver("civil.csv", PEOPLE + f"9{night},Dung {night},1999-01-{night + 1:02}\n")


def after_nights(folder, nights=2, **options):
    project = Project(folder, **options)
    for night in range(nights):
        deliver(project, night)
        project.run()
    return project


def state(project):
    return project.folder / "hopnhat-state"


def backup(project, name="copy"):
    return json.loads(project.call("state", "backup", name, "--json"))


def a_backup_comes_back(folder):
    project = after_nights(folder)
    before = digest(project)
    told = backup(project)
    assert told["digest"] == before and told["run_id"] == os.readlink(state(project) / "results/current"), told
    assert json.loads(project.call("state", "verify", "copy", "--json"))["digest"] == before
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=project.folder / "copy", check=False)
    assert done.returncode == 0, "sha256sum reads the list"
    shutil.rmtree(state(project))
    assert project.call("state", "restore", "copy").startswith(str(project.folder / "copy"))
    assert digest(project) == before
    project.check()
    project.run()  # the anchor is where it was: it goes on at once
    assert project.summary()["events"] == 0
    project.check()


def an_old_backup_waits_for_recover(folder):
    project = after_nights(folder)
    before = digest(project)
    backup(project)
    ids = project.call("export", "crosswalk", "-o", "-")
    deliver(project, 5)
    project.run()
    newest = set(re.findall(r"e-\w+", project.call("export", "crosswalk", "-o", "-"))) - set(re.findall(r"e-\w+", ids))
    assert newest
    shutil.rmtree(state(project))
    done = project.start("state", "restore", "copy")
    errors = done.communicate()[1]
    assert done.returncode == 0 and "hopnhat recover" in errors, errors
    assert "recover" in project.run(expect=1)
    assert digest_of_behind(project) == before
    project.call("recover")
    assert digest(project) == before
    project.run()
    again = set(re.findall(r"e-\w+", project.call("export", "crosswalk", "-o", "-"))) - set(re.findall(r"e-\w+", ids))
    assert again and not again & newest, "an identifier was issued twice"
    project.check()


def digest_of_behind(project):
    """`verify` finds the anchor's fault alone; the export says that the state is the old one."""
    told = project.call("verify", expect=1)
    assert told.count("FAULT") == 1 and "anchor" in told, told
    return json.loads(project.call("state", "verify", "copy", "--json"))["digest"]


def a_lost_anchor_is_no_leave(folder):
    """The copy alone cannot know what was issued since."""
    project = after_nights(folder)
    backup(project)
    ids = set(re.findall(r"e-\w+", project.call("export", "crosswalk", "-o", "-")))
    deliver(project, 5)
    project.run()
    newest = set(re.findall(r"e-\w+", project.call("export", "crosswalk", "-o", "-"))) - ids
    shutil.rmtree(state(project))
    (project.folder / "hopnhat.anchor").unlink()
    project.start("state", "restore", "copy").communicate()
    assert not (project.folder / "hopnhat.anchor").exists(), "no command puts an anchor in place"
    assert "recover" in project.run(expect=1)
    project.call("recover")
    project.run()
    again = set(re.findall(r"e-\w+", project.call("export", "crosswalk", "-o", "-"))) - ids
    assert again and newest and not again & newest, "an identifier was issued twice"
    project.check()


def nothing_is_replaced(folder):
    project = after_nights(folder, nights=1)
    backup(project)
    assert "is there already" in project.call("state", "backup", "copy", expect=2)
    assert "inside the state" in project.call("state", "backup", "hopnhat-state/copy", expect=2)
    assert "is there already" in project.call("state", "restore", "copy", expect=2)
    assert "did you mean 'backup'" in project.call("state", "backups", "copy", expect=2)
    assert "one folder" in project.call("state", "backup", expect=2)
    assert "no folder" in project.call("state", "prune", "copy", expect=2)
    assert "--keep" in project.call("state", "verify", "copy", "--keep", "3", expect=2)
    assert "--keep 0" in project.call("state", "prune", "--keep", "0", expect=2)
    project.call("state", "verify", "nowhere", expect=1)


def every_file_counts(folder):
    project = after_nights(folder)
    backup(project)
    files = [path for path in sorted((project.folder / "copy").rglob("*")) if path.is_file() and not path.is_symlink()]
    for path in files:
        whole = path.read_bytes()
        half = len(whole) // 2
        path.write_bytes(whole[:half] + bytes([whole[half] ^ 1 if whole else 0]) + whole[half + 1:])
        told = project.call("state", "verify", "copy", expect=1)
        assert path.name in told and "Dung" not in told, (path, told)
        path.write_bytes(whole)
    project.call("state", "verify", "copy")


def sealed_files_need_their_key(folder):
    project = Project(folder)
    text = (project.folder / "hopnhat.yaml").read_text(encoding="utf-8")
    project.deliver("hopnhat.yaml", text.replace("name: deliveries", "name: deliveries, seal_key_file: key"))
    project.deliver("key", "11" * 32)
    project.run()
    backup(project)
    project.call("state", "verify", "copy")
    project.deliver("key", "12" * 32)
    assert "key" in project.call("state", "verify", "copy", expect=1)


def nights_go_on_meanwhile(folder):
    """Backups beside nights: each is one published state, and the nights do not wait."""
    project = after_nights(folder, nights=1)
    ended, problems, made = threading.Event(), [], []

    def copy():
        while not (ended.is_set() and made):
            name = f"copy-{len(made)}"
            done = project.start("state", "backup", name, "--json")
            out, errors = done.communicate()
            if done.returncode == 0:
                made.append((name, json.loads(out)))
            else:
                problems.append((done.returncode, errors))
                return

    thread = threading.Thread(target=copy)
    thread.start()
    states = {os.readlink(state(project) / "results/current"): digest(project)}
    for night in range(6):
        deliver(project, night + 1)
        project.run()
        states[os.readlink(state(project) / "results/current")] = digest(project)
    ended.set()
    thread.join()
    assert not problems, problems
    for name, told in made:
        assert states[told["run_id"]] == told["digest"], (name, told)
        project.call("state", "verify", name)


def shimmed(project, *arguments, **fault):
    environment = dict(os.environ, LD_PRELOAD=SHIM, HN_FAULT_PREFIX=str(project.folder) + "/",
                       HN_FAULT_LOG=str(project.folder) + ".log")
    environment.update({f"HN_FAULT_{key.upper()}": str(value) for key, value in fault.items()})
    done = subprocess.run([project.program, *arguments, "-c", "hopnhat.yaml"], cwd=project.folder, env=environment,
                          capture_output=True, text=True, check=False)
    log = Path(str(project.folder) + ".log")
    words = log.read_text(encoding="utf-8").splitlines()[-1] if log.exists() else ""
    return done.returncode, words + done.stderr


def calls(project, *arguments):
    code, words = shimmed(project, *arguments)
    assert code == 0, words
    return int(re.search(r" all=(\d+)", words).group(1))


def spread(n, at_most=40):
    return sorted({1 + i * (n - 1) // (at_most - 1) for i in range(at_most)} | {n})


def a_killed_backup_is_none(folder):
    project = after_nights(folder)
    before = digest(project)
    n = calls(project, "state", "backup", "first")
    for at in spread(n):
        code, _ = shimmed(project, "state", "backup", "copy", act="kill", at=at)
        assert code in (-signal.SIGKILL, 0), code
        if (project.folder / "copy").exists():  # only a whole one has the name
            assert json.loads(project.call("state", "verify", "copy", "--json"))["digest"] == before
            shutil.rmtree(project.folder / "copy")
    backup(project)
    assert not (project.folder / "copy.tmp").exists()
    for at in spread(n, 12)[1:]:  # the first call opens the configuration
        code, words = shimmed(project, "state", "backup", "full", act="enospc", at=at)
        assert code in (0, 1) and not (project.folder / "full.tmp").exists(), words
        shutil.rmtree(project.folder / "full", ignore_errors=True)
    assert digest(project) == before
    project.check()


def a_killed_restore_is_none(folder):
    project = after_nights(folder)
    before = digest(project)
    backup(project)
    shutil.rmtree(state(project))
    n = calls(project, "state", "restore", "copy")
    shutil.rmtree(state(project))
    for at in spread(n):
        code, _ = shimmed(project, "state", "restore", "copy", act="kill", at=at)
        assert code in (-signal.SIGKILL, 0), code
        if state(project).exists():
            assert digest(project) == before
            shutil.rmtree(state(project))
    project.call("state", "restore", "copy")
    assert digest(project) == before and not (project.folder / "hopnhat-state.restoring").exists()
    project.run()
    project.check()


def old_runs_are_taken_away(folder):
    project = after_nights(folder, nights=5)
    project.configure((project.folder / "hopnhat.yaml").read_text(encoding="utf-8").split("sources:\n")[1], TARGET)
    (project.folder / "told").mkdir()
    deliver(project, 6)
    project.run()
    before = digest(project)
    runs = sorted(path.name for path in (state(project) / "runs").iterdir())
    would = json.loads(project.call("state", "prune", "--keep", "2", "--dry-run", "--json"))
    assert would["dry_run"] and {item["what"] for item in would["pruned"]} == {"results", "run"}, would
    assert sorted(path.name for path in (state(project) / "runs").iterdir()) == runs
    n = None
    if SHIM:
        shutil.copytree(project.folder, str(project.folder) + "-b", symlinks=True)
        twin = Project.__new__(Project)
        twin.folder = Path(str(project.folder) + "-b")
        n = calls(twin, "state", "prune", "--keep", "2")
        for at in spread(n, 20):
            shimmed(project, "state", "prune", "--keep", "2", act="kill", at=at)
            assert digest(project) == before
    project.call("state", "prune", "--keep", "2")
    assert sorted(path.name for path in (state(project) / "runs").iterdir()) == runs[-2:]
    assert len(list((state(project) / "results").glob("r-*"))) == 2
    assert digest(project) == before
    project.check()
    for words in (["report"], ["report", "--top", "cases"], ["report", "-o", "page.html"]):
        assert "taken away by `hopnhat state prune`" in project.call(*words, "--run", runs[0], expect=2)
    assert "taken away: 0" in project.call("state", "prune", "--keep", "2")
    text = (project.folder / "hopnhat.yaml").read_text(encoding="utf-8")
    project.deliver("hopnhat.yaml", text.replace(TARGET, ""))
    gone = json.loads(project.call("state", "prune", "--json"))["pruned"]
    assert [item["name"] for item in gone] == ["told"] and gone[0]["bytes"] > 0, gone
    assert not list((state(project) / "segments").rglob("TROW-*"))
    project.run()
    project.check()


STORIES = (a_backup_comes_back, an_old_backup_waits_for_recover, a_lost_anchor_is_no_leave, nothing_is_replaced, every_file_counts,
           sealed_files_need_their_key, nights_go_on_meanwhile, a_killed_backup_is_none, a_killed_restore_is_none,
           old_runs_are_taken_away)


def main():
    global SHIM
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    SHIM = str(Path(sys.argv[3]).resolve()) if len(sys.argv) > 3 else None
    # A sanitizer must be loaded first, and so must the shim: then there are no kills.
    stories = [story for story in STORIES if SHIM is not None or "killed" not in story.__name__]
    print(f"1..{len(stories)}")
    with tempfile.TemporaryDirectory(prefix="hn-state-") as scratch:
        for number, story in enumerate(stories, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
