"""The cases of the bad-input sets that a file can carry, each with the judge of its verdict.

A judge returns "" or what is wrong. `judged` cases have a verdict in this version; the others must be read without loss.
fold, nofold and poison are judged by linking (badinput_link.py), and read without loss here.
"""
import base64
import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

LIMIT_SECONDS, LIMIT_BYTES = 1.0, 64 << 20
# The pinned values of `transform`; made by the program, read by a person, kept here.
GOLDEN = Path(__file__).resolve().parent / "json_transform.golden.json"


@dataclass
class Case:
    name: str
    form: str
    judge: Callable  # (read, read again) -> ""
    judged: bool
    path: Path | None = None
    data: bytes = b""


def table(path):
    with open(path, encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def differs(found, wanted):
    return "" if found == wanted else f"read as {str(found)[:80]!r}"


def must_refuse(read, _again):
    return "" if read.refused else "accepted"


def must_choose(read, again):
    """Free, but stable: the same choice and the same bytes twice."""
    second = again()
    return "" if (read.code, read.out) == (second.code, second.out) else "another verdict the second time"


def objects(path, form):
    """The rows a CSV must give: upstream's objects, or rows with the header first."""
    wanted = json.loads(path.read_text(encoding="utf-8"))
    if form == "json=objects":
        return wanted
    return [dict(zip(wanted[0], row)) for row in wanted[1:]]


def must_read(wanted):
    def judge(read, _again):
        if read.code != 0 or read.quarantined:
            return f"exit {read.code}, {len(read.quarantined)} quarantined"
        return differs(read.records, wanted)
    return judge


def csv_cases(folder):
    for row in table(folder / "manifest.tsv"):
        judge = must_refuse if row["expect"] == "reject" else must_choose
        if row["expect"] == "accept":
            judge = must_read(objects(folder / "json" / f"{row['name']}.json", row["json_form"]))
        yield Case(f"csv/{row['name']}", "csv", judge, True, folder / "csv" / f"{row['name']}.csv")


def must_parse(path):
    """Accepted, and the value that Python's own parser finds."""
    wanted = json.loads(path.read_text(encoding="utf-8"))

    def judge(read, _again):
        if read.code != 0 or read.quarantined:
            return f"exit {read.code}, {len(read.quarantined)} quarantined"
        records = read.records
        return differs(records[0] if len(records) == 1 else records, wanted)
    return judge


def must_pin(name):
    """Accepted as the pinned text, or refused as pinned."""
    pinned = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}

    def judge(read, _again):
        if name not in pinned:
            return "not pinned in json_transform.golden.json"
        return differs(transform_of(read), pinned[name])
    return judge


def transform_of(read):
    return read.out.decode("utf-8", "replace") if read.code == 0 and not read.quarantined else None


def json_cases(folder):
    for row in table(folder / "manifest.tsv"):
        path = folder / row["file"]
        judge = {"reject": must_refuse, "either": must_choose, "transform": must_pin(row["file"])}.get(row["expect"])
        yield Case(f"json/{Path(row['file']).name}", "json-value", judge or must_parse(path), True, path)


def quoted(field):
    """A one-record CSV file around @field: what a careful exporter writes."""
    return b'record_id,field\n1,"' + field.replace(b'"', b'""') + b'"\n'


def must_keep(field):
    wanted = [{"record_id": "1", "field": field.decode("utf-8", "strict")}]
    return must_read(wanted)


def must_bound(read, _again):
    if read.seconds > LIMIT_SECONDS:
        return f"{read.seconds:.1f} s"
    return "" if read.peak_bytes <= LIMIT_BYTES else f"{read.peak_bytes >> 20} MiB"


def may_refuse_but_not_lose(field):
    """Accepted with the same bytes, or quarantined with the same bytes: never gone, never changed."""
    def judge(read, _again):
        if read.code == 1:
            return ""
        if read.quarantined:
            raw = b"".join(base64.b64decode(raw_of(one)) for one in read.quarantined)
            return "" if field in raw or field.replace(b'"', b'""') in raw else "quarantined with other bytes"
        return differs([record.get("field") for record in read.records], [field.decode("utf-8", "replace")])
    return judge


def raw_of(quarantined):
    return next(value for key, value in quarantined.items() if "raw" in key or "base64" in key)


def field_cases(folder):
    for n, row in enumerate(table(folder / "cases.tsv")):
        field, expect = base64.b64decode(row["base64"]), row["expect"]
        judged = expect in ("data", "reject-row", "limit")
        if expect == "reject-row":
            judge = must_refuse
        elif expect == "limit":
            judge = must_bound
        else:
            judge = must_keep(field) if expect == "data" else may_refuse_but_not_lose(field)
        yield Case(f"field/{n + 2}-{row['category']}", "csv", judge, judged, data=quoted(field))


def naughty_cases(folder):
    for row in table(folder / "strings.tsv"):
        field = base64.b64decode(row["base64"])
        yield Case(f"naughty/{row['line']}", "csv", must_keep(field), False, data=quoted(field))
        if b"\n" not in field and b"\r" not in field:
            line = json.dumps({"record_id": "1", "field": field.decode("utf-8")}, ensure_ascii=False).encode("utf-8")
            yield Case(f"naughty-jsonl/{row['line']}", "jsonl", must_keep(field), False, data=line + b"\n")


def utf8_cases(folder):
    for row in table(folder / "cases.tsv"):
        field = bytes.fromhex(row["hex"])
        plain = not set(field) & set(b'\0\r\n"')
        if row["verdict"] == "valid":
            judge = must_keep(field) if plain else may_refuse_but_not_lose(field)
        else:
            judge = must_refuse
        yield Case(f"utf8/{row['id']}", "csv", judge, False, data=quoted(field))


def normal_form_cases(folder):
    """All rows in one file: what is read is what was written, whatever the normal form."""
    fields = ["".join(chr(int(point, 16)) for point in row["source"].split()) for row in table(folder / "cases.tsv")]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["record_id", "field"])
    writer.writerows(enumerate(fields))
    wanted = [{"record_id": str(n), "field": field} for n, field in enumerate(fields)]
    yield Case("unicode/all", "csv", must_read(wanted), False, data=text.getvalue().encode("utf-8"))


def load(context):
    folder = context.badinput()
    makers = (("csv", csv_cases), ("json-testsuite", json_cases), ("hostile-fields", field_cases),
              ("naughty-strings", naughty_cases), ("utf8-tests", utf8_cases),
              ("unicode-vi-normalization", normal_form_cases))
    return [case for name, maker in makers for case in maker(folder / name)]
