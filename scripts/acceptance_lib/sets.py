"""Labelled sets as projects: the configuration of configs/SET.yaml and the records beside it."""
import random

from acceptance_lib.context import NotMeasured
from change_records import read_table, write_table
from project_folder import ProjectFolder

CONFIGS = "scripts/acceptance_lib/configs"


def records_path(folder):
    plain = folder / "records.csv"
    return plain if plain.exists() else folder / "records.csv.zst"


def config_text(context, name):
    path = context.root / CONFIGS / f"{name}.yaml"
    if not path.exists():
        raise NotMeasured(f"no configuration {CONFIGS}/{name}.yaml")
    return path.read_text(encoding="utf-8")


def read_set(context, name):
    """(rows, columns) of a labelled set."""
    rows, columns = read_table(records_path(context.linkage_set(name)))
    context.sizes[name] = len(rows)
    return rows, columns


def project(context, name, folder, rows, columns, n_files=1, rng=None):
    """A project in @folder whose deliveries hold @rows, in @n_files files drawn by @rng."""
    made = ProjectFolder(folder, context.program())
    made.write_config(config_text(context, name), "deliveries/*.csv" if n_files > 1 else "deliveries/records.csv")
    deliver(made, rows, columns, n_files, rng)
    return made


def deliver(made, rows, columns, n_files=1, rng=None):
    folder = made.folder / "deliveries"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    if n_files == 1:
        write_table(folder / "records.csv", rows, columns)
        return
    shares = [[] for _ in range(n_files)]
    for row in rows:
        shares[rng.randrange(n_files)].append(row)
    names = rng.sample(range(1000), n_files)
    for share, name in zip(shares, names):
        write_table(folder / f"part-{name:03d}.csv", share, columns)


def shuffled(rows, seed):
    rows = list(rows)
    random.Random(seed).shuffle(rows)
    return rows


def logged_night(context, made, *arguments, **keys):
    """A night that must end 0, noted among the commands of the report."""
    night = any_night(context, made, *arguments, **keys)
    if night.code != 0:
        raise RuntimeError(f"hopnhat run ended {night.code}: {night.message.strip()[-400:]}")
    return night


def any_night(context, made, *arguments, **keys):
    night = made.night(*arguments, **keys)
    context.commands.append({"row": context.row, "command": made.command("run", "-c", made.config, "--json", *arguments),
                             "env": keys.get("env") or {}, "exit": night.code, "seconds": round(night.seconds, 3)})
    return night
