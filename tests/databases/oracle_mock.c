/* A driver of ODBC with the habits of Oracle's, for what no free server has: '' is NULL, numbers
 * begin with their point, CHAR comes padded and a DATE has a time, text comes in whatever bytes are
 * in the database, and a set of rows may hold fewer than were asked for. It serves the scripts of
 * oracle_scripts.h and watches over what it is asked: a call that the standard forbids fails.
 *
 * The driver manager loads it by its path. In the connection string "CanGet=15" makes it say that
 * SQLGetData() may do everything, "NoSets=1" that it knows no sets of rows, "Odd=1" that it is of
 * another database.
 * Source: ODBC 3.8; Oracle Database Development Guide, "Using the Oracle ODBC Driver". */
#include <glib.h>
#include <sql.h>
#include <sqlext.h>

#include "tests/databases/oracle_mock.h"
#include "tests/databases/oracle_scripts.h"

#define ROWS_AT_ONCE 3 /* of a set, however many are asked for */
#define LONG_CHARACTERS 150000

typedef struct {
    char state[6];
    SQLINTEGER native;
    char *message;
    SQLLEN row;
    SQLINTEGER column;
} Diagnosis;

typedef struct {
    SQLSMALLINT type; /* of the handle */
    Diagnosis diagnosis;
    SQLUINTEGER can_get;
    gboolean has_sets;
    const char *database;
} Connection; /* and environment */

typedef struct {
    Connection base;
    Connection *connection;
    const Script *script;
    guint n_given, n_set; /* rows; of the last set */
    guint position;       /* in the set, by SQLSetPos() */
    guint last_column;    /* that SQLGetData() was asked for */
    gsize offset;         /* in its cell */
    guint n_bound;
    SQLULEN n_rows; /* of a set */
    SQLULEN *fetched;
    SQLUSMALLINT *status;
    struct {
        SQLSMALLINT c_type;
        guint8 *cells;
        SQLLEN width, *lengths;
    } bound[COLUMNS_MAX];
} Statement;

static char calls[4096];

const char *
oracle_mock_calls(void)
{
    return calls;
}

void
oracle_mock_forget(void)
{
    calls[0] = '\0';
}

static void
note(const char *format, guint64 value)
{
    const gsize n = strlen(calls);
    g_snprintf(calls + n, sizeof calls - n, "%s=%" G_GUINT64_FORMAT ";", format, value);
}

static SQLRETURN
fail(void *handle, const char *state, SQLINTEGER native, const char *message)
{
    Diagnosis *diagnosis = &((Connection *)handle)->diagnosis;
    g_free(diagnosis->message);
    *diagnosis = (Diagnosis){ .native = native, .message = g_strdup(message) };
    g_strlcpy(diagnosis->state, state, sizeof diagnosis->state);
    return SQL_ERROR;
}

/* What Oracle's driver answers where ODBC leaves it to the driver: the link has to live with it. */
static SQLRETURN
not_offered(SQLHANDLE handle)
{
    return fail(handle, "HYC00", 0, "Optional feature is not supported by this driver");
}

static char *
text_of(SQLWCHAR *units)
{
    return g_utf16_to_utf8(units, -1, NULL, NULL, NULL);
}

/* Into @ret of @n_ret units, with its end mark; the units that there are. */
static guint
put_wide(const char *text, SQLWCHAR *ret, gsize n_ret)
{
    glong n = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &n, NULL);
    if (ret == NULL || n_ret == 0)
        return (guint)n;
    const gsize n_put = MIN((gsize)n, n_ret - 1);
    memcpy(ret, units, n_put * sizeof *units);
    ret[n_put] = 0;
    return (guint)n;
}

/* ---- cells ---- */

static GByteArray *
bytes_of(const char *cell, SQLSMALLINT c_type)
{
    GByteArray *bytes = g_byte_array_new();
    g_autoptr(GString) text = g_string_new(cell);
    if (g_str_has_prefix(cell, "long:")) {
        g_string_set_size(text, 0);
        for (guint i = 0; i < LONG_CHARACTERS; i++)
            g_string_append(text, cell + strlen("long:"));
    }
    if (c_type == SQL_C_WCHAR && g_str_equal(cell, "surrogate")) {
        const SQLWCHAR units[] = { 'a', 0xD83D, 'b' };
        g_byte_array_append(bytes, (const guint8 *)units, sizeof units);
    } else if (c_type == SQL_C_WCHAR) {
        glong n = 0;
        g_autofree gunichar2 *units = g_utf8_to_utf16(text->str, -1, NULL, &n, NULL);
        g_byte_array_append(bytes, (const guint8 *)units, (guint)n * sizeof *units);
    } else if (c_type == SQL_C_TYPE_TIMESTAMP) {
        SQL_TIMESTAMP_STRUCT moment = { 0 };
        guint v[6] = { 0 };
        char fraction[10] = "";
        const int n = sscanf(cell, "%u-%u-%u %u:%u:%u.%9s", &v[0], &v[1], &v[2], &v[3], &v[4],
                             &v[5], fraction);
        g_assert(n >= 6);
        g_autofree char *nine = g_strdup_printf("%s%s", fraction, "000000000" + strlen(fraction));
        moment = (SQL_TIMESTAMP_STRUCT){ (SQLSMALLINT)v[0],
                                         (SQLUSMALLINT)v[1],
                                         (SQLUSMALLINT)v[2],
                                         (SQLUSMALLINT)v[3],
                                         (SQLUSMALLINT)v[4],
                                         (SQLUSMALLINT)v[5],
                                         (SQLUINTEGER)g_ascii_strtoull(nine, NULL, 10) };
        g_byte_array_append(bytes, (const guint8 *)&moment, sizeof moment);
    } else {
        g_assert(c_type == SQL_C_CHAR || c_type == SQL_C_BINARY);
        g_byte_array_append(bytes, (const guint8 *)text->str, (guint)text->len);
    }
    return bytes;
}

/* As much of @bytes as fits, never half a character; how many. */
static gsize
deliver(const GByteArray *bytes, gsize offset, SQLSMALLINT c_type, guint8 *target, gsize room)
{
    const gsize n_end = c_type == SQL_C_CHAR ? 1 : c_type == SQL_C_WCHAR ? 2 : 0;
    gsize n = MIN(bytes->len - offset, room - n_end);
    const gboolean is_cut = n < bytes->len - offset;
    while (is_cut && c_type == SQL_C_CHAR && n > 0 && (bytes->data[offset + n] & 0xC0) == 0x80)
        n--;
    if (n > 0)
        memcpy(target, bytes->data + offset, n);
    memset(target + n, 0, n_end);
    return n;
}

static const char *
cell_of(const Statement *statement, guint row, guint column)
{
    const Script *script = statement->script;
    const char *cell = script->cells[row * script->n_columns + column];
    const gboolean is_text = script->columns[column].type != SQL_LONGVARBINARY &&
                             script->columns[column].type != SQL_VARBINARY;
    return cell != NULL && is_text && *cell == '\0' ? NULL : cell; /* '' is NULL */
}

static SQLRETURN
fill_bound(Statement *statement, guint row, guint slot)
{
    SQLRETURN result = SQL_SUCCESS;
    for (guint c = 0; c < statement->n_bound; c++) {
        const SQLSMALLINT c_type = statement->bound[c].c_type;
        const char *cell = cell_of(statement, row, c);
        SQLLEN *length = &statement->bound[c].lengths[slot];
        const gsize width = c_type == SQL_C_TYPE_TIMESTAMP ? sizeof(SQL_TIMESTAMP_STRUCT)
                                                           : (gsize)statement->bound[c].width;
        if (cell == NULL) {
            *length = SQL_NULL_DATA;
            continue;
        }
        g_autoptr(GByteArray) bytes = bytes_of(cell, c_type);
        *length = bytes->len;
        const gsize n = deliver(bytes, 0, c_type, statement->bound[c].cells + slot * width, width);
        if (n < bytes->len) {
            fail(statement, "01004", 0, "data truncated");
            result = SQL_SUCCESS_WITH_INFO;
        }
    }
    return result;
}

/* ---- the driver ---- */

SQLRETURN SQL_API
SQLAllocHandle(SQLSMALLINT type, SQLHANDLE parent, SQLHANDLE *ret)
{
    if (type == SQL_HANDLE_STMT) {
        Statement *statement = g_new0(Statement, 1);
        statement->connection = parent;
        statement->n_rows = 1;
        *ret = statement;
    } else {
        *ret = g_new0(Connection, 1);
    }
    ((Connection *)*ret)->type = type;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle)
{
    Connection *base = handle;
    g_assert(base->type == type);
    g_free(base->diagnosis.message);
    g_free(handle);
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLFreeStmt(SQLHSTMT handle, SQLUSMALLINT option)
{
    (void)handle;
    (void)option;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLSetEnvAttr(SQLHENV handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER length)
{
    (void)handle;
    (void)attribute;
    (void)value;
    (void)length;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLSetConnectAttrW(SQLHDBC handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER length)
{
    (void)length;
    note(attribute == SQL_ATTR_ACCESS_MODE          ? "access"
         : attribute == SQL_ATTR_AUTOCOMMIT         ? "autocommit"
         : attribute == SQL_ATTR_LOGIN_TIMEOUT      ? "login"
         : attribute == SQL_ATTR_CONNECTION_TIMEOUT ? "connection"
                                                    : "other",
         GPOINTER_TO_SIZE(value));
    return attribute == SQL_ATTR_CONNECTION_TIMEOUT /* as Oracle's */
               ? not_offered(handle)
               : SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLDriverConnectW(SQLHDBC handle, SQLHWND window, SQLWCHAR *in, SQLSMALLINT n_in, SQLWCHAR *out,
                  SQLSMALLINT n_out, SQLSMALLINT *ret_n, SQLUSMALLINT completion)
{
    (void)window;
    (void)n_in;
    (void)out;
    (void)n_out;
    (void)ret_n;
    g_assert(completion == SQL_DRIVER_NOPROMPT);
    Connection *connection = handle;
    g_autofree char *text = text_of(in);
    g_autofree char *told =
        strstr(text, "UID=teller") != NULL
            ? g_strdup_printf("ORA-01017: invalid username/password in %s", text)
            : g_strdup("ORA-01017: invalid username/password; S3cret {x}; denied");
    if (strstr(text, "PWD=") != NULL && strstr(text, "PWD={S3cret {x}}; right};") == NULL)
        return fail(handle, "28000", 1017, told);
    connection->can_get = strstr(text, "CanGet=15") != NULL ? 15 : 0;
    connection->has_sets = strstr(text, "NoSets=1") == NULL;
    connection->database = strstr(text, "Odd=1") != NULL         ? "Odd"
                           : strstr(text, "SqlServer=1") != NULL ? "Microsoft SQL Server"
                                                                 : "Oracle";
    note("connected", 1);
    return SQL_SUCCESS_WITH_INFO; /* ORA-28002: the password will expire */
}

SQLRETURN SQL_API
SQLDisconnect(SQLHDBC handle)
{
    (void)handle;
    note("disconnected", 1);
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLEndTran(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT completion)
{
    (void)type;
    (void)handle;
    note(completion == SQL_ROLLBACK ? "rollback" : "commit", 1);
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLGetInfoW(SQLHDBC handle, SQLUSMALLINT what, SQLPOINTER value, SQLSMALLINT n_bytes,
            SQLSMALLINT *ret_n)
{
    const Connection *connection = handle;
    if (what == SQL_GETDATA_EXTENSIONS) {
        *(SQLUINTEGER *)value = connection->can_get;
        return SQL_SUCCESS;
    }
    if (what == SQL_CURSOR_COMMIT_BEHAVIOR || what == SQL_CURSOR_ROLLBACK_BEHAVIOR) {
        *(SQLUSMALLINT *)value = SQL_CB_CLOSE;
        return SQL_SUCCESS;
    }
    const char *text = what == SQL_IDENTIFIER_QUOTE_CHAR ? "\""
                       : what == SQL_DBMS_NAME           ? connection->database
                       : what == SQL_DRIVER_ODBC_VER     ? "03.52"
                                                         : "";
    const guint n = put_wide(text, value, n_bytes > 0 ? (gsize)n_bytes / 2 : 0);
    if (ret_n != NULL)
        *ret_n = (SQLSMALLINT)(2 * n);
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLSetStmtAttrW(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER length)
{
    (void)length;
    Statement *statement = handle;
    switch (attribute) {
    case SQL_ATTR_ROW_ARRAY_SIZE:
        statement->n_rows = statement->connection->has_sets ? GPOINTER_TO_SIZE(value) : 1;
        note("set", statement->n_rows);
        return statement->connection->has_sets ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
    case SQL_ATTR_ROWS_FETCHED_PTR:
        statement->fetched = value;
        break;
    case SQL_ATTR_ROW_STATUS_PTR:
        statement->status = value;
        break;
    case SQL_ATTR_QUERY_TIMEOUT:
        note("query", GPOINTER_TO_SIZE(value));
        break;
    case SQL_ATTR_NOSCAN:
        break;
    default:
        return not_offered(handle);
    }
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLGetStmtAttrW(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER n_bytes,
                SQLINTEGER *ret_n)
{
    (void)n_bytes;
    (void)ret_n;
    if (attribute != SQL_ATTR_ROW_ARRAY_SIZE)
        return not_offered(handle);
    *(SQLULEN *)value = ((Statement *)handle)->n_rows;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLPrepareW(SQLHSTMT handle, SQLWCHAR *text, SQLINTEGER n)
{
    (void)n;
    Statement *statement = handle;
    g_autofree char *told = text_of(text);
    for (guint i = 0; i < G_N_ELEMENTS(scripts); i++)
        if (g_str_equal(scripts[i].text, told))
            statement->script = &scripts[i];
    return statement->script != NULL
               ? SQL_SUCCESS
               : fail(handle, "42S02", 942, "ORA-00942: table or view does not exist");
}

SQLRETURN SQL_API
SQLExecute(SQLHSTMT handle)
{
    (void)handle;
    note("executed", 1);
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLNumResultCols(SQLHSTMT handle, SQLSMALLINT *ret)
{
    *ret = (SQLSMALLINT)((Statement *)handle)->script->n_columns;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLDescribeColW(SQLHSTMT handle, SQLUSMALLINT number, SQLWCHAR *name, SQLSMALLINT n_name,
                SQLSMALLINT *ret_n, SQLSMALLINT *type, SQLULEN *size, SQLSMALLINT *digits,
                SQLSMALLINT *nullable)
{
    const MockColumn *column = &((Statement *)handle)->script->columns[number - 1];
    *ret_n = (SQLSMALLINT)put_wide(column->name, name, (gsize)n_name);
    *type = column->type;
    *size = column->size;
    *digits = column->digits;
    *nullable = SQL_NULLABLE;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLColAttributeW(SQLHSTMT handle, SQLUSMALLINT number, SQLUSMALLINT what, SQLPOINTER text,
                 SQLSMALLINT n_bytes, SQLSMALLINT *ret_n, SQLLEN *ret)
{
    (void)ret;
    const MockColumn *column = &((Statement *)handle)->script->columns[number - 1];
    g_assert(what == SQL_DESC_TYPE_NAME);
    *ret_n = (SQLSMALLINT)(2 * put_wide(column->type_name, text, (gsize)n_bytes / 2));
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLBindCol(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER cells, SQLLEN width,
           SQLLEN *lengths)
{
    Statement *statement = handle;
    const guint index = number - 1u;
    g_assert(index == statement->n_bound && index < statement->script->n_columns);
    statement->n_bound++;
    statement->bound[index].c_type = c_type;
    statement->bound[index].cells = cells;
    statement->bound[index].width = width;
    statement->bound[index].lengths = lengths;
    return SQL_SUCCESS;
}

/* One row into the set; what is wrong with it. */
static SQLRETURN
give_row(Statement *statement, guint slot)
{
    const Script *script = statement->script;
    const gboolean is_bad = script->habit == HABIT_ALL_BAD ||
                            (statement->n_given == 1 &&
                             (script->habit == HABIT_BAD_ROW || script->habit == HABIT_LOST));
    SQLRETURN result = SQL_SUCCESS;
    if (is_bad) {
        const gboolean is_lost = script->habit == HABIT_LOST;
        fail(statement, is_lost ? "08S01" : "22003", 0, is_lost ? "gone" : "12345 out of range");
        statement->base.diagnosis.row = slot + 1;
        statement->base.diagnosis.column = (SQLINTEGER)script->n_columns;
        result = SQL_ERROR;
    } else {
        result = fill_bound(statement, statement->n_given, slot);
    }
    if (statement->status != NULL)
        statement->status[slot] =
            is_bad ? SQL_ROW_ERROR
                   : (result == SQL_SUCCESS ? SQL_ROW_SUCCESS : SQL_ROW_SUCCESS_WITH_INFO);
    statement->n_given += script->habit == HABIT_ALL_BAD ? 0 : 1;
    return result;
}

SQLRETURN SQL_API
SQLFetch(SQLHSTMT handle)
{
    Statement *statement = handle;
    const Script *script = statement->script;
    SQLRETURN result = SQL_SUCCESS;
    guint n_bad = 0;
    statement->n_set = statement->position = statement->last_column = 0;
    while (statement->n_set < MIN(statement->n_rows, ROWS_AT_ONCE) &&
           statement->n_given < script->n_rows) {
        const SQLRETURN of_row = give_row(statement, statement->n_set++);
        n_bad += of_row == SQL_ERROR ? 1 : 0;
        result = of_row == SQL_SUCCESS ? result : SQL_SUCCESS_WITH_INFO;
    }
    for (SQLULEN i = statement->n_set; statement->status != NULL && i < statement->n_rows; i++)
        statement->status[i] = SQL_ROW_NOROW;
    if (statement->fetched != NULL)
        *statement->fetched = statement->n_set;
    if (statement->n_set == 0)
        return script->habit == HABIT_BREAKS
                   ? fail(statement, "HY000", 1555, "ORA-01555: snapshot too old \"secret\"")
                   : SQL_NO_DATA;
    return n_bad == statement->n_set ? SQL_ERROR : result;
}

SQLRETURN SQL_API
SQLSetPos(SQLHSTMT handle, SQLSETPOSIROW row, SQLUSMALLINT operation, SQLUSMALLINT lock)
{
    Statement *statement = handle;
    (void)lock;
    if (operation != SQL_POSITION || row < 1 || row > statement->n_set)
        return fail(handle, "HY107", 0, "Row value out of range");
    statement->position = (guint)row - 1;
    statement->last_column = 0;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLGetData(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER target, SQLLEN room,
           SQLLEN *ret_length)
{
    Statement *statement = handle;
    const Habit habit = statement->script->habit;
    const gboolean may_all = statement->connection->can_get == 15;
    if (!may_all &&
        (statement->n_rows > 1 || number <= statement->n_bound || number < statement->last_column))
        return fail(handle, "07009", 0, "Invalid descriptor index");
    if (number != statement->last_column)
        statement->offset = 0;
    const gboolean is_again = number == statement->last_column;
    statement->last_column = number;
    const guint row = statement->n_given - statement->n_set + statement->position;
    const char *cell = cell_of(statement, row, number - 1u);
    *ret_length = SQL_NULL_DATA;
    if (cell == NULL)
        return SQL_SUCCESS;
    g_autoptr(GByteArray) bytes = bytes_of(cell, c_type);
    if (is_again && statement->offset >= bytes->len)
        return SQL_NO_DATA;
    const gsize left = bytes->len - statement->offset;
    const gsize size = c_type == SQL_C_TYPE_TIMESTAMP ? sizeof(SQL_TIMESTAMP_STRUCT) : (gsize)room;
    const gsize n = deliver(bytes, statement->offset, c_type, target, size);
    statement->offset += n;
    *ret_length = habit == HABIT_NO_TOTAL && n < left ? SQL_NO_TOTAL : (SQLLEN)left;
    if (habit == HABIT_WRONG_SUM && n < left)
        *ret_length += 7;
    return n < left ? (fail(handle, "01004", 0, "data truncated"), SQL_SUCCESS_WITH_INFO)
                    : SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLMoreResults(SQLHSTMT handle)
{
    (void)handle;
    return SQL_NO_DATA;
}

SQLRETURN SQL_API
SQLCloseCursor(SQLHSTMT handle)
{
    (void)handle;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLGetDiagRecW(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT n, SQLWCHAR *state,
               SQLINTEGER *native, SQLWCHAR *text, SQLSMALLINT n_text, SQLSMALLINT *ret_n)
{
    (void)type;
    const Diagnosis *diagnosis = &((Connection *)handle)->diagnosis;
    if (n > 1 || diagnosis->message == NULL)
        return SQL_NO_DATA;
    put_wide(diagnosis->state, state, 6);
    if (native != NULL)
        *native = diagnosis->native;
    const guint n_units = put_wide(diagnosis->message, text, n_text > 0 ? (gsize)n_text : 0);
    if (ret_n != NULL)
        *ret_n = (SQLSMALLINT)n_units;
    return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLGetDiagFieldW(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT n, SQLSMALLINT what,
                 SQLPOINTER value, SQLSMALLINT n_bytes, SQLSMALLINT *ret_n)
{
    (void)type;
    (void)n_bytes;
    (void)ret_n;
    const Diagnosis *diagnosis = &((Connection *)handle)->diagnosis;
    if (n > 1 || diagnosis->message == NULL)
        return SQL_NO_DATA;
    if (what == SQL_DIAG_ROW_NUMBER)
        *(SQLLEN *)value = diagnosis->row;
    else if (what == SQL_DIAG_COLUMN_NUMBER)
        *(SQLINTEGER *)value = diagnosis->column;
    else
        return SQL_ERROR;
    return SQL_SUCCESS;
}
