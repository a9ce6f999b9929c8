/* scoring/compared.h - a comparison resolved against a table and a model.
 *
 * Data walk: pair_scorer.c makes one for each comparison of the entity type.
 * Bounds: an open pair, whose level codes alone do not tell, enters a sum with the largest weight
 *   that it can get.
 * Cost: term adjustments are looked up once a dictionary entry, then one load.
 * Threads: immutable after _weigh().
 */
#pragma once
#include "records/record_table.h"
#include "scoring/level_chain.h"
#include "scoring/model.h"

#define HN_DIGIT_OPEN G_MAXUINT /* codes alone do not tell the level */

typedef struct {
    HnLevelChain chain;
    guint index; /* in the entity type */
    guint attribute;
    const HnValueSets *sets; /* NULL: cells are codes of values */
    const HnValueForms *forms;
    gint32 weights[HN_LEVELS_MAX + 1]; /* by digit of the pattern: 0 = missing, else 1 + level */
    gint32 bound_equal, bound_unequal; /* largest weight of open pairs */
    gint32 *value_terms;               /* adjustment of each value at an exact level; or NULL */
    gint32 *cell_terms; /* of equal cells: value_terms, or of a set its members' largest */
} HnCompared;

void hn_compared_init(HnCompared *compared, const HnEntityType *type, const HnRecordTable *table,
                      guint comparison);
void hn_compared_weigh(HnCompared *compared, const HnComparisonModel *model,
                       const HnDictionary *values);
void hn_compared_clear(HnCompared *compared);

/* The digit of the pattern as far as codes alone tell it, else HN_DIGIT_OPEN. */
static inline guint
hn_compared_digit(const HnCompared *compared, guint32 cell_a, guint32 cell_b)
{
    if (cell_a == 0 || cell_b == 0)
        return 0;
    if (cell_a == cell_b)
        return compared->chain.exact_first ? 1 : HN_DIGIT_OPEN;
    /* Unequal sets may share a member, so only single values are settled. */
    const gboolean is_settled = !compared->chain.looks && compared->sets == NULL;
    return is_settled ? compared->chain.comparison->n_levels : HN_DIGIT_OPEN;
}

/* Adjustment of two values that agree at @level. */
static inline gint32
hn_compared_term(const HnCompared *compared, guint level, guint32 value_a, guint32 value_b)
{
    const gboolean is_adjusted = compared->value_terms != NULL && value_a == value_b &&
                                 compared->chain.comparison->levels[level].kind == HN_LEVEL_EXACT;
    return is_adjusted ? compared->value_terms[value_a] : 0;
}

static inline gint32
hn_compared_bound(const HnCompared *compared, guint32 cell_a, guint32 cell_b)
{
    return cell_a == cell_b ? compared->bound_equal : compared->bound_unequal;
}
