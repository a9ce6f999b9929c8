/* insight/diff_page.h - what changed between two runs, as one HTML file that opens anywhere.
 *
 * Data walk: the object of run_diff_json.h -> page. It holds counts, record ids and entity ids, and
 *   no other value of a record.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "insight/language.h"

/* (transfer full): g_string_free() */
GString *hn_diff_render(HnSlice diff, HnLanguage language);
