#include "records/country_tables.h"

#include "base/hash.h"
#include "base/io.h"
#include "base/sync.h"
#include "text/plain_csv.h"
#include "text/utf8.h"

#define TABLE_BYTES_MAX ((gsize)256 << 20)
#define COLUMNS_MAX 64
#define ENDING ".csv"
#define ADDED ".add" ENDING
#define FOLDER_VARIABLE "HN_REFERENCE"
/* Of the program's folder, or of one above it: in the tree, and where it is installed. */
static const char *const tables_below[] = { "datasets/reference", "share/hopnhat/reference" };
#define VERSION_BYTES 8

G_DEFINE_QUARK(hn - country - tables - error - quark, hn_country_tables_error)

/* A table with the bytes that its fields point into. */
typedef struct {
    HnCountryTable table;
    GPtrArray *contents; /* guint8 *, one a file */
} Loaded;

/* What somebody built once for all. */
typedef struct {
    char *name;
    gpointer built;
    GDestroyNotify destroy;
    GError *error; /* why it could not be built */
} Derived;

struct _HnCountryTables {
    gint n_refs;        /* atomic */
    GPtrArray *loaded;  /* Loaded, by name */
    HnMutex mutex;      /* of derived */
    GPtrArray *derived; /* Derived */
};

static void
loaded_free(gpointer data)
{
    Loaded *loaded = data;
    g_free(loaded->table.name);
    g_strfreev(loaded->table.columns);
    g_free(loaded->table.fields);
    g_ptr_array_unref(loaded->contents);
    g_free(loaded);
}

static void
derived_free(gpointer data)
{
    Derived *derived = data;
    if (derived->built != NULL && derived->destroy != NULL)
        derived->destroy(derived->built);
    g_free(derived->name);
    g_clear_error(&derived->error);
    g_free(derived);
}

char *
hn_country_tables_default_folder(void)
{
    const char *named = g_getenv(FOLDER_VARIABLE);
    if (named != NULL && named[0] != '\0')
        return g_strdup(named);
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program == NULL ? g_strdup(".") : g_path_get_dirname(program);
    for (;;) {
        for (gsize i = 0; i < G_N_ELEMENTS(tables_below); i++) {
            g_autofree char *beside = g_build_filename(folder, tables_below[i], NULL);
            if (g_file_test(beside, G_FILE_TEST_IS_DIR))
                return g_steal_pointer(&beside);
        }
        char *above = g_path_get_dirname(folder);
        const gboolean is_top = strcmp(above, folder) == 0;
        g_free(folder);
        folder = above;
        if (is_top)
            return g_strdup(HN_REFERENCE_FOLDER);
    }
}

/* The next line of @rest, without its end; FALSE behind the last one. */
static gboolean
next_line(HnSlice *rest, HnSlice *ret_line)
{
    if (rest->n_bytes == 0)
        return FALSE;
    const guint8 *newline = memchr(rest->bytes, '\n', rest->n_bytes);
    gsize n = newline == NULL ? rest->n_bytes : (gsize)(newline - rest->bytes);
    const gsize used = newline == NULL ? n : n + 1;
    *ret_line = hn_slice(rest->bytes, n > 0 && rest->bytes[n - 1] == '\r' ? n - 1 : n);
    *rest = hn_slice(rest->bytes + used, rest->n_bytes - used);
    return TRUE;
}

static gboolean
fail_row(const char *path, guint row, const char *what, GError **error)
{
    g_set_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE, "%s:%u: %s", path,
                row, what);
    return FALSE;
}

/* The header names the columns of a new table; of added rows it must be the same. */
static gboolean
take_header(HnCountryTable *table, const HnSlice *cells, guint n_cells, const char *path,
            GError **error)
{
    if (table->columns == NULL) {
        table->n_columns = n_cells;
        table->columns = g_new0(char *, n_cells + 1);
        for (guint i = 0; i < n_cells; i++)
            table->columns[i] = g_strndup((const char *)cells[i].bytes, cells[i].n_bytes);
        return TRUE;
    }
    gboolean is_same = n_cells == table->n_columns;
    for (guint i = 0; is_same && i < n_cells; i++)
        is_same = hn_slice_equal(cells[i], hn_slice_of(table->columns[i]));
    return is_same || fail_row(path, 1, "the header is not that of the table", error);
}

/* Splits lines in place; @bytes stay where they are. */
static gboolean
take_rows(HnCountryTable *table, HnSlice bytes, const char *path, GArray *fields, GError **error)
{
    HnSlice cells[COLUMNS_MAX];
    HnSlice rest = bytes, line;
    for (guint row = 1; next_line(&rest, &line); row++) {
        guint n_cells = 0;
        guint8 *own = (guint8 *)(guintptr)line.bytes; /* ours: a copy of the file */
        if (line.n_bytes == 0 && row > 1)
            continue;
        if (!hn_plain_csv_split(own, line.n_bytes, cells, COLUMNS_MAX, &n_cells))
            return fail_row(path, row, "too many columns, or a quote out of place", error);
        if (row == 1) {
            if (!take_header(table, cells, n_cells, path, error))
                return FALSE;
            continue;
        }
        if (n_cells != table->n_columns)
            return fail_row(path, row, "not as many columns as the header has", error);
        g_array_append_vals(fields, cells, n_cells);
        table->n_rows++;
    }
    return table->columns != NULL || fail_row(path, 1, "no header", error);
}

static gboolean
take_file(Loaded *loaded, const char *path, GArray *fields, HnDigest *digest, GError **error)
{
    g_autoptr(GBytes) bytes = hn_io_read_file(path, TABLE_BYTES_MAX, error);
    if (bytes == NULL)
        return FALSE;
    gsize n_bytes;
    const guint8 *data = g_bytes_get_data(bytes, &n_bytes);
    hn_digest_update(digest, data, n_bytes);
    if (!hn_utf8_valid(hn_slice(data, n_bytes)))
        return fail_row(path, 1, "the file is not UTF-8", error);
    guint8 *own = g_memdup2(data, n_bytes);
    g_ptr_array_add(loaded->contents, own);
    return take_rows(&loaded->table, hn_slice(own, n_bytes), path, fields, error);
}

/* @paths: the table's file, then files of added rows. */
static Loaded *
load(const char *name, const GPtrArray *paths, GError **error)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    g_autoptr(HnDigest) digest = hn_digest_new();
    Loaded *loaded = g_new0(Loaded, 1);
    loaded->table.name = g_strdup(name);
    loaded->contents = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < paths->len; i++)
        if (!take_file(loaded, g_ptr_array_index(paths, i), fields, digest, error)) {
            loaded_free(loaded);
            return NULL;
        }
    guint8 bytes[HN_DIGEST_BYTES];
    hn_digest_finish(digest, bytes);
    hn_hex(bytes, VERSION_BYTES, loaded->table.version);
    loaded->table.fields = (HnSlice *)(void *)g_array_free(g_steal_pointer(&fields), FALSE);
    return loaded;
}

/* The files that make one table. */
typedef struct {
    char *name;
    GPtrArray *paths;
} Files;

static void
files_free(gpointer data)
{
    Files *files = data;
    g_free(files->name);
    g_ptr_array_unref(files->paths);
    g_free(files);
}

static Files *
files_of(GPtrArray *all, const char *name)
{
    for (guint i = 0; i < all->len; i++) {
        Files *files = g_ptr_array_index(all, i);
        if (strcmp(files->name, name) == 0)
            return files;
    }
    Files *files = g_new0(Files, 1);
    files->name = g_strdup(name);
    files->paths = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(all, files);
    return files;
}

/* Files of @folder whose name ends in @ending, by what stands before it: in place of those that are
 * there, or behind them. */
static gboolean
find_files(const char *folder, const char *ending, GPtrArray *all, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &local);
    if (dir == NULL) {
        g_set_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_FOLDER,
                    "the folder of reference tables cannot be read: %s", local->message);
        return FALSE;
    }
    for (const char *file; (file = g_dir_read_name(dir)) != NULL;) {
        const gboolean is_added = g_str_has_suffix(file, ADDED);
        if (!g_str_has_suffix(file, ending) || is_added == (strcmp(ending, ADDED) != 0))
            continue;
        g_autofree char *name = g_strndup(file, strlen(file) - strlen(ending));
        Files *files = files_of(all, name);
        if (!is_added)
            g_ptr_array_set_size(files->paths, 0);
        g_ptr_array_add(files->paths, g_build_filename(folder, file, NULL));
    }
    return TRUE;
}

static gint
compare_loaded(gconstpointer a, gconstpointer b)
{
    return strcmp((*(Loaded *const *)a)->table.name, (*(Loaded *const *)b)->table.name);
}

static gboolean
load_all(HnCountryTables *tables, const GPtrArray *all, GError **error)
{
    for (guint i = 0; i < all->len; i++) {
        const Files *files = g_ptr_array_index(all, i);
        Loaded *loaded = load(files->name, files->paths, error);
        if (loaded == NULL)
            return FALSE;
        g_ptr_array_add(tables->loaded, loaded);
    }
    g_ptr_array_sort(tables->loaded, compare_loaded);
    return TRUE;
}

HnCountryTables *
hn_country_tables_open(const char *folder, const char *site, GError **error)
{
    g_autofree char *standard = folder == NULL ? hn_country_tables_default_folder() : NULL;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(files_free);
    const char *first = folder == NULL ? standard : folder;
    if (!find_files(first, ENDING, all, error) ||
        (site != NULL &&
         (!find_files(site, ENDING, all, error) || !find_files(site, ADDED, all, error))))
        return NULL;
    if (all->len == 0) {
        g_set_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_FOLDER,
                    "%s: no reference table lies in it", first);
        return NULL;
    }
    g_autoptr(HnCountryTables) tables = g_new0(HnCountryTables, 1);
    tables->n_refs = 1;
    tables->loaded = g_ptr_array_new_with_free_func(loaded_free);
    tables->derived = g_ptr_array_new_with_free_func(derived_free);
    hn_mutex_init(&tables->mutex);
    return load_all(tables, all, error) ? g_steal_pointer(&tables) : NULL;
}

HnCountryTables *
hn_country_tables_ref(HnCountryTables *tables)
{
    g_atomic_int_inc(&tables->n_refs);
    return tables;
}

void
hn_country_tables_unref(HnCountryTables *tables)
{
    if (tables == NULL || !g_atomic_int_dec_and_test(&tables->n_refs))
        return;
    g_ptr_array_unref(tables->derived);
    g_ptr_array_unref(tables->loaded);
    hn_mutex_clear(&tables->mutex);
    g_free(tables);
}

guint
hn_country_tables_count(const HnCountryTables *tables)
{
    return tables->loaded->len;
}

const HnCountryTable *
hn_country_tables_at(const HnCountryTables *tables, guint i)
{
    return &((const Loaded *)g_ptr_array_index(tables->loaded, i))->table;
}

const HnCountryTable *
hn_country_tables_get(const HnCountryTables *tables, const char *name, GError **error)
{
    for (guint i = 0; i < tables->loaded->len; i++)
        if (strcmp(hn_country_tables_at(tables, i)->name, name) == 0)
            return hn_country_tables_at(tables, i);
    g_set_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE,
                "no reference table %s", name);
    return NULL;
}

gboolean
hn_country_table_column(const HnCountryTable *table, const char *column, guint *ret_index,
                        GError **error)
{
    for (guint i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i], column) == 0) {
            *ret_index = i;
            return TRUE;
        }
    g_set_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE,
                "reference table %s has no column %s", table->name, column);
    return FALSE;
}

gconstpointer
hn_country_tables_derived(const HnCountryTables *tables, const char *name, HnCountryTablesMake make,
                          GDestroyNotify destroy, GError **error)
{
    HnMutex *mutex = (HnMutex *)(guintptr)&tables->mutex; /* a cache behind an immutable face */
    hn_mutex_lock(mutex);
    Derived *derived = NULL;
    for (guint i = 0; i < tables->derived->len && derived == NULL; i++) {
        Derived *other = g_ptr_array_index(tables->derived, i);
        derived = strcmp(other->name, name) == 0 ? other : NULL;
    }
    if (derived == NULL) {
        derived = g_new0(Derived, 1);
        derived->name = g_strdup(name);
        derived->destroy = destroy;
        derived->built = make(tables, &derived->error);
        g_assert((derived->built == NULL) == (derived->error != NULL));
        g_ptr_array_add(tables->derived, derived);
    }
    hn_mutex_unlock(mutex);
    if (derived->error != NULL && error != NULL)
        *error = g_error_copy(derived->error);
    return derived->built;
}
