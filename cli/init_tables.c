#include "cli/init_tables.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/json_writer.h"
#include "connect/query_reader.h"

#define FLUSH_BYTES (1u << 18)

struct _HnInitTables {
    char *links;      /* folder of symbolic links with the sources' names */
    GPtrArray *paths; /* char *, NULL-terminated */
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

/* What the configuration says. A text of JSON is one of YAML. */
static char *
from_text(const char *connection, const char *table)
{
    g_autoptr(GByteArray) name = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(name);
    hn_json_string(&json, table);
    return g_strdup_printf("{ connection: %s, table: %.*s }", connection, (int)name->len,
                           (const char *)name->data);
}

static gboolean
add_table(HnInitTables *tables, const HnConnection *connection, const char *table,
          const char *folder, GError **error)
{
    const HnQueryOptions query = { .connection = connection, .table = table };
    g_autoptr(HnReader) reader = hn_query_reader_new(&query, error);
    const int file = reader == NULL ? -1 : nameless_file(folder, error);
    if (file < 0)
        return FALSE;
    g_array_append_val(tables->files, file);
    g_autofree char *name = source_name(connection->name, table);
    g_autofree char *csv = g_strconcat(name, ".csv", NULL);
    char *path = g_build_filename(tables->links, csv, NULL);
    g_ptr_array_add(tables->paths, path);
    g_ptr_array_add(tables->froms, from_text(connection->name, table));
    g_autofree char *opened = g_strdup_printf("/proc/self/fd/%d", file);
    g_ptr_array_add(tables->names, g_strdup_printf("%s %s", connection->name, table));
    return write_rows(reader, file, error) && hn_io_symlink_replace(opened, path, error);
}

HnInitTables *
hn_init_tables_new(const HnConnection *connection, const char *const *tables, const char *folder,
                   GError **error)
{
    g_autoptr(HnInitTables) own = g_new0(HnInitTables, 1);
    own->paths = g_ptr_array_new_with_free_func(g_free);
    own->froms = g_ptr_array_new_with_free_func(g_free);
    own->names = g_ptr_array_new_with_free_func(g_free);
    own->files = g_array_new(FALSE, FALSE, sizeof(int));
    own->links = g_dir_make_tmp("hopnhat-init-XXXXXX", error);
    if (own->links == NULL)
        return NULL;
    for (guint i = 0; tables[i] != NULL; i++)
        if (!add_table(own, connection, tables[i], folder, error)) {
            g_prefix_error(error, "table '%s': ", tables[i]);
            return NULL;
        }
    g_ptr_array_add(own->paths, NULL);
    return g_steal_pointer(&own);
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
