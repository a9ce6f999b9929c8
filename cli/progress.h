/* cli/progress.h - the run's events for people or for programs.
 *
 * On a terminal one line that moves, with rate and time left; otherwise one JSON object a line on
 * stderr:
 *   {"event":"stage","stage":"score","state":"start"|"progress"|"done"|"kept", ...}, progress at
 * most every second.
 */
#pragma once
#include <stdio.h>

#include "linker/pipeline.h"

typedef struct _HnProgress HnProgress;
HnProgress *hn_progress_new(FILE *out, gboolean quiet);
void hn_progress_free(HnProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnProgress, hn_progress_free)
void hn_progress_event(gpointer progress,
                       const HnRunEvent *event); /* the pipeline's event function */
void hn_progress_end(HnProgress *progress);      /* ends a line that moves */
