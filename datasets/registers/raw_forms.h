/* datasets/registers/raw_forms.h - the ways in which registers write dates, sexes and numbers.
 *
 * Data walk: register_record.c draws a form by the weights of the source and writes with it.
 * Source: forms seen in Vietnamese files; Excel's day 60 is the 29 February 1900 that never was.
 * Cost: no allocation.
 * Threads: pure functions.
 */
#pragma once
#include "base/rng.h"
#include "datasets/registers/raw_text.h"

typedef guint32 HnDay; /* 20250701; 0 = none */
#define HN_DAY(year, month, day) ((HnDay)((year)*10000 + (month)*100 + (day)))

static inline guint
hn_day_year(HnDay day)
{
    return day / 10000;
}
static inline guint
hn_day_month(HnDay day)
{
    return day / 100 % 100;
}
static inline guint
hn_day_of_month(HnDay day)
{
    return day % 100;
}
HnDay hn_day_from_number(guint32 number); /* days of GDate, from 1 January of the year 1 */
guint32 hn_day_number(HnDay day);

#define HN_DATE_FORMS(X)                                                                           \
    X(DMY_SLASH, "dmy_slash") /* 05/03/1990 */                                                     \
    X(DMY_BARE, "dmy_bare")   /* 5/3/1990 */                                                       \
    X(DMY_DASH, "dmy_dash")   /* 05-03-1990 */                                                     \
    X(DMY_DOT, "dmy_dot")     /* 05.03.1990 */                                                     \
    X(DMY_SHORT, "dmy_short") /* 5-3-90 */                                                         \
    X(YMD_PLAIN, "ymd_plain") /* 19900305 */                                                       \
    X(ISO, "iso")             /* 1990-03-05 */                                                     \
    X(ISO_TIME, "iso_time")   /* 1990-03-05 00:00:00 */                                            \
    X(MDY, "mdy")             /* 3/5/1990 */                                                       \
    X(EXCEL, "excel")         /* 32937 */                                                          \
    X(WORDS, "words")         /* Ngày 05 tháng 03 năm 1990 */                                   \
    X(DMY_PLAIN, "dmy_plain") /* 05031990 */
typedef enum {
#define X(name, key) HN_DATE_##name,
    HN_DATE_FORMS(X)
#undef X
        HN_DATE_FORM_KINDS
} HnDateForm;

/* What is known of a date. */
typedef enum { HN_KNOWN_DAY, HN_KNOWN_MONTH, HN_KNOWN_YEAR, HN_KNOWN_YEAR_FILLED } HnDateKnown;

#define HN_SEX_FORMS(X)                                                                            \
    X(WORDS, "nam_nu")                                                                             \
    X(CAPITALS, "nam_nu_upper")                                                                    \
    X(UNMARKED, "nam_nu_unmarked")                                                                 \
    X(LETTERS, "m_f")                                                                              \
    X(ENGLISH, "male_female")                                                                      \
    X(ONE_ZERO, "one_zero") /* 1 is a man */                                                       \
    X(ZERO_ONE, "zero_one") /* 0 is a man */                                                       \
    X(ONE_TWO, "one_two")   /* 1 is a man */
typedef enum {
#define X(name, key) HN_SEX_FORM_##name,
    HN_SEX_FORMS(X)
#undef X
        HN_SEX_FORM_KINDS
} HnSexForm;

#define HN_PHONE_FORMS(X)                                                                          \
    X(PLAIN, "plain")                 /* 0912345678 */                                             \
    X(DOTTED, "dotted")               /* 0912.345.678 */                                           \
    X(SPACED, "spaced")               /* 0912 345 678 */                                           \
    X(DASHED, "dashed")               /* 0912-345-678 */                                           \
    X(PLUS84, "plus84")               /* +84912345678 */                                           \
    X(PLUS84_SPACED, "plus84_spaced") /* +84 912 345 678 */                                        \
    X(BARE84, "84")                   /* 84912345678 */                                            \
    X(ZERO84, "0084")                 /* 0084912345678 */                                          \
    X(BRACKETS, "brackets")           /* (+84)912345678 */                                         \
    X(NO_ZERO, "no_zero")             /* 912345678: Excel */
typedef enum {
#define X(name, key) HN_PHONE_##name,
    HN_PHONE_FORMS(X)
#undef X
        HN_PHONE_FORM_KINDS
} HnPhoneForm;

#define HN_NUMBER_FORMS(X)                                                                         \
    X(PLAIN, "plain")                                                                              \
    X(SPACED, "spaced")     /* 001 090 012 345 */                                                  \
    X(DOTTED, "dotted")     /* 001.090.012.345 */                                                  \
    X(NO_ZERO, "no_zero")   /* leading zeros lost: Excel */                                        \
    X(APOSTROPHE, "quoted") /* '001090012345: Excel's way to keep them */                          \
    X(DECIMAL, "decimal")   /* 1090012345.0: a column of numbers */                                \
    X(POWER, "power")       /* 1.09E+09: a narrow column, the rest is lost */
typedef enum {
#define X(name, key) HN_NUMBER_##name,
    HN_NUMBER_FORMS(X)
#undef X
        HN_NUMBER_FORM_KINDS
} HnNumberForm;

/* Each appends. */
void hn_raw_forms_date(HnDateForm form, HnDay day, HnDateKnown known, HnRawText *text);
void hn_raw_forms_sex(HnSexForm form, gboolean is_male, HnRawText *text);
void hn_raw_forms_phone(HnPhoneForm form, HnSlice digits, HnRawText *text); /* with the 0 */
void hn_raw_forms_number(HnNumberForm form, HnSlice digits, HnRawText *text);

/* One digit wrong (@is_swap FALSE) or two neighbours exchanged; FALSE: not possible. */
gboolean hn_raw_forms_digit_slip(gboolean is_swap, HnRng *rng, HnRawText *text);
