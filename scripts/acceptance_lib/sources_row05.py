"""Two runs started at once, a run paused and taken over, people who decide at every stage of a run."""
import threading

from acceptance_lib.gates_lab import Project, REGISTERS, Registers
from acceptance_lib.limits import Figure
from acceptance_lib.together_lab import Bystander, People, Run, current

RECORDS, QUICK_RECORDS = 12000, 3000
PAIRS, QUICK_PAIRS = 100, 6
# Of a night after the first, which trains.
STAGES = ("land", "standardise", "block", "score", "link", "gate", "commit", "publish")
ROUNDS, QUICK_ROUNDS = 4, 1
TRIES = 30
CLERKS = 3


def change(project):
    dial = lambda _: f"09{project.rng.randrange(10**8):08}"  # noqa: E731
    for name in REGISTERS:
        project.rows[name] = project.changed(name, .01, project.with_column(name, "phone", dial))
    project.deliver()


def at_once(project, n):
    """Nights of two runs, of which not just one published, or the other did not end 75."""
    wrong = []
    for _ in range(n):
        change(project)
        before = current(project)
        runs = [Run(project), Run(project)]
        threads = [threading.Thread(target=run.finish) for run in runs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        published = [run for run in runs if run.code == 0 and run.summary.get("published")]
        # Where the second began after the first had ended, it is a night of its own that changes nothing.
        late = [run for run in published if run.summary.get("entities", {}).get("new") == 0 and len(published) == 2]
        codes = sorted(run.code for run in runs)
        fine = codes == [0, 75] and len(published) == 1 or codes == [0, 0] and late
        if not fine or current(project) == before or current(project) not in [r.summary["run_id"] for r in published]:
            wrong.append(f"exits {codes}, {len(published)} published: {' | '.join(sum((r.words for r in runs), []))}")
    return wrong


def stop_and_take_over(project, stage, state):
    """(the run that was stopped, the other one or None): a run is gone before it can be stopped now and then, has
    published by then, or is stopped while it closes the store, which nobody can open then."""
    change(project)
    others, before = [], current(project)
    run = Run(project)

    def act():
        if stage not in ("commit", "publish") and current(project) != before:
            return True
        other = Run(project, "--take-over").finish()
        if other.code == 75:
            return False
        others.append(other)
        return True
    run.stopped(stage, state, act)
    run.finish()
    return run, others[0] if others else None


def paused(project, stage, state):
    """A run stopped at a stage; another takes over and ends; the first goes on."""
    for _ in range(TRIES):
        run, other = stop_and_take_over(project, stage, state)
        if other is not None:
            break
    else:
        return f"{stage} {state}: never stopped there in {TRIES} nights"
    told = any("took over" in words for words in run.words)
    is_over = run.code == 0 and other.code == 0  # it had published, and was about to end
    if other.code != 0 or not other.summary.get("published") or current(project) != other.summary["run_id"]:
        return f"{stage} {state}: the other ended {other.code}, current is {current(project)}: {other.words}"
    if is_over and stage in ("commit", "publish"):
        return None
    if run.code != 1 or not told or run.summary.get("published"):
        return f"{stage} {state}: the paused run ended {run.code}, told {told}: {run.words}"
    return None


def meanwhile(project, people, by_stage):
    """A night in which people decide when each stage begins and ends, and clerks all the time."""
    change(project)
    over = threading.Event()

    def clerk():
        while not over.is_set():
            people.decide()
    run = Run(project)
    for stage in STAGES:
        for state in ("start", "done"):
            if by_stage:
                run.stopped(stage, state, lambda: people.decide(again=True))
            else:
                run.at(stage, state, people.decide)
    clerks = [] if by_stage else [threading.Thread(target=clerk) for _ in range(CLERKS)]
    for thread in clerks:
        thread.start()
    run.finish()
    over.set()
    for thread in clerks:
        thread.join()
    if run.code != 0 or not run.summary.get("published"):
        raise RuntimeError(f"the night ended {run.code}: {run.words}")
    return len(run.acts)


def measure(context):
    folder = context.work("registers")
    project = Project(Registers(context, folder, QUICK_RECORDS if context.quick else RECORDS))
    project.configure()
    first = project.night()
    if first.code != 0:
        raise RuntimeError(str(first))
    people = People(project)
    longest, lost = 0.0, []
    for _ in range(QUICK_ROUNDS if context.quick else ROUNDS):
        with Bystander(project.state) as bystander:
            meanwhile(project, people, by_stage=False)
        longest = max(longest, *bystander.waits)
        lost += people.lost()
        meanwhile(project, people, by_stage=True)
        lost += people.lost()
        change(project)
        Run(project).finish()
        lost += people.lost()
    lost[:0] = people.refused  # told first: what was refused is lost as well
    wrong = at_once(project, QUICK_PAIRS if context.quick else PAIRS)
    for stage in STAGES:
        for state in ("start", "done"):
            problem = paused(project, stage, state)
            wrong += [problem] if problem else []
    lost += people.lost()
    verify = context.hopnhat("verify", "-c", project.config)
    if verify.code != 0:
        wrong.append(f"verify ended {verify.code}: {verify.out[-400:]}{verify.err[-200:]}")
    context.sizes[context.row] = {"records": sum(map(len, project.rows.values())), "decisions": len(people.made)}
    return [Figure("5.publishers", len(wrong), "; ".join(wrong[:6])),
            Figure("5.lost", len(lost), f"of {len(people.made)} decisions; " + "; ".join(lost[:6])),
            Figure("5.lock", round(longest, 4))]
