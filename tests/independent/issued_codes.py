"""Tax codes as the General Department of Taxation writes them: what one says of two records, and of a branch and its firm."""
import re
import unicodedata

from given_forms import fields_of

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # Circular 105/2020/TT-BTC, as the check digit is computed
PLAIN_CODE = re.compile(r"\s*(\d{10})(?:-?(\d{3}))?\s*")
# A household's business as its name begins, or its form is told, with marks or without: its suffix is a place of work.
HOUSEHOLD = re.compile(r"\s*(h\W?k\W?d\b|ho\W? *k\W?d\b|ho kinh doanh|ho ca the|household business|business household)", re.I)
NUMBERS = ("digits", "tax_code", "citizen_number", "insurance_number")


def without_marks(text):
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def is_confirmed(ten):
    steps = {(int(b) - int(a)) % 10 for a, b in zip(ten, ten[1:])}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return False  # 1111111111, 0123456789: fillers
    return 10 - sum(w * int(digit) for w, digit in zip(WEIGHTS, ten)) % 11 == int(ten[9])


def texts_of(maps, version):
    fields = fields_of(version)
    return [fields[column][1] for one in maps for column in one.columns if column in fields and fields[column][1].strip()]


def confirmed_code(maps, version):
    """(ten digits, branch or "") of a record whose one code is written plainly and confirmed, or None."""
    texts = texts_of(maps, version)
    match = PLAIN_CODE.fullmatch(texts[0]) if len(texts) == 1 else None
    if match is None or not is_confirmed(match.group(1)):
        return None
    says = [without_marks(field[1]) for field in fields_of(version).values()]
    suffix = "" if any(HOUSEHOLD.match(text) for text in says) else (match.group(2) or "").replace("000", "")
    return match.group(1), suffix


def say_apart(first, second):
    """Two firms, or two branches. A firm's code at a branch is no other code: its name tells, and names are not read here."""
    return first[0] != second[0] or "" not in (first[1], second[1]) and first[1] != second[1]


def check_apart(checker):
    """No entity holds two codes that their check digits confirm, unless people said so (decision 0044)."""
    for entity_type, spec in checker.store.project.entities.items():
        bound = {r for d in checker.standing.get(entity_type, []) if d.kind in ("same", "lock") for r in d.present[0]}
        for attribute in (name for name, one in spec.attributes.items() if one.parts_records):
            held = {}
            for record, entity in checker.crosswalk.items():
                feed, version = checker.current.get(record, (None, None))
                if checker.type_of[record] != entity_type or feed not in checker.store.project.feeds or record in bound:
                    continue
                code = confirmed_code(checker.store.project.feeds[feed].maps.get(attribute, []), version)
                if code is not None:
                    held.setdefault(entity, {}).setdefault(code, record)
            checker.faults.count("confirmed codes", sum(map(len, held.values())))
            check_codes(checker, attribute, held)


def check_codes(checker, attribute, held):
    for entity, codes in held.items():
        known = sorted(codes)
        for n, first in enumerate(known):
            for second in known[n + 1:]:
                if say_apart(first, second):
                    checker.tell_apart(entity, attribute, codes[first], codes[second])


# ---- what relations lean on ----

def number_keys(maps, version, of_branch):
    """The numbers of a record without what is around their digits; of tax codes a firm's ten, lost zeros or not."""
    found = set()
    for text in texts_of(maps, version):
        digits = re.sub(r"\D", "", re.sub(r"\.0$", "", text.strip()))
        found |= {digits[:10], ("0" + digits)[:10]} if of_branch else {digits.lstrip("0")}
    return found - {""}
