/* Goal: a connection's kind chooses its driver. */
#include <sqlite3.h>

#include "base/io.h"
#include "connect/connect_error.h"
#include "connect/query_reader.h"

static void
test_sqlite(void)
{
    static char name[] = "register";
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("hn-query-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.db", NULL);
    const HnConnection connection = { .name = name, .kind = HN_CONNECTION_SQLITE, .file = path };
    const HnQueryOptions options = { .connection = &connection, .query = "SELECT 17 AS a" };
    g_assert_null(hn_query_reader_new(&options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
    g_autoptr(HnReader) reader = hn_query_reader_new(&options, NULL);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_cmpmem(batch->fields[0].bytes, batch->fields[0].n_bytes, "17", 2);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/query_reader/sqlite", test_sqlite);
    return g_test_run();
}
