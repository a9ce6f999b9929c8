/* cli/model_table.h - a bundle as a table for people: what each level of each comparison weighs.
 *
 * Data walk: bundles/ID/hopnhat.json and model.json -> rows; `model show` and `model diff` print
 *   them. It works for a bundle of another configuration too: names come from the bundle itself.
 * Threads: one.
 */
#pragma once
#include "store/store.h"

typedef struct {
    char *comparison, *level;
    double m, u;
    gint64 weight_units;
} HnModelRow;

/* A table of frequencies that training was given. */
typedef struct {
    char *attribute, *sha256;
    gint64 n_values, n_total;
} HnModelPopulation;

typedef struct {
    char *entity_type;
    double lambda;
    gint64 prior_units, match_units, review_units;
    GArray *rows;           /* HnModelRow */
    GPtrArray *populations; /* HnModelPopulation */
    char *labels_sha256;    /* of the labelled pairs that took part in training; NULL: none did */
    gint64 labels_match, labels_different, labels_unsure, labels_decided;
} HnModelTable;

/* The content is not checked against the id: hn_bundle_load() does that. */
HnModelTable *hn_model_table_load(HnStore *store, const char *bundle, GError **error);
void hn_model_table_free(HnModelTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnModelTable, hn_model_table_free)
