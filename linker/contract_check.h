/* linker/contract_check.h - a delivery against its source's contract, while it is taken in.
 *
 * Data walk: intake asks for every row, land at the end. What a cell breaks is told by its column,
 *   never by its value.
 * Cost: of promised columns alone: a look at each cell; where duplicates are limited 8 bytes a row.
 * Threads: belongs to the intake.
 */
#pragma once
#include "config/contract.h"
#include "linker/delivery_columns.h"
#include "records/raw_batch.h"

typedef struct _HnContractCheck HnContractCheck;
HnContractCheck *hn_contract_check_new(const HnContract *contract); /* borrowed */
void hn_contract_check_free(HnContractCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnContractCheck, hn_contract_check_free)
/* The columns that the delivery has by now. */
void hn_contract_check_learn(HnContractCheck *check, const HnDeliveryColumns *columns);
/* NULL, or why the row goes to quarantine: "contract: ..."; borrowed until the next call. Rows that
 * withdraw a record promise nothing: they are not to be handed over. */
const char *hn_contract_check_row(HnContractCheck *check, const HnRawField *fields, guint n_fields);
/* After the last row: what is broken, a sentence each; empty: nothing. @today: days since 1970.
 * @partial: it is what changed, of which no number of rows was promised. (transfer full) */
GPtrArray *hn_contract_check_end(const HnContractCheck *check, gint64 today, gboolean partial);
