#!/usr/bin/env python3
"""Writes tests/golden/words.tsv: what independent libraries say about measures of words. Run once, by hand:
    pip install rapidfuzz==3.14.6 py-stringmatching==0.4.7 textdistance==4.6.3 && tests/golden/words.py

soft_tf_idf: py_stringmatching.SoftTfIdf with rapidfuzz's Jaro-Winkler, the smaller one of both ways round. Its
weight of a word is corpus size / document frequency, so frequencies are set such that this is weight() below.
monge_elkan: py_stringmatching.MongeElkan, the mean of both ways round.
q_grams: textdistance.Sorensen over bigrams of the value between two pads, as multisets.
"""
import random
import re
from pathlib import Path

import py_stringmatching
import textdistance
from rapidfuzz.distance import JaroWinkler

BUSINESSES = ("acme corporation", "acme corp", "international business machines", "business machines international",
              "deutsche bank aktiengesellschaft", "deutsche bank ag", "société générale paris", "societe generale",
              "công ty cổ phần sữa việt nam", "cong ty co phan sua viet nam", "toyota motor corporation",
              "toyota motors corp", "volkswagen wolfsburg", "the coca cola company", "coca cola bottling company")
PEOPLE = ("john ronald reuel tolkien", "j r r tolkien", "mary beatrice fife", "m b fife", "nguyễn văn hùng",
          "nguyen van hung", "anna maria schmidt", "anne marie schmitt", "maria anna schmid", "o brien patrick")
ADDRESSES = ("12 main street springfield", "12 main st springfield", "flat 3 high street", "high street 3 flat",
             "calle mayor 14 madrid", "c mayor 14 madrid", "unter den linden 77 berlin", "linden 77 berlin")
MODELS = ("samsung ln40a750 40 lcd tv", "samsung ln40a550 lcd tv 40", "panasonic kxtg4324b phone", "panasonic kxtg4323b phone",
          "mitsubishi wd65736 65 hdtv", "mitsubishi wd65735 tv 65", "mitsubishi wd65736b hdtv")
LETTERS = "abcdefghijklmnopqrstuvwxyzéüđ"


def weight(word):
    """Of tests/unit/test_soft_tf_idf.c, too."""
    return 500 + sum(word.encode()) % 97 * 100


def slip(rng, text):
    letters = list(text)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(letters) - 1)
        kind = rng.randrange(4)
        if kind == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == 1:
            del letters[at]
        elif kind == 2:
            letters.insert(at, rng.choice(LETTERS))
        else:
            letters[at] = rng.choice(LETTERS)
    words = "".join(letters).split()
    if rng.randrange(3) == 0:
        rng.shuffle(words)
    return " ".join(words)


def similarity(a, b):
    """Words that both have digits, and others, are not alike."""
    digits = re.findall("[0-9]", a), re.findall("[0-9]", b)
    return 0.0 if all(digits) and digits[0] != digits[1] else JaroWinkler.similarity(a, b)


def soft_tf_idf(a, b):
    """None where two ways differ: a word has two partners that are most alike (the library takes the first, hopnhat
    the heaviest), or a similarity of exactly 0.9, which counts here and not there."""
    for here, there in ((a, b), (b, a)):
        for word in here:
            scores = sorted((similarity(word, other) for other in set(there)), reverse=True)
            if scores[0] > 0.9 and scores[0] in scores[1:] or any(abs(score - 0.9) < 1e-9 for score in scores):
                return None
    measure = py_stringmatching.SoftTfIdf([a, b], sim_func=similarity, threshold=0.9)
    frequencies = measure._SoftTfIdf__document_frequency
    for word in list(frequencies):
        frequencies[word] = measure._SoftTfIdf__corpus_size / weight(word)
    # A list that equals the other is 1 without a look at it; sets, as hopnhat takes them.
    return min(measure.get_raw_score(sorted(set(a)), sorted(set(b))),
               measure.get_raw_score(sorted(set(b)), sorted(set(a))))


def monge_elkan(a, b):
    measure = py_stringmatching.MongeElkan(sim_func=JaroWinkler.similarity)
    return (measure.get_raw_score(a, b) + measure.get_raw_score(b, a)) / 2


def q_grams(a, b):
    return textdistance.Sorensen(qval=2)("\x01" + a + "\x02", "\x01" + b + "\x02")


def main():
    rng = random.Random(1)
    pairs = []
    for group in (BUSINESSES, PEOPLE, ADDRESSES, MODELS):
        pairs += [(a, b) for i, a in enumerate(group) for b in group[i + 1:]]
        pairs += [(a, slip(rng, a)) for a in group for _ in range(4)]
    lines = ["a\tb\tsoft_tf_idf\tmonge_elkan\tq_grams\n"]
    for a, b in pairs:
        soft = soft_tf_idf(a.split(), b.split())
        if soft is not None and a != b:
            lines.append(f"{a}\t{b}\t{soft!r}\t{monge_elkan(a.split(), b.split())!r}\t{q_grams(a, b)!r}\n")
    (Path(__file__).parent / "words.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
