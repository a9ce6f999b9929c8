#include "insight/shared_keys.h"

/* All keys of all classes; returns how many rows have each, [n_keys + 1]. */
static guint32 *
list_keys(HnSharedKeys *keys, const HnRecordTable *table, const HnKeySource *source, GArray *codes)
{
    g_autoptr(GArray) scratch = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint32 *n_rows_of = g_new0(guint32, (gsize)source->keys->n_keys + 1);
    for (guint32 class = 0; class < table->n_classes; class ++) {
        const guint32 *line = hn_record_table_line(table, hn_record_table_class_row(table, class));
        const guint32 n_rows = table->class_start[class + 1] - table->class_start[class];
        const HnKeyList list = hn_key_source_list(source, line + source->attribute, scratch);
        g_array_append_vals(codes, list.codes, list.n);
        for (guint i = 0; i < list.n; i++)
            n_rows_of[list.codes[i]] += n_rows;
        keys->n_all[class] = (guint8)MIN(list.n, HN_KEYS_MAX + 1);
        keys->start[class + 1] = codes->len;
    }
    return n_rows_of;
}

HnSharedKeys *
hn_shared_keys_new(const HnRecordTable *table, const HnKeySource *source)
{
    HnSharedKeys *keys = g_new0(HnSharedKeys, 1);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint32));
    keys->start = g_new0(guint32, (gsize)table->n_classes + 1);
    keys->n_all = g_new0(guint8, (gsize)table->n_classes + 1);
    g_autofree guint32 *n_rows_of = list_keys(keys, table, source, all);
    keys->codes = g_new(guint32, (gsize)all->len + 1);
    guint32 n = 0;
    for (guint32 class = 0, at = 0; class < table->n_classes; class ++) {
        for (; at < keys->start[class + 1]; at++) {
            const guint32 code = g_array_index(all, guint32, at);
            if (n_rows_of[code] > 1)
                keys->codes[n++] = code;
        }
        keys->start[class + 1] = n;
    }
    keys->codes = g_renew(guint32, keys->codes, (gsize)n + 1);
    return keys;
}

void
hn_shared_keys_free(HnSharedKeys *keys)
{
    if (keys == NULL)
        return;
    g_free(keys->start);
    g_free(keys->codes);
    g_free(keys->n_all);
    g_free(keys);
}
