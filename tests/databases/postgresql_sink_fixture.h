/* What the tests of PostgreSQL's sink share: the two tables of a target in a database of their own,
 * sets as arrays of rows, and what the tables hold as text. */
#pragma once
#include "connect/table_sink.h"
#include "tests/databases/change_script.h"
#include "tests/databases/postgresql_fixture.h"

#define SINK_COLUMNS 3

typedef struct {
    Fixture base;
    HnTableSinkOptions options; /* "people/tax" into dwh.people(id, name, note) */
} SinkFixture;

typedef struct {
    char operation;
    const char *fields[SINK_COLUMNS]; /* NULL: no value */
} SinkRow;

/* Of epoch 1; its rows are counted when it is sent. */
#define SET(number, builds_on)                                                                     \
    ((HnChangeHead){ .epoch = 1, .sequence = (number), .previous = (builds_on) })
#define SINK_UNCOUNTED 0

/* What `target ddl` prints, executed by the superuser. */
static inline void
sink_make_tables(SinkFixture *f)
{
    g_autofree char *ddl = hn_postgresql_sink_ddl(&f->options);
    g_test_message("%s", ddl);
    fixture_do(f->base.admin, ddl);
}

static inline void
sink_start(SinkFixture *f, gconstpointer user)
{
    static const char *const columns[] = { "id", "name", "note" };
    fixture_start(&f->base, user);
    fixture_do(f->base.admin, "SET client_min_messages = warning");
    f->options = (HnTableSinkOptions){ .connection = &f->base.connection,
                                       .shape = { .stream = "people/tax",
                                                  .table = "dwh.people",
                                                  .columns = columns,
                                                  .n_columns = SINK_COLUMNS,
                                                  .n_key = 1 } };
    sink_make_tables(f);
}

static inline void
sink_stop(SinkFixture *f, gconstpointer user)
{
    fixture_stop(&f->base, user);
}

static inline HnChangeSink *
sink_open(const SinkFixture *f)
{
    g_autoptr(GError) error = NULL;
    HnChangeSink *sink = hn_postgresql_sink_new(&f->options, &error);
    g_assert_no_error(error);
    return sink;
}

static inline gboolean
sink_stage_of(HnChangeSink *sink, const SinkRow *rows, guint n, guint n_columns, GError **error)
{
    g_autofree HnSlice *fields = g_new(HnSlice, (gsize)n * n_columns);
    g_autofree guint8 *operations = g_new(guint8, n);
    for (guint row = 0; row < n; row++) {
        operations[row] = (guint8)rows[row].operation;
        for (guint i = 0; i < n_columns; i++)
            fields[row * n_columns + i] = hn_slice_of(rows[row].fields[i]);
    }
    const HnChangeRows batch = { n, n_columns, operations, fields };
    return sink->stage(sink, &batch, error);
}

static inline gboolean
sink_stage(HnChangeSink *sink, const SinkRow *rows, guint n, GError **error)
{
    return sink_stage_of(sink, rows, n, SINK_COLUMNS, error);
}

/* By two calls of stage(). A head that tells no number of rows gets theirs. */
static inline gboolean
sink_send_of(HnChangeSink *sink, HnChangeHead head, const SinkRow *rows, guint n, guint n_columns,
             GError **error)
{
    const guint half = n / 2;
    head.n_rows = head.n_rows == SINK_UNCOUNTED ? n : head.n_rows;
    return sink->begin(sink, &head, error) &&
           (half == 0 || sink_stage_of(sink, rows, half, n_columns, error)) &&
           (n == half || sink_stage_of(sink, rows + half, n - half, n_columns, error)) &&
           sink->apply(sink, error);
}

static inline gboolean
sink_send(HnChangeSink *sink, HnChangeHead head, const SinkRow *rows, guint n, GError **error)
{
    return sink_send_of(sink, head, rows, n, SINK_COLUMNS, error);
}

/* Returns the rows that were in the way of a whole state. */
static inline guint64
sink_deliver(const SinkFixture *f, HnChangeHead head, const SinkRow *rows, guint n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    sink_send_of(sink, head, rows, n, f->options.shape.n_columns, &error);
    g_assert_no_error(error);
    return sink->n_deleted;
}

/* Its message, which has @word and the name of the connection or of the stream. (transfer full) */
static inline char *
sink_refused(const SinkFixture *f, HnChangeHead head, const SinkRow *rows, guint n, gint code,
             const char *word)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    g_assert_false(sink_send_of(sink, head, rows, n, f->options.shape.n_columns, &error));
    g_assert_error(error, HN_SINK_ERROR, code);
    g_test_message("%s", error->message);
    if (strstr(error->message, word) == NULL)
        g_error("'%s' is not in: %s", word, error->message);
    g_assert_true(strstr(error->message, "'register'") != NULL ||
                  strstr(error->message, f->options.shape.stream) != NULL);
    return g_strdup(error->message);
}

static inline void
sink_check_refused(const SinkFixture *f, HnChangeHead head, const SinkRow *rows, guint n, gint code,
                   const char *word)
{
    g_free(sink_refused(f, head, rows, n, code, word));
}

/* (transfer full) */
static inline char *
sink_value(const SinkFixture *f, const char *query)
{
    return fixture_run(f->base.admin, query);
}

/* "id=name/note" of each row by its key; - stands for no value. */
static inline void
sink_check_table(const SinkFixture *f, const char *expected)
{
    g_autofree char *rows =
        sink_value(f, "SELECT string_agg(format('%s=%s/%s', id, coalesce(name, '-'), "
                      "coalesce(note, '-')), ' ' ORDER BY id) FROM dwh.people");
    g_assert_cmpstr(rows, ==, expected);
}

/* "epoch sequence", or "" where nothing was ever applied. */
static inline void
sink_check_mark(const SinkFixture *f, const char *expected)
{
    g_autofree char *mark =
        sink_value(f, "SELECT epoch || ' ' || sequence FROM dwh.hopnhat_watermark");
    g_assert_cmpstr(mark, ==, expected);
}
