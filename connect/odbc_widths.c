#include "connect/odbc_widths.h"

/* Of a text without end, a driver's size is a setting of its own. */
static gboolean
has_end(SQLSMALLINT type)
{
    return type == SQL_CHAR || type == SQL_VARCHAR || type == SQL_WCHAR || type == SQL_WVARCHAR;
}

void
hn_odbc_widths_take(SQLHSTMT query, guint n_columns, HnSinkFilter *filter)
{
    for (guint i = 0; i < n_columns; i++) {
        SQLWCHAR name[1];
        SQLSMALLINT length = 0, type = 0, digits = 0, nullable = 0;
        SQLULEN size = 0;
        const SQLRETURN result = SQLDescribeColW(query, (SQLUSMALLINT)(i + 1), name, 1, &length,
                                                 &type, &size, &digits, &nullable);
        const gboolean is_narrow = hn_odbc_worked(result) && has_end(type) && size < G_MAXUINT;
        hn_sink_filter_narrow(filter, i, is_narrow ? (guint)size : 0);
    }
}
