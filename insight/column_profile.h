/* insight/column_profile.h - what the sample tells about one column: shares, shapes, words, lists.
 *
 * Data walk: attribute_plan.c and `hopnhat profile` make one for each column of each file.
 * Shares are of the filled values of the sample, 0..1, weighed by how often a value stands there.
 * Dates: which of day and month stands first is settled over the whole column: a value whose first
 *   part is above 12 decides for all.
 * Lists: a separator that stands in many values, in varying number, and whose pieces change places:
 *   what is first in one value is second in another. Parts of an address do not.
 * Damaged text (damage_verdict.h): shares, shapes and words are those of the repaired values,
 *   counts those of the values as they stand.
 * Cost: 1-3 us for each distinct value, of which at most HN_PROFILE_VALUES are looked at.
 * Threads: reentrant.
 */
#pragma once
#include "base/thread_pool.h"
#include "insight/damage_verdict.h"
#include "insight/file_scan.h"
#include "insight/value_class.h"

#define HN_PROFILE_VALUES 30000
#define HN_PROFILE_SHAPES 5
#define HN_PROFILE_DATE_FORMS 12 /* registers of many offices have as many */

typedef struct {
    char text[HN_SHAPE_BYTES];
    gdouble share;
} HnProfiledShape;

typedef struct {
    /* Of all rows. */
    guint64 n_rows, n_filled, n_distinct;
    gboolean distinct_is_exact, is_unique;
    gdouble filled_share, unique_share; /* unique: distinct / filled */
    /* Of the sample. */
    guint64 n_sample;      /* filled values in it */
    guint n_seen_distinct; /* in it, at most HN_PROFILE_VALUES */
    gdouble top_share, top5_share;
    guint64 chars_min, chars_max;
    gdouble chars_mean, chars_deviation, words_mean;
    gdouble integers, decimals, leading_zeros, digits_only, with_letters, with_digits, all_upper;
    gdouble marked;                    /* with a letter beyond ASCII */
    gdouble long_names, long_unmarked; /* three words or more; and of ASCII letters alone */
    gdouble other_scripts;             /* with a letter that is not Latin */
    gdouble begins_with_digit, one_word, all_initials, with_initial, with_control, with_punctuation;
    gdouble emails, urls, phones, bare_phones, uuids, points, postcodes, digit_postcodes;
    gdouble months, days;                           /* whole numbers up to 12, to 31 */
    gdouble number_low, number_middle, number_high; /* 5 %, 50 %, 95 % of the numbers */
    gdouble number_min, number_max;
    guint n_shapes; /* distinct ones, at most 4096 */
    guint n_top_shapes;
    HnProfiledShape top_shapes[HN_PROFILE_SHAPES];
    /* Dates: years alone do not count as such. */
    gdouble dates, years;
    gdouble numbered_dates; /* that may be one: "20498.0", "197003051200" */
    guint n_date_forms;
    HnDateForm date_forms[HN_PROFILE_DATE_FORMS]; /* most frequent first */
    gboolean date_order_known;                    /* some value tells day from month */
    gboolean date_order_mixed;                    /* values tell it both ways */
    gboolean date_order_sure;                     /* in no form a few values alone tell it */
    guint year_low, year_middle, year_high;       /* 5 %, 50 %, 95 % */
    /* That some dates of four-digit years have; the same up to HN_DATE_YEARS_TO. 0: too few. */
    guint year_latest, year_latest_known;
    /* Words, folded. */
    gdouble name_words;              /* of all words: in a table of names */
    gdouble given;                   /* of those: how much more given name than surname, 0..1 */
    gdouble first_given, last_given; /* the same of first and last words of several */
    gdouble vietnamese;              /* of all words: Vietnamese syllables */
    gdouble word_reuse;              /* 1 - distinct words / words of the values, each value once */
    /* Of all values: with such a word, or being one. */
    gdouble legal_forms, streets, titles, commons, sexes, regions, countries, country_numbers;
    gdouble statuses;
    gdouble places;  /* begin with a word for a kind of place, or have it behind a comma */
    gdouble dialled; /* bare digits with a prefix of telephones */
    /* A list in one value. */
    char separator[8];      /* "" = no list */
    gdouble list_share;     /* values with more than one piece */
    gdouble json_arrays;    /* fields that are JSON arrays */
    HnDamageVerdict damage; /* of text with letters, where the scan has tables */
    gdouble pieces_mean, piece_words_mean, piece_digits, piece_names;
} HnColumnProfile;

/* @file and @column are indices in @scan. */
void hn_column_profile_make(const HnScan *scan, guint file, guint column, HnColumnProfile *ret);
/* Of every column of every file: [scan->n_files] arrays, each the caller's. @pool: nullable. */
HnColumnProfile **hn_column_profiles_make(const HnScan *scan, HnThreadPool *pool);
/* The value of a sample's field as it counts: trimmed; a missing one has no bytes. */
HnSlice hn_sample_text(const HnSampleRow *row, guint column);
