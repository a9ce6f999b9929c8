/* linker/model_diff.h - what another bundle would merge and split: a night's own stages under both,
 *   on the records in force.
 *
 * Data walk: `model diff`. Stored records -> standardise once -> under each bundle block, score and
 *   cluster with all decisions in force -> two partitions, compared. Nothing is written.
 * Without a bundle to compare with (the configuration decides otherwise than the promoted one) the
 *   published entities are the other partition.
 * Cost: standardise once, and block, score and link of a night for each bundle.
 * Threads: uses the pool.
 */
#pragma once
#include "linker/bundle.h"
#include "linker/link_stage.h"

#define HN_MODEL_DIFF_EXAMPLES 10

typedef struct {
    HnStore *store;
    const HnProject *project;
    guint entity;
    HnThreadPool *pool;
    HnBudget *budget;
    const HnBundle *from; /* NULL: the published entities */
    const HnBundle *to;
} HnModelDiffInput;

/* Two records that are one entity under one of the bundles and two under the other. */
typedef struct {
    char *source[2];
    GBytes *record_id[2];
} HnModelDiffExample;

typedef struct {
    guint64 n_records, n_from, n_to; /* entities under each */
    guint64 n_merged;                /* entities under `to` with records of several under `from` */
    guint64 n_split;        /* entities under `from` whose records are in several under `to` */
    GArray *merged, *split; /* HnModelDiffExample, one for each of the first ones by record */
} HnModelDiff;
HnModelDiff *hn_model_diff_new(const HnModelDiffInput *input, GError **error);
void hn_model_diff_free(HnModelDiff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnModelDiff, hn_model_diff_free)
/* The comparing alone: each row's group under both; names from the table. */
HnModelDiff *hn_model_diff_compare(const HnRecordTable *table, const guint64 *from,
                                   const guint64 *to);
