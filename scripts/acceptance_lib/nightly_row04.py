"""kill -9 anywhere, then the night again: the same bytes as an undisturbed night, and no finished stage twice."""
import collections
import os
import random
from concurrent.futures import ThreadPoolExecutor

from acceptance_lib import sets
from acceptance_lib.crash_lab import STAGES, Lab, finish, ran_again
from acceptance_lib.limits import Figure

N_RECORDS = 2000
TRIES = 4  # a kill that comes after the end of the run is no kill: it is tried again with another draw


class Plan:
    """How much of everything; the short one is for the test run and for --quick."""

    def __init__(self, n_random, step, n_recovery, n_pipe, stage_floor, window_floor):
        self.n_random, self.step, self.n_recovery, self.n_pipe = n_random, step, n_recovery, n_pipe
        self.stage_floor, self.window_floor = stage_floor, window_floor


FULL, SHORT = Plan(200, 50, 50, 30, 20, 50), Plan(18, 400, 6, 4, 1, 6)


class Tally:
    """What the trials found."""

    def __init__(self):
        self.hits, self.kinds = collections.Counter(), collections.Counter()
        self.n_trials = self.different = self.window = 0
        self.again, self.problems = [], []

    def add(self, killed, attempts, result, label):
        different, words, kind = result
        self.n_trials += 1
        self.different += different
        self.kinds[kind] += 1
        if words:
            self.problems.append(f"{label}: {words}")
        for attempt, after in zip(attempts, attempts[1:]):
            if attempt not in killed:
                continue
            self.hits[attempt.stage] += 1
            # A durable mark needs an fsync; who still starts to commit has not flipped the manifest.
            flipped_later = any(stage == "commit" for stage, _ in after.stages("start"))
            self.window += bool(attempt.stages("done")) and (flipped_later or after in killed)
        self.again += [f"{label}: {stage} {name}".strip() for stage, name in ran_again(attempts)]

    def fewest(self):
        return min(self.hits[stage] for stage in STAGES)

    def hits_text(self):
        return ", ".join(f"{stage} {self.hits[stage]}" for stage in ("begin", *STAGES))


class Killer:
    def __init__(self, lab, rng):
        self.lab, self.rng = lab, rng
        self.pool = ThreadPoolExecutor(max(1, os.cpu_count() or 1))

    def kill_once(self, scenario, draws, label, tally):
        """One trial: each of @draws gives the keywords of one disturbed attempt; TRUE when every one was a kill."""
        trial = self.lab.trial(scenario)
        attempts, killed = [], []
        for draw in draws:
            attempt = trial.attempt(**draw())
            attempts.append(attempt)
            if attempt.killed:
                killed.append(attempt)
            elif attempt.code != 0:
                tally.problems.append(f"{label}: ended {attempt.code}: {' | '.join(attempt.words[-2:])}")
        tally.add(killed, attempts, finish(trial, scenario, attempts), label)
        self.lab.drop(trial)
        return len(killed) == len(draws)

    def kill(self, scenario, draws, label, tally):
        return any(self.kill_once(scenario, draws, label, tally) for _ in range(TRIES))

    def all(self, jobs):
        """How many of (scenario, draws, label, tally) were carried out as wanted."""
        return sum(self.pool.map(lambda job: self.kill(*job), jobs))

    # ---- draws ----

    def instant(self, scenario, stage):
        """SIGKILL at a random moment of @stage, by the clock."""
        return lambda: {"kill": (stage, self.rng.uniform(0, 1.2 * scenario.seconds.get(stage, 0.005)))}

    def call(self, numbers):
        """SIGKILL just before one of the counted I/O calls."""
        return lambda: {"fault": {"class": "all", "act": "kill", "at": self.rng.choice(numbers)}}


def scenario_of(rng, scenarios, stage):
    """Training is only in the first night; elsewhere the second is the richer one."""
    return scenarios[0] if stage == "train" or rng.random() < .3 else scenarios[1]


def random_instants(killer, scenarios, n, tally):
    """How many struck. An instant that a quicker run has left behind strikes nothing and is drawn again."""
    struck = 0
    for _ in range(5):
        jobs = []
        for number in range(n - struck):
            stage = STAGES[number % len(STAGES)]
            scenario = scenario_of(killer.rng, scenarios, stage)
            jobs.append((scenario, [killer.instant(scenario, stage)], f"{scenario.name}, at random in {stage}", tally))
        struck += killer.all(jobs)
    return struck


def every_call(killer, scenarios, step, tally):
    """(planned, carried out)."""
    jobs = [(scenario, [killer.call([number])], f"{scenario.name}, call {number}", tally)
            for scenario in scenarios for number in range(step, len(scenario.calls) + 1, step)]
    return len(jobs), killer.all(jobs)


def top_up(killer, scenarios, plan, tally):
    """Aims at the stages that have too few hits, by their I/O calls; then at the window before the flip."""
    for _ in range(10):
        jobs = []
        for stage in ("begin", *STAGES):
            scenario = scenario_of(killer.rng, scenarios, stage)
            missing = plan.stage_floor - tally.hits[stage]
            jobs += [(scenario, [killer.call(scenario.calls_of(stage))], f"{scenario.name}, in {stage}", tally)
                     for _ in range(missing)]
        if not jobs and tally.window < plan.window_floor:
            numbers = scenarios[1].calls_of("link")
            jobs = [(scenarios[1], [killer.call(numbers)], "second, in the window", tally)
                    for _ in range(plan.window_floor - tally.window)]
        if not jobs:
            return
        killer.all(jobs)


def recovery(killer, scenarios, n, tally):
    jobs = []
    for number in range(n):
        scenario = scenarios[number % len(scenarios)]
        before = [n for n in scenario.calls_of(None) if scenario.calls[n - 1][1] != "publish"]
        early = range(1, max(2, len(scenario.calls) // 3))
        draws = [killer.call(before), killer.call(early)] + ([killer.call(early)] if number % 3 == 0 else [])
        jobs.append((scenario, draws, f"{scenario.name}, and the recovery", tally))
    return killer.all(jobs)


def by_pipe(killer, scenarios, n, tally):
    jobs = [(scenario, [killer.call(scenario.calls_of(None))], f"{scenario.name}, any call", tally)
            for number in range(n) for scenario in [scenarios[number % len(scenarios)]]]
    return killer.all(jobs)


def programs(context):
    shim = context.build / "tests" / "crash" / "libfaultshim.so"
    return context.program("hopnhat"), context.program("hopnhat-generate"), shim


def trials(lab, plan, rng):
    """All figures of the row, as a list; also used by the crash suite."""
    killer = Killer(lab, rng)
    plain = [lab.first(), lab.second()]
    tally, double, piped = Tally(), Tally(), Tally()
    n_instants = random_instants(killer, plain, plan.n_random, tally)
    planned, carried_out = every_call(killer, plain, plan.step, tally)
    top_up(killer, plain, plan, tally)
    n_recovery = recovery(killer, plain, plan.n_recovery, double)
    n_piped = by_pipe(killer, [lab.first(pipe=True), lab.second(pipe=True)], plan.n_pipe, piped)
    killer.pool.shutdown()
    first = (tally.problems + double.problems + piped.problems)[:1]
    again = tally.again + double.again + piped.again
    kinds = tally.kinds + double.kinds + piped.kinds
    return [
        Figure("4.different", tally.different + double.different,
               first[0] if first else f"{tally.n_trials + double.n_trials} trials, {kinds['published']} after publishing"),
        Figure("4.instants", n_instants, f"night 1 and 2 of {lab.n_records:,} records"),
        Figure("4.calls", planned - carried_out, f"{planned} kills, every {plan.step}th of "
               + " and ".join(f"{len(scenario.calls)}" for scenario in plain) + " calls"),
        Figure("4.stages", tally.fewest(), tally.hits_text()),
        Figure("4.window", tally.window),
        Figure("4.recovery", n_recovery),
        Figure("4.pipe", piped.different, f"{n_piped} kills" + (f"; {piped.problems[0]}" if piped.problems else "")),
        Figure("4.again", len(again), again[0] if again else ""),
    ]


def measure(context):
    plan = SHORT if context.quick else FULL
    context.sizes["crash trials"] = N_RECORDS
    lab = Lab(programs(context), context.work("kills"), context.seed, N_RECORDS, sets.config_text(context, "citizens"))
    yield from trials(lab, plan, random.Random(context.seed))
