#!/usr/bin/env python3
"""Changes some records of a CSV as a day would: corrects, withdraws and adds; the same seed, the same bytes.

usage: change_records.py IN.csv[.zst] OUT.csv[.zst] [--records N] [--seed S] [--key COLUMN]
Of N records three fifths get a slip in one field, one fifth goes, and one fifth comes anew: copies of others with a
slip and a key of their own. What was done goes to stdout: `corrected|withdrawn|added KEY`.
"""
import argparse
import csv
import io
import random
import subprocess
import sys

from evaluate import open_text


def slip(text, rng):
    """One typing slip: a letter left out, doubled, or two neighbours swapped."""
    at = rng.randrange(len(text))
    kind = rng.randrange(3) if len(text) > 1 else 1
    if kind == 0:
        return text[:at] + text[at + 1:]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    at = min(at, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


def change(rows, columns, key, n_records, rng, fixed=()):
    """(new rows, [(what, key)]): the changed rows; @fixed names columns that keep their values."""
    fields = [name for name in columns if name != key and name not in ("source", *fixed)]

    def with_slip(row):
        filled = [name for name in fields if len(row[name]) > 1]
        if not filled:
            return None
        name = rng.choice(filled)
        changed = dict(row)
        while changed[name] == row[name]:  # a doubled-letter swap changes nothing: try again
            changed[name] = slip(row[name], rng).strip()
        return changed

    chosen = rng.sample(range(len(rows)), min(n_records, len(rows)))
    n_fifth = len(chosen) // 5
    gone, copied, corrected = set(chosen[:n_fifth]), chosen[n_fifth:2 * n_fifth], set(chosen[2 * n_fifth:])
    out, log = [], []
    for n, row in enumerate(rows):
        if n in gone:
            log.append(("withdrawn", row[key]))
            continue
        changed = with_slip(row) if n in corrected else None
        if changed is not None:
            log.append(("corrected", row[key]))
        out.append(changed or row)
    for n in copied:
        added = with_slip(rows[n]) or dict(rows[n])
        added[key] = rows[n][key] + "n"
        log.append(("added", added[key]))
        out.append(added)
    return out, log


def read_table(path):
    with open_text(path) as lines:
        reader = csv.DictReader(lines)
        rows = list(reader)
        return rows, list(reader.fieldnames)


def write_table(path, rows, columns):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode("utf-8")
    if str(path).endswith(".zst"):
        data = subprocess.run(["zstd", "-q", "-3", "-c"], input=data, capture_output=True, check=True).stdout
    with open(path, "wb") as out:
        out.write(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--key", default="record_id")
    options = parser.parse_args()
    rows, columns = read_table(options.source)
    rows, log = change(rows, columns, options.key, options.records, random.Random(options.seed))
    write_table(options.target, rows, columns)
    for what, key in log:
        print(what, key)
    return 0


if __name__ == "__main__":
    sys.exit(main())
