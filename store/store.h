/* store/store.h - what must survive: one small SQLite database that names immutable sealed
 * segments.
 *
 * Data walk: a run begins here (begin_run), leaves a mark after each stage (stage_done), reserves
 *   identifiers, and ends in one transaction that flips the manifest (commit). Readers see the
 *   published state only. Files below the state folder (mode 0700): store.db (journal_mode=WAL,
 *   synchronous=FULL), lock, segments/RUN/NAME.hns, runs/RUN/ (checkpoints, run.json), bundles/ID/,
 *   results/RUN/, results/current. The anchor is an append-only file outside the state folder: a
 *   store that is behind it opens read-only until hn_store_recover() (DESIGN 4.12, contract 5,
 *   reliability.md I1-I3).
 * Source: the manifest-of-immutable-segments idea is the LSM tree's (O'Neil et al. 1996).
 * Threads: an HnStore belongs to one thread; at most one run at a time (lock and epoch, I12),
 *   beside which decisions are written; transactions one after the other (store_locks.h).
 */
#pragma once
#include "base/codec.h"
#include "base/sealed_file.h"
#include "store/store_error.h"

typedef struct _HnStore HnStore;

typedef enum {
    HN_STORE_READ,
    HN_STORE_WRITE,     /* a run, or what needs the store for itself: one at a time */
    HN_STORE_TAKE_OVER, /* the same; a run that holds the store loses it (epoch) */
    HN_STORE_BESIDE,    /* what people decide: also while a run is at work */
} HnStoreMode;

/* All but READ create the state on first use. @key nullable. Errors: HN_BASE_ERROR_BUSY (another
 * run; exit 75), HN_STORE_ERROR_BEHIND (the anchor has seen more; with READ only where no writer
 * closed the store, so that its newest transactions may be lost), _VERSION, _CORRUPT. */
HnStore *hn_store_open(const char *state, const char *anchor, const HnSealKey *key,
                       HnStoreMode mode, GError **error);
void hn_store_close(HnStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnStore, hn_store_close)
/* Burns a new epoch and an id range beyond everything the anchor has seen; then WRITE opens again.
 */
gboolean hn_store_recover(const char *state, const char *anchor, GError **error);
gboolean hn_store_is_behind(const HnStore *store); /* of a reader: an older copy at rest */
/* The format that this open for writing brought to today's, behind a backup in backups/ of the
 * state folder; 0: it was of today's. */
guint64 hn_store_migrated_from(const HnStore *store);
guint64 hn_store_format(HnStore *store); /* of the database: store_schema.c; 0 on failure */
gboolean hn_store_took_over(const HnStore *store); /* another run held it: what that left is its */
/* Between the two nobody else writes, and no run can take over: for what a run does outside of the
 * database and must not do when it was fenced. HN_STORE_ERROR_FENCED. */
gboolean hn_store_hold(HnStore *store, GError **error);
gboolean hn_store_release(HnStore *store, GError **error);
const char *hn_store_folder(const HnStore *store);

/* ---- what a writer reads beside others ---- */
typedef struct {
    guint64 published_run, last_change, last_decision;
} HnStoreMoment;
/* From here on everything that is asked for is of one moment, until the pin is gone; no writing
 * meanwhile. A reader is pinned always. */
gboolean hn_store_pin(HnStore *store, GError **error);
void hn_store_unpin(HnStore *store); /* without a pin: nothing */
gboolean hn_store_moment(HnStore *store, HnStoreMoment *ret_moment, GError **error);
/* Segments written from now on are packed by all threads of @pool; NULL: by the caller's alone. The
 * pool may do nothing else between the first row of a segment and its end. */
void hn_store_use_pool(HnStore *store, HnThreadPool *pool);
HnThreadPool *hn_store_pool(const HnStore *store);        /* nullable */
guint64 hn_store_epoch(const HnStore *store);             /* of this writer: the fence */
const HnSealKey *hn_store_seal_key(const HnStore *store); /* nullable */
const guint8 *
hn_store_hash_key(const HnStore *store); /* HN_KEYED_HASH_KEY_BYTES, made at creation */
char *hn_store_path(const HnStore *store, const char *relative); /* (transfer full) */

/* ---- identifiers: sequences that never go back ---- */
typedef enum {
    HN_ID_ENTITY,
    HN_ID_EVENT,
    HN_ID_DECISION,
    HN_ID_CASE,
    HN_ID_RUN,
    HN_ID_KINDS
} HnIdKind;
/* Reserves @n numbers for @run (0 = outside a run): anchored and fsynced before they are returned.
 * For a run the reservation is remembered: asking again with the same kind after a kill gives the
 * same first number, unless it is too small by now or somebody took numbers since: a run's new
 * ones are always the newest. */
gboolean hn_store_reserve(HnStore *store, guint64 run, HnIdKind kind, guint64 n, guint64 *ret_first,
                          GError **error);

/* The number that will be given next; 0 on failure. Reading is enough: for `verify`. */
guint64 hn_store_next_number(HnStore *store, HnIdKind kind);

/* ---- segments: immutable files and the manifest that names them ---- */
typedef struct {
    char *kind;  /* four letters of the sealed file: RECV XWLK ENTY EDGE EVNT RELN CASE */
    char *name;  /* source or entity type */
    char *path;  /* relative to the state folder */
    guint64 run; /* that wrote it */
    guint64 rows;
    guint64 file_bytes;
    guint8 digest[HN_DIGEST_BYTES]; /* of the content */
} HnSegment;
HnSegment *hn_segment_new(const char *kind, const char *name, const char *path, guint64 run,
                          guint64 rows, const HnSealedInfo *info);
HnSegment *hn_segment_copy(const HnSegment *segment);
void hn_segment_free(HnSegment *segment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSegment, hn_segment_free)
/* Published segments of @kind and @name (NULL = all of them), oldest first. (transfer full) */
GPtrArray *hn_store_segments(HnStore *store, const char *kind, const char *name, GError **error);
/* Published segments of @kind and @name up to @run are nobody's any more: the manifest forgets
 * them, and the next writer removes their files. */
gboolean hn_store_forget_segments(HnStore *store, const char *kind, const char *name, guint64 run,
                                  GError **error);
/* Whether every published segment's file is there with its size: HN_STORE_ERROR_CORRUPT names the
 * first that is not. Costs a look at each file's entry; what is in them `verify` checks. */
gboolean hn_store_check_segments(HnStore *store, GError **error);
/* "segments/r-.../KIND-NAME.hns"; the folder exists after the call. */
char *hn_store_segment_path(HnStore *store, guint64 run, const char *kind, const char *name,
                            GError **error);
void hn_segment_encode(const HnSegment *segment, GByteArray *out); /* for stage payloads */
HnSegment *hn_segment_decode(HnCursor *cursor);                    /* NULL: not a segment */

/* ---- runs ---- */
typedef enum {
    HN_RUN_RUNNING,   /* or killed: resumable */
    HN_RUN_HELD,      /* a gate failed: staged, not published */
    HN_RUN_COMMITTED, /* the manifest flipped; results not yet switched (a kill between): roll
                         forward */
    HN_RUN_PUBLISHED,
    HN_RUN_ABANDONED,
} HnRunState;
typedef struct {
    guint64 sequence; /* its id is r-... */
    HnRunState state;
    guint64 based_on;    /* published run it compares with; 0 = none */
    guint64 base_change; /* last live change (event sequence) that is in its state */
    gint64 started_us;   /* wall clock, sealed at the start */
    guint8 config[HN_DIGEST_BYTES];
    char bundle[HN_DIGEST_HEX_CHARS + 1]; /* promoted bundles' id at the start, "" = none yet */
} HnRunInfo;
/* The run that is not finished (RUNNING or COMMITTED), if any. */
gboolean hn_store_unfinished_run(HnStore *store, gboolean *ret_found, HnRunInfo *ret_run,
                                 GError **error);
gboolean hn_store_begin_run(HnStore *store, const guint8 config[HN_DIGEST_BYTES],
                            HnRunInfo *ret_run, GError **error);
gboolean hn_store_abandon_run(HnStore *store, guint64 run,
                              GError **error); /* and removes its files */
gboolean hn_store_hold_run(HnStore *store, guint64 run, const char *why_json, GError **error);
/* A held run becomes unfinished again, marked with @mark: somebody lets it pass. Fails with
 * HN_STORE_ERROR_STATE where it is not held or another run is not finished. */
gboolean hn_store_accept_held(HnStore *store, guint64 run, const char *mark, HnSlice payload,
                              GError **error);
/* Marks; @payload is what the stage must hand on after a resume. Durable when it returns. */
gboolean hn_store_stage_done(HnStore *store, guint64 run, const char *stage, HnSlice payload,
                             GError **error);
GBytes *hn_store_stage_payload(HnStore *store, guint64 run, const char *stage); /* NULL: not done */
/* The one transaction: @segments replace, per (kind, name), the published ones, except RECV and
 * EVNT, which are appended; live rows up to base_change are folded away; the run is COMMITTED.
 * Fails with HN_STORE_ERROR_FENCED when another epoch took over. */
gboolean hn_store_commit_run(HnStore *store, const HnRunInfo *run, const GPtrArray *segments,
                             const char *summary_json, GError **error);
/* Commit of @run promotes the bundle, too. */
gboolean hn_store_promote_with(HnStore *store, guint64 run, const char *entity_type,
                               const char *bundle, GError **error);
/* What that is; NULL: none. (transfer full) */
char *hn_store_promoted_with(HnStore *store, guint64 run, const char *entity_type);
/* For a while, what is asked of the published state is answered as if @run were committed with
 * @segments, without live changes, whose place in it is to be found. NULL: no more. */
void hn_store_look_ahead(HnStore *store, guint64 run, const GPtrArray *segments);
gboolean hn_store_publish_run(HnStore *store, guint64 run,
                              GError **error); /* after results were switched */
/* Whether `state prune` took away its results and report. */
gboolean hn_store_is_pruned(HnStore *store, guint64 run);
guint64 hn_store_published_run(HnStore *store); /* 0 = none; counts COMMITTED too */
/* Another run was published since @run began: nothing of it can be published any more. */
gboolean hn_store_is_superseded(HnStore *store, const HnRunInfo *run);
gboolean hn_store_run_info(HnStore *store, guint64 run, HnRunInfo *ret_run, GError **error);
char *hn_store_run_summary(HnStore *store, guint64 run); /* JSON or NULL */

/* ---- promoted model bundle per entity type ---- */
char *hn_store_bundle(HnStore *store, const char *entity_type); /* id or NULL */
gboolean hn_store_promote_bundle(HnStore *store, const char *entity_type, const char *bundle,
                                 GError **error);
