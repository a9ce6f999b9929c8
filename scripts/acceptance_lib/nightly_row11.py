"""A race with Splink on generated citizens: same CSV, same rules, same levels, two cores each, alternating."""
import hashlib
import json
import os
import shutil
import statistics
import sys
from pathlib import Path

from acceptance_lib import process_tree, sets
from acceptance_lib.context import NotMeasured
from acceptance_lib.limits import Figure
from evaluate import evaluate
from project_folder import ProjectFolder

N_RECORDS, QUICK_RECORDS = 1_000_000, 100_000
N_ROUNDS, QUICK_ROUNDS = 5, 1
PINNED = ("splink==5.0.0", "duckdb==2.0.0", "pandas==3.1.1")
PEER_F1 = 0.987  # the table of measured baselines, selective workload
WRAPPER = Path(__file__).resolve().parent / "splink_wrapper.py"
N_CORES = 2


def peer_python(context):
    """The venv's interpreter; made once, kept in acceptance-out."""
    venv = context.out / "venv-splink"
    python = venv / "bin" / "python"
    ready = venv / ".ready"
    pins = " ".join(PINNED)
    if ready.exists() and ready.read_text(encoding="utf-8") == pins:
        return python
    shutil.rmtree(venv, ignore_errors=True)
    for command in ((sys.executable, "-m", "venv", venv), (python, "-m", "pip", "install", "-q", *PINNED)):
        ran = context.run(*command, timeout=900)
        if ran.code != 0:
            raise NotMeasured(f"the peer cannot be installed: {(ran.err or ran.out).strip()[-200:]}")
    ready.write_text(pins, encoding="utf-8")
    return python


def settings_file(context):
    path = context.shared / "peers" / "splink_speed.py"
    if not path.exists():
        raise NotMeasured(f"the peer's settings are not here: {path} (set HN_SHARED)")
    return path


def cores():
    """The first two cores we may use, for taskset."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < N_CORES or shutil.which("taskset") is None:
        raise NotMeasured("two cores and taskset are needed")
    return ",".join(map(str, allowed[:N_CORES]))


def run_ours(context, pin, data, n):
    """A whole first night, training included, from the CSV to durable results."""
    made = ProjectFolder(context.work(f"ours-{n}"), context.program())
    made.write_config(sets.config_text(context, "citizens"), "deliveries/records.csv")
    (made.folder / "deliveries").mkdir()
    os.link(data / "records.csv", made.folder / "deliveries" / "records.csv")
    command = ["taskset", "-c", pin, *made.command("run", "-c", made.config, "--json", "--threads", N_CORES)]
    watched = process_tree.run(command, made.folder)
    note(context, command, watched)
    if watched.code != 0:
        raise RuntimeError(f"hopnhat run ended {watched.code}: {watched.err.strip()[-300:]}")
    summary = json.loads([line for line in watched.out.splitlines() if line.startswith("{")][-1])
    quality = evaluate(made.results / "crosswalk.jsonl.zst", data / "truth.csv")
    if n:
        shutil.rmtree(made.folder)
    return {"seconds": watched.seconds, "peak": watched.peak_bytes, "pairs": summary["pairs"], "f1": quality["f1"],
            "phases": summary.get("seconds", {})}


def run_peer(context, python, pin, settings, data, n):
    folder = context.work(f"peer-{n}")
    command = ["taskset", "-c", pin, python, WRAPPER, settings, data, folder / "clusters.csv"]
    watched = process_tree.run(command, folder)
    note(context, command, watched)
    if watched.code != 0:
        raise RuntimeError(f"the peer ended {watched.code}: {watched.err.strip()[-300:]}")
    result = json.loads([line for line in watched.out.splitlines() if line.startswith("{")][-1])
    return {"seconds": result["total"], "peak": watched.peak_bytes, "f1": result["f1"], "phases": result["phases"]}


def note(context, command, watched):
    context.commands.append({"row": context.row, "command": [str(part) for part in command], "env": {},
                             "exit": watched.code, "seconds": round(watched.seconds, 3),
                             "peak_bytes": watched.peak_bytes})


def measure(context):
    n_records = QUICK_RECORDS if context.quick else N_RECORDS
    load = os.getloadavg()[0]  # before any work of ours: the race wants a quiet machine
    settings, pin, generate = settings_file(context), cores(), context.program("hopnhat-generate")
    sets.config_text(context, "citizens")
    python = peer_python(context)
    data = context.work("data")
    context.run(generate, "citizens", "--records", n_records, "--seed", context.seed, "-o", data).demand()
    context.sizes["citizens"] = n_records
    counted = json.loads(context.run(python, WRAPPER, "--pairs", data).demand().out)["pairs"]
    ours, peer = [], []
    for n in range(QUICK_ROUNDS if context.quick else N_ROUNDS):
        ours.append(run_ours(context, pin, data, n))
        peer.append(run_peer(context, python, pin, settings, data, n))
    context.sizes["race"] = {"ours": ours, "peer": peer, "pairs": counted, "load_before": load,
                             "settings_sha256": hashlib.sha256(settings.read_bytes()).hexdigest()}
    yield from figures(n_records, ours, peer, counted, settings, load)


def middle(runs, key):
    return statistics.median(run[key] for run in runs)


def figures(n_records, ours, peer, counted, settings, load):
    seconds, peer_seconds = middle(ours, "seconds"), middle(peer, "seconds")
    digest = hashlib.sha256(settings.read_bytes()).hexdigest()[:12]
    yield Figure("11.speed", peer_seconds / seconds, f"{seconds:.1f} s, peer {peer_seconds:.1f} s; F1 {middle(ours, 'f1'):.4f},"
                 f" peer {middle(peer, 'f1'):.4f}; medians of {len(ours)}; load before {load:.1f}; settings sha256 {digest}")
    peak, peer_peak = middle(ours, "peak"), middle(peer, "peak")
    yield Figure("11.memory", peak / peer_peak, f"{peak / 2**20:.0f} MiB, peer {peer_peak / 2**20:.0f} MiB")
    worst = max(abs(run["pairs"] - counted) for run in ours)
    yield Figure("11.pairs", worst, f"{counted:,} pairs by DuckDB, {ours[0]['pairs']:,} here")
    if n_records != N_RECORDS:
        yield Figure("11.peer", None, f"the table has {N_RECORDS:,} records; {middle(peer, 'f1'):.4f} with {n_records:,}")
        return
    yield Figure("11.peer", abs(middle(peer, "f1") - PEER_F1), f"{middle(peer, 'f1'):.4f}, table {PEER_F1}")
