/* store/store_migrate.h - a store of an earlier format becomes one of today's, behind a backup of
 * itself.
 *
 * Data walk: hn_store_open() for writing, when the store fits its anchor: a backup in
 *   backups/format-N-RUN of the state folder (immutable files get a second name there, so it costs
 *   the database's bytes), then every step from its format on in one transaction. A kill leaves the
 *   old format, or the new one. Readers read every format back to the first as it is.
 * A new format is a new number (HN_STORE_FORMAT), one more function in the table of
 *   store_migrate.c, and a golden store of the format before it in tests/data/stores.
 * Newer ones are refused by hn_store_schema_check().
 * Cost: one pass of SHA-256 over the state, once for each format.
 * Threads: as the store.
 */
#pragma once
#include "store/store.h"

/* Nothing to do where it is of HN_STORE_FORMAT. Errors leave it as it was. */
gboolean hn_store_migrate(HnStore *store, GError **error);
