#include "connect/password_file.h"

#include <string.h>

#include "base/io.h"
#include "connect/connect_error.h"

#define FILE_BYTES_MAX                                                                             \
    4096 /* a password and its line end; tokens of identity services have 2,000 */

gboolean
hn_password_file_read(const HnConnection *connection, char **ret, GError **error)
{
    *ret = NULL;
    if (connection->password_file == NULL)
        return TRUE;
    g_autoptr(GError) problem = NULL;
    GBytes *file = hn_io_read_file(connection->password_file, FILE_BYTES_MAX, &problem);
    if (file == NULL) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                    "connection '%s': password_file: %s", connection->name, problem->message);
        return FALSE;
    }
    gsize n_bytes = 0;
    char *bytes = g_bytes_unref_to_data(file, &n_bytes);
    const char *end = memchr(bytes, '\n', n_bytes);
    gsize n = end == NULL ? n_bytes : (gsize)(end - bytes);
    if (n > 0 && bytes[n - 1] == '\r')
        n--;
    const gboolean holds_nul = memchr(bytes, '\0', n) != NULL;
    if (holds_nul)
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                    "connection '%s': password_file '%s' is no text", connection->name,
                    connection->password_file);
    else
        *ret = g_strndup(bytes, n);
    explicit_bzero(bytes, n_bytes);
    g_free(bytes);
    return !holds_nul;
}

void
hn_password_file_free(char *password)
{
    if (password == NULL)
        return;
    explicit_bzero(password, strlen(password));
    g_free(password);
}
