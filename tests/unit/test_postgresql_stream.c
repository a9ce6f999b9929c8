/* Goal: whatever a server does wrong while rows come, the delivery is refused as broken and nothing
 * waits for ever: a cut stream, tuples that are none, silence. */
#include "base/base_error.h"
#include "connect/connect_error.h"
#include "connect/query_reader.h"
#include "tests/reference/fake_postgresql.h"
#include "tests/reference/reader_text.h"
#include "tests/reference/tuple_text.h"

/* What the server sends after the COPY has begun. */
typedef void (*Play)(GByteArray *answer);

static void
put_data(GByteArray *answer, const GByteArray *data, guint from, guint to)
{
    fake_message(answer, 'd', data->data + from, to - from);
}

/* The header and two rows, with the trailer or without. */
static GByteArray *
two_rows(gboolean has_trailer)
{
    GByteArray *data = g_byte_array_new();
    hn_tuple_header(data);
    hn_tuple_begin(data, 2);
    hn_tuple_value(data, "\0\0\0\1", 4);
    hn_tuple_value(data, "x", 1);
    hn_tuple_begin(data, 2);
    hn_tuple_missing(data);
    hn_tuple_value(data, "", 0);
    if (has_trailer)
        hn_tuple_begin(data, -1);
    return data;
}

static void
play_whole(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(TRUE);
    put_data(answer, data, 0, data->len);
    fake_copy_ends(answer);
}

/* Messages that are not tuples. */
static void
play_pieces(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(TRUE);
    for (guint i = 0; i < data->len; i += 5)
        put_data(answer, data, i, MIN(i + 5, data->len));
    fake_copy_ends(answer);
}

static void
play_without_trailer(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(FALSE);
    put_data(answer, data, 0, data->len);
    fake_copy_ends(answer);
}

static void
play_half_a_row(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(TRUE);
    put_data(answer, data, 0, data->len - 8);
    fake_copy_ends(answer);
}

static void
play_after_the_trailer(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(TRUE);
    put_data(answer, data, 0, data->len);
    put_data(answer, data, data->len - 2, data->len);
    fake_copy_ends(answer);
}

static void
play_three_fields(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(FALSE);
    hn_tuple_begin(data, 3);
    put_data(answer, data, 0, data->len);
    fake_copy_ends(answer);
}

static void
play_wrong_length(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(FALSE);
    hn_tuple_begin(data, 2);
    hn_tuple_number(data, 0xfffffffe, 4);
    put_data(answer, data, 0, data->len);
    fake_copy_ends(answer);
}

static void
play_no_copy(GByteArray *answer)
{
    static const char text[] = "1\tx\n2\ty\n\\.\n and no end"; /* its other format */
    fake_message(answer, 'd', text, sizeof text);
    fake_copy_ends(answer);
}

/* The connection ends between two messages, and inside one. */
static void
play_cut(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(FALSE);
    put_data(answer, data, 0, data->len);
}

static void
play_cut_message(GByteArray *answer)
{
    play_cut(answer);
    g_byte_array_set_size(answer, answer->len - 3);
}

static void
play_error(GByteArray *answer)
{
    g_autoptr(GByteArray) data = two_rows(FALSE);
    put_data(answer, data, 0, data->len);
    static const char fields[] = "SERROR\0VERROR\0C22P02\0Mno number: 'secret'\0";
    fake_message(answer, 'E', fields, sizeof fields);
    fake_message(answer, 'Z', "E", 1);
}

static void
play_nothing(GByteArray *answer)
{
    (void)answer;
}

/* Message lengths that no server sends are libpq's to find. */
static void
play_nonsense(GByteArray *answer)
{
    play_cut(answer);
    g_byte_array_append(answer, (const guint8 *)"d\0\0\0\1junk", 9);
    fake_copy_ends(answer);
}

typedef struct {
    const char *name;
    Play play;
    const char *expected; /* a part of the text */
    gboolean stays;
} Scene;

static const Scene scenes[] = {
    { "whole", play_whole, "row 0 {\"a\":\"1\",\"b\":\"x\"}\nrow 1 {\"b\":\"\"}\nread 2 = 2 + 0\n",
      0 },
    { "pieces", play_pieces,
      "row 0 {\"a\":\"1\",\"b\":\"x\"}\nrow 1 {\"b\":\"\"}\nread 2 = 2 + 0\n", 0 },
    { "without_trailer", play_without_trailer, "end mark\nread 2 = 0 + 2\n", 0 },
    { "half_a_row", play_half_a_row, "end mark\nread 1 = 0 + 1\n", 0 },
    { "after_the_trailer", play_after_the_trailer, "binary format\nread 2 = 0 + 2\n", 0 },
    { "three_fields", play_three_fields, "binary format\nread 2 = 0 + 2\n", 0 },
    { "wrong_length", play_wrong_length, "binary format\nread 2 = 0 + 2\n", 0 },
    { "no_copy", play_no_copy, "binary format\nread 1 = 0 + 1\n", 0 },
    { "cut", play_cut, "server closed the connection", 0 },
    { "cut_message", play_cut_message, "server closed the connection", 0 },
    { "error", play_error, "SQLSTATE 22P02)\nread 2 = 0 + 2\n", 0 },
    { "nonsense", play_nonsense, "lost synchronization", 0 },
    { "silence", play_nothing, "the server has sent nothing for 1 s\nread 1 = 0 + 1\n", 1 },
    { "silence_after_rows", play_cut, "the server has sent nothing for 1 s\nread 2 = 0 + 2\n", 1 },
};

static void
test_scene(gconstpointer user)
{
    const Scene *scene = user;
    g_autoptr(GPtrArray) answers = fake_answers();
    GByteArray *copy = fake_copy_begins();
    scene->play(copy);
    g_ptr_array_add(answers, copy);
    g_autoptr(FakePostgresql) fake = fake_postgresql_new(answers, scene->stays);
    HnConnection connection = fake_postgresql_connection(fake);
    connection.idle_seconds = scene->stays ? 1 : 30;
    const HnQueryOptions options = { .connection = &connection, .table = "t" };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    g_autofree char *text = hn_reader_text(reader);
    g_test_message("%s", text);
    g_assert_nonnull(strstr(text, scene->expected));
    g_assert_null(strstr(text, "secret"));
    if (!g_str_has_prefix(text, "row "))
        g_assert_true(g_str_has_prefix(text, "refused query: connection 'fake': "));
}

/* @n answers and then the end, or silence. */
static void
check_start(guint n, gboolean stays, gint code)
{
    g_autoptr(GPtrArray) answers = fake_answers();
    g_ptr_array_set_size(answers, (gint)n);
    g_autoptr(FakePostgresql) fake = fake_postgresql_new(answers, stays);
    HnConnection connection = fake_postgresql_connection(fake);
    connection.connect_seconds = 1;
    connection.idle_seconds = 1;
    const HnQueryOptions options = { .connection = &connection, .table = "t" };
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_postgresql_reader_new(&options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, code);
    g_test_message("%s", error->message);
    g_assert_true(g_str_has_prefix(error->message, "connection 'fake': "));
}

static void
test_a_server_that_ends_early(void)
{
    for (guint n = 0; n <= 4; n++)
        check_start(n, FALSE, n == 4 ? HN_CONNECT_ERROR_BROKEN : HN_CONNECT_ERROR_OPEN);
}

static void
test_a_server_that_falls_silent(void)
{
    check_start(0, TRUE, HN_CONNECT_ERROR_OPEN);
    check_start(1, TRUE, HN_CONNECT_ERROR_OPEN);
    check_start(4, TRUE, HN_CONNECT_ERROR_BROKEN);
}

static void
test_interrupted_at_the_start(void)
{
    const volatile int interrupted = 1;
    g_autoptr(GPtrArray) answers = fake_answers();
    g_autoptr(FakePostgresql) fake = fake_postgresql_new(answers, TRUE);
    const HnConnection connection = fake_postgresql_connection(fake);
    const HnQueryOptions options = { .connection = &connection,
                                     .table = "t",
                                     .interrupted = &interrupted };
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_postgresql_reader_new(&options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(scenes); i++) {
        g_autofree char *path = g_strdup_printf("/connect/postgresql_stream/%s", scenes[i].name);
        g_test_add_data_func(path, &scenes[i], test_scene);
    }
    g_test_add_func("/connect/postgresql_stream/a_server_that_ends_early",
                    test_a_server_that_ends_early);
    g_test_add_func("/connect/postgresql_stream/a_server_that_falls_silent",
                    test_a_server_that_falls_silent);
    g_test_add_func("/connect/postgresql_stream/interrupted_at_the_start",
                    test_interrupted_at_the_start);
    return g_test_run();
}
