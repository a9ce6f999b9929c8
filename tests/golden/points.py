#!/usr/bin/env python3
"""Writes tests/golden/points.tsv: distances that geopy gives on a sphere of 6371 km. Run once, by hand:
    pip install geopy==2.4.1 && tests/golden/points.py
"""
import random
from pathlib import Path

from geopy.distance import great_circle

PLACES = ((52.52, 13.405), (48.85661, 2.35222), (21.02851, 105.80482), (10.82302, 106.62965), (-33.8688, 151.2093),
          (40.71278, -74.00594), (64.14661, -21.94265), (-17.8252, 31.0335), (90.0, 0.0), (-90.0, 0.0), (0.0, 180.0),
          (0.0, -179.99999), (51.47782, -0.00148), (35.6895, 139.69171))


def main():
    rng = random.Random(1)
    pairs = [(a, b) for i, a in enumerate(PLACES) for b in PLACES[i + 1:]]
    for _ in range(150):
        a = (round(rng.uniform(-89, 89), 5), round(rng.uniform(-179, 179), 5))
        reach = 10 ** -rng.uniform(0, 5)
        pairs.append((a, tuple(round(x + rng.uniform(-reach, reach), 5) for x in a)))
    lines = ["a\tb\tkm\n"]
    for a, b in pairs:
        km = great_circle(a, b, radius=6371.0).km
        lines.append(f"{a[0]:.5f},{a[1]:.5f}\t{b[0]:.5f},{b[1]:.5f}\t{km!r}\n")
    (Path(__file__).parent / "points.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
