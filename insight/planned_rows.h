/* insight/planned_rows.h - the fields of the sample's rows, ready to be judged.
 *
 * Data walk: source_words.c opens one for a plan and asks for each row's source and fields.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"
#include "standardise/standardiser.h"
#include "standardise/text_repair.h"

#define HN_NO_ATTRIBUTE G_MAXUINT

/* A column of a compared attribute, or of personal numbers or tax codes that none compares. */
typedef struct {
    guint file, column, attribute;
    gboolean is_first; /* of its attribute in the file */
    HnAttributeType type;
    const HnColumnProfile *profile;
    const char *name;
    HnTextRepair *repair;         /* NULL: values are taken as they stand */
    HnStandardiser *standardiser; /* of one value of the attribute */
} HnRowColumn;

typedef struct {
    const HnAttributePlan *plan; /* borrowed */
    HnStandardiser *words;       /* of any text */
    HnStandardiser *bare_names;  /* of names, without marks */
    HnTextRepair *all_damages;   /* knows what is plain */
    GArray **columns;            /* [n_files] of HnRowColumn */
    GByteArray *room;
} HnPlannedRows;

HnPlannedRows *hn_planned_rows_new(const HnAttributePlan *plan, GError **error);
void hn_planned_rows_free(HnPlannedRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPlannedRows, hn_planned_rows_free)

/* The name that a night would give it: of its column, else of its file. (transfer full) */
char *hn_planned_rows_source(const HnPlannedRows *rows, const HnSampleRow *row);
/* By @standardiser; valid until the next call. */
HnSlice hn_planned_rows_canonical(HnPlannedRows *rows, HnStandardiser *standardiser, HnSlice raw);
/* Text has lost letters, or shows one of the damages that its column has (damage_verdict.h). @ret:
 * repaired where that is possible; belongs to the column until the next call. */
gboolean hn_planned_rows_is_damaged(const HnPlannedRows *rows, const HnRowColumn *column,
                                    HnSlice raw, HnSlice *ret);
/* Somebody had nothing to say. */
gboolean hn_planned_rows_is_filler(HnPlannedRows *rows, const HnRowColumn *column, HnSlice raw);
/* All columns of the attribute in the row, joined as the plan says. (transfer full) */
GString *hn_planned_rows_joined(const HnPlannedRows *rows, const HnSampleRow *row, guint attribute);
