/* cli/night_report.h - the report of the night that `run` does: facts while it runs, then the page.
 *
 * Data walk: the pipeline calls _count() when clusters stand and _inspect() after link; `run` calls
 *   _write() when it has returned. A report that cannot be written is told and changes nothing of
 *   the night, nor its exit code: `hopnhat report` writes it again.
 * Threads: one.
 */
#pragma once
#include "insight/night_metrics.h"

typedef struct {
    const HnProject *project; /* borrowed */
    GPtrArray *facts;         /* between _count() and _inspect() */
    GByteArray *metrics;      /* NULL: link was finished before a kill */
    GError *problem;
} HnNightReport;

void hn_night_report_count(HnNightReport *report, const HnNight *night);
void hn_night_report_inspect(HnNightReport *report, const HnNight *night);
/* The path of the page, or NULL when it was told why there is none. (transfer full) */
char *hn_night_report_write(HnNightReport *report, const HnRunSummary *summary);
void hn_night_report_clear(HnNightReport *report);
