/* linker/feed_fetch.h - one source of a connection, read into one spool.
 *
 * Data walk: night_fetch.c decides what is asked for; a driver's rows, and where all keys are asked
 *   for these before them (HN_ROW_KEY_ALONE), -> records/batch_spool.h.
 * Threads: one thread a fetch; several side by side.
 */
#pragma once
#include "linker/pipeline.h"

typedef struct {
    const HnPipelineOptions *options;
    const HnFeed *feed;
    const HnSealKey *seal; /* nullable */
    const char *path;      /* of the spool; what is there is replaced */
    const char *since;     /* rows from there on; NULL: all */
    gboolean sweep;        /* and all keys */
    const GPtrArray *keys; /* of char **: only their rows; NULL: all */
} HnFeedFetch;

/* FALSE: the source's fault in @ret_broke (the spool may say so too, see batch_spool.h), or this
 * machine's in @error. */
gboolean hn_feed_fetch(const HnFeedFetch *fetch, GError **ret_broke, GError **error);
