"""A tiny project with everything that results can show: two entity types, a relation, several values, every delivery."""
import csv
import json
import random
import subprocess
from pathlib import Path

CONFIG = """schema: 1
project: { name: tiny }
entities:
  person:
    attributes:
      full_name: name
      birth_date: date
      phone: { type: phone, values: many }
      city: text
    comparisons:
      - { attribute: full_name, term_frequency: true, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: birth_date, levels: [exact, { damerau: 1 }] }
      - { attribute: phone, levels: [exact] }
      - { attribute: city, levels: [exact] }
    blocking:
      - [full_name]
      - [birth_date, city]
      - [phone]
    thresholds: { match: 6, review: -10 }
    one_record_per_source: [tax]
  company:
    attributes:
      name: name
      tax_code: digits
      city: text
    comparisons:
      - { attribute: name, levels: [exact, { jaro_winkler: 0.9 }] }
      - { attribute: tax_code, levels: [exact, { osa: 1 }] }
      - { attribute: city, levels: [exact] }
    blocking:
      - [name]
      - [tax_code]
    thresholds: { match: 6, review: -10 }
relations:
  owner_of: { from: person, to: company }
sources:
  civil:
    from: { file: civil.csv }
    entity: person
    key: [id]
    map:
      full_name: { columns: [family, given] }
      birth_date: born
      phone: { columns: [p1, p2], split: ';' }
      city: city
  tax:
    from: { file: tax.jsonl }
    entity: person
    key: [id]
    delivery: changes
    operation: { column: op, delete: D }
    map: { full_name: name, birth_date: born, phone: phones, city: city }
  shops:
    from: { file: shops.csv }
    entity: company
    source_column: register
    key: [code]
    map: { name: name, tax_code: tax, city: city }
  owners:
    from: { file: owners.csv }
    relation: owner_of
    from_source: '=civil'
    from_id: person
    to_source: register
    to_id: code
    valid_from: since
gates: { max_entity_churn: 90%, min_row_ratio: 0.1 }
"""
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ".split()
GIVEN = "An Bình Châu Dũng Giang Hà Hùng Khánh Lan Minh Nam Oanh Phúc Quang Sơn Thảo Uyên Việt Xuân Yến".split()
CITIES = ("Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ")


class Person:
    def __init__(self, rng, n):
        self.n, self.family, self.given = n, rng.choice(FAMILIES), f"{rng.choice(GIVEN)} {rng.choice(GIVEN)}"
        self.born = f"{rng.randrange(1940, 2005)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        self.city, self.phones = rng.choice(CITIES), [f"09{rng.randrange(10**7, 10**8)}" for _ in range(2)]


def slip(rng, text):
    at = rng.randrange(1, len(text))
    return text[:at] + text[at + 1:] if rng.random() < 0.3 else text


def write_csv(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


class TinyProject:
    """Deliveries of two nights; the second corrects, adds, withdraws and refuses some rows."""

    def __init__(self, folder, program):
        self.folder, self.program, self.config = Path(folder), program, Path(folder) / "hopnhat.yaml"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config.write_text(CONFIG, encoding="utf-8")
        self.rng = random.Random(20)
        self.people = [Person(self.rng, n) for n in range(140)]

    def deliver(self, night):
        rng = random.Random(night)
        people = self.people[:120] if night == 1 else self.people[6:]
        civil = [self.civil_row(rng, p, night) for p in people]
        civil += [[f"{p.n}b", *self.civil_row(rng, p, 1)[1:]] for p in people[:40]]
        if night == 2:
            civil += [civil[3], ["", "Không", "Tên", "", "", "", "Huế"]]
        write_csv(self.folder / "civil.csv", ["id", "family", "given", "born", "p1", "p2", "city"], civil)
        self.deliver_tax(rng, night)
        shops = [[f"s{n}", ("north", "south")[n % 2], f"Công ty {GIVEN[n // 2 % 20]} {FAMILIES[n // 2 % 10]}",
                  f"01{n // 2 * 7919:08}", CITIES[n // 2 % 4]] for n in range(80 - night)]
        write_csv(self.folder / "shops.csv", ["code", "register", "name", "tax", "city"], shops)
        write_csv(self.folder / "owners.csv", ["person", "register", "code", "since"],
                  [[str(p.n), ("north", "south")[p.n % 2], f"s{p.n % 60}", "2020-05"] for p in people[20:50]])

    def civil_row(self, rng, person, night):
        moved = CITIES[person.n % 4] if night == 2 and person.n % 10 == 0 else person.city
        return [str(person.n), person.family, slip(rng, person.given), person.born, ";".join(person.phones), "", moved]

    def deliver_tax(self, rng, night):
        people = self.people[:100] if night == 1 else self.people[:20]
        with open(self.folder / "tax.jsonl", "w", encoding="utf-8") as out:
            for person in people:
                row = {"id": f"t{person.n}", "name": f"{person.family} {slip(rng, person.given)}", "born": person.born,
                       "phones": person.phones[:1], "city": person.city, "op": "D" if night == 2 and person.n < 3 else "U"}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            if night == 2:
                out.write("{ not json\n")

    def run(self, *arguments):
        return subprocess.run([self.program, "run", "-c", self.config, "--json", *arguments], cwd=self.folder,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
