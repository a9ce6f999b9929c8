#!/usr/bin/env python3
"""`meets`: sources that may not be compared, or never be of one entity, through nights, decisions, rollbacks and targets.

usage: test_meetings.py HOPNHAT VERIFY     TAP on stdout
Five registers of known people; both verifiers look at every state.
"""
import contextlib
import json
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "independent"))
import change_sets  # noqa: E402
from meetings_project import (HOSPITAL_LAW, LAW, NO_LAW, SOURCES, Law, Project, decided_while_it_links,  # noqa: E402
                              decided_while_the_night_waits, is_the_truth, n_lawful_pairs)

COMPARED = {"match_weight", "weight_units", "match_probability", "prior_units", "sum_units", "outcome", "edge", "waterfall",
            "comparisons", "rules", "changes"}


# ---- nights ----

def a_night_under_the_law(folder):
    project = Project(folder, LAW)
    summary = project.night()
    project.is_lawful(HOSPITAL_LAW)
    assert is_the_truth(project, HOSPITAL_LAW) == 50
    assert summary["pairs"] == n_lawful_pairs(project, HOSPITAL_LAW), "a pair was scored that may not be compared, or one was not"
    # hospital and insurance: one where population links them, two where nothing does.
    assert all(project.together(f"hospital:{n}", f"insurance:{n}", f"population:{n}") for n in range(150, 180))
    assert not any(project.together(f"hospital:{n}", f"insurance:{n}") for n in range(240, 260))
    assert not any(project.together(f"hospital:{n}", f"tax:{n}") for n in [*range(100, 150), *range(200, 220)])
    # Who must look is asked; what nobody may decide is counted in one note.
    asked = {row["unique_id_l"] if row["unique_id_l"].startswith("d") else row["unique_id_r"] for row in project.rows_of("cases")}
    assert asked == {f"d{n}" for n in [*range(160, 165), *range(30, 40)]}, asked
    note, = [note for note in summary["notes"] if "never meet" in note]
    assert note.startswith("entity type 'person': 60 pairs that match or are in doubt"), note
    project.shows_no_value(note)
    assert project.night()["events"] == 0


def no_support_is_asked_for(folder):
    """One match of a component is enough: then what never meets alone makes it be looked at."""
    project = Project(folder, LAW, entity="    cluster_support: 0\n")
    project.night()
    project.is_lawful(HOSPITAL_LAW)
    assert is_the_truth(project, HOSPITAL_LAW) == 50


def a_night_without_it(folder):
    project = Project(folder)
    summary = project.night()
    project.is_lawful(NO_LAW)
    assert is_the_truth(project, NO_LAW) == 0
    assert summary["pairs"] == n_lawful_pairs(project, NO_LAW)
    assert len(project.rows_of("cases")) == 25 and not any("never meet" in note for note in summary["notes"]), summary["notes"]
    assert "meetings" not in project.call("verify").stdout
    # Words that let all compare are no law.
    project.configure({"hospital": "compare: [tax, insurance], others: compare", "tax": "others: compare"})
    assert project.night()["events"] == 0
    project.is_lawful(NO_LAW)


def the_stricter_word_holds(folder):
    """What hospital asks for, tax and others cannot loosen; and who names nobody speaks of all others."""
    project = Project(folder, {"tax": "compare: [hospital]", "insurance": "others: through, compare: [population]",
                               "hospital": "never: tax, compare: insurance"})
    law = Law(("hospital", "tax", "never"), ("insurance", "hospital", "through"), ("insurance", "tax", "through"),
              ("insurance", "school", "through"))
    project.night()
    project.is_lawful(law)
    is_the_truth(project, law)
    assert project.together("insurance:60", "tax:60") and not project.together("insurance:225", "tax:225")


def nobody_inside_is_compared(folder):
    """A source that names itself under `through`: its own doubles are one where another source links them."""
    project = Project(folder)
    school = project.rows["school"]
    project.rows["school"] = school | {f"x{n}": school[str(n)] for n in [*range(180, 190), *range(280, 290)]}
    project.deliver()
    project.night()
    assert all(project.together(f"school:{n}", f"school:x{n}") for n in [*range(180, 190), *range(280, 290)])
    project.configure({"school": "through: [school]"})
    project.night()
    law = Law(("school", "school", "through"))
    project.is_lawful(law)
    assert all(project.together(f"school:{n}", f"school:x{n}") for n in range(180, 190))
    assert not any(project.together(f"school:{n}", f"school:x{n}") for n in range(280, 290))
    told = project.explain("school:280", "school:x280")
    assert "source 'school' may not be compared with each other" in told, told
    assert project.explained("school:180", "school:x180")["because"] == "chain"


# ---- what people are told ----

def an_explanation_compares_nothing(folder):
    project = Project(folder, LAW)
    project.night()
    for pair, meet, verdict, because in ((("hospital:120", "tax:120"), "never", "apart", "law"),
                                         (("hospital:210", "tax:210"), "never", "apart", "law"),
                                         (("hospital:250", "insurance:250"), "through", "apart", "law"),
                                         (("hospital:155", "insurance:155"), "through", "same", "chain")):
        for a, b in (pair, pair[::-1]):
            answer = project.explained(a, b)
            assert (answer["meet"], answer["verdict"], answer["because"]) == (meet, verdict, because), answer
            assert not COMPARED & set(answer), COMPARED & set(answer)
            project.shows_no_value(json.dumps(answer, ensure_ascii=False))
            for lang in ("en", "vi"):
                told = project.explain(a, b, "--unmask", lang=lang)
                project.shows_no_value(told)
                assert told.splitlines()[-1] == answer["sentence"][lang]
                assert not any(word in told for word in ("ward", "full name", "birth date", "national id")), told
                if because == "law":
                    assert "'hospital'" in told and f"'{pair[1].split(':')[0]}'" in told and "•" not in told, told
    answer = project.explained("hospital:155", "insurance:155")
    links = [(link["source_dataset_l"], link["source_dataset_r"]) for link in answer["chain"]]
    assert all(HOSPITAL_LAW.of(*link) == "compare" for link in links) and len(links) == 2, links
    # Two that may be compared, of entities that may never be one: weights, and what stands between them.
    alone, other = ("tax", "hospital") if project.together("population:120", "hospital:120") else ("hospital", "tax")
    answer = project.explained("population:120", f"{alone}:120")
    assert (answer["meet"], answer["verdict"], answer["because"]) == ("compare", "apart", "law"), answer
    cut, = answer["cuts"]
    assert cut["never_meet"] and {cut["source_dataset_l"], cut["source_dataset_r"]} == {alone, other}, cut
    assert answer["match_weight"] > 7 and answer["comparisons"] and not answer["case"]
    assert "their sources never meet" in project.explain("population:120", f"{alone}:120")
    assert "không bao giờ gặp nhau" in project.explain("population:120", f"{alone}:120", lang="vi")
    assert project.explained("population:120", f"{other}:120")["because"] == "edge"
    lines = "".join(f'{{"a":"hospital:{n}","b":"tax:{n}"}}\n' for n in range(100, 110))
    (project.folder / "pairs.jsonl").write_text(lines, encoding="utf-8")
    answers = [json.loads(line) for line in project.call("explain", "--pairs", "pairs.jsonl", "--unmask").stdout.splitlines()]
    assert len(answers) == 10 and not any(COMPARED & set(answer) for answer in answers)


# ---- decisions ----

def nobody_decides_against_it(folder):
    project = Project(folder, LAW)
    project.night()
    entities = project.entities()
    two = ("hospital", "tax")
    project.refuses("decide", "same", "hospital:205", "tax:205", sources=two)
    project.refuses("decide", "same", "tax:205", "hospital:d10", sources=two)
    project.refuses("merge", entities["hospital:205"], entities["tax:205"], sources=two)
    # By way of others: each is lawful, both are not, so the later one overrules the earlier as ever.
    first = project.act("decide", "same", "hospital:205", "school:270")
    project.act("decide", "same", "tax:206", "school:271")
    entities = project.entities()
    project.refuses("merge", entities["school:270"], entities["school:271"], sources=two)
    later = project.act("decide", "same", "school:270", "tax:206")
    assert later["overruled"] == [first["decision_id"]] and project.together("school:270", "school:271", "tax:206"), later
    assert not project.together("hospital:205", "school:270")
    project.is_lawful(HOSPITAL_LAW)
    project.act("undo", later["decision_id"])
    assert project.entities() == entities
    # What may be of one entity through a third may be so by a person's word.
    project.act("decide", "same", "hospital:250", "insurance:250")
    assert project.together("hospital:250", "insurance:250")
    answer = project.explained("hospital:250", "insurance:250")
    assert answer["because"] == "decision" and not COMPARED & set(answer), answer
    project.is_lawful(HOSPITAL_LAW)
    before = project.entities()
    summary = project.night()
    assert project.entities() == before and summary["entities"]["split"] == 0, summary["entities"]
    project.is_lawful(HOSPITAL_LAW)
    # To part is always lawful, and to take that back is lawful where it binds nobody.
    parted = project.act("decide", "different", "hospital:120", "tax:120")
    project.act("undo", parted["decision_id"])
    project.is_lawful(HOSPITAL_LAW)
    assert project.night()["events"] == 0


def an_import_is_held_against_it(folder):
    """A file of decisions from before the law, or from elsewhere: nothing of it joins what never meets."""
    project = Project(folder, LAW)
    project.night()
    (project.folder / "in.csv").write_text(
        "decision,kind,entity_type,side,source,record_id,reason,by\n"
        "1,same,person,a,hospital,205,seen,me\n1,same,person,a,tax,205,seen,me\n"
        "2,same,person,a,hospital,206,seen,me\n2,same,person,a,school,272,seen,me\n", encoding="utf-8")
    before = project.call("verify", "--digest").stdout
    told = project.call("decisions", "import", "in.csv", expect=2).stderr
    assert "'hospital'" in told and "'tax'" in told and "`meets`" in told, told
    project.shows_no_value(told)
    assert project.call("verify", "--digest").stdout == before
    project.is_lawful(HOSPITAL_LAW)


def what_was_decided_before_is_overruled(folder):
    project = Project(folder)
    project.night()
    project.act("decide", "same", "hospital:115", "tax:225")  # of two people, before the law
    locked = project.act("lock", project.entities()["tax:140"])
    fine = project.act("decide", "same", "school:280", "tax:226")
    project.night()
    assert project.together("hospital:115", "tax:225", "population:115")
    project.is_lawful(NO_LAW)
    project.configure(LAW)
    told = project.call("verify").stdout
    assert "the configuration is younger than the published run" in told and "FAULT" not in told, told
    project.is_verified(is_asked=False)
    summary = project.night()
    notes = [note for note in summary["notes"] if "overruled" in note]
    assert len(notes) == 1 and "2 decisions are overruled by later ones or by `meets` of the sources" in notes[0], notes
    assert not project.together("hospital:115", "tax:225") and project.together("school:280", "tax:226")
    assert is_the_truth(project, HOSPITAL_LAW) == 50
    project.is_lawful(HOSPITAL_LAW)
    assert "3 in force, 2 overruled by later ones or by `meets`" in project.call("verify").stdout
    answer = project.explained("hospital:115", "tax:225")
    said, = [decision for decision in answer["decisions"] if decision["verb"] == "same"]
    assert answer["because"] == "law" and said["stands"] is False and not COMPARED & set(answer), answer
    assert "overruled" in project.explain("hospital:115", "tax:225")
    # It stays on record, and is in force again when the law is lifted: from the next night on.
    project.act("undo", locked["decision_id"])
    project.act("undo", fine["decision_id"])
    project.night()
    (project.folder / "then.yaml").write_bytes(project.config.read_bytes())
    project.configure({})
    assert "1 in force, 0 overruled by later ones or by `meets`, 1 wait for the next run" in project.call("verify").stdout
    project.is_verified(law_of="then.yaml")
    project.night()
    assert project.together("hospital:115", "tax:225", "population:115")
    project.is_lawful(NO_LAW)


# ---- a law that comes and goes ----

def a_law_that_comes_later_splits(folder):
    project = Project(folder, gates="")
    first = project.night()
    before, bundle = project.current(), first["bundles"]
    was = project.entities()
    project.configure(LAW)
    # A steward by day, before its first night, is bound by it already.
    project.refuses("decide", "same", "hospital:205", "tax:215", sources=("hospital", "tax"))
    project.refuses("lock", was["tax:205"], sources=("hospital", "tax"))
    held = project.night(expect=3)
    assert project.current() == before and held["published"] is False and held["bundles"] == bundle, held
    project.is_verified(is_asked=False)
    run = held["run_id"]
    project.configure({})
    assert "configuration" in project.call("publish", run, "-r", "there is no law", expect=2).stderr
    project.configure(LAW)
    project.call("publish", run, "-r", "the law of this year")
    assert project.current() == run
    changes = project.rows_of("changes")
    project.is_lawful(HOSPITAL_LAW)
    assert is_the_truth(project, HOSPITAL_LAW) == 50
    now = project.entities()
    # Who is not split keeps the id, and of each that was one of the two.
    assert sum(was[record] != now[record] for record in was) == 90
    assert all(was[f"hospital:{n}"] in (now[f"hospital:{n}"], now[f"tax:{n}"]) for n in range(200, 220))
    assert project.night()["events"] == 0
    # Nobody takes back what the law did.
    split = next(row for row in changes if row["change"] == "split" and row["records"][0]["source"] in ("hospital", "tax")
                 and 200 <= int(row["records"][0]["record_id"]) < 220)
    project.refuses("undo", split["event_id"], sources=("hospital", "tax"))
    # It was no training that it asked for, nor does lifting it.
    assert len(list((project.folder / "hopnhat-state/bundles").iterdir())) == 1
    project.configure({}, gates="gates: { max_entity_churn: 100% }\n")
    lifted = project.night()
    assert lifted["bundles"] == bundle and lifted["entities"]["merged"] == 90, lifted["entities"]
    assert is_the_truth(project, NO_LAW) == 0 and project.entities() == was
    project.is_lawful(NO_LAW)


def a_law_is_no_part_of_the_model(folder):
    project = Project(folder)
    bundle = project.night()["bundles"]
    model = project.call("model", "show", "--json").stdout
    for law in (LAW, {"tax": "others: never"}, {}):
        project.configure(law)
        assert project.night()["bundles"] == bundle and project.call("model", "show", "--json").stdout == model
    # Under the law `train` learns from lawful pairs alone: so it learns something else from the same files.
    project.configure(LAW)
    project.call("train")
    lawful = {path.name for path in (project.folder / "hopnhat-state/bundles").iterdir()}
    assert len(lawful) == 2, lawful


def a_label_of_two_that_may_not_be_compared_teaches_nothing(folder):
    folder.mkdir()
    rows = [(f"population:{n}", f"tax:{n}", 1) for n in range(30)]
    barred = [(f"hospital:{n}", f"tax:{n}", 1) for n in range(100, 130)] + [("hospital:240", "insurance:240", 0)]
    models = []
    for labels, n_out in ((rows, 0), (rows + barred, 31)):
        project = Project(folder / str(n_out), LAW, entity="    labels: labels.csv\n")
        (project.folder / "labels.csv").write_text("id_a,id_b,match\n" + "".join(f"{a},{b},{m}\n" for a, b, m in labels), encoding="utf-8")
        notes = project.night()["notes"]
        assert [note for note in notes if "labels" in note] == ([] if n_out == 0 else [
            f"entity type 'person': labels: {n_out} pairs are of sources whose records may not be compared (`meets`), and are left out"]), notes
        models.append(json.loads(project.call("model", "show", "--json").stdout))
    assert models[0] == models[1], "a pair that may not be compared was learned from"


def who_meets_nobody_teaches_nothing(folder):
    """A register whose rows were shuffled, so that they match nobody: where it may be compared, the model is another."""
    folder.mkdir()
    models = {}
    for meets in ("others: never, through: [hospital]", "others: compare"):
        for name in ("as they are", "shuffled"):
            project = Project(folder / f"{name} {len(models)}", {"hospital": meets}, wards=True)
            hospital = project.rows["hospital"]
            if name == "shuffled":
                turned = [list(hospital.values())[i - 7:] + list(hospital.values())[:i - 7] for i in (0, 30, 60)]
                project.rows["hospital"] = {n: tuple(rows[i][k] for k, rows in enumerate(turned)) for i, n in enumerate(hospital)}
                project.deliver()
            project.night()
            models.setdefault(meets, []).append(json.loads(project.call("model", "show", "--json").stdout))
    barred, free = models.values()
    assert barred[0] == barred[1], "pairs that may not be compared were learned from"
    assert free[0] != free[1]


def an_older_run_comes_back_lawful(folder):
    project = Project(folder)
    project.night()
    good, was = project.current(), project.entities()
    project.act("decide", "same", "hospital:115", "tax:225")
    project.configure(LAW)
    project.night()
    lawful = project.current()
    project.is_lawful(HOSPITAL_LAW)
    project.deliver(population={n: row for n, row in project.rows["population"].items() if int(n) % 7})
    project.night()
    answer = json.loads(project.call("rollback", good, "-r", "a bad feed", "-q", "--json").stdout)
    assert answer["published"] and answer["rollback"]["to"] == good
    project.is_lawful(HOSPITAL_LAW)
    assert is_the_truth(project, HOSPITAL_LAW) == 50 and project.entities() != was
    project.deliver()
    assert project.night()["events"] == 0
    # And to a run under the law after it was lifted: by the configuration of today.
    project.configure({})
    project.night()
    project.is_lawful(NO_LAW)
    project.call("rollback", lawful, "-r", "once more", "-q")
    project.is_lawful(NO_LAW)


# ---- configurations ----

def sources_of_a_column(folder):
    """A file whose rows name their sources: the words of the feed are those of each of them."""
    project = Project(folder)
    rows = [(source, n, *row) for source in ("hospital", "tax") for n, row in project.rows[source].items()]
    (project.folder / "both.csv").write_text("who,id,name,born,number,ward\n" + "".join(
        f"{','.join(row)},x\n" for row in rows), encoding="utf-8")
    others = [source for source in SOURCES if source not in ("hospital", "tax")]
    feed = project.source("both").replace("    key: id\n", "    source_column: who\n    key: id\nMEETS")
    project.configure({}, sources=others, more=feed.replace("MEETS", "    meets: { never: [tax], through: [insurance] }\n"))
    project.night()
    # `never: [tax]` is said for tax, too: its own records are not compared, and may be of one entity all the same.
    law = Law(("hospital", "tax", "never"), ("hospital", "insurance", "through"), ("tax", "insurance", "through"),
              ("tax", "tax", "through"))
    project.is_lawful(law)
    assert is_the_truth(project, law) == 50
    assert project.explained("tax:205", "tax:206")["meet"] == "through"
    project.act("decide", "same", "tax:205", "tax:206")
    project.is_lawful(law)
    # And another source that speaks of one of them by its name.
    project.configure({"school": "never: [hospital]"}, sources=others, more=feed.replace("MEETS", ""))
    project.night()
    law = Law(("hospital", "school", "never"))
    project.is_lawful(law)
    assert is_the_truth(project, law) == 30
    project.refuses("decide", "same", "hospital:205", "school:290", sources=("hospital", "school"))


def another_ministry_brings_its_own(folder):
    """The 117th source, a file of sources.d that says with whom it may meet; no other file changes."""
    project = Project(folder)
    (project.folder / "sources.d").mkdir()
    for i in range(111):
        name = f"m{i:03d}"
        (project.folder / "sources.d" / f"{name}.yaml").write_text("sources:\n" + project.source(name, folder="../"), encoding="utf-8")
        project.rows[name] = {str(n): project.rows["population"][str(n)] for n in (i, i + 1)}
    project.deliver()
    project.night()
    project.is_lawful(NO_LAW)
    assert project.together("m020:20", "population:20", "tax:20")
    files = {path: path.read_bytes() for path in [project.config, *(project.folder / "sources.d").iterdir()]}
    ours = project.source("zz", "never: [tax, m020], through: [population]", "../")
    (project.folder / "sources.d" / "z.yaml").write_text("sources:\n" + ours, encoding="utf-8")
    project.rows["zz"] = {str(n): project.rows["population"][str(n)] for n in range(10, 40)} | {
        str(n): project.rows["tax"][str(n)] for n in range(220, 230)}
    project.deliver()
    project.night()
    law = Law(("zz", "tax", "never"), ("zz", "m020", "never"), ("zz", "population", "through"))
    project.is_lawful(law)
    assert not any(project.together(f"zz:{n}", f"tax:{n}") for n in [*range(10, 40), *range(220, 230)])
    assert all(path.read_bytes() == text for path, text in files.items())
    project.refuses("decide", "same", "zz:15", "tax:15", sources=("tax", "zz"))
    (project.folder / "sources.d" / "z.yaml").write_text("sources:\n" + ours.replace("m020", "m999"), encoding="utf-8")
    told = project.call("check", expect=2).stderr
    assert "z.yaml:5:" in told and "'m999' is no source of entity 'person'" in told, told


def many_equal_records_are_linked_all_the_same(folder):
    """32 registers hold the same of somebody; what may be compared with the one of population alone is linked by that."""
    project = Project(folder, match=1, wards=False)
    (project.folder / "sources.d").mkdir()
    said = []
    for i in range(30):
        name, meets = f"m{i:03d}", "others: through, compare: [population]" if i % 3 == 0 else None
        (project.folder / "sources.d" / f"{name}.yaml").write_text("sources:\n" + project.source(name, meets, "../"), encoding="utf-8")
        project.rows[name] = {str(n): project.rows["population"][str(n)] for n in range(6)}
        said += [(name, other, "through") for other in [*SOURCES, *(f"m{k:03d}" for k in range(30))]
                 if meets and other not in ("population", name)]
    project.deliver()
    project.night()
    project.is_lawful(Law(*said))
    for n in range(6):
        assert project.together(f"population:{n}", f"tax:{n}", *(f"m{i:03d}:{n}" for i in range(30))), n


def what_is_written_wrong_is_named(folder):
    project = Project(folder, LAW)
    line = next(n for n, text in enumerate(project.config.read_text(encoding="utf-8").splitlines(), 1) if "meets:" in text)
    for meets, words in (("never: [taxes]", "'taxes' is no source of entity 'person'"),
                         ("never: [all]", "others: never"),
                         ("through: all", "others: through"),
                         ("never: [tax], through: [tax]", "'tax' is named twice"),
                         ("compare: [tax, tax]", "'tax' stands twice"),
                         ("never: [hospital]", "one_record_per_source"),
                         ("never: []", "never"),
                         ("nevr: [tax]", "did you mean 'never'?"),
                         ("others: throuh", "did you mean 'through'?"),
                         ("others: maybe", "maybe"),
                         ("others: [never]", "others")):
        project.configure({"hospital": meets})
        for command in ("check", "run"):
            told = project.call(command, expect=2).stderr
            assert f"hopnhat.yaml:{line}:" in told and words in told, (meets, told)
    assert not (project.folder / "hopnhat-state/results").exists()
    project.configure(LAW)
    project.call("check")


# ---- beside a run, and behind it ----

def decisions_beside_a_run_stay_lawful(folder):
    """What is lawful by day may not be so on the run's own state: then the law stands, and the rest of it holds."""
    project = Project(folder, LAW)
    newcomers = {str(n): project.rows["tax"].pop(str(n)) for n in range(220, 228)}
    school = {f"s{n}": newcomers[str(n)] for n in range(220, 228)}
    project.rows["school"] |= school
    project.deliver()
    project.night()
    project.is_lawful(HOSPITAL_LAW)
    project.deliver(tax=project.rows["tax"] | newcomers)

    def lawful(n):
        return lambda: project.act("decide", "same", f"school:s{n}", f"hospital:{n - 10}")

    def unlawful():
        project.refuses("decide", "same", "hospital:206", "tax:206", sources=("hospital", "tax"))
    # hospital:210 and school:s220 are nobody's rivals by day; tonight tax:220 is the same as school:s220.
    decided_while_the_night_waits(project, lawful(220), unlawful, lawful(221))
    project.is_lawful(HOSPITAL_LAW)
    for n in (220, 221):
        assert project.together(f"school:s{n}", f"hospital:{n - 10}") and not project.together(f"tax:{n}", f"hospital:{n - 10}")
    n_beside = 0
    for n in range(222, 228):
        project.deliver(tax={k: row for k, row in (project.rows["tax"] | newcomers).items() if int(k) < n})
        project.night()
        project.deliver(tax=project.rows["tax"] | newcomers)
        n_beside += decided_while_it_links(project, lawful(n), unlawful)
        project.is_lawful(HOSPITAL_LAW)
        assert project.together(f"school:s{n}", f"hospital:{n - 10}"), n
        assert not project.together(f"tax:{n}", f"hospital:{n - 10}"), n
        before = project.entities()
        project.night()
        assert project.entities() == before
        project.is_lawful(HOSPITAL_LAW)
    print(f"# {n_beside} of 6 acts fell between link and commit")


CONNECTIONS = "connections:\n  out: { kind: sqlite, file: out.db }\n"
TARGETS = """targets:
  tax_office:
    to: { connection: out, table: tax_office }
    sources: [tax]
    values: [full_name, ward]
    values_from: [all]
  open: { to: { folder: open }, rows: golden, sources: [tax], values: [ward], values_from: [hospital, tax] }
"""


def targets_see_no_values_of_others(folder):
    """Who is told of tax's records is told what all say of their entities: never what hospital says."""
    project = Project(folder, connections=CONNECTIONS, targets=TARGETS, wards=True)
    with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db:
        db.executescript(project.call("target", "ddl", "tax_office").stdout)

    def said():
        with contextlib.closing(sqlite3.connect(project.folder / "out.db")) as db:
            return {row["record_id"]: row["ward"] for row in map(dict, rows_by_name(db))}
    hospital = {n: (*project.rows["hospital"][str(n)],) for n in range(100, 150)}
    # Of some of them tax knows no ward itself, so that it is another's which stands.
    project.deliver()
    text = (project.folder / "tax.csv").read_text(encoding="utf-8")
    population = (project.folder / "population.csv").read_text(encoding="utf-8")
    for n in hospital:
        text = text.replace(f",tax ward {n}\n", ",\n")
        population = population.replace(f",population ward {n}\n", ",\n")
    (project.folder / "tax.csv").write_text(text, encoding="utf-8")
    (project.folder / "population.csv").write_text(population, encoding="utf-8")
    project.night()
    assert {said()[str(n)] for n in hospital} == {f"hospital ward {n}" for n in hospital}
    project.configure(LAW)
    project.night()
    project.is_lawful(HOSPITAL_LAW)
    assert not any(ward and ward.startswith("hospital") for ward in said().values()), said()
    assert said()["60"] and not said()["120"]
    sets = sorted((project.folder / "open").glob("set-*"))
    assert len(sets) == 2 and "hospital" not in " ".join(map(str, opened(sets).values())).lower(), sets
    told = project.call("explain", project.entities()["tax:120"], "--unmask").stdout
    assert "hospital" not in told, told


def rows_by_name(db):
    db.row_factory = sqlite3.Row
    return db.execute("SELECT * FROM tax_office")


def opened(sets):
    """The rows that the sets give when they are applied in order."""
    rows = {}
    for folder in sets:
        change_sets.apply(folder, rows)
    return rows


STORIES = [a_night_under_the_law, no_support_is_asked_for, a_night_without_it, the_stricter_word_holds, nobody_inside_is_compared,
           an_explanation_compares_nothing, nobody_decides_against_it, an_import_is_held_against_it,
           what_was_decided_before_is_overruled, a_law_that_comes_later_splits, a_law_is_no_part_of_the_model,
           a_label_of_two_that_may_not_be_compared_teaches_nothing, who_meets_nobody_teaches_nothing,
           an_older_run_comes_back_lawful, sources_of_a_column, another_ministry_brings_its_own, many_equal_records_are_linked_all_the_same,
           what_is_written_wrong_is_named, decisions_beside_a_run_stay_lawful, targets_see_no_values_of_others]


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    stories = [story for story in STORIES if not sys.argv[3:] or story.__name__ in sys.argv[3:]]
    print(f"1..{len(stories)}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="hn-meetings-") as scratch:
        for number, story in enumerate(stories, 1):
            try:
                story(Path(scratch) / story.__name__)
                print(f"ok {number} {story.__name__}", flush=True)
            except AssertionError as error:
                failed += 1
                where = error.__traceback__
                while where.tb_next and where.tb_next.tb_frame.f_code.co_filename == __file__:
                    where = where.tb_next
                print(f"# line {where.tb_lineno}: {str(error)[:2000]}\nnot ok {number} {story.__name__}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
