#include "insight/source_duplicates.h"

#include <math.h>

#define MATCHES_MIN 30u /* across sources, to tell anything */
#define WITHIN_MAX 0.1  /* of those by chance */
/* Pairs that agree in a number somebody issues: no more than this share of the model's. */
#define ISSUED_SHARE 0.25
/* Where duplicates stand, such a share of those by chance at least: the counted ones would be so
 * few no more often than in one case of twenty. Duplicates are entered anew, with other errors, so
 * they stand among the best pairs less often than among those with one number. */
#define LEAST_BEST 0.1
#define LEAST_ISSUED 0.2
#define CHANCE_MAX 0.05

typedef struct {
    guint within, across;
} Count;

/* What chance would put inside @source. */
static gdouble
by_chance(const HnRecordTable *table, guint source, Count count)
{
    const gdouble n_in = table->sources[source].n_rows, n_out = table->n_rows - n_in;
    return n_out <= 0 ? 0 : count.across * (n_in - 1) / (2 * n_out);
}

static gdouble
ratio_of(const HnRecordTable *table, guint source, Count count)
{
    const gdouble expected = by_chance(table, source, count);
    return expected <= 0 ? G_MAXDOUBLE : count.within / expected;
}

/* Of Poisson's distribution with that mean, above @n: at most @n. From the last term downwards,
 * each k / mean of the one before; the last by its logarithm, as exp(-mean) is zero from 746 on. */
static gdouble
share_up_to(guint n, gdouble mean)
{
    gdouble term = 1, sum = 1;
    for (guint k = n; k > 0 && term > 1e-9; k--) {
        term *= k / mean;
        sum += term;
    }
    return sum * exp(n * log(mean) - mean - lgamma(n + 1.0));
}

static gboolean
are_hardly_any(const HnRecordTable *table, guint source, Count count, gdouble least)
{
    const gdouble mean = least * by_chance(table, source, count);
    return count.within < mean && share_up_to(count.within, mean) <= CHANCE_MAX;
}

static gint
compare_units(gconstpointer a, gconstpointer b)
{
    const gint32 x = *(const gint32 *)a, y = *(const gint32 *)b;
    return (x > y) - (x < y);
}

/* TRUE: the pair has to do with @source. */
static gboolean
stands(const HnRecordTable *table, const HnLikelyPair *pair, guint source, gboolean *ret_within)
{
    const gboolean has_a = hn_record_table_source_of(table, pair->a) == source;
    const gboolean has_b = hn_record_table_source_of(table, pair->b) == source;
    *ret_within = has_a && has_b;
    return pair->probability >= 0.5 && (has_a || has_b);
}

/* Weight that half of the matches across sources reach; FALSE: there are too few. */
static gboolean
middle_across(const HnRecordTable *table, const GArray *likely, guint source, gint32 *ret_units)
{
    g_autoptr(GArray) across = g_array_new(FALSE, FALSE, sizeof(gint32));
    for (guint i = 0; i < likely->len; i++) {
        const HnLikelyPair *pair = &g_array_index(likely, HnLikelyPair, i);
        gboolean is_within = FALSE;
        if (stands(table, pair, source, &is_within) && !is_within)
            g_array_append_val(across, pair->weight_units);
    }
    if (across->len < MATCHES_MIN)
        return FALSE;
    g_array_sort(across, compare_units);
    *ret_units = g_array_index(across, gint32, across->len / 2);
    return TRUE;
}

static Count
count_from(const HnRecordTable *table, const GArray *likely, guint source, gint32 units)
{
    Count count = { 0, 0 };
    for (guint i = 0; i < likely->len; i++) {
        const HnLikelyPair *pair = &g_array_index(likely, HnLikelyPair, i);
        gboolean is_within = FALSE;
        if (!stands(table, pair, source, &is_within) || pair->weight_units < units)
            continue;
        count.within += is_within ? 1 : 0;
        count.across += is_within ? 0 : 1;
    }
    return count;
}

/* ---- numbers that somebody issues ---- */

static gboolean
is_issued(const HnAttribute *attribute)
{
    return attribute->type == HN_TYPE_CODE ||
           (attribute->type == HN_TYPE_DIGITS && attribute->many) ||
           attribute->type == HN_TYPE_EMAIL;
}

static gboolean
sets_meet(const HnValueSets *sets, guint32 cell_a, guint32 cell_b)
{
    guint n_a = 0, n_b = 0;
    const HnSetMember *a = hn_value_sets_members(sets, cell_a, &n_a);
    const HnSetMember *b = hn_value_sets_members(sets, cell_b, &n_b);
    for (guint i = 0; i < n_a; i++)
        for (guint j = 0; j < n_b; j++)
            if (a[i].value == b[j].value)
                return TRUE;
    return FALSE;
}

static gboolean
agrees_in_a_number(const HnRecordTable *table, const HnEntityType *type, const HnLikelyPair *pair)
{
    const guint32 *a = hn_record_table_line(table, pair->a);
    const guint32 *b = hn_record_table_line(table, pair->b);
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint attribute = type->comparisons[c].attribute;
        if (!is_issued(&type->attributes[attribute]) || a[attribute] == 0 || b[attribute] == 0)
            continue;
        if (a[attribute] == b[attribute] ||
            (table->sets[attribute] != NULL &&
             sets_meet(table->sets[attribute], a[attribute], b[attribute])))
            return TRUE;
    }
    return FALSE;
}

static Count
count_issued(const HnRecordTable *table, const HnEntityType *type, const GArray *likely,
             guint source)
{
    Count count = { 0, 0 };
    for (guint i = 0; i < likely->len; i++) {
        const HnLikelyPair *pair = &g_array_index(likely, HnLikelyPair, i);
        gboolean is_within = FALSE;
        if (!stands(table, pair, source, &is_within) || !agrees_in_a_number(table, type, pair))
            continue;
        count.within += is_within ? 1 : 0;
        count.across += is_within ? 0 : 1;
    }
    return count;
}

gboolean
hn_source_holds_once(const HnRecordTable *table, const HnEntityType *type, const GArray *likely,
                     guint source)
{
    gint32 middle = 0;
    if (!middle_across(table, likely, source, &middle))
        return FALSE;
    const Count best = count_from(table, likely, source, middle);
    if (ratio_of(table, source, best) <= WITHIN_MAX &&
        are_hardly_any(table, source, best, LEAST_BEST))
        return TRUE;
    const Count issued = count_issued(table, type, likely, source);
    const Count all = count_from(table, likely, source, G_MININT32);
    return issued.across >= MATCHES_MIN && are_hardly_any(table, source, issued, LEAST_ISSUED) &&
           ratio_of(table, source, issued) <= ISSUED_SHARE * ratio_of(table, source, all);
}
