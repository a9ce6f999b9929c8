/* cli/verify_report.h - what `verify` looked at and what it found, one line each.
 *
 * Data walk: verify_state.c, verify_meetings.c and verify_results.c fill it, verify.c prints it.
 * A fault names the promise (I1 ... I10 of the reliability pages, or segments, results, anchor) and
 *   never a value of a record.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "store/store.h"

typedef struct {
    const char *check; /* static */
    gboolean is_fault;
    char *text, *text_vi; /* text_vi NULL: a fault, told as it is */
} HnVerifyLine;

typedef struct {
    HnStore *store;
    const HnProject *project;
    GArray *lines; /* HnVerifyLine */
    guint n_faults;
    guint64 next[HN_ID_KINDS]; /* from the anchor: every number issued is below */
} HnVerify;

/* Both take the same arguments. */
void hn_verify_fine(HnVerify *verify, const char *check, const char *english,
                    const char *vietnamese, ...) G_GNUC_PRINTF(3, 5) G_GNUC_PRINTF(4, 5);
void hn_verify_fault(HnVerify *verify, const char *check, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void hn_verify_state(HnVerify *verify);
/* The published run was made under this configuration; else it may have known another `meets`. */
gboolean hn_verify_is_of_today(const HnVerify *verify);
/* Nothing to say of a type whose sources may all be compared. */
void hn_verify_meetings(HnVerify *verify, const HnEntityType *type);
void hn_verify_results(HnVerify *verify, guint64 run); /* of results/RUN */
