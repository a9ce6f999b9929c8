#include "scoring/model.h"

#include <math.h>

#include "base/exact_math.h"

HnModel *
hn_model_new(guint n_comparisons)
{
    g_assert(n_comparisons <= HN_COMPARISONS_MAX);
    HnModel *model = g_new0(HnModel, 1);
    model->n_comparisons = n_comparisons;
    model->arena = hn_arena_new();
    return model;
}

void
hn_model_free(HnModel *model)
{
    if (model == NULL)
        return;
    hn_arena_free(model->arena);
    g_free(model);
}

gint32
hn_weight_units(double ratio)
{
    g_assert(ratio > 0.0); /* NaN lands here too */
    const double units = round(log2(ratio) * HN_WEIGHT_UNITS_PER_BIT);
    return (gint32)CLAMP(units, -(double)HN_WEIGHT_CLAMP_UNITS, (double)HN_WEIGHT_CLAMP_UNITS);
}

/* Below, what is lost is less than half a unit. */
#define RELATIVES_MIN_UNITS (-18 * HN_WEIGHT_UNITS_PER_BIT)

gint32
hn_relatives_units(const HnRelatives *relatives, guint n_comparisons, guint64 pattern,
                   gint32 more_units)
{
    gint32 units = relatives->prior_units + more_units;
    if (!relatives->is_there)
        return 0;
    for (guint c = 0; c < n_comparisons; c++) {
        const guint digit = (guint)(pattern >> (4 * c)) & 15;
        units += digit == 0 ? 0 : relatives->units[c][digit - 1];
    }
    if (units < RELATIVES_MIN_UNITS)
        return 0;
    if (units > HN_WEIGHT_CLAMP_UNITS)
        return -units;
    const double odds = hn_exp2((double)units / HN_WEIGHT_UNITS_PER_BIT);
    return -(gint32)floor(hn_log2(1.0 + odds) * HN_WEIGHT_UNITS_PER_BIT + 0.5);
}

void
hn_model_weigh(HnModel *model, const HnEntityType *type)
{
    g_assert(model->n_comparisons == type->n_comparisons);
    g_assert(model->lambda > 0.0 && model->lambda < 1.0);
    model->prior_units = hn_weight_units(model->lambda / (1.0 - model->lambda));
    for (guint c = 0; c < model->n_comparisons; c++) {
        HnComparisonModel *comparison = model->comparisons + c;
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            comparison->weight_units[level] =
                hn_weight_units(comparison->m[level] / comparison->u[level]);
    }
}
