#include "insight/labelled_pairs.h"

#include "base/judy_map.h"
#include "insight/input_table.h"
#include "insight/insight_error.h"
#include "linker/union_find.h"
#include "records/pair_label.h"

#define MATCH_MIN 0.5 /* of a score between 0 and 1: Splink's default, threshold_actual */

/* ---- reading ---- */

typedef struct {
    const HnJudgedRecords *records;
    HnInputTable *table;
    HnDictionary *unknown;
    HnJudyMap *labels; /* (smaller, larger record) -> 1 + match */
    gboolean across;
    HnLabelledPairs *pairs;
    GArray *rows; /* HnLabelledPair */
} Reading;

/* A record that nobody has stands behind those that are known. */
static guint32
unknown_record(Reading *reading, HnSlice name)
{
    return reading->records->n + hn_dictionary_intern(reading->unknown, name) - 1;
}

static guint32
find_in_source(Reading *reading, HnSlice source, HnSlice id)
{
    guint32 record = 0;
    if (hn_judged_records_find(reading->records, source, id, &record))
        return record;
    g_autoptr(GByteArray) name = g_byte_array_new();
    g_byte_array_append(name, source.bytes, (guint)source.n_bytes);
    g_byte_array_append(name, (const guint8 *)":", 1);
    g_byte_array_append(name, id.bytes, (guint)id.n_bytes);
    return unknown_record(reading, hn_slice(name->data, name->len));
}

static gboolean
find_record(Reading *reading, guint side, const HnSlice *fields, guint32 *ret_record,
            GError **error)
{
    const HnJudgedRecords *records = reading->records;
    const HnSlice id = fields[HN_PAIR_LABEL_ID_A + side];
    const HnSlice given = fields[HN_PAIR_LABEL_SOURCE_A + side];
    HnSlice source, record_id;
    if (given.n_bytes > 0) {
        *ret_record = find_in_source(reading, given, id);
        return TRUE;
    }
    if (hn_pair_label_split(id, &source, &record_id) &&
        hn_judged_records_find(records, source, record_id, ret_record))
        return TRUE;
    guint32 first = 0;
    const guint32 n_with = hn_judged_records_with_id(records, id, &first);
    if (n_with > 1)
        return hn_input_table_wrong(reading->table, HN_PAIR_LABEL_ID_A + side,
                                    "two sources have such a record: write source:record_id",
                                    error);
    *ret_record = n_with == 1 ? first : unknown_record(reading, id);
    return TRUE;
}

static gboolean
is_inside(const Reading *reading, guint32 a, guint32 b)
{
    const HnJudgedRecords *records = reading->records;
    return reading->across && a < records->n && b < records->n && records->source[a] != 0 &&
           records->source[a] == records->source[b];
}

static gboolean
take_row(Reading *reading, const HnSlice *fields, GError **error)
{
    HnLabelledPair pair = { 0 };
    double score = 0;
    if (!find_record(reading, 0, fields, &pair.a, error) ||
        !find_record(reading, 1, fields, &pair.b, error))
        return FALSE;
    if (pair.a == pair.b)
        return hn_input_table_wrong(reading->table, HN_PAIR_LABEL_ID_B,
                                    "it is the record of the other id", error);
    if (!hn_pair_label_score(fields[HN_PAIR_LABEL_MATCH], &score))
        return hn_input_table_wrong(reading->table, HN_PAIR_LABEL_MATCH,
                                    "expected 1 or 0, or a number between them", error);
    pair.match = score >= MATCH_MIN;
    const guint64 key = (guint64)MIN(pair.a, pair.b) << 32 | MAX(pair.a, pair.b);
    guint64 *label = hn_judy_map_slot(reading->labels, key);
    if (*label != 0 && *label != 1 + (guint64)pair.match)
        return hn_input_table_wrong(reading->table, HN_PAIR_LABEL_MATCH,
                                    "the pair stands before with the other label", error);
    if (*label != 0) {
        reading->pairs->n_repeated++;
        return TRUE;
    }
    *label = 1 + (guint64)pair.match;
    if (is_inside(reading, pair.a, pair.b)) {
        reading->pairs->n_inside++;
        return TRUE;
    }
    const HnJudgedRecords *records = reading->records;
    pair.together = pair.a < records->n && pair.b < records->n &&
                    records->found[pair.a] == records->found[pair.b];
    g_array_append_val(reading->rows, pair);
    return TRUE;
}

static gboolean
read_rows(Reading *reading, GError **error)
{
    HnSlice fields[HN_PAIR_LABEL_COLUMNS];
    gboolean more = TRUE;
    while (hn_input_table_next(reading->table, fields, &more, error)) {
        if (!more)
            return TRUE;
        if (!take_row(reading, fields, error))
            return FALSE;
    }
    return FALSE;
}

static gint
compare_pairs(gconstpointer a, gconstpointer b, gpointer user)
{
    const HnLabelledPair *x = a, *y = b;
    const guint32 *rank = user;
    if (x->a != y->a)
        return rank[x->a] < rank[y->a] ? -1 : 1;
    return (rank[x->b] > rank[y->b]) - (rank[x->b] < rank[y->b]);
}

typedef struct {
    guint32 code;
    HnSlice id;
} Unknown;

static int
compare_unknown(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(((const Unknown *)a)->id, ((const Unknown *)b)->id);
}

/* The order of names over known and unknown records, the unknown ones last. (transfer full) */
static guint32 *
rank_all(const HnJudgedRecords *records, const HnDictionary *unknown)
{
    const guint32 n = hn_dictionary_size(unknown);
    guint32 *rank = hn_judged_records_rank(records);
    rank = g_renew(guint32, rank, (gsize)records->n + n + 1);
    g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(Unknown));
    for (guint32 code = 1; code <= n; code++) {
        const Unknown one = { code, hn_dictionary_value(unknown, code) };
        g_array_append_val(names, one);
    }
    g_array_sort(names, compare_unknown);
    for (guint32 i = 0; i < n; i++)
        rank[records->n + g_array_index(names, Unknown, i).code - 1] = records->n + i;
    return rank;
}

static void
put_in_order(Reading *reading)
{
    g_autofree guint32 *rank = rank_all(reading->records, reading->unknown);
    for (guint i = 0; i < reading->rows->len; i++) {
        HnLabelledPair *pair = &g_array_index(reading->rows, HnLabelledPair, i);
        const guint32 a = pair->a;
        if (rank[pair->b] < rank[a]) {
            pair->a = pair->b;
            pair->b = a;
        }
    }
    g_array_sort_with_data(reading->rows, compare_pairs, rank);
}

HnLabelledPairs *
hn_labelled_pairs_new(const char *path, const HnJudgedRecords *records, gboolean across,
                      GError **error)
{
    g_autoptr(HnInputTable) table =
        hn_input_table_new(path, hn_pair_label_columns, HN_PAIR_LABEL_COLUMNS, error);
    if (table == NULL)
        return NULL;
    g_autoptr(HnLabelledPairs) pairs = g_new0(HnLabelledPairs, 1);
    pairs->unknown = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    Reading reading = { records,
                        table,
                        hn_dictionary_new(),
                        hn_judy_map_new(),
                        across,
                        pairs,
                        g_array_new(FALSE, FALSE, sizeof(HnLabelledPair)) };
    const gboolean fine = read_rows(&reading, error);
    if (fine) {
        put_in_order(&reading);
        pairs->n_unknown = hn_dictionary_size(reading.unknown);
        for (guint32 code = 1; code <= pairs->n_unknown; code++) {
            const HnSlice id = hn_dictionary_value(reading.unknown, code);
            g_ptr_array_add(pairs->unknown, g_bytes_new(id.bytes, id.n_bytes));
        }
    }
    pairs->n = reading.rows->len;
    pairs->pairs = (HnLabelledPair *)(gpointer)g_array_free(reading.rows, FALSE);
    hn_dictionary_free(reading.unknown);
    hn_judy_map_free(reading.labels);
    return fine ? g_steal_pointer(&pairs) : NULL;
}

void
hn_labelled_pairs_free(HnLabelledPairs *pairs)
{
    if (pairs == NULL)
        return;
    g_free(pairs->pairs);
    g_ptr_array_unref(pairs->unknown);
    g_free(pairs);
}

/* ---- judging ---- */

/* The unit of each record: its true cluster, or its component under the pairs that match; an
 * unknown one has none of its own in the truth. (transfer full) */
static guint32 *
units_of(const HnLabelledPairs *pairs, const HnJudgedRecords *records, gboolean by_truth,
         guint32 *ret_n)
{
    const guint32 n = records->n + pairs->n_unknown;
    guint32 *unit = g_new(guint32, (gsize)n + 1);
    if (by_truth) {
        for (guint32 i = 0; i < n; i++)
            unit[i] = i < records->n ? records->truth[i] : records->n_true + i - records->n;
        *ret_n = records->n_true + pairs->n_unknown;
        return unit;
    }
    hn_union_find_init(unit, n);
    for (guint32 i = 0; i < pairs->n; i++)
        if (pairs->pairs[i].match)
            hn_union_find_join(unit, pairs->pairs[i].a, pairs->pairs[i].b);
    hn_union_find_flatten(unit, n);
    *ret_n = n;
    return unit;
}

void
hn_labelled_pairs_evaluate(const HnLabelledPairs *pairs, const HnJudgedRecords *records,
                           gboolean by_truth, HnEvaluation *ret_evaluation)
{
    guint32 n = 0;
    g_autofree guint32 *unit_of = units_of(pairs, records, by_truth, &n);
    g_autofree HnEvaluationUnit *units = g_new0(HnEvaluationUnit, (gsize)n + 1);
    g_autofree guint8 *is_named = g_malloc0((gsize)n + 1);
    for (guint32 i = 0; i < pairs->n; i++) {
        const HnLabelledPair *pair = &pairs->pairs[i];
        const guint32 ends[2] = { unit_of[pair->a], unit_of[pair->b] };
        for (guint end = 0; end < 2; end++) {
            is_named[ends[end]] = 1;
            units[ends[end]].found_twice += pair->together ? 1 : 0;
            units[ends[end]].true_twice += pair->match ? 1 : 0;
            units[ends[end]].both_twice += pair->together && pair->match ? 1 : 0;
        }
    }
    /* A unit that no pair names says nothing, and is not there to be drawn. */
    guint32 n_named = 0;
    for (guint32 i = 0; i < n; i++)
        if (is_named[i])
            units[n_named++] = units[i];
    hn_evaluation_of_units(units, n_named, ret_evaluation);
    ret_evaluation->n_clusters_true = 0;
}
