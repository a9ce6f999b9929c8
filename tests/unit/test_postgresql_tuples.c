/* Goal: tuples are the same however the stream is cut, and a stream that is not one is found at the
 * first byte that no stream has. */
#include "tests/reference/tuple_text.h"

static const HnPostgresqlKind kinds[] = { HN_POSTGRESQL_INT4, HN_POSTGRESQL_TEXT };
static const char expected[] = "row 0 {\"0\":\"7\",\"1\":\"Ánh\"}\nrow 1 {\"1\":\"\"}\nrow 2 {}\n"
                               "read 3 = 3 + 0\n";

/* Three tuples, without the trailer. */
static GByteArray *
three_tuples(void)
{
    GByteArray *stream = g_byte_array_new();
    hn_tuple_header(stream);
    hn_tuple_begin(stream, 2);
    hn_tuple_value(stream, "\0\0\0\7", 4);
    hn_tuple_value(stream, "Ánh", strlen("Ánh"));
    hn_tuple_begin(stream, 2);
    hn_tuple_missing(stream);
    hn_tuple_value(stream, "", 0);
    hn_tuple_begin(stream, 2);
    hn_tuple_missing(stream);
    hn_tuple_missing(stream);
    return stream;
}

static void
check(const GByteArray *stream, gsize piece_bytes, const char *last)
{
    g_autofree char *text = hn_tuple_text(kinds, G_N_ELEMENTS(kinds),
                                          hn_slice(stream->data, stream->len), piece_bytes, 0);
    g_autofree char *whole = g_strconcat(expected, last, "\n", NULL);
    g_assert_cmpstr(text, ==, whole);
}

static void
test_any_pieces(void)
{
    g_autoptr(GByteArray) stream = three_tuples();
    for (gsize piece_bytes = 0; piece_bytes <= stream->len; piece_bytes++)
        check(stream, piece_bytes, "more");
    hn_tuple_begin(stream, -1);
    for (gsize piece_bytes = 0; piece_bytes <= stream->len; piece_bytes++)
        check(stream, piece_bytes, "end");
    hn_tuple_begin(stream, 2); /* behind the end */
    for (gsize piece_bytes = 0; piece_bytes <= stream->len; piece_bytes++)
        check(stream, piece_bytes, "bad");
}

static void
test_a_cut_stream_wants_more(void)
{
    g_autoptr(GByteArray) stream = three_tuples();
    for (guint n = 0; n < stream->len; n++) {
        g_autofree char *text =
            hn_tuple_text(kinds, G_N_ELEMENTS(kinds), hn_slice(stream->data, n), 3, 0);
        g_assert_true(g_str_has_suffix(text, "more\n"));
    }
}

static void
test_a_header_of_another_kind(void)
{
    g_autoptr(GByteArray) stream = three_tuples();
    for (guint i = 0; i < 19; i++) {
        const guint8 kept = stream->data[i];
        stream->data[i] = (guint8)(kept ^ 0x80);
        g_autofree char *text =
            hn_tuple_text(kinds, G_N_ELEMENTS(kinds), hn_slice(stream->data, stream->len), 0, 0);
        /* Lower flags are for formats to come that old readers can read; the extension's last
         * bytes make it longer than this stream. */
        g_assert_true(g_str_has_suffix(text, i < 11 || i == 11 || i == 12 || i == 15 || i == 16
                                                 ? "= 0 + 0\nbad\n"
                                             : i < 15 ? "= 3 + 0\nmore\n"
                                                      : "= 0 + 0\nmore\n"));
        stream->data[i] = kept;
    }
}

static void
test_a_header_with_an_extension(void)
{
    g_autoptr(GByteArray) stream = g_byte_array_new();
    hn_tuple_header(stream);
    stream->data[stream->len - 1] = 5;
    g_byte_array_append(stream, (const guint8 *)"hello", 5);
    hn_tuple_begin(stream, 2);
    hn_tuple_missing(stream);
    hn_tuple_missing(stream);
    hn_tuple_begin(stream, -1);
    for (gsize piece_bytes = 0; piece_bytes <= stream->len; piece_bytes++) {
        g_autofree char *text = hn_tuple_text(kinds, G_N_ELEMENTS(kinds),
                                              hn_slice(stream->data, stream->len), piece_bytes, 0);
        g_assert_cmpstr(text, ==, "row 0 {}\nread 1 = 1 + 0\nend\n");
    }
}

static void
test_wrong_tuples(void)
{
    static const struct {
        gint16 n_fields;
        guint32 n_bytes; /* of the first field */
    } cases[] = {
        { 0, 0 }, { 1, 4 }, { 3, 4 }, { -2, 4 }, { 2, 0xfffffffe }, { 2, 0x80000000 }, { 2, 8 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) stream = three_tuples();
        hn_tuple_begin(stream, cases[i].n_fields);
        hn_tuple_number(stream, cases[i].n_bytes, 4);
        g_byte_array_append(stream, (const guint8 *)"abcdefgh", 8); /* no int4 */
        hn_tuple_missing(stream);
        for (gsize piece_bytes = 0; piece_bytes <= stream->len; piece_bytes++)
            check(stream, piece_bytes, "bad");
    }
}

static void
test_long_cells_are_not_decoded(void)
{
    const HnPostgresqlKind one = HN_POSTGRESQL_BYTES;
    g_autoptr(GByteArray) stream = g_byte_array_new();
    hn_tuple_header(stream);
    for (gsize n = 9; n <= 11; n++) {
        hn_tuple_begin(stream, 1);
        hn_tuple_value(stream, "abcdefghijk", n);
    }
    hn_tuple_begin(stream, -1);
    g_autofree char *text = hn_tuple_text(&one, 1, hn_slice(stream->data, stream->len), 0, 20);
    g_assert_cmpstr(text, ==,
                    "row 0 {\"0\":\"616263646566676869\"}\n"
                    "row 1 {\"0\":\"6162636465666768696a\"}\n"
                    "bad 2 x1 too_long: column '0' \"0\"\\x0a\"6162636465666768696a6b\"\\x0a\n"
                    "read 3 = 2 + 1\nend\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/postgresql_tuples/any_pieces", test_any_pieces);
    g_test_add_func("/connect/postgresql_tuples/a_cut_stream_wants_more",
                    test_a_cut_stream_wants_more);
    g_test_add_func("/connect/postgresql_tuples/a_header_of_another_kind",
                    test_a_header_of_another_kind);
    g_test_add_func("/connect/postgresql_tuples/a_header_with_an_extension",
                    test_a_header_with_an_extension);
    g_test_add_func("/connect/postgresql_tuples/wrong_tuples", test_wrong_tuples);
    g_test_add_func("/connect/postgresql_tuples/long_cells_are_not_decoded",
                    test_long_cells_are_not_decoded);
    return g_test_run();
}
