#include "connect/odbc_link.h"

#include <pthread.h>
#include <string.h>

#include "base/base_error.h"
#include "connect/connect_error.h"
#include "connect/password_file.h"
#include "connect/server_message.h"

#define MESSAGE_UNITS 1024 /* of UTF-16; drivers write some hundred, what is longer is cut */
#define INFO_UNITS 128

struct _HnOdbcLink {
    const HnConnection *connection;
    const volatile int *interrupted;
    SQLHENV environment;
    SQLHDBC handle;
    gboolean is_connected;
    gboolean writes;
    char *quote, *database;
    SQLUINTEGER can_get;
    const char *password; /* while it connects */
    gboolean folds_lower; /* names without quotes become small */
};

_Static_assert(sizeof(SQLWCHAR) == sizeof(gunichar2), "unixODBC is built for UTF-16");

static pthread_once_t start_once = PTHREAD_ONCE_INIT;
static locale_t utf8_locale; /* 0: the system has none, and the thread's own stays */

/* unixODBC keeps the place of its files in memory that all threads write when they first ask for
 * it: it is asked here, by one. */
static void
start(void)
{
    SQLHENV environment = SQL_NULL_HENV;
    SQLWCHAR name[INFO_UNITS], attributes[INFO_UNITS];
    SQLSMALLINT n_name = 0, n_attributes = 0;
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!hn_odbc_worked(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment)))
        return; /* connecting says why */
    if (hn_odbc_worked(
            SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0)))
        SQLDriversW(environment, SQL_FETCH_FIRST, name, INFO_UNITS, &n_name, attributes, INFO_UNITS,
                    &n_attributes);
    SQLFreeHandle(SQL_HANDLE_ENV, environment);
}

locale_t
hn_odbc_enter(void)
{
    const int result = pthread_once(&start_once, start);
    g_assert(result == 0);
    return uselocale(utf8_locale);
}

void
hn_odbc_leave(locale_t before)
{
    uselocale(before);
}

char *
hn_odbc_text(const SQLWCHAR *units, gsize n_units)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < n_units; i++) {
        gunichar point = units[i];
        if (point >= 0xD800 && point < 0xDC00 && i + 1 < n_units && units[i + 1] >= 0xDC00 &&
            units[i + 1] < 0xE000)
            point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00u);
        g_string_append_unichar(text, point >= 0xD800 && point < 0xE000 ? 0xFFFD : point);
    }
    return g_string_free(text, FALSE);
}

gboolean
hn_odbc_link_state(SQLSMALLINT handle_type, SQLHANDLE handle, SQLSMALLINT n, char ret_state[6])
{
    SQLWCHAR state[6] = { 0 }, message[2];
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    if (!hn_odbc_worked(SQLGetDiagRecW(handle_type, handle, n, state, &native, message,
                                       G_N_ELEMENTS(message), &length)))
        return FALSE;
    for (guint i = 0; i < 6; i++)
        ret_state[i] = state[i] < 0x80 ? (char)state[i] : '?';
    ret_state[5] = '\0';
    return TRUE;
}

static gboolean
may_hold_password(const HnOdbcLink *link, const char *text)
{
    g_autofree char *small = g_ascii_strdown(text, -1);
    return (link->password != NULL && *link->password != '\0' &&
            strstr(text, link->password) != NULL) ||
           strstr(small, "pwd=") != NULL || strstr(small, "password=") != NULL;
}

/* Only a statement's failure can speak of a row. (transfer full) */
static char *
diagnosis(const HnOdbcLink *link, SQLSMALLINT handle_type, SQLHANDLE handle)
{
    SQLWCHAR state[6] = { 0 }, message[MESSAGE_UNITS] = { 0 };
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    char sqlstate[6];
    if (handle == SQL_NULL_HANDLE || !hn_odbc_link_state(handle_type, handle, 1, sqlstate) ||
        !hn_odbc_worked(SQLGetDiagRecW(handle_type, handle, 1, state, &native, message,
                                       MESSAGE_UNITS, &length)))
        return g_strdup("the driver does not say why");
    g_autofree char *text = hn_odbc_text(message, (gsize)CLAMP(length, 0, MESSAGE_UNITS - 1));
    g_autofree char *shown =
        may_hold_password(link, text)
            ? g_strdup("what the driver says is not shown, for it may hold the password")
        : handle_type == SQL_HANDLE_STMT ? hn_server_message(sqlstate, native, text)
                                         : hn_server_message("08000", 0, text);
    return g_strdup_printf("%s (SQLSTATE %s, error %d)", shown, sqlstate, (int)native);
}

static gboolean
fail(const HnOdbcLink *link, SQLSMALLINT handle_type, SQLHANDLE handle, const char *what,
     GError **error)
{
    g_autofree char *why = diagnosis(link, handle_type, handle);
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "connection '%s': %s: %s",
                link->connection->name, what, why);
    return FALSE;
}

char *
hn_odbc_link_why(const HnOdbcLink *link, SQLHSTMT statement)
{
    return diagnosis(link, SQL_HANDLE_STMT, statement);
}

gboolean
hn_odbc_link_fail(const HnOdbcLink *link, SQLHSTMT statement, gint code, const char *what,
                  GError **error)
{
    g_autofree char *why = diagnosis(link, SQL_HANDLE_STMT, statement);
    if (link->interrupted != NULL && *link->interrupted != 0)
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED, "interrupted");
    else
        g_set_error(error, HN_CONNECT_ERROR, code, "connection '%s': %s: %s",
                    link->connection->name, what, why);
    return FALSE;
}

/* KEYWORD={value}; in the connection string, where a brace inside is doubled. */
static void
append_attribute(GString *text, const char *keyword, const char *value)
{
    if (value == NULL)
        return;
    if (text->len > 0 && text->str[text->len - 1] != ';')
        g_string_append_c(text, ';');
    g_string_append(text, keyword);
    g_string_append(text, value[strcspn(value, "[]{}(),;?*=!@ ")] == '\0' ? "=" : "={");
    const gboolean is_braced = text->str[text->len - 1] == '{';
    for (; *value != '\0'; value++)
        g_string_append_len(text, *value == '}' ? "}}" : value, *value == '}' ? 2 : 1);
    g_string_append(text, is_braced ? "};" : ";");
}

/* The caller wipes it. */
static GString *
connection_string(const HnConnection *connection, const char *password)
{
    GString *text = g_string_sized_new(1024); /* one block, so that a growing one leaves no copy */
    g_string_append(text, connection->driver_string == NULL ? "" : connection->driver_string);
    append_attribute(text, "DSN", connection->dsn);
    append_attribute(text, "DATABASE", connection->database);
    append_attribute(text, "UID", connection->user);
    append_attribute(text, "PWD", password);
    return text;
}

static gboolean
connect_with(HnOdbcLink *link, const char *password, GError **error)
{
    GString *text = connection_string(link->connection, password);
    glong n_units = 0;
    gunichar2 *units = g_utf8_to_utf16(text->str, -1, NULL, &n_units, NULL);
    if (units == NULL) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                    "connection '%s': driver_string, user or password is no UTF-8",
                    link->connection->name);
    } else {
        link->password = password;
        SQLSMALLINT ignored = 0;
        const SQLRETURN result = SQLDriverConnectW(link->handle, NULL, units, SQL_NTS, NULL, 0,
                                                   &ignored, SQL_DRIVER_NOPROMPT);
        link->is_connected = hn_odbc_worked(result);
        if (!link->is_connected)
            fail(link, SQL_HANDLE_DBC, link->handle, "cannot connect", error);
        link->password = NULL;
        explicit_bzero(units, (gsize)n_units * sizeof *units);
        g_free(units);
    }
    explicit_bzero(text->str, text->len);
    g_string_free(text, TRUE);
    return link->is_connected;
}

/* What a driver does not know it says, and it does without: nothing here depends on one of them. */
static void
set_attributes(HnOdbcLink *link)
{
    const HnConnection *connection = link->connection;
    const struct {
        SQLINTEGER attribute;
        SQLULEN value;
    } attributes[] = {
        { SQL_ATTR_LOGIN_TIMEOUT, connection->connect_seconds },
        { SQL_ATTR_CONNECTION_TIMEOUT, connection->idle_seconds },
        { SQL_ATTR_ACCESS_MODE, link->writes ? SQL_MODE_READ_WRITE : SQL_MODE_READ_ONLY },
        { SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_OFF }, /* so that all of it can be rolled back */
    };
    for (guint i = 0; i < G_N_ELEMENTS(attributes); i++)
        SQLSetConnectAttrW(link->handle, attributes[i].attribute, (SQLPOINTER)attributes[i].value,
                           SQL_IS_UINTEGER);
}

/* What the driver says of itself, without white space at its ends; "" for nothing. */
static char *
information(const HnOdbcLink *link, SQLUSMALLINT what)
{
    SQLWCHAR text[INFO_UNITS] = { 0 };
    SQLSMALLINT ignored = 0; /* some count characters, some bytes: the end mark counts */
    gsize n = 0;
    if (hn_odbc_worked(SQLGetInfoW(link->handle, what, text,
                                   (SQLSMALLINT)(sizeof text - sizeof *text), &ignored)))
        while (n + 1 < INFO_UNITS && text[n] != 0)
            n++;
    return g_strstrip(hn_odbc_text(text, n));
}

static void
look_at_driver(HnOdbcLink *link)
{
    SQLUSMALLINT folds = 0;
    if (hn_odbc_worked(SQLGetInfoW(link->handle, SQL_IDENTIFIER_CASE, &folds, sizeof folds, NULL)))
        link->folds_lower = folds == SQL_IC_LOWER;
    link->quote = information(link, SQL_IDENTIFIER_QUOTE_CHAR);
    if (*link->quote == '\0') { /* a blank: it knows none */
        g_free(link->quote);
        link->quote = g_strdup("\"");
    }
    link->database = information(link, SQL_DBMS_NAME);
    const SQLRETURN result = SQLGetInfoW(link->handle, SQL_GETDATA_EXTENSIONS, &link->can_get,
                                         sizeof link->can_get, NULL);
    if (!hn_odbc_worked(result))
        link->can_get = 0;
}

static gboolean
open_link(HnOdbcLink *link, GError **error)
{
    const HnConnection *connection = link->connection;
    if (connection->tls_ca != NULL) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS,
                    "connection '%s': tls_ca: each driver of ODBC has a word of its own for it, "
                    "which goes into driver_string or odbc.ini",
                    connection->name);
        return FALSE;
    }
    if (!hn_odbc_worked(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &link->environment)) ||
        !hn_odbc_worked(
            SQLSetEnvAttr(link->environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0)) ||
        !hn_odbc_worked(SQLAllocHandle(SQL_HANDLE_DBC, link->environment, &link->handle)))
        return fail(link, SQL_HANDLE_ENV, link->environment, "ODBC does not start", error);
    char *password = NULL;
    if (!hn_password_file_read(connection, &password, error))
        return FALSE;
    set_attributes(link);
    const gboolean connected = connect_with(link, password, error);
    hn_password_file_free(password);
    if (!connected)
        return FALSE;
    look_at_driver(link);
    return TRUE;
}

static HnOdbcLink *
link_new(const HnConnection *connection, const volatile int *interrupted, gboolean writes,
         GError **error)
{
    HnOdbcLink *link = g_new0(HnOdbcLink, 1);
    link->writes = writes;
    link->connection = connection;
    link->interrupted = interrupted;
    const locale_t before = hn_odbc_enter();
    const gboolean is_open = open_link(link, error);
    hn_odbc_leave(before);
    if (is_open)
        return link;
    hn_odbc_link_free(link);
    return NULL;
}

HnOdbcLink *
hn_odbc_link_new(const HnConnection *connection, const volatile int *interrupted, GError **error)
{
    return link_new(connection, interrupted, FALSE, error);
}

HnOdbcLink *
hn_odbc_link_new_writing(const HnConnection *connection, const volatile int *interrupted,
                         GError **error)
{
    return link_new(connection, interrupted, TRUE, error);
}

SQLHDBC
hn_odbc_link_handle(const HnOdbcLink *link)
{
    return link->handle;
}

char *
hn_odbc_link_dbms_name(const HnOdbcLink *link)
{
    return information(link, SQL_DBMS_NAME);
}

SQLHSTMT
hn_odbc_link_statement(HnOdbcLink *link, GError **error)
{
    SQLHSTMT statement = SQL_NULL_HSTMT;
    if (!hn_odbc_worked(SQLAllocHandle(SQL_HANDLE_STMT, link->handle, &statement))) {
        fail(link, SQL_HANDLE_DBC, link->handle, "no statement", error);
        return NULL;
    }
    /* A driver that does not know it is no worse off. Some count the whole statement, some a round
     * trip: docs/databases.md. */
    SQLSetStmtAttrW(statement, SQL_ATTR_QUERY_TIMEOUT,
                    GUINT_TO_POINTER(link->connection->idle_seconds), SQL_IS_UINTEGER);
    return statement;
}

const char *
hn_odbc_link_quote(const HnOdbcLink *link)
{
    return link->quote;
}

const char *
hn_odbc_link_database(const HnOdbcLink *link)
{
    return link->database;
}

gboolean
hn_odbc_link_folds_lower(const HnOdbcLink *link)
{
    return link->folds_lower;
}

const char *
hn_odbc_link_name(const HnOdbcLink *link)
{
    return link->connection->name;
}

gboolean
hn_odbc_link_can_get(const HnOdbcLink *link, SQLUINTEGER bits)
{
    return (link->can_get & bits) == bits;
}

void
hn_odbc_link_free(HnOdbcLink *link)
{
    if (link == NULL)
        return;
    const locale_t before = hn_odbc_enter();
    if (link->is_connected) {
        SQLEndTran(SQL_HANDLE_DBC, link->handle, SQL_ROLLBACK);
        SQLDisconnect(link->handle);
    }
    if (link->handle != SQL_NULL_HDBC)
        SQLFreeHandle(SQL_HANDLE_DBC, link->handle);
    if (link->environment != SQL_NULL_HENV)
        SQLFreeHandle(SQL_HANDLE_ENV, link->environment);
    hn_odbc_leave(before);
    g_free(link->quote);
    g_free(link->database);
    g_free(link);
}
