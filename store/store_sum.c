#include "store/store_sum.h"

#include "base/base_error.h"
#include "base/hash.h"
#include "base/io.h"
#include "store/store_error.h"

#define STEP_BYTES ((gsize)256 << 10)
#define SUM_BYTES_MAX 1024

static gboolean
is_at_rest(const char *folder, gboolean *ret_rest, GError **error)
{
    g_autofree char *log = g_build_filename(folder, "store.db-wal", NULL);
    guint64 n_bytes = 0;
    *ret_rest = TRUE;
    if (!g_file_test(log, G_FILE_TEST_EXISTS))
        return TRUE;
    g_autoptr(GError) problem = NULL;
    const int fd = hn_io_open_read(log, &problem);
    if (g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING))
        return TRUE;
    if (fd < 0) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    const gboolean known = hn_io_size(fd, &n_bytes, error);
    *ret_rest = n_bytes == 0; /* readers leave an empty one */
    return hn_io_close(fd, known ? error : NULL) && known;
}

/* The line for store.db as it is. (transfer full) */
static char *
line_of(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "store.db", NULL);
    const int fd = hn_io_open_read(path, error);
    if (fd < 0)
        return NULL;
    g_autofree guint8 *bytes = g_malloc(STEP_BYTES);
    g_autoptr(HnDigest) digest = hn_digest_new();
    guint64 n_bytes = 0;
    gsize n = 0;
    gboolean read = TRUE;
    do {
        read = hn_io_read(fd, bytes, STEP_BYTES, &n, error);
        hn_digest_update(digest, bytes, read ? n : 0);
        n_bytes += read ? n : 0;
    } while (read && n > 0);
    if (!hn_io_close(fd, read ? error : NULL) || !read)
        return NULL;
    guint8 sum[HN_DIGEST_BYTES];
    char hex[HN_DIGEST_HEX_CHARS + 1];
    hn_digest_finish(digest, sum);
    hn_hex(sum, sizeof sum, hex);
    return g_strdup_printf("hopnhat-store-sum 1 %" G_GUINT64_FORMAT " %s\n", n_bytes, hex);
}

/* NULL without an error: there is none. */
static gboolean
read_sum(const char *folder, GBytes **ret_sum, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "store.sum", NULL);
    GError *problem = NULL;
    *ret_sum = hn_io_read_file(path, SUM_BYTES_MAX, &problem);
    if (problem == NULL)
        return TRUE;
    if (g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING)) {
        g_error_free(problem);
        return TRUE;
    }
    g_propagate_error(error, problem);
    return FALSE;
}

gboolean
hn_store_sum_check(const char *folder, gboolean *ret_checked, GError **error)
{
    g_autoptr(GBytes) sum = NULL, again = NULL;
    gboolean rests = FALSE;
    if (!read_sum(folder, &sum, error) || !is_at_rest(folder, &rests, error))
        return FALSE;
    *ret_checked = sum != NULL;
    if (sum == NULL)
        return TRUE;
    g_autofree char *line = line_of(folder, error);
    if (line == NULL)
        return FALSE;
    const HnSlice wanted = hn_slice(g_bytes_get_data(sum, NULL), g_bytes_get_size(sum));
    if (rests && hn_slice_equal(hn_slice_of(line), wanted))
        return TRUE;
    /* A writer may have begun meanwhile: it removes the sum before it changes anything. */
    if (!read_sum(folder, &again, error))
        return FALSE;
    *ret_checked = FALSE;
    if (again == NULL || !g_bytes_equal(sum, again))
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                "'%s/store.db' is not what was written: store.sum disagrees; restore a copy of"
                " the whole state folder, then run `hopnhat recover`",
                folder);
    return FALSE;
}

gboolean
hn_store_sum_remove(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "store.sum", NULL);
    return hn_io_unlink(path, error) && hn_io_sync_folder(folder, error);
}

gboolean
hn_store_sum_write(const char *folder, GError **error)
{
    gboolean rests = FALSE;
    if (!is_at_rest(folder, &rests, error) || !rests)
        return FALSE;
    g_autofree char *line = line_of(folder, error);
    g_autofree char *path = g_build_filename(folder, "store.sum", NULL);
    return line != NULL && hn_io_write_file(path, line, strlen(line), error);
}
