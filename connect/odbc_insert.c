#include "connect/odbc_insert.h"

#define ROWS_AT_ONCE 1000u
#define BYTES_AT_ONCE ((gsize)4 << 20)
#define SHORT_UNITS 4000u /* of a VARCHAR; what is longer is a LONGVARCHAR to drivers */

typedef struct {
    gunichar2 *cells; /* [n_rows * width] */
    SQLLEN *lengths;  /* [n_rows] in bytes */
    gsize n_units;    /* room of cells */
    gsize width;
} Parameter;

struct _HnOdbcInsert {
    SQLHSTMT statement;
    guint n_parameters;
    Parameter *parameters; /* [n_parameters]: the operation, and the columns */
    SQLUSMALLINT status[ROWS_AT_ONCE];
    SQLULEN n_processed;
    gboolean takes_arrays;
};

HnOdbcInsert *
hn_odbc_insert_new(SQLHSTMT statement, guint n_columns)
{
    HnOdbcInsert *insert = g_new0(HnOdbcInsert, 1);
    insert->statement = statement;
    insert->n_parameters = n_columns + 1;
    insert->parameters = g_new0(Parameter, insert->n_parameters);
    insert->takes_arrays = TRUE;
    for (guint i = 0; i < insert->n_parameters; i++)
        insert->parameters[i].lengths = g_new0(SQLLEN, ROWS_AT_ONCE);
    return insert;
}

void
hn_odbc_insert_free(HnOdbcInsert *insert)
{
    if (insert == NULL)
        return;
    SQLFreeHandle(SQL_HANDLE_STMT, insert->statement);
    for (guint i = 0; i < insert->n_parameters; i++) {
        g_free(insert->parameters[i].cells);
        g_free(insert->parameters[i].lengths);
    }
    g_free(insert->parameters);
    g_free(insert);
}

SQLHSTMT
hn_odbc_insert_statement(const HnOdbcInsert *insert)
{
    return insert->statement;
}

gboolean
hn_odbc_insert_prepare(HnOdbcInsert *insert, const char *text)
{
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, NULL, NULL);
    return units != NULL && hn_odbc_worked(SQLPrepareW(insert->statement, units, SQL_NTS));
}

/* ---- one piece of rows ---- */

static HnSlice
cell_of(const HnChangeRows *rows, guint row, guint parameter)
{
    if (parameter == 0)
        return hn_slice(rows->operations + row, 1);
    return rows->fields[(gsize)row * rows->n_columns + parameter - 1];
}

/* How many rows from @first fit, and how wide their columns are: UTF-16 has no more units than
 * UTF-8 has bytes. */
static guint
plan_piece(HnOdbcInsert *insert, const HnChangeRows *rows, guint first)
{
    const guint n_max = MIN(insert->takes_arrays ? ROWS_AT_ONCE : 1, rows->n_rows - first);
    guint n = 0;
    for (guint i = 0; i < insert->n_parameters; i++)
        insert->parameters[i].width = 1;
    for (gsize wide = 0; n < n_max; n++) {
        gsize wider = 0;
        for (guint i = 0; i < insert->n_parameters; i++)
            wider += MAX(insert->parameters[i].width, cell_of(rows, first + n, i).n_bytes);
        wide = MAX(wide, wider);
        if (n > 0 && (n + 1) * wide * sizeof(gunichar2) > BYTES_AT_ONCE)
            break;
        for (guint i = 0; i < insert->n_parameters; i++)
            insert->parameters[i].width =
                MAX(insert->parameters[i].width, cell_of(rows, first + n, i).n_bytes);
    }
    return n;
}

/* In bytes. */
static SQLLEN
put_utf16(gunichar2 *units, HnSlice cell)
{
    gsize n = 0;
    for (gsize at = 0; at < cell.n_bytes;) {
        const char *next = (const char *)cell.bytes + at;
        gunichar point = (guint8)*next;
        gsize step = 1;
        if (point >= 0x80) {
            point = g_utf8_get_char_validated(next, (gssize)(cell.n_bytes - at));
            const gboolean is_bad = point >= 0x110000; /* and 0: by contract there are none */
            step = is_bad ? 1 : (gsize)g_unichar_to_utf8(point, NULL);
            point = is_bad ? 0xFFFD : point;
        }
        at += step;
        if (point >= 0x10000) {
            units[n++] = (gunichar2)(0xD800 + ((point - 0x10000) >> 10));
            point = 0xDC00 + ((point - 0x10000) & 0x3FF);
        }
        units[n++] = (gunichar2)point;
    }
    return (SQLLEN)(n * sizeof *units);
}

static void
fill_parameter(HnOdbcInsert *insert, guint index, const HnChangeRows *rows, guint first, guint n)
{
    Parameter *parameter = &insert->parameters[index];
    if (parameter->n_units < n * parameter->width) {
        parameter->n_units = n * parameter->width;
        parameter->cells = g_renew(gunichar2, parameter->cells, parameter->n_units);
    }
    for (guint row = 0; row < n; row++) {
        const HnSlice cell = cell_of(rows, first + row, index);
        parameter->lengths[row] = cell.bytes == NULL
                                      ? SQL_NULL_DATA
                                      : put_utf16(parameter->cells + row * parameter->width, cell);
    }
}

static gboolean
bind_parameter(HnOdbcInsert *insert, guint index)
{
    Parameter *parameter = &insert->parameters[index];
    const SQLSMALLINT type = parameter->width > SHORT_UNITS ? SQL_WLONGVARCHAR : SQL_WVARCHAR;
    return hn_odbc_worked(
        SQLBindParameter(insert->statement, (SQLUSMALLINT)(index + 1), SQL_PARAM_INPUT, SQL_C_WCHAR,
                         type, parameter->width, 0, parameter->cells,
                         (SQLLEN)(parameter->width * sizeof(gunichar2)), parameter->lengths));
}

static gboolean
set_size(HnOdbcInsert *insert, guint n)
{
    return hn_odbc_worked(SQLSetStmtAttrW(insert->statement, SQL_ATTR_PARAMSET_SIZE,
                                          GUINT_TO_POINTER(n), SQL_IS_UINTEGER));
}

/* All of the piece, and not cut. */
static gboolean
is_taken(HnOdbcInsert *insert, SQLRETURN result, guint n)
{
    char state[6] = "";
    if (!hn_odbc_worked(result))
        return FALSE;
    if (result == SQL_SUCCESS_WITH_INFO &&
        hn_odbc_link_state(SQL_HANDLE_STMT, insert->statement, 1, state) &&
        (g_str_equal(state, "01004") || g_str_has_prefix(state, "22")))
        return FALSE;
    for (guint i = 0; n > 1 && i < n; i++)
        if (insert->status[i] == SQL_PARAM_ERROR)
            return FALSE;
    return TRUE;
}

static gboolean
insert_piece(HnOdbcInsert *insert, const HnChangeRows *rows, guint first, guint n)
{
    for (guint i = 0; i < insert->n_parameters; i++) {
        fill_parameter(insert, i, rows, first, n);
        if (!bind_parameter(insert, i))
            return FALSE;
    }
    memset(insert->status, 0xFF, sizeof insert->status);
    return is_taken(insert, SQLExecute(insert->statement), n);
}

gboolean
hn_odbc_insert_rows(HnOdbcInsert *insert, const HnChangeRows *rows)
{
    SQLSetStmtAttrW(insert->statement, SQL_ATTR_PARAM_BIND_TYPE, SQL_PARAM_BIND_BY_COLUMN,
                    SQL_IS_UINTEGER);
    SQLSetStmtAttrW(insert->statement, SQL_ATTR_PARAM_STATUS_PTR, insert->status, SQL_IS_POINTER);
    SQLSetStmtAttrW(insert->statement, SQL_ATTR_PARAMS_PROCESSED_PTR, &insert->n_processed,
                    SQL_IS_POINTER);
    for (guint first = 0; first < rows->n_rows;) {
        guint n = plan_piece(insert, rows, first);
        if (!set_size(insert, n) && n > 1) {
            insert->takes_arrays = FALSE;
            n = plan_piece(insert, rows, first);
        }
        if (!insert_piece(insert, rows, first, n))
            return FALSE;
        first += n;
    }
    return TRUE;
}
