#!/usr/bin/env python3
"""Checks the tables of datasets/vietnam and datasets/names and writes datasets/reference from them.

Each table is checked (UTF-8, NFC, rectangular, unique codes, every foreign key resolves), its white
space collapsed, sorted by its key and written again as plain CSV; names that stand for each other become one table
of groups. MANIFEST.tsv lists name, rows, SHA-256, source and licence. The result depends on the input bytes alone,
so it is committed.

usage: build_reference.py [--check] [--input DIR] [--names DIR] [--output DIR]
ends 0; 1 when a check fails or, with --check, when the committed files differ from what would be written.
"""
import argparse
import csv
import hashlib
import io
import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent

LICENCES = {"T1": "MIT", "D1": "MIT", "V1": "MIT", "N1": "MIT", "N2": "CC0-1.0", "N3": "MIT",
            "E1": "MIT", "C1": "Apache-2.0", "H": "Apache-2.0", "F": "facts of law"}

# name: (key columns in sort order, sources as in vietnam/README.md). A key is unique in its table.
TABLES = {
    "address_abbreviations": (("level", "pattern", "canonical"), "H"),
    "districts_old": (("code",), "V1"),
    "business_words": (("kind", "code", "pattern"), "H F"),
    "ethnic_groups": (("code_1979",), "F H"),
    "ethnic_name_patterns": (("group", "sex", "kind", "tokens"), "H F"),
    "given_name_lexicon": (("name", "gender"), "N1"),
    "given_names": (("token",), "N1"),
    "legacy_encodings": (("codepoint",), "E1 H"),
    "legal_forms": (("code", "pattern"), "H F"),
    "mobile_prefixes": (("prefix",), "F H"),
    "name_titles": (("words",), "H"),
    "name_variants": (("scope", "class"), "H"),
    "old_to_new_wards": (("old_level", "old_ward_code", "new_ward_code"), "D1 V1"),
    "phone_prefix_2018": (("old_prefix",), "F"),
    "provinces_new34": (("code",), "T1 D1"),
    "provinces_old63": (("code",), "D1 F H"),
    "street_names": (("name",), "H"),
    "surnames": (("surname",), "N1 N2 N3"),
    "units_former": (("level", "name", "type", "province_code"), "H"),
    "wards_new": (("code",), "T1"),
    "wards_old": (("code",), "V1 D1"),
}

# Of datasets/names.
NAME_TABLES = {"nicknames": ("name", "nickname"), "given_name_forms": ("forms", "kind")}

# (table, column) -> (table, column); an empty cell refers to nothing.
FOREIGN_KEYS = {
    ("districts_old", "province_code"): ("provinces_old63", "code"),
    ("wards_old", "province_code"): ("provinces_old63", "code"),
    ("wards_old", "district_code"): ("districts_old", "code"),
    ("provinces_old63", "new_province_code"): ("provinces_new34", "code"),
    ("wards_new", "province_code"): ("provinces_new34", "code"),
    ("old_to_new_wards", "old_province_code"): ("provinces_old63", "code"),
    ("old_to_new_wards", "new_province_code"): ("provinces_new34", "code"),
    ("old_to_new_wards", "new_ward_code"): ("wards_new", "code"),
    ("units_former", "province_code"): ("provinces_old63", "code"),
    ("phone_prefix_2018", "new_prefix"): ("mobile_prefixes", "prefix"),
}


class Wrong(Exception):
    """A table breaks one of the promises of this script."""


def check_text(name, text):
    if text.startswith("\ufeff"):
        raise Wrong(f"{name}: byte order mark")
    if "\r" in text:
        raise Wrong(f"{name}: carriage return")
    if text != unicodedata.normalize("NFC", text):
        line = next(n for n, s in enumerate(text.split("\n"), 1) if s != unicodedata.normalize("NFC", s))
        raise Wrong(f"{name}:{line}: not NFC")


def read_table(folder, name):
    try:
        text = (folder / f"{name}.csv").read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Wrong(f"{name}: byte {error.start}: not UTF-8") from error
    check_text(name, text)
    rows = list(csv.reader(io.StringIO(text), strict=True))
    header, rows = rows[0], rows[1:]
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise Wrong(f"{name}: row {number}: {len(row)} cells, expected {len(header)}")
    return header, [[" ".join(cell.split()) for cell in row] for row in rows]


def sort_by_key(name, header, rows, key):
    columns = [header.index(column) for column in key]
    keyed = sorted(([row[i] for i in columns], row) for row in rows)
    for (before, _), (after, _) in zip(keyed, keyed[1:]):
        if before == after:
            raise Wrong(f"{name}: two rows with the key {'/'.join(before)}")
    return [row for _, row in keyed]


def check_foreign_keys(tables):
    def cells(table, column):
        header, rows = tables[table]
        i = header.index(column)
        return [row[i] for row in rows]

    for (table, column), (target, target_column) in FOREIGN_KEYS.items():
        missing = set(cells(table, column)) - set(cells(target, target_column)) - {""}
        if missing:
            raise Wrong(f"{table}.{column}: not in {target}.{target_column}: {sorted(missing)[:5]}")
    header, rows = tables["old_to_new_wards"]
    level, code = header.index("old_level"), header.index("old_ward_code")
    known = {"ward": set(cells("wards_old", "code")), "district": set(cells("districts_old", "code"))}
    for row in rows:
        if row[code] not in known[row[level]]:
            raise Wrong(f"old_to_new_wards: {row[level]} {row[code]} is unknown")
    header, rows = tables["units_former"]
    level, now = header.index("level"), header.index("now")
    known["province"] = set(cells("provinces_old63", "code"))
    for row in rows:
        missing = set(row[now].split()) - known[row[level]]
        if missing or not row[now]:
            raise Wrong(f"units_former: {row[level]} {row[header.index('name')]}: now {sorted(missing)}")
    counts = {}
    for code in cells("wards_new", "province_code"):
        counts[code] = counts.get(code, 0) + 1
    for code, n_wards in zip(cells("provinces_new34", "code"), cells("provinces_new34", "wards")):
        if counts.get(code, 0) != int(n_wards):
            raise Wrong(f"provinces_new34: {code}: says {n_wards} wards, has {counts.get(code, 0)}")


def build_name_groups(folder):
    """Rows (form, group): forms of one group stand for each other. See names/README.md for the rule."""
    rows = {}
    for name, key in NAME_TABLES.items():
        header, rows[name] = read_table(folder, name)
        rows[name] = sort_by_key(name, header, rows[name], key)
    groups = {}
    for name, nickname in rows["nicknames"]:
        shares = len(nickname) < len(name)
        group = f"of {name}" if shares else f"pair {min(name, nickname)} {max(name, nickname)}"
        groups.setdefault(group, set()).update((name, nickname))
    for kind, forms in rows["given_name_forms"]:
        group = f"{kind} {forms.split('|')[0]}"
        if group in groups:
            raise Wrong(f"given_name_forms: two rows for {group}")
        groups[group] = set(forms.split("|"))
    for group, forms in groups.items():
        wrong = [form for form in forms if not (form.isascii() and form.isalpha() and form.islower())]
        if wrong:
            raise Wrong(f"names: {group}: not a-z: {wrong[0]}")
    return ["form", "group"], sorted([form, group] for group, forms in groups.items() for form in forms)


def write_table(header, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode("utf-8")


def build(folder, names):
    """Returns {file name: bytes} of everything that belongs into the output folder."""
    tables = {}
    for name, (key, _) in TABLES.items():
        header, rows = read_table(folder, name)
        tables[name] = (header, sort_by_key(name, header, rows, key))
    extra = {path.stem for path in folder.glob("*.csv")} - set(TABLES)
    if extra:
        raise Wrong(f"not in TABLES: {sorted(extra)}")
    check_foreign_keys(tables)
    tables["given_name_groups"] = build_name_groups(names)
    files, manifest = {}, ["name\trows\tsha256\tsource\tlicence"]
    for name, (header, rows) in tables.items():
        files[f"{name}.csv"] = write_table(header, rows)
        sources = TABLES[name][1].split() if name in TABLES else ["C1", "H"]
        licences = ", ".join(dict.fromkeys(LICENCES[source] for source in sources))
        digest = hashlib.sha256(files[f"{name}.csv"]).hexdigest()
        manifest.append(f"{name}.csv\t{len(rows)}\t{digest}\t{' '.join(sources)}\t{licences}")
    files["MANIFEST.tsv"] = ("\n".join(manifest) + "\n").encode("utf-8")
    return files


def differences(files, folder):
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for name in sorted(there | set(files)):
        if name not in files:
            yield f"{name}: not made by this script"
        elif name not in there:
            yield f"{name}: missing"
        elif (folder / name).read_bytes() != files[name]:
            yield f"{name}: differs"


def main():
    parser = argparse.ArgumentParser(description="checks datasets/vietnam and names, writes datasets/reference")
    parser.add_argument("--check", action="store_true", help="write nothing, end 1 on a difference")
    parser.add_argument("--input", type=pathlib.Path, default=HERE / "vietnam")
    parser.add_argument("--names", type=pathlib.Path, default=HERE / "names")
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "reference")
    arguments = parser.parse_args()
    try:
        files = build(arguments.input, arguments.names)
    except (Wrong, OSError, csv.Error) as error:
        print(f"build_reference: {error}", file=sys.stderr)
        return 1
    if arguments.check:
        found = list(differences(files, arguments.output))
        for line in found:
            print(f"build_reference: {line}", file=sys.stderr)
        return 1 if found else 0
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (arguments.output / name).write_bytes(content)
    print(f"{len(files) - 1} tables in {arguments.output}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
