#include "cli/drivers.h"

#include "base/base_error.h"
#include "base/io.h"
#include "config/config_error.h"
#include "connect/cell_decoder.h"
#include "connect/char_decoder.h"
#include "connect/connect_error.h"
#include "connect/file_reader.h"
#include "connect/folder_sink.h"
#include "connect/quarantine_writer.h"
#include "connect/query_reader.h"
#include "insight/input_table.h"
#include "linker/linker_error.h"

gboolean
hn_drivers_check(const HnProject *project, GError **error)
{
    for (guint i = 0; i < project->n_feeds; i++) {
        const char *encoding = project->feeds[i].from.encoding;
        g_autoptr(GError) problem = NULL;
        if (hn_char_decoder_is_utf8(encoding))
            continue;
        const gboolean is_query = project->feeds[i].from.connection != NULL;
        g_autoptr(HnCellDecoder) of_cells =
            is_query ? hn_cell_decoder_new(encoding, &problem) : NULL;
        g_autoptr(HnCharDecoder) of_files =
            is_query ? NULL : hn_char_decoder_new(encoding, NULL, &problem);
        if (problem != NULL) {
            g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE, "%s: source '%s': %s",
                        project->path, project->feeds[i].name, problem->message);
            return FALSE;
        }
    }
    return TRUE;
}

HnReader *
hn_drivers_open_reader(gpointer user, const HnFeed *feed, const char *spool, GError **error)
{
    const char *const spooled[] = { spool, NULL };
    const HnFileReaderOptions options = {
        .paths = spool != NULL ? spooled : (const char *const *)feed->from.paths,
        .format = feed->from.format == HN_FORMAT_CSV ? HN_RECORDS_CSV : HN_RECORDS_JSONL,
        .encoding = feed->from.encoding,
        .delimiter = feed->from.delimiter,
        .record_bytes_max = feed->from.record_bytes_max,
        .where_column = feed->from.where_column,
        .where_value = feed->from.where_value,
    };
    (void)user;
    /* Nothing delivered is no fault of the delivery, so it has an error code of its own. */
    gboolean any = FALSE; /* of several: one that is missing is the reader's to refuse */
    for (guint i = 0; options.paths[i] != NULL; i++)
        any = any || hn_file_reader_may_find(options.paths[i]);
    if (!any) {
        const gboolean is_stdin = strcmp(feed->from.paths[0], "-") == 0;
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING, "'%s': %s",
                    spool == NULL ? options.paths[0]
                    : is_stdin    ? "stdin"
                                  : feed->from.paths[0],
                    spool == NULL ? "no such file" : "it brought no bytes");
        return NULL;
    }
    return hn_file_reader_new(&options, error);
}

static void
add_column(GPtrArray *columns, const char *name)
{
    if (name != NULL && !g_ptr_array_find_with_equal_func(columns, name, g_str_equal, NULL))
        g_ptr_array_add(columns, (gpointer)(gsize)name); /* borrowed, and never changed */
}

static void
add_columns(GPtrArray *columns, char *const *names)
{
    for (; names != NULL && *names != NULL; names++)
        add_column(columns, *names);
}

/* What the feed's mapping names, each once. (transfer container) */
static GPtrArray *
needed_columns(const HnFeed *feed, gboolean keys_alone)
{
    GPtrArray *columns = g_ptr_array_new();
    const char *const ends[] = { feed->from_source, feed->from_id, feed->to_source, feed->to_id };
    add_columns(columns, feed->key);
    add_column(columns, feed->since_column);
    if (keys_alone) {
        g_ptr_array_add(columns, NULL);
        return columns;
    }
    add_column(columns, feed->source_column);
    for (guint i = 0; feed->contract != NULL && i < feed->contract->n_columns; i++)
        add_column(columns, feed->contract->columns[i].column);
    if (feed->contract != NULL)
        add_column(columns, feed->contract->fresh_column);
    if (feed->delivery == HN_DELIVERY_CHANGES)
        add_column(columns, feed->operation_column);
    for (guint i = 0; i < feed->n_map; i++) {
        add_columns(columns, feed->map[i].columns);
        add_column(columns, feed->map[i].number);
        add_column(columns, feed->map[i].valid_from);
        add_column(columns, feed->map[i].valid_to);
    }
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (ends[i] != NULL && ends[i][0] != '=') /* that names a source, no column */
            add_column(columns, ends[i]);
    add_column(columns, feed->relation_valid_from);
    add_column(columns, feed->relation_valid_to);
    g_ptr_array_add(columns, NULL);
    return columns;
}

GPtrArray *
hn_drivers_named_columns(const HnFeed *feed)
{
    return feed->key == NULL || feed->from.query != NULL ? NULL : needed_columns(feed, FALSE);
}

HnReader *
hn_drivers_open_query(gpointer user, const HnFeed *feed, const HnQueryPart *part,
                      const volatile int *interrupted, GError **error)
{
    g_autoptr(GPtrArray) columns = needed_columns(feed, part->keys_alone);
    /* Without a key a record is known by its whole row; and a query says itself what it gives. */
    const gboolean all = !part->keys_alone && (feed->key == NULL || feed->from.table == NULL);
    const HnQueryOptions options = {
        .connection = feed->from.connection,
        .table = feed->from.table,
        .query = feed->from.query,
        .named = (const char *const *)columns->pdata,
        .columns = all ? NULL : (const char *const *)columns->pdata,
        .since_column = part->since == NULL ? NULL : feed->since_column,
        .since_value = part->since,
        .key = (const char *const *)feed->key,
        .keys = part->keys,
        .encoding = feed->from.encoding,
        .record_bytes_max = feed->from.record_bytes_max,
        .interrupted = interrupted,
    };
    g_autoptr(GError) problem = NULL;
    HnReader *reader = hn_query_reader_new(&options, &problem);
    (void)user;
    if (g_error_matches(problem, HN_CONNECT_ERROR, HN_CONNECT_ERROR_COLUMN))
        g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN, problem->message);
    else if (problem != NULL)
        g_propagate_error(error, g_steal_pointer(&problem));
    return reader;
}

static HnTargetShape
shape_of(const HnTarget *target)
{
    return (HnTargetShape){ .stream = target->stream,
                            .table = target->table,
                            .columns = (const char *const *)target->columns,
                            .n_columns = target->n_columns,
                            .n_key = target->n_key };
}

HnTableSinkOptions
hn_drivers_table_options(const HnTarget *target, const volatile int *interrupted)
{
    return (HnTableSinkOptions){ .connection = target->connection,
                                 .shape = shape_of(target),
                                 .interrupted = interrupted };
}

HnChangeSink *
hn_drivers_open_sink(gpointer user, const HnTarget *target, const volatile int *interrupted,
                     GError **error)
{
    (void)user;
    if (target->connection == NULL) {
        const HnFolderSinkOptions folder = { .folder = target->folder,
                                             .sign_key_file = target->sign_key_file,
                                             .shape = shape_of(target),
                                             .interrupted = interrupted };
        return hn_folder_sink_new(&folder, error);
    }
    const HnTableSinkOptions table = hn_drivers_table_options(target, interrupted);
    return hn_table_sink_new(&table, error);
}

HnChangeSink *
hn_drivers_look_at_sink(gpointer user, const HnTarget *target, const volatile int *interrupted,
                        GError **error)
{
    HnTableSinkOptions table = hn_drivers_table_options(target, interrupted);
    table.dry_run = TRUE;
    if (target->connection != NULL)
        return hn_table_sink_new(&table, error);
    if (g_file_test(target->folder, G_FILE_TEST_IS_DIR)) /* else it would be made */
        return hn_drivers_open_sink(user, target, interrupted, error);
    g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN, "folder '%s': it is not there yet",
                target->folder);
    return NULL;
}

HnSideTable *
hn_drivers_open_table(gpointer user, const char *path, const HnInputColumn *columns,
                      guint n_columns, GError **error)
{
    HnInputTable *table = hn_input_table_new(path, columns, n_columns, error);
    (void)user;
    return table == NULL ? NULL : hn_input_table_as_side(table);
}

typedef struct {
    HnQuarantineSink sink;
    HnQuarantineWriter *writer;
} FileSink;

static gboolean
sink_put(HnQuarantineSink *sink, const char *feed, const HnQuarantined *row, GError **error)
{
    return hn_quarantine_writer_put(((FileSink *)sink)->writer, feed, "", row, error);
}

static gboolean
sink_finish(HnQuarantineSink *sink, GError **error)
{
    return hn_quarantine_writer_finish(((FileSink *)sink)->writer, error);
}

static void
sink_free(HnQuarantineSink *sink)
{
    hn_quarantine_writer_free(((FileSink *)sink)->writer);
    g_free(sink);
}

HnQuarantineSink *
hn_drivers_open_quarantine(gpointer user, const char *path, GError **error)
{
    (void)user;
    g_autofree char *temporary = g_strconcat(path, ".tmp", NULL);
    HnQuarantineWriter *writer = hn_io_unlink(temporary, error) /* what a killed run left */
                                     ? hn_quarantine_writer_new(path, temporary, error)
                                     : NULL;
    if (writer == NULL)
        return NULL;
    FileSink *sink = g_new0(FileSink, 1);
    sink->sink = (HnQuarantineSink){ sink_put, sink_finish, sink_free };
    sink->writer = writer;
    return &sink->sink;
}
