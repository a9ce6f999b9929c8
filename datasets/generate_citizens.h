/* datasets/generate_citizens.h - the jobs `citizens` and `homonyms` of hopnhat-generate.
 *
 * Data walk: row 0, 1, 2 … of the output → a shuffled position → entity and copy → person →
 *   record → writer. Nothing is kept from one row to the next.
 * Cost: 1.4 µs a row, memory 6 MiB at any number of rows.
 * Threads: one.
 */
#pragma once
#include "datasets/citizen_writer.h"
#include "datasets/error_model.h"

typedef struct {
    const char *folder;
    guint64 n_records;
    guint64 n_entities; /* n_records / 8 .. n_records */
    guint64
        n_homonyms; /* rows before the n_records: one name and year, each a person of their own */
    guint64 seed;
    guint64 shuffle_seed;         /* the order of the rows, and nothing else */
    guint n_sources;              /* 1..HN_SOURCES_MAX */
    guint shared_phone_per_10000; /* records whose telephone number is one and the same */
    HnNoise noise;
    HnCitizenFormat format;
} HnGenerateOptions;

/* HN_BASE_ERROR_* when a file cannot be written. */
gboolean hn_generate_citizens(const HnGenerateOptions *options, GError **error);
