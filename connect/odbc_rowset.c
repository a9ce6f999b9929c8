#include "connect/odbc_rowset.h"

#include "connect/connect_error.h"
#include "connect/odbc_column.h"

/* Of the rows fetched at once: at 40 MB/s a set takes 100 ms, so a round trip of 1 ms costs 1 %. */
#define SET_BYTES ((gsize)4 << 20)
#define SET_BYTES_MAX ((gsize)64 << 20) /* where the configuration says how many rows */
#define SET_ROWS 4096u                  /* as a batch has */
#define LONG_BYTES_FIRST 65536u         /* of a long cell's first piece */
#define TAIL_BYTES 8u                   /* a piece's end mark lies in its last ones */
#define RECORD_BYTES_DEFAULT ((gsize)1 << 20)
#define RECORD_BYTES_MAX ((gsize)1 << 30) /* twice it, and a piece, fit a GByteArray */
#define ROW_FAILURES_MAX 1000u /* of rows in sequence that a driver cannot read: then nothing can */
#define NAME_UNITS 512

typedef struct {
    HnOdbcColumn plan;
    guint8 *cells;      /* [n_set_rows * plan.width]; NULL: read by itself */
    SQLLEN *lengths;    /* [n_set_rows] */
    GByteArray *pieces; /* the cell that was read by itself, until its row has ended */
} Column;

typedef enum {
    CELL_READ,
    CELL_MISSING,
    CELL_TOO_LONG,
    CELL_TRUNCATED,
    CELL_UNREADABLE,
    CELL_BROKEN,
} CellResult;

struct _HnOdbcRowset {
    HnOdbcLink *link;
    SQLHSTMT statement;
    HnCellRows *rows;
    gsize cell_bytes_max; /* of a long cell; what is longer is not read to its end */
    Column *columns;
    guint n_columns;
    guint n_bound;        /* the first so many columns are bound */
    gsize n_set_rows;     /* fetched at once */
    SQLUSMALLINT *status; /* [n_set_rows] */
    SQLULEN n_fetched;    /* of the set in memory */
    SQLULEN next;         /* of its rows */
    gboolean counts_rows; /* the driver tells n_fetched */
    guint n_row_failures; /* in sequence */
};

/* ---- reading one cell ---- */

/* Of the same size in every row, and without an end. */
static gboolean
is_fixed(const HnOdbcColumn *plan)
{
    return plan->n_end_bytes == 0 && plan->kind != HN_ODBC_BYTES;
}

static gsize
buffer_size(GByteArray *bytes, gsize used, gsize wanted)
{
    if (bytes->len < used + wanted)
        g_byte_array_set_size(bytes, (guint)((used + wanted + 7) / 8 * 8));
    return bytes->len - used;
}

/* Length of a piece in @room bytes that the driver has filled to its end, or nearly: it may leave
 * out the first bytes of a character that does not fit whole. G_MAXSIZE: it has no end mark. */
static gsize
piece_length(const HnOdbcColumn *plan, const guint8 *piece, gsize room)
{
    static const guint8 end_mark[sizeof(SQLWCHAR)] = { 0 };
    if (plan->n_end_bytes == 0)
        return room;
    for (gsize n = plan->n_end_bytes; n <= TAIL_BYTES; n += plan->n_end_bytes)
        if (memcmp(piece + room - n, end_mark, plan->n_end_bytes) == 0)
            return room - n;
    return G_MAXSIZE;
}

/* Length of a last piece whose length the driver does not tell. */
static gsize
marked_length(const HnOdbcColumn *plan, const guint8 *piece, gsize room)
{
    static const guint8 end_mark[sizeof(SQLWCHAR)] = { 0 };
    for (gsize n = 0; plan->n_end_bytes > 0 && n + plan->n_end_bytes <= room;
         n += plan->n_end_bytes)
        if (memcmp(piece + n, end_mark, plan->n_end_bytes) == 0)
            return n;
    return G_MAXSIZE;
}

static CellResult
why_unreadable(const HnOdbcRowset *set)
{
    char state[6] = "";
    hn_odbc_link_state(SQL_HANDLE_STMT, set->statement, 1, state);
    return g_str_has_prefix(state, "22") || g_str_equal(state, "07006") ? CELL_UNREADABLE
                                                                        : CELL_BROKEN;
}

/* The next piece behind @used bytes. CELL_READ with *ret_is_last: there are no more. */
static CellResult
read_piece(HnOdbcRowset *set, guint index, gsize *used, SQLLEN *ret_left, gboolean *ret_is_last)
{
    Column *column = &set->columns[index];
    const HnOdbcColumn *plan = &column->plan;
    /* What is left by the driver's word, which is trusted no further than the cell may go. */
    const gsize told = *ret_left > 0 ? MIN((gsize)*ret_left, set->cell_bytes_max) : 0;
    const gsize room = buffer_size(column->pieces, *used, MAX(told + TAIL_BYTES, LONG_BYTES_FIRST));
    guint8 *piece = column->pieces->data + *used;
    SQLLEN left = 0;
    memset(piece + room - TAIL_BYTES, 0xFF, TAIL_BYTES);
    const SQLRETURN result = SQLGetData(set->statement, (SQLUSMALLINT)(index + 1), plan->c_type,
                                        piece, (SQLLEN)room, &left);
    *ret_is_last = TRUE;
    if (result == SQL_NO_DATA) /* of what had no total, the piece before was the last */
        return *used > 0 ? CELL_READ : CELL_UNREADABLE;
    if (!hn_odbc_worked(result))
        return why_unreadable(set);
    if (left == SQL_NULL_DATA)
        return CELL_MISSING;
    if (left < 0 && left != SQL_NO_TOTAL)
        return CELL_UNREADABLE;
    if (is_fixed(plan))
        left = (SQLLEN)plan->width;
    *ret_is_last =
        left == SQL_NO_TOTAL ? result == SQL_SUCCESS : (gsize)left + plan->n_end_bytes <= room;
    gsize n = left == SQL_NO_TOTAL ? marked_length(plan, piece, room) : (gsize)left;
    if (!*ret_is_last)
        n = piece_length(plan, piece, room);
    if (n == G_MAXSIZE || (n == 0 && !*ret_is_last)) /* the second would go on for ever */
        return CELL_TRUNCATED;
    *used += n;
    *ret_left = left == SQL_NO_TOTAL ? left : left - (SQLLEN)n;
    return CELL_READ;
}

/* A cell of the current row, piece by piece, into its column's memory. */
static CellResult
read_cell(HnOdbcRowset *set, guint index, HnSlice *ret)
{
    gsize used = 0;
    SQLLEN left = 0, total = SQL_NO_TOTAL;
    gboolean is_first = TRUE, is_last = FALSE;
    while (!is_last) {
        const CellResult result = read_piece(set, index, &used, &left, &is_last);
        if (result != CELL_READ)
            return result;
        if (is_first && left != SQL_NO_TOTAL)
            total = left + (SQLLEN)used;
        is_first = FALSE;
        *ret = hn_slice(set->columns[index].pieces->data, used);
        if (used > set->cell_bytes_max)
            return CELL_TOO_LONG;
    }
    return total == SQL_NO_TOTAL || (gsize)total == used ? CELL_READ : CELL_TRUNCATED;
}

/* A cell of the set that is longer than its column: whole, where the driver can. */
static CellResult
read_again(HnOdbcRowset *set, guint index, HnSlice *ret)
{
    const SQLUINTEGER needed = SQL_GD_BOUND | (set->n_set_rows > 1 ? SQL_GD_BLOCK : 0u);
    if (!hn_odbc_link_can_get(set->link, needed))
        return CELL_TRUNCATED;
    if (set->n_set_rows > 1 &&
        !hn_odbc_worked(SQLSetPos(set->statement, (SQLSETPOSIROW)(set->next + 1), SQL_POSITION,
                                  SQL_LOCK_NO_CHANGE)))
        return CELL_TRUNCATED;
    const CellResult result = read_cell(set, index, ret);
    return result == CELL_BROKEN || result == CELL_MISSING ? CELL_TRUNCATED : result;
}

static CellResult
bound_cell(HnOdbcRowset *set, guint index, HnSlice *ret)
{
    const Column *column = &set->columns[index];
    const HnOdbcColumn *plan = &column->plan;
    const SQLLEN length = column->lengths[set->next];
    const guint8 *cell = column->cells + set->next * plan->width;
    if (length == SQL_NULL_DATA)
        return CELL_MISSING;
    *ret = hn_slice(cell, is_fixed(plan) ? plan->width : 0);
    if (is_fixed(plan))
        return CELL_READ;
    if (length == SQL_NO_TOTAL || (length >= 0 && (gsize)length + plan->n_end_bytes > plan->width))
        return read_again(set, index, ret);
    if (length < 0)
        return CELL_UNREADABLE;
    ret->n_bytes = (gsize)length;
    return CELL_READ;
}

/* ---- one row ---- */

static gboolean
put_cell(HnOdbcRowset *set, guint index)
{
    HnSlice cell = hn_slice(NULL, 0);
    const CellResult result =
        index < set->n_bound ? bound_cell(set, index, &cell) : read_cell(set, index, &cell);
    switch (result) {
    case CELL_READ:
        hn_odbc_column_put(&set->columns[index].plan, set->rows, index, cell);
        break;
    case CELL_MISSING:
        break;
    case CELL_TOO_LONG:
        hn_cell_rows_fault(set->rows, index, "too_long", cell);
        break;
    case CELL_TRUNCATED:
        hn_cell_rows_fault(set->rows, index, "truncated", cell);
        break;
    case CELL_UNREADABLE:
        hn_cell_rows_fault(set->rows, index, "unreadable", cell);
        break;
    case CELL_BROKEN:
        return FALSE;
    default:
        g_assert_not_reached();
    }
    return TRUE;
}

/* The column whose conversion failed in the set's next row, where the driver says so; else 0. */
static guint
failed_column(const HnOdbcRowset *set)
{
    char state[6];
    for (SQLSMALLINT n = 1; hn_odbc_link_state(SQL_HANDLE_STMT, set->statement, n, state); n++) {
        SQLLEN row = 0;
        SQLINTEGER column = 0;
        SQLGetDiagFieldW(SQL_HANDLE_STMT, set->statement, n, SQL_DIAG_ROW_NUMBER, &row, 0, NULL);
        SQLGetDiagFieldW(SQL_HANDLE_STMT, set->statement, n, SQL_DIAG_COLUMN_NUMBER, &column, 0,
                         NULL);
        if (row == (SQLLEN)set->next + 1 && column >= 1 && column <= (SQLINTEGER)set->n_columns)
            return (guint)column - 1;
    }
    return 0;
}

static gboolean
put_row(HnOdbcRowset *set)
{
    gboolean is_read = TRUE;
    hn_cell_rows_begin(set->rows);
    if (set->status[set->next] == SQL_ROW_ERROR) /* its cells are undefined */
        hn_cell_rows_fault(set->rows, failed_column(set), "unreadable", hn_slice(NULL, 0));
    else
        for (guint i = 0; is_read && i < set->n_columns; i++)
            is_read = put_cell(set, i);
    if (is_read)
        hn_cell_rows_end(set->rows);
    return is_read;
}

/* ---- many rows ---- */

/* Whether all that went wrong are values, of rows that are marked. */
static gboolean
is_about_values(const HnOdbcRowset *set)
{
    char state[6];
    gboolean is_any = FALSE;
    for (SQLSMALLINT n = 1; hn_odbc_link_state(SQL_HANDLE_STMT, set->statement, n, state); n++) {
        if (g_str_has_prefix(state, "22"))
            is_any = TRUE;
        else if (!g_str_has_prefix(state, "01"))
            return FALSE;
    }
    return is_any;
}

static gboolean
is_any_marked(const HnOdbcRowset *set)
{
    for (SQLULEN i = 0; i < set->n_fetched; i++)
        if (set->status[i] == SQL_ROW_ERROR)
            return TRUE;
    return FALSE;
}

/* The next set; behind the last n_fetched is 0. */
static gboolean
fetch(HnOdbcRowset *set, GError **error)
{
    set->next = set->n_fetched = 0;
    for (gsize i = 0; i < set->n_set_rows; i++)
        set->status[i] = SQL_ROW_SUCCESS; /* a driver may not tell */
    const SQLRETURN result = SQLFetch(set->statement);
    if (result == SQL_NO_DATA) {
        set->n_fetched = 0;
        return TRUE;
    }
    if (hn_odbc_worked(result) && !set->counts_rows)
        set->n_fetched = 1;
    if (result == SQL_ERROR && set->n_set_rows == 1) {
        set->n_fetched = 1;
        set->status[0] = SQL_ROW_ERROR;
    }
    set->n_fetched = MIN(set->n_fetched, set->n_set_rows);
    if (hn_odbc_worked(result) && set->n_fetched > 0 && !is_any_marked(set)) {
        set->n_row_failures = 0;
        return TRUE;
    }
    set->n_row_failures++;
    return (is_any_marked(set) && is_about_values(set) && set->n_row_failures < ROW_FAILURES_MAX) ||
           hn_odbc_link_fail(set->link, set->statement, HN_CONNECT_ERROR_BROKEN, "reading", error);
}

gboolean
hn_odbc_rowset_next(HnOdbcRowset *set, gboolean *ret_more, GError **error)
{
    if (set->next == set->n_fetched && !fetch(set, error))
        return FALSE;
    *ret_more = set->n_fetched > 0;
    if (!*ret_more)
        return TRUE;
    if (!put_row(set))
        return hn_odbc_link_fail(set->link, set->statement, HN_CONNECT_ERROR_BROKEN, "reading",
                                 error);
    set->next++;
    return TRUE;
}

/* ---- columns and memory ---- */

/* MariaDB's driver may tell fewer units than it has written ("giới" as three): the end counts. */
static gsize
count_units(const SQLWCHAR name[NAME_UNITS])
{
    gsize n = 0;
    while (n + 1 < NAME_UNITS && name[n] != 0)
        n++;
    return n;
}

typedef struct {
    char *name;
    HnOdbcColumn plan;
} Described;

static gboolean
describe(SQLHSTMT statement, guint index, Described *ret)
{
    SQLWCHAR name[NAME_UNITS] = { 0 }, type_name[NAME_UNITS] = { 0 };
    SQLSMALLINT n_name = 0, n_type_bytes = 0, nullable = 0;
    HnOdbcDescription description = { 0 };
    const SQLUSMALLINT number = (SQLUSMALLINT)(index + 1);
    if (!hn_odbc_worked(SQLDescribeColW(statement, number, name, NAME_UNITS, &n_name,
                                        &description.type, &description.size, &description.digits,
                                        &nullable)))
        return FALSE;
    if (!hn_odbc_worked(SQLColAttributeW(statement, number, SQL_DESC_TYPE_NAME, type_name,
                                         sizeof type_name - sizeof *type_name, &n_type_bytes,
                                         NULL)))
        n_type_bytes = 0;
    const gsize n_type = (gsize)CLAMP(n_type_bytes, 0, 2 * (NAME_UNITS - 1)) / sizeof *type_name;
    g_autofree char *type = hn_odbc_text(type_name, n_type);
    description.type_name = type;
    ret->name = hn_odbc_text(name, count_units(name));
    ret->plan = hn_odbc_column(&description);
    return TRUE;
}

static gboolean
add_column(HnOdbcRowset *set, guint index, const HnQueryOptions *options, const HnSqlNames *names,
           GError **error)
{
    Described column;
    if (!describe(set->statement, index, &column))
        return hn_odbc_link_fail(set->link, set->statement, HN_CONNECT_ERROR_OPEN,
                                 "describing a column", error);
    g_autofree char *shown = column.name;
    const char *meant = hn_sql_name_meant(names, options->named, shown);
    set->columns[index].plan = column.plan;
    set->columns[index].pieces = g_byte_array_new();
    if (hn_cell_rows_add_column(set->rows, meant, error))
        return TRUE;
    g_prefix_error(error, "connection '%s': ", hn_odbc_link_name(set->link));
    return FALSE;
}

guint8 *
hn_odbc_rowset_key_forms(SQLHSTMT statement, const char *const *key, const HnSqlNames *names)
{
    SQLSMALLINT n_columns = 0;
    Described column;
    guint8 *forms = g_new0(guint8, g_strv_length((char **)(gsize)key) + 1);
    SQLNumResultCols(statement, &n_columns);
    for (guint i = 0; i < (guint)MAX(n_columns, 0) && describe(statement, i, &column); i++) {
        g_autofree char *shown = column.name;
        const char *meant = hn_sql_name_meant(names, key, shown);
        const HnOdbcKind kind = column.plan.kind;
        for (guint k = 0; key[k] != NULL; k++)
            if (strcmp(key[k], meant) == 0)
                forms[k] = kind == HN_ODBC_BYTES                            ? HN_KEY_BYTES
                           : kind == HN_ODBC_DATE || kind == HN_ODBC_MOMENT ? HN_KEY_TIME
                                                                            : HN_KEY_TEXT;
    }
    return forms;
}

static void
choose_size(HnOdbcRowset *set, guint fetch_rows)
{
    gsize row_bytes = sizeof(SQLUSMALLINT);
    while (set->n_bound < set->n_columns && set->columns[set->n_bound].plan.width > 0)
        row_bytes += set->columns[set->n_bound++].plan.width + sizeof(SQLLEN);
    set->n_set_rows = fetch_rows > 0 ? MIN(fetch_rows, SET_BYTES_MAX / row_bytes)
                                     : MIN(SET_ROWS, SET_BYTES / row_bytes);
    set->n_set_rows = set->n_bound < set->n_columns ? 1 : MAX(set->n_set_rows, 1);
}

static gboolean
set_attribute(HnOdbcRowset *set, SQLINTEGER attribute, void *value)
{
    return hn_odbc_worked(SQLSetStmtAttrW(set->statement, attribute, value, 0));
}

/* A driver may have smaller sets than it was asked for, or none but of one row. */
static void
announce_size(HnOdbcRowset *set)
{
    SQLULEN n = 0;
    set->counts_rows = set_attribute(set, SQL_ATTR_ROWS_FETCHED_PTR, &set->n_fetched);
    if (!set->counts_rows || !set_attribute(set, SQL_ATTR_ROW_STATUS_PTR, set->status) ||
        !set_attribute(set, SQL_ATTR_ROW_ARRAY_SIZE, (void *)set->n_set_rows) ||
        !hn_odbc_worked(SQLGetStmtAttrW(set->statement, SQL_ATTR_ROW_ARRAY_SIZE, &n, 0, NULL)) ||
        n == 0) {
        set_attribute(set, SQL_ATTR_ROW_ARRAY_SIZE, (void *)(SQLULEN)1);
        n = 1;
    }
    set->n_set_rows = MIN(n, set->n_set_rows);
}

static gboolean
bind_columns(HnOdbcRowset *set, GError **error)
{
    for (guint i = 0; i < set->n_bound; i++) {
        Column *column = &set->columns[i];
        column->cells = g_malloc0(set->n_set_rows * column->plan.width);
        column->lengths = g_new0(SQLLEN, set->n_set_rows);
        if (!hn_odbc_worked(SQLBindCol(set->statement, (SQLUSMALLINT)(i + 1), column->plan.c_type,
                                       column->cells, (SQLLEN)column->plan.width, column->lengths)))
            return hn_odbc_link_fail(set->link, set->statement, HN_CONNECT_ERROR_OPEN,
                                     "binding a column", error);
    }
    return TRUE;
}

HnOdbcRowset *
hn_odbc_rowset_new(HnOdbcLink *link, SQLHSTMT statement, const HnQueryOptions *options,
                   const HnSqlNames *names, HnCellRows *rows, GError **error)
{
    g_autoptr(HnOdbcRowset) set = g_new0(HnOdbcRowset, 1);
    SQLSMALLINT n_columns = 0;
    set->link = link;
    set->statement = statement;
    set->rows = rows;
    /* Hex and UTF-16 take twice the bytes of what they become or come from. */
    set->cell_bytes_max =
        2 * (options->record_bytes_max == 0 ? RECORD_BYTES_DEFAULT
                                            : MIN(options->record_bytes_max, RECORD_BYTES_MAX));
    if (!hn_odbc_worked(SQLNumResultCols(statement, &n_columns))) {
        hn_odbc_link_fail(link, statement, HN_CONNECT_ERROR_OPEN, "the query", error);
        return NULL;
    }
    set->n_columns = (guint)MAX(n_columns, 0);
    set->columns = g_new0(Column, MAX(set->n_columns, 1));
    for (guint i = 0; i < set->n_columns; i++)
        if (!add_column(set, i, options, names, error))
            return NULL;
    choose_size(set, options->connection->fetch_rows);
    set->status = g_new0(SQLUSMALLINT, set->n_set_rows);
    announce_size(set);
    return bind_columns(set, error) ? g_steal_pointer(&set) : NULL;
}

void
hn_odbc_rowset_free(HnOdbcRowset *set)
{
    if (set == NULL)
        return;
    SQLFreeHandle(SQL_HANDLE_STMT, set->statement); /* first: it knows where the memory is */
    for (guint i = 0; i < set->n_columns; i++) {
        g_free(set->columns[i].cells);
        g_free(set->columns[i].lengths);
        if (set->columns[i].pieces != NULL)
            g_byte_array_unref(set->columns[i].pieces);
    }
    g_free(set->columns);
    g_free(set->status);
    g_free(set);
}
