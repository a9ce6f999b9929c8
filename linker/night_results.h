/* linker/night_results.h - a run's result files, staged in runs/RUN/results/ until they are
 * published.
 *
 * Data walk: link's arrays -> crosswalk, edges, changes, cases, golden, relations as JSON lines +
 *   manifest.json. docs/formats.md has every field. manifest.json names rows, bytes and SHA-256 of
 *   each, the bundles, and a digest of the segments behind them; no clock, host or path.
 * Threads: the run's; rendering on the pool.
 */
#pragma once
#include "linker/night.h"

extern const char *const hn_night_result_names[HN_NIGHT_RESULTS];
gboolean hn_night_write_golden(HnNight *night, GError **error);  /* sets the golden digests too */
gboolean hn_night_write_results(HnNight *night, GError **error); /* all others, and the manifest */
/* Results that were staged before a kill: whether @folder still has their bytes, since nothing
 * reads them before a user does. HN_LINKER_ERROR_CHECKPOINT. */
gboolean hn_night_check_results(const HnNight *night, const char *folder, GError **error);
