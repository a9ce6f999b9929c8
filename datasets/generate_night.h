/* datasets/generate_night.h - the job `night`: what the sources deliver a night after another
 * delivery.
 *
 * Data walk: each row of the night before goes, is corrected, or stays as it is; behind some
 *   comes a new row: of the same person in another source, or of a person nobody knew. Row order
 *   is kept.
 * Cost: 0.5 µs a row, memory 6 MiB at any number of rows.
 * Threads: one.
 */
#pragma once
#include <glib.h>

typedef struct {
    const char *from;   /* folder with records.csv and truth.csv */
    const char *folder; /* written into */
    guint64 seed;       /* new record and entity ids carry it, so each night needs another one */
    guint changed_per_million;
    guint added_per_million;
    guint withdrawn_per_million;
} HnNightOptions;

/* HN_BASE_ERROR_*; EXISTS when the seed was already used by an earlier night of this chain. */
gboolean hn_generate_night(const HnNightOptions *options, GError **error);
