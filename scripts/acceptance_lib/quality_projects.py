"""Labelled sets as a newcomer meets them: the records alone in a folder, `init`, `run`, and the truth only afterwards."""
import re
import shutil

from acceptance_lib import sets
from acceptance_lib.context import NotMeasured
from evaluate import evaluate
from project_folder import ProjectFolder

# Sets of two lists, each without duplicates: only pairs across the sources count.
ACROSS = {"febrl4", "dblp_acm", "abt_buy"}
SETS = ("fake_1000", "febrl1", "febrl2", "febrl3", "febrl4", "rldata10000", "historical_50k", "foreigners",
        "patstat_applicants", "senzing_truthset", "dblp_acm", "abt_buy")
QUICK = ("fake_1000", "febrl1", "senzing_truthset")
SAME_FIGURE = 1e-9


def chosen(context):
    return QUICK if context.quick else SETS


def need_command(context, name):
    """What is not there is not measured, and says so."""
    if re.search(rf"^  {name}\s", context.hopnhat("--help").out, re.M) is None:
        raise NotMeasured(f"`hopnhat {name}` is not there")


def files_of(folder, *names):
    """The first of @names, plain or compressed, in the set's folder."""
    for name in names:
        for path in (folder / name, folder / f"{name}.zst"):
            if path.exists():
                return path
    raise NotMeasured(f"{folder} has no {names[0]}")


def initialise(context, folder, files, *arguments):
    """A project in @folder, which holds @files and nothing else; its configuration is what `init` writes."""
    need_command(context, "init")
    made = ProjectFolder(folder, context.program())
    context.hopnhat("init", *[path.name for path in files], "-o", made.config.name, *arguments, cwd=folder).demand()
    return made


def fresh(context, label, path):
    """An empty folder with a copy of the records at @path."""
    folder = context.work(label)
    copy = folder / path.name
    shutil.copyfile(path, copy)
    return folder, [copy]


def crosswalk_of(made):
    return made.results / "crosswalk.jsonl.zst"


def quality(context, crosswalk, truth, across):
    """What `evaluate --json` says, if another program says the same."""
    option = ["--across-sources"] if across else []
    said = context.hopnhat("evaluate", "--crosswalk", crosswalk, "--truth", truth, *option, "--json").demand().summary
    other = evaluate(crosswalk, truth, across)
    if abs(said["pairs"]["f1"] - other["f1"]) > SAME_FIGURE:
        raise RuntimeError(f"evaluate says F1 {said['pairs']['f1']}, scripts/evaluate.py {other['f1']}")
    return said


class FirstNight:
    """A set after `init` and one `run`, and what the truth says of it."""

    def __init__(self, context, name):
        folder = context.linkage_set(name)
        self.name, self.across = name, name in ACROSS
        self.records, self.truth = files_of(folder, "records.csv"), files_of(folder, "truth.csv")
        self.made = initialise(context, *fresh(context, f"{name}-first", self.records))
        night = sets.logged_night(context, self.made)
        self.seconds, self.summary = night.seconds, night.summary
        self.quality = quality(context, crosswalk_of(self.made), self.truth, self.across)
        context.sizes[name] = self.quality["records"]["judged"]

    @property
    def f1(self):
        return self.quality["pairs"]["f1"]


def first_night(context, name):
    """Once for all rows that want it; what failed fails again with the same words."""
    kept = context.cache.setdefault("first_night", {})
    if name not in kept:
        try:
            kept[name] = FirstNight(context, name)
        except (NotMeasured, RuntimeError, OSError, KeyError) as error:
            kept[name] = error
    if isinstance(kept[name], Exception):
        raise kept[name]
    return kept[name]


def reason_of(error):
    return str(error) if isinstance(error, NotMeasured) else f"{type(error).__name__}: {error}"


def over_sets(context, look):
    """({set: look(first night)}, {set: why not}); the row is not measured when no set could be."""
    seen, missing = {}, {}
    for name in chosen(context):
        try:
            seen[name] = look(first_night(context, name))
        except (NotMeasured, RuntimeError, OSError, KeyError) as error:
            missing[name] = reason_of(error)
    if not seen:
        reasons = sorted(set(missing.values()))
        raise NotMeasured("; ".join(reasons[:3]))
    return seen, missing


def absent(missing):
    return "".join(f"; {name} not measured: {why}" for name, why in missing.items())
