#!/usr/bin/env python3
"""Writes tests/golden/sounds.tsv: the codes that the package Metaphone gives names. Run once, by hand:
    pip install Metaphone==0.6 && tests/golden/sounds.py

The names are those below, invented ones that meet each rule, and random mixtures of syllables, so that rules meet.
Left out is what the package reads otherwise than the author's code (see text/double_metaphone.h).
"""
import random
import re
from pathlib import Path

from metaphone import doublemetaphone

NAMES = """Smith Schmidt Schmid Schmitt Smyth Meyer Maier Mayer Meier Thompson Thomson Nguyen Müller Mueller Kovács Kowalski
Kovalskiy Jean Giovanni Xavier Wright Knight Phillips Filips Michael Mikhail Czerny Focaccia McClellan Bacchus Bellocchio
Accident Bertucci Caesar Chianti Chemistry Chorus Character Architect Orchestra Orchid Koch Bach Bacher Macher Mach Church
Edgar Edge Hedges Ghislane Ghiradelli Hugh Bough Broughton Laugh McLaughlin Cough Gough Rough Tough Cagney Agnes Signor
Tagliaro Biaggi Danger Ranger Manger Ginger Roger Rogier Hochmeier Gerhard Georg Gyula Gegenheimer Getz Jose Josephine
Yankelovich Jankelowicz Bajador Jacinto Raj Ljubljana Jorge Cabrillo Gallegos Padilla Valle Thumb Campbell Raspberry
Island Carlisle Carlysle Isle Sugar Holzheim Windisheim Sioux Siân Asia Schneider Snider Schlesinger Schooner Schermerhorn
Schenker Schuyler School Scipio Scott Resnais Artois Szymański Nation Matthew Thomas Thames Witch Arnow Arnoff Wasserman
Vasserman Filipowicz Horowitz Lewandowski Breaux Thibodeaux Exxon Alexander Zhao Pizza Mozart Zbigniew Krzysztof Wałęsa
Dvořák Horáček Škoda Çelik Gonçalves François Núñez Peña Bjørn Sørensen Åkesson Øster Straße Weiß Græsbøll Þór Guðmundsson
Đặng Đức Phạm Trần Lê Văn Hernández Jiménez Quijote Qureshi Aaqib Zurich Gnocchi Pneumonia Psychology Wrangler Knuth Whitman
White Who Huang Hsu Ximenez Tchaikovsky Chaykovskiy Shostakovich Chebyshev Tschebyscheff O'Brien Saint-Exupéry D'Angelo
MacDonald MacGregor Vaughan Vaughn Leigh Lee Bouchard Beaulieu Boucher Ouellette Fitzgerald Huizenga Nguyễn Hughes Ewing""".split()
SYLLABLES = """a ach agg al all ar au b bach c ca cc ce ch cha chia ci cia ck cz d dg dge dt e ea eau el er es ew f ff g ge gg gi gla
gli gn gy h heim ho i ia ie ier il illo in isl j ja ji k kn ks l la lle los m ma mb mm n na nn o og os ou ow p pf ph pp q r rr
s sa sc sch sci sh sia sio sk sm sz t tch th tia tion tt u ugh v w wicz witz wr wsky x xc y z za zh zo zz""".split()


def is_misread(name):
    """-umb and -gh- behind the first letters, and what leaves a rule without a result."""
    return re.search(r"(?i)umb|^.{1,2}gh", name)


def main():
    rng = random.Random(1)
    names = list(NAMES)
    while len(names) < 3000:
        names.append("".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 5))))
    lines = ["name\tfirst\tsecond\n"]
    for name in dict.fromkeys(names):
        # Letters that the package does not know: spelled out as text/latin_letters.c does.
        spelled = name
        for letter, letters in zip("ß æ ð ø þ đ ł Ø Þ Đ Ł".split(), "ss ae d o th d l O TH D L".split()):
            spelled = spelled.replace(letter, letters)
        spelled = spelled.replace("'", "").replace("-", "")
        if is_misread(spelled):
            continue
        first, second = (code.replace(" ", "")[:15] for code in doublemetaphone(spelled))
        first, second = (first, "" if second == first else second) if first else (second, "")
        lines.append(f"{name}\t{first}\t{second}\n")
    (Path(__file__).parent / "sounds.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
