#include "insight/judged_records.h"

#include "base/codec.h"
#include "base/radix_sort.h"
#include "insight/input_table.h"
#include "insight/insight_error.h"

#define RECORDS_MAX 400000000 /* of one file: an array of GLib holds 4 GiB */

enum { SOURCE, RECORD_ID, CLUSTER, COLUMNS };
static const HnInputColumn crosswalk_columns[COLUMNS] = {
    { .name = "source", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "record_id" },
    { .name = "entity_id", .other = "cluster_id" },
};
static const HnInputColumn truth_columns[COLUMNS] = {
    { .name = "source", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "record_id" },
    { .name = "cluster_id", .other = "entity_id" },
};

/* ---- one file ---- */

typedef struct {
    const char *path;
    GArray *keys;     /* guint64: code of record_id, code of source */
    GArray *clusters; /* guint32: code */
    gboolean has_source;
} File;

static void
file_clear(File *file)
{
    g_array_unref(file->keys);
    g_array_unref(file->clusters);
}

static guint64
key_of(guint32 id, guint32 source)
{
    return (guint64)id << 32 | source;
}

static gboolean
take_rows(HnJudgedRecords *records, HnInputTable *table, HnDictionary *clusters, File *file,
          GError **error)
{
    HnSlice fields[COLUMNS];
    gboolean more = TRUE, sourceless = FALSE;
    while (hn_input_table_next(table, fields, &more, error)) {
        file->has_source = hn_input_table_has(table, SOURCE);
        if (file->has_source && (sourceless || (more && fields[SOURCE].n_bytes == 0)))
            return hn_input_table_wrong(table, SOURCE, "a row before it, or this one, has none",
                                        error);
        if (!more)
            return TRUE;
        if (file->keys->len == RECORDS_MAX)
            return hn_input_table_wrong(table, RECORD_ID, "more than 400 million records", error);
        sourceless = !file->has_source;
        const guint64 key = key_of(hn_dictionary_intern(records->ids, fields[RECORD_ID]),
                                   hn_dictionary_intern(records->sources, fields[SOURCE]));
        const guint32 cluster = hn_dictionary_intern(clusters, fields[CLUSTER]);
        g_array_append_val(file->keys, key);
        g_array_append_val(file->clusters, cluster);
    }
    return FALSE;
}

static gboolean
read_file(HnJudgedRecords *records, const HnInputColumn *columns, HnDictionary *clusters,
          File *file, GError **error)
{
    g_autoptr(HnInputTable) table = hn_input_table_new(file->path, columns, COLUMNS, error);
    return table != NULL && take_rows(records, table, clusters, file, error);
}

static void
sort_file(File *file)
{
    const gsize n = file->keys->len;
    g_autofree guint64 *keys_tmp = g_new(guint64, n + 1);
    g_autofree guint32 *values_tmp = g_new(guint32, n + 1);
    hn_radix_sort_pairs((guint64 *)(gpointer)file->keys->data,
                        (guint32 *)(gpointer)file->clusters->data, n, keys_tmp, values_tmp);
}

/* Equal keys stand side by side; @by_id: so do equal ids. */
static gboolean
check_unique(const HnJudgedRecords *records, const File *file, gboolean by_id, GError **error)
{
    const guint64 *keys = (const guint64 *)(gconstpointer)file->keys->data;
    for (guint i = 1; i < file->keys->len; i++) {
        if (keys[i] >> 32 != keys[i - 1] >> 32 || (!by_id && keys[i] != keys[i - 1]))
            continue;
        const HnSlice id = hn_dictionary_value(records->ids, (guint32)(keys[i] >> 32));
        const HnSlice source = hn_dictionary_value(records->sources, (guint32)keys[i]);
        if (keys[i] == keys[i - 1])
            g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_RECORD,
                        "%s: record %.*s%s%.*s is there twice%s", file->path, (int)source.n_bytes,
                        (const char *)source.bytes, source.n_bytes > 0 ? ":" : "", (int)id.n_bytes,
                        (const char *)id.bytes,
                        file->has_source ? "" : "; a column source would tell the two apart");
        else
            g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_RECORD,
                        "%s: record_id %.*s is in two sources, and the other file has no column "
                        "source",
                        file->path, (int)id.n_bytes, (const char *)id.bytes);
        return FALSE;
    }
    return TRUE;
}

/* ---- both ---- */

static void
make_room(HnJudgedRecords *records, gsize n)
{
    guint32 **columns[] = { &records->id,    &records->source, &records->found,
                            &records->truth, &records->entity, &records->cluster };
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        *columns[i] = g_new(guint32, n + 1);
}

/* A record of the first, of the second or of both files (code 0: not of that one). */
static void
put_record(HnJudgedRecords *records, guint64 key, guint32 source, guint32 entity, guint32 cluster)
{
    const guint32 i = records->n++;
    records->id[i] = (guint32)(key >> 32);
    records->source[i] = source;
    records->entity[i] = entity;
    records->cluster[i] = cluster;
    records->found[i] = entity > 0 ? entity - 1 : records->n_found++;
    records->truth[i] = cluster > 0 ? cluster - 1 : records->n_true++;
    records->n_both += entity > 0 && cluster > 0;
    records->n_only_found += cluster == 0;
    records->n_only_true += entity == 0;
    records->n_without_source += source == 0;
}

static void
meet(HnJudgedRecords *records, const File *crosswalk, const File *truth)
{
    const guint64 *a = (const guint64 *)(gconstpointer)crosswalk->keys->data;
    const guint64 *b = (const guint64 *)(gconstpointer)truth->keys->data;
    const guint32 *entity = (const guint32 *)(gconstpointer)crosswalk->clusters->data;
    const guint32 *cluster = (const guint32 *)(gconstpointer)truth->clusters->data;
    const guint n_a = crosswalk->keys->len, n_b = truth->keys->len;
    const guint shift = records->by_id ? 32 : 0;
    make_room(records, (gsize)n_a + n_b);
    records->n_found = hn_dictionary_size(records->entities);
    records->n_true = hn_dictionary_size(records->clusters);
    for (guint i = 0, k = 0; i < n_a || k < n_b;) {
        const guint64 x = i < n_a ? a[i] >> shift : G_MAXUINT64;
        const guint64 y = k < n_b ? b[k] >> shift : G_MAXUINT64;
        const guint32 source_a = i < n_a ? (guint32)a[i] : 0;
        const guint32 source_b = k < n_b ? (guint32)b[k] : 0;
        if (x < y)
            put_record(records, a[i], source_a, entity[i], 0);
        else if (x > y)
            put_record(records, b[k], source_b, 0, cluster[k]);
        else
            put_record(records, a[i], source_a > 0 ? source_a : source_b, entity[i], cluster[k]);
        i += x <= y;
        k += y <= x;
    }
}

static gboolean
read_both(HnJudgedRecords *records, File *crosswalk, File *truth, GError **error)
{
    if (!read_file(records, crosswalk_columns, records->entities, crosswalk, error))
        return FALSE;
    if (truth->path != NULL && !read_file(records, truth_columns, records->clusters, truth, error))
        return FALSE;
    records->by_id = !crosswalk->has_source || (truth->path != NULL && !truth->has_source);
    sort_file(crosswalk);
    sort_file(truth);
    if (!check_unique(records, crosswalk, records->by_id, error) ||
        !check_unique(records, truth, records->by_id, error))
        return FALSE;
    meet(records, crosswalk, truth);
    if (truth->path == NULL)
        records->n_only_found = 0;
    return TRUE;
}

HnJudgedRecords *
hn_judged_records_new(const char *crosswalk_path, const char *truth_path, GError **error)
{
    g_autoptr(HnJudgedRecords) records = g_new0(HnJudgedRecords, 1);
    records->ids = hn_dictionary_new();
    records->sources = hn_dictionary_new();
    records->entities = hn_dictionary_new();
    records->clusters = hn_dictionary_new();
    File crosswalk = { crosswalk_path, g_array_new(FALSE, FALSE, sizeof(guint64)),
                       g_array_new(FALSE, FALSE, sizeof(guint32)), FALSE };
    File truth = { truth_path, g_array_new(FALSE, FALSE, sizeof(guint64)),
                   g_array_new(FALSE, FALSE, sizeof(guint32)), FALSE };
    const gboolean fine = read_both(records, &crosswalk, &truth, error);
    file_clear(&crosswalk);
    file_clear(&truth);
    return fine ? g_steal_pointer(&records) : NULL;
}

void
hn_judged_records_free(HnJudgedRecords *records)
{
    if (records == NULL)
        return;
    g_free(records->id);
    g_free(records->source);
    g_free(records->found);
    g_free(records->truth);
    g_free(records->entity);
    g_free(records->cluster);
    hn_dictionary_free(records->ids);
    hn_dictionary_free(records->sources);
    hn_dictionary_free(records->entities);
    hn_dictionary_free(records->clusters);
    g_free(records);
}

/* ---- asking ---- */

guint32
hn_judged_records_with_id(const HnJudgedRecords *records, HnSlice id, guint32 *ret_first)
{
    const guint32 code = hn_dictionary_find(records->ids, id);
    guint32 low = 0, high = records->n;
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (records->id[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    guint32 n = 0;
    while (code > 0 && low + n < records->n && records->id[low + n] == code)
        n++;
    *ret_first = low;
    return n;
}

gboolean
hn_judged_records_find(const HnJudgedRecords *records, HnSlice source, HnSlice id,
                       guint32 *ret_record)
{
    guint32 first = 0;
    const guint32 n = hn_judged_records_with_id(records, id, &first);
    const guint32 code = hn_dictionary_find(records->sources, source);
    for (guint32 i = first; i < first + n; i++) {
        if (records->source[i] != code && !(records->by_id && records->source[i] == 0))
            continue;
        *ret_record = i;
        return TRUE;
    }
    return FALSE;
}

void
hn_judged_records_put_name(const HnJudgedRecords *records, guint32 record, GByteArray *out)
{
    const HnSlice source = hn_dictionary_value(records->sources, records->source[record]);
    const HnSlice id = hn_dictionary_value(records->ids, records->id[record]);
    if (source.n_bytes > 0) {
        hn_put_bytes(out, source.bytes, source.n_bytes);
        hn_put_u8(out, ':');
    }
    hn_put_bytes(out, id.bytes, id.n_bytes);
}

static int
compare_names(gconstpointer a, gconstpointer b, gpointer user)
{
    const HnJudgedRecords *records = user;
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    const int order =
        records->source[x] == records->source[y]
            ? 0
            : hn_slice_compare(hn_dictionary_value(records->sources, records->source[x]),
                               hn_dictionary_value(records->sources, records->source[y]));
    return order != 0 ? order
                      : hn_slice_compare(hn_dictionary_value(records->ids, records->id[x]),
                                         hn_dictionary_value(records->ids, records->id[y]));
}

guint32 *
hn_judged_records_rank(const HnJudgedRecords *records)
{
    g_autofree guint32 *order = g_new(guint32, (gsize)records->n + 1);
    guint32 *rank = g_new(guint32, (gsize)records->n + 1);
    for (guint32 i = 0; i < records->n; i++)
        order[i] = i;
    g_qsort_with_data(order, (gint)records->n, sizeof *order, compare_names,
                      (gpointer)(guintptr)records);
    for (guint32 i = 0; i < records->n; i++)
        rank[order[i]] = i;
    return rank;
}
