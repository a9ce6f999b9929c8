/* cli/rekey_night.h - the night that moves keys, for `rekey` and for `undo` of such an event.
 *
 * Data walk: a sealed HnRekey in; the pipeline runs without deliveries; what came of it is printed.
 * Threads: one caller.
 */
#pragma once
#include "cli/resources.h"

typedef struct {
    const char *command;
    char *config;
    HnRekey *rekey; /* says who and why */
    gsize n_gone;   /* records of an undone event that are not there any more */
    gboolean dry_run, json, quiet;
    HnResources resources;
} HnRekeyNight;

/* Returns the exit code. */
int hn_rekey_night(const HnRekeyNight *night);
