/* insight/report.h - a night as one HTML file that opens anywhere: no script, no request, no value
 * of a record.
 *
 * Data walk: metrics.json (night_metrics.h) and the object of run.json -> report.html. The same two
 *   texts give the same bytes, so a report can be written again at any time.
 * What is not there, or is no JSON, is left out of the page; what is there is escaped.
 * Cost: a millisecond; the page of one entity type is about 60 KB.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "insight/report_words.h"

/* (transfer full): g_string_free() */
GString *hn_report_render(HnSlice metrics, HnSlice run, HnLanguage language);
