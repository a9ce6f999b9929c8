/* store/store_prune.h - takes away what nobody needs any more: the folders of old runs, and what
 * belongs to targets and sources that are gone.
 *
 * Data walk: `hopnhat state prune`. Segments that no manifest names are the sweep's, whenever a
 *   writer opens the store; here the manifest forgets those of targets that are gone, and the sweep
 *   follows.
 * Kept whatever is asked for: the published run, that of results/current, a run that is not
 *   finished, every run from the oldest kept one on, versions, events and decisions (history and
 *   `undo` are made of them), bundles, and the change sets and states of targets that there are.
 * A kill between two steps leaves folders that the next call takes away.
 * Cost: one walk over the folders of old runs.
 * Threads: as the store.
 */
#pragma once
#include "store/store.h"

typedef struct {
    guint n_runs;               /* published ones that are kept, the newest; at least 1 */
    const char *const *targets; /* NULL-terminated: that there are */
    const char *const *sources; /* NULL-terminated: that may have a spool */
    gboolean is_dry;            /* nothing is taken away; a reader will do */
} HnPruneOptions;

typedef struct {
    const char *what; /* static: run, results, backup, spool, target */
    char *name;       /* path in the state folder; of a target its name */
    guint64 n_bytes;
} HnPruned;
void hn_pruned_free(HnPruned *pruned);

/* (transfer full) of HnPruned, in the order in which they go; what was taken away before a failure
 * is away. */
GPtrArray *hn_store_prune(HnStore *store, const HnPruneOptions *options, GError **error);
