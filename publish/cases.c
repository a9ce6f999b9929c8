#include "publish/cases.h"

#include "base/base_error.h"
#include "base/codec.h"

#define CASE_FILE_BYTES_MAX ((gsize)2 << 30)

const char *
hn_case_kind_name(HnCaseKind kind)
{
    return kind == HN_CASE_REVIEW ? "review" : "cut";
}

void
hn_cases_free(HnCases *cases)
{
    if (cases == NULL)
        return;
    g_free(cases->cases);
    g_free(cases);
}

static int
compare_entities(const HnCase *x, const HnCase *y)
{
    if (x->entity_a != y->entity_a)
        return x->entity_a < y->entity_a ? -1 : 1;
    return (x->entity_b > y->entity_b) - (x->entity_b < y->entity_b);
}

/* Pairs together, the heaviest edge first, ties by rows. */
static gint
compare_cases(gconstpointer a, gconstpointer b)
{
    const HnCase *x = a, *y = b;
    const int order = compare_entities(x, y);
    if (order != 0)
        return order;
    if (x->weight_units != y->weight_units)
        return x->weight_units > y->weight_units ? -1 : 1;
    if (x->row_a != y->row_a)
        return x->row_a < y->row_a ? -1 : 1;
    return (x->row_b > y->row_b) - (x->row_b < y->row_b);
}

HnCases *
hn_cases_find(const HnCrosswalk *crosswalk, const HnEdges *edges, gint32 match_units,
              HnCaseSettled is_settled, gpointer user)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(HnCase));
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        const guint64 a = crosswalk->entity_of[edge->a], b = crosswalk->entity_of[edge->b];
        if (a == b || (is_settled != NULL && is_settled(user, edge->a, edge->b)))
            continue;
        const HnCase one = { .entity_a = MIN(a, b),
                             .entity_b = MAX(a, b),
                             .n_edges = 1,
                             .kind =
                                 edge->weight_units >= match_units ? HN_CASE_CUT : HN_CASE_REVIEW,
                             .weight_units = edge->weight_units,
                             .row_a = a < b ? edge->a : edge->b,
                             .row_b = a < b ? edge->b : edge->a };
        g_array_append_val(found, one);
    }
    g_array_sort(found, compare_cases);
    HnCases *cases = g_new0(HnCases, 1);
    cases->cases = g_new(HnCase, MAX(found->len, 1));
    for (guint i = 0; i < found->len; i++) {
        const HnCase *one = &g_array_index(found, HnCase, i);
        if (cases->n > 0 && compare_entities(&cases->cases[cases->n - 1], one) == 0)
            cases->cases[cases->n - 1].n_edges++;
        else
            cases->cases[cases->n++] = *one;
    }
    return cases;
}

static gint
compare_heavier_first(gconstpointer a, gconstpointer b)
{
    const gint32 x = *(const gint32 *)a, y = *(const gint32 *)b;
    return (x < y) - (x > y);
}

gint32
hn_cases_keep_budget(HnCases *cases, guint64 budget, gint32 review_units, gint32 match_units)
{
    g_autoptr(GArray) weights = g_array_new(FALSE, FALSE, sizeof(gint32));
    for (gsize i = 0; i < cases->n; i++)
        if (cases->cases[i].kind == HN_CASE_REVIEW)
            g_array_append_val(weights, cases->cases[i].weight_units);
    const guint64 n_cut = cases->n - weights->len;
    const guint64 left = budget > n_cut ? budget - n_cut : 0;
    if (weights->len <= left)
        return budget == 0 ? match_units : review_units;
    g_array_sort(weights, compare_heavier_first);
    /* The heaviest case that has no room, and so all of its weight, lie below the threshold. */
    const gint32 threshold =
        left == 0 ? match_units : g_array_index(weights, gint32, (guint)left) + 1;
    gsize n = 0;
    for (gsize i = 0; i < cases->n; i++)
        if (cases->cases[i].kind == HN_CASE_CUT || cases->cases[i].weight_units >= threshold)
            cases->cases[n++] = cases->cases[i];
    cases->n = n;
    return threshold;
}

gsize
hn_cases_keep_numbers(HnCases *cases, const HnCases *old)
{
    gsize n_without = 0, o = 0;
    for (gsize i = 0; i < cases->n; i++) {
        while (old != NULL && o < old->n && compare_entities(&old->cases[o], &cases->cases[i]) < 0)
            o++;
        const gboolean known =
            old != NULL && o < old->n && compare_entities(&old->cases[o], &cases->cases[i]) == 0;
        cases->cases[i].sequence = known ? old->cases[o].sequence : 0;
        n_without += !known;
    }
    return n_without;
}

void
hn_cases_number(HnCases *cases, guint64 first)
{
    for (gsize i = 0; i < cases->n; i++)
        if (cases->cases[i].sequence == 0)
            cases->cases[i].sequence = first++;
}

gboolean
hn_cases_write(HnStore *store, const char *path, const HnCases *cases, HnSealedInfo *ret_info,
               GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_put_varint(out, cases->n);
    for (gsize i = 0; i < cases->n; i++) {
        const HnCase *one = &cases->cases[i];
        hn_put_varint(out, one->sequence);
        hn_put_varint(out, one->entity_a);
        hn_put_varint(out, one->entity_b);
        hn_put_varint(out, one->kind);
        hn_put_varint(out, one->n_edges);
        hn_put_zigzag(out, one->weight_units);
        hn_put_varint(out, one->row_a);
        hn_put_varint(out, one->row_b);
    }
    g_autofree char *absolute = hn_store_path(store, path);
    return hn_sealed_write(absolute, "CASE", hn_store_seal_key(store),
                           hn_slice(out->data, out->len), ret_info, error);
}

static gboolean
decode_cases(HnCursor *cursor, HnCases *cases)
{
    const guint64 n = hn_get_varint(cursor);
    if (!hn_cursor_ok(cursor) || n > hn_cursor_left(cursor) / 8)
        return FALSE;
    cases->n = (gsize)n;
    cases->cases = g_new0(HnCase, MAX(n, 1));
    for (gsize i = 0; i < n; i++) {
        HnCase *one = &cases->cases[i];
        one->sequence = hn_get_varint(cursor);
        one->entity_a = hn_get_varint(cursor);
        one->entity_b = hn_get_varint(cursor);
        one->kind = (guint32)hn_get_varint(cursor);
        one->n_edges = (guint32)hn_get_varint(cursor);
        one->weight_units = (gint32)hn_get_zigzag(cursor);
        one->row_a = (guint32)hn_get_varint(cursor);
        one->row_b = (guint32)hn_get_varint(cursor);
        if (!hn_cursor_ok(cursor) || one->sequence == 0 || one->kind > HN_CASE_CUT ||
            one->entity_a >= one->entity_b || (i > 0 && compare_entities(one - 1, one) >= 0))
            return FALSE;
    }
    return hn_cursor_done(cursor);
}

HnCases *
hn_cases_load(HnStore *store, const HnSegment *segment, GError **error)
{
    g_autofree char *path = hn_store_path(store, segment->path);
    g_autoptr(GByteArray) bytes = hn_sealed_read(path, "CASE", hn_store_seal_key(store),
                                                 segment->digest, CASE_FILE_BYTES_MAX, error);
    if (bytes == NULL)
        return NULL;
    g_autoptr(HnCases) cases = g_new0(HnCases, 1);
    HnCursor cursor = hn_cursor(bytes->data, bytes->len);
    if (!decode_cases(&cursor, cases)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "'%s': not a list of cases",
                    segment->path);
        return NULL;
    }
    return g_steal_pointer(&cases);
}
