/* Goal: a source's rows, and where they are asked for its keys before them, lie in one spool. */
#include "linker/feed_fetch.h"

#include <glib/gstdio.h>

#include "connect/connect_error.h"
#include "records/batch_spool.h"
#include "tests/reference/memory_reader.h"

typedef struct {
    MemoryDelivery rows, keys;
    gboolean is_away;
    guint n_asked;
    char *path;
} Fixture;

static HnReader *
open_query(gpointer user, const HnFeed *feed, const HnQueryPart *part,
           const volatile int *interrupted, GError **error)
{
    Fixture *fixture = user;
    (void)feed;
    (void)interrupted;
    fixture->n_asked++;
    if (!fixture->is_away)
        return memory_reader_new(part->keys_alone ? &fixture->keys : &fixture->rows);
    g_set_error_literal(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "no answer");
    return NULL;
}

static void
set_up(Fixture *fixture, gconstpointer unused)
{
    static const char *const rows[] = { "5|Em|2003-04-05|t5", NULL };
    static const char *const keys[] = { "t1|1", "t5|5", NULL };
    (void)unused;
    fixture->path = g_build_filename(g_get_tmp_dir(), "hn-feed-fetch.spool", NULL);
    fixture->rows = (MemoryDelivery){ .columns = "id|name|born|changed", .rows = rows };
    fixture->keys = (MemoryDelivery){ .columns = "CHANGED|id", .rows = keys };
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_unlink(fixture->path);
    g_free(fixture->path);
}

static gboolean
fetch(Fixture *fixture, gboolean sweep, GError **broke)
{
    g_autoptr(GError) error = NULL;
    const HnPipelineOptions options = { .open_query = open_query, .user = fixture };
    const HnFeed feed = { .name = (char *)(gsize) "a" };
    const HnFeedFetch one = {
        .options = &options, .feed = &feed, .path = fixture->path, .since = "t4", .sweep = sweep
    };
    const gboolean done = hn_feed_fetch(&one, broke, &error);
    g_assert_no_error(error);
    return done;
}

static char *
cell(const HnRawBatch *batch, guint row, guint column)
{
    const HnRawField *field = batch->fields + (gsize)row * batch->stride + column;
    return field->kind == HN_FIELD_MISSING ? g_strdup("-")
                                           : g_strndup((const char *)field->bytes, field->n_bytes);
}

static void
test_keys_before_rows(Fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    guint n = 0;
    (void)unused;
    g_assert_true(fetch(fixture, TRUE, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(fixture->n_asked, ==, 3); /* for columns, for keys, for rows */
    g_autoptr(HnReader) spool =
        hn_batch_spool_reader_new((const char *const[]){ fixture->path, NULL }, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(spool->next(spool, batch, &more, &error));
    g_assert_true(more);
    g_assert_cmpuint(batch->n_rows, ==, 2);
    for (guint row = 0; row < 2; row++)
        g_assert_true((batch->offsets[row] & HN_ROW_KEY_ALONE) != 0);
    g_autofree char *id = cell(batch, 0, 0);
    g_autofree char *name = cell(batch, 0, 1);
    g_autofree char *changed = cell(batch, 0, 3);
    g_assert_cmpstr(id, ==, "1"); /* in the columns of the rows, whatever the case of their names */
    g_assert_cmpstr(name, ==, "-");
    g_assert_cmpstr(changed, ==, "t1");
    g_assert_true(spool->next(spool, batch, &more, &error));
    g_assert_false(more);
    g_assert_cmpuint(batch->n_rows, ==, 1);
    g_assert_true((batch->offsets[0] & HN_ROW_KEY_ALONE) == 0);
    spool->columns(spool, &n);
    g_assert_cmpuint(n, ==, 4);
    HnReaderTotals totals;
    spool->totals(spool, &totals);
    g_assert_cmpuint(totals.n_read, ==, 1); /* keys are no records */
}

/* Of a key that could not be read nobody can say that its record is gone. */
static void
test_keys_that_could_not_be_read(Fixture *fixture, gconstpointer unused)
{
    static const char *const keys[] = { "t1|1", "!encoding: bad", NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    (void)unused;
    fixture->keys.rows = keys;
    g_assert_true(fetch(fixture, TRUE, &error));
    g_autoptr(HnReader) spool =
        hn_batch_spool_reader_new((const char *const[]){ fixture->path, NULL }, NULL, &error);
    g_assert_true(spool->next(spool, batch, &more, &error));
    g_assert_cmpuint(batch->n_rows, ==, 1);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    g_assert_cmpstr(batch->quarantined[0].reason, ==, "encoding: bad");
}

static void
test_without_sweep(Fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    g_assert_true(fetch(fixture, FALSE, &error));
    g_assert_cmpuint(fixture->n_asked, ==, 1);
}

static void
test_away(Fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    fixture->is_away = TRUE;
    g_assert_false(fetch(fixture, TRUE, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
}

/* Half of the keys would withdraw the other half. */
static void
test_broken_sweep(Fixture *fixture, gconstpointer unused)
{
    static const char *const keys[] = { "t1|1", "@x", NULL };
    g_autoptr(GError) error = NULL;
    (void)unused;
    fixture->keys.rows = keys;
    g_assert_false(fetch(fixture, TRUE, &error));
    g_assert_nonnull(error);
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, call) g_test_add(name, Fixture, NULL, set_up, call, tear_down)
    ADD("/feed_fetch/keys_before_rows", test_keys_before_rows);
    ADD("/feed_fetch/keys_that_could_not_be_read", test_keys_that_could_not_be_read);
    ADD("/feed_fetch/without_sweep", test_without_sweep);
    ADD("/feed_fetch/away", test_away);
    ADD("/feed_fetch/broken_sweep", test_broken_sweep);
    return g_test_run();
}
