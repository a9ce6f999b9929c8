#include "linker/night_spool.h"

#include <sys/stat.h>

#include "base/base_error.h"
#include "base/io.h"
#include "linker/linker_error.h"

#define COPY_BYTES (1u << 18)

gboolean
hn_night_spool_is_pipe(const HnFeed *feed)
{
    struct stat info;
    if (feed->from.connection != NULL)
        return FALSE;
    const char *path = feed->from.paths[0];
    if (strcmp(path, "-") == 0)
        return TRUE;
    return feed->from.paths[1] == NULL && stat(path, &info) == 0 &&
           (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode) || S_ISSOCK(info.st_mode));
}

char *
hn_night_spool_path(const HnNight *night, const HnFeed *feed)
{
    g_autofree char *relative = g_build_filename("spool", feed->name, NULL);
    return hn_store_path(night->store, relative);
}

static gboolean
copy_pipe(const HnNight *night, const char *from, const char *to, guint64 *ret_n_bytes,
          GError **error)
{
    const int in = hn_io_open_pipe(strcmp(from, "-") == 0 ? "/dev/stdin" : from, error);
    if (in < 0)
        return FALSE;
    const int out = hn_io_unlink(to, error) ? hn_io_create(to, error) : -1;
    g_autofree guint8 *buffer = g_malloc(COPY_BYTES);
    gboolean ok = out >= 0;
    guint64 total = 0;
    for (gsize n = 1; ok && n > 0; total += n)
        ok = hn_io_read_pipe(in, buffer, COPY_BYTES, night->options->interrupted, &n, error) &&
             hn_io_write(out, buffer, n, error);
    ok = ok && hn_io_sync(out, error);
    if (out >= 0)
        ok = hn_io_close(out, ok ? error : NULL) && ok;
    hn_io_close(in, NULL);
    if (!ok)
        hn_io_unlink(to, NULL); /* it may have filled the disk */
    *ret_n_bytes = total;
    return ok;
}

/* Nobody but the interrupted one waits for it. */
static gboolean
tell_interruption(const HnFeed *feed, GError **error)
{
    g_autoptr(GError) why = *error;
    *error = NULL;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED,
                "source '%s': %s; nothing of it is kept: run again and deliver it again",
                feed->name, why->message);
    return FALSE;
}

static gboolean
spool_feed(HnNight *night, const HnFeed *feed, GError **error)
{
    g_autofree char *path = hn_night_spool_path(night, feed);
    g_autofree char *incoming = g_strconcat(path, ".new", NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    guint64 n_bytes = 0;
    if (!hn_io_make_folder(folder, error) ||
        !copy_pipe(night, feed->from.paths[0], incoming, &n_bytes, error)) {
        if (g_error_matches(*error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED))
            return tell_interruption(feed, error);
        if (g_error_matches(*error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE)) {
            night->shut[feed - night->options->project->feeds] = g_steal_pointer(error);
            return TRUE; /* landing refuses this delivery; the others are as good as before */
        }
        g_prefix_error(error, "source '%s': ", feed->name);
        return FALSE;
    }
    if (n_bytes == 0)
        return hn_io_unlink(incoming, error);
    return hn_io_rename(incoming, path, error) && hn_io_sync_folder(folder, error);
}

gboolean
hn_night_spool_fill(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    for (guint i = 0; i < project->n_feeds; i++)
        if (hn_night_spool_is_pipe(&project->feeds[i]) &&
            !spool_feed(night, &project->feeds[i], error))
            return FALSE;
    return TRUE;
}

gboolean
hn_night_spool_remove(HnNight *night, GError **error)
{
    g_autofree char *folder = hn_store_path(night->store, "spool");
    return hn_io_remove_tree(folder, error);
}
