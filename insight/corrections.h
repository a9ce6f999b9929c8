/* insight/corrections.h - what a source should put right, as a table that it can apply.
 *
 * Data walk: the source's current records, and beside them the rows that the last night made for
 *   the target which its `receives` names (publish/change_set.h) -> a line for each cell that says
 *   something else, or nothing, or nothing that can be read.
 * A source learns no more than its target tells it: the values beside its own are those of that
 *   target, chosen among the sources that may reach it (decision 0064), and nothing else is looked
 *   at. Why a value is the better one would tell who else has it, and is not said.
 * Whether two forms say the same is asked of the standardiser: 12/03/1954 is no correction of
 *   1954-03-12. Attributes of many values are left out: each of their values stands.
 * Cost: one pass over the source's records and over the target's rows, a batch at a time; the lines
 *   are kept.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "store/store.h"

typedef struct {
    HnStore *store;
    const HnProject *project;
    const char *source;
    gboolean spreadsheet; /* no text is a formula */
} HnCorrectionsInput;

/* Appends a header and the lines to @out: the key, `attribute`, `column`, `value`, `golden`, `why`
 * (differs, missing, unread), `entity_id`. @error: HN_LINKER_ERROR_UNKNOWN: there is no such
 * source, or no night made the rows; _CONFIGURATION: it has no `receives` or no key, or its target
 * had another audience in the last night; those of the store. */
gboolean hn_corrections_write(const HnCorrectionsInput *input, GByteArray *out, guint64 *ret_n,
                              GError **error);
