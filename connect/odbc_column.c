#include "connect/odbc_column.h"

#include "connect/cell_value.h"

#define BYTES_PER_CHARACTER 4u /* UTF-8's most, and a surrogate pair's */
#define NUMBER_WIDTH 128u      /* Oracle's NUMBER has 40 digits and up to 125 zeros behind them */
#define REAL_BITS 24           /* or 7 digits */
#define MOMENT_TEXT_MAX 48     /* -32768-65535-65535 65535:65535:65535.123456789 */
#define ORACLE_DATE_SIZE 19    /* 2026-11-30 01:02:03 */

/* Microsoft's driver of SQL Server has types of its own. */
#define SQL_SERVER_TIME2 (-154)
#define SQL_SERVER_TIMESTAMP_OFFSET (-155)
#define SQL_SERVER_XML (-152)
#define SQL_SERVER_UDT (-151)

/* As wide as the column is said to be; a longer cell is noticed and read again or refused. */
static gsize
width_of(const HnOdbcDescription *description, gsize bytes_each, gsize n_end_bytes)
{
    if (description->size == 0 || description->size > HN_ODBC_BOUND_MAX)
        return 0;
    return (description->size * bytes_each + n_end_bytes + 7) / 8 * 8;
}

static HnOdbcColumn
text_column(HnOdbcKind kind, gsize width, gboolean is_padded)
{
    const gboolean is_wide = kind == HN_ODBC_WIDE;
    return (HnOdbcColumn){ .kind = kind,
                           .c_type = is_wide ? SQL_C_WCHAR : SQL_C_CHAR,
                           .width = width,
                           .n_end_bytes = is_wide ? sizeof(SQLWCHAR) : 1,
                           .is_padded = is_padded };
}

static HnOdbcColumn
fixed_column(HnOdbcKind kind, SQLSMALLINT c_type, gsize width)
{
    return (HnOdbcColumn){ .kind = kind, .c_type = c_type, .width = width };
}

/* Oracle's DATE has a time, and drivers describe it as a timestamp. Most of its columns hold days
 * alone, as midnight: those must look like the days of other registers. A TIMESTAMP, and the
 * DATETIME of other databases, keeps its form whatever a row holds. */
static gboolean
is_oracle_date(const HnOdbcDescription *description)
{
    return description->size == ORACLE_DATE_SIZE && description->digits == 0 &&
           (*description->type_name == '\0' ||
            g_ascii_strcasecmp(description->type_name, "DATE") == 0);
}

HnOdbcColumn
hn_odbc_column(const HnOdbcDescription *description)
{
    const gsize number = CLAMP((gsize)description->size + 8, NUMBER_WIDTH, 1024) / 8 * 8;
    switch (description->type) {
    case SQL_CHAR:
    case SQL_VARCHAR:
        return text_column(HN_ODBC_TEXT, width_of(description, BYTES_PER_CHARACTER, 1),
                           description->type == SQL_CHAR);
    case SQL_WCHAR:
    case SQL_WVARCHAR:
        return text_column(HN_ODBC_WIDE,
                           width_of(description, BYTES_PER_CHARACTER, sizeof(SQLWCHAR)),
                           description->type == SQL_WCHAR);
    case SQL_WLONGVARCHAR:
    case SQL_SERVER_XML:
        return text_column(HN_ODBC_WIDE, 0, FALSE);
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
    case SQL_DECIMAL:
    case SQL_NUMERIC:
    case SQL_FLOAT:
    case SQL_DOUBLE:
        return text_column(HN_ODBC_NUMBER, number, FALSE);
    case SQL_REAL: /* of more bits it is another thing under that name */
        return description->size > REAL_BITS
                   ? text_column(HN_ODBC_NUMBER, number, FALSE)
                   : fixed_column(HN_ODBC_REAL, SQL_C_FLOAT, sizeof(SQLREAL));
    case SQL_GUID:
    case SQL_TYPE_TIME:
    case SQL_TIME:
    case SQL_SERVER_TIME2:
    case SQL_SERVER_TIMESTAMP_OFFSET:
        return text_column(HN_ODBC_TEXT, NUMBER_WIDTH, FALSE);
    case SQL_TYPE_DATE:
    case SQL_DATE:
        return fixed_column(HN_ODBC_DATE, SQL_C_TYPE_DATE, sizeof(SQL_DATE_STRUCT));
    case SQL_TYPE_TIMESTAMP:
    case SQL_TIMESTAMP: {
        HnOdbcColumn column =
            fixed_column(HN_ODBC_MOMENT, SQL_C_TYPE_TIMESTAMP, sizeof(SQL_TIMESTAMP_STRUCT));
        column.may_be_date = is_oracle_date(description);
        return column;
    }
    case SQL_BIT:
        return fixed_column(HN_ODBC_BIT, SQL_C_BIT, 1);
    case SQL_BINARY:
    case SQL_VARBINARY:
        return fixed_column(HN_ODBC_BYTES, SQL_C_BINARY, width_of(description, 1, 0));
    case SQL_LONGVARBINARY:
    case SQL_SERVER_UDT:
        return fixed_column(HN_ODBC_BYTES, SQL_C_BINARY, 0);
    default: /* SQL_LONGVARCHAR, intervals, and what drivers have of their own */
        return text_column(HN_ODBC_TEXT, 0, FALSE);
    }
}

static HnSlice
without_blanks(HnSlice cell, gboolean is_wide)
{
    static const SQLWCHAR blank = ' ';
    const gsize step = is_wide ? sizeof blank : 1;
    const void *pattern = is_wide ? (const void *)&blank : " ";
    while (cell.n_bytes >= step && memcmp(cell.bytes + cell.n_bytes - step, pattern, step) == 0)
        cell.n_bytes -= step;
    return cell;
}

/* Oracle leaves the zero before the point out. */
static void
put_number(HnCellRows *rows, guint index, HnSlice cell)
{
    const gsize sign = cell.n_bytes > 0 && (cell.bytes[0] == '-' || cell.bytes[0] == '+') ? 1 : 0;
    if (cell.n_bytes < sign + 2 || cell.bytes[sign] != '.') {
        hn_cell_rows_text(rows, index, cell);
        return;
    }
    guint8 *room = hn_cell_rows_room(rows, cell.n_bytes + 1);
    memcpy(room, cell.bytes, sign);
    room[sign] = '0';
    memcpy(room + sign + 1, cell.bytes + sign, cell.n_bytes - sign);
    hn_cell_rows_text(rows, index, hn_slice(room, cell.n_bytes + 1));
}

static void
put_real(HnCellRows *rows, guint index, HnSlice cell)
{
    SQLREAL value;
    memcpy(&value, cell.bytes, sizeof value);
    hn_cell_value_float(rows, index, value);
}

static void
put_date(HnCellRows *rows, guint index, HnSlice cell)
{
    SQL_DATE_STRUCT date;
    memcpy(&date, cell.bytes, sizeof date);
    guint8 *room = hn_cell_rows_room(rows, MOMENT_TEXT_MAX);
    const int n = g_snprintf((char *)room, MOMENT_TEXT_MAX, "%04d-%02u-%02u", date.year, date.month,
                             date.day);
    hn_cell_rows_written(rows, index, hn_slice(room, (gsize)n));
}

static void
put_moment(const HnOdbcColumn *column, HnCellRows *rows, guint index, HnSlice cell)
{
    SQL_TIMESTAMP_STRUCT moment;
    memcpy(&moment, cell.bytes, sizeof moment);
    char *room = (char *)hn_cell_rows_room(rows, MOMENT_TEXT_MAX);
    int n =
        g_snprintf(room, MOMENT_TEXT_MAX, "%04d-%02u-%02u", moment.year, moment.month, moment.day);
    const gboolean is_midnight =
        moment.hour == 0 && moment.minute == 0 && moment.second == 0 && moment.fraction == 0;
    if (!is_midnight || !column->may_be_date)
        n += g_snprintf(room + n, (gulong)(MOMENT_TEXT_MAX - n), " %02u:%02u:%02u", moment.hour,
                        moment.minute, moment.second);
    if (moment.fraction != 0) { /* billionths */
        n += g_snprintf(room + n, (gulong)(MOMENT_TEXT_MAX - n), ".%09u", (guint)moment.fraction);
        while (room[n - 1] == '0')
            n--;
    }
    hn_cell_rows_written(rows, index, hn_slice(room, (gsize)n));
}

void
hn_odbc_column_put(const HnOdbcColumn *column, HnCellRows *rows, guint index, HnSlice cell)
{
    if (column->is_padded)
        cell = without_blanks(cell, column->kind == HN_ODBC_WIDE);
    switch (column->kind) {
    case HN_ODBC_TEXT:
        hn_cell_rows_text(rows, index, cell);
        break;
    case HN_ODBC_WIDE:
        hn_cell_value_utf16(rows, index, cell);
        break;
    case HN_ODBC_NUMBER:
        put_number(rows, index, cell);
        break;
    case HN_ODBC_REAL:
        put_real(rows, index, cell);
        break;
    case HN_ODBC_DATE:
        put_date(rows, index, cell);
        break;
    case HN_ODBC_MOMENT:
        put_moment(column, rows, index, cell);
        break;
    case HN_ODBC_BIT:
        hn_cell_rows_text(rows, index, hn_slice_of(*cell.bytes == 0 ? "false" : "true"));
        break;
    case HN_ODBC_BYTES:
        hn_cell_value_hex(rows, index, cell);
        break;
    default:
        g_assert_not_reached();
    }
}
