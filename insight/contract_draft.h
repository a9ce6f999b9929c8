/* insight/contract_draft.h - a contract for a source, as its data are now.
 *
 * Data walk: `hopnhat profile --write-contract` reads a delivery as a night would; of the same rows
 *   that contract_check.c is asked about this keeps counts, and writes them down as promises.
 * Margins: what is promised is looser than what was seen, the more so the fewer rows there are:
 *   four standard deviations of the share, nine rows (of a share that was zero in n rows, 9/n
 *   bounds the true one with 99.99 %), and a twentieth. A column that comes empty, and a delivery
 *   that comes twice, break it all the same. Below HN_CONTRACT_DRAFT_ROWS rows it only warns.
 * What is written: names of columns, counts and shares; never a value.
 * Cost: a look at each cell, a hash of it; memory of distinct_count.h for each column.
 * Threads: belongs to one thread.
 */
#pragma once
#include "config/project.h"
#include "records/reader.h"

#define HN_CONTRACT_DRAFT_ROWS 100u /* of fewer no figure is sure enough to refuse by */

typedef struct {
    const HnFeed *feed;         /* borrowed */
    gint64 today;               /* days since 1970 */
    const char *const *reads;   /* columns that are promised, NULL-terminated; NULL: all */
    const char *const *of_life; /* whose dates tell nothing of the delivery, births; nullable */
} HnContractDraftOptions;

typedef struct _HnContractDraft HnContractDraft;
HnContractDraft *hn_contract_draft_new(const HnContractDraftOptions *options); /* borrows */
void hn_contract_draft_free(HnContractDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnContractDraft, hn_contract_draft_free)
/* The whole delivery. @error: of the reader. */
gboolean hn_contract_draft_read(HnContractDraft *draft, HnReader *reader, GError **error);
guint64 hn_contract_draft_n_rows(const HnContractDraft *draft);
/* Lines to stand below a source's name; comments alone where no row was read. (transfer full) */
char *hn_contract_draft_yaml(const HnContractDraft *draft);

/* The margins: shares in whole percents, 1: nothing is to be promised. */
gdouble hn_contract_draft_nulls_max(guint64 n_nulls, guint64 n_rows);
/* @is_exact: not estimated. */
gdouble hn_contract_draft_repeats_max(guint64 n_repeats, guint64 n_values, gboolean is_exact);
guint64 hn_contract_draft_rows_min(guint64 n_rows);
