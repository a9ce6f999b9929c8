/* insight/codes_in_text.h - how many values of a column hold a model or part number.
 *
 * Data walk: file_slots.c asks about titles.
 * Cost: one pass over at most HN_RELATION_ROWS rows of the file's sample.
 * Threads: reentrant.
 */
#pragma once
#include "insight/file_scan.h"

typedef struct {
    guint n_values;    /* with a code */
    guint n_distinct;  /* codes */
    gdouble with_code; /* share of the filled values; 0 where there is none */
} HnCodesInText;

/* @file and @column are indices in @scan. Words are parted by single spaces, as `split: " "` does.
 */
HnCodesInText hn_codes_in_text(const HnScan *scan, guint file, guint column);
