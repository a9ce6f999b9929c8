#!/usr/bin/env python3
"""The pages beside the report: catalogue of shared fields, report cards, differences.

usage: test_pages.py HOPNHAT VERIFY     TAP on stdout
"""
import json
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
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
    shares, project, targets = SHARES, "{ name: gates }", TARGETS

    def configure(self, gates):
        head = test_gates.HEAD.replace("{ name: gates }", self.project)
        sources = "".join(f"  {name}:\n    from: {{ file: {name}.csv }}\n    key: id\n    map: {{ full_name: name, "
                          f"birth_date: born, national_id: number }}\n" + (self.shares if name == "civil" else "")
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


STORIES = (who_gives_and_who_may_receive, the_catalogue_is_a_page, what_has_no_basis_is_told_or_refused)


def main():
    Project.program, Project.verifier = (str(Path(word).resolve()) for word in sys.argv[1:3])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-pages-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
