/* text/date_value.h - dates as one number, with unknown parts: those of the calendar, and apart
 * from them such as one slip made.
 *
 * Data walk: standardise/ parses raw text and writes the canonical form; blocking/ and scoring/
 *   read that once per distinct value (hn_date_of_canonical) and compare numbers.
 * Value: YYYYMMDD in decimal, 00 for an unknown month or day: 19600000 is "1960". Never 0.
 * Slips: a date of which the month or the day is a number that the calendar does not have (17 for
 *   12, 31 February) was written by somebody who meant one: as it stands it is one slip away from
 *   that. Parts of 77, 88 and 99 are fillers, as is a day that repeats such a month; a date with
 *   two such parts is none.
 * Calendar: Gregorian also before 1582; years 1000..2999.
 * Source: Hinnant (2013), "chrono-Compatible Low-Level Date Algorithms", days_from_civil, for day
 *   numbers.
 * Cost: parsing about 15 ns with one format; days apart 7 ns, a slip 18 ns.
 * Threads: reentrant; a compiled format is a value.
 */
#pragma once
#include "base/slice.h"

typedef guint32 HnDateValue;

#define HN_DATE_FORMAT_ITEMS_MAX 16
#define HN_DATE_TEXT_BYTES 11 /* "YYYY-MM-DD" and NUL */

/* A compiled format; to be filled only by hn_date_format_compile(). */
typedef struct {
    guint n_items;
    guint years_to;                         /* the latest year that two digits mean; 0: 2029 */
    guint8 items[HN_DATE_FORMAT_ITEMS_MAX]; /* HnDateItem, or a literal ASCII byte */
} HnDateFormat;

/* @text is "excel": the days since 1899-12-30 that a spreadsheet has for a date, five digits (1927
 * to 2173), with a fraction of a day or without. Or it has one year (%Y: 4 digits, or %y: 2 digits,
 * of the hundred years up to @years_to: 00-29 = 20xx, else 19xx, if nobody says), and if wanted a
 * month (%m: number, or %b or %B: English name or its first three letters, any case) and, beside a
 * month, a day (%d); %% is a per cent sign, any other ASCII character stands for itself. %m and %d
 * take one or two digits, exactly two if they touch another number. Refused: other directives;
 * %Y-%d-%m, %y%m and %m%y, which could not be told from the canonical form. */
gboolean hn_date_format_compile(const char *text, HnDateFormat *ret_format, GError **error);

#define HN_DATE_YEARS_TO 2029 /* two digits mean a year of the hundred up to it, if none is said */

/* Tries @formats in their order; the first one that fits the whole of @raw and gives a real date
 * wins. Space around the date and around its / - ., an apostrophe before it, and a time of day
 * behind it ("T17:00:00Z", " 12:00:00 SA"; of %Y%m%d alone also "1200"), are ignored.
 * Month and day may be "00" for unknown. With no format at all (n_formats = 0), only what can mean
 * one thing: Y-m-d, Y/m/d, Y.m.d, YYYYmmdd, Y-m, Y, d Mon Y; and with / - or . between them d m Y
 * or m d Y, where the other order is no date or is the same one. The canonical form is always
 * understood, after the formats. */
gboolean hn_date_parse(HnSlice raw, const HnDateFormat *formats, guint n_formats, guint32 *ret);

/* What hn_date_parse() does not read: a date with one slip in its month or day, as it stands. By
 * @formats, with none by forms that mean one thing; not where two of them disagree, and not by
 * forms without anything beside the month, as eight digits beyond the calendar are dates of another
 * order or none. */
gboolean hn_date_parse_slip(HnSlice raw, const HnDateFormat *formats, guint n_formats,
                            guint32 *ret);

/* "YYYY-MM-DD", "YYYY-MM" or "YYYY" into @ret[HN_DATE_TEXT_BYTES], NUL-terminated; returns its
 * length. */
guint hn_date_format(guint32 date, char *ret);
guint32 hn_date_of_canonical(HnSlice canonical); /* 0 if it is not what hn_date_format() writes */

static inline guint
hn_date_year(guint32 date)
{
    return date / 10000;
}

static inline guint
hn_date_month(guint32 date) /* 0 = unknown */
{
    return date / 100 % 100;
}

static inline guint
hn_date_day(guint32 date) /* 0 = unknown */
{
    return date % 100;
}

static inline gboolean
hn_date_is_complete(guint32 date)
{
    return hn_date_day(date) != 0; /* a day is never known without its month, be it a slip */
}

/* Year 1000..2999, and the other parts unknown or as the calendar has them. */
gboolean hn_date_is_valid(guint32 date);

/* The calendar does not have its month, or its day; the other parts are real. */
gboolean hn_date_is_slip(guint32 date);

/* A date that a program wrote where nobody gave one: the first that it knows, or its number 0 (SQL
 * Server's 1753-01-01; the "00/01/1900", 1899-12-30 and 1900-01-01 of spreadsheets). */
gboolean hn_date_is_filler(guint32 date);

/* Valid, and every part of it known. */
gboolean hn_date_is_whole(guint32 date);

/* All comparisons take valid values and slips. */
/* Complete dates of one year, day and month exchanged; FALSE for equal dates. */
gboolean hn_date_swapped(guint32 a, guint32 b);
/* One of them lacks a part that the other has, and the parts that both know are equal. */
gboolean hn_date_partial(guint32 a, guint32 b);
/* The same parts are known, and one digit is wrong or two neighbouring digits of one part are
 * exchanged; FALSE for equal dates. */
gboolean hn_date_one_slip(guint32 a, guint32 b);
guint32 hn_date_day_number(guint32 date);          /* of a complete date; days since 0000-03-01 */
guint32 hn_date_of_day_number(guint32 day_number); /* the date of that day */
/* G_MAXUINT32 unless both are complete and valid. */
guint32 hn_date_days_apart(guint32 a, guint32 b);
