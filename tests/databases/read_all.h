/* tests/databases/read_all.h - a query's rows as one text that a test can compare.
 *
 * Data walk: tests of database drivers.
 * Threads: as the reader.
 */
#pragma once
#include "connect/connect_error.h"
#include "connect/query_reader.h"

typedef HnReader *(*ReaderNew)(const HnQueryOptions *options, GError **error);

typedef struct {
    GString *columns;    /* "id,name" */
    GString *rows;       /* "1|An|NULL\n2||{"json":1}\n": JSON behind a ~ */
    GString *quarantine; /* "7 encoding: column 'name'\n": the row's number and why */
    GString *raw;        /* what was quarantined, one behind the other */
    guint64 n_accepted;
    HnReaderTotals totals;
} ReadAll;

static inline void
read_all_free(ReadAll *all)
{
    if (all == NULL)
        return;
    g_string_free(all->columns, TRUE);
    g_string_free(all->rows, TRUE);
    g_string_free(all->quarantine, TRUE);
    g_string_free(all->raw, TRUE);
    g_free(all);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadAll, read_all_free)

static inline void
read_all_batch(ReadAll *all, const HnRawBatch *batch)
{
    for (guint r = 0; r < batch->n_rows; r++) {
        const HnRawField *fields = batch->fields + (gsize)r * batch->stride;
        for (guint c = 0; c < batch->n_columns; c++) {
            g_string_append(all->rows, c == 0 ? "" : "|");
            g_string_append(all->rows, fields[c].kind == HN_FIELD_JSON ? "~" : "");
            if (fields[c].kind == HN_FIELD_MISSING)
                g_string_append(all->rows, "NULL");
            else
                g_string_append_len(all->rows, (const char *)fields[c].bytes, fields[c].n_bytes);
        }
        g_string_append_c(all->rows, '\n');
    }
    for (guint q = 0; q < batch->n_quarantined; q++) {
        const HnQuarantined *row = &batch->quarantined[q];
        g_string_append_printf(all->quarantine, "%" G_GUINT64_FORMAT " %s\n", row->offset_bytes,
                               row->reason);
        g_string_append_len(all->raw, (const char *)row->raw.bytes, (gssize)row->raw.n_bytes);
    }
    all->n_accepted += batch->n_rows;
}

/* NULL with @error: it could not be opened, or broke. */
static inline ReadAll *
read_all(ReaderNew open, const HnQueryOptions *options, GError **error)
{
    g_autoptr(HnReader) reader = open(options, error);
    if (reader == NULL)
        return NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(ReadAll) all = g_new0(ReadAll, 1);
    all->columns = g_string_new(NULL);
    all->rows = g_string_new(NULL);
    all->quarantine = g_string_new(NULL);
    all->raw = g_string_new(NULL);
    for (gboolean more = TRUE; more;) {
        if (!reader->next(reader, batch, &more, error))
            return NULL;
        read_all_batch(all, batch);
    }
    guint n_columns = 0;
    const char *const *columns = reader->columns(reader, &n_columns);
    for (guint i = 0; i < n_columns; i++)
        g_string_append_printf(all->columns, "%s%s", i == 0 ? "" : ",", columns[i]);
    reader->totals(reader, &all->totals);
    g_assert_cmpuint(all->totals.n_read, ==, all->n_accepted + all->totals.n_quarantined);
    return g_steal_pointer(&all);
}

/* The rows of a query that can be read, as @expected. */
static inline void
assert_rows(ReaderNew open, const HnQueryOptions *options, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(open, options, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(all->rows->str, ==, expected);
    g_assert_cmpstr(all->quarantine->str, ==, "");
}

/* The rows whose column k is one of @keys. */
static inline void
assert_keys(ReaderNew open, const HnQueryOptions *options, const char *const *keys,
            const char *expected)
{
    static const char *const key[] = { "k", NULL };
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (; *keys != NULL; keys++) {
        char **one = g_new0(char *, 2);
        one[0] = g_strdup(*keys);
        g_ptr_array_add(all, one);
    }
    HnQueryOptions with = *options;
    with.key = key;
    with.keys = all;
    assert_rows(open, &with, expected);
}

/* The one row of the column k is found by what was read of it. */
static inline void
assert_key_finds_itself(ReaderNew open, const HnQueryOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(open, options, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(all->columns->str, ==, "k");
    g_autofree char *text = g_strndup(all->rows->str, all->rows->len - 1);
    const char *const keys[] = { text, NULL };
    assert_keys(open, options, keys, all->rows->str);
}

/* Cannot be opened, for a reason that @part is in; and the message tells nothing else. */
static inline void
assert_refused(ReaderNew open, const HnQueryOptions *options, gint code, const char *part)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(open, options, &error);
    g_assert_null(all);
    g_assert_error(error, HN_CONNECT_ERROR, code);
    if (strstr(error->message, part) == NULL)
        g_error("'%s' is not in: %s", part, error->message);
    g_assert_null(strstr(error->message, "secret"));
}
