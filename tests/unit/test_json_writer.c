/* Goal: valid JSON that reads back to what was given, whatever bytes were given. */
#include "base/json_writer.h"

#include <float.h>
#include <jansson.h>

#include "base/rng.h"

static void
expect_text(const HnJsonWriter *json, const char *expected)
{
    g_autofree char *text = g_strndup((const char *)json->out->data, json->out->len);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_structure_and_commas(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "a");
    hn_json_array(&json);
    hn_json_int(&json, 1);
    hn_json_object(&json);
    hn_json_end_object(&json);
    hn_json_array(&json);
    hn_json_end_array(&json);
    hn_json_bool(&json, TRUE);
    hn_json_null(&json);
    hn_json_string(&json, NULL);
    hn_json_end_array(&json);
    hn_json_key(&json, "b");
    hn_json_string(&json, "x");
    hn_json_key(&json, "c");
    hn_json_raw(&json, hn_slice_of("[2]"));
    hn_json_end_object(&json);
    hn_json_newline(&json);
    hn_json_bool(&json, FALSE);
    hn_json_newline(&json);
    expect_text(&json, "{\"a\":[1,{},[],true,null,null],\"b\":\"x\",\"c\":[2]}\nfalse\n");
}

static void
test_numbers(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_array(&json);
    hn_json_int(&json, 0);
    hn_json_int(&json, G_MININT64);
    hn_json_int(&json, G_MAXINT64);
    hn_json_uint(&json, G_MAXUINT64);
    hn_json_fixed(&json, 12345, 2);
    hn_json_fixed(&json, -5, 3);
    hn_json_fixed(&json, 0, 1);
    hn_json_fixed(&json, G_MININT64, 18);
    hn_json_end_array(&json);
    expect_text(&json, "[0,-9223372036854775808,9223372036854775807,18446744073709551615,123.45,"
                       "-0.005,0.0,-9.223372036854775808]");
}

static void
check_double(double value, const char *expected)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_double(&json, value);
    if (expected != NULL)
        expect_text(&json, expected);
    g_byte_array_append(out, (const guint8 *)"", 1);
    const double back = g_ascii_strtod((const char *)out->data, NULL);
    g_assert_cmpmem(&back, sizeof back, &value, sizeof value);
}

static void
test_doubles_read_back_and_are_short(void)
{
    check_double(0.1, "0.1");
    check_double(0.1 + 0.2, "0.30000000000000004");
    check_double(1.0, "1");
    check_double(-0.0, "-0");
    check_double(1e300, "1e+300");
    check_double(5e-324, "5e-324");
    check_double(DBL_MAX, NULL);
    check_double(DBL_MIN, NULL);
    HnRng rng = hn_rng_seed(4, 4);
    for (guint i = 0; i < 2000; i++)
        check_double(hn_rng_unit(&rng) * 1e6, NULL);
}

static void
test_escapes(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_string(&json, "\"\\/\b\f\n\r\t\x01\x1f\x7f\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa");
    expect_text(&json, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u2028\\u2029\xe2\x80\xaa\"");
    g_byte_array_set_size(out, 0);
    json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "a\"b");
    hn_json_slice(&json, hn_slice("a\0b", 3));
    hn_json_end_object(&json);
    expect_text(&json, "{\"a\\\"b\":\"a\\u0000b\"}");
}

static void
test_bytes_that_are_not_utf8_are_replaced(void)
{
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        { "a\xff"
          "b",
          "\"a\\ufffdb\"" },
        { "\x80", "\"\\ufffd\"" },
        { "\xc3", "\"\\ufffd\"" },                                  /* cut */
        { "\xc0\xaf", "\"\\ufffd\\ufffd\"" },                       /* overlong */
        { "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"" },            /* surrogate */
        { "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" }, /* beyond U+10FFFF */
        { "\xe1\xba", "\"\\ufffd\\ufffd\"" },
        { "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        HnJsonWriter json = hn_json_writer(out);
        hn_json_string(&json, cases[i].bytes);
        expect_text(&json, cases[i].expected);
    }
}

/* A string of pieces that stress every way through the copy. */
static char *
draw_text(HnRng *rng)
{
    static const char *const pieces[] = {
        "abcdefgh",         "a", "Đặng ",   "\"",  "\\", "\n", "\x02", "\xe2\x80\xa8",
        "\xf0\x9f\x98\x80", "ữ", "1234567", "\x7f"
    };
    GString *text = g_string_new(NULL);
    for (guint64 n = hn_rng_below(rng, 12); n > 0; n--)
        g_string_append(text, pieces[hn_rng_below(rng, G_N_ELEMENTS(pieces))]);
    return g_string_free(text, FALSE);
}

static void
test_a_parser_reads_back_every_string(void)
{
    const guint64 seed = g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; i < 20000; i++) {
        g_autofree char *key = draw_text(&rng);
        g_autofree char *text = draw_text(&rng);
        g_byte_array_set_size(out, 0);
        HnJsonWriter json = hn_json_writer(out);
        hn_json_object(&json);
        hn_json_key(&json, key);
        hn_json_string(&json, text);
        hn_json_end_object(&json);
        json_error_t error;
        json_t *root =
            json_loadb((const char *)out->data, out->len, JSON_REJECT_DUPLICATES, &error);
        g_assert_nonnull(root);
        g_assert_cmpstr(json_string_value(json_object_get(root, key)), ==, text);
        json_decref(root);
    }
}

/* Pieces written by hand are what the writer writes, and stay within the room they ask for. */
static void
test_pieces_are_as_the_writer_writes_them(void)
{
    const guint64 seed = g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 1);
    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GByteArray) out = g_byte_array_new(), by_hand = g_byte_array_new();
        g_autofree char *text = draw_text(&rng);
        text[hn_rng_below(&rng, strlen(text) + 1)] = '\0'; /* perhaps inside a character */
        const HnSlice slice = hn_slice_of(text);
        const guint64 number = hn_rng_next(&rng) >> hn_rng_below(&rng, 64);
        HnJsonWriter json = hn_json_writer(out);
        hn_json_array(&json);
        hn_json_slice(&json, slice);
        hn_json_uint(&json, number);
        hn_json_fixed(&json, (gint64)(number % 1000000), 6);
        hn_json_end_array(&json);
        const gsize n_room = HN_JSON_QUOTED_MAX(slice.n_bytes) + HN_JSON_DIGITS_MAX + 12;
        guint8 *at = hn_put_room(by_hand, n_room);
        const guint8 *const end = at + n_room;
        at = hn_json_quote(hn_json_ready(at, hn_slice("[", 1)), slice);
        at = hn_json_digits(hn_json_ready(at, hn_slice(",", 1)), number);
        at = hn_json_decimals(hn_json_ready(at, hn_slice(",0.", 3)), number % 1000000, 6);
        at = hn_json_ready(at, hn_slice("]", 1));
        g_assert_true(at <= end);
        hn_put_room_used(by_hand, at);
        g_assert_cmpmem(by_hand->data, by_hand->len, out->data, out->len);
    }
}

static void
test_unbalanced_use_aborts(void)
{
    if (g_test_subprocess()) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        HnJsonWriter json = hn_json_writer(out);
        hn_json_end_object(&json);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/json_writer/structure_and_commas", test_structure_and_commas);
    g_test_add_func("/base/json_writer/numbers", test_numbers);
    g_test_add_func("/base/json_writer/doubles_read_back_and_are_short",
                    test_doubles_read_back_and_are_short);
    g_test_add_func("/base/json_writer/escapes", test_escapes);
    g_test_add_func("/base/json_writer/bytes_that_are_not_utf8_are_replaced",
                    test_bytes_that_are_not_utf8_are_replaced);
    g_test_add_func("/base/json_writer/a_parser_reads_back_every_string",
                    test_a_parser_reads_back_every_string);
    g_test_add_func("/base/json_writer/pieces_are_as_the_writer_writes_them",
                    test_pieces_are_as_the_writer_writes_them);
    g_test_add_func("/base/json_writer/unbalanced_use_aborts", test_unbalanced_use_aborts);
    return g_test_run();
}
