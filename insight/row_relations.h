/* insight/row_relations.h - what the columns of one row have to do with each other.
 *
 * Data walk: file_slots.c and neighbour_columns.c ask whether a whole has the words of its parts,
 *   whether columns are filled together or instead of each other, whether one is a copy of another.
 * Cost: one pass over at most HN_RELATION_ROWS rows of the file's sample.
 * Threads: reentrant.
 */
#pragma once
#include "insight/column_profile.h"

#define HN_RELATION_ROWS 20000u

typedef struct {
    guint n_rows;  /* looked at */
    guint n_whole; /* the whole is filled */
    guint n_parts; /* some part is filled */
    guint n_both;
    guint n_all_words;  /* of both: the parts' words are all words of the whole */
    guint n_same_words; /* of both: and the whole has no other */
} HnWholeAndParts;

/* @parts [n_parts]: columns. */
HnWholeAndParts hn_whole_and_parts(const HnScan *scan, guint file, guint whole, const guint *parts,
                                   guint n_parts);

typedef struct {
    guint n_rows;   /* with the part filled, whose words all stand in such wholes */
    guint n_values; /* different ones of them */
} HnStandsElsewhere;

/* Does @part hold what the ends of @whole hold where @part is empty? The first two words of a whole
 * do not count: there a street of the town's name would stand. */
HnStandsElsewhere hn_stands_elsewhere(const HnScan *scan, guint file, guint whole, guint part);
/* The same counts without a look at the words: n_all_words and n_same_words stay 0. */
HnWholeAndParts hn_filled_together(const HnScan *scan, guint file, guint whole, const guint *parts,
                                   guint n_parts);
/* Share of the rows in which at least one of @columns is filled. */
gdouble hn_filled_share_of(const HnScan *scan, guint file, const guint *columns, guint n_columns);
/* Both have few values, and each value of one goes with one of the other. */
gboolean hn_are_one_to_one(const HnScan *scan, guint file, guint a, guint b);
