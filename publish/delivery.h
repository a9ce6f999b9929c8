/* publish/delivery.h - change sets to their targets: each exactly once, in order, and a target that
 * is slow or away holds up nobody.
 *
 * Data walk: after commit (or by `hopnhat publish`) the pending sets of every target go out,
 *   targets side by side: the watermark that the target itself keeps says which set it holds; those
 *   that follow are staged and applied one by one. A target that no pending sets lead
 *   from its watermark to the last state (restored from an old copy, made anew, emptied, of other
 *   columns by now) gets its whole state in one set. What a target has
 *   acknowledged is forgotten here.
 * Exactly once: rows and watermark are one transaction of the target. Where the answer to COMMIT
 *   was lost, a new connection reads the watermark: nothing is guessed.
 * Fence: a target that a later epoch has written to is left alone.
 * Cost: of the slowest target; one chunk (256 KiB) in memory for each.
 * Threads: the caller's, and `fetch.at_once` for the time; the store is written by the caller's.
 */
#pragma once
#include "base/json_writer.h"
#include "base/thread_pool.h"
#include "publish/change_set.h"

typedef enum {
    HN_TARGET_CURRENT, /* it holds the last state */
    HN_TARGET_PENDING, /* it does not: why says what stood in the way; trying again may help */
    HN_TARGET_REFUSED, /* trying again cannot help: tables, fence, order */
} HnTargetState;

const char *hn_target_state_name(HnTargetState state); /* current, pending, refused */

typedef struct {
    const HnTarget *target;
    HnTargetState state;
    char *why;           /* NULL: current */
    guint64 sequence;    /* of the set that it holds by its own watermark; 0: none, or not known */
    guint64 n_sets;      /* applied now */
    guint64 n_rows;      /* in them */
    guint64 n_pending;   /* sets that wait */
    gboolean was_filled; /* its whole state was sent */
    gboolean replaces;   /* a set of them holds every row: what the table has beside is deleted */
    guint64 n_deleted;   /* rows that it had beside, and has no more */
    GPtrArray *left_out; /* HnLeftOut: rows of these sets that its table has no room for */
} HnTargetOutcome;

/* {"target", "state", "holds", "sent": {"sets", "rows", "pending"}, "whole", "deleted", "left_out",
 * "why"} */
void hn_target_outcome_write(const HnTargetOutcome *outcome, HnJsonWriter *json);

typedef struct {
    HnStore *store;
    const HnProject *project;
    const char *only; /* name of one target; NULL: all */
    HnChangeSink *(*open_sink)(gpointer user, const HnTarget *target,
                               const volatile int *interrupted, GError **error);
    gpointer user;
    const volatile int *interrupted; /* nullable */
    /* Each target is asked once and sent nothing: n_sets, n_rows and was_filled tell what would be
     * sent. The store may be open for reading alone. */
    gboolean dry_run;
} HnDeliveryOptions;

/* Of one target: "'record_id' of 'tax': a key is longer than the table can hold (3 rows); ...";
 * NULL: all rows are there. *ret_n: how many are not. (transfer full) */
char *hn_target_outcome_left_out(const HnTargetOutcome *outcome, guint64 *ret_n);

/* (transfer full) of HnTargetOutcome, one for each target that was asked for; a target's fault is
 * no error. */
GPtrArray *hn_deliver(const HnDeliveryOptions *options, GError **error);
