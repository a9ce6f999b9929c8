#!/usr/bin/env python3
"""Prints the table of text/lunar_years.c: years of the Vietnamese lunar calendar.

Source: Ho Ngoc Duc (2004), "Computing the Vietnamese lunar calendar"; new moons and the sun's longitude after
Meeus (1991), "Astronomical Algorithms". Zone 7 is that of the country; zone 8 that of the calendar in use before 1968.
"""
from math import floor, pi, sin

FIRST_YEAR, LAST_YEAR = 1850, 2100


def day_number(day: int, month: int, year: int) -> int:
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    return day + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045


def new_moon_day(k: int, zone: float) -> int:
    t = k / 1236.85
    t2, t3, dr = t * t, t * t * t, pi / 180
    moon = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3
    moon += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * dr)
    m = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3
    mpr = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3
    f = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3
    c = (0.1734 - 0.000393 * t) * sin(m * dr) + 0.0021 * sin(2 * dr * m)
    c += -0.4068 * sin(mpr * dr) + 0.0161 * sin(dr * 2 * mpr) - 0.0004 * sin(dr * 3 * mpr)
    c += 0.0104 * sin(dr * 2 * f) - 0.0051 * sin(dr * (m + mpr)) - 0.0074 * sin(dr * (m - mpr))
    c += 0.0004 * sin(dr * (2 * f + m)) - 0.0004 * sin(dr * (2 * f - m)) - 0.0006 * sin(dr * (2 * f + mpr))
    c += 0.0010 * sin(dr * (2 * f - mpr)) + 0.0005 * sin(dr * (2 * mpr + m))
    delta = (0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3 if t < -11
             else -0.000278 + 0.000265 * t + 0.000262 * t2)
    return floor(moon + c - delta + 0.5 + zone / 24)


def sun_sector(day: int, zone: float) -> int:
    t = (day - 0.5 - zone / 24 - 2451545.0) / 36525
    t2, dr = t * t, pi / 180
    m = 357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2
    l0 = 280.46645 + 36000.76983 * t + 0.0003032 * t2
    dl = (1.914600 - 0.004817 * t - 0.000014 * t2) * sin(dr * m)
    dl += (0.019993 - 0.000101 * t) * sin(dr * 2 * m) + 0.000290 * sin(dr * 3 * m)
    lon = (l0 + dl) * dr
    lon -= pi * 2 * floor(lon / (pi * 2))
    return floor(lon / pi * 6)


def eleventh_month(year: int, zone: float) -> int:
    """First day of the month that holds the winter solstice."""
    k = floor((day_number(31, 12, year) - 2415021) / 29.530588853)
    day = new_moon_day(k, zone)
    return new_moon_day(k - 1, zone) if sun_sector(day, zone) >= 9 else day


def leap_offset(a11: int, zone: float) -> int:
    k = floor((a11 - 2415021.076998695) / 29.530588853 + 0.5)
    i, last = 1, -1
    arc = sun_sector(new_moon_day(k + i, zone), zone)
    while arc != last and i < 14:
        last, i = arc, i + 1
        arc = sun_sector(new_moon_day(k + i, zone), zone)
    return i - 1


def months_between(a11: int, b11: int, zone: float) -> list[tuple[int, bool, int]]:
    """(month, is leap, first day) from the eleventh month at a11 up to that at b11."""
    k = floor(0.5 + (a11 - 2415021.076998695) / 29.530588853)
    has_leap = b11 - a11 > 365
    leap = leap_offset(a11, zone) if has_leap else 99
    out = []
    for i in range(13 if has_leap else 12):
        number = 11 + i - (1 if i >= leap else 0)
        out.append(((number - 1) % 12 + 1, i == leap, new_moon_day(k + i, zone)))
    return out


def lunar_year(year: int, zone: float) -> list[tuple[int, bool, int]]:
    """Months 1 to 12 of a year with their first days, and the first day behind them as month 0."""
    before, own, after = (eleventh_month(y, zone) for y in (year - 1, year, year + 1))
    months = months_between(before, own, zone) + months_between(own, after, zone)
    starts = [i for i, (month, leap, _) in enumerate(months) if month == 1 and not leap]
    return months[starts[0]:starts[1]] + [(0, False, months[starts[1]][2])]


def packed(year: int, zone: float) -> int:
    """Bits 0-5: days from 1 January to the new year; 6-9: leap month, 0 = none; 10-22: months of 30 days."""
    months = lunar_year(year, zone)
    word = months[0][2] - day_number(1, 1, year)
    for i, (month, leap, first) in enumerate(months[:-1]):
        word |= (month << 6 if leap else 0) | ((months[i + 1][2] - first == 30) << (10 + i))
    return word


def main() -> None:
    for zone in (7, 8):
        words = [f"0x{packed(year, zone):06x}," for year in range(FIRST_YEAR, LAST_YEAR + 1)]
        print("    {")
        for i in range(0, len(words), 8):
            print("        " + " ".join(words[i:i + 8]))
        print("    },")


if __name__ == "__main__":
    main()
