/* cli/publish_held.h - `hopnhat publish RUN`: a run that a gate held, let pass by a person.
 *
 * Data walk: the pipeline brings back what is staged and publishes it (linker/night_held.h).
 * Threads: one.
 */
#pragma once
#include "config/project.h"

typedef struct {
    guint64 run;
    const char *reason; /* NULL: it is complained about */
    gboolean as_json;
    const volatile int *interrupted;
} HnPublishHeld;
/* The exit code. */
int hn_publish_held(const HnProject *project, const HnPublishHeld *asked);
