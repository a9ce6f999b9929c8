#include "connect/sink_text.h"

#define MARK_BYTES_MAX 200u /* of its column, which has 200 characters */

char *
hn_sink_each(const HnSqlNames *names, const HnTargetShape *shape, guint first, guint end,
             const char *form, const char *between)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = first; i < end; i++) {
        g_autofree char *name = hn_sql_name(names, shape->columns[i]);
        if (i > first)
            g_string_append(list, between);
        for (const char *c = form; *c != '\0'; c++) {
            if (*c == '@')
                g_string_append(list, name);
            else
                g_string_append_c(list, *c);
        }
    }
    return g_string_free(g_steal_pointer(&list), FALSE);
}

char *
hn_sink_beside(const HnSqlNames *names, const HnTargetShape *shape, const char *name)
{
    const char *dot = strrchr(shape->table, '.');
    const int n_schema = dot == NULL ? 0 : (int)(dot + 1 - shape->table);
    g_autofree char *whole = g_strdup_printf("%.*s%s", n_schema, shape->table, name);
    return hn_sql_table(names, whole);
}

char *
hn_sink_staging(const HnSqlNames *names, const HnTargetShape *shape)
{
    g_autofree char *whole = g_strconcat(shape->table, "_staging", NULL);
    return hn_sql_table(names, whole);
}

char *
hn_sink_mark_name(const HnTargetShape *shape)
{
    const char *dot = strrchr(shape->table, '.');
    g_autofree char *name =
        g_strconcat(shape->stream, ":", dot == NULL ? shape->table : dot + 1, NULL);
    const gsize n = strlen(name);
    if (n <= MARK_BYTES_MAX)
        return g_steal_pointer(&name);
    guint8 digest[HN_DIGEST_BYTES];
    char hex[HN_DIGEST_HEX_CHARS + 1];
    gsize n_kept = MARK_BYTES_MAX - 1 - HN_DIGEST_HEX_CHARS;
    hn_digest_of(name, n, digest);
    hn_hex(digest, sizeof digest, hex);
    while (((guint8)name[n_kept] & 0xC0) == 0x80) /* in the middle of a character */
        n_kept--;
    return g_strdup_printf("%.*s#%s", (int)n_kept, name, hex);
}

/* MySQL does not read the table that it changes, but what is derived from it. */
char *
hn_sink_adopt_text(const HnSqlNames *names, const HnTargetShape *shape, const char *name,
                   const char *stream)
{
    g_autofree char *watermark = hn_sink_beside(names, shape, HN_SINK_WATERMARK);
    return g_strdup_printf("UPDATE %s SET stream = %s WHERE stream = %s AND NOT EXISTS (SELECT 1 "
                           "FROM (SELECT stream FROM %s WHERE stream = %s) x)",
                           watermark, name, stream, watermark, name);
}

char *
hn_sink_has_rows_text(const HnSqlNames *names, const HnTargetShape *shape, const char *name)
{
    g_autofree char *watermark = hn_sink_beside(names, shape, HN_SINK_WATERMARK);
    g_autofree char *table = hn_sql_table(names, shape->table);
    return g_strdup_printf(
        "SELECT COUNT(*) FROM %s WHERE stream = %s AND EXISTS (SELECT 1 FROM %s)", watermark, name,
        table);
}

/* Of a bare name in quotes SQLite makes a text where it is no column. */
char *
hn_sink_probe_text(const HnSqlNames *names, const HnTargetShape *shape)
{
    g_autofree char *table = hn_sql_table(names, shape->table);
    g_autofree char *all = hn_sink_all(names, shape, "t.@", ", ");
    return g_strdup_printf("SELECT %s FROM %s t WHERE 1 = 0", all, table);
}

/* In the place of a digest's first letter. */
#define SPOILT '~'

char *
hn_sink_spoil_text(const HnSqlNames *names, const HnTargetShape *shape, const HnWatermark *mark,
                   const char *name)
{
    char hex[HN_DIGEST_HEX_CHARS + 1];
    g_autofree char *watermark = hn_sink_beside(names, shape, HN_SINK_WATERMARK);
    hn_hex(mark->digest, HN_DIGEST_BYTES, hex);
    return g_strdup_printf("UPDATE %s SET digest = '%c%s' WHERE stream = %s AND epoch = "
                           "%" G_GUINT64_FORMAT " AND sequence = %" G_GUINT64_FORMAT,
                           watermark, SPOILT, hex + 1, name, mark->epoch, mark->sequence);
}

gboolean
hn_sink_has_set(const HnWatermark *found, const HnChangeHead *head)
{
    return found->any && !found->is_spoilt && found->sequence == head->sequence &&
           hn_watermark_is_of(found, head->digest);
}

gboolean
hn_sink_check(const HnTargetShape *shape, const HnWatermark *found, const HnChangeHead *head,
              guint64 n_staged, GError **error)
{
    const guint64 sequence = found->any ? found->sequence : 0;
    const gboolean follows =
        hn_sink_has_set(found, head) ||
        (head->is_full ? sequence <= head->sequence : sequence == head->previous);
    if (found->any && found->epoch > head->epoch)
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_FENCED,
                    "'%s': a publisher of epoch %" G_GUINT64_FORMAT
                    " was here; ours is %" G_GUINT64_FORMAT ", and may not write any more",
                    shape->stream, found->epoch, head->epoch);
    else if (!follows)
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_ORDER,
                    "'%s': the target holds set %" G_GUINT64_FORMAT ", and set %" G_GUINT64_FORMAT
                    " builds on %" G_GUINT64_FORMAT,
                    shape->stream, sequence, head->sequence, head->previous);
    else if (n_staged != head->n_rows)
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_COUNT,
                    "'%s': %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " rows arrived",
                    shape->stream, n_staged, head->n_rows);
    else
        return TRUE;
    return FALSE;
}

char *
hn_sink_digest(const HnChangeHead *head)
{
    char *hex = g_malloc(HN_DIGEST_HEX_CHARS + 1);
    hn_hex(head->digest, HN_DIGEST_BYTES, hex);
    return hex;
}

gboolean
hn_sink_parse_digest(const HnTargetShape *shape, HnSlice text, HnWatermark *ret, GError **error)
{
    g_autofree char *hex = g_strndup((const char *)text.bytes, text.n_bytes);
    g_strstrip(hex);
    ret->is_spoilt = *hex == SPOILT;
    if (ret->is_spoilt)
        *hex = '0';
    if (hn_unhex(hex, ret->digest, HN_DIGEST_BYTES))
        return TRUE;
    g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE,
                "'%s': the digest of the watermark is no SHA-256", shape->stream);
    return FALSE;
}
