#!/usr/bin/env python3
"""Letters through every encoding, and damaged names through detection and repair, by the built programs alone.

usage: scripts/acceptance_lib/vietnam_repair.py --build DIR [--seed S] [--lists N] [--show]
As a row's helper: letters(context) and detection(context, lists); both return dictionaries of counts.
"""
import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from acceptance_lib import vietnam_damage as damage  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = ROOT / "datasets" / "vietnam"
SIZES = (1, 10, 100)
FOREIGN = {
    "english": """Mary Johnson|Lee Harris|Max Fox|Hans Marx|Ross Adams|Lars Moore|Bruce Lee|Joe Cox|Dee Walker|Tess Moor|Max Tower|
        Amos Hair|Rose Law|Frances Reed|Alex Knox|Jess Root|Ursula Moon|Oscar Wood|Foster Boone|Homer Sax|Gaston Rex|Aaron Book|
        Maxine Woods|Denis Days|Lois Lane|Thomas Dow|Chad Moss|Boris Cass|Doris Bass|Iris Noor|Tara Dass|Tom Sawyer|Sam Low|Ed Shaw|
        Tim Burns|Ben Cross|Kim Novak|Ann Lee|Sean Penn|Dan Brown""",
    "french": """Loïc Lefèvre|Zoé Noël|René Bé|Benoît Côté|Hélène Thérèse|Aïda Saïd|Anaïs Maître|Gaël Hébert|Éva Léa|José Mané|
        Théo Bérénice|François Çelik|Chloé Désiré|Noémie Gâté|Joël Faÿ|Gisèle Hô|André Lê|Élodie Dô|Jérôme Nô|Agnès Lô|
        Mélanie Béart|Rémi Fourès|Solène Bâ|Maël Côme|Héloïse Bö|Cécile Vû|Irène Sénéchal|Désirée Tô|Raphaël Ânge|Michèle Thô""",
    "german": """Jürgen Müller|Björn Köhler|Sören Höhn|Käthe Löw|Günther Weiß|Jörg Böhm|Ärzte Äpfel|Röng Schön|Hön Ünal|Özil Gür|
        Lütz Tö|Äh Döring|Bärbel Hö|Mörike Nö|Dörte Lü|Grün Übel|Schäfer Öhl|Lörrach Köln|Jäger Väth|Größe Maß""",
    "portuguese": """João Gonçalves|São Conceição|Inês Estêvão|Mãe Guimarães|Antônio Simões|Conceição Mourão|Tomé Sá|Luís Câmara|
        Zé Brandão|Nuno Leitão|Irmã Fé|Aurélio Bragança|Sebastião Magalhães|Lô Borges|Fafá Belém""",
    "minority": """H'Hen Niê|Y Moan Êban|K'Brếp|Rơ Chăm H'Yéo|Ksor Phước|Y Bhiăt Mlô|H' Loan Niê|K’ Tam|Ka Sô|Siu Black|A Sar|
        Thạch Ngọc|Danh Út|Lò Văn Sôn|Giàng A Pao|Vì Thị Hà|Néang Sóc|Kpă Ó|Rah Lan Hùng|Hồ Ê|Bùi Ô|Cù Lò|Tô Nà|Lù Bé|Phó Ú""",
}


def rows(name):
    with open(TABLES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Names:
    """Names as people have them: surnames and given names by their counts, two to five words, in three kinds of case."""

    def __init__(self, rng):
        self.rng = rng
        surnames, tokens = rows("surnames"), rows("given_names")
        self.surnames = [r["surname"] for r in surnames], [int(r["sample_count"] or 1) for r in surnames]
        self.middles = [r["token"] for r in tokens], [int(r["as_middle_count"] or 0) + 1 for r in tokens]
        self.given = [r["token"] for r in tokens], [int(r["as_given_count"] or 0) + 1 for r in tokens]

    def one(self):
        def pick(table):
            return self.rng.choices(table[0], table[1])[0]
        n_middle = self.rng.choices((0, 1, 2, 3), (2, 55, 38, 5))[0]
        return " ".join([pick(self.surnames)] + [pick(self.middles) for _ in range(n_middle)] + [pick(self.given)])

    def list(self, n, case):
        return [case(self.one()) for _ in range(n)]


def bare(text):
    return unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()


def canonical(text):
    """What two spellings of one name have in common: composed, small, the tone's place left open."""
    words = []
    for word in unicodedata.normalize("NFC", text).casefold().split():
        text = unicodedata.normalize("NFD", word)
        words.append("".join(c for c in text if c not in damage.TONES) + "".join(sorted(c for c in text if c in damage.TONES)))
    return " ".join(words)


class Program:
    def __init__(self, program):
        self.program = str(program)
        self.env = {**os.environ, "HN_REFERENCE": str(ROOT / "datasets" / "reference")}

    def run(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, env=self.env, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.stderr.decode('utf-8', 'replace')[-300:]}")
        return [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]

    def preview(self, values, folder, encoding=None, config=None):
        """Value as read, and as compared, by its number."""
        path = Path(folder) / "names.csv"
        with open(path, "wb") as file:
            file.write(b"ma,ho_ten\n")
            for i, value in enumerate(values):
                data = value if isinstance(value, bytes) else value.encode()
                file.write(b'%d,"' % i + data.replace(b'"', b'""') + b'"\n')
        more = ("-c", config) if config else ()
        found = {}
        for record in self.run("preview", path, "--json", "-n", len(values), *more):
            for value in record["values"]:
                if value["attribute"] != "ma":
                    found[int(record["record"])] = value
        return [found[i] for i in range(len(values))]


# ---- row 6 ----
CONFIG = """schema: 1
project: {{ name: letters }}
entities:
  person:
    attributes: {{ full_name: {{ type: text }} }}
    comparisons: [{{ attribute: full_name, levels: [exact] }}]
    blocking: [[full_name]]
sources:
  a:
    from: {{ file: names.csv, encoding: {encoding} }}
    entity: person
    key: [ma]
    map: {{ full_name: {{ column: ho_ten{repair} }} }}
"""


def write_config(folder, encoding="utf-8", repair=""):
    path = Path(folder) / "c.yaml"
    path.write_text(CONFIG.format(encoding=encoding, repair=f", repair: [{repair}]" if repair else ""), encoding="utf-8")
    return path


def read_lines(program, folder, lines, encoding):
    path = Path(folder) / "lines.csv"
    path.write_bytes(b"v\n" + b"\n".join(lines) + b"\n")
    return [record["v"] for record in program.run("read", path, "--encoding", encoding)]


def letters(program, show=False):
    """(differences, how many were compared): files of each encoding, and both normal forms, against Python's tables."""
    encoders = damage.Encoders()
    small = list(damage.LETTERS)
    both = small + [c.upper() for c in small]
    wrong, n = [], 0
    with tempfile.TemporaryDirectory() as folder:
        files = [("utf-8", [c.encode() for c in both], both),
                 ("utf-8", [unicodedata.normalize("NFD", c).encode() for c in both], both),
                 ("windows-1258", [encoders.cp1258(c) for c in both], both),
                 ("vni-windows", [encoders.vni(c) for c in both], both),
                 ("viscii", [encoders.viscii(c) for c in both], both),
                 ("tcvn3", [encoders.tcvn3(c) for c in small + list("ĂÂÊÔƠƯĐ")], small + list("ĂÂÊÔƠƯĐ"))]
        for encoding, lines, wanted in files:
            # Between letters of ASCII: a control character of VISCII alone is no value.
            got = read_lines(program, folder, [b"b" + line + b"c" for line in lines], encoding)
            for letter, value in zip(wanted, got, strict=True):
                n += 1
                if unicodedata.normalize("NFC", value) != f"b{letter}c":
                    wrong.append((encoding, letter, value))
        config = write_config(folder)
        for form in ("NFC", "NFD"):
            values = [unicodedata.normalize(form, c) for c in both]
            for letter, value in zip(both, program.preview(values, folder, config=config), strict=True):
                n += 1
                if value["canonical"] != unicodedata.normalize("NFC", letter.casefold()):
                    wrong.append((form, letter, value["canonical"]))
    if show:
        print(wrong[:20])
    return len(wrong), n


def repaired_letters(program, show=False):
    """(differences, compared): every letter and case in a name, damaged each way, with the damage declared."""
    encoders, rng = damage.Encoders(), random.Random(5)
    wrong, n = [], 0
    tokens = [r["token"] for r in rows("given_names")] + [r["surname"] for r in rows("surnames") if " " not in r["surname"]]
    for letter in damage.LETTERS:
        words = [t for t in tokens if letter in t.lower()][:3]
        names = [f(f"Nguyễn Văn {w}") for w in words for f in (str, str.upper, str.lower)]
        if not names:
            continue
        for name, harm in damage.damages(encoders):
            if name == "look_alikes":
                continue
            repair = {"tcvn3 in utf8_as_cp1252": "tcvn3, utf8_as_cp1252"}.get(name, name.split()[0])
            with tempfile.TemporaryDirectory() as folder:
                config = write_config(folder, repair=repair)
                got = program.preview([harm(t, rng) for t in names], folder, config=config)
            for text, value in zip(names, got, strict=True):
                n += 1
                if canonical(value["canonical"]) != canonical(text):
                    wrong.append((name, text, value["raw"], value["canonical"]))
    if show:
        for line in wrong[:40]:
            print("  ", line)
    return len(wrong), n


# ---- row 7 ----
def detection(program, n_lists, seed, show=False):
    """{damage: {size: (right, damaged)}}, and {kind of sound text: {size: (wrong, values)}}"""
    rng = random.Random(seed)
    names = Names(rng)
    encoders = damage.Encoders()
    cases = (str, str, str.upper, str.lower)
    repaired, harmed, misses = {}, {}, Counter()
    for name, harm in damage.damages(encoders):
        repaired[name] = {}
        for size in SIZES:
            right = total = 0
            for k in range(n_lists * (10 if size == 1 else 1)):
                sound = names.list(size, cases[k % len(cases)])
                broken = [harm(text, rng) for text in sound]
                with tempfile.TemporaryDirectory() as folder:
                    got = program.preview(broken, folder)
                for text, raw, value in zip(sound, broken, got, strict=True):
                    if canonical(raw) == canonical(text):
                        continue
                    total += 1
                    # Not as compared: that leaves out titles, and one i for y.
                    if canonical(value.get("repaired", raw)) == canonical(text):
                        right += 1
                    elif show:
                        misses[(name, size, text, raw, value.get("repaired", "-"))] += 1
            repaired[name][size] = (right, total)
    kinds = {"vietnamese": None, "unmarked": None, "mixed": None, **FOREIGN}
    for kind, text in kinds.items():
        harmed[kind] = {}
        for size in SIZES:
            wrong = total = 0
            for k in range(n_lists * (10 if size == 1 else 1)):
                if text is None:
                    sound = names.list(size, cases[k % len(cases)])
                    if kind != "vietnamese":
                        sound = [bare(t) if kind == "unmarked" or rng.random() < 0.5 else t for t in sound]
                else:
                    pool = [t.strip() for t in text.split("|")]
                    sound = [rng.choice((t, " ".join(rng.sample(t.split(), 1)), t.upper()))
                             for t in rng.choices(pool, k=size)]
                with tempfile.TemporaryDirectory() as folder:
                    got = program.preview(sound, folder)
                for raw, value in zip(sound, got, strict=True):
                    total += 1
                    if "repaired" in value:
                        wrong += 1
                        misses[("sound", kind, size, raw, value["repaired"])] += 1
            harmed[kind][size] = (wrong, total)
    if show:
        for line, count in misses.most_common(150):
            print("  ", count, line)
    return repaired, harmed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / "build"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lists", type=int, default=10)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    program = Program(Path(options.build) / "hopnhat")
    print("letters: %d differences of %d" % letters(program, options.show))
    print("letters in names: %d differences of %d" % repaired_letters(program, options.show))
    repaired, harmed = detection(program, options.lists, options.seed, options.show)
    for name, sizes in repaired.items():
        print(f"{name:<26}", "   ".join(f"{size}: {100 * right / max(total, 1):6.2f} % of {total}"
                                        for size, (right, total) in sizes.items()))
    for kind, sizes in harmed.items():
        print(f"sound, {kind:<19}", "   ".join(f"{size}: {wrong} wrong of {total}" for size, (wrong, total) in sizes.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
