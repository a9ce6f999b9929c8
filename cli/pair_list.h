/* cli/pair_list.h - a table of pairs of records, as `explain --pairs` takes it.
 *
 * Data walk: CSV or JSON lines, plain or packed, with the columns that edges have
 *   (`source_dataset_l,unique_id_l,source_dataset_r,unique_id_r`), or two columns of names
 *   `source:record_id`: `a,b` or `id_a,id_b`. Further columns are passed over.
 * Threads: one.
 */
#pragma once
#include "base/arena.h"
#include "connect/file_reader.h"

/* One end of a pair as it was written. */
typedef struct {
    const char *text;   /* "source:record_id", or what stands in place of it */
    const char *source; /* NULL: it is not written so */
    HnSlice record_id;
} HnNamedRecord;
typedef struct {
    HnNamedRecord ends[2];
} HnNamedPair;

typedef struct {
    guint n;
    HnNamedPair *pairs;
    GArray *rows;
    HnArena *arena; /* owns names */
} HnPairList;
/* @path "-": stdin. HN_CONFIG_ERROR_VALUE for a row that cannot be read or a missing column. */
HnPairList *hn_pair_list_read(const char *path, HnRecordFormat format, GError **error);
void hn_pair_list_free(HnPairList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPairList, hn_pair_list_free)
/* A name from a command line; borrows @text, what is new is of @arena. */
HnNamedRecord hn_named_record(const char *text, HnArena *arena);
