#include "base/io_share.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_error.h"

static gboolean
fail(const char *call, const char *path, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO, "%s '%s': %s", call, path,
                g_strerror(errno));
    return FALSE;
}

gboolean
hn_io_share(const char *path, const char *folder, GError **error)
{
    struct stat model, own;
    if (stat(folder, &model) != 0)
        return fail("stat", folder, error);
    if (stat(path, &own) != 0)
        return fail("stat", path, error);
    const mode_t ours = S_ISDIR(own.st_mode) ? S_IRWXU : S_IRUSR | S_IWUSR;
    const mode_t readable = S_IRGRP | S_IROTH;
    const mode_t theirs = S_ISDIR(own.st_mode) ? readable | S_IXGRP | S_IXOTH : readable;
    mode_t mode = ours | (model.st_mode & theirs);
    if (own.st_gid != model.st_gid && chown(path, (uid_t)-1, model.st_gid) != 0)
        mode &= ~(mode_t)S_IRWXG;
    return chmod(path, mode) == 0 || fail("chmod", path, error);
}
