"""Runs the rows of one capability, prints a line for each limit, writes acceptance-out/NAME.json."""
import argparse
import fnmatch
import importlib.util
import json
import secrets
import subprocess
import sys
import time
import traceback
from pathlib import Path

from acceptance_lib import limits as limits_file
from acceptance_lib.context import ROOT, Context, NotMeasured
from acceptance_lib.limits import Figure


def load_module(name, number):
    """The row's module, or None where nobody has written one."""
    module = f"acceptance_lib.{name}_row{number:02d}"
    if importlib.util.find_spec(module) is None:
        return None
    return importlib.import_module(module)


def measure_row(context, number, limits):
    """{row: Figure} of one numbered row; what goes wrong in it is its own reason, not the driver's end."""
    context.row = f"row{number:02d}"
    module = load_module(context.name, number)
    if module is None:
        return {}
    figures = {}
    try:
        for figure in module.measure(context):
            figures[figure.row] = figure
    except NotMeasured as reason:
        missing = str(reason)
    except Exception as error:  # a row that breaks must not hide the others
        missing = f"{type(error).__name__}: {error}"
        traceback.print_exc(file=sys.stderr)
    else:
        missing = "the row's module gave no figure"
    for limit in limits:
        figures.setdefault(limit.row, Figure(limit.row, None, missing))
    return figures


def line_of(limit, figure, verdict, quick):
    value = "-"
    if figure is not None and figure.value is not None:
        value = limits_file.show(figure.value, limit.floor)
    note = f"  ({figure.note})" if figure and figure.note and figure.value is not None else ""
    goal = f"{limit.floor} -> {limit.aim}" if limit.floor != limit.aim else limit.floor
    head = "quick " if quick else ""
    return f"{head}{limit.name} {limit.row:<17} {limit.what[:78]:<78} {value:>10}  {goal:<18} {verdict}{note}"


def commit():
    done = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40"],
                          capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def measure(context, limits, only):
    """Prints as it goes; returns the judged lines."""
    chosen = [limit for limit in limits if not only or any(fnmatch.fnmatch(limit.row, glob) for glob in only)]
    judged = []
    for number in sorted({limit.number for limit in chosen}):
        mine = [limit for limit in chosen if limit.number == number]
        began = time.monotonic()
        context.rows = {limit.row for limit in mine}
        figures = measure_row(context, number, mine)
        for limit in mine:
            figure = figures.get(limit.row)
            verdict, held = limits_file.judge(limit, figure, context.quick)
            print(line_of(limit, figure, verdict, context.quick), flush=True)
            judged.append({"row": limit.row, "what": limit.what, "floor": limit.floor, "aim": limit.aim,
                           "figure": figure.value if figure else None, "note": figure.note if figure else "",
                           "verdict": verdict, "held": held, "row_seconds": round(time.monotonic() - began, 1)})
    return judged


def write_report(context, judged, started):
    context.out.mkdir(parents=True, exist_ok=True)
    report = {"name": context.name, "quick": context.quick, "seed": context.seed, "commit": commit(),
              "started": started, "sizes": context.sizes, "rows": judged, "commands": context.commands}
    path = context.out / f"{context.name}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return path


def main(usage, arguments=None):
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--only", action="append", default=[], help="rows like 3.* (may be repeated)")
    parser.add_argument("--build", default=ROOT / "build", type=Path)
    parser.add_argument("--out", default=ROOT / "acceptance-out", type=Path)
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args(arguments)
    if options.self_test:
        from acceptance_lib import selftest
        return selftest.main()
    known = limits_file.read(ROOT / "scripts" / "limits.tsv")
    limits = [limit for limit in known if limit.name == options.name]
    if not limits:
        names = ", ".join(sorted({limit.name for limit in known}))
        print(f"acceptance: no '{options.name}' in scripts/limits.tsv; there are: {names}", file=sys.stderr)
        return 2
    seed = options.seed if options.seed is not None else secrets.randbits(32)
    print(f"acceptance {options.name}: seed {seed}, commit {commit()}, build {options.build}"
          + (", quick: nothing holds by a quick run" if options.quick else ""), flush=True)
    context = Context(options.name, options.quick, seed, options.build.resolve(), options.out.resolve())
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    judged = measure(context, limits, options.only)
    path = write_report(context, judged, started)
    n_held = sum(row["held"] for row in judged)
    print(f"{n_held} of {len(judged)} rows in order; {path}")
    return 0 if judged and n_held == len(judged) else 1
