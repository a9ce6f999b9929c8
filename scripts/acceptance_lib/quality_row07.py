"""Five sets as one file with a column source, and as one file per source with other headers, orders, encodings and forms
of dates: the same clusters.
"""
import random

from acceptance_lib import quality_projects, sets
from acceptance_lib.limits import Figure
from acceptance_lib.one_file_per_source import write_files
from change_records import read_table
from project_folder import members

SETS, QUICK = ("febrl4", "dblp_acm", "abt_buy", "senzing_truthset", "citizens"), ("senzing_truthset", "citizens")
N_CITIZENS, QUICK_CITIZENS = 20_000, 3_000


def records_of(context, name):
    if name != "citizens":
        return quality_projects.files_of(context.linkage_set(name), "records.csv")
    folder = context.work("generated")
    n_records = QUICK_CITIZENS if context.quick else N_CITIZENS
    context.run(context.program("hopnhat-generate"), "citizens", "--records", n_records, "--seed", context.seed, "-o",
                folder).demand()
    return folder / "records.csv"


def clusters(made):
    return {tuple(records) for records in members(made.crosswalk()).values()}


def one_set(context, name):
    """(records whose cluster is another one, note)"""
    path = records_of(context, name)
    whole = quality_projects.initialise(context, *quality_projects.fresh(context, f"{name}-whole", path))
    sets.logged_night(context, whole)
    rows, columns = read_table(path)
    context.sizes[name] = len(rows)
    folder = context.work(f"{name}-apart")
    paths, notes = write_files(folder, rows, columns, random.Random(context.seed))
    apart = quality_projects.initialise(context, folder, paths)
    sets.logged_night(context, apart)
    return sum(map(len, clusters(whole) - clusters(apart))), "; ".join(notes)


def measure(context):
    names = QUICK if context.quick else SETS
    differing, notes = 0, []
    for name in names:
        n, note = one_set(context, name)
        differing += n > 0
        notes.append(f"{name} ({note})" + (f": {n} records differ" if n else ""))
    yield Figure("7.clusters", differing, f"of {len(names)} sets; " + ", ".join(notes))
