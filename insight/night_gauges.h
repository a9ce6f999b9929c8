/* insight/night_gauges.h - a night as a monitor sees it: when it was, how it ended, what of each
 * source and target.
 *
 * Data walk: `run`, behind a night that was published, held or failed: the summary of the run,
 *   gates of runs/RUN/metrics.json, and what the store says about waiting targets and the last
 *   success. prometheus_text.h has the form, docs/operations.md every name.
 * Times are those sealed at a run's start, so that a night that went on behind a kill is as old as
 *   it is.
 * Personal data: none; names of sources, targets, gates and entity types.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "linker/run_summary.h"
#include "store/store.h"

typedef struct {
    const HnProject *project;
    const HnRunSummary *summary;
    int exit_code;
    gboolean has_counts; /* the night came to its end, published or held: its counts are whole */
    HnStore *store;      /* a reader; NULL: it cannot be opened, what it knows is left out */
} HnNightGauges;

/* (transfer full) */
char *hn_night_gauges_text(const HnNightGauges *night, GError **error);
