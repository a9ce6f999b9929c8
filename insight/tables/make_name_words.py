#!/usr/bin/env python3
"""Writes name_words_table.c: words of people's names, and how often each is a given name rather than a surname.

Sources: US Census Bureau 1990, name files (public domain; unpacked from PyPI `names` 0.3.0), lists of names of
PyPI `Faker` 30.0.0 (MIT), surnames and given names of datasets/reference (MIT, CC0-1.0). Words are folded as
insight/name_words.c folds them: small letters, no marks.

usage: make_name_words.py CENSUS_FOLDER FAKER_FOLDER REFERENCE_FOLDER OUTPUT.c
"""
import csv
import importlib
import pathlib
import sys
import unicodedata

LOCALES = ["de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "pt_PT", "sv_SE", "cs_CZ", "tr_TR", "hu_HU", "ro_RO"]
GIVEN_CENSUS, SURNAMES_CENSUS, PER_LOCALE = 900, 2600, 160


def fold(word):
    word = unicodedata.normalize("NFKD", word.casefold().replace("đ", "d").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in word if not unicodedata.combining(c)).replace("'", "")


def add(table, word, weight):
    for part in fold(word).replace("-", " ").split():
        if part.isascii() and part.isalpha() and len(part) > 1:
            table[part] = table.get(part, 0.0) + weight


def main():
    census, faker, reference, output = (pathlib.Path(a) for a in sys.argv[1:])
    given, surname = {}, {}
    for name, table, count in (("dist.female.first", given, GIVEN_CENSUS), ("dist.male.first", given, GIVEN_CENSUS),
                               ("dist.all.last", surname, SURNAMES_CENSUS)):
        for line in (census / name).read_text().splitlines()[:count]:
            word, percent = line.split()[:2]
            add(table, word, max(float(percent), 0.002) / (2 if table is given else 1))
    sys.path.insert(0, str(faker))
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for names in ("first_names", "first_names_male", "first_names_female"):
            for word in list(dict.fromkeys(getattr(provider, names, ())))[:PER_LOCALE]:
                add(given, word, 0.02)
        for word in list(dict.fromkeys(getattr(provider, "last_names", ())))[:PER_LOCALE]:
            add(surname, word, 0.02)
    with open(reference / "surnames.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            add(surname, row["surname"], max(float(row["weight_2022"] or 0), 0.02))
    with open(reference / "given_names.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            add(given, row["token"], (float(row["given_per_10000"]) + float(row["middle_per_10000"])) / 100)
    rows = []
    for word in sorted(set(given) | set(surname)):
        g, s = given.get(word, 0.0), surname.get(word, 0.0)
        rows.append(f'{{"{word}",{round(9 * g / (g + s))}}},')
    lines, line = [], ""
    for row in rows:
        if len(line) + len(row) > 118:
            lines.append(line)
            line = ""
        line += row
    lines.append(line)
    output.write_text(
        "/* Made by insight/tables/make_name_words.py, which names the sources and their licences: do not edit. */\n"
        '#include "insight/name_words.h"\n\n/* clang-format off */\nconst HnNameWord hn_name_words[] = {\n'
        + "\n".join(lines) + "\n};\n/* clang-format on */\n"
        "const gsize hn_name_words_count = G_N_ELEMENTS(hn_name_words);\n", encoding="utf-8")


if __name__ == "__main__":
    main()
