#!/usr/bin/env python3
"""`hopnhat doctor`: each thing that it looks at, sound and then broken.

usage: test_doctor.py HOPNHAT VERIFY     TAP on stdout
"""
import json
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import test_state  # noqa: E402
from test_deliveries import CIVIL, PEOPLE, TAX, Project  # noqa: E402

CHECKS = {"store", "memory", "cores", "disk", "anchor", "rights", "secrets", "clock", "libraries", "judy", "limits"}


def look(project, *arguments, expect=0, **options):
    process = project.start("doctor", "--json", *arguments, **options)
    out, errors = process.communicate()
    assert process.returncode == expect and not errors, (out, errors)
    answer = json.loads(out)
    assert answer["schema"] == 1 and answer["ok"] + answer["look"] + answer["bad"] == len(answer["checks"])
    assert (answer["bad"] > 0) == (expect == 1), answer
    return answer["checks"]


def of(checks, name):
    return [(check["verdict"], check["text"]) for check in checks if check["check"] == name]


def one(checks, name):
    found = of(checks, name)
    assert len(found) == 1, (name, checks)
    return found[0]


def a_sound_project(folder):
    project = Project(folder)
    before = look(project)
    assert CHECKS <= {check["check"] for check in before}
    assert one(before, "store")[0] == "ok" and "none yet" in one(before, "store")[1]
    assert not test_state.state(project).exists(), "it touches nothing"
    project.run()
    after = look(project)
    assert "of format " in one(after, "store")[1] and one(after, "last night")[0] == "ok", after
    assert one(after, "judy")[0] == "ok" and one(after, "rights")[0] == "ok"
    text = project.call("doctor")
    assert text.startswith("ok ") and "last night" in text and project.summary()["run_id"] in text
    assert "đạt" in project.call("doctor", "--lang", "vi")
    assert "Binh" not in text
    assert "unexpected" in project.call("doctor", "x", expect=2)


def what_is_wrong_with_the_state(folder):
    project = Project(folder)
    project.run()
    state = test_state.state(project)
    state.chmod(0o755)
    assert one(look(project, expect=1), "rights") == ("bad", f"'{state}' has mode 755: chmod 700")
    state.chmod(0o700)
    test_state.backup(project)
    project.deliver("civil.csv", PEOPLE + "9,Dung,1999-01-02\n")
    project.run()
    shutil.rmtree(state)
    project.start("state", "restore", "copy").communicate()
    verdict, text = one(look(project, expect=1), "store")
    assert verdict == "bad" and "hopnhat recover" in text, text
    project.call("recover")
    look(project)
    segment = next(path for path in sorted(state.glob("segments/*/*")))
    segment.write_bytes(b"cut")
    verdict, text = one(look(project, expect=1), "store")
    assert verdict == "bad" and segment.name in text, text
    shutil.copytree(project.folder / "copy/state/segments", state / "segments", dirs_exist_ok=True)
    (state / "store.db").write_bytes(b"no database")
    verdict, text = one(look(project, expect=1), "store")
    assert verdict == "bad" and "store.db" in text, text


def what_is_wrong_with_secrets_and_limits(folder):
    project = Project(folder, CIVIL + TAX, "connections: { back: { kind: postgresql, host: nowhere.invalid, database: d, "
                                           "user: u, password_file: word } }\n")
    project.deliver("word", "secret")
    (project.folder / "word").chmod(0o644)
    verdict, text = one(look(project, expect=1), "secrets")
    assert verdict == "bad" and "back" in text and "chmod 600" in text and "secret" not in text.replace("secrets", "")
    (project.folder / "word").chmod(0o600)
    assert one(look(project), "secrets")[0] == "ok"
    checks = look(project, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200)), expect=1)
    assert "LimitNOFILE" in one(checks, "limits")[1]
    checks = look(project, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
    assert one(checks, "limits")[0] == "ok"
    assert not of(look(project), "connection")
    verdict, text = one(look(project, "--connect", expect=1), "connection")
    assert verdict == "bad" and "back" in text, text
    (project.folder / "word").unlink()
    assert one(look(project), "secrets")[0] == "look"


def connections_that_answer(folder):
    project = Project(folder, CIVIL + TAX, "connections: { here: { kind: sqlite, file: here.db } }\n")
    base = sqlite3.connect(project.folder / "here.db")
    base.execute("CREATE TABLE t(a)")
    base.commit()
    assert one(look(project, "--connect"), "connection")[0] == "ok"


def targets_and_nights_that_wait(folder):
    project = Project(folder, CIVIL + TAX, "targets: { told: { to: { folder: away/told }, sources: [all] } }\n")
    (project.folder / "away").write_text("no folder", encoding="utf-8")
    project.run(expect=4)
    checks = look(project, expect=1)
    assert one(checks, "folder")[0] == "bad", "no folder can be made there"
    verdict, text = one(checks, "targets")
    assert verdict == "look" and "1 change sets wait for 'told'" in text, text
    (project.folder / "away").unlink()
    project.call("publish")
    assert one(look(project), "targets")[0] == "ok"
    shutil.rmtree(project.folder / "away/told")
    (project.folder / "away/told").write_text("no folder", encoding="utf-8")
    assert one(look(project, expect=1), "folder")[0] == "bad"
    os.remove(project.folder / "away/told")
    look(project)
    database = sqlite3.connect(test_state.state(project) / "store.db")
    assert database.execute("SELECT count(*) FROM runs").fetchone() == (1,)


STORIES = (a_sound_project, what_is_wrong_with_the_state, what_is_wrong_with_secrets_and_limits, connections_that_answer,
           targets_and_nights_that_wait)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-doctor-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
