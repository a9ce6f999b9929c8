/* insight/file_pool.h - files of one form as one table: what their columns mean is asked of all of
 *   their rows together, so that it makes no difference how rows were dealt out to files.
 *
 * Data walk: attribute_plan.c pools its files, makes the attributes of the pools, and says for each
 *   file which of its columns they are.
 * Way: the widest file begins a pool; each file that column_match.h calls of its form joins. A
 *   pool's counts are those of all its files, its sample their rows, in an order that their keys
 *   make. A file that is alone in its form is a pool of itself.
 * Cost: one more array of fields where files are several.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/column_match.h"

typedef struct {
    const HnScan *of; /* borrowed: the files */
    HnScan *scan;     /* owned: a file for each pool, its columns and rows */
    guint *pool_of;   /* [of->n_files] */
    guint **columns;  /* [of->n_files][columns of the pool] of the file; G_MAXUINT: none */
    guint *first;     /* [scan->n_files] the file that began the pool */
} HnFilePools;

/* @files [scan->n_files] with profiles, meanings, keys and sources. Forgets the scan's values. */
HnFilePools *hn_file_pools_new(HnScan *scan, const HnPlannedFile *files);
void hn_file_pools_free(HnFilePools *pools);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnFilePools, hn_file_pools_free)
