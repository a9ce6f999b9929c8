/* linker/contract_check.h - a delivery against its source's contract, while it is taken in.
 *
 * Data walk: intake asks for every row, land at the end. What a cell breaks is told by its column,
 *   never by its value.
 * Cost: of promised columns alone: a look at each cell; where duplicates are limited a sort of a
 *   hash for each row, within the budget (repeat_count.h).
 * Threads: belongs to the intake.
 */
#pragma once
#include "config/contract.h"
#include "linker/delivery_columns.h"
#include "linker/repeat_count.h"
#include "records/raw_batch.h"

/* What does not fit into memory: files PREFIX.repeats0-0 ..., gone with the check; borrowed. */
typedef struct {
    const char *prefix;
    HnBudget *budget;
    const HnSealKey *seal; /* nullable */
} HnContractSpill;

typedef struct _HnContractCheck HnContractCheck;
HnContractCheck *hn_contract_check_new(const HnContract *contract,
                                       const HnContractSpill *spill); /* contract: borrowed */
void hn_contract_check_free(HnContractCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnContractCheck, hn_contract_check_free)
/* The columns that the delivery has by now. */
void hn_contract_check_learn(HnContractCheck *check, const HnDeliveryColumns *columns);
/* *ret_reason NULL, or why the row goes to quarantine: "contract: ..."; borrowed until the next
 * call. Rows that withdraw a record promise nothing: they are not to be handed over. Errors are of
 * the disk. */
gboolean hn_contract_check_row(HnContractCheck *check, const HnRawField *fields, guint n_fields,
                               const char **ret_reason, GError **error);
/* After the last row, once: what is broken, a sentence each; empty: nothing. @today: days since
 * 1970. @partial: it is what changed, of which no number of rows was promised. NULL with an error
 * of the disk. (transfer full) */
GPtrArray *hn_contract_check_end(HnContractCheck *check, gint64 today, gboolean partial,
                                 GError **error);
