/* Goal: fields of any length cross the buffer's edges whole, the server's count comes back, and
 * what it refuses in the middle is told without a value. */
#include "connect/postgresql_copy_out.h"
#include "tests/databases/postgresql_fixture.h"

#define BUFFER_BYTES (256u * 1024)
#define COPY "COPY t FROM STDIN (FORMAT binary)"

static HnPostgresqlLink *
link_to(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnPostgresqlLink *link = hn_postgresql_link_new(&fixture->connection, NULL, &error);
    g_assert_no_error(error);
    fixture_do(fixture->admin, "CREATE TABLE t (o \"char\", a text, b text CHECK (b <> 'secret'))");
    return link;
}

static gboolean
put(HnPostgresqlCopyOut *copy, char operation, HnSlice a, HnSlice b, GError **error)
{
    const HnSlice fields[] = { a, b };
    const HnChangeRows rows = { 1, 2, (const guint8 *)&operation, fields };
    return hn_postgresql_copy_out_put(copy, &rows, error);
}

/* Lengths around those at which a row ends with the buffer: 19 bytes of the head, 7 of a row, 4 of
 * each field. */
static void
test_fields_cross_the_buffer(Fixture *fixture, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    guint64 n = 0;
    (void)user;
    g_autoptr(HnPostgresqlLink) link = link_to(fixture);
    g_autofree char *text = g_strnfill(3 * BUFFER_BYTES, 'x');
    for (guint taken = 0; taken < 50; taken++) {
        g_autoptr(HnPostgresqlCopyOut) copy = hn_postgresql_copy_out_new(link, COPY, &error);
        g_assert_no_error(error);
        g_assert_true(
            put(copy, 'u', hn_slice(text, BUFFER_BYTES - taken), hn_slice_of("é"), &error));
        g_assert_true(put(copy, 'd', hn_slice(text, taken), hn_slice(NULL, 0), &error));
        g_assert_true(put(copy, 'u', hn_slice(text, 3 * BUFFER_BYTES), hn_slice_of(""), &error));
        g_assert_true(hn_postgresql_copy_out_end(copy, &n, &error));
        g_assert_cmpuint(n, ==, 3);
        g_autofree char *stored =
            fixture_run(fixture->admin, "WITH gone AS (DELETE FROM t RETURNING *) SELECT "
                                        "string_agg(o || length(a) || coalesce(b, '-'), ' ' ORDER "
                                        "BY b) FROM gone WHERE translate(a, 'x', '') = ''");
        g_autofree char *expected =
            g_strdup_printf("u%u u%ué d%u-", 3 * BUFFER_BYTES, BUFFER_BYTES - taken, taken);
        g_assert_cmpstr(stored, ==, expected);
    }
}

static void
test_no_rows(Fixture *fixture, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    guint64 n = 7;
    (void)user;
    g_autoptr(HnPostgresqlLink) link = link_to(fixture);
    g_autoptr(HnPostgresqlCopyOut) copy = hn_postgresql_copy_out_new(link, COPY, &error);
    g_assert_true(hn_postgresql_copy_out_end(copy, &n, &error));
    g_assert_cmpuint(n, ==, 0);
}

static void
test_what_the_server_refuses(Fixture *fixture, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    guint64 n = 0;
    (void)user;
    g_autoptr(HnPostgresqlLink) link = link_to(fixture);
    g_autofree char *text = g_strnfill(1000, 'x');
    g_autoptr(HnPostgresqlCopyOut) copy = hn_postgresql_copy_out_new(link, COPY, &error);
    for (guint i = 0; i < 5000; i++) /* it does not listen any more after the first */
        g_assert_true(
            put(copy, 'u', hn_slice_of(text), hn_slice_of(i == 0 ? "secret" : ""), &error));
    g_assert_false(hn_postgresql_copy_out_end(copy, &n, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    g_assert_cmpstr(link->refusal, ==, "23514");
    g_assert_nonnull(strstr(error->message, "t_b_check"));
    g_assert_null(strstr(error->message, "secret"));
    g_clear_error(&error);
    g_assert_null(hn_postgresql_copy_out_new(link, "COPY nowhere FROM STDIN", &error));
    g_assert_cmpstr(link->refusal, ==, "42P01");
    g_clear_error(&error);
    g_autoptr(HnPostgresqlCopyOut) next = hn_postgresql_copy_out_new(link, COPY, &error);
    g_assert_no_error(error);
    g_assert_false(put(next, 'u', hn_slice("se\0cret", 7), hn_slice(NULL, 0), &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING);
    g_assert_null(strstr(error->message, "cret"));
}

/* The caller waits for a server that takes nothing: memory does not grow without end. */
static void
test_a_server_that_takes_nothing(Fixture *fixture, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    (void)user;
    fixture->connection.idle_seconds = 1;
    g_autoptr(HnPostgresqlLink) link = link_to(fixture);
    /* Its first row waits for a lock, and what follows fills the way to it. */
    fixture_do(fixture->admin,
               "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM "
               "pg_advisory_xact_lock(1); RETURN new; END'; CREATE TRIGGER wait BEFORE INSERT ON t "
               "FOR EACH ROW EXECUTE FUNCTION wait(); SELECT pg_advisory_lock(1)");
    g_autofree char *text = g_strnfill(BUFFER_BYTES, 'x');
    g_autoptr(HnPostgresqlCopyOut) copy = hn_postgresql_copy_out_new(link, COPY, &error);
    guint n = 0;
    while (n < 400 && put(copy, 'u', hn_slice_of(text), hn_slice(NULL, 0), &error))
        n++;
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    g_assert_nonnull(strstr(error->message, "the server has sent nothing for 1 s"));
    g_assert_cmpuint(n, <, 400);
}

#define TEST(name)                                                                                 \
    g_test_add("/databases/postgresql_copy_out/" #name, Fixture, NULL, fixture_start, test_##name, \
               fixture_stop)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(fields_cross_the_buffer);
    TEST(no_rows);
    TEST(what_the_server_refuses);
    TEST(a_server_that_takes_nothing);
    return g_test_run();
}
