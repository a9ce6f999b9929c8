"""Which values a record gives to an attribute (docs/formats.md, "key of a value"): raw, joined, split, parted, undamaged.

A value that is not as it was delivered must be one of those that the configuration explains; each is checked in its
own way, from what it became back to what was delivered.
"""
import json
import re

from text_damage import could_become

SEXES = ("male", "female")
LONGEST_NUMBER_APART = 40  # of a telephone with its extension; longer is no number but the field


def fields_of(version):
    return {column.decode("utf-8", "replace"): (kind, value.decode("utf-8", "replace"))
            for column, (kind, value) in zip(version.columns, version.fields) if kind}


def json_elements(text):
    try:
        elements = json.loads(text, parse_float=str, parse_int=str)
    except ValueError:
        return []
    words = {True: "true", False: "false", None: ""}
    return [e if isinstance(e, str) else words[e] if isinstance(e, bool) or e is None
            else json.dumps(e, separators=(",", ":"), ensure_ascii=False) for e in elements]


def as_delivered(one, present):
    """Every raw value that the columns @present of one mapping can give."""
    given = {one.join.join(text for _, text in present)}
    for kind, text in present:
        given.add(text)
        if one.split:
            given.update(text.split(one.split))
        if kind == 2 and text.startswith("["):
            given.update(json_elements(text))
    return given


# ---- without damage ----

def is_undamaged(value, pieces, join, damages):
    """@value is the @pieces joined, each as it was or without one of @damages."""
    places = {0}
    for n, piece in enumerate(pieces):
        last = n == len(pieces) - 1
        ends = {(at, end) for at in places for end in ends_of_piece(value, at, join, last)}
        places = {end if last else end + len(join) for at, end in ends
                  if value[at:end] == piece or could_become(value[at:end], piece, damages)}
    return len(value) in places


def ends_of_piece(value, at, join, last):
    if last:
        return [len(value)]
    return [match.start() for match in re.finditer(re.escape(join), value) if match.start() >= at]


# ---- several numbers in one field ----

def is_number_apart(value, text):
    """One of several telephones or papers that stand in one field: no digit of its own is left outside."""
    if value == "" or len(value) > LONGEST_NUMBER_APART or not any(c.isdigit() for c in value):
        return False
    at = text.find(value)
    while at >= 0:
        before, behind = text[at - 1:at], text[at + len(value):at + len(value) + 1]
        if not (before.isdigit() and value[0].isdigit()) and not (behind.isdigit() and value[-1].isdigit()):
            return True
        at = text.find(value, at + 1)
    return False


# ---- what a personal number says ----

def said_by_number(text, of_type):
    """Birth year or sex of the twelve digits of a citizen (Circular 07/2016/TT-BCA, article 7), or None."""
    digits = re.sub(r"\D", "", re.sub(r"\.0$", "", text.strip()))
    if not 9 < len(digits) <= 12:
        return None
    digits = digits.zfill(12)
    century, year = int(digits[3]), digits[4:6]
    return str(19 + century // 2) + year if of_type == "date" else SEXES[century % 2]


def is_given(value, one, version, of_type, is_many):
    """Whether mapping @one of a record gives @value to an attribute of @of_type."""
    fields = fields_of(version)
    present = [fields[column] for column in one.columns if column in fields and fields[column][1] != ""]
    if value in as_delivered(one, present):
        return True
    texts = [text for _, text in present]
    if one.repair and (is_undamaged(value, texts, one.join, one.repair) or
                       any(is_undamaged(value, [text], one.join, one.repair) for text in texts)):
        return True
    if is_many and one.split is None and of_type in ("phone", "citizen_number"):
        return any(is_number_apart(value, text) for text in texts)
    number = fields.get(one.number, (0, ""))[1] if one.number else ""
    return of_type in ("date", "sex") and said_by_number(number, of_type) == value


def gives(value, maps, version, spec):
    return any(is_given(value, one, version, spec.type, spec.is_many) for one in maps)
