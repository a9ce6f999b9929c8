/* publish/cases.h - what people should look at: entities that may be one, and contradictions.
 *
 * Data walk: link, after identities are known. Every pair of entities with an edge in the review
 *   band, or with a match edge that a constraint cut, is one case, ranked by its heaviest edge. A
 *   case keeps its id from night to night as long as the same two entities stay doubtful; a
 *   decision, a changed weight or a spent budget closes it.
 * Cost: edges x log.
 * Threads: reentrant.
 */
#pragma once
#include "store/entity_state.h"

typedef enum {
    HN_CASE_REVIEW, /* the weight lies between the thresholds */
    HN_CASE_CUT,    /* the weight says same, a constraint keeps them apart */
} HnCaseKind;
const char *hn_case_kind_name(HnCaseKind kind);

typedef struct {
    guint64 sequence;           /* c-...; 0 until numbered */
    guint64 entity_a, entity_b; /* a < b */
    guint32 kind;               /* HnCaseKind */
    guint32 n_edges;
    gint32 weight_units;  /* of the heaviest edge */
    guint32 row_a, row_b; /* its records: rows of the crosswalk */
} HnCase;
typedef struct {
    gsize n;
    HnCase *cases; /* ascending by (entity_a, entity_b) */
} HnCases;
void hn_cases_free(HnCases *cases);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCases, hn_cases_free)

/* Pairs that a decision keeps apart are no cases: @is_settled (nullable) tells by rows. */
typedef gboolean (*HnCaseSettled)(gpointer user, guint32 row_a, guint32 row_b);
HnCases *hn_cases_find(const HnCrosswalk *crosswalk, const HnEdges *edges, gint32 match_units,
                       HnCaseSettled is_settled, gpointer user);
/* Drops review cases so that at most @budget cases are left, and returns the review threshold that
 * does so: the lowest one in @review_units .. @match_units, with which edges were scored and
 * clustered. A case weighs what its heaviest edge weighs; those of one weight stay or go together.
 * Contradictions (HN_CASE_CUT) take from the budget first, and are never dropped. */
gint32 hn_cases_keep_budget(HnCases *cases, guint64 budget, gint32 review_units,
                            gint32 match_units);
/* Takes over the numbers of @old (nullable) for equal pairs; returns how many are still without. */
gsize hn_cases_keep_numbers(HnCases *cases, const HnCases *old);
void hn_cases_number(HnCases *cases, guint64 first); /* those without, in order */
gboolean hn_cases_write(HnStore *store, const char *path, const HnCases *cases,
                        HnSealedInfo *ret_info, GError **error);
HnCases *hn_cases_load(HnStore *store, const HnSegment *segment, GError **error);
