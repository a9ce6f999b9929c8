/* linker/linker_error.h - error domain of linker/: what keeps a run from its end.
 *
 * Data walk: set by the stages, prefixed with entity type or source on the way up; cli/ turns it
 *   into an exit code.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_LINKER_ERROR (hn_linker_error_quark())
GQuark hn_linker_error_quark(void);

typedef enum {
    HN_LINKER_ERROR_COLUMN,        /* a key or mapped column is not in the delivery (exit 2) */
    HN_LINKER_ERROR_SOURCE,        /* sources contradict each other or the store (exit 2) */
    HN_LINKER_ERROR_CONFIGURATION, /* decides otherwise than the promoted bundle (exit 2) */
    HN_LINKER_ERROR_TRAINING,      /* the data give no model: no pairs, or no evidence (exit 2) */
    HN_LINKER_ERROR_BUNDLE,        /* a bundle that is missing, damaged or not a bundle */
    HN_LINKER_ERROR_CHECKPOINT,    /* a stage's checkpoint does not fit its run */
    HN_LINKER_ERROR_INTERRUPTED,   /* SIGINT or SIGTERM: what was finished is kept */
    HN_LINKER_ERROR_CONFLICT, /* a decision, undo or rollback: something named stands in its way */
    HN_LINKER_ERROR_UNKNOWN,  /* no such record, entity, event, decision or run */
    HN_LINKER_ERROR_TABLE,    /* labels, or another table beside the deliveries (exit 2) */
    HN_LINKER_ERROR_LIMIT,    /* a stated limit was reached */
    HN_LINKER_ERROR_CONTRACT, /* a delivery broke its source's contract: it is refused */
} HnLinkerError;
/* Whether it says that configuration, deliveries or what was asked for are wrong: exit 2. */
gboolean hn_linker_error_is_contract(const GError *error);
