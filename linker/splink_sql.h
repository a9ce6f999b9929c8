/* linker/splink_sql.h - keys and levels as conditions in DuckDB's SQL, for Splink.
 *
 * Data walk: splink_model.c writes them into model.json. Nothing here reads them: who imports a
 *   model takes the numbers of levels in their order.
 * What SQL cannot say is said as nearly as it can: a function of several keys by one of them, words
 *   that weigh by words that do not.
 * Threads: reentrant.
 */
#pragma once
#include "records/schema.h"

/* Appends the key of @part on one side: l or r. */
void hn_splink_sql_put_key(GString *sql, const HnEntityType *type, const HnKeyPart *part,
                           char side);
/* When the columns @l and @r of one attribute and those of another one are exchanged. (transfer
 * full) */
char *hn_splink_sql_of_crosswise(const char *l, const char *r, const char *other_l,
                                 const char *other_r);
/* When @level, which is not crosswise, holds for the columns @l and @r. (transfer full) */
char *hn_splink_sql_of_level(const HnLevelSpec *level, const char *l, const char *r);
