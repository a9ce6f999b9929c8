/* store/entity_state.h - crosswalk, entities, edges and events of one entity type as segments.
 *
 * Data walk: link writes them, commit publishes them, the next night, export and live decisions
 *   load them. In memory everything is arrays: names ascending by (source, record_id) bytes.
 * Cost: names about 12 bytes + 8 for the entity each; edges 16.
 * Threads: immutable after load.
 */
#pragma once
#include "base/arena.h"
#include "records/edge.h"
#include "store/store.h"

/* ---- crosswalk (XWLK): every accepted record once ---- */
typedef struct {
    guint32 n_rows;
    guint n_sources;
    char **sources;      /* ascending */
    guint32 *source_of;  /* [n_rows] index in sources */
    guint64 *id_offsets; /* [n_rows + 1] */
    guint8 *id_bytes;
    guint64 *entity_of; /* [n_rows] entity sequence numbers */
} HnCrosswalk;
void hn_crosswalk_free(HnCrosswalk *crosswalk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCrosswalk, hn_crosswalk_free)
static inline HnSlice
hn_crosswalk_id(const HnCrosswalk *crosswalk, guint32 row)
{
    return hn_slice(crosswalk->id_bytes + crosswalk->id_offsets[row],
                    crosswalk->id_offsets[row + 1] - crosswalk->id_offsets[row]);
}
guint32 hn_crosswalk_find(const HnCrosswalk *crosswalk, const char *source,
                          HnSlice record_id); /* G_MAXUINT32 */
gboolean hn_crosswalk_write(HnStore *store, const char *path, const HnCrosswalk *crosswalk,
                            HnSealedInfo *ret_info, GError **error);
HnCrosswalk *hn_crosswalk_load(HnStore *store, const HnSegment *segment, GError **error);
/* Published one with the live rows applied; an empty one when nothing was published. */
HnCrosswalk *hn_crosswalk_published(HnStore *store, const char *entity_type, GError **error);

/* ---- entities (ENTY): every id ever issued for the type, ascending ---- */
#define HN_GOLDEN_BYTES 16 /* of a SHA-256: what a night says of itself needs no key */
typedef enum { HN_ENTITY_LIVE, HN_ENTITY_REDIRECT, HN_ENTITY_RETIRED } HnEntityStatus;
typedef struct {
    guint64 sequence;
    guint64 redirect;   /* to this live or later redirected entity; 0 unless REDIRECT */
    guint64 first_seen; /* run that issued it */
    guint32 n_records;
    guint8 status; /* HnEntityStatus */
    guint8 locked;
    guint8 golden[HN_GOLDEN_BYTES]; /* digest of the golden record: tells "updated" */
} HnEntity;
typedef struct {
    gsize n;
    HnEntity *entities;
} HnEntities;
void hn_entities_free(HnEntities *entities);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEntities, hn_entities_free)
HnEntity *hn_entities_find(const HnEntities *entities, guint64 sequence); /* NULL: never issued */
/* Follows redirects to the end; 0 for retired or unknown. Never loops (checked at load). */
guint64 hn_entities_resolve(const HnEntities *entities, guint64 sequence);
/* Ascending, each redirect leads somewhere, none in a circle: of what is loaded, and asserted when
 * written. */
gboolean hn_entities_are_valid(const HnEntities *entities);
gboolean hn_entities_write(HnStore *store, const char *path, const HnEntities *entities,
                           HnSealedInfo *ret_info, GError **error);
HnEntities *hn_entities_load(HnStore *store, const HnSegment *segment, GError **error);
HnEntities *hn_entities_published(HnStore *store, const char *entity_type, GError **error);

/* ---- edges (EDGE): record pairs above the review threshold, ascending by (a, b); rows of the
 * crosswalk segment of the same run, whose digest stands in the header. Rejected pairs (RJCT) have
 * the same form (linker/rejected_pairs.h) ---- */
typedef struct {
    gsize n;
    HnEdge *edges;
} HnEdges;
void hn_edges_free(HnEdges *edges);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEdges, hn_edges_free)
typedef struct {
    const char *kind;        /* EDGE, RJCT */
    const guint8 *crosswalk; /* [HN_DIGEST_BYTES] */
} HnEdgesHead;
gboolean hn_edges_write(HnStore *store, const char *path, const HnEdgesHead *head,
                        const HnEdges *edges, HnSealedInfo *ret_info, GError **error);
/* The first edge whose a is @row or a row behind it; edges->n: there is none. */
gsize hn_edges_first_of(const HnEdges *edges, guint32 row);
HnEdges *hn_edges_load(HnStore *store, const HnSegment *segment, guint32 n_rows, GError **error);

/* ---- events (EVNT): what happened to entities; each has a reason and an inverse (I5) ---- */
typedef enum {
    HN_EVENT_NEW,       /* entity issued, with its records */
    HN_EVENT_JOINED,    /* records that were in no entity came to it */
    HN_EVENT_MOVED,     /* records came from @other */
    HN_EVENT_MERGED,    /* @other became a redirect to it */
    HN_EVENT_SPLIT,     /* it was issued, or came back, for records that left @other */
    HN_EVENT_WITHDRAWN, /* records left it for good */
    HN_EVENT_RETIRED,   /* no record left: a tombstone */
    HN_EVENT_RESTORED,  /* a redirect or tombstone is live again */
    HN_EVENT_UPDATED,   /* same records, other golden record */
    HN_EVENT_LOCKED,
    HN_EVENT_UNLOCKED,
} HnEventKind;
const char *hn_event_kind_name(HnEventKind kind);
typedef struct {
    guint64 sequence;
    HnEventKind kind;
    guint64 entity, other; /* other: 0 where there is none */
    guint64 cause;         /* decision's sequence, 0 = the run */
    guint32 n_records;
    guint32 first_name; /* index of its first record in HnEvents.names */
} HnEvent;
typedef struct {
    char *source; /* interned in the HnEvents */
    HnSlice record_id;
} HnRecordName;
typedef struct {
    gsize n;
    HnEvent *events; /* ascending by sequence */
    gsize n_names;
    HnRecordName *names;
    HnArena *arena; /* owns names' bytes */
} HnEvents;
HnEvents *hn_events_new(void);
void hn_events_free(HnEvents *events);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEvents, hn_events_free)
/* Appends; sequence is set by the caller later. Names are copied. Returns the event. */
HnEvent *hn_events_add(HnEvents *events, HnEventKind kind, guint64 entity, guint64 other,
                       guint64 cause);
/* A copy of an event of @from with its names and numbers. */
HnEvent *hn_events_add_copy(HnEvents *events, const HnEvents *from, const HnEvent *event);
void hn_events_add_name(HnEvents *events, const char *source,
                        HnSlice record_id); /* to the last event */
/* The same of many names: @known_source is what hn_events_source() gave for the source. */
char *hn_events_source(HnEvents *events, const char *source);
void hn_events_add_known(HnEvents *events, char *known_source, HnSlice record_id);
gboolean hn_events_write(HnStore *store, const char *path, const HnEvents *events,
                         HnSealedInfo *ret_info, GError **error);
HnEvents *hn_events_load(HnStore *store, const HnSegment *segment, GError **error);
