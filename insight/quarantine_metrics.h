/* insight/quarantine_metrics.h - refused records counted by source and reason.
 *
 * Data walk: runs/RUN/quarantine-FEED.jsonl, as landing left it -> counts. Only source, reason and
 *   number are looked at, never the raw bytes.
 * Cost: one pass over the file in pieces of 256 KiB, 1 GB/s.
 * Threads: one.
 */
#pragma once
#include <glib.h>

typedef struct {
    char *source, *reason; /* the reason's word, without what follows it */
    guint64 n_records;
} HnQuarantineCount;

/* Ascending by (source, reason). (transfer full); NULL: the file cannot be read. */
GPtrArray *hn_quarantine_counts(const char *path, GError **error);
