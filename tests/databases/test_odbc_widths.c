/* Goal: a column that has an end is as wide as its driver says, any other has no limit. */
#include "connect/odbc_widths.h"

#include <glib/gstdio.h>

typedef struct {
    char driver[512], name[16];
    char *folder;
    HnConnection connection;
    HnOdbcLink *link;
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    f->folder = g_dir_make_tmp("hn_odbc_widths_XXXXXX", NULL);
    g_snprintf(f->driver, sizeof f->driver, "Driver=SQLite3;Database=%s/register.db", f->folder);
    g_strlcpy(f->name, "civil", sizeof f->name);
    f->connection = (HnConnection){ .name = f->name,
                                    .kind = HN_CONNECTION_ODBC,
                                    .driver_string = f->driver,
                                    .connect_seconds = 10,
                                    .idle_seconds = 300 };
    f->link = hn_odbc_link_new_writing(&f->connection, NULL, &error);
    g_assert_no_error(error);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    g_autofree char *file = g_build_filename(f->folder, "register.db", NULL);
    (void)unused;
    hn_odbc_link_free(f->link);
    g_unlink(file);
    g_assert_cmpint(g_rmdir(f->folder), ==, 0);
    g_free(f->folder);
}

static SQLHSTMT
executed(const Fixture *f, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, NULL, NULL);
    const SQLHSTMT statement = hn_odbc_link_statement(f->link, &error);
    g_assert_no_error(error);
    g_assert_true(hn_odbc_worked(SQLExecDirectW(statement, units, SQL_NTS)));
    return statement;
}

/* Rows that are left out of one with @n characters in the column that has an end, and many more in
 * those that have none. */
static guint64
n_left_out(HnSinkFilter *filter, guint n)
{
    g_autofree char *text = g_strnfill(n, 'x');
    g_autofree char *longer = g_strnfill(100000, 'x');
    const HnSlice fields[] = { hn_slice_of("1"), hn_slice_of(text), hn_slice_of(longer),
                               hn_slice_of(longer) };
    const guint8 operation = HN_CHANGE_UPSERT;
    const HnChangeRows rows = {
        .n_rows = 1, .n_columns = G_N_ELEMENTS(fields), .operations = &operation, .fields = fields
    };
    hn_sink_filter_begin(filter);
    hn_sink_filter_rows(filter, &rows);
    return hn_sink_filter_n_left_out(filter);
}

static void
test_columns(Fixture *f, gconstpointer unused)
{
    static const char *const columns[] = { "id", "fixed", "text", "number" };
    const HnTargetShape shape = {
        .stream = "p/t", .table = "t", .columns = columns, .n_columns = 4, .n_key = 1
    };
    (void)unused;
    SQLFreeHandle(SQL_HANDLE_STMT, executed(f, "CREATE TABLE t (id INTEGER, fixed VARCHAR(7), "
                                               "text TEXT, number INTEGER)"));
    const SQLHSTMT query = executed(f, "SELECT id, fixed, text, number FROM t");
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&shape, (HnSinkRoom){ 0 });
    hn_odbc_widths_take(query, G_N_ELEMENTS(columns), filter);
    g_assert_cmpuint(n_left_out(filter, 7), ==, 0);
    g_assert_cmpuint(n_left_out(filter, 8), ==, 1);
    SQLFreeHandle(SQL_HANDLE_STMT, query);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/connect/odbc_widths/columns", Fixture, NULL, set_up, test_columns, tear_down);
    return g_test_run();
}
