/* store/record_versions.h - per (source, record_id) the raw values and every earlier version
 * (DESIGN 4.8).
 *
 * Data walk: land writes one segment (kind RECV) per source and run, holding only new, changed and
 *   withdrawn records, ascending by record_id; a reader merges a source's segments, newest wins.
 *   Standardise and golden records stream the current state; explanations and as-of views read
 *   history.
 * Form: rows in chunks, inside a chunk column by column: on a million citizens a fifth smaller and
 *   a quarter faster to compress than row by row.
 * Cost: one pass over the segments; memory one chunk each.
 * Threads: a writer or reader belongs to one thread.
 */
#pragma once
#include "records/raw_batch.h"
#include "store/store.h"

typedef struct {
    HnSlice record_id;
    gboolean withdrawn;       /* then no fields */
    guint64 run;              /* that brought this version */
    guint segment;            /* index among the reader's segments: names the columns */
    guint n_fields;           /* = that segment's n_columns */
    const HnRawField *fields; /* [n_fields] */
} HnVersion;

typedef struct _HnVersionWriter HnVersionWriter;
/* @path as from hn_store_segment_path(). */
HnVersionWriter *hn_version_writer_new(HnStore *store, const char *path, guint64 run,
                                       const char *const *columns, guint n_columns, GError **error);
/* Rows that keep the run that brought them, @version->run, which is not above @head's: of records
 * that moved, or of several runs in one file. A record may then have several, newest first. */
typedef struct {
    const char *kind, *path;
    guint64 run;
    guint n_columns;
    const char *const *columns;
} HnVersionHead;
HnVersionWriter *hn_version_writer_new_of_runs(HnStore *store, const HnVersionHead *head,
                                               GError **error);
/* Ascending, distinct record ids (asserted). @version->segment is ignored, and run of _new(). */
gboolean hn_version_writer_put(HnVersionWriter *writer, const HnVersion *version, GError **error);
gboolean hn_version_writer_finish(HnVersionWriter *writer, guint64 *ret_rows,
                                  HnSealedInfo *ret_info, GError **error);
void hn_version_writer_free(HnVersionWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnVersionWriter, hn_version_writer_free)

/* What records were before, set aside when the current versions were written anew as one segment:
 * that one stands in the place of all RECV before it, and only history reads these. */
#define HN_VERSIONS_BEFORE "RECH"
/* Segments of both kinds that tell the history of one source, oldest first. (transfer full) */
GPtrArray *hn_store_version_history(HnStore *store, const char *name, GError **error);

typedef struct _HnVersionReader HnVersionReader;
/* @segments: HnSegment of one source, oldest first. @history: every version, newest first per
 * record, instead of only the newest that is not withdrawn. */
HnVersionReader *hn_version_reader_new(HnStore *store, const GPtrArray *segments, gboolean history,
                                       GError **error);
/* *ret_more = FALSE at the end. The version is valid until the next call. */
gboolean hn_version_reader_next(HnVersionReader *reader, HnVersion *ret_version, gboolean *ret_more,
                                GError **error);
const char *const *hn_version_reader_columns(const HnVersionReader *reader, guint segment,
                                             guint *ret_n);
void hn_version_reader_free(HnVersionReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnVersionReader, hn_version_reader_free)
