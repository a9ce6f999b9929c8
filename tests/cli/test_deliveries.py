#!/usr/bin/env python3
"""Deliveries as sources really make them: emptied, missing, unreadable, endless, without the column that says delete.

usage: test_deliveries.py HOPNHAT VERIFY     TAP on stdout
Every story ends with both verifiers content: hopnhat's own and the independent one (VERIFY).
"""
import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """schema: 1
project: { name: deliveries }
entities:
  person:
    attributes: { full_name: name, birth_date: date }
    comparisons:
      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact] }
    blocking: [[full_name], [birth_date]]
    thresholds: { match: 1, review: -2 }
sources:
"""
CIVIL = "  civil: { from: { file: civil.csv }, key: id, map: { full_name: name, birth_date: born } }\n"
TAX = "  tax: { from: { file: tax.csv }, key: id, map: { full_name: name, birth_date: born } }\n"
OPEN_GATE = "gates: { min_row_ratio: 0, max_entity_churn: 100% }\n"
PEOPLE = "id,name,born\n1,An,2001-02-03\n2,Binh,2002-03-04\n3,Cuc,2003-04-05\n"


class Project:
    program = verifier = None

    def __init__(self, folder, sources=CIVIL + TAX, gates=""):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.deliver("civil.csv", PEOPLE)
        self.deliver("tax.csv", PEOPLE.replace("An,", "Anh,"))
        self.configure(sources, gates)

    def configure(self, sources, gates=""):
        self.deliver("hopnhat.yaml", HEAD + sources + gates)

    def deliver(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def start(self, *arguments, **options):
        return subprocess.Popen([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def call(self, *arguments, expect=0, **options):
        process = self.start(*arguments, **options)
        out, errors = process.communicate()
        assert process.returncode == expect, (arguments, process.returncode, out, errors)
        return out if expect == 0 else out + errors

    def run(self, *arguments, expect=0, **options):
        return self.call("run", "-q", *arguments, expect=expect, **options)

    def summary(self):
        run = os.readlink(self.folder / "hopnhat-state/results/current")
        return json.loads((self.folder / "hopnhat-state/runs" / run / "run.json").read_text(encoding="utf-8"))

    def records(self):
        lines = self.call("export", "crosswalk", "-o", "-").splitlines()
        return sorted("{source}:{record_id}".format(**json.loads(line)) for line in lines)

    def check(self):
        self.call("verify")
        done = subprocess.run([sys.executable, self.verifier, "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)


def all_of(*sources):
    return [f"{source}:{n}" for source in sources for n in (1, 2, 3)]


def a_source_can_be_emptied_and_then_left_out(folder):
    project = Project(folder)
    project.run()
    project.configure(CIVIL)
    refusal = project.run(expect=2)
    assert "tax.tax" in refusal and "empty snapshot" in refusal, refusal
    project.configure(CIVIL + TAX)
    project.deliver("tax.csv", "id,name,born\n")
    assert "min_row_ratio" in project.run(expect=3)
    assert project.records() == all_of("civil", "tax")
    project.configure(CIVIL + TAX, OPEN_GATE)
    project.run()
    assert project.records() == all_of("civil")
    project.check()
    project.configure(CIVIL)
    project.run()
    assert project.records() == all_of("civil")
    project.check()
    project.configure(CIVIL + TAX, OPEN_GATE)
    project.deliver("tax.csv", PEOPLE.replace("An,", "Anh,"))
    project.run()
    assert project.records() == all_of("civil", "tax")
    project.check()


CHANGES = CIVIL.replace("key: id", "key: id, delivery: changes, operation: { column: op, delete: D, upsert: [I, U] }")


def changes_must_say_what_they_do(folder):
    project = Project(folder, CHANGES)
    refusal = project.run(expect=2)
    assert "operation column 'op'" in refusal, refusal
    project.deliver("civil.csv", PEOPLE.replace("born\n", "born,op\n").replace("3\n", "3,I\n").replace("4\n", "4,u\n")
                    .replace("5\n", "5,I\n"))
    project.run()
    assert project.records() == all_of("civil")
    project.deliver("civil.csv", "id,name,born\n1,An,2001-02-03\n")
    assert "operation column 'op'" in project.run(expect=4)
    project.deliver("civil.csv", "id,name,born,op\n1,,,D\n2,Binh,2002-03-04,X\n3,Chi,2003-04-05,U\n3,,,gone\n4,Dung,2004-05-06,\n")
    project.run()
    assert project.records() == ["civil:2", "civil:3"]
    assert project.summary()["records"]["quarantined"] == 3, project.summary()
    golden = [json.loads(line) for line in project.call("export", "golden", "-o", "-").splitlines()]
    assert not any("Chi" in json.dumps(line) for line in golden), "an unknown word keeps the row before it from counting"
    project.check()


def json_lines_must_say_what_they_do_too(folder):
    project = Project(folder, CHANGES.replace("civil.csv", "civil.jsonl").replace("delete: D", "delete: XÓA"))
    plain = "".join(f'{{"id":"{n}","name":"An","born":"2001-02-0{n}"}}\n' for n in (1, 2, 3))
    project.deliver("civil.jsonl", plain)
    assert "operation column 'op'" in project.run(expect=2)
    project.deliver("civil.jsonl", plain.replace('{"id"', '{"op":"I","id"'))
    project.run()
    project.deliver("civil.jsonl", '{"id":"1","op":"xóa"}\n{"id":"2"}\n')
    project.run()
    assert project.records() == ["civil:2", "civil:3"]
    project.deliver("civil.jsonl", '{"id":"2"}\n{"id":"3"}\n')
    assert "operation column 'op'" in project.run(expect=4)
    assert project.summary()["records"] | {"quarantined": 2, "read": 2} == project.summary()["records"]
    assert project.records() == ["civil:2", "civil:3"]
    project.check()


def a_copy_that_followed_links_is_told_before_the_night(folder):
    project = Project(folder)
    project.run()
    current = project.folder / "hopnhat-state/results/current"
    run = os.readlink(current)
    current.unlink()
    shutil.copytree(current.parent / run, current)
    assert "is no link" in project.run(expect=1)
    shutil.rmtree(current)
    project.run()
    assert current.is_symlink() and os.readlink(current) > run
    project.check()


def what_cannot_be_read_keeps_its_source(folder):
    project = Project(folder)
    tax = project.folder / "tax.csv"
    tax.unlink()
    tax.mkdir()
    assert "tax.csv" in project.run(expect=2)
    tax.rmdir()
    project.deliver("tax.csv", PEOPLE)
    project.run()
    for spoil in (lambda: tax.mkdir(), lambda: tax.symlink_to("tax.csv")):
        tax.unlink()
        spoil()
        told = project.run(expect=4)
        assert "tax.csv" in told and told.count("source 'tax'") == 1, told
        assert project.records() == all_of("civil", "tax")
        tax.rmdir() if tax.is_dir() else tax.unlink()
        project.deliver("tax.csv", PEOPLE)
    both = TAX.replace("file: tax.csv", "file: [more.csv, tax.csv]")
    project.configure(CIVIL + both)
    assert "more.csv" in project.run(expect=4), "one of two is missing"
    assert project.records() == all_of("civil", "tax")
    project.configure(CIVIL + TAX)
    tax.unlink()
    tax.symlink_to("nowhere.csv")
    project.run()
    assert project.records() == all_of("civil", "tax"), "nothing there is no news"
    project.check()


def a_folder_of_a_pattern_that_cannot_be_entered_withdraws_nothing(folder):
    project = Project(folder, CIVIL.replace("civil.csv", "day-*/civil.csv"))
    for n, rows in (("1", PEOPLE), ("2", "id,name,born\n4,Dung,2004-05-06\n")):
        (project.folder / f"day-{n}").mkdir()
        project.deliver(f"day-{n}/civil.csv", rows)
    project.run()
    whole = project.records()
    assert len(whole) == 4
    (project.folder / "day-2").rename(project.folder / "gone")
    for target in ("day-2", "nowhere"):
        (project.folder / "day-2").symlink_to(target)
        assert "day-2" in project.run(expect=4)
        assert project.records() == whole
        (project.folder / "day-2").unlink()
    project.configure(CIVIL.replace("civil.csv", "day-*/civil.csv"), OPEN_GATE)
    project.run()
    assert len(project.records()) == 3, "a folder that is not there has no files"
    project.check()


def a_row_for_another_source_stops_nobody(folder):
    many = ("  many: { from: { file: many.csv }, source_column: src, key: id, "
            "map: { full_name: name, birth_date: born } }\n")
    project = Project(folder, CIVIL + many)
    project.deliver("many.csv", "src,id,name,born\ntax,1,An,2001-02-03\ncivil,9,Giang,2009-09-09\n")
    project.run()
    assert project.records() == [*all_of("civil"), "tax:1"]
    assert project.summary()["records"]["quarantined"] == 1
    project.check()


def the_first_that_brings_a_source_keeps_it(folder):
    both = "".join(f"  {name}: {{ from: {{ file: {name}.csv }}, source_column: src, key: id, "
                   "map: { full_name: name, birth_date: born } }\n" for name in ("north", "south"))
    project = Project(folder, both)
    project.deliver("north.csv", "src,id,name,born\nshop,1,An,2001-02-03\n")
    project.deliver("south.csv", "src,id,name,born\nshop,2,Binh,2002-03-04\nfarm,3,Cuc,2003-04-05\n")
    project.run()
    assert project.records() == ["farm:3", "shop:1"]
    assert project.summary()["records"]["quarantined"] == 1
    project.check()
    project.deliver("north.csv", "src,id,name,born\nshop,1,An,2001-02-03\nfarm,4,Dung,2004-05-06\n")
    project.run()
    assert project.records() == ["farm:3", "shop:1"], "what was brought in an earlier night is kept too"
    assert project.summary()["records"]["quarantined"] == 2
    project.check()


def records_are_told_as_they_are_compared(folder):
    project = Project(folder)
    project.deliver("civil.csv", "id,name,born\n2,  AN  BÌNH,31/12/2001\n1,,2002\n")
    project.run()
    project.call("export", "records", "-o", "-", "--run", "r-1", expect=2)
    told = [json.loads(line) for line in project.call("export", "records", "-o", "-").splitlines()]
    assert [f"{line['source']}:{line['record_id']}" for line in told] == ["civil:1", "civil:2", *all_of("tax")], told
    assert told[0]["attributes"] == {"birth_date": {"value": "2002"}}, told[0]
    assert told[1]["attributes"] == {"full_name": {"value": "an bình"}, "birth_date": {"value": "2001-12-31"}}, told[1]
    project.call("export", "records", "-o", "records.csv")
    rows = (project.folder / "records.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "source,record_id,entity_type,full_name,birth_date", rows[0]
    assert rows[2] == "civil,2,person,an bình,2001-12-31", rows[2]


def what_cannot_be_printed_is_no_success(folder):
    project = Project(folder)
    project.run()
    for words in (["verify"], ["verify", "--digest"], ["model", "show"], ["model", "export"], ["decisions", "export", "-"],
                  ["run", "--json", "-q"], ["export", "golden", "-o", "-"]):
        with open("/dev/full", "wb") as full:
            process = subprocess.run([project.program, *words, "-c", "hopnhat.yaml"], cwd=project.folder, stdout=full,
                                     stderr=subprocess.PIPE, check=False)
        if words == ["decisions", "export", "-"]:
            continue  # there are none, so nothing is lost
        assert process.returncode == 1 and process.stderr, words
    project.check()


def a_pipe_that_nobody_writes_can_be_left(folder):
    project = Project(folder)
    pipe = project.folder / "tax.csv"
    pipe.unlink()
    os.mkfifo(pipe)
    for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        process = project.start("run", "-q")
        # A writer that can open it without waiting has found the reader.
        while process.poll() is None:
            try:
                writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
                break
            except OSError:
                continue
        process.send_signal(number)
        _, errors = process.communicate()
        os.close(writer)
        assert process.returncode == code and "tax" in errors, (process.returncode, errors)
    process = project.start("run", "-q")
    pipe.write_text(PEOPLE, encoding="utf-8")
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert project.records() == all_of("civil", "tax")
    project.check()


def a_pipe_that_cannot_be_opened_stops_only_its_source(folder):
    project = Project(folder)
    tax = project.folder / "tax.csv"

    def spoil():
        tax.unlink()
        with socket.socket(socket.AF_UNIX) as nobody:
            nobody.bind(str(tax))

    spoil()
    assert "tax.csv" in project.run(expect=2)
    tax.unlink()
    project.deliver("tax.csv", PEOPLE)
    project.run()
    spoil()
    project.deliver("civil.csv", "id,name,born\n1,An,2001-02-03\n2,Binh,2002-03-04\n")
    assert "source 'tax': delivery refused" in project.run(expect=4)
    assert project.records() == ["civil:1", "civil:2", *all_of("tax")]
    project.check()
    project.configure(CIVIL + TAX.replace("file: tax.csv", "file: [tax.csv, more.csv]"))
    tax.unlink()
    os.mkfifo(tax)
    project.deliver("more.csv", PEOPLE)
    assert "a pipe or device must be the only file" in project.run(expect=4)
    project.configure(CIVIL + TAX.replace("tax.csv", "'ta[x].csv'"))
    assert "a pipe or device must be the only file" in project.run(expect=4)
    assert project.records() == ["civil:1", "civil:2", *all_of("tax")]
    project.check()


def a_mistyped_column_empties_nothing(folder):
    project = Project(folder)
    project.run()
    before = project.call("export", "golden", "-o", "-")
    project.configure(CIVIL + TAX.replace("full_name: name", "full_name: nam"))
    refusal = project.run(expect=2)
    assert "source 'tax'" in refusal and "'nam'" in refusal and "'full_name' would be empty" in refusal, refusal
    assert "did you mean 'name'?" in refusal, refusal
    (project.folder / "tax.csv").unlink()
    assert "'full_name' would be empty" in project.run(expect=2)
    assert project.call("export", "golden", "-o", "-") == before
    project.configure(CIVIL + TAX)
    project.run()
    assert project.call("export", "golden", "-o", "-") == before
    project.check()
    # The source itself drops the column: what it had delivered stands.
    project.deliver("tax.csv", "id,born\n1,2001-02-03\n2,2002-03-04\n3,2003-04-05\n")
    assert "its last accepted state stands" in project.run(expect=4)
    assert project.call("export", "golden", "-o", "-") == before


def a_where_needs_its_column(folder):
    where = "from: { file: tax.csv, where: { column: office, value: hue } }"
    project = Project(folder, CIVIL + TAX.replace("from: { file: tax.csv }", where))
    refusal = project.run(expect=2)
    assert "source 'tax': where column 'office' is not in the delivery" in refusal, refusal
    project.deliver("tax.csv", "id,name,born,office\n1,Anh,2001-02-03,hue\n2,Binh,2002-03-04,vinh\n")
    project.run()
    assert project.records() == [*all_of("civil"), "tax:1"]
    project.deliver("tax.csv", "id,name,born,ofice\n1,Anh,2001-02-03,hue\n")
    assert "its last accepted state stands" in project.run(expect=4)
    assert project.records() == [*all_of("civil"), "tax:1"]
    project.deliver("tax.csv", "id,name,born,office\n1,Anh,2001-02-03,vinh\n")
    project.configure(CIVIL + TAX.replace("from: { file: tax.csv }", where), OPEN_GATE)
    assert "no row has 'hue' in 'office'" in project.call("run", "--json")
    project.check()


def somebodys_files_are_kept(folder):
    project = Project(folder)
    project.deliver("civil.csv", PEOPLE + "4,Dung\n")
    for name in ("golden.jsonl", "model.json", "decisions.csv", "q.jsonl"):
        project.deliver(f"{name}.tmp", "mine")
    project.run()
    project.call("export", "golden", "-o", "golden.jsonl")
    project.call("model", "export", "-o", "model.json")
    project.call("decisions", "export", "decisions.csv")
    assert "does not end in .csv" in project.call("decisions", "export", "decisions.jsonl", expect=2)
    subprocess.run([project.program, "read", "civil.csv", "-q", "q.jsonl"], cwd=project.folder, check=True,
                   capture_output=True)
    for name in ("golden.jsonl", "model.json", "decisions.csv", "q.jsonl"):
        assert (project.folder / f"{name}.tmp").read_text(encoding="utf-8") == "mine", name
        assert (project.folder / name).stat().st_size > 0, name
    assert len(list(project.folder.glob("*.tmp"))) == 4


def nothing_from_a_pipe_the_first_time_is_a_mistake(folder):
    project = Project(folder, CIVIL.replace("civil.csv", "/dev/null, format: csv"))
    refusal = project.run(expect=2)
    assert "/dev/null" in refusal and "no bytes" in refusal, refusal


def dates_of_another_form_are_told(folder):
    def note(project):
        project.run()
        return [note for note in project.summary()["notes"] if "calendar" in note]

    def rows(form):
        return "id,name,born\n" + "".join(f"{n},P{n},{form.format(1 + n % 28, 1 + n // 28)}\n" for n in range(60))

    declared = 'birth_date: { column: born, format: ["%d/%m/%Y"] }'
    project = Project(folder, CIVIL.replace("birth_date: born", declared), OPEN_GATE)
    project.deliver("civil.csv", rows("{:02}/{:02}/1980"))
    assert not note(project)
    project.deliver("civil.csv", rows("{1:02}/{0:02}/1980"))
    told = note(project)
    assert len(told) == 1 and "'birth_date'" in told[0] and "form" in told[0], told


def no_two_alike_is_a_night_too(folder):
    project = Project(folder, CIVIL)
    told = project.run()
    project.check()
    assert project.records() == all_of("civil"), told
    assert any("nothing to learn" in note for note in project.summary()["notes"])
    assert "no bundle was promoted" in project.call("model", "show", expect=2)
    project.call("model", "promote", expect=2)
    assert "nothing to learn" in project.call("train", "-q", expect=2)
    entities = [json.loads(line)["entity_id"] for line in project.call("export", "crosswalk", "-o", "-").splitlines()]
    project.call("merge", *entities[:2], "--reason", "one person")
    project.configure(CIVIL + TAX)
    project.run()
    assert not any("nothing to learn" in note for note in project.summary()["notes"])
    assert len(json.loads(project.call("model", "show", "--json"))["models"]) == 1
    project.check()
    wrong = Project(folder / "wrong", CIVIL.replace("key: id", "key: id, entity: person"))
    wrong.deliver("civil.csv", "id,name,born\n1,,\n2,,\n")
    assert "makes a key of any" in wrong.run(expect=2)


def what_is_missing_from_the_state_is_named(folder):
    project = Project(folder, gates=OPEN_GATE)
    project.run()
    project.deliver("tax.csv", PEOPLE.replace("Cuc", "Chi"))
    project.run()
    state = project.folder / "hopnhat-state"
    shutil.copytree(state, project.folder / "whole", symlinks=True)

    def restore():
        shutil.rmtree(state)
        shutil.copytree(project.folder / "whole", state, symlinks=True)

    with contextlib.closing(sqlite3.connect(f"file:{state}/store.db?mode=ro", uri=True)) as database:
        segments = [path for (path,) in database.execute("SELECT path FROM segments")]
    assert {"EVNT", "RECV", "XWLK"} <= {Path(path).name[:4] for path in segments}, segments
    for segment in segments:
        (state / segment).unlink()
        assert segment in project.run(expect=1)
        restore()
    shutil.rmtree(state / "bundles")
    assert "bundle" in project.call("verify", expect=1)
    assert "hopnhat train" in project.run(expect=1)
    project.call("train", "-q")
    project.call("model", "promote")
    project.run()
    project.check()


def a_lost_anchor_or_state_is_left_behind(folder):
    project = Project(folder, gates=OPEN_GATE)
    project.run()
    (project.folder / "hopnhat.anchor").unlink()
    assert "recover" in project.run(expect=1)
    project.call("recover")
    project.check()
    project.deliver("tax.csv", PEOPLE + "4,Dung,2004-05-06\n")
    project.run()
    project.check()
    before = {json.loads(line)["entity_id"] for line in project.call("export", "crosswalk", "-o", "-").splitlines()}
    shutil.rmtree(project.folder / "hopnhat-state")
    assert "recover" in project.run(expect=1)
    project.call("recover")
    project.run()
    project.check()
    anchor = project.folder / "hopnhat.anchor"
    lines = anchor.read_text(encoding="ascii").splitlines(keepends=True)
    lines[-2] = lines[-2][:-3] + ("00" if lines[-2][-3:-1] != "00" else "11") + "\n"
    anchor.write_text("".join(lines), encoding="ascii")
    assert "recover" in project.run(expect=1)
    project.call("recover")
    project.check()
    project.deliver("tax.csv", PEOPLE + "5,Em,2005-06-07\n")
    project.run()
    project.check()
    after = {json.loads(line)["entity_id"] for line in project.call("export", "crosswalk", "-o", "-").splitlines()}
    assert not before & after, "an id was issued twice"


def wrong_words_are_told_before_anything_is_touched(folder):
    project = Project(folder, CIVIL.replace("civil.csv", "civil.csv, encoding: utf-9"))
    assert "utf-9" in project.run(expect=2)
    assert "utf-9" in project.call("train", "-q", expect=2)
    assert not (project.folder / "hopnhat-state").exists()
    (project.folder / "short.hex").write_text("00ff", encoding="ascii")
    (project.folder / "folder").mkdir()
    for setting in ("seal_key_file: nowhere.hex", "seal_key_file: short.hex", "anchor: folder", "state: civil.csv"):
        project.deliver("hopnhat.yaml", HEAD.replace("deliveries }", f"deliveries, {setting} }}") + CIVIL)
        assert setting.split(": ")[1] in project.run(expect=2), setting
    project.configure(CIVIL)
    for command in ("run", "train"):
        assert "--threads 0" in project.call(command, "-q", "--threads", "0", expect=2)
        assert "--memory 1M" in project.call(command, "-q", "--memory", "1M", expect=2)
    assert "\x1b" not in project.call("run", "-q", "\x1b[31mred", expect=2)


STORIES = [a_source_can_be_emptied_and_then_left_out, changes_must_say_what_they_do,
           json_lines_must_say_what_they_do_too, a_copy_that_followed_links_is_told_before_the_night, what_cannot_be_read_keeps_its_source,
           a_folder_of_a_pattern_that_cannot_be_entered_withdraws_nothing,
           a_row_for_another_source_stops_nobody, the_first_that_brings_a_source_keeps_it, records_are_told_as_they_are_compared,
           what_cannot_be_printed_is_no_success,
           a_pipe_that_nobody_writes_can_be_left, a_pipe_that_cannot_be_opened_stops_only_its_source,
           a_mistyped_column_empties_nothing, a_where_needs_its_column, somebodys_files_are_kept, nothing_from_a_pipe_the_first_time_is_a_mistake,
           no_two_alike_is_a_night_too, dates_of_another_form_are_told, what_is_missing_from_the_state_is_named, a_lost_anchor_or_state_is_left_behind,
           wrong_words_are_told_before_anything_is_touched]


def main():
    Project.program, Project.verifier = (str(Path(path).resolve()) for path in sys.argv[1:3])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="deliveries-") as scratch:
        for n, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {n} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
