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

void
hn_relatives_add_interactions(const gboolean *of_house, const HnInteraction *interactions, guint n,
                              guint64 pattern, HnSharedUnits *shared)
{
    for (guint i = 0; i < n; i++) {
        const gint32 units = hn_model_interaction_units(&interactions[i], 1, pattern);
        shared->all += units;
        if (!of_house[interactions[i].a] && !of_house[interactions[i].b])
            shared->of_family += units;
    }
}

/* Below, what is lost is less than half a unit, of both kinds of relatives together. */
#define RELATIVES_MIN_UNITS (-19 * HN_WEIGHT_UNITS_PER_BIT)
#define ODDS_MIN_UNITS (-60 * HN_WEIGHT_UNITS_PER_BIT)

static double
odds_of(gint32 units)
{
    return units < ODDS_MIN_UNITS ? 0 : hn_exp2((double)units / HN_WEIGHT_UNITS_PER_BIT);
}

gint32
hn_relatives_units(const HnRelatives *relatives, guint n_comparisons, guint64 pattern,
                   HnSharedUnits shared)
{
    gint32 together = relatives->prior_units + shared.all;
    gint32 apart = relatives->prior_units + shared.of_family;
    if (!relatives->is_there)
        return 0;
    for (guint c = 0; c < n_comparisons; c++) {
        const guint digit = (guint)(pattern >> (4 * c)) & 15;
        const gint32 units = digit == 0 ? 0 : relatives->units[c][digit - 1];
        together += units;
        apart += relatives->of_house[c] ? 0 : units;
    }
    if (!relatives->may_be_apart)
        apart = ODDS_MIN_UNITS - 1;
    const gint32 most = MAX(together, apart);
    if (most < RELATIVES_MIN_UNITS)
        return 0;
    double bits = 0;
    if (most > HN_WEIGHT_CLAMP_UNITS) { /* beside which one is nothing */
        bits = (double)most / HN_WEIGHT_UNITS_PER_BIT;
        bits += hn_log2(1.0 + odds_of(MIN(together, apart) - most));
    } else {
        bits = hn_log2(1.0 + odds_of(together) + odds_of(apart));
    }
    return -(gint32)floor(bits * HN_WEIGHT_UNITS_PER_BIT + 0.5);
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
