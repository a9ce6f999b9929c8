/* connect/sqlite_file.h - a database of SQLite that is a source or a target, opened.
 *
 * Data walk: sqlite_reader.c and sqlite_sink.c, each for a connection of its own.
 * Why: by its build SQLite may take a name in double quotes that is no column for a text. A column
 *   that was renamed would be read as its own name in every row, and a comparison with it would
 *   find none. Here it is an error; a view or trigger of the site that relies on it is one, too.
 * Source: SQLite, "Quirks", 8; "Database Connection Configuration Options".
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>
#include <sqlite3.h>

/* As sqlite3_open_v2(), with the database's own file functions. FALSE: why stands in *ret_db, which
 * is to be closed all the same. @busy_ms: how long another one's lock is waited for. */
gboolean hn_sqlite_file_open(const char *file, int flags, int busy_ms, sqlite3 **ret_db);
