#include "insight/wrong_pairs.h"

#include <stdlib.h>

#include "base/json_writer.h"
#include "base/radix_sort.h"
#include "publish/export_csv.h"

enum { ERROR, ID_A, ID_B, MATCH, ENTITY_A, ENTITY_B, CLUSTER_A, CLUSTER_B, OF_CLUSTER, COLUMNS };
static const char *const names[COLUMNS] = { "error",     "id_a",      "id_b",
                                            "match",     "entity_a",  "entity_b",
                                            "cluster_a", "cluster_b", "wrong_in_cluster" };

typedef struct {
    const HnWrongPairsInput *input;
    GByteArray *out, *names[2];
    HnWrongPairsCount count;
} Writer;

/* ---- lines ---- */

/* A column's text; numbers are written as such. */
static void
put_fields(const Writer *writer, const HnSlice *fields)
{
    if (writer->input->as_csv) {
        for (guint i = 0; i < COLUMNS; i++) {
            hn_put_bytes(writer->out, ",", i == 0 ? 0 : 1);
            hn_export_csv_field(fields[i], FALSE, writer->out);
        }
        hn_put_u8(writer->out, '\n');
        return;
    }
    HnJsonWriter json = hn_json_writer(writer->out);
    hn_json_object(&json);
    for (guint i = 0; i < COLUMNS; i++) {
        if (fields[i].n_bytes == 0)
            continue;
        hn_json_key(&json, names[i]);
        if (i == MATCH || i == OF_CLUSTER)
            hn_json_raw(&json, fields[i]);
        else
            hn_json_slice(&json, fields[i]);
    }
    hn_json_end_object(&json);
    hn_json_newline(&json);
}

static void
put_header(const Writer *writer)
{
    HnSlice fields[COLUMNS];
    for (guint i = 0; i < COLUMNS; i++)
        fields[i] = hn_slice_of(names[i]);
    if (writer->input->as_csv)
        put_fields(writer, fields);
}

static HnSlice
name_of(Writer *writer, guint end, guint32 record)
{
    const HnWrongPairsInput *input = writer->input;
    GByteArray *name = writer->names[end];
    g_byte_array_set_size(name, 0);
    if (record < input->records->n) {
        hn_judged_records_put_name(input->records, record, name);
        return hn_slice(name->data, name->len);
    }
    gsize n = 0;
    const guint8 *id =
        g_bytes_get_data(input->pairs->unknown->pdata[record - input->records->n], &n);
    return hn_slice(id, n);
}

/* @n_of_cluster 0: not known. */
static void
put_pair(Writer *writer, gboolean match, const guint32 *ends, guint64 n_of_cluster)
{
    const HnJudgedRecords *records = writer->input->records;
    g_autofree char *of_cluster =
        n_of_cluster == 0 ? NULL : g_strdup_printf("%" G_GUINT64_FORMAT, n_of_cluster);
    HnSlice fields[COLUMNS] = { [ERROR] = hn_slice_of(match ? "false_negative" : "false_positive"),
                                [MATCH] = hn_slice_of(match ? "1" : "0"),
                                [OF_CLUSTER] = hn_slice_of(of_cluster) };
    for (guint end = 0; end < 2; end++) {
        fields[ID_A + end] = name_of(writer, end, ends[end]);
        if (ends[end] >= records->n)
            continue;
        fields[ENTITY_A + end] = hn_dictionary_value(records->entities, records->entity[ends[end]]);
        fields[CLUSTER_A + end] =
            hn_dictionary_value(records->clusters, records->cluster[ends[end]]);
    }
    put_fields(writer, fields);
    writer->count.n_told++;
}

/* ---- clusters ---- */

typedef struct {
    guint64 n_wrong;
    guint32 first, n; /* its records, in the list of its kind */
    guint32 rank;     /* of its first record */
    gboolean match;   /* a true cluster, whose records were not all found together */
} Cluster;

/* The records of all clusters, one cluster behind the other, each by the names of its records. */
static guint32 *
list_records(const HnJudgedRecords *records, const guint32 *group, const guint32 *rank)
{
    const gsize n = records->n;
    g_autofree guint64 *keys = g_new(guint64, 2 * n + 1);
    g_autofree guint32 *tmp = g_new(guint32, n + 1);
    guint32 *list = g_new(guint32, n + 1);
    for (guint32 i = 0; i < n; i++) {
        keys[i] = (guint64)group[i] << 32 | rank[i];
        list[i] = i;
    }
    hn_radix_sort_pairs(keys, list, n, keys + n, tmp);
    return list;
}

/* Appends the clusters that have a wrong pair; returns how many such pairs there are. */
static guint64
find_clusters(const HnWrongPairsInput *input, const guint32 *list, gboolean match,
              const guint32 *rank, GArray *clusters)
{
    const HnJudgedRecords *records = input->records;
    const guint32 *group = match ? records->truth : records->found;
    const guint32 *partners = match ? input->partners->truth : input->partners->found;
    guint64 n_wrong = 0;
    for (guint32 first = 0, end; first < records->n; first = end) {
        guint64 twice = 0;
        for (end = first; end < records->n && group[list[end]] == group[list[first]]; end++)
            twice += partners[list[end]] - input->partners->both[list[end]];
        const Cluster cluster = { twice / 2, first, end - first, rank[list[first]], match };
        if (twice > 0)
            g_array_append_val(clusters, cluster);
        n_wrong += twice / 2;
    }
    return n_wrong;
}

static gint
compare_clusters(gconstpointer a, gconstpointer b)
{
    const Cluster *x = a, *y = b;
    if (x->n_wrong != y->n_wrong)
        return x->n_wrong > y->n_wrong ? -1 : 1;
    if (x->match != y->match)
        return x->match ? 1 : -1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static gboolean
is_wrong(const HnWrongPairsInput *input, gboolean match, guint32 a, guint32 b)
{
    const HnJudgedRecords *records = input->records;
    const guint32 *other = match ? records->found : records->truth;
    return other[a] != other[b] &&
           !(input->across && records->source[a] != 0 && records->source[a] == records->source[b]);
}

/* Each record that is looked at has a wrong pair, so no more rows are walked than pairs are told;
 * but a pair counts at its first record alone, so the last of them may find none. */
static void
put_cluster(Writer *writer, const Cluster *cluster, const guint32 *list)
{
    const HnWrongPairsInput *input = writer->input;
    const guint32 *partners = cluster->match ? input->partners->truth : input->partners->found;
    const guint32 *members = list + cluster->first;
    const guint64 n_most = MIN(MIN(cluster->n_wrong, HN_WRONG_PAIRS_OF_CLUSTER_MAX),
                               input->n_max - writer->count.n_told);
    guint64 n_told = 0;
    for (guint32 i = 0; i < cluster->n && n_told < n_most; i++) {
        if (partners[members[i]] == input->partners->both[members[i]])
            continue;
        for (guint32 k = i + 1; k < cluster->n && n_told < n_most; k++) {
            const guint32 ends[2] = { members[i], members[k] };
            if (!is_wrong(input, cluster->match, ends[0], ends[1]))
                continue;
            put_pair(writer, cluster->match, ends, cluster->n_wrong);
            n_told++;
        }
    }
}

static void
write_clusters(Writer *writer)
{
    const HnWrongPairsInput *input = writer->input;
    g_autofree guint32 *rank = hn_judged_records_rank(input->records);
    g_autofree guint32 *found = list_records(input->records, input->records->found, rank);
    g_autofree guint32 *truth = list_records(input->records, input->records->truth, rank);
    g_autoptr(GArray) clusters = g_array_new(FALSE, FALSE, sizeof(Cluster));
    writer->count.n_false_positive = find_clusters(input, found, FALSE, rank, clusters);
    writer->count.n_false_negative = find_clusters(input, truth, TRUE, rank, clusters);
    g_array_sort(clusters, compare_clusters);
    for (guint i = 0; i < clusters->len && writer->count.n_told < input->n_max; i++) {
        const Cluster *cluster = &g_array_index(clusters, Cluster, i);
        put_cluster(writer, cluster, cluster->match ? truth : found);
    }
}

/* ---- labelled pairs ---- */

static void
write_labelled(Writer *writer)
{
    const HnLabelledPairs *pairs = writer->input->pairs;
    for (guint32 i = 0; i < pairs->n; i++) {
        const HnLabelledPair *pair = &pairs->pairs[i];
        if (pair->match == pair->together)
            continue;
        writer->count.n_false_negative += pair->match ? 1 : 0;
        writer->count.n_false_positive += pair->match ? 0 : 1;
        if (writer->count.n_told < writer->input->n_max)
            put_pair(writer, pair->match, (const guint32[]){ pair->a, pair->b }, 0);
    }
}

void
hn_wrong_pairs_write(const HnWrongPairsInput *input, GByteArray *out, HnWrongPairsCount *ret_count)
{
    Writer writer = { input, out, { g_byte_array_new(), g_byte_array_new() }, { 0 } };
    put_header(&writer);
    if (input->pairs != NULL)
        write_labelled(&writer);
    else
        write_clusters(&writer);
    *ret_count = writer.count;
    for (guint end = 0; end < 2; end++)
        g_byte_array_unref(writer.names[end]);
}
