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
/* For versions that come again (linker/night_rollback.h): each keeps the run that brought it first,
 * by which values are told recent from old. */
HnVersionWriter *hn_version_writer_new_older(HnStore *store, const char *path, guint64 run,
                                             const char *const *columns, guint n_columns,
                                             GError **error);
/* Ascending, distinct record ids (asserted). @version->segment is ignored, and so is its run but by
 * a writer of older versions, which takes none that is behind its own. */
gboolean hn_version_writer_put(HnVersionWriter *writer, const HnVersion *version, GError **error);
gboolean hn_version_writer_finish(HnVersionWriter *writer, guint64 *ret_rows,
                                  HnSealedInfo *ret_info, GError **error);
void hn_version_writer_free(HnVersionWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnVersionWriter, hn_version_writer_free)

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
