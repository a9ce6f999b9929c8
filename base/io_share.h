/* base/io_share.h - files for others: what is written into a folder that another user takes it from
 * is his to read as the folder is.
 *
 * Data walk: connect/folder_sink.c makes its sets with it. Everything else that hopnhat writes is
 *   its own alone (base/io.h).
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* Gives @path, a file or a folder of ours, the group of @folder and what that lets its group and
 * others do: to read, and to enter, whatever the umask; never to write. Where the group cannot be
 * given, for we are not of it, no group gets anything. HN_BASE_ERROR_IO. */
gboolean hn_io_share(const char *path, const char *folder, GError **error);
