"""Row 8: every commune of Viet Nam, old and new, written in five ways, read by the program alone.

The tables are read here, and nothing else is shared with the engine. For each address the set of communes in
force that it can mean is worked out from the tables: the text names a province, perhaps a district, and a commune
with or without marks, and whatever unit of either list fits those words is possible. One commune is possible: the
program must give exactly that one. Several: the mapping or the names prove it, and the program must give exactly
those; they are counted by cause.
"""
import collections
import csv
import json
import unicodedata

WAYS = ("full", "short", "unmarked", "reversed", "columns")
SHORT = {"Phường": "P.", "Xã": "X.", "Thị trấn": "TT.", "Đặc khu": "ĐK", "Quận": "Q.", "Huyện": "H.", "Thị xã": "TX.",
         "Thành phố": "TP.", "Tỉnh": "T."}


def rows(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unmarked(text):
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def unified(text):
    """One spelling for what Vietnamese writes in two: the place of the tone, i and y at a syllable's end, k and c."""
    syllables = []
    for syllable in unicodedata.normalize("NFD", text.lower().replace("-", " ").replace("'", "")).split():
        tone = "".join(c for c in syllable if c in "\u0300\u0301\u0303\u0309\u0323")
        rest = "".join(c for c in syllable if c not in "\u0300\u0301\u0303\u0309\u0323")
        if rest.endswith("y") and (len(rest) > 1 and rest[-2] not in "aeiou" or rest == "quy"):
            rest = rest[:-1] + "i"
        if len(rest) > 2 and rest.endswith("k"):
            rest = rest[:-1] + "c"
        syllables.append(rest + tone)
    return "".join(syllables)


class Lists:
    def __init__(self, folder):
        self.old, self.new = rows(folder, "wards_old"), rows(folder, "wards_new")
        self.districts = {row["code"]: row for row in rows(folder, "districts_old")}
        self.old_provinces = {row["code"]: row for row in rows(folder, "provinces_old63")}
        self.new_provinces = {row["code"]: row for row in rows(folder, "provinces_new34")}
        self.targets = collections.defaultdict(set)
        for row in rows(folder, "old_to_new_wards"):
            if row["old_level"] == "ward":
                self.targets[row["old_ward_code"]].add(row["new_ward_code"])
        self.by_district = collections.defaultdict(list)
        self.by_province = collections.defaultdict(list)
        for ward in self.old:
            province = self.old_provinces[ward["province_code"]]
            self.by_district[ward["province_code"], ward["district_code"]].append(ward)
            self.by_province[unified(unmarked(province["name"]))].append((ward, "old"))
        for ward in self.new:
            province = self.new_provinces[ward["province_code"]]
            self.by_province[unified(unmarked(province["name"]))].append((ward, "new"))

    def communes(self, ward, which):
        return {ward["code"]} if which == "new" else self.targets[ward["code"]]


def title_name(unit, short):
    if not short:
        return f"{unit['type']} {unit['name']}"
    return f"{SHORT[unit['type']]}{'' if unit['name'].isdigit() else ' '}{unit['name']}"


def province_text(province, short):
    if short and province["name"] == "Hồ Chí Minh":
        return "TPHCM"
    return title_name(province, short)


def write(way, ward, district, province):
    """The address of that commune, and whether marks can be seen in it."""
    units = [ward] + ([district] if district else [])
    if way == "columns":
        return f"{title_name(ward, False)}, {province['name']}"
    short = way == "short"
    parts = [title_name(unit, short) for unit in units] + [province_text(province, short)]
    if way == "reversed":
        return ", ".join(["100000", "Việt Nam", *reversed(parts), "Số 5 ngõ 3 đường Nguyễn Trãi"])
    text = ", ".join(["12/34 Nguyễn Trãi", *parts])
    return unmarked(text).upper() if way == "unmarked" else text


def possible(lists, way, ward, district, province):
    """{commune: ...} that the words fit, and why there are several."""
    form = unified if way != "unmarked" else lambda text: unified(unmarked(text))
    if district and way != "columns":
        fitting = [(other, "old") for other in lists.by_district[ward["province_code"], ward["district_code"]]]
        twins = [d for d in lists.districts.values()
                 if d is not district and d["province_code"] == district["province_code"]
                 and d["type"] == district["type"] and form(d["name"]) == form(district["name"])]
        for twin in twins:
            fitting += [(other, "old") for other in lists.by_district[twin["province_code"], twin["code"]]]
    else:
        fitting = lists.by_province[unified(unmarked(province["name"]))]
    fitting = [(other, which) for other, which in fitting
               if other["type"] == ward["type"] and form(other["name"]) == form(ward["name"])]
    communes = set()
    for other, which in fitting:
        communes |= lists.communes(other, which)
    olds = sum(which == "old" for _, which in fitting)
    if len(communes) == 1:
        return communes, None
    if len(fitting) == 1:
        return communes, "split commune"
    if olds < len(fitting) and olds:
        return communes, "name of both lists, no date"
    if len({other.get("district_code") for other, _ in fitting}) > 1:
        return communes, "same name in several districts"
    return communes, "same name without marks" if way == "unmarked" else "same name twice in a district"


def addresses(lists, share):
    for which, wards in (("old", lists.old), ("new", lists.new)):
        wards = wards[::round(1 / share)]
        provinces = lists.old_provinces if which == "old" else lists.new_provinces
        for ward in wards:
            district = lists.districts[ward["district_code"]] if which == "old" else None
            province = provinces[ward["province_code"]]
            for way in WAYS:
                yield (which, way, write(way, ward, district, province),
                       *possible(lists, way, ward, district, province))


def ask(run, texts, folder):
    """@run: a function that runs the program on a file as its standard input and gives its output."""
    asked = folder / "addresses.txt"
    asked.write_text("\n".join(texts) + "\n", encoding="utf-8")
    with open(asked, encoding="utf-8") as file:
        return [json.loads(line) for line in run(file).splitlines()]


def measure(run, reference, folder, share=1.0):
    """{(which, way): Counter}, examples of wrong answers."""
    lists = Lists(reference)
    asked = list(addresses(lists, share))
    told = ask(run, [text for _, _, text, _, _ in asked], folder)
    if len(told) != len(asked):
        raise RuntimeError(f"{len(asked)} addresses, {len(told)} answers")
    counts, wrong = collections.defaultdict(collections.Counter), []
    for (which, way, text, expected, cause), answer in zip(asked, told):
        found = {unit["code"] for unit in answer.get("communes", [])}
        count = counts[which, way]
        kind = "determined" if cause is None else "ambiguous"
        count[kind] += 1
        count[f"{kind} right"] += found == expected
        count["unproved"] += cause is None and len(found) != 1
        if cause is not None:
            count[f"cause: {cause}"] += 1
        if found != expected:
            wrong.append((which, way, text, sorted(expected), sorted(found), answer.get("causes")))
    return counts, wrong


def figures(counts):
    """(share right where the text determines it, of how many, ambiguous though nothing proves it, what to say)."""
    total = sum(counts.values(), collections.Counter())
    ways = ", ".join(f"{which} {way} {count['determined right'] / max(count['determined'], 1):.4%}"
                     for (which, way), count in counts.items())
    causes = ", ".join(f"{name[7:]} {n:,}" for name, n in sorted(total.items()) if name.startswith("cause: "))
    right = total["ambiguous right"] / max(total["ambiguous"], 1)
    return total["determined right"] / max(total["determined"], 1), total["determined"], total["unproved"], \
        f"{ways}; ambiguous {total['ambiguous']:,}, {right:.2%} of them just so: {causes}"
