/* store/logical_digest.h - one SHA-256 for everything that the published state says (`verify
 * --digest`).
 *
 * Data walk: `verify --digest`; two stores with one digest answer every question alike. In it:
 *   record versions with their run and fields, crosswalk, entities and edges with the live changes
 *   over them, events, decisions, promoted bundles, and the digests of segments of other kinds. Not
 *   in it: clocks, user names, keys and what they key, files, and how rows are cut into segments
 *   and chunks.
 * Form: docs/formats.md.
 * Cost: one pass over all segments; memory of the crosswalk, the entities and the events.
 * Threads: as the store.
 */
#pragma once
#include "store/store.h"

gboolean hn_store_logical_digest(HnStore *store, guint8 ret_digest[HN_DIGEST_BYTES],
                                 GError **error);
