#include "linker/labels.h"

#include <math.h>

#include "base/codec.h"
#include "base/judy_map.h"
#include "linker/linker_error.h"
#include "records/pair_label.h"
#include "store/decisions.h"

typedef struct {
    const HnLabelsInput *input;
    HnJudyMap *seen; /* (a, b) -> 1 + index in @found */
    GArray *found;   /* HnLabel */
    HnLabels *labels;
} Reading;

/* ---- records by name ---- */

static guint32
find_in_source(const HnRecordTable *table, HnSlice source, HnSlice record_id)
{
    if (memchr(source.bytes, '\0', source.n_bytes) != NULL)
        return G_MAXUINT32;
    g_autofree char *name = g_strndup((const char *)source.bytes, source.n_bytes);
    return hn_record_table_find(table, name, record_id);
}

/* The record of a row's side; *ret_row = G_MAXUINT32: there is none. */
static gboolean
find_record(Reading *reading, guint side, const HnSlice *fields, guint32 *ret_row, GError **error)
{
    const HnRecordTable *table = reading->input->scope->table;
    const HnSlice id = fields[HN_PAIR_LABEL_ID_A + side];
    const HnSlice given = fields[HN_PAIR_LABEL_SOURCE_A + side];
    HnSlice source, record_id;
    *ret_row = G_MAXUINT32;
    if (given.n_bytes > 0) {
        *ret_row = find_in_source(table, given, id);
        return TRUE;
    }
    if (hn_pair_label_split(id, &source, &record_id))
        *ret_row = find_in_source(table, source, record_id);
    if (*ret_row != G_MAXUINT32)
        return TRUE;
    for (guint s = 0; s < table->n_sources; s++) {
        const guint32 row = hn_record_table_find(table, table->sources[s].name, id);
        if (row != G_MAXUINT32 && *ret_row != G_MAXUINT32)
            return reading->input->rows->wrong(
                reading->input->rows, HN_PAIR_LABEL_ID_A + side,
                "two sources have such a record: write source:record_id", error);
        *ret_row = row != G_MAXUINT32 ? row : *ret_row;
    }
    return TRUE;
}

/* ---- pairs, each once ---- */

/* FALSE: the pair is there with another score. */
static gboolean
add_pair(Reading *reading, guint32 a, guint32 b, double score)
{
    const HnLabel label = { MIN(a, b), MAX(a, b), score };
    if (!hn_pair_scope_may_compare(reading->input->scope, a, b)) {
        reading->labels->n_kept_apart++;
        return TRUE;
    }
    guint64 *slot = hn_judy_map_slot(reading->seen, (guint64)label.a << 32 | label.b);
    if (*slot != 0)
        return g_array_index(reading->found, HnLabel, *slot - 1).score == score;
    g_array_append_val(reading->found, label);
    *slot = reading->found->len;
    return TRUE;
}

static gboolean
take_row(Reading *reading, const HnSlice *fields, GError **error)
{
    HnSideTable *rows = reading->input->rows;
    guint32 a = 0, b = 0;
    double score = 0;
    reading->labels->n_rows++;
    if (!hn_pair_label_score(fields[HN_PAIR_LABEL_MATCH], &score))
        return rows->wrong(rows, HN_PAIR_LABEL_MATCH, "expected 1 or 0, or a number between them",
                           error);
    if (!find_record(reading, 0, fields, &a, error) || !find_record(reading, 1, fields, &b, error))
        return FALSE;
    if (a == G_MAXUINT32 || b == G_MAXUINT32) {
        if (reading->labels->n_unknown++ == 0)
            reading->labels->first_unknown = rows->row(rows);
        return TRUE;
    }
    if (a == b)
        return rows->wrong(rows, HN_PAIR_LABEL_ID_B, "it is the record of the other id", error);
    return add_pair(reading, a, b, score) ||
           rows->wrong(rows, HN_PAIR_LABEL_MATCH,
                       "the pair stands before with another label, or a decision says otherwise",
                       error);
}

static gboolean
take_rows(Reading *reading, GError **error)
{
    HnSideTable *rows = reading->input->rows;
    HnSlice fields[HN_PAIR_LABEL_COLUMNS];
    gboolean more = TRUE;
    while (rows != NULL && rows->next(rows, fields, &more, error)) {
        if (!more)
            return TRUE;
        if (!take_row(reading, fields, error))
            return FALSE;
    }
    return rows == NULL;
}

static guint32
row_of(const Reading *reading, const HnRecordName *name)
{
    return hn_record_table_find(reading->input->scope->table, name->source, name->record_id);
}

/* A pair that is there already stays: the later decision is the one that holds. */
static void
take_decision(Reading *reading, const HnDecision *decision)
{
    const gboolean same = decision->kind == HN_DECISION_SAME;
    const guint side = same ? 0 : 1;
    if (!same && decision->kind != HN_DECISION_DIFFERENT)
        return;
    const guint32 first =
        decision->n_records[0] == 0 ? G_MAXUINT32 : row_of(reading, &decision->records[0][0]);
    for (guint k = same ? 1 : 0; k < decision->n_records[side]; k++) {
        const guint32 other = row_of(reading, &decision->records[side][k]);
        if (first != G_MAXUINT32 && other != G_MAXUINT32 && first != other)
            add_pair(reading, first, other, same ? 1 : 0);
    }
}

/* ---- in order ---- */

static gint
compare_labels(gconstpointer a, gconstpointer b)
{
    const HnLabel *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void
put_name(const HnRecordTable *table, guint32 row, GByteArray *out)
{
    hn_put_slice(out, hn_slice_of(table->sources[hn_record_table_source_of(table, row)].name));
    hn_put_slice(out, hn_record_table_id(table, row));
}

/* Scores in millionths: how a file writes them does not matter. */
static void
sum_up(HnLabels *labels, const HnRecordTable *table)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    guint8 digest[HN_DIGEST_BYTES];
    for (guint i = 0; i < labels->n; i++) {
        const HnLabel *label = labels->labels + i;
        put_name(table, label->a, text);
        put_name(table, label->b, text);
        hn_put_varint(text, (guint64)lround(label->score * 1e6));
        labels->n_match += label->score == 1;
        labels->n_different += label->score == 0;
        labels->n_unsure += label->score > 0 && label->score < 1;
    }
    if (labels->n == 0)
        return;
    hn_digest_of(text->data, text->len, digest);
    hn_hex(digest, sizeof digest, labels->digest);
}

HnLabels *
hn_labels_new(const HnLabelsInput *input, GError **error)
{
    g_autoptr(HnLabels) labels = g_new0(HnLabels, 1);
    Reading reading = { input, hn_judy_map_new(), g_array_new(FALSE, FALSE, sizeof(HnLabel)),
                        labels };
    for (guint i = input->decisions == NULL ? 0 : input->decisions->len; i > 0; i--)
        take_decision(&reading, input->decisions->pdata[i - 1]);
    labels->n_decided = reading.found->len;
    const gboolean fine = take_rows(&reading, error);
    g_array_sort(reading.found, compare_labels);
    labels->n = reading.found->len;
    labels->labels = (HnLabel *)(gpointer)g_array_free(reading.found, FALSE);
    hn_judy_map_free(reading.seen);
    if (!fine)
        return NULL;
    sum_up(labels, input->scope->table);
    return g_steal_pointer(&labels);
}

void
hn_labels_free(HnLabels *labels)
{
    if (labels == NULL)
        return;
    g_free(labels->labels);
    g_free(labels);
}
