/* linker/contract_value.h - of which type one value is, in the words of a contract.
 *
 * Data walk: contract_check.c holds every value of a promised column against its type;
 *   insight/contract_draft.c asks which types all values of a column have.
 * Cost: a look at each byte.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "config/contract.h"

gboolean hn_contract_value_has_type(HnSlice text, HnContractType type);
/* yyyy-mm-dd at the start of @text; its day since 1970 in @ret_day. */
gboolean hn_contract_value_day(HnSlice text, gint64 *ret_day);
