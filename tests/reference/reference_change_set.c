#include "tests/reference/reference_change_set.h"

static void
put_field(GString *text, HnSlice field)
{
    if (field.bytes == NULL)
        g_string_append_c(text, '~');
    for (gsize i = 0; i < field.n_bytes; i++)
        g_string_append_printf(text, "%02x", field.bytes[i]);
}

char *
reference_row_text(const HnSlice *fields, guint n_fields)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < n_fields; i++) {
        if (i > 0)
            g_string_append_c(text, ' ');
        put_field(text, fields[i]);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* With a blank behind it, so that no key is the beginning of another one. (transfer full) */
static char *
key_of(const char *row, guint n_key)
{
    g_auto(GStrv) fields = g_strsplit(row, " ", -1);
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; i < n_key; i++)
        g_string_append_printf(key, "%s ", fields[i]);
    return g_string_free(g_steal_pointer(&key), FALSE);
}

static const char *
find(const GPtrArray *rows, const char *key, guint n_key)
{
    for (guint i = 0; i < rows->len; i++) {
        g_autofree char *other = key_of(rows->pdata[i], n_key);
        if (strcmp(other, key) == 0)
            return rows->pdata[i];
    }
    return NULL;
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *
reference_change_set(const GPtrArray *last, const GPtrArray *now, guint n_key, gboolean is_other)
{
    g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(g_free); /* "KEY\nLINE" */
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < now->len; i++) {
        g_autofree char *key = key_of(now->pdata[i], n_key);
        const char *known = find(last, key, n_key);
        if (is_other || known == NULL || strcmp(known, now->pdata[i]) != 0)
            g_ptr_array_add(changes, g_strdup_printf("%s\nu %s\n", key, (char *)now->pdata[i]));
    }
    for (guint i = 0; i < last->len; i++) {
        g_autofree char *key = key_of(last->pdata[i], n_key);
        if (find(now, key, n_key) == NULL)
            g_ptr_array_add(changes,
                            g_strdup_printf("%s\nd %.*s\n", key, (int)strlen(key) - 1, key));
    }
    g_ptr_array_sort(changes, compare_texts);
    for (guint i = 0; i < changes->len; i++)
        g_string_append(text, strchr(changes->pdata[i], '\n') + 1);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

GPtrArray *
reference_apply(const GPtrArray *rows, const char *set, guint n_key)
{
    GPtrArray *after = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) changes = g_strsplit(set, "\n", -1);
    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(after, g_strdup(rows->pdata[i]));
    for (char **change = changes; *change != NULL && **change != '\0'; change++) {
        g_autofree char *key = key_of(*change + 2, n_key);
        const char *known = find(after, key, n_key);
        if (known != NULL)
            g_assert_true(g_ptr_array_remove(after, (gpointer)(gsize)known));
        if (**change == 'u')
            g_ptr_array_add(after, g_strdup(*change + 2));
    }
    g_ptr_array_sort(after, compare_texts);
    return after;
}

/* Fields of a row's text, in @bytes. */
static void
fields_of(const char *row, GByteArray *bytes, HnSlice *fields)
{
    g_auto(GStrv) words = g_strsplit(row, " ", -1);
    g_autofree gsize *ends = g_new0(gsize, g_strv_length(words) + 1); /* [i + 1] of field i */
    g_byte_array_set_size(bytes, 0);
    for (guint i = 0; words[i] != NULL; i++) {
        for (const char *c = words[i]; *c != '\0' && *c != '~'; c += 2) {
            const guint8 byte =
                (guint8)(g_ascii_xdigit_value(c[0]) << 4 | g_ascii_xdigit_value(c[1]));
            g_byte_array_append(bytes, &byte, 1);
        }
        ends[i + 1] = bytes->len;
    }
    g_byte_array_append(bytes, (const guint8 *)"", 1); /* an empty field has a place too */
    for (guint i = 0; words[i] != NULL; i++)
        fields[i] = *words[i] == '~' ? hn_slice(NULL, 0)
                                     : hn_slice(bytes->data + ends[i], ends[i + 1] - ends[i]);
}

GPtrArray *
reference_write_night(HnStore *store, const HnRunInfo *run, const HnTarget *target,
                      const HnSegment *last, const GPtrArray *rows)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree HnSlice *fields = g_new0(HnSlice, target->n_columns);
    GPtrArray *segments = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    const HnTargetDiffOptions options = { .store = store,
                                          .run = run->sequence,
                                          .target = target,
                                          .last = last,
                                          .previous = last == NULL ? 0 : last->run };
    g_autoptr(HnTargetDiff) diff = hn_target_diff_new(&options, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++) {
        fields_of(rows->pdata[i], bytes, fields);
        g_assert_true(hn_target_diff_put(diff, fields, &error));
    }
    g_assert_true(hn_target_diff_finish(diff, segments, &error));
    g_assert_no_error(error);
    return segments;
}

char *
reference_segment_text(HnStore *store, const HnSegment *segment, GError **error)
{
    g_autoptr(HnChangeReader) reader = hn_change_reader_new(store, segment, error);
    g_autoptr(GString) text = g_string_new(NULL);
    HnChangeRows rows = { 0 };
    if (reader == NULL)
        return NULL;
    const guint n_key = hn_change_reader_n_key(reader);
    do {
        if (!hn_change_reader_next(reader, &rows, error))
            return NULL;
        for (guint i = 0; i < rows.n_rows; i++) {
            const gboolean removes = rows.operations[i] == HN_CHANGE_DELETE;
            g_autofree char *row = reference_row_text(rows.fields + (gsize)i * rows.n_columns,
                                                      removes ? n_key : rows.n_columns);
            g_string_append_printf(text, "%c %s\n", rows.operations[i], row);
        }
    } while (rows.n_rows > 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
