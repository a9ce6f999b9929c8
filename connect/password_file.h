/* connect/password_file.h - a connection's password: from its file at the moment of connecting, and
 * out of memory when that is done.
 *
 * Data walk: a driver reads it just before it connects and frees it just behind.
 * Errors: HN_CONNECT_ERROR_OPEN; a message holds the file's path and never what is in it.
 * Threads: reentrant.
 */
#pragma once
#include "records/connection.h"

/* The first line of connection->password_file without its end; *ret is NULL where none is named. */
gboolean hn_password_file_read(const HnConnection *connection, char **ret, GError **error);
void hn_password_file_free(char *password); /* wiped first; NULL is fine */
