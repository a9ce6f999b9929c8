/* datasets/businesses/generate_businesses.h - the job `businesses` of hopnhat-generate.
 *
 * Data walk: rows in shuffled order → entity → business → contents → text → records.csv and the
 *   file of its register; then block by block in the order of the entities → relations.csv,
 *   events.csv and hard_pairs.csv. Nothing is kept from one block to the next.
 * Cost: 9 µs a record with all files, memory 20 MiB at any number of records.
 * Threads: one.
 */
#pragma once
#include <glib.h>

typedef struct {
    const char *folder;
    guint64 n_records;
    guint64 seed;
    const char
        *profile_path; /* or the name of one that the program carries; NULL: five-registers */
    gboolean is_plain; /* one standard spelling: what the spelling costs */
} HnBusinessOptions;

#define HN_BUSINESS_RECORDS_MAX ((guint64)1 << 32)

/* HN_BASE_ERROR_* when the profile cannot be read or a file cannot be written. */
gboolean hn_generate_businesses(const HnBusinessOptions *options, GError **error);
/* The command line of the job; ends 0, 1 (a file) or 2 (usage, before anything is touched). */
int hn_businesses_command(int argc, char **argv);
