/* insight/source_words.h - what the data of each source are like, in six words: correct, complete,
 * clean, live, uniform, shared (đúng, đủ, sạch, sống, thống nhất, dùng chung).
 *
 * Data walk: `hopnhat profile` shows it behind the columns. It reads the sample's rows by the plan
 *   of attributes and with the standardisers of a night; values in repaired text where a column is
 *   damaged.
 * Source of a row: the value of its source column where a night would take it, else the file's.
 * Figures are counts (n of so many), of the sample:
 *   correct    values that their own checks confirm: dates that exist (births in a life), personal
 *              numbers whose province exists and which agree with sex and birth year beside them,
 *              tax codes by the check digit, telephones of the plan, addresses with a known commune
 *   complete   filled fields of the columns compared
 *   clean      filled values without damage, no fillers, and not in a double of another row
 *   live       in the form of today: communes, personal numbers, mobiles
 *   uniform    values in the form most frequent in their column
 *   shared     rows whose number, confirmed tax code, or name and birth date another source has
 * Signals count what somebody may look into; nothing is rejected by them.
 * Cost: 0.3-1 us a value, addresses up to 30 us.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

typedef enum {
    HN_WORD_CORRECT,
    HN_WORD_COMPLETE,
    HN_WORD_CLEAN,
    HN_WORD_LIVE,
    HN_WORD_UNIFORM,
    HN_WORD_SHARED,
    HN_WORDS
} HnSourceWord;

typedef enum {
    HN_PART_DATES, /* of correct */
    HN_PART_NUMBERS,
    HN_PART_TAX_CODES,
    HN_PART_PHONES,
    HN_PART_ADDRESSES,
    HN_PART_COMMUNES, /* of live */
    HN_PART_NUMBERS_TODAY,
    HN_PART_MOBILES,
    HN_WORD_PARTS
} HnWordPart;
#define HN_PARTS_OF_CORRECT HN_PART_COMMUNES /* the first behind them */

typedef enum {
    HN_SIGNAL_SEX,        /* personal numbers that tell another sex */
    HN_SIGNAL_BIRTH_YEAR, /* another birth year */
    HN_SIGNAL_PROVINCE,   /* no province */
    HN_SIGNAL_MANY,       /* numbers that three people or more have, by birth date, else name */
    HN_SIGNAL_FILLERS,    /* values */
    HN_SIGNAL_DAMAGED,    /* values */
    HN_SIGNAL_DOUBLES,    /* rows equal to another one: in all fields; but for the key, if three
                             others are filled */
    HN_SIGNALS
} HnSourceSignal;

typedef struct {
    guint64 n, of; /* of = 0: nothing to judge by */
} HnWordFigure;

typedef struct {
    char *name;
    guint64 n_rows; /* in the sample */
    HnWordFigure words[HN_WORDS];
    HnWordFigure parts[HN_WORD_PARTS];
    guint64 signals[HN_SIGNALS];
    /* The worst column, by its name; NULL: none. */
    char *least_filled, *least_uniform;
    HnWordFigure least_filled_is, least_uniform_is;
} HnSourceWords;

typedef struct {
    guint n_sources;
    HnSourceWords *sources; /* ascending by name */
    gboolean is_whole;      /* the sample is all rows */
} HnSourceWordList;

/* @plan is read only; its scan has tables. @this_year: nobody is born behind it.
 * @error: HN_COUNTRY_TABLES_ERROR_*, HN_TEXT_ERROR_DATE_FORMAT */
HnSourceWordList *hn_source_words_new(const HnAttributePlan *plan, guint this_year, GError **error);
void hn_source_words_free(HnSourceWordList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSourceWordList, hn_source_words_free)
