/* cli/resources.h - the words --threads and --memory of the commands that work through a night.
 *
 * Data walk: the options as they were typed -> hn_resources_take() -> HnPipelineOptions.
 * Threads: one.
 */
#pragma once
#include "linker/pipeline.h"

#define HN_RESOURCES_ALL_CORES G_MININT

typedef struct {
    int threads;  /* HN_RESOURCES_ALL_CORES: not given */
    char *memory; /* NULL: not given */
} HnResources;

/* FALSE: complained; the command's name stands in the complaint. */
gboolean hn_resources_take(const HnResources *resources, const char *command,
                           HnPipelineOptions *options);
