/* linker/landing.h - what came in tonight: per feed the counts, per source what is new, changed,
 * gone.
 *
 * Data walk: land fills it; it is the land stage's payload, so that a resumed night knows it;
 *   standardise takes the segments, gates the row counts, the summary the rest.
 * Threads: belongs to the run's thread.
 */
#pragma once
#include "records/reader.h"
#include "store/record_versions.h"

typedef enum {
    HN_FEED_LANDED,
    HN_FEED_ABSENT,  /* nothing was delivered: no news, the last accepted state stands */
    HN_FEED_REFUSED, /* the delivery as a whole cannot be used: the last accepted state stands */
} HnFeedState;

const char *hn_feed_state_name(HnFeedState state); /* landed, absent, refused */

typedef struct {
    char *feed;
    HnFeedState state;
    char *why; /* REFUSED or ABSENT: a sentence; LANDED: broken promises that are only told; or
                  NULL */
    char *watermark;     /* largest value of the feed's since_column tonight, "" = none; or NULL */
    HnSegment *mark;     /* how far it is read now, of a feed that is not read whole; or NULL */
    gboolean is_partial; /* what was read is what changed, not all that there is */
    guint64 n_read, n_accepted, n_quarantined;
    guint64 n_bytes; /* of the delivery */
    guint8 sha256[HN_DIGEST_BYTES];
} HnLandedFeed;

typedef struct {
    char *feed, *source;
    guint64 rows_before, rows_now; /* records in force */
    guint64 n_new, n_changed, n_withdrawn;
    guint64
        n_withheld; /* would be withdrawn, but the snapshot is not complete (quarantined rows) */
    HnSegment *segment; /* this run's RECV segment, or NULL when nothing changed */
} HnLandedSource;

typedef struct {
    GPtrArray *feeds;   /* HnLandedFeed, in the configuration's order */
    GPtrArray *sources; /* HnLandedSource, ascending by source */
} HnLanding;

HnLanding *hn_landing_new(void);
void hn_landing_free(HnLanding *landing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLanding, hn_landing_free)
void hn_landed_feed_free(HnLandedFeed *feed);
void hn_landed_source_free(HnLandedSource *source);
void hn_landing_encode(const HnLanding *landing, GByteArray *out);
/* Appends what @payload holds; FALSE when it is not a landing. */
gboolean hn_landing_decode(HnSlice payload, HnLanding *landing);
/* Reads the delivery to its end: is it the one that was landed? */
gboolean hn_landed_feed_is(const HnLandedFeed *feed, HnReader *reader);
/* Moves the feeds and sources of @one into @landing, sources ascending. FALSE with
 * HN_LINKER_ERROR_SOURCE when two feeds deliver one source. */
gboolean hn_landing_join(HnLanding *landing, HnLanding *one, GError **error);
/* RECV segments are named "FEED.SOURCE": neither name may hold a dot. */
char *hn_landing_segment_name(const char *feed, const char *source);
