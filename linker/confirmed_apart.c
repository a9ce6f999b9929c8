#include "linker/confirmed_apart.h"

#include "linker/rejected_pairs.h"
#include "linker/union_find.h"
#include "text/company_parts.h"
#include "text/tax_code.h"

gboolean
hn_confirmed_apart_asks(const HnAttribute *attribute)
{
    return attribute->type == HN_TYPE_TAX_CODE && attribute->check_digit &&
           attribute->holds == HN_HOLDS_ONE_FOR_LIFE && !attribute->many;
}

#define SUFFIX_BITS 10 /* 1..999 of a branch; 0: the enterprise itself */
#define SUFFIX_MASK ((1u << SUFFIX_BITS) - 1)
#define SOME_BRANCH 1000u  /* which one the code does not say */
#define OF_HOUSEHOLD 1001u /* its places of business are it, whatever stands behind its code */

/* Digits of the enterprise and of the branch as one number; 0: not confirmed. */
static guint64
confirmed_code(HnSlice value)
{
    const guint64 parent = hn_tax_code_confirmed_parent(value);
    guint suffix = 0;
    if (value.n_bytes == HN_TAX_CODE_BYTES)
        for (gsize i = HN_TAX_CODE_DIGITS + 1; i < value.n_bytes; i++)
            suffix = suffix * 10 + (guint)(value.bytes[i] - '0');
    return parent == 0 ? 0 : parent << SUFFIX_BITS | suffix;
}

/* What a name says of the code beside it: a register may write the enterprise's code for its
 * branch, and of a household the code of the place that it works in. */
static guint
suffix_by_name(HnSlice name)
{
    const HnCompanyParts parts = hn_company_parts(name);
    if (hn_slice_equal(parts.form, hn_slice_of("hkd")))
        return OF_HOUSEHOLD;
    return parts.unit.n_bytes > 0 ? SOME_BRANCH : 0;
}

static void
tell_by_names(const HnRecordTable *table, guint attribute, guint64 *confirmed)
{
    const HnDictionary *names = table->values[attribute];
    const guint32 n_names = hn_dictionary_size(names);
    g_autofree guint16 *suffixes = g_new0(guint16, (gsize)n_names + 1);
    for (guint32 name = 1; name <= n_names; name++)
        suffixes[name] = (guint16)suffix_by_name(hn_dictionary_value(names, name));
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint suffix = suffixes[hn_record_table_line(table, row)[attribute]];
        const gboolean tells = suffix == OF_HOUSEHOLD || (confirmed[row] & SUFFIX_MASK) == 0;
        if (confirmed[row] != 0 && suffix != 0 && tells)
            confirmed[row] = (confirmed[row] & ~(guint64)SUFFIX_MASK) | suffix;
    }
}

/* Of each row; 0: there is none. */
static guint64 *
confirmed_values(const HnRecordTable *table, const HnEntityType *type, guint attribute)
{
    const HnDictionary *values = table->values[attribute];
    const guint32 n_values = hn_dictionary_size(values);
    g_autofree guint64 *of_value = g_new0(guint64, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        of_value[code] = confirmed_code(hn_dictionary_value(values, code));
    guint64 *confirmed = g_new0(guint64, (gsize)table->n_rows + 1);
    for (guint32 row = 0; row < table->n_rows; row++)
        confirmed[row] = of_value[hn_record_table_line(table, row)[attribute]];
    for (guint a = 0; a < type->n_attributes; a++)
        if (type->attributes[a].type == HN_TYPE_COMPANY && !type->attributes[a].many)
            tell_by_names(table, a, confirmed);
    return confirmed;
}

/* Two enterprises, an enterprise and a branch, or two branches. */
static gboolean
are_apart(const guint64 *confirmed, guint32 a, guint32 b)
{
    const guint64 x = confirmed[a], y = confirmed[b];
    if (x == 0 || y == 0 || x == y)
        return FALSE;
    const guint s = x & SUFFIX_MASK, t = y & SUFFIX_MASK;
    if (x >> SUFFIX_BITS != y >> SUFFIX_BITS)
        return TRUE;
    if (s == OF_HOUSEHOLD || t == OF_HOUSEHOLD)
        return FALSE;
    return s == 0 || t == 0 || (s != SOME_BRANCH && t != SOME_BRANCH);
}

gboolean
hn_confirmed_apart_two(const HnRecordTable *table, const HnEntityType *type, guint32 a, guint32 b)
{
    gboolean apart = FALSE;
    for (guint i = 0; i < type->n_attributes && !apart; i++) {
        if (!hn_confirmed_apart_asks(type->attributes + i))
            continue;
        g_autofree guint64 *confirmed = confirmed_values(table, type, i);
        apart = are_apart(confirmed, a, b);
    }
    return apart;
}

static void
drop_edges(const guint64 *confirmed, HnEdges *edges)
{
    gsize kept = 0;
    for (gsize i = 0; i < edges->n; i++)
        if (!are_apart(confirmed, edges->edges[i].a, edges->edges[i].b))
            edges->edges[kept++] = edges->edges[i];
    edges->n = kept;
}

/* Rows that have a confirmed value, component by component, ascending in each. */
static guint32 *
rows_by_component(const guint64 *confirmed, const guint32 *parent, guint32 n_rows, guint32 *ret_n)
{
    g_autofree guint32 *start = g_new0(guint32, (gsize)n_rows + 2);
    for (guint32 row = 0; row < n_rows; row++)
        start[parent[row] + 1] += confirmed[row] != 0;
    for (guint32 row = 0; row < n_rows; row++)
        start[row + 1] += start[row];
    *ret_n = start[n_rows];
    guint32 *rows = g_new(guint32, (gsize)*ret_n + 1);
    for (guint32 row = 0; row < n_rows; row++)
        if (confirmed[row] != 0)
            rows[start[parent[row]]++] = row;
    return rows;
}

static gint
compare_edges(gconstpointer a, gconstpointer b)
{
    const HnEdge *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Pairs of rows that are apart and in one component. (element-type HnEdge) */
static GArray *
find_pairs(const HnPairScope *scope, const guint64 *confirmed, const guint32 *parent)
{
    const guint32 n_rows = scope->table->n_rows;
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    guint32 n = 0;
    g_autofree guint32 *rows = rows_by_component(confirmed, parent, n_rows, &n);
    for (guint32 first = 0, end; first < n; first = end) {
        guint n_found = 0;
        for (end = first + 1; end < n && parent[rows[end]] == parent[rows[first]];)
            end++;
        for (guint32 i = first; i < end; i++)
            for (guint32 k = i + 1; k < end && n_found < HN_APART_MAX; k++) {
                const HnEdge pair = { rows[i], rows[k], HN_NEVER_UNITS, 0 };
                if (!are_apart(confirmed, rows[i], rows[k]) ||
                    !hn_pair_scope_may_compare(scope, rows[i], rows[k]))
                    continue;
                g_array_append_val(pairs, pair);
                n_found++;
            }
    }
    g_array_sort(pairs, compare_edges);
    return pairs;
}

/* Rejected pairs were found while edges that are gone now held more together. */
static void
drop_between_components(const guint32 *parent, HnEdges *rejected)
{
    gsize kept = 0;
    for (gsize i = 0; i < rejected->n; i++)
        if (parent[rejected->edges[i].a] == parent[rejected->edges[i].b])
            rejected->edges[kept++] = rejected->edges[i];
    rejected->n = kept;
}

/* Of a pair in both lists the one of @pairs counts. */
static void
merge(HnEdges *rejected, const GArray *pairs)
{
    HnEdge *merged = g_new(HnEdge, rejected->n + pairs->len + 1);
    gsize i = 0, n = 0;
    for (guint k = 0; k < pairs->len; k++) {
        const HnEdge *pair = &g_array_index(pairs, HnEdge, k);
        while (i < rejected->n && compare_edges(rejected->edges + i, pair) < 0)
            merged[n++] = rejected->edges[i++];
        if (i < rejected->n && compare_edges(rejected->edges + i, pair) == 0)
            i++;
        merged[n++] = *pair;
    }
    while (i < rejected->n)
        merged[n++] = rejected->edges[i++];
    g_free(rejected->edges);
    rejected->edges = merged;
    rejected->n = n;
}

void
hn_confirmed_apart(const HnPairScope *scope, const HnEntityType *type, gint32 match_units,
                   HnEdges *edges, HnEdges *rejected)
{
    const HnRecordTable *table = scope->table;
    for (guint a = 0; a < type->n_attributes; a++) {
        if (!hn_confirmed_apart_asks(type->attributes + a))
            continue;
        g_autofree guint64 *confirmed = confirmed_values(table, type, a);
        g_autofree guint32 *parent = g_new(guint32, (gsize)table->n_rows + 1);
        drop_edges(confirmed, edges);
        hn_union_find_init(parent, table->n_rows);
        for (gsize i = 0; i < edges->n; i++)
            if (edges->edges[i].weight_units >= match_units)
                hn_union_find_join(parent, edges->edges[i].a, edges->edges[i].b);
        hn_union_find_flatten(parent, table->n_rows);
        drop_between_components(parent, rejected);
        g_autoptr(GArray) pairs = find_pairs(scope, confirmed, parent);
        merge(rejected, pairs);
    }
}
