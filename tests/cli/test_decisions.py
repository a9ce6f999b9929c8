#!/usr/bin/env python3
"""Decisions through the built programs: in force at once, kept by every night, undone without a trace.

usage: test_decisions.py HOPNHAT HOPNHAT-GENERATE [SEED]     TAP on stdout
The oracle is the night itself: after any decisions, a run over unchanged inputs must change no membership.
"""
import collections
import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """schema: 1
project: { name: decisions }
entities:
  person:
    attributes: { full_name: name, birth_date: date, national_id: digits, phone: phone, address: text }
    comparisons:
      - { attribute: full_name, term_frequency: true, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact, { damerau: 1 }] }
      - { attribute: national_id, levels: [exact, { damerau: 1 }] }
      - { attribute: phone, levels: [exact] }
      - { attribute: address, levels: [exact, { jaro_winkler: 0.9 }] }
    blocking: [[national_id], [phone], [full_name, birth_date], [full_name], [birth_date]]
    thresholds: { match: 6, review: 0 }
    ONE
sources:
  registers:
    from: { file: records.csv }
    entity: person
    source_column: source
    key: [record_id]
    map: { full_name: full_name, birth_date: birth_date, national_id: national_id, phone: phone, address: address }
gates: { max_entity_churn: 1.0 }
"""


class Project:
    def __init__(self, folder, program, generate, seed, one_per_source=False):
        self.folder, self.program = Path(folder), program
        self.folder.mkdir()
        subprocess.run([generate, "citizens", "--records", "500", "--seed", str(seed), "-o", self.folder],
                       check=True, capture_output=True)
        one = "one_record_per_source: [population]" if one_per_source else ""
        (self.folder / "hopnhat.yaml").write_text(CONFIG.replace("ONE", one), encoding="utf-8")

    def call(self, *arguments, expect=0):
        done = subprocess.run([self.program, *arguments, "-c", "hopnhat.yaml"], cwd=self.folder, text=True,
                              capture_output=True, check=False)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout if expect == 0 else done.stderr

    def act(self, *arguments, expect=0):
        out = self.call(*arguments, "--reason", "a test", "--json", expect=expect)
        return json.loads(out) if expect == 0 else out

    def run(self):
        return json.loads(self.call("run", "--json", "-q"))

    def crosswalk(self):
        return dict(self.rows("crosswalk", lambda row: (f"{row['source']}:{row['record_id']}", row["entity_id"])))

    def rows(self, kind, pick=lambda row: row):
        return [pick(json.loads(line)) for line in self.call("export", kind, "-o", "-").splitlines()]

    def entities(self):
        entities = collections.defaultdict(list)
        for record, entity in self.crosswalk().items():
            entities[entity].append(record)
        return entities


def largest(project, n=2):
    entities = project.entities()
    return sorted(entities, key=lambda entity: (-len(entities[entity]), entity))[:n]


def verify_outside(project):
    verifier = Path(__file__).resolve().parent.parent / "independent" / "verify.py"
    done = subprocess.run([sys.executable, str(verifier), "hopnhat.yaml"], cwd=project.folder, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def assert_night_agrees(project):
    before = project.crosswalk()
    summary = project.run()
    counts = summary["entities"]
    assert project.crosswalk() == before, "the night changed what the decision left"
    assert all(counts[name] == 0 for name in ("new", "merged", "split", "moved", "retired")), counts


def merge_and_undo(project):
    before = project.crosswalk()
    a, b = largest(project)
    merged = project.act("merge", a, b)
    assert [event["change"] for event in merged["events"]] == ["merged"], merged
    kept = merged["events"][0]["entity_id"]
    now = project.crosswalk()
    assert {now[record] for record in now if before[record] in (a, b)} == {kept}
    assert all(now[record] == before[record] for record in now if before[record] not in (a, b))
    project.act("undo", merged["decision_id"])
    assert project.crosswalk() == before, "undo left something else"
    assert_night_agrees(project)
    assert project.crosswalk() == before
    # The same with a night between, by the number of the event.
    merged = project.act("merge", a, b)
    assert_night_agrees(project)
    undone = project.act("undo", merged["events"][0]["event_id"])
    assert undone["undone"] == merged["decision_id"]
    verify_outside(project)  # last night's results stand on what is lifted now
    assert project.crosswalk() == before
    assert_night_agrees(project)
    error = project.act("undo", merged["decision_id"], expect=2)
    assert "not in force" in error, error


def split_and_undo(project):
    before = project.crosswalk()
    entity = largest(project)[0]
    records = sorted(project.entities()[entity])
    split = project.act("split", entity, *records[:2])
    now = project.crosswalk()
    assert now[records[0]] == now[records[1]]
    assert all(now[records[0]] != now[record] for record in records[2:])
    assert_night_agrees(project)
    project.act("undo", split["decision_id"])
    assert project.crosswalk() == before
    assert_night_agrees(project)
    assert "all records" in project.act("split", entity, *records, expect=2)


def lock_and_unlock(project):
    entity, other = largest(project)
    records = sorted(project.entities()[entity])
    assert [event["change"] for event in project.act("lock", entity)["events"]] == ["locked"]
    assert "locked already" in project.act("lock", entity, expect=2)
    outsider = project.entities()[other][0]
    same = project.act("decide", "same", records[0], outsider)
    assert len(same["overruled"]) == 1, same  # the later decision stands, and says what it overrules
    project.act("undo", same["decision_id"])
    assert sorted(project.entities()[entity]) == records
    assert_night_agrees(project)
    assert [event["change"] for event in project.act("unlock", entity)["events"]] == ["unlocked"]
    assert "not locked" in project.act("unlock", entity, expect=2)
    assert_night_agrees(project)


def what_stands_in_the_way(project):
    entities = project.entities()
    a, b = largest(project)
    merged = project.act("merge", a, b)
    same = project.act("decide", "same", entities[a][0], entities[b][0])
    error = project.act("undo", merged["decision_id"], expect=2)
    assert same["decision_id"] in error, error
    project.act("undo", same["decision_id"])
    project.act("undo", merged["decision_id"])
    assert project.entities() == entities


def dry_run_and_errors(project):
    before = project.crosswalk()
    a, b = largest(project)
    record = project.entities()[a][0]
    plan = project.act("merge", a, b, "--dry-run")
    assert plan["dry_run"] and plan["decision_id"] is None and plan["events"]
    assert project.crosswalk() == before
    assert "no published record" in project.act("decide", "same", record, "population:nobody", expect=2)
    assert "one record" in project.act("decide", "same", record, record, expect=2)
    assert "source:record_id" in project.act("decide", "same", record, "nobody", expect=2)
    assert "no entity id" in project.act("lock", a[:-1] + ("0" if a[-1] != "0" else "1"), expect=2)
    assert "--reason" in project.call("lock", a, expect=2)
    assert project.crosswalk() == before


def random_acts(project, rng, n_acts=40):
    """The invariant under many acts in any order, each night the judge."""
    done = []
    for i in range(n_acts):
        entities = project.entities()
        crosswalk = project.crosswalk()
        several = sorted(entity for entity in entities if len(entities[entity]) > 1)
        kind = rng.choice(["merge", "split", "same", "different", "different", "undo", "undo", "lock"])
        if kind == "merge":
            act = project.act("merge", *rng.sample(sorted(entities), 2))
        elif kind == "split":
            entity = rng.choice(several)
            records = sorted(entities[entity])
            act = project.act("split", entity, *rng.sample(records, rng.randint(1, len(records) - 1)))
        elif kind in ("same", "different"):
            pair = rng.sample(sorted(entities[rng.choice(several)]), 2) if rng.random() < 0.7 \
                else rng.sample(sorted(crosswalk), 2)
            act = project.act("decide", kind, *pair)
        elif kind == "lock":
            entity = rng.choice(several)
            out = subprocess.run([project.program, "lock", entity, "--reason", "r", "--json", "-c", "hopnhat.yaml"],
                                 cwd=project.folder, capture_output=True, text=True, check=False)
            assert out.returncode in (0, 2), out.stderr
            if out.returncode == 2:
                continue
            act = json.loads(out.stdout)
        else:
            if not done:
                continue
            decision = done.pop(rng.randrange(len(done)))
            out = subprocess.run([project.program, "undo", decision, "--reason", "r", "-c", "hopnhat.yaml"],
                                 cwd=project.folder, capture_output=True, text=True, check=False)
            assert out.returncode in (0, 2), out.stderr
            assert out.returncode == 0 or "stands in the way" in out.stderr, out.stderr
            continue
        done.append(act["decision_id"])
        if i % 4 == 3:
            assert_night_agrees(project)
    assert_night_agrees(project)


def history_is_kept(project):
    """Events of live decisions are in the changes of the next night, and can be undone later."""
    a, b = largest(project)
    merged = project.act("merge", a, b)
    event = merged["events"][0]["event_id"]
    assert event in [row["event_id"] for row in project.rows("changes")]
    project.run()
    rows = [row for row in project.rows("changes") if row["event_id"] == event]
    assert len(rows) == 1 and rows[0]["decision_id"] == merged["decision_id"], rows
    project.run()
    assert event not in [row["event_id"] for row in project.rows("changes")]
    project.act("undo", event)
    assert_night_agrees(project)


def decided_again(project):
    """The same words twice with their opposite between: the last word stands, and export keeps all three."""
    a, b = largest(project)
    records = [project.entities()[entity][0] for entity in (a, b)]
    acts = [project.act("decide", kind, *records) for kind in ("same", "different", "same")]
    assert len({act["decision_id"] for act in acts}) == 3
    now = project.crosswalk()
    assert now[records[0]] == now[records[1]]
    assert_night_agrees(project)


def golden_of(project, entity):
    return next(row for row in project.rows("golden") if row["entity_id"] == entity)


def giver_of_name(row):
    """The record that gives a golden record its name: the line's own unless it says otherwise."""
    given = row["attributes"]["full_name"]
    return f"{given.get('source', row['source'])}:{given.get('record_id', row['record_id'])}"


def another_name(project):
    """An entity, its golden record, and a record of it that has another name than that shows."""
    with (project.folder / "records.csv").open(encoding="utf-8", newline="") as file:
        names = {name_of(row): row["full_name"] for row in csv.DictReader(file)}
    entities = project.entities()
    for row in project.rows("golden"):
        for record in sorted(entities[row["entity_id"]]):
            if len(entities[row["entity_id"]]) > 2 and names.get(record) and names[record] != names[giver_of_name(row)]:
                return row["entity_id"], row, record
    raise AssertionError("no entity has two names")


def value_chosen(project):
    """A chosen value stands in every later night and comes from the record that was named; undo restores the line."""
    project.run()
    entity, before, record = another_name(project)
    chosen = project.act("decide", "value", entity, "full_name", record)
    assert chosen["decision"] == "value" and chosen["attribute"] == "full_name" and chosen["events"] == [], chosen
    for _ in range(2):
        assert_night_agrees(project)
        assert giver_of_name(golden_of(project, entity)) == record
    project.act("undo", chosen["decision_id"])
    assert_night_agrees(project)
    assert golden_of(project, entity) == before
    # It goes with its record out of the entity, and comes back with it.
    project.act("decide", "value", entity, "full_name", record)
    rest = next(other for other in sorted(project.entities()[entity]) if other != record)
    apart = project.act("split", entity, record)
    project.run()
    now = project.crosswalk()
    assert giver_of_name(golden_of(project, now[record])) == record
    assert giver_of_name(golden_of(project, now[rest])) != record
    project.act("undo", apart["decision_id"])
    assert_night_agrees(project)
    assert giver_of_name(golden_of(project, project.crosswalk()[record])) == record
    assert "full_name" in project.act("decide", "value", entity, "full_nam", record, expect=2)


def decisions_travel(project, other):
    """Export, import into a store that never heard of them: the same entities; again: nothing."""
    done = project.folder / "decisions.csv"
    project.call("decisions", "export", "decisions.csv")
    text = done.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows and set(rows[0]) == {"decision", "kind", "entity_type", "side", "source", "record_id", "reason", "by"}
    text = text.replace(f",{rows[0]['by']}\n", ",another clerk\n")
    (other.folder / "in.csv").write_text(text, encoding="utf-8")
    counts = json.loads(other.call("decisions", "import", "in.csv", "--json"))
    assert counts["imported"] == len({row["decision"] for row in rows}) and counts["known"] == 0, counts
    assert partition(project) == partition(other)
    other.call("decisions", "export", "out.csv")
    said = [[(row["side"], row["source"], row["record_id"], row["reason"], row["by"]) for row in csv.DictReader(lines)]
            for lines in (text.splitlines(), (other.folder / "out.csv").read_text(encoding="utf-8").splitlines())]
    assert said[0] == said[1], said
    assert_night_agrees(other)
    again = json.loads(other.call("decisions", "import", "in.csv", "--json"))
    assert again["imported"] == 0 and again["events"] == 0, again
    # All or nothing, and the row that is wrong is named.
    before = other.call("verify", "--digest")
    broken = text.splitlines()
    broken.append("x1,sideways,person,a,population,1,why,me")
    (other.folder / "broken.csv").write_text("\n".join(broken) + "\n", encoding="utf-8")
    error = other.call("decisions", "import", "broken.csv", expect=2)
    assert f"row {len(broken)}," in error and "kind" in error, error
    assert other.call("verify", "--digest") == before


def read_records(project):
    return list(csv.DictReader((project.folder / "records.csv").read_text(encoding="utf-8").splitlines()))


def write_records(project, rows):
    with (project.folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def what_was_merged_may_go(project):
    """The redirect that a merge left leads to an entity that a later night ends: both ids stay known (I2)."""
    ids = largest(project)
    kept = project.act("merge", *ids)["events"][0]["entity_id"]
    gone = set(project.entities()[kept])
    project.run()
    write_records(project, [row for row in read_records(project) if name_of(row) not in gone])
    assert project.run()["entities"]["retired"] == 1
    assert kept not in project.entities()
    project.call("verify")
    verify_outside(project)


def decided_after_a_kill(project):
    """A night is killed when it has linked; what is decided then must hold in what is resumed (I6)."""
    rows = read_records(project)
    crosswalk = project.crosswalk()
    a, b = rows[0], next(row for row in rows if row["source"] != rows[0]["source"] and
                         crosswalk[name_of(row)] != crosswalk[name_of(rows[0])])
    for column in ("full_name", "birth_date", "national_id", "phone", "address"):
        b[column] = a[column]
    write_records(project, rows)
    night = subprocess.Popen([project.program, "run", "-c", "hopnhat.yaml"], cwd=project.folder, text=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    for line in night.stderr:
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("stage") == "link" and event.get("state") == "done":
            break
    night.kill()  # it may have come to its end by now: the promise is the same
    night.wait()
    night.stderr.close()
    assert len(project.act("decide", "different", name_of(a), name_of(b))["overruled"]) == 0
    project.run()
    crosswalk = project.crosswalk()
    assert crosswalk[name_of(a)] != crosswalk[name_of(b)]
    assert_night_agrees(project)


def name_of(row):
    return f"{row['source']}:{row['record_id']}"


def partition(project):
    return sorted(sorted(records) for records in project.entities().values())


def verified(project):
    """Both verifiers agree that all promises hold; a flipped byte is found."""
    assert "FAULT" not in project.call("verify")
    verify_outside(project)
    victim = sorted((project.folder / "hopnhat-state" / "results" / "current").glob("golden.jsonl.zst"))[0]
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    assert "FAULT" in subprocess.run([project.program, "verify", "-c", "hopnhat.yaml"], cwd=project.folder, text=True,
                                     capture_output=True, check=False).stdout
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)


def main():
    program, generate = (str(Path(path).resolve()) for path in sys.argv[1:3])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(2**31)
    print(f"# seed {seed}")
    rng = random.Random(seed)
    stories = [merge_and_undo, split_and_undo, lock_and_unlock, what_stands_in_the_way, dry_run_and_errors,
               history_is_kept]
    with tempfile.TemporaryDirectory(prefix="decisions-") as scratch:
        def project(name, data_seed, **options):
            made = Project(Path(scratch) / name, program, generate, data_seed, **options)
            made.run()
            return made
        one, two, three = project("one", 11), project("two", 12, one_per_source=True), project("three", 11)
        steps = [(story.__name__, story, (one,)) for story in stories]
        steps += [("decided_again", decided_again, (one,)), ("random_acts", random_acts, (one, rng)), ("random_acts_one_per_source", random_acts, (two, rng)),
                  ("value_chosen", value_chosen, (one,)), ("decisions_travel", decisions_travel, (one, three)),
                  ("decided_after_a_kill", decided_after_a_kill, (three,)),
                  ("what_was_merged_may_go", what_was_merged_may_go, (three,)), ("verified", verified, (one,)), ("verified_one_per_source", verified, (two,))]
        print(f"1..{len(steps)}")
        for n, (name, story, arguments) in enumerate(steps, 1):
            story(*arguments)
            print(f"ok {n} {name}", flush=True)


if __name__ == "__main__":
    main()
