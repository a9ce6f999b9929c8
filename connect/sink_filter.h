/* connect/sink_filter.h - rows that a table has no room for: they do not keep the others of a set
 * from it.
 *
 * Data walk: a sink of a table hands each batch of a set through it and stages what comes out.
 *   delivery.c tells what was left out by source and column: never a value, and no record.
 * What is left out: a row whose key the table's index could not hold, or would take for another's.
 *   Nothing is staged of it, for the index of staging is the same; what a release with other bounds
 *   gave the table of that key stays until a whole state comes. A row with a value that is too long
 *   is staged as one to be deleted: what the table had of it is not true any more.
 * Cost: a look at the key's length and last byte; copies only where a row does not fit.
 * Threads: belongs to one thread.
 */
#pragma once
#include "records/change_sink.h"

/* 0: without limit. */
typedef struct {
    guint key, value;  /* units of UTF-16 of one column */
    gboolean in_bytes; /* these two are bytes of UTF-8: it is not known what the database counts */
    guint key_bytes;   /* of the whole key, in UTF-8 */
    gboolean wide;     /* or in UTF-16 */
    gboolean pads;     /* 'a' and 'a ' are one key */
} HnSinkRoom;

/* A third of a page, less what the index adds: PostgreSQL's BTMaxItemSize is 2704. */
#define HN_POSTGRESQL_KEY_BYTES 2600

typedef struct _HnSinkFilter HnSinkFilter;

/* @shape: borrowed. */
HnSinkFilter *hn_sink_filter_new(const HnTargetShape *shape, HnSinkRoom room);
void hn_sink_filter_free(HnSinkFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSinkFilter, hn_sink_filter_free)
/* The table's own column holds @n_chars characters only (code points), whatever the room says; 0:
 * as much as that. */
void hn_sink_filter_narrow(HnSinkFilter *filter, guint column, guint n_chars);
void hn_sink_filter_begin(HnSinkFilter *filter); /* a set */
/* What is to be staged of @rows; borrowed until the next call, @rows itself where all fit. */
const HnChangeRows *hn_sink_filter_rows(HnSinkFilter *filter, const HnChangeRows *rows);
guint64 hn_sink_filter_n_dropped(const HnSinkFilter *filter);  /* rows of the set not staged */
guint64 hn_sink_filter_n_left_out(const HnSinkFilter *filter); /* that the table lacks for it */
GPtrArray *hn_sink_filter_left_out(HnSinkFilter *filter);      /* HnLeftOut of the set, borrowed */
