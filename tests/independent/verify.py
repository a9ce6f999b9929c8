#!/usr/bin/env python3
"""Checks a project's published state from outside: shares no code with the engine, knows docs/formats.md only.

usage: verify.py CONFIG [--results DIR] [--meets [CONFIG]] [--json]
--results DIR: another results folder, which must be equal byte for byte (I7).
--meets: the published run is no older than `meets` of the configuration, so that all of it holds; or it was made under that of
    another configuration, named here. The store does not say so.
A fault is one line, `PROMISE: what is wrong`; the promises are I1 I2 I3 I5 I6 I7 I10, frame, manifest, anchor, apart,
meetings, targets, and the names of the results. Ends 0 when there is none, 1 otherwise, 2 when there is nothing to check.
"""
import argparse
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from faults import Faults, format_id  # noqa: E402
from project_config import Project, Unreadable  # noqa: E402
from published_results import check_results, compare_folders  # noqa: E402
from published_targets import check_targets  # noqa: E402
from source_meetings import note_unasked  # noqa: E402
from store_promises import check_store  # noqa: E402
from store_state import Store  # noqa: E402


def verify(config, other_results, law=None):
    """@law: the configuration whose `meets` the published run was made under; None: it may be older than that of @config."""
    faults = Faults()
    project = Project(config)
    store = Store(project, faults)
    if law is not None:
        store.law, store.law_holds = Project(law), True
    note_unasked(store, faults)
    current = check_store(store, faults)
    if store.published_run == 0:
        if faults.found:
            return faults
        raise Unreadable("no run was published")
    check_results(store, current, faults)
    check_targets(store, faults)
    if other_results is not None:
        own = os.path.join(project.state, "results", format_id("r", store.published_run))
        compare_folders(own, other_results, faults)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("config")
    parser.add_argument("--results")
    parser.add_argument("--meets", nargs="?", const="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        faults = verify(options.config, options.results, options.config if options.meets == "" else options.meets)
    except (OSError, Unreadable, sqlite3.DatabaseError) as problem:
        print(f"verify: {problem}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"faults": [{"promise": p, "message": m} for p, m in faults.found], "more": faults.more,
                          "checked": faults.counts, "notes": faults.notes}, ensure_ascii=False))
    else:
        for promise, message in faults.found:
            print(f"{promise}: {message}")
        for promise, count in faults.more.items():
            print(f"{promise}: and {count} more")
        for note in faults.notes:
            print(f"note: {note}", file=sys.stderr)
        checked = ", ".join(f"{count} {what}" for what, count in sorted(faults.counts.items()))
        print(f"{len(faults.found) + sum(faults.more.values())} faults; checked {checked}", file=sys.stderr)
    return 1 if faults.found else 0


if __name__ == "__main__":
    sys.exit(main())
