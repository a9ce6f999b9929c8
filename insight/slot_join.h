/* insight/slot_join.h - slots of several files become attributes.
 *
 * Data walk: attribute_plan.c, file after file.
 * Way: a slot joins the attribute of its meaning that is most like it: by header, by shared values,
 *   by shape; where a meaning is there once in both, that is enough. Else it is a new attribute.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/file_slots.h"

typedef struct {
    HnMeaning meaning;
    guint *slot_of_file; /* [n_files] index of the file's slot; G_MAXUINT: none */
} HnJoinedSlots;

/* @makers [scan->n_files] with their slots. (transfer full), of HnJoinedSlots. */
GArray *hn_slots_join(const HnScan *scan, const HnSlotMaker *makers);
/* A record has one of it, so that two files that have it mean the same. */
gboolean hn_meaning_is_single(HnMeaning meaning);
/* 0..1: share of values that two columns have in common, of the one with fewer. */
gdouble hn_columns_overlap(const HnScannedColumn *a, const HnScannedColumn *b);
/* The same; 0 where numbers of so few digits have as much in common by chance, as counters of rows
 * do. */
gdouble hn_columns_overlap_of_numbers(const HnScannedColumn *a, const HnColumnProfile *p,
                                      const HnScannedColumn *b, const HnColumnProfile *q);
