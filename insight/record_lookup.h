/* insight/record_lookup.h - from `source:record_id` to a published record, or to the reason why
 *   there is none.
 *
 * Data walk: cli/ names records, explanations begin from what is found. A record that is not
 *   published was withdrawn, was refused by the last night, or was never delivered; a source that
 *   is not there was probably mistyped.
 * Cost: two binary searches; for the first record that is not there its source's history and the
 *   last night's quarantine are read once.
 * Threads: one.
 */
#pragma once
#include "insight/published_view.h"
#include "linker/land.h"

typedef enum {
    HN_LOOKUP_FOUND,
    HN_LOOKUP_NO_NAME,        /* not written source:record_id */
    HN_LOOKUP_UNKNOWN_SOURCE, /* nothing was ever published from it */
    HN_LOOKUP_UNKNOWN_RECORD,
    HN_LOOKUP_WITHDRAWN,   /* in the run of .run */
    HN_LOOKUP_MOVED,       /* it has another name by now, in the message */
    HN_LOOKUP_QUARANTINED, /* a row that holds this id was refused by the published run */
} HnLookupKind;
const char *hn_lookup_kind_name(HnLookupKind kind); /* "found", "not_a_name", ... */

typedef struct {
    HnLookupKind kind;
    guint type; /* FOUND: of the record, and its row of the type's crosswalk */
    guint32 row;
    guint64 run;   /* WITHDRAWN, QUARANTINED */
    char *message; /* not FOUND: a sentence with the names alone */
} HnLookupResult;
void hn_lookup_result_clear(HnLookupResult *result);

typedef struct _HnRecordLookup HnRecordLookup;
HnRecordLookup *hn_record_lookup_new(const HnPublishedView *view); /* borrows it */
void hn_record_lookup_free(HnRecordLookup *lookup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRecordLookup, hn_record_lookup_free)
/* @source NULL: not even a name, which was written @text. FALSE only when the store cannot be read.
 */
gboolean hn_record_lookup_find(HnRecordLookup *lookup, const char *text, const char *source,
                               HnSlice record_id, HnLookupResult *ret_result, GError **error);
