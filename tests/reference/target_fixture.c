#include "tests/reference/target_fixture.h"

#include <sqlite3.h>

#include "connect/folder_sink.h"
#include "connect/query_reader.h"
#include "connect/query_text.h"
#include "connect/table_sink.h"

static HnTargetShape
shape_of(const HnTarget *target)
{
    return (HnTargetShape){ .stream = target->stream,
                            .table = target->table,
                            .columns = (const char *const *)target->columns,
                            .n_columns = target->n_columns,
                            .n_key = target->n_key };
}

static HnChangeSink *
open_sink(gpointer user, const HnTarget *target, const volatile int *interrupted, GError **error)
{
    (void)user;
    if (target->connection == NULL) {
        const HnFolderSinkOptions folder = { .folder = target->folder,
                                             .sign_key_file = target->sign_key_file,
                                             .shape = shape_of(target),
                                             .interrupted = interrupted };
        return hn_folder_sink_new(&folder, error);
    }
    const HnTableSinkOptions table = { .connection = target->connection,
                                       .shape = shape_of(target),
                                       .interrupted = interrupted };
    return hn_table_sink_new(&table, error);
}

static HnReader *
open_query(gpointer user, const HnFeed *feed, const HnQueryPart *part,
           const volatile int *interrupted, GError **error)
{
    const HnQueryOptions options = { .connection = feed->from.connection,
                                     .table = feed->from.table,
                                     .query = feed->from.query,
                                     .since_column =
                                         part->since == NULL ? NULL : feed->since_column,
                                     .since_value = part->since,
                                     .key = (const char *const *)feed->key,
                                     .keys = part->keys,
                                     .encoding = feed->from.encoding,
                                     .record_bytes_max = feed->from.record_bytes_max,
                                     .interrupted = interrupted };
    (void)user;
    return hn_query_reader_new(&options, error);
}

void
target_fixture_use(NightFixture *night)
{
    night->options.open_query = open_query;
    night->options.open_sink = open_sink;
}

static void
run_in(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    char *problem = NULL;
    g_assert_cmpint(sqlite3_open(file, &db), ==, SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &problem) != SQLITE_OK)
        g_error("%s: %s", sql, problem);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
}

void
target_fixture_make_tables(const NightFixture *night)
{
    for (guint i = 0; i < night->project->n_targets; i++) {
        const HnTarget *target = &night->project->targets[i];
        if (target->connection == NULL)
            continue;
        const HnTableSinkOptions options = { .connection = target->connection,
                                             .shape = shape_of(target) };
        g_autofree char *ddl = hn_table_sink_ddl(&options);
        run_in(target->connection->file, ddl);
    }
}

void
target_fixture_run_sql(const NightFixture *night, const char *name, const char *sql)
{
    guint i = 0;
    while (strcmp(night->project->connections[i].name, name) != 0)
        i++;
    run_in(night->project->connections[i].file, sql);
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *
row_text(sqlite3_stmt *query)
{
    g_autoptr(GString) row = g_string_new(NULL);
    for (int i = 0; i < sqlite3_column_count(query); i++) {
        const char *cell = (const char *)sqlite3_column_text(query, i);
        g_string_append_printf(row, "%s%s", i == 0 ? "" : "|", cell == NULL ? "~" : cell);
    }
    return g_string_free(g_steal_pointer(&row), FALSE);
}

GPtrArray *
target_fixture_rows(const NightFixture *night, const char *name)
{
    static const HnSqlNames names = { .quote = "\"", .quotes_plain = TRUE };
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
    guint i = 0;
    while (strcmp(night->project->targets[i].name, name) != 0)
        i++;
    const HnTarget *target = &night->project->targets[i];
    g_autofree char *table = hn_sql_table(&names, target->table);
    g_autofree char *text = g_strconcat("SELECT * FROM ", table, NULL);
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    g_assert_cmpint(sqlite3_open(target->connection->file, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, text, -1, &query, NULL), ==, SQLITE_OK);
    while (sqlite3_step(query) == SQLITE_ROW)
        g_ptr_array_add(rows, row_text(query));
    sqlite3_finalize(query);
    sqlite3_close(db);
    g_ptr_array_sort(rows, compare_texts);
    return rows;
}

char *
target_fixture_text(const NightFixture *night, const char *name)
{
    g_autoptr(GPtrArray) rows = target_fixture_rows(night, name);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)rows->pdata[i]);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
