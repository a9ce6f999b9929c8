/* linker/feed_mark.h - how far a source was read that is not read whole every night.
 *
 * Data walk: land writes one for each such source (segment MARK, flipped with the night);
 *   night_fetch.c reads it and asks for what came since, and on schedule for all keys.
 * Threads: the run's.
 */
#pragma once
#include "config/project.h"
#include "store/store.h"

#define HN_FEED_MARK "MARK"

typedef struct {
    gboolean any;     /* FALSE: the source is to be read whole */
    char *watermark;  /* largest value of its since_column, as text; "" = there was none */
    gint64 sweep_day; /* when all of its keys were read; days since 1970 */
    guint8 feed[HN_DIGEST_BYTES]; /* hn_project_feed_digest() then */
} HnFeedMark;

gboolean hn_feed_mark_read(HnStore *store, const char *feed, HnFeedMark *ret, GError **error);
/* The new segment of @run. */
HnSegment *hn_feed_mark_write(HnStore *store, guint64 run, const char *feed, const HnFeedMark *mark,
                              GError **error);
void hn_feed_mark_clear(HnFeedMark *mark);

/* Numbers by their size, else texts by their bytes: times in ISO 8601 of one form. */
int hn_feed_mark_compare(HnSlice a, HnSlice b);
/* @watermark less @overlap (config/project.h): what rows are asked for from. NULL: it is neither a
 * whole number nor a date or time in ISO 8601. (transfer full) */
char *hn_feed_mark_since(const char *watermark, guint64 overlap);
