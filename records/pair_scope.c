#include "records/pair_scope.h"

void
hn_pair_scope_init(HnPairScope *scope, const HnRecordTable *table, const HnEntityType *type)
{
    *scope = (HnPairScope){ .table = table };
    scope->once = hn_record_table_one_per_source(table, type);
    scope->meets = hn_record_table_meets(table, type);
    if (scope->once != NULL || scope->meets != NULL)
        scope->source_of = hn_record_table_sources_of_rows(table);
}

void
hn_pair_scope_clear(HnPairScope *scope)
{
    g_clear_pointer(&scope->once, g_free);
    g_clear_pointer(&scope->meets, g_free);
    g_clear_pointer(&scope->source_of, g_free);
}

/* Pairs of two of @n_a and @n_b records of the sources. */
static double
apart(const HnPairScope *scope, guint32 a, guint32 b)
{
    const double n_a = scope->table->sources[a].n_rows, n_b = scope->table->sources[b].n_rows;
    if (hn_pair_scope_has_sources(scope, a, b))
        return 0;
    return a == b ? n_a * (n_a - 1) / 2 : n_a * n_b;
}

double
hn_pair_scope_n_pairs(const HnPairScope *scope)
{
    const double n = scope->table->n_rows;
    const guint n_sources = scope->source_of == NULL ? 0 : scope->table->n_sources;
    double n_pairs = n * (n - 1) / 2;
    for (guint a = 0; a < n_sources; a++)
        for (guint b = a; b < (scope->meets == NULL ? a + 1 : n_sources); b++)
            n_pairs -= apart(scope, a, b);
    return MAX(n_pairs, 1);
}

/* The end of the members from @from on that are of the same source: members ascend, and so do the
 * rows of sources. */
static guint32
end_of_source(const HnPairScope *scope, guint32 from, guint32 end)
{
    const guint32 *members = scope->table->class_members;
    guint32 i = from + 1;
    while (i < end && scope->source_of[members[i]] == scope->source_of[members[from]])
        i++;
    return i;
}

/* Pairs of members of @a and @b that a source keeps apart which holds an entity once. */
static guint64
kept_apart_once(const HnPairScope *scope, guint32 a, guint32 b)
{
    const guint32 *start = scope->table->class_start;
    const guint32 *members = scope->table->class_members;
    guint64 n = 0;
    for (guint32 i = start[a], k = start[b]; i < start[a + 1] && k < start[b + 1];) {
        const guint32 source = scope->source_of[members[i]], other = scope->source_of[members[k]];
        const guint32 end_i = end_of_source(scope, i, start[a + 1]);
        const guint32 end_k = end_of_source(scope, k, start[b + 1]);
        if (source == other && scope->once[source])
            n += a == b ? (guint64)(end_i - i) * (end_i - i - 1) / 2
                        : (guint64)(end_i - i) * (end_k - k);
        i = source <= other ? end_i : i;
        k = other <= source ? end_k : k;
    }
    return n;
}

/* Where the law keeps sources apart, each with each. */
static guint64
kept_apart(const HnPairScope *scope, guint32 a, guint32 b)
{
    const guint32 *start = scope->table->class_start;
    const guint32 *members = scope->table->class_members;
    guint64 n = 0;
    for (guint32 i = start[a], end_i; i < start[a + 1]; i = end_i) {
        end_i = end_of_source(scope, i, start[a + 1]);
        for (guint32 k = a == b ? i : start[b], end_k; k < start[b + 1]; k = end_k) {
            end_k = end_of_source(scope, k, start[b + 1]);
            if (hn_pair_scope_has_sources(scope, scope->source_of[members[i]],
                                          scope->source_of[members[k]]))
                continue;
            n += a == b && k == i ? (guint64)(end_i - i) * (end_i - i - 1) / 2
                                  : (guint64)(end_i - i) * (end_k - k);
        }
    }
    return n;
}

guint64
hn_pair_scope_class_pairs(const HnPairScope *scope, guint32 a, guint32 b)
{
    const guint32 *start = scope->table->class_start;
    const guint64 n_a = start[a + 1] - start[a], n_b = start[b + 1] - start[b];
    const guint64 n = a == b ? n_a * (n_a - 1) / 2 : n_a * n_b;
    if (scope->source_of == NULL)
        return n;
    return n - (scope->meets == NULL ? kept_apart_once(scope, a, b) : kept_apart(scope, a, b));
}
