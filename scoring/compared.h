/* scoring/compared.h - a comparison resolved against a table and a model.
 *
 * Data walk: pair_scorer.c makes one for each comparison of the entity type.
 * Bounds: an open pair, whose level codes alone do not tell, enters a sum with the largest weight
 *   that it can get.
 * Crosswise: a level that looks at two attributes cannot be remembered by two codes, so the chain
 *   passes it over, and whoever has both lines asks here whether it comes before the chain's level.
 * Told: what both records' business names tell is missing; that, too, asks both lines.
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
    gint32 *spelling_terms;            /* the same at levels of one spelling; or NULL */
    gboolean tells_kinds;     /* single values of papers of two kinds are missing to each other */
    gboolean settles_unequal; /* codes of unequal cells tell that no level but the last one holds */
    guint level_of_all;    /* holds of sets where no members say more against it; G_MAXUINT: none */
    guint crosswise_level; /* its index; only with to_crosswise */
    guint crosswise_attribute;
    guint32 *to_crosswise; /* code -> code of the same bytes there, 0 = none; or NULL */
    guint told_attribute;  /* only with told */
    guint32 *told, *tells; /* by code here and there: what it says, 0 = nothing; or NULL */
    gint32 *cell_terms;    /* of equal cells: value_terms, or of a set its members' largest */
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
    if (compared->tells_kinds && !hn_value_forms_comparable(compared->forms, cell_a, cell_b))
        return 0;
    return compared->settles_unequal ? compared->chain.comparison->n_levels : HN_DIGIT_OPEN;
}

/* Adjustment of two values that agree at @level. */
static inline gint32
hn_compared_term(const HnCompared *compared, guint level, guint32 value_a, guint32 value_b)
{
    const HnLevelKind kind = compared->chain.comparison->levels[level].kind;
    if (kind == HN_LEVEL_EXACT)
        return compared->value_terms != NULL && value_a == value_b ? compared->value_terms[value_a]
                                                                   : 0;
    return compared->spelling_terms != NULL && hn_level_kind_is_of_spelling(kind)
               ? compared->spelling_terms[value_a]
               : 0;
}

/* Whether two lines hold each other's values of both attributes; all four are there. Only with
 * to_crosswise. */
static inline gboolean
hn_compared_crosses(const HnCompared *compared, const guint32 *line_a, const guint32 *line_b)
{
    const guint32 a = line_a[compared->crosswise_attribute];
    const guint32 b = line_b[compared->crosswise_attribute];
    return a != 0 && b != 0 && compared->to_crosswise[line_a[compared->attribute]] == b &&
           compared->to_crosswise[line_b[compared->attribute]] == a;
}

/* Both lines say the value in another attribute, too, and say nothing new here: two households that
 * are called Nguyen Van Hung belong to two people of that name. Only with told. */
static inline gboolean
hn_compared_is_told(const HnCompared *compared, const guint32 *line_a, const guint32 *line_b)
{
    const guint32 a = compared->told[line_a[compared->attribute]];
    const guint32 b = compared->told[line_b[compared->attribute]];
    return a != 0 && b != 0 && a == compared->tells[line_a[compared->told_attribute]] &&
           b == compared->tells[line_b[compared->told_attribute]];
}

static inline gint32
hn_compared_bound(const HnCompared *compared, guint32 cell_a, guint32 cell_b)
{
    return cell_a == cell_b ? compared->bound_equal : compared->bound_unequal;
}
