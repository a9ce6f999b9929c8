/* insight/picked_records.h - some records of the published state, standardised as a night does, and
 *   the scorer over them.
 *
 * Data walk: rows of the crosswalk in -> their newest versions from the record store, through the
 *   very functions of standardise_stage.h -> a record table of just these -> pair_scorer.h under
 *   the bundle's model. So a pair has the weight that its night gave it.
 * Trying out: two rows more, which belong to no record, may be written by what_if.h; and for each
 *   attribute there is a cell that agrees with no value but itself.
 * Cost: one pass over the sources' segments up to the last record wanted, whatever their number;
 *   standardising the picked ones.
 * Threads: one.
 */
#pragma once
#include "insight/published_view.h"
#include "scoring/pair_scorer.h"

typedef struct {
    HnRecordTable *table; /* row i: the i-th of the picked; then the two to try out */
    guint32 n_picked;
    guint32 *crosswalk_rows; /* [n_picked] ascending */
    guint64 *version_run;    /* [n_picked] run that brought the record's version */
    gint32 *authority;       /* [n_picked] */
    guint32 trial[2];        /* rows to try out */
    guint32 *unlike;         /* [n_attributes] cell of a value that nobody has */
    HnFormSpace *forms;
    HnPairScorer *scorer; /* one thread */
} HnPickedRecords;

/* @rows: of the type's crosswalk, ascending and distinct. HN_LINKER_ERROR_SOURCE when the project
 * no longer has a record's source. */
HnPickedRecords *hn_picked_records_new(const HnPublishedView *view, guint type,
                                       const HnBundle *bundle, const guint32 *rows, guint n_rows,
                                       GError **error);
void hn_picked_records_free(HnPickedRecords *picked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPickedRecords, hn_picked_records_free)
/* The picked one of a crosswalk's row; asserts that it was picked. */
guint32 hn_picked_records_row(const HnPickedRecords *picked, guint32 crosswalk_row);
