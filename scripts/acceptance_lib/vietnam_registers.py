"""Generated Vietnamese registers as a newcomer meets them: raw columns in a folder, `init`, `run`, and the truth only afterwards."""
import csv
import json
import os
import shutil

from acceptance_lib import nightly_row11, quality_projects
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


def peer(context, kind, folder):
    """The peer's best F1 over nine thresholds, by hand-written settings, on the columns of @folder's records."""
    script = context.root / "scripts" / "acceptance_lib" / f"splink_{kind}.py"
    ran = context.run(nightly_row11.peer_python(context), script, folder, timeout=1800).demand()
    return json.loads([line for line in ran.out.splitlines() if line.startswith("{")][-1])


def first_of(value, fits=lambda text: True):
    """Of several values of a field the first that fits."""
    return next((text for text in value.split(" | ") if text and fits(text)), "")


def as_peer_reads(kind, row, raw):
    """A row of the peer's columns, of the values that we compared; what we do not compare it has as delivered."""
    unit, _, line = row.get("address", "").partition("|")
    place = {"address": line, "ward": unit.partition("@")[0], "province": unit[:2]}
    if kind == CITIZENS:
        numbers = row.get("national_id", "")
        return {**raw, **place, "full_name": row.get("full_name", ""), "birth_date": row.get("birth_date", ""),
                "sex": row.get("sex", ""), "mother_name": row.get("mother_name", ""), "phone": first_of(row.get("phone", "")),
                "national_id": first_of(numbers, lambda text: len(text) == 12),
                "old_id": first_of(numbers, lambda text: len(text) == 9)}
    return {**raw, **place, "name": row.get("organisation", ""), "name_en": row.get("name_en", ""),
            "tax_code": row.get("tax_code", ""), "founded": row.get("founded", ""), "phone": first_of(row.get("phone", "")),
            "email": row.get("email", ""), "representative": row.get("full_name", "")}


def standardised(context, kind, night):
    """A folder with the records of @night in the columns that we compare, for the peer: what linking saw."""
    exported = night.made.folder / "standardised.csv"
    context.hopnhat("export", "records", "-c", night.made.config, "-o", exported, cwd=night.made.folder).demand()
    folder = context.work(f"fed-{kind}")
    shutil.copyfile(night.data / "truth.csv", folder / "truth.csv")
    raw = {row["record_id"]: row for row in read_csv(night.data / "records.csv")}
    rows = [as_peer_reads(kind, row, raw[row["record_id"]]) for row in read_csv(exported)]
    with open(folder / "records.csv", "w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(next(iter(raw.values()))), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return folder


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
