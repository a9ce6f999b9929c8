"""init at size: a million rows, its time, the memory of all its processes, and the same configuration twice."""
from acceptance_lib import process_tree, quality_projects
from acceptance_lib.limits import Figure

N_RECORDS, QUICK_RECORDS = 1_000_000, 50_000


def timed(context, data, name):
    folder = context.work(name) / "night"  # the project has the folder's name
    folder.mkdir(exist_ok=True)
    command = [context.program(), "init", data / "records.csv", "-o", folder / "hopnhat.yaml"]
    watched = process_tree.run(command, folder)
    context.commands.append({"row": context.row, "command": [str(part) for part in command], "env": {}, "exit": watched.code,
                             "seconds": round(watched.seconds, 3), "peak_bytes": watched.peak_bytes})
    if watched.code != 0:
        raise RuntimeError(f"init ended {watched.code}: {watched.err.strip()[-300:]}")
    return watched, (folder / "hopnhat.yaml").read_bytes()


def measure(context):
    quality_projects.need_command(context, "init")
    n_records = QUICK_RECORDS if context.quick else N_RECORDS
    data = context.work("data")
    context.run(context.program("hopnhat-generate"), "citizens", "--records", n_records, "--seed", context.seed, "-o",
                data).demand()
    context.sizes["citizens"] = n_records
    first, text = timed(context, data, "first")
    second, again = timed(context, data, "second")
    yield Figure("10.seconds", max(first.seconds, second.seconds), f"{first.seconds:.1f} and {second.seconds:.1f} s,"
                 f" {n_records:,} rows")
    yield Figure("10.memory", max(first.peak_bytes, second.peak_bytes) / 2**20, "MiB, the whole tree of processes")
    yield Figure("10.same", int(text != again), f"{len(text):,} bytes of YAML")
