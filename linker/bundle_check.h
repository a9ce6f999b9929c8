/* linker/bundle_check.h - whether a bundle was sealed under what the configuration decides now.
 *
 * Data walk: a night before it scores, `model promote` and `model diff`, and explanations ask it.
 * Tables that a source's `repair` reads are compared where bundle and configuration both have them.
 *   A bundle that was sealed before their versions were, or before a source had its `repair`, stays
 *   good: its night says so.
 * Threads: reentrant.
 */
#pragma once
#include "linker/bundle.h"

/**
 * hn_bundle_check:
 * @ret_unsealed: (nullable): some table that `repair` reads is not in the bundle: nobody would see
 *   that it changed
 * @error: HN_LINKER_ERROR_CONFIGURATION, naming the first difference, when the configuration
 *   decides otherwise than the bundle
 */
gboolean hn_bundle_check(const HnBundle *bundle, const HnProject *project, guint entity,
                         gboolean *ret_unsealed, GError **error);
