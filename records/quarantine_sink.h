/* records/quarantine_sink.h - where refused rows go; the interface that land knows (the file is
 * connect's).
 *
 * Data walk: land puts every row that a reader refused, and those it refuses itself; the summary
 *   counts them.
 * Threads: one.
 */
#pragma once
#include "records/raw_batch.h"

typedef struct _HnQuarantineSink HnQuarantineSink;
struct _HnQuarantineSink {
    gboolean (*put)(HnQuarantineSink *sink, const char *feed, const HnQuarantined *row,
                    GError **error);
    gboolean (*finish)(HnQuarantineSink *sink, GError **error); /* durable when it returns */
    void (*free)(HnQuarantineSink *sink);
};

static inline void
hn_quarantine_sink_free(HnQuarantineSink *sink)
{
    if (sink != NULL)
        sink->free(sink);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnQuarantineSink, hn_quarantine_sink_free)
