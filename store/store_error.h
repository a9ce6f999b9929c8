/* store/store_error.h - error domain of store/: what is wrong with the durable state or with a wish
 * about it.
 *
 * Data walk: set by store/; what the disk does wrong keeps its HN_BASE_ERROR_*, also through
 *   SQLite.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_STORE_ERROR (hn_store_error_quark())
GQuark hn_store_error_quark(void);

typedef enum {
    HN_STORE_ERROR_DATABASE, /* SQLite refused; the message has its words */
    HN_STORE_ERROR_CORRUPT,  /* the database or a segment is not what was written */
    HN_STORE_ERROR_VERSION,  /* written by a newer program */
    HN_STORE_ERROR_MISSING,  /* no such store, run, event or decision */
    HN_STORE_ERROR_BEHIND,   /* the anchor has seen more than this store knows: `hopnhat recover` */
    HN_STORE_ERROR_FENCED,   /* another writer took over */
    HN_STORE_ERROR_STATE,    /* not possible in this state of the run, decision or store */
    HN_STORE_ERROR_NAME,     /* not a name for a source, entity type, stage or segment */
    HN_STORE_ERROR_LIMIT,    /* all identifiers of a kind are used */
    HN_STORE_ERROR_MOVED,    /* somebody changed the state since it was read: read it again */
} HnStoreError;
