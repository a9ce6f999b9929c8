/* datasets/registers/generate_registers.h - the job `citizens --profile` of hopnhat-generate.
 *
 * Data walk: row 0, 1, 2 … of the output → a shuffled position → entity and copy → life → record →
 *   records.csv, its register's file, truth.csv; then relations, events and hard pairs.
 * Cost: measured figures stand in datasets/README.md; memory 64 bytes a record for hard pairs.
 * Threads: one.
 */
#pragma once
#include "datasets/registers/register_profile.h"

typedef struct {
    const char *folder;
    guint64 n_records;
    guint64 seed;
    guint64 shuffle_seed;             /* the order of the rows, and nothing else */
    const HnRegisterProfile *profile; /* borrowed */
    gboolean with_standard;           /* also what a perfect standardiser would make of it */
} HnRegistersOptions;

/* HN_BASE_ERROR_* when a file cannot be written. */
gboolean hn_generate_registers(const HnRegistersOptions *options, GError **error);
