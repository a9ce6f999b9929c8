"""I/O that fails under the night, and durable files that were hurt: a named error or the right answer, nothing else."""
import collections
import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor

from acceptance_lib import sets
from acceptance_lib.crash_lab import Lab, finish
from acceptance_lib.limits import Figure
from acceptance_lib.nightly_row04 import N_RECORDS, programs

# (what happens to the call, the classes of calls it happens to)
FAULTS = (("eio", ("open",)), ("eio", ("read",)), ("eio", ("write",)), ("eio", ("fsync",)), ("eio", ("rename",)),
          ("enospc", ("open",)), ("enospc", ("write",)), ("enospc", ("rename",)),
          ("short", ("read",)), ("short", ("write",)), ("fsync-eio", ("fsync",)))
SECTOR_BYTES = 512
COMMANDS = (("verify", "--digest"), ("export", "crosswalk", "-o", "-"), ("run",))
NAMED = (1, 2, 75)  # a night that fails says why; 3 and 4 would be verdicts on the data
N_INTERRUPTED, TRIES = 6, 4


class Plan:
    def __init__(self, n_each_fault, n_places):
        self.n_each_fault, self.n_places = n_each_fault, n_places


FULL, SHORT = Plan(40, 2000), Plan(3, 60)


def is_named(attempt):
    return attempt.code in NAMED and any(line.startswith("hopnhat: ") for line in attempt.words)


def ended(attempt):
    """How it ended, for a person."""
    return f"ended {attempt.code}: " + " | ".join(attempt.words[-2:])


# ---- calls that fail ----

def fault_once(lab, scenario, fault):
    """(hit, what is wrong or "")."""
    trial = lab.trial(scenario)
    before = trial.published()
    attempt = trial.attempt(fault=fault)
    wrong = ""
    if attempt.crashed or (attempt.code != 0 and not is_named(attempt)):
        wrong = ended(attempt)
    elif attempt.code == 0 and trial.outcome() != scenario.reference:
        wrong = "success with a wrong answer"
    elif trial.published() not in (before, scenario.reference.files):
        wrong = "a reader finds results that are neither the old nor the new ones"
    if not wrong:
        _, wrong, _ = finish(trial, scenario, [attempt])
        wrong = wrong and f"{ended(attempt)}; {wrong}"
    lab.drop(trial)
    return attempt.hit, wrong


def fault_trials(lab, scenarios, n_each, rng, pool):
    """(hits by kind, [what is wrong])."""
    jobs = []
    for act, classes in FAULTS:
        for number in range(n_each):
            scenario = scenarios[number % len(scenarios)]
            numbers = scenario.calls_of(None, classes)
            # An even spread over the night, not a lucky bunch.
            at = numbers[(number * len(numbers) // n_each + rng.randrange(len(numbers))) % len(numbers)]
            counted = "fsync" if act == "fsync-eio" else "all"
            at = numbers.index(at) + 1 if counted == "fsync" else at
            jobs.append((scenario, {"class": counted, "act": act, "at": at}, f"{act} on {classes[0]}"))

    def work(job):
        scenario, fault, kind = job
        for _ in range(TRIES):
            hit, wrong = fault_once(lab, scenario, fault)
            if hit or wrong:
                return kind, hit, wrong and f"{scenario.name}, {kind}, call {fault['at']}: {wrong}"
        return kind, False, ""

    hits, wrong = collections.Counter(), []
    for kind, hit, problem in pool.map(work, jobs):
        hits[kind] += hit
        wrong += [problem] if problem else []
    return hits, wrong


# ---- files that were hurt ----

def flip(data, rng):
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)
    return f"bit at byte {at}"


def cut(data, rng):
    at = rng.randrange(len(data))
    del data[at:]
    return f"cut at {at}"


def zero(data, rng):
    at = rng.randrange(0, len(data), SECTOR_BYTES)
    end = min(at + SECTOR_BYTES, len(data))
    data[at:end] = bytes(end - at)
    return f"zeros at {at}"


def swap(data, rng):
    n = len(data) // SECTOR_BYTES
    if n < 2:
        return flip(data, rng)
    one, other = (at * SECTOR_BYTES for at in rng.sample(range(n), 2))
    first, second = slice(one, one + SECTOR_BYTES), slice(other, other + SECTOR_BYTES)
    data[first], data[second] = data[second], data[first]
    return f"sectors at {one} and {other} swapped"


HURTS = (flip, cut, zero, swap)


class State:
    """A state to be hurt, and what each command says while it is whole."""

    def __init__(self, name, start, lab, finished=None):
        """@finished: the results of the night that was interrupted here."""
        self.name, self.start, self.finished = name, start, finished
        self.files = start.durable_files()
        self.expected = {}
        for command in COMMANDS:
            copy = start.copy_to(lab.work / f"{name}-{command[0]}")
            attempt = copy.attempt(*command[1:], command=command[0])
            if attempt.code != 0:
                raise RuntimeError(f"{name}: {command[0]} of the whole state {ended(attempt)}")
            self.expected[command] = self.answer(command, attempt, copy)

    def is_right(self, command, attempt, project):
        answer = self.answer(command, attempt, project)
        if answer == self.expected[command]:
            return True
        # A log that lost the last mark of a published night: the run publishes it once more, and says so.
        return command[0] == "run" and answer == self.finished and attempt.summary.get("resumed") is True

    @staticmethod
    def answer(command, attempt, project):
        """What the command answered: its output; or, of a night, what it published."""
        if command[0] == "run":
            return project.published()
        return attempt.out, project.published() if command[0] == "verify" else None


def hurt_once(lab, state, command, rng):
    """(kind of file, what is wrong or "")."""
    with lab.lock:
        lab.n_trials += 1
        folder = lab.work / f"trial-{lab.n_trials}"
    trial = state.start.copy_to(folder)
    path = trial.folder / rng.choice(state.files).relative_to(state.start.folder)
    whole = path.read_bytes()
    data, how = bytearray(whole), ""
    while data == whole:  # zeros on zeros hurt nothing
        data = bytearray(whole)
        how = rng.choice(HURTS)(data, rng)
    path.write_bytes(data)
    attempt = trial.attempt(*command[1:], command=command[0])
    wrong = ""
    if attempt.crashed or (attempt.code != 0 and not is_named(attempt)):
        wrong = ended(attempt)
    elif attempt.code == 0 and not state.is_right(command, attempt, trial):
        wrong = "another answer, and no error"
    lab.drop(trial)
    name = str(path.relative_to(trial.folder))
    return path.name, wrong and f"{state.name}, {name}, {how}, {command[0]}: {wrong}"


def interrupted(lab, scenario, rng):
    """States that a kill left, with a write-ahead log and checkpoints, from all over the night."""
    numbers = [number for number in scenario.calls_of(None) if scenario.calls[number - 1][1] != "begin"]
    for n in range(N_INTERRUPTED):
        at = numbers[(2 * n + 1) * len(numbers) // (2 * N_INTERRUPTED)]
        start = scenario.start.copy_to(lab.work / f"interrupted-{n}")
        attempt = start.attempt(fault={"class": "all", "act": "kill", "at": at})
        if attempt.killed:
            yield f"killed in {attempt.stage}", start


def states(lab, scenario, rng):
    yield State("published", scenario.finished, lab)
    back = scenario.finished.copy_to(lab.work / "back")
    shutil.copyfile(lab.data[0] / "records.csv", back.delivery)
    yield State("published, new delivery", back, lab)
    for name, start in interrupted(lab, scenario, rng):
        yield State(name, start, lab, scenario.reference.files)


def file_trials(lab, scenario, n_places, rng, pool):
    """(places, hits by file, [what is wrong])."""
    whole = list(states(lab, scenario, rng))
    jobs = [(whole[n % len(whole)] if n % 2 else whole[n // 2 % 2], COMMANDS[n % len(COMMANDS)],
             random.Random(rng.random())) for n in range(n_places)]
    hits, wrong = collections.Counter(), []
    for name, problem in pool.map(lambda job: hurt_once(lab, *job), jobs):
        hits[name] += 1
        wrong += [problem] if problem else []
    return len(jobs), hits, wrong


def trials(lab, plan, rng):
    """All figures of the row, as a list, and everything that is wrong; also used by the crash suite."""
    pool = ThreadPoolExecutor(max(1, os.cpu_count() or 1))
    first, second = lab.first(), lab.second()
    fault_hits, fault_wrong = fault_trials(lab, [second, first, second], plan.n_each_fault, rng, pool)
    n_places, file_hits, file_wrong = file_trials(lab, second, plan.n_places, rng, pool)
    pool.shutdown()
    fault_note = ", ".join(f"{kind} {n}" for kind, n in fault_hits.items())
    file_note = ", ".join(f"{name} {n}" for name, n in file_hits.most_common(6))
    figures = [
        Figure("5.faults", len(fault_wrong), fault_wrong[0] if fault_wrong else fault_note),
        Figure("5.files", len(file_wrong), file_wrong[0] if file_wrong else file_note),
        Figure("5.places", n_places),
    ]
    return figures, fault_wrong + file_wrong


def measure(context):
    plan = SHORT if context.quick else FULL
    context.sizes["fault trials"] = N_RECORDS
    lab = Lab(programs(context), context.work("faults"), context.seed, N_RECORDS, sets.config_text(context, "citizens"))
    figures, wrong = trials(lab, plan, random.Random(context.seed))
    context.work("wrong").joinpath("wrong.txt").write_text("\n".join(wrong) + "\n", encoding="utf-8")
    yield from figures
