"""scripts/limits.tsv: the promised figures, and how a measured one is judged against them."""
import csv
import re
from dataclasses import dataclass


@dataclass
class Limit:
    name: str
    row: str
    what: str
    floor: str
    aim: str
    may: str

    @property
    def number(self):
        return int(self.row.split(".")[0])


@dataclass
class Figure:
    """What one row measured. @value: a number; or None with @note saying why there is none."""
    row: str
    value: float | None
    note: str = ""


def read(path):
    with open(path, encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t",
                              quoting=csv.QUOTE_NONE)
        return [Limit(**{key: (value or "") for key, value in row.items()}) for row in rows]


def parse(bound):
    """">=.909" -> (">=", .909, 3 decimals)."""
    match = re.fullmatch(r"(=|>=|<=)([0-9]*\.?[0-9]+)", bound)
    if match is None:
        raise ValueError(f"limits.tsv: '{bound}' is no bound")
    decimals = len(match.group(2).split(".")[1]) if "." in match.group(2) else 0
    return match.group(1), float(match.group(2)), decimals


def reaches(value, bound):
    sign, wanted, _ = parse(bound)
    return {"=": value == wanted, ">=": value >= wanted, "<=": value <= wanted}[sign]


def distance(value, bound):
    """How far @value is from @bound; 0 when it is reached."""
    return 0.0 if reaches(value, bound) else abs(value - parse(bound)[1])


def show(value, bound):
    """@value with the bound's decimals and one more; rounding never makes a miss look like a hit."""
    decimals = parse(bound)[2]
    if decimals == 0 and float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:.{decimals + 1}f}"


def judge(limit, figure, quick):
    """(verdict, counts as held): the verdict's words are holds, short by, not measured, look."""
    if limit.may == "look":
        return f"look: {figure.note}" if figure else "look", True
    if figure is None or figure.value is None:
        reason = figure.note if figure and figure.note else "no module measures this row"
        return f"not measured: {reason}", limit.may == "not-measured" and not quick
    if not reaches(figure.value, limit.floor):
        return f"short by {show(distance(figure.value, limit.floor), limit.floor)}", False
    to_aim = distance(figure.value, limit.aim)
    tail = f", {show(to_aim, limit.aim)} to the aim" if to_aim > 0 else ""
    return ("floor reached" if quick else "holds") + tail, not quick
