/* cli/night_listener.h - what every command that works through a night hands to the pipeline:
 *   drivers, progress on stderr, facts for the report, and the signals that interrupt it.
 *
 * Data walk: _attach() fills the functions of HnPipelineOptions; after hn_pipeline_run() the
 *   command ends the progress and writes the report.
 * Threads: one.
 */
#pragma once
#include "cli/night_report.h"
#include "cli/progress.h"
#include "linker/pipeline.h"

typedef struct {
    HnProgress *progress;
    HnNightReport report;
} HnNightListener;

/* @listener, which is zeros, outlives the run; @project is set in @options too. */
void hn_night_listener_attach(HnNightListener *listener, const HnProject *project, gboolean quiet,
                              HnPipelineOptions *options);
void hn_night_listener_print(const HnRunSummary *summary); /* the object of --json */
int hn_night_listener_signal(void);                        /* that came; 0: none */
void hn_night_listener_clear(HnNightListener *listener);
