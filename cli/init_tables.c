#include "cli/init_tables.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "connect/query_reader.h"
#include "insight/yaml_pieces.h"

#define FLUSH_BYTES (1u << 18)

struct _HnInitTables {
    char *folder;     /* whose disk holds the rows */
    char *links;      /* folder of symbolic links with the sources' names */
    GPtrArray *paths; /* char *: [froms], and NULL behind them */
    GPtrArray *froms; /* char *: [paths] */
    GPtrArray *names; /* char *: [paths] as people call them */
    GArray *files;    /* int: descriptors */
};

static void
put_cell(GByteArray *out, const guint8 *bytes, gsize n_bytes, gboolean is_first)
{
    if (!is_first)
        g_byte_array_append(out, (const guint8 *)",", 1);
    g_byte_array_append(out, (const guint8 *)"\"", 1);
    for (gsize i = 0; i < n_bytes; i++) {
        if (bytes[i] == '"')
            g_byte_array_append(out, bytes + i, 1);
        g_byte_array_append(out, bytes + i, 1);
    }
    g_byte_array_append(out, (const guint8 *)"\"", 1);
}

static gboolean
flush(GByteArray *out, int file, guint least, GError **error)
{
    if (out->len < least)
        return TRUE;
    const gboolean ok = hn_io_write(file, out->data, out->len, error);
    g_byte_array_set_size(out, 0);
    return ok;
}

static gboolean
write_rows(HnReader *reader, int file, GError **error)
{
    guint n = 0;
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    const char *const *names = reader->columns(reader, &n);
    for (guint i = 0; i < n; i++)
        put_cell(out, (const guint8 *)names[i], strlen(names[i]), i == 0);
    g_byte_array_append(out, (const guint8 *)"\n", 1);
    for (gboolean more = TRUE; more;) {
        if (!reader->next(reader, batch, &more, error))
            return FALSE;
        for (guint row = 0; row < batch->n_rows; row++) {
            const HnRawField *fields = batch->fields + (gsize)row * batch->stride;
            for (guint i = 0; i < batch->n_columns; i++)
                put_cell(out, fields[i].bytes, fields[i].n_bytes, i == 0);
            g_byte_array_append(out, (const guint8 *)"\n", 1);
            if (!flush(out, file, FLUSH_BYTES, error))
                return FALSE;
        }
    }
    return flush(out, file, 1, error);
}

/* A file that has no name from the moment on that something is written into it. */
static int
nameless_file(const char *folder, GError **error)
{
    g_autofree char *wanted = g_build_filename(folder, ".hopnhat-init", NULL);
    g_autofree char *path = hn_io_name_beside(wanted);
    const int file = hn_io_create(path, error);
    if (file >= 0 && !hn_io_unlink(path, error)) {
        hn_io_close(file, NULL);
        return -1;
    }
    return file;
}

/* [a-z0-9_]: what a source may be called. */
static char *
source_name(const char *connection, const char *table)
{
    g_autofree char *whole = g_strconcat(connection, "_", table, NULL);
    char *name = g_ascii_strdown(whole, -1);
    return g_strcanon(name, "abcdefghijklmnopqrstuvwxyz0123456789_-", '_');
}

/* What the configuration says. */
static char *
from_text(const char *connection, const char *table)
{
    g_autoptr(GString) name = g_string_new(NULL);
    hn_yaml_pieces_quoted(name, table);
    return g_strdup_printf("{ connection: %s, table: %s }", connection, name->str);
}

/* Where a table of this name lies: two names may differ in what no source's name has. */
static char *
free_path(const HnInitTables *tables, const char *name)
{
    for (guint n = 1;; n++) {
        g_autofree char *csv =
            n == 1 ? g_strconcat(name, ".csv", NULL) : g_strdup_printf("%s-%u.csv", name, n);
        g_autofree char *path = g_build_filename(tables->links, csv, NULL);
        gboolean is_free = TRUE;
        for (guint i = 0; i < tables->froms->len; i++)
            is_free &= strcmp(tables->paths->pdata[i], path) != 0;
        if (is_free)
            return g_steal_pointer(&path);
    }
}

static gboolean
add_table(HnInitTables *tables, const HnConnection *connection, const char *table, char *from,
          GError **error)
{
    const HnQueryOptions query = { .connection = connection, .table = table };
    g_autoptr(HnReader) reader = hn_query_reader_new(&query, error);
    const int file = reader == NULL ? -1 : nameless_file(tables->folder, error);
    if (file < 0) {
        g_free(from);
        return FALSE;
    }
    g_array_append_val(tables->files, file);
    g_autofree char *name = source_name(connection->name, table);
    char *path = free_path(tables, name);
    g_ptr_array_insert(tables->paths, (gint)tables->froms->len, path); /* NULL stays behind it */
    g_ptr_array_add(tables->froms, from);
    g_autofree char *opened = g_strdup_printf("/proc/self/fd/%d", file);
    g_ptr_array_add(tables->names, g_strdup_printf("%s %s", connection->name, table));
    return write_rows(reader, file, error) && hn_io_symlink_replace(opened, path, error);
}

gboolean
hn_init_tables_add(HnInitTables *tables, const HnConnection *connection, const char *table,
                   GError **error)
{
    char *from = from_text(connection->name, table);
    if (g_ptr_array_find_with_equal_func(tables->froms, from, g_str_equal, NULL)) {
        g_free(from);
        return TRUE;
    }
    if (add_table(tables, connection, table, from, error))
        return TRUE;
    g_prefix_error(error, "table '%s': ", table);
    return FALSE;
}

HnInitTables *
hn_init_tables_new(const char *folder, GError **error)
{
    g_autoptr(HnInitTables) own = g_new0(HnInitTables, 1);
    own->folder = g_strdup(folder);
    own->paths = g_ptr_array_new_with_free_func(g_free);
    own->froms = g_ptr_array_new_with_free_func(g_free);
    own->names = g_ptr_array_new_with_free_func(g_free);
    own->files = g_array_new(FALSE, FALSE, sizeof(int));
    g_ptr_array_add(own->paths, NULL);
    own->links = g_dir_make_tmp("hopnhat-init-XXXXXX", error);
    return own->links == NULL ? NULL : g_steal_pointer(&own);
}

void
hn_init_tables_free(HnInitTables *tables)
{
    if (tables == NULL)
        return;
    for (guint i = 0; i < tables->files->len; i++)
        hn_io_close(g_array_index(tables->files, int, i), NULL);
    if (tables->links != NULL)
        hn_io_remove_tree(tables->links, NULL);
    g_array_unref(tables->files);
    g_ptr_array_unref(tables->paths);
    g_ptr_array_unref(tables->froms);
    g_ptr_array_unref(tables->names);
    g_free(tables->links);
    g_free(tables->folder);
    g_free(tables);
}

const char *const *
hn_init_tables_paths(const HnInitTables *tables)
{
    return (const char *const *)tables->paths->pdata;
}

const char *
hn_init_tables_from(const HnInitTables *tables, const char *path)
{
    for (guint i = 0; i < tables->froms->len; i++)
        if (strcmp(tables->paths->pdata[i], path) == 0)
            return tables->froms->pdata[i];
    return NULL;
}

char *
hn_init_tables_tell(const HnInitTables *tables, const char *text)
{
    g_autoptr(GString) told = g_string_new(text);
    for (guint i = 0; i < tables->names->len; i++)
        g_string_replace(told, tables->paths->pdata[i], tables->names->pdata[i], 0);
    return g_string_free(g_steal_pointer(&told), FALSE);
}
