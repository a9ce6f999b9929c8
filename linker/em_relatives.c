#include "linker/em_relatives.h"

#include <string.h>

#include "base/exact_math.h"

/* Given by a place, or shared in a house. */
static gboolean
is_shared(HnAttributeType type)
{
    switch (type) {
    case HN_TYPE_NAME:
    case HN_TYPE_DATE:
    case HN_TYPE_SEX:
    case HN_TYPE_DIGITS:
    case HN_TYPE_CODE:
    case HN_TYPE_CITIZEN_NUMBER:
    case HN_TYPE_INSURANCE_NUMBER:
    case HN_TYPE_COMPANY:
    case HN_TYPE_TAX_CODE:
    case HN_TYPE_VIETNAMESE_NAME:
        return FALSE;
    case HN_TYPE_TEXT:
    case HN_TYPE_PHONE:
    case HN_TYPE_EMAIL:
    case HN_TYPE_CATEGORY:
    case HN_TYPE_NUMBER:
    case HN_TYPE_POINT:
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
    case HN_TYPE_ADDRESS:
    default:
        return TRUE;
    }
}

/* Of two children of one house one pair in fifty was born on one day: of births one in eighty are
 * twins (Pison and others 2015: 9 to 20 in a thousand), and few houses have more than three. */
#define TWINS 0.02

#define TWINS_MAX 0.13

/* Dates of relatives: as strangers, but twins as one person. */
static void
bear_twins(HnEmRelatives *relatives, guint c, guint n_levels, double *ret_rates)
{
    for (guint level = 0; level < n_levels; level++)
        ret_rates[level] = relatives->of_strangers[c][level] * (1 - relatives->twins[c]) +
                           relatives->of_one[c][level] * relatives->twins[c];
}

/* How many twins @counts of relatives hold: all that rules pair are in them, and of others, of
 * whom no date agrees, only those that a house or a mother pairs. */
static void
count_twins(HnEmRelatives *relatives, guint c, guint n_levels, double n_pairs, const double *counts)
{
    double n = n_pairs, n_twins = n_pairs * TWINS;
    for (guint level = 0; level < n_levels; level++) {
        const double twins = relatives->twins[c] * relatives->of_one[c][level];
        const double others = (1 - relatives->twins[c]) * relatives->of_strangers[c][level];
        n += counts[level];
        n_twins += twins > 0 ? counts[level] * twins / (twins + others) : 0;
    }
    relatives->twins[c] = MIN(n_twins / n, TWINS_MAX);
}

/* Firms of one house are founded like strangers, too, but their names tell sisters and branches. */
static gboolean
is_of_firms(HnAttributeType type)
{
    return type == HN_TYPE_COMPANY || type == HN_TYPE_TAX_CODE;
}

gboolean
hn_em_has_relatives(const HnEntityType *type)
{
    for (guint c = 0; c < type->n_comparisons; c++)
        if (is_of_firms(type->attributes[type->comparisons[c].attribute].type))
            return FALSE;
    for (guint c = 0; c < type->n_comparisons; c++)
        if (type->attributes[type->comparisons[c].attribute].type == HN_TYPE_DATE)
            return TRUE;
    return FALSE;
}

void
hn_em_relatives_start(HnEmRelatives *relatives, const HnEntityType *type, const HnEmPrior *prior,
                      const HnModel *model, double share)
{
    *relatives = (HnEmRelatives){ .share = hn_em_has_relatives(type) ? share : 0 };
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnAttributeType of = type->attributes[type->comparisons[c].attribute].type;
        const double *from = is_shared(of) ? prior->m[c] : model->comparisons[c].u;
        relatives->born[c] = of == HN_TYPE_DATE;
        relatives->of_house[c] = is_shared(of);
        memcpy(relatives->prior[c], from, type->comparisons[c].n_levels * sizeof(double));
        if (!relatives->born[c])
            continue;
        relatives->twins[c] = TWINS;
        memcpy(relatives->of_strangers[c], from, sizeof relatives->of_strangers[c]);
        memcpy(relatives->of_one[c], prior->m[c], sizeof relatives->of_one[c]);
        bear_twins(relatives, c, type->comparisons[c].n_levels, relatives->prior[c]);
    }
    memcpy(relatives->m, relatives->prior, sizeof relatives->m);
}

#define RATE_MIN 1e-12

static gboolean
is_own(HnAttributeType type)
{
    return type == HN_TYPE_DATE || type == HN_TYPE_SEX || hn_attribute_type_is_name(type) ||
           hn_attribute_type_is_issued(type);
}

gboolean
hn_em_relatives_are_exchanged(const HnEmRelatives *relatives, const HnEntityType *type,
                              const HnModel *model)
{
    double sum = 0;
    for (guint c = 0; relatives->share > 0 && c < type->n_comparisons; c++)
        if (is_own(type->attributes[type->comparisons[c].attribute].type))
            sum += hn_log(MAX(model->comparisons[c].m[0], RATE_MIN) /
                          MAX(relatives->m[c][0], RATE_MIN));
    return sum < 0;
}

/* Of those who live in one house so many are read to be in one commune, at least. Namesakes of a
 * province are as many as relatives, and more alike: without it EM may settle on them. */
#define ONE_COMMUNE_MIN 0.5

static gboolean
is_elsewhere(HnLevelKind kind)
{
    return kind == HN_LEVEL_UNIT_DISTRICT || kind == HN_LEVEL_UNIT_PROVINCE ||
           kind == HN_LEVEL_ELSE;
}

static gboolean
tells_communes(HnAttributeType type)
{
    return type == HN_TYPE_UNIT || type == HN_TYPE_ADDRESS;
}

static void
keep_together(const HnComparison *comparison, double *rates)
{
    double together = 0, elsewhere = 0;
    for (guint level = 0; level < comparison->n_levels; level++)
        if (is_elsewhere(comparison->levels[level].kind))
            elsewhere += rates[level];
        else
            together += rates[level];
    if (together >= ONE_COMMUNE_MIN || together <= 0)
        return;
    for (guint level = 0; level < comparison->n_levels; level++)
        rates[level] *= is_elsewhere(comparison->levels[level].kind)
                            ? (1 - ONE_COMMUNE_MIN) / elsewhere
                            : ONE_COMMUNE_MIN / together;
}

/* One house is written in as many ways for two people as for one. Of those that the rules pair most
 * have it letter for letter, as a house is what pairs them, so they cannot tell. */
static void
write_alike(const HnComparison *comparison, const double *of_matches, double *rates)
{
    double together = 0, matches_together = 0;
    for (guint level = 0; level < comparison->n_levels; level++)
        if (!is_elsewhere(comparison->levels[level].kind)) {
            together += rates[level];
            matches_together += of_matches[level];
        }
    for (guint level = 0; level < comparison->n_levels && matches_together > 0; level++)
        if (!is_elsewhere(comparison->levels[level].kind))
            rates[level] = together * of_matches[level] / matches_together;
}

void
hn_em_relatives_update(HnEmRelatives *relatives, const HnEntityType *type, double n_pairs,
                       double of_matches[HN_COMPARISONS_MAX][HN_LEVELS_MAX],
                       double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX], double share)
{
    relatives->share = MAX(share, 1e-15);
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint n_levels = type->comparisons[c].n_levels;
        if (relatives->born[c]) {
            count_twins(relatives, c, n_levels, n_pairs, counts[c]);
            bear_twins(relatives, c, n_levels, relatives->m[c]);
            continue;
        }
        double total = n_pairs;
        for (guint level = 0; level < n_levels; level++)
            total += counts[c][level];
        for (guint level = 0; level < n_levels; level++)
            relatives->m[c][level] =
                (counts[c][level] + n_pairs * relatives->prior[c][level]) / total;
        if (!tells_communes(type->attributes[type->comparisons[c].attribute].type))
            continue;
        keep_together(&type->comparisons[c], relatives->m[c]);
        write_alike(&type->comparisons[c], of_matches[c], relatives->m[c]);
    }
}
