/* records/pair_label.h - what a row of labelled pairs says: two records, and how sure somebody was
 * that they are one.
 *
 * Data walk: `hopnhat evaluate --pairs` and the labels of training read the same columns:
 *   id_a, id_b, match, or Splink's unique_id_l, unique_id_r, clerical_match_score with
 *   source_dataset_l and _r.
 * Threads: reentrant.
 */
#pragma once
#include "records/side_table.h"

enum {
    HN_PAIR_LABEL_ID_A,
    HN_PAIR_LABEL_ID_B,
    HN_PAIR_LABEL_MATCH,
    HN_PAIR_LABEL_SOURCE_A, /* none: the id may begin with it */
    HN_PAIR_LABEL_SOURCE_B,
    HN_PAIR_LABEL_COLUMNS
};
extern const HnInputColumn hn_pair_label_columns[HN_PAIR_LABEL_COLUMNS];

/* 1 for "1", "true", "yes", "same", "y", 0 for their contraries, in small or capital letters; a
 * number from 0 to 1 as it is. FALSE: the word is no label. */
gboolean hn_pair_label_score(HnSlice word, double *ret_score);
/* `source:record_id` at its first colon. FALSE: there is none. */
gboolean hn_pair_label_split(HnSlice id, HnSlice *ret_source, HnSlice *ret_record_id);
