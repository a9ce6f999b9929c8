/* store/decisions.h - what people decided; constraints for every run and every bundle (DESIGN 4.14,
 * I6).
 *
 * Data walk: cli/ (later service/) records a decision with its live effect in one transaction; link
 * turns all decisions in force into constraints. A decision names records, never entities or rows.
 * An undo is a new decision that lifts one; nothing is erased.
 * Threads: belongs to the store's thread.
 */
#pragma once
#include "store/entity_state.h"

typedef enum {
    HN_DECISION_SAME,      /* groups[0]: all of them are one entity */
    HN_DECISION_DIFFERENT, /* no entity holds a record of groups[0] and one of groups[1] */
    HN_DECISION_LOCK, /* groups[0]: exactly these records are one entity; none leaves, none joins */
    HN_DECISION_UNDO, /* lifts `target` */
    HN_DECISION_VALUE, /* groups[0]: the record whose value stands for an attribute of its entity,
                          which hn_decision_attribute() names */
} HnDecisionKind;
const char *hn_decision_kind_name(HnDecisionKind kind);

typedef struct {
    guint64 sequence; /* d-... */
    HnDecisionKind kind;
    char *verb; /* the command that made it: same different merge split lock undo import */
    char *entity_type;
    char *reason;      /* never empty */
    char *by;          /* who: the operating system's user name */
    gint64 at_us;      /* wall clock; outside digests */
    guint64 target;    /* UNDO: the decision lifted; else the one of the same act that it belongs to
                          and is lifted with, 0 = none */
    guint64 lifted_by; /* 0 = in force */
    guint n_records[2];
    HnRecordName
        *records[2]; /* ascending by (source, record_id), distinct; owned: hn_record_names_new() */
} HnDecision;
/* A copy in one block, strings and bytes included: g_free() frees all of it. */
HnRecordName *hn_record_names_new(const HnRecordName *names, gsize n_names);
/* Of a VALUE: the attribute's name stands in groups[1], as the source of a record without id. */
const char *hn_decision_attribute(const HnDecision *decision);
void hn_decision_free(HnDecision *decision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDecision, hn_decision_free)

/* Ascending by sequence; with @in_force only those not lifted and not UNDO. @entity_type NULL =
 * all. */
GPtrArray *hn_store_decisions(HnStore *store, const char *entity_type, gboolean in_force,
                              GError **error);

/* A live change: one decision and its effect on the published state, in one transaction; the effect
 * overlays the published segments until the next run folds it in. */
typedef struct {
    const HnDecision *decision; /* sequence reserved by the caller */
    const HnEvents *events;     /* sequences reserved by the caller */
    gsize n_entities;
    const HnEntity *entities; /* new or changed rows */
    gsize n_moves;
    const HnRecordName *moved; /* records whose entity changes ... */
    const guint64 *moved_to;   /* ... to this one */
} HnLiveChange;
gboolean hn_store_apply_live(HnStore *store, const HnLiveChange *change, GError **error);
/* All of them or none, in order: an act of several decisions, an import. */
gboolean hn_store_apply_live_all(HnStore *store, const HnLiveChange *changes, gsize n_changes,
                                 GError **error);
/* The same, where nothing was decided or published since @moment; else HN_STORE_ERROR_MOVED. */
gboolean hn_store_apply_live_at(HnStore *store, const HnStoreMoment *moment,
                                const HnLiveChange *changes, gsize n_changes, GError **error);
/* ---- what people decided while a run was at work ---- */
/* Live changes since one of them. */
typedef struct {
    GArray *entities; /* HnEntity that they changed or issued, the newest of each, ascending */
    HnEvents *events;
} HnLiveSince;
HnLiveSince *hn_store_live_since(HnStore *store, const char *entity_type, guint64 change,
                                 GError **error);
void hn_live_since_free(HnLiveSince *since);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLiveSince, hn_live_since_free)

/* What stands for live changes since a run's moment on the run's state: it takes their effect's
 * place; their events stay. */
typedef struct {
    char *entity_type;
    HnLiveChange change; /* without a decision; events may be none */
} HnLiveOver;
typedef struct {
    const char *summary;         /* JSON */
    const HnStoreMoment *moment; /* nullable: whatever was decided meanwhile stays as it is; else
                                    HN_STORE_ERROR_MOVED where something was */
    gsize n_changes;
    const HnLiveOver *changes;
} HnCommit;
gboolean hn_store_commit_run_at(HnStore *store, const HnRunInfo *run, const GPtrArray *segments,
                                const HnCommit *commit, GError **error);
/* Events of live changes that no run has folded in yet, then of the runs: to find an event by
 * sequence. */
gboolean hn_store_find_event(HnStore *store, guint64 sequence, HnEvents **ret_events,
                             HnEvent *ret_event, GError **error);
/* Live events not yet folded in (for export changes). (transfer full) */
HnEvents *hn_store_live_events(HnStore *store, GError **error);
guint64 hn_store_last_change(HnStore *store); /* sequence of the last live event; 0 = none ever */
