#include "store/store_sql.h"

#include <errno.h>

#include "base/base_error.h"
#include "store/store_error.h"

/* Growing the log's shared memory fails without telling the system's reason. */
static gboolean
is_no_space(sqlite3 *db, int extended)
{
    const int reason = sqlite3_system_errno(db);
    return (extended & 0xff) == SQLITE_IOERR &&
           (reason == ENOSPC || reason == EDQUOT || extended == SQLITE_IOERR_SHMSIZE);
}

gboolean
hn_sql_fail(sqlite3 *db, const char *what, GError **error)
{
    const char *words = sqlite3_errmsg(db);
    const int extended = sqlite3_extended_errcode(db);
    if (extended == SQLITE_IOERR_DATA) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                    "%s: a page of store.db is damaged", what);
        return FALSE;
    }
    if (is_no_space(db, extended)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_NO_SPACE,
                    "%s: no space left on the disk of store.db", what);
        return FALSE;
    }
    switch (extended & 0xff) {
    case SQLITE_FULL:
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_NO_SPACE, "%s: %s", what, words);
        break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO, "%s: %s (SQLite code %d)", what, words,
                    extended);
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY, "%s: %s", what, words);
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "%s: %s", what, words);
        break;
    default:
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_DATABASE, "%s: %s (SQLite code %d)", what,
                    words, extended);
        break;
    }
    return FALSE;
}

static int
bind_one(sqlite3_stmt *statement, int at, char type, va_list *arguments)
{
    if (type == 'i') {
        const guint64 number = va_arg(*arguments, guint64);
        g_assert(number <= G_MAXINT64);
        return sqlite3_bind_int64(statement, at, (sqlite3_int64)number);
    }
    if (type == 's')
        return sqlite3_bind_int64(statement, at, va_arg(*arguments, gint64));
    if (type == 't') {
        const char *text = va_arg(*arguments, const char *);
        return sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
    }
    g_assert(type == 'b');
    const HnSlice bytes = va_arg(*arguments, HnSlice);
    return sqlite3_bind_blob64(statement, at, bytes.n_bytes == 0 ? (const void *)"" : bytes.bytes,
                               bytes.n_bytes, SQLITE_STATIC);
}

static sqlite3_stmt *
prepare(sqlite3 *db, GError **error, const char *text, const char *types, va_list *arguments)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK) {
        hn_sql_fail(db, "preparing a statement", error);
        return NULL;
    }
    g_assert(sqlite3_bind_parameter_count(statement) == (int)strlen(types));
    for (int i = 0; types[i] != '\0'; i++) {
        if (bind_one(statement, i + 1, types[i], arguments) != SQLITE_OK) {
            hn_sql_fail(db, "binding a parameter", error);
            return NULL;
        }
    }
    return g_steal_pointer(&statement);
}

sqlite3_stmt *
hn_sql_query(sqlite3 *db, GError **error, const char *text, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    sqlite3_stmt *statement = prepare(db, error, text, types, &arguments);
    va_end(arguments);
    return statement;
}

gboolean
hn_sql_next(sqlite3_stmt *query, gboolean *ret_row, GError **error)
{
    const int code = sqlite3_step(query);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return hn_sql_fail(sqlite3_db_handle(query), "reading the store's database", error);
    *ret_row = code == SQLITE_ROW;
    return TRUE;
}

gboolean
hn_sql_run(sqlite3 *db, GError **error, const char *text, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    g_autoptr(sqlite3_stmt) statement = prepare(db, error, text, types, &arguments);
    va_end(arguments);
    if (statement == NULL)
        return FALSE;
    const int code = sqlite3_step(statement);
    g_assert(code != SQLITE_ROW);
    return code == SQLITE_DONE || hn_sql_fail(db, "writing the store's database", error);
}

gboolean
hn_sql_number(sqlite3 *db, guint64 *ret_number, GError **error, const char *text, const char *types,
              ...)
{
    va_list arguments;
    va_start(arguments, types);
    g_autoptr(sqlite3_stmt) statement = prepare(db, error, text, types, &arguments);
    va_end(arguments);
    gboolean row = FALSE;
    if (statement == NULL || !hn_sql_next(statement, &row, error))
        return FALSE;
    if (row && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        *ret_number = hn_sql_column_number(statement, 0);
    return TRUE;
}

gboolean
hn_sql_script(sqlite3 *db, const char *text, GError **error)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        return hn_sql_fail(db, "preparing the store's database", error);
    return TRUE;
}

guint64
hn_sql_column_number(sqlite3_stmt *query, int column)
{
    return (guint64)sqlite3_column_int64(query, column);
}

char *
hn_sql_column_text(sqlite3_stmt *query, int column)
{
    return g_strdup((const char *)sqlite3_column_text(query, column));
}

HnSlice
hn_sql_column_bytes(sqlite3_stmt *query, int column)
{
    const void *bytes = sqlite3_column_blob(query, column);
    return hn_slice(bytes, (gsize)sqlite3_column_bytes(query, column));
}

gboolean
hn_sql_column_exact(sqlite3_stmt *query, int column, void *ret_bytes, gsize n_bytes,
                    const char *what, GError **error)
{
    const HnSlice bytes = hn_sql_column_bytes(query, column);
    if (bytes.n_bytes != n_bytes) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "%s: %zu bytes, expected %zu",
                    what, bytes.n_bytes, n_bytes);
        return FALSE;
    }
    memcpy(ret_bytes, bytes.bytes, n_bytes);
    return TRUE;
}
