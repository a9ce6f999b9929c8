#!/usr/bin/env python3
"""What may happen between two stages of a night that was killed, and before a held one is published.

usage: test_interrupted.py HOPNHAT VERIFY LIBFAULTSHIM.SO     TAP on stdout
"""
import random
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_rollback import RENAME, Project, faulty, groups  # noqa: E402


def killed_at(project, pattern, *command):
    """The command is killed before the first call that changes a folder whose path is like that."""
    traced = project.copy(f"{project.folder.name}-traced")
    code, log = faulty(traced, *command, **{"class": "rename", "act": "none", "trace": 1})
    assert code in (0, 3), (code, log)
    shutil.rmtree(traced.folder)
    paths = [path for _, _, path in RENAME.findall(log)]
    at = next(n for n, path in enumerate(paths, 1) if re.search(pattern, path))
    code, _ = faulty(project, *command, **{"class": "rename", "act": "kill", "at": at})
    assert code == -signal.SIGKILL, (code, pattern)


def name(record):
    return ":".join(record)


def decide_something(project):
    """Acts that take numbers of decisions, events, and an entity."""
    held = sorted(sorted(records) for records in groups(project.entities()).values())
    pairs, singles = [some for some in held if len(some) > 1], [some for some in held if len(some) == 1]
    ids = project.entities()
    project.act("merge", ids[singles[0][0]], ids[singles[1][0]])
    project.act("split", ids[pairs[0][0]], name(pairs[0][0]))
    project.act("decide", "different", name(pairs[1][0]), name(pairs[1][1]))
    project.act("undo", project.act("lock", ids[pairs[2][0]])["decision_id"])


def parts(project):
    return {frozenset(records) for records in groups(project.entities()).values()}


def people_decide_after_numbers_were_taken(folder):
    """A night that was killed behind its reservations, before link was marked, goes on over what was decided since."""
    folder.mkdir()
    project, rng = Project(folder / "project"), random.Random(3)
    project.run()
    project.damage(rng)
    peace = project.copy("peace")
    decide_something(peace)
    peace.run()
    for at in (r"/segments/[^/]+/XWLK-", r"/segments/[^/]+/EVNT-.*\.tmp$", r"/results/manifest\.json\.tmp$"):
        killed = project.copy("killed")
        killed_at(killed, at, "run", "-q")
        decide_something(killed)
        told = killed.call("run")
        assert "abandoned" not in told, told
        assert parts(killed) == parts(peace), at
        killed.verify()
        killed.run()
        killed.verify()
        shutil.rmtree(killed.folder)


STRICT = "gates: { min_row_ratio: 0.9, max_entity_churn: 100%, max_strong_merges: 100% }\n"


def with_a_held_night(folder):
    """(project, run): a night that lacks half of a register is held; what is delivered since is another thing."""
    folder.mkdir()
    project = Project(folder / "project")
    project.configure(gates=STRICT)
    project.run()
    project.deliver(tax=dict(list(project.rows["tax"].items())[:250]))
    project.run(expect=3)
    held = max(path.name for path in (project.folder / "hopnhat-state/runs").iterdir())
    project.deliver(health={})
    return project, held


def publish(project, held, **options):
    return project.call("publish", held, "--reason", "the register is closed", **options)


def a_held_night_outlives_recover(folder):
    """What was staged and looked at is published, not what lies there today; also out of a backup."""
    project, held = with_a_held_night(folder)
    peace = project.copy("peace")
    publish(peace, held)
    recovered = project.copy("recovered")
    recovered.call("recover")
    restored = project.copy("restored")
    restored.call("state", "backup", "kept")
    restored.act("lock", min(restored.entities().values()))  # the anchor has seen more than the copy
    shutil.rmtree(restored.folder / "hopnhat-state")
    restored.call("state", "restore", "kept")
    restored.call("recover")
    for one in (recovered, restored):
        assert one.call("diff", "current", "held", "--json") == project.call("diff", "current", "held", "--json")
        publish(one, held)
        assert one.held() == peace.held(), one.folder.name
        one.verify()
        one.call("run", "-q", expect=3)  # the gate asks about what was delivered since
        assert one.held() == peace.held(), one.folder.name


def decided_while_a_night_was_held(folder):
    """A night ends an entity that people merge, lock, and move before it is let pass; later it comes again."""
    project, held = with_a_held_night(folder)
    ids = project.entities()
    gone = [number for number in sorted(project.rows["tax"]) if number > 450][:6]
    of = {number: ids["tax", str(number)] for number in gone}
    project.act("merge", of[gone[0]], of[gone[1]])
    project.act("merge", of[gone[2]], ids["tax", "201"])
    project.act("lock", of[gone[3]])
    project.act("undo", project.act("merge", of[gone[4]], of[gone[5]])["decision_id"])
    publish(project, held)
    published = project.state(held)
    known = project.entities()
    project.deliver()
    project.run()
    project.rollback(held)
    assert project.entities() == known
    assert project.state() == published


def a_committed_night_that_was_not_published(folder):
    """A dry run does not publish it; the next night does, though its configuration has one relation more."""
    folder.mkdir()
    project = Project(folder / "project")
    first = project.run()
    project.damage(random.Random(5))
    peace = project.copy("peace")
    second = peace.run()
    killed_at(project, r"/results/r-", "run", "-q")
    held = project.held()
    for command in (("run", "-n"), ("rollback", first, "--reason", "a bad feed", "-n")):
        told = project.call(*command, expect=2)
        assert f"run {second} is committed" in told, (command, told)
        assert project.held() == held, command
    project.configure(more="relations:\n  household: { from: person, to: person, by: { same: national_id, at_most: 20 } }\n")
    third = project.run()
    assert third > second
    assert project.state(second) == peace.state(second)
    project.verify()


STORIES = (people_decide_after_numbers_were_taken, a_held_night_outlives_recover, decided_while_a_night_was_held,
           a_committed_night_that_was_not_published)


def main():
    Project.program, Project.verifier, Project.shim = (str(Path(word).resolve()) for word in sys.argv[1:4])
    print(f"1..{len(STORIES)}")
    with tempfile.TemporaryDirectory(prefix="hn-interrupted-") as scratch:
        for number, story in enumerate(STORIES, 1):
            story(Path(scratch) / story.__name__)
            print(f"ok {number} {story.__name__}", flush=True)


if __name__ == "__main__":
    main()
