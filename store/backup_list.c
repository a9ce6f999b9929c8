#include "store/backup_list.h"

#include <errno.h>
#include <fts.h>

#include "base/base_error.h"
#include "base/io.h"
#include "store/store_error.h"

#define STEP_BYTES ((gsize)256 << 10)
#define LIST_BYTES_MAX ((gsize)1 << 30)
#define END "# sha256 of the lines above: "

struct _HnBackupList {
    GHashTable *by_path; /* path -> HnBackupFile, which owns it */
    GArray *sorted;      /* HnBackupFile, borrowed from by_path; NULL: to be made */
};

static void
file_free(gpointer data)
{
    HnBackupFile *file = data;
    g_free(file->path);
    g_free(file);
}

static guint
path_hash(gconstpointer path)
{
    return (guint)hn_hash64(path, strlen(path));
}

HnBackupList *
hn_backup_list_new(void)
{
    HnBackupList *list = g_new0(HnBackupList, 1);
    list->by_path = g_hash_table_new_full(path_hash, g_str_equal, NULL, file_free);
    return list;
}

void
hn_backup_list_free(HnBackupList *list)
{
    if (list == NULL)
        return;
    g_hash_table_unref(list->by_path);
    g_clear_pointer(&list->sorted, g_array_unref);
    g_free(list);
}

static gboolean
is_inside(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    gboolean inside = path[0] != '\0';
    for (guint i = 0; parts[i] != NULL; i++)
        inside = inside && parts[i][0] != '\0' && strcmp(parts[i], ".") != 0 &&
                 strcmp(parts[i], "..") != 0;
    return inside;
}

gboolean
hn_backup_list_add(HnBackupList *list, const char *path, const guint8 digest[HN_DIGEST_BYTES],
                   GError **error)
{
    if (!is_inside(path) || strpbrk(path, "\n\r\\") != NULL) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_NAME,
                    "'%s' is no name for a file of a backup", path);
        return FALSE;
    }
    HnBackupFile *file = g_new(HnBackupFile, 1);
    file->path = g_strdup(path);
    memcpy(file->digest, digest, HN_DIGEST_BYTES);
    g_hash_table_replace(list->by_path, file->path, file);
    g_clear_pointer(&list->sorted, g_array_unref);
    return TRUE;
}

const HnBackupFile *
hn_backup_list_find(const HnBackupList *list, const char *path)
{
    return g_hash_table_lookup(list->by_path, path);
}

GPtrArray *
hn_backup_list_keep(HnBackupList *list, const HnBackupList *wanted)
{
    GPtrArray *gone = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter files;
    gpointer path;
    g_hash_table_iter_init(&files, list->by_path);
    while (g_hash_table_iter_next(&files, &path, NULL)) {
        if (hn_backup_list_find(wanted, path) != NULL)
            continue;
        g_ptr_array_add(gone, g_strdup(path));
        g_hash_table_iter_remove(&files);
    }
    g_clear_pointer(&list->sorted, g_array_unref);
    return gone;
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(((const HnBackupFile *)a)->path, ((const HnBackupFile *)b)->path);
}

const HnBackupFile *
hn_backup_list_files(HnBackupList *list, gsize *ret_n)
{
    if (list->sorted == NULL) {
        GHashTableIter files;
        gpointer file;
        list->sorted = g_array_new(FALSE, FALSE, sizeof(HnBackupFile));
        g_hash_table_iter_init(&files, list->by_path);
        while (g_hash_table_iter_next(&files, NULL, &file))
            g_array_append_vals(list->sorted, file, 1);
        g_array_sort(list->sorted, compare_paths);
    }
    *ret_n = list->sorted->len;
    return (const HnBackupFile *)(void *)list->sorted->data;
}

/* ---- the file ---- */

static void
append_hex(GString *text, const guint8 digest[HN_DIGEST_BYTES])
{
    char hex[HN_DIGEST_HEX_CHARS + 1];
    hn_hex(digest, HN_DIGEST_BYTES, hex);
    g_string_append(text, hex);
}

static void
append_end(GString *text)
{
    guint8 digest[HN_DIGEST_BYTES];
    hn_digest_of(text->str, text->len, digest);
    g_string_append(text, END);
    append_hex(text, digest);
    g_string_append_c(text, '\n');
}

gboolean
hn_backup_list_write(HnBackupList *list, const char *folder, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *path = g_build_filename(folder, HN_BACKUP_LIST, NULL);
    gsize n = 0;
    const HnBackupFile *files = hn_backup_list_files(list, &n);
    for (gsize i = 0; i < n; i++) {
        append_hex(text, files[i].digest);
        g_string_append_printf(text, "  %s\n", files[i].path);
    }
    append_end(text);
    return hn_io_write_file(path, text->str, text->len, error);
}

static gboolean
fail(const char *path, const char *what, GError **error)
{
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "'%s': %s", path, what);
    return FALSE;
}

/* @line: without its line break. */
static gboolean
take_line(HnBackupList *list, const char *line)
{
    guint8 digest[HN_DIGEST_BYTES];
    if (strlen(line) < HN_DIGEST_HEX_CHARS + 3 || memcmp(line + HN_DIGEST_HEX_CHARS, "  ", 2) != 0)
        return FALSE;
    g_autofree char *hex = g_strndup(line, HN_DIGEST_HEX_CHARS);
    return hn_unhex(hex, digest, sizeof digest) &&
           hn_backup_list_add(list, line + HN_DIGEST_HEX_CHARS + 2, digest, NULL);
}

HnBackupList *
hn_backup_list_read(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, HN_BACKUP_LIST, NULL);
    g_autoptr(GBytes) bytes = hn_io_read_file(path, LIST_BYTES_MAX, error);
    if (bytes == NULL)
        return NULL;
    const char *text = g_bytes_get_data(bytes, NULL); /* ends in NUL */
    const char *end = strstr(text, END);
    if (end == NULL || strlen(text) != g_bytes_get_size(bytes)) {
        fail(path, "it does not end as a list of a backup does: the backup is not complete", error);
        return NULL;
    }
    g_autoptr(GString) again = g_string_new_len(text, end - text);
    append_end(again);
    if (strcmp(again->str, text) != 0) {
        fail(path, "it is not what was written", error);
        return NULL;
    }
    g_string_truncate(again, (gsize)(end - text));
    g_auto(GStrv) lines = g_strsplit(again->str, "\n", -1);
    g_autoptr(HnBackupList) list = hn_backup_list_new();
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] != '\0' && !take_line(list, lines[i])) {
            fail(path, "a line is no digest and path", error);
            return NULL;
        }
    }
    return g_steal_pointer(&list);
}

/* ---- files ---- */

static gboolean
pump(int in, int out, HnDigest *digest, guint64 *ret_n_bytes, GError **error)
{
    g_autofree guint8 *bytes = g_malloc(STEP_BYTES);
    gsize n = 0;
    do {
        if (!hn_io_read(in, bytes, STEP_BYTES, &n, error) ||
            (out >= 0 && n > 0 && !hn_io_write(out, bytes, n, error)))
            return FALSE;
        hn_digest_update(digest, bytes, n);
        *ret_n_bytes += n;
    } while (n > 0);
    return out < 0 || hn_io_sync(out, error);
}

static int
create_copy(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    return hn_io_make_folder(folder, error) ? hn_io_create(path, error) : -1;
}

gboolean
hn_backup_copy(const char *from, const char *to, guint8 ret_digest[HN_DIGEST_BYTES],
               guint64 *ret_n_bytes, GError **error)
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    *ret_n_bytes = 0;
    const int in = hn_io_open_read(from, error);
    if (in < 0)
        return FALSE;
    const int out = to == NULL ? -1 : create_copy(to, error);
    gboolean done = (to == NULL || out >= 0) && pump(in, out, digest, ret_n_bytes, error);
    if (out >= 0)
        done = hn_io_close(out, done ? error : NULL) && done;
    done = hn_io_close(in, done ? error : NULL) && done;
    hn_digest_finish(digest, ret_digest);
    if (!done && out >= 0)
        hn_io_unlink(to, NULL); /* the first error is the one to tell */
    return done;
}

gboolean
hn_backup_walk(const char *folder, const char *relative, GPtrArray *paths, GError **error)
{
    g_autofree char *top = g_build_filename(folder, relative, NULL);
    char *const roots[] = { top, NULL };
    const gsize skip = strlen(folder) + 1;
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    g_assert(tree != NULL);
    int problem = 0;
    for (const FTSENT *entry; problem == 0 && (entry = fts_read(tree)) != NULL;) {
        if (entry->fts_info == FTS_F)
            g_ptr_array_add(paths, g_strdup(entry->fts_path + skip));
        if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS)
            problem = entry->fts_errno == ENOENT ? 0 : entry->fts_errno;
    }
    fts_close(tree);
    if (problem != 0)
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO, "reading the folder '%s': %s", top,
                    g_strerror(problem));
    return problem == 0;
}

gboolean
hn_backup_sync_tree(const char *folder, GError **error)
{
    g_autofree char *top = g_strdup(folder);
    char *const roots[] = { top, NULL };
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    g_assert(tree != NULL);
    gboolean synced = TRUE;
    for (const FTSENT *entry; synced && (entry = fts_read(tree)) != NULL;)
        synced = entry->fts_info != FTS_DP || hn_io_sync_folder(entry->fts_path, error);
    fts_close(tree);
    return synced;
}
