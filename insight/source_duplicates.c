#include "insight/source_duplicates.h"

#include <math.h>

#define MATCHES_MIN 30u /* across sources, to tell anything */
#define WITHIN_MAX 0.1  /* of those by chance */
/* Pairs that agree in a number somebody issues: clearly less than this share of the model's. */
#define ISSUED_SHARE 0.25
/* Where duplicates stand, such a share of those by chance at least: the counted ones would be so
 * few no more often than in one case of twenty. Duplicates are entered anew, with other errors, so
 * they stand among the best pairs less often than among those with one number. */
#define LEAST_BEST 0.1
#define LEAST_ISSUED 0.25
#define CHANCE_MAX 0.05

typedef struct {
    guint within, across;
    gdouble by_chance; /* inside the source, of those across */
} Count;

/* What chance would put inside a source of @n_in records, by those across to @n_out others. */
static gdouble
by_chance(guint n_across, guint n_in, guint n_out)
{
    return n_out == 0 || n_in == 0 ? 0 : n_across * (n_in - 1.0) / (2.0 * n_out);
}

static gdouble
ratio_of(Count count)
{
    return count.by_chance <= 0 ? G_MAXDOUBLE : count.within / count.by_chance;
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
are_hardly_any(Count count, gdouble least)
{
    const gdouble mean = least * count.by_chance;
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
    const guint n_in = table->sources[source].n_rows;
    Count count = { 0 };
    for (guint i = 0; i < likely->len; i++) {
        const HnLikelyPair *pair = &g_array_index(likely, HnLikelyPair, i);
        gboolean is_within = FALSE;
        if (!stands(table, pair, source, &is_within) || pair->weight_units < units)
            continue;
        count.within += is_within ? 1 : 0;
        count.across += is_within ? 0 : 1;
    }
    count.by_chance = by_chance(count.across, n_in, table->n_rows - n_in);
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
agrees_in(const HnRecordTable *table, guint attribute, const HnLikelyPair *pair)
{
    const guint32 a = hn_record_table_line(table, pair->a)[attribute];
    const guint32 b = hn_record_table_line(table, pair->b)[attribute];
    if (a == 0 || b == 0)
        return FALSE;
    return a == b || (table->sets[attribute] != NULL && sets_meet(table->sets[attribute], a, b));
}

/* Records inside @source and outside that have a value. */
static void
count_holders(const HnRecordTable *table, guint attribute, guint source, guint *ret_n_in,
              guint *ret_n_out)
{
    const guint32 first = table->sources[source].first_row;
    *ret_n_in = *ret_n_out = 0;
    for (guint32 row = 0; row < table->n_rows; row++) {
        if (hn_record_table_line(table, row)[attribute] == 0)
            continue;
        if (row >= first && row - first < table->sources[source].n_rows)
            ++*ret_n_in;
        else
            ++*ret_n_out;
    }
}

/* The first number that both have, an attribute; n_attributes: none. */
static guint
number_in_common(const HnRecordTable *table, const HnEntityType *type, const HnLikelyPair *pair)
{
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint attribute = type->comparisons[c].attribute;
        if (is_issued(&type->attributes[attribute]) && agrees_in(table, attribute, pair))
            return attribute;
    }
    return type->n_attributes;
}

/* Each pair once, as two numbers in common are no two witnesses. Both of a pair must have the
 * number: where few of the source do, chance puts fewer still of their pairs inside. */
static Count
count_issued(const HnRecordTable *table, const HnEntityType *type, const GArray *likely,
             guint source)
{
    g_autofree guint *n_across = g_new0(guint, type->n_attributes);
    Count count = { 0 };
    for (guint i = 0; i < likely->len; i++) {
        const HnLikelyPair *pair = &g_array_index(likely, HnLikelyPair, i);
        gboolean is_within = FALSE;
        if (!stands(table, pair, source, &is_within))
            continue;
        const guint attribute = number_in_common(table, type, pair);
        if (attribute == type->n_attributes)
            continue;
        count.within += is_within ? 1 : 0;
        n_across[attribute] += is_within ? 0 : 1;
    }
    for (guint a = 0; a < type->n_attributes; a++) {
        guint n_in = 0, n_out = 0;
        if (n_across[a] == 0)
            continue;
        count_holders(table, a, source, &n_in, &n_out);
        count.across += n_across[a];
        count.by_chance += by_chance(n_across[a], n_in, n_out);
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
    if (ratio_of(best) <= WITHIN_MAX && are_hardly_any(best, LEAST_BEST))
        return TRUE;
    const Count issued = count_issued(table, type, likely, source);
    const Count all = count_from(table, likely, source, G_MININT32);
    return issued.across >= MATCHES_MIN && are_hardly_any(issued, LEAST_ISSUED) &&
           are_hardly_any(issued, ISSUED_SHARE * ratio_of(all));
}
