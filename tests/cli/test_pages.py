#!/usr/bin/env python3
"""The pages beside the report: catalogue of shared fields, report cards, differences.

usage: test_pages.py HOPNHAT VERIFY     TAP on stdout
"""
import csv
import io
import json
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import change_sets  # noqa: E402
import test_gates  # noqa: E402

SHARES = """    owner: Bộ Công an
    receives: civil_back
    shares:
      - { values: [full_name, birth_date], basis: "Luật 26/2023/QH15", purpose: xác thực }
      - { values: [national_id], basis: "Nghị định <70>", purpose: tra cứu, standard: CCCD, to: [civil_back] }
"""
TARGETS = """targets:
  civil_back: { to: { folder: out/back }, sources: [civil], values: [full_name, birth_date, national_id], values_from: [civil, tax] }
  open: { to: { folder: out/open }, owner: Cổng dữ liệu, rows: golden, sources: [all], values: [full_name], values_from: [civil] }
"""


class Project(test_gates.Project):
    shares, project, targets, authority = SHARES, "{ name: gates }", TARGETS, 50

    def configure(self, gates):
        head = test_gates.HEAD.replace("{ name: gates }", self.project)
        sources = "".join(f"  {name}:\n    from: {{ file: {name}.csv }}\n    key: id\n    map: {{ full_name: name, "
                          f"birth_date: born, national_id: number }}\n" +
                          (self.shares + f"    authority: {self.authority}\n" if name == "civil" else "")
                          for name in test_gates.SOURCES)
        (self.folder / "hopnhat.yaml").write_text(head + sources + self.targets + gates, encoding="utf-8")


def page_is_sound(text):
    """One file that asks for nothing."""
    assert text.startswith("<!DOCTYPE html>\n") and text.endswith("</html>\n")
    assert "default-src 'none'" in text and "<script" not in text
    assert not re.search(r"(src|href)=\"(?!#)", text) and "url(" not in text and "@import" not in text
    for number in re.findall(r"href=\"#([^\"]+)\"", text):
        assert f'id="{number}"' in text, number


def by_attribute(catalogue):
    return {field["attribute"]: field for field in catalogue["fields"]}


def who_gives_and_who_may_receive(folder):
    project = Project(folder)
    catalogue = json.loads(project.call("catalogue", "--json").stdout)
    fields = by_attribute(catalogue)
    assert [giver["source"] for giver in fields["full_name"]["given_by"]] == ["civil", "health", "tax"]
    assert fields["full_name"]["given_by"][0]["columns"] == ["name"]
    name = {(entry["target"], tuple(entry["from"])): entry["basis"] for entry in fields["full_name"]["received_by"]}
    assert name == {("civil_back", ("civil",)): "Luật 26/2023/QH15", ("civil_back", ("tax",)): None,
                    ("open", ("civil",)): "Luật 26/2023/QH15"}, name
    number = fields["national_id"]
    assert number["identifier"] and number["received_by"][0]["standard"] == "CCCD", number
    assert [target["owner"] for target in catalogue["targets"]] == [None, "Cổng dữ liệu"]
    assert len(catalogue["without_basis"]) == 3, catalogue["without_basis"]
    assert all(one["source"] == "tax" and one["target"] == "civil_back" for one in catalogue["without_basis"])


def the_catalogue_is_a_page(folder):
    project = Project(folder)
    english = project.call("catalogue").stdout
    project.call("catalogue", "-o", "shared.html", "--lang", "vi")
    vietnamese = (project.folder / "shared.html").read_text(encoding="utf-8")
    for page in (english, vietnamese):
        page_is_sound(page)
        assert "Nghị định &lt;70&gt;" in page and "Cổng dữ liệu" in page
    assert "no basis" in english and "chưa có căn cứ" in vietnamese and english == project.call("catalogue").stdout
    # What a night computes is not what the words of the law say: nothing is read or sent anew.
    before, owner = project.current(), project.shares
    project.shares = owner.replace("xác thực", "khác")
    project.configure("")
    project.run()
    assert project.call("export", "changes", "-o", "-").stdout == "" and project.current() > before
    assert len(list((project.folder / "out/back").glob("set-*"))) == 1


def what_has_no_basis_is_told_or_refused(folder):
    project = Project(folder)
    told = project.call("check").stderr
    assert "3 times a field reaches a target without a basis" in told and "'full_name' of source 'tax'" in told, told
    assert "3 lần một trường" in project.call("check", "--lang", "vi").stderr
    project.project = "{ name: gates, require_basis: true }"
    project.configure("")
    for command in ("check", "run", "catalogue"):
        told = project.call(command, expect=2).stderr
        assert "sources.tax: 'full_name' reaches target 'civil_back' without a basis" in told, told
    project.targets = TARGETS.replace("values_from: [civil, tax]", "values_from: [civil]")
    project.configure("")
    assert "basis" not in project.call("check").stderr
    project.shares = SHARES.replace("to: [civil_back]", "to: [civil_bakc]")
    project.configure("")
    assert "'civil_bakc' is no target" in project.call("check", expect=2).stderr
    assert "unexpected 'tax'" in project.call("catalogue", "tax", expect=2).stderr


def card(project, *arguments):
    return json.loads(project.call("card", *arguments, "--json").stdout)


def measures(card_of_source):
    return {(measure["measure"], measure["attribute"]): measure for measure in card_of_source["measures"]}


def spoiled(project):
    """A night in which tax has gone wrong in every way: what is wrong, by record."""
    tax = dict(project.rows["tax"])
    civil = project.rows["civil"]
    for n in range(200, 205):
        tax[n] = ("", "", "")                            # nothing that could be linked
    for n in range(205, 215):
        tax[n] = (tax[n][0], "not known", tax[n][2])     # something that is no date
    for n in range(215, 218):
        tax[n] = (tax[n][0] + "x", *tax[n][1:])          # another name than civil's
    for n in range(400, 404):
        tax[n + 500] = tax[n]                            # twice in the source
    tax[450] = (tax[450][0], tax[450][1], civil[10][2])  # the number of another person
    return tax


def the_six_words(folder):
    project = Project(folder)
    first = project.current()
    project.deliver(tax=spoiled(project))
    project.run()
    cards = card(project)
    assert cards["before"] == first and cards["run_id"] == project.current()
    assert sorted(one["source"] for one in cards["sources"]) == sorted(test_gates.SOURCES)
    worst = [min(value for value in one["right"].values() if value is not None) for one in cards["sources"]]
    assert worst == sorted(worst) and cards["sources"][0]["source"] == "tax", worst
    tax = card(project, "tax")["sources"][0]
    assert tax == cards["sources"][0] and tax["owner"] is None and (tax["records"], tax["records_before"]) == (504, 500)
    assert {one["source"]: one["owner"] for one in cards["sources"]}["civil"] == "Bộ Công an"
    told = measures(tax)
    counted = {key: (told[key]["count"], told[key]["of"]) for key in told}
    assert counted["unlinkable", None] == (5, 504) and told["unlinkable", None]["count_before"] == 0, counted
    assert counted["duplicates", None] == (4, 504), counted
    assert counted["missing", "full_name"] == (5, 504) and counted["missing", "birth_date"] == (15, 504), counted
    assert counted["unread", "birth_date"] == (10, 499) and counted["unread", "full_name"] == (0, 499), counted
    assert counted["shared", "national_id"] == (1, 499), counted
    assert counted["differs", "full_name"][0] <= 3 and counted["differs", "full_name"][1] >= 195, counted
    assert ("differs", "national_id") not in counted, "a number that nothing compares is the source's own"
    assert told["missing", "birth_date"]["share_before"] == 0 and told["age", None]["of"] is None
    assert (told["age", None]["count"], told["silent", None]["count"]) == (0, 0), told
    for source in ("civil", "health"):
        of_other = measures(card(project, source)["sources"][0])
        assert of_other["unread", "birth_date"]["count"] == 0 and of_other["duplicates", None]["count"] == 0
    assert measures(card(project, "civil")["sources"][0])["shared", "national_id"]["count"] == 1
    # The same rows once more: the same counts, and nothing has changed since.
    before = card(project)["sources"]
    project.run()
    again = card(project)["sources"]
    for one, other in zip(before, again):
        assert [m["count"] for m in one["measures"]] == [m["count"] for m in other["measures"]]
        assert all(m["share"] == m["share_before"] for m in other["measures"])
    earlier = card(project, "--run", first)
    assert earlier["run_id"] == first and earlier["before"] is None


def a_silent_source_grows_old(folder):
    project = Project(folder)
    path = project.folder / "health.csv"
    for nights in (1, 2):
        path.unlink(missing_ok=True)
        project.run()
        health = card(project, "health")["sources"][0]
        assert health["state"] == "absent" and measures(health)["silent", None]["count"] == nights, health
    assert "nights without" in project.call("card").stdout


def cards_are_pages_without_values(folder):
    project = Project(folder)
    project.deliver(tax=spoiled(project))
    project.run()
    project.call("card", "-o", "all.html")
    project.call("card", "tax", "-o", "tax.html", "--lang", "vi")
    texts = [(project.folder / name).read_text(encoding="utf-8") for name in ("all.html", "tax.html")]
    for text in texts:
        page_is_sound(text)
        for rows in (project.rows["tax"], project.rows["civil"]):
            for values in rows.values():
                assert not any(value in text for value in values), "a value stands on the page"
    assert "Report cards" in texts[0] and "Phiếu chất lượng" in texts[1] and "Bộ Công an" in texts[0]
    told = json.dumps(card(project))
    assert not any(value in told for values in project.rows["tax"].values() for value in values)
    for words, told in ((("nobody",), "no card of a source 'nobody'"), (("a", "b"), "unexpected 'b'"),
                        (("--run", "r-000000019"), "r-000000019"), (("--profile", "machine"), "--profile"),
                        (("--corrections", "-"), "card SOURCE"), (("tax", "--json", "--corrections", "-"), "stand alone"),
                        (("civil", "--corrections", "-", "--profile", "x"), "'x'"),
                        (("tax", "--corrections", "-"), "no `receives`")):
        assert told in project.call("card", *words, expect=2).stderr, words


def a_difference_is_a_page(folder):
    project = Project(folder)
    first = project.current()
    project.deliver(tax=project.wrong_names(20))
    project.run(expect=3)
    project.call("diff", "current", "held", "-o", "diff.html", "--limit", "50")
    page = (project.folder / "diff.html").read_text(encoding="utf-8")
    vietnamese = project.call("diff", "current", "held", "-o", "-", "--lang", "vi").stdout
    for text in (page, vietnamese):
        page_is_sound(text)
        assert "<bdi>tax</bdi>:<bdi>400</bdi>" in text and text.count("✗ person.national_id") == 20
        assert not any(value in text for values in project.rows["tax"].values() for value in values)
    assert "<b>20</b> entities were merged, <b>20</b> of them against" in page and "bị cổng kiểm tra giữ lại" in vietnamese
    assert "Nothing changed" in project.call("diff", first, "current", "-o", "-").stdout
    assert "-o is for the page" in project.call("diff", first, "current", "--json", "-o", "-", expect=2).stderr


def corrections(project, *arguments):
    text = project.call("card", "civil", "--corrections", "-", *arguments).stdout
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["id", "attribute", "column", "value", "golden", "why", "entity_id"], rows[0]
    return {(row[0], row[1]): row[2:6] for row in rows[1:]}


def a_source_is_told_what_to_put_right(folder):
    """Of people whom tax and health know as they are; tax reaches civil's owner, health does not."""
    Project.authority = 10  # the others are believed
    project = Project(folder)
    assert corrections(project) == {}
    people = project.rows["civil"]
    civil = dict(people)
    civil[210] = (f"={civil[210][0]}x", *civil[210][1:])                         # tax knows better
    civil[211] = (civil[211][0], "", civil[211][2])
    civil[212] = (civil[212][0], "not known", civil[212][2])
    year, month, day = civil[213][1].split("-")
    civil[213] = (civil[213][0].upper(), f"{day}/{month}/{year}" if int(day) > 12 else civil[213][1], civil[213][2])
    civil[20] = (civil[20][0], "", civil[20][2])                              # health alone knows
    project.deliver(civil=civil)
    project.run()
    found = corrections(project)
    golden = json.dumps([json.loads(line) for line in project.call("export", "golden", "-o", "-").stdout.splitlines()])
    assert people[20][1] in golden, "health's value is not in the golden record, and this test shows nothing"
    assert found == {("210", "full_name"): ["name", civil[210][0], people[210][0], "differs"],
                     ("211", "birth_date"): ["born", "", people[211][1], "missing"],
                     ("212", "birth_date"): ["born", "not known", people[212][1], "unread"]}, found
    sheet = corrections(project, "--profile", "spreadsheet")
    assert sheet["210", "full_name"][1] == "'" + civil[210][0], sheet
    told = project.call("card", "civil", "--corrections", "fix.csv")
    path = project.folder / "fix.csv"
    assert "3 corrections" in told.stderr and told.stdout == "" and oct(path.stat().st_mode)[-3:] == "600", told
    # What it puts right is no correction any more.
    rows = dict(civil)
    for (record, attribute), (_, _, value, _) in found.items():
        at = ("full_name", "birth_date").index(attribute)
        rows[int(record)] = tuple(value if k == at else old for k, old in enumerate(rows[int(record)]))
    project.deliver(civil=rows)
    project.run()
    assert corrections(project) == {}
    project.targets = TARGETS.replace("values_from: [civil, tax]", "values_from: [civil]")
    project.configure("")
    assert "another audience" in project.call("card", "civil", "--corrections", "-", expect=2).stderr


def a_target_is_explained_as_it_is_told(folder):
    """What `explain --for` says is what the frames hold, and each value is of a source that may reach the target."""
    project = Project(folder)
    project.run()
    told = {}
    for made in sorted((project.folder / "out/back").glob("set-*")):
        told.update({line["record_id"]: line for line in change_sets.lines_of(made)})
    assert len(told) > 100
    heard = set()
    for record in sorted(told)[::40]:
        found = json.loads(project.call("explain", f"civil:{record}", "--for", "civil_back", "--json", "--unmask").stdout)
        assert found["target"] == "civil_back" and found["values_from"] == ["civil", "tax"], found
        for attribute in found["attributes"]:
            chosen = [value for value in attribute["values"] if value["chosen"]]
            heard |= {value["source"] for value in attribute["values"]}
            if attribute["attribute"] == "birth_date":
                assert chosen[0]["value"] == told[record]["birth_date"], (found, told[record])
        assert {one["attribute"] for one in found["attributes"]} <= {"full_name", "birth_date", "national_id"}
    assert heard == {"civil", "tax"}, heard
    assert "did you mean 'open'" in project.call("explain", f"civil:{record}", "--for", "opne", expect=2).stderr
    assert "--for goes with" in project.call("explain", f"civil:{record}", "tax:1", "--for", "open", expect=2).stderr


STORIES = (who_gives_and_who_may_receive, the_catalogue_is_a_page, what_has_no_basis_is_told_or_refused, the_six_words,
           a_silent_source_grows_old, cards_are_pages_without_values, a_difference_is_a_page,
           a_source_is_told_what_to_put_right, a_target_is_explained_as_it_is_told)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-pages-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
