/* linker/standardise_stage.h - second stage: the current records of one entity type as packed lines
 * of codes.
 *
 * Data walk: record versions (raw, ascending by (source, record_id)) -> canonical values ->
 *   dictionary codes -> HnRecordTable. Every record in force is taken, not only tonight's: a night
 *   is a function of the state.
 * How: batches of rows; while one batch is read from the store, the attributes of the one before
 *   are standardised and interned, one task an attribute, so a dictionary has one writer and codes
 *   do not depend on the threads.
 * Cost: about 1 us a record of ten attributes and core.
 * Threads: uses the pool.
 */
#pragma once
#include "base/budget.h"
#include "base/thread_pool.h"
#include "config/project.h"
#include "linker/source_rows.h"
#include "records/record_table.h"

typedef struct {
    HnRecordTable *table;
    guint64 *version_run; /* [n_rows] run that brought the row's current version */
    guint64 *n_unread;    /* [n_sources * n_attributes] cells that hold something and no value */
} HnStandardised;

typedef struct {
    HnStore *store;
    const HnProject *project;
    guint entity;
    const HnLanding *landing;
    const GPtrArray *published; /* RECV segments */
    HnThreadPool *pool;
    HnBudget *budget;
    void (*progress)(gpointer user, guint64 n_rows, gdouble fraction); /* nullable */
    gpointer progress_user;
} HnStandardiseInput;

/* The pieces, for other passes over the same rows in the same order: the sources that hold records
 * of the type (HnLandedSource, borrowed), a source's rows, and what fills its cells
 * ([n_attributes]). */
GPtrArray *hn_standardise_sources(const HnStandardiseInput *input);
HnSourceRows *hn_standardise_open(const HnStandardiseInput *input, const HnLandedSource *source,
                                  GError **error);
HnFieldCells **hn_standardise_cells(const HnStandardiseInput *input, const HnLandedSource *source,
                                    GError **error);
void hn_standardise_cells_free(HnFieldCells **cells, guint n_attributes);

HnStandardised *hn_standardise_run(const HnStandardiseInput *input, GError **error);
void hn_standardised_free(HnStandardised *standardised);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnStandardised, hn_standardised_free)
void hn_standardised_encode(const HnStandardised *standardised,
                            HnEncoder *encoder); /* checkpoint */
HnStandardised *hn_standardised_decode(HnDecoder *decoder,
                                       const HnEntityType *type); /* NULL: not valid */
