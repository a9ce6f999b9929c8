#include "records/change_sink.h"

G_DEFINE_QUARK(hn - sink - error, hn_sink_error)

gboolean
hn_watermark_is_of(const HnWatermark *mark, const guint8 digest[HN_DIGEST_BYTES])
{
    const guint8 lost = mark->is_spoilt ? 0xF0 : 0;
    return mark->any && ((mark->digest[0] ^ digest[0]) & (guint8)~lost) == 0 &&
           memcmp(mark->digest + 1, digest + 1, HN_DIGEST_BYTES - 1) == 0;
}

void
hn_left_out_free(HnLeftOut *left_out)
{
    if (left_out == NULL)
        return;
    g_free(left_out->source);
    g_free(left_out->column);
    g_free(left_out->why);
    g_free(left_out);
}

void
hn_left_out_add(GPtrArray *list, const HnLeftOut *more)
{
    for (guint i = 0; i < list->len; i++) {
        HnLeftOut *known = list->pdata[i];
        if (g_strcmp0(known->source, more->source) == 0 &&
            strcmp(known->column, more->column) == 0 && strcmp(known->why, more->why) == 0) {
            known->n_rows += more->n_rows;
            return;
        }
    }
    HnLeftOut *copy = g_new(HnLeftOut, 1);
    *copy = (HnLeftOut){ .source = g_strdup(more->source),
                         .column = g_strdup(more->column),
                         .why = g_strdup(more->why),
                         .n_rows = more->n_rows };
    g_ptr_array_add(list, copy);
}
