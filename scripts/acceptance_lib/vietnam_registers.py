"""Generated Vietnamese registers as a newcomer meets them: raw columns in a folder, `init`, `run`, and the truth only afterwards."""
import csv
import json
import os
import shutil

from acceptance_lib import nightly_row11, quality_projects
from acceptance_lib.context import NotMeasured
from evaluate import read_rows
from project_folder import ProjectFolder

CITIZENS, BUSINESSES = "citizens", "businesses"
RECORDS = {CITIZENS: 100_000, BUSINESSES: 40_000}
QUICK_RECORDS = {CITIZENS: 10_000, BUSINESSES: 5_000}
PROFILE = "five-registers"
N_SEEDS = 3


def seeds(context):
    return [context.seed + n for n in range(1 if context.quick else N_SEEDS)]


def size_of(context, kind):
    return (QUICK_RECORDS if context.quick else RECORDS)[kind]


def generate(context, kind, seed, profile=PROFILE, n_records=None):
    """The folder of the generated data; once for all rows."""
    n_records = n_records or size_of(context, kind)
    kept = context.cache.setdefault("registers", {})
    key = (kind, seed, profile, n_records)
    if key not in kept:
        folder = context.out / "work" / "registers" / "-".join(map(str, key))
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        context.run(context.program("hopnhat-generate"), kind, "--profile", profile, "--records", n_records, "--seed", seed,
                    "-o", folder).demand()
        context.sizes[f"{kind}, seed {seed}, {profile}"] = n_records
        kept[key] = folder
    return kept[key]


class Night:
    """`init` and one `run` over the raw columns of @data, and what the truth says of it."""

    def __init__(self, context, label, data, environment=None, edit=None, threads=None):
        self.data, self.environment = data, environment or {}
        folder = context.work(label)
        shutil.copyfile(data / "records.csv", folder / "records.csv")
        self.made = ProjectFolder(folder, context.program())
        context.hopnhat("init", "records.csv", "-o", self.made.config.name, cwd=folder, env=self.environment).demand()
        if edit is not None:
            edit(self.made.config)
        ran = context.run(*self.made.command("run", "-c", self.made.config, "--json", *(["--threads", threads] if threads else [])), cwd=folder, env=self.environment)
        self.summary, self.seconds = ran.demand().summary, ran.seconds
        self.quality = quality_projects.quality(context, quality_projects.crosswalk_of(self.made), data / "truth.csv", False)
        pairs = self.quality["pairs"]
        self.f1, self.precision, self.recall = pairs["f1"], pairs["precision"], pairs["recall"]

    def entities(self):
        """record_id -> entity_id of the published crosswalk."""
        return {row["record_id"]: row["entity_id"] for row in read_rows(quality_projects.crosswalk_of(self.made))}


def night(context, kind, seed, profile=PROFILE):
    kept = context.cache.setdefault("register_nights", {})
    key = (kind, seed, profile)
    if key not in kept:
        kept[key] = Night(context, "-".join(map(str, key)), generate(context, kind, seed, profile))
    return kept[key]


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def peer(context, kind, records, truth):
    """The peer's best F1 over nine thresholds, by hand-written settings, on the columns of @records."""
    script = context.root / "scripts" / "acceptance_lib" / f"splink_{kind}.py"
    if not script.exists():
        raise NotMeasured(f"no settings of the peer for {kind}")
    ran = context.run(nightly_row11.peer_python(context), script, records, truth, timeout=1800).demand()
    return json.loads([line for line in ran.out.splitlines() if line.startswith("{")][-1])


def standardised(context, night):
    """The records of @night as CSV of the columns that we compare, for the peer: what linking saw."""
    path = night.data / "standardised.csv"
    context.hopnhat("export", "records", "-c", night.made.config, "-o", path, cwd=night.made.folder).demand()
    return path


def half_of_tables(context, names, rng):
    """A folder of reference tables of which those named have a random half of their rows."""
    folder = context.work("half-tables")
    for path in sorted((context.root / "datasets" / "reference").glob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if path.stem in names:
            kept = set(rng.sample(range(len(rows)), len(rows) // 2))
            rows = [row for n, row in enumerate(rows) if n in kept]
        (folder / path.name).write_text(header + "".join(rows), encoding="utf-8")
    return {**os.environ, "HN_REFERENCE": str(folder)}
