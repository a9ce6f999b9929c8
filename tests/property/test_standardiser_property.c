/* Any raw text, any type, any date format: the canonical value is valid, bounded, and its own
 * canonical value; a missing one is empty. */
#include "base/rng.h"
#include "standardise/standardiser.h"
#include "tests/reference/bad_input.h"
#include "tests/reference/gazetteer_fixture.h"
#include "tests/reference/vn_tables.h"
#include "text/utf8.h"

#define N_TEXTS 60000
#define N_TYPES (HN_TYPE_VIETNAMESE_NAME + 1)

static HnStandardiser *
standardiser_of(HnAttributeType type, const char *date_format)
{
    char name[] = "field";
    const HnAttribute attribute = { .name = name, .type = type, .tables = hn_fixture_tables() };
    const char *const formats[] = { date_format, NULL };
    HnStandardiser *standardiser =
        hn_standardiser_new(&attribute, date_format != NULL ? formats : NULL, NULL);
    g_assert_nonnull(standardiser);
    return standardiser;
}

/* Into exactly the room that is asked for: a sanitizer sees what goes beyond. */
static GByteArray *
apply(HnStandardiser *standardiser, HnSlice raw)
{
    g_autofree guint8 *room = g_malloc(hn_standardiser_bytes_max(raw.n_bytes));
    const gsize n = hn_standardiser_apply(standardiser, raw, room);
    g_assert_cmpuint(n, <=, hn_standardiser_bytes_max(raw.n_bytes));
    GByteArray *out = g_byte_array_new();
    if (n > 0)
        g_byte_array_append(out, room, (guint)n);
    return out;
}

static void
check(HnStandardiser *standardiser, HnSlice raw)
{
    g_autoptr(GByteArray) once = apply(standardiser, raw);
    if (!hn_utf8_valid(hn_slice(once->data, once->len))) {
        g_autofree guchar *base64 = (guchar *)g_base64_encode(raw.bytes, raw.n_bytes);
        g_autofree guchar *made = (guchar *)g_base64_encode(once->data, once->len);
        g_error("no UTF-8: %s becomes %s", base64, made);
    }
    g_autoptr(GByteArray) twice = apply(standardiser, hn_slice(once->data, once->len));
    if (!hn_slice_equal(hn_slice(once->data, once->len), hn_slice(twice->data, twice->len))) {
        g_autofree guchar *base64 = (guchar *)g_base64_encode(raw.bytes, raw.n_bytes);
        g_error("not its own canonical value: %s", base64);
    }
}

static void
put_random_letter(HnRng *rng, GByteArray *text)
{
    static const char *const pieces[] = { "òa",
                                          "óe",
                                          "ủy",
                                          "ùy ",
                                          " ",
                                          "-",
                                          "'",
                                          "’",
                                          "\xC2\xA0",
                                          "Ð",
                                          "ɖ",
                                          "n/a",
                                          "không",
                                          "1990",
                                          "05",
                                          "/",
                                          "０",
                                          "٣",
                                          "e\xCC\x81",
                                          "ß",
                                          "\xE2\x80\x8B",
                                          "ﬁ",
                                          "İ",
                                          "\xE1\x84\x80",
                                          "\xE1\x85\xA1",
                                          "@",
                                          "52.5",
                                          ", ",
                                          "\xE2\x88\x92" };
    gunichar c = 0;
    switch (hn_rng_below(rng, 4)) {
    case 0:
        hn_put_code_point(text, ' ' + (gunichar)hn_rng_below(rng, 95));
        break;
    case 1:
        c = (gunichar)hn_rng_below(rng, 0x30000);
        hn_put_code_point(text, c >= 0xD800 && c < 0xE000 ? 'x' : c);
        break;
    default: {
        const char *piece = pieces[hn_rng_below(rng, G_N_ELEMENTS(pieces))];
        g_byte_array_append(text, (const guint8 *)piece, strlen(piece));
        break;
    }
    }
}

static void
test_any_text_is_standardised_once(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    HnStandardiser *standardisers[N_TYPES];
    for (guint type = 0; type < N_TYPES; type++)
        standardisers[type] = standardiser_of((HnAttributeType)type, NULL);
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (guint i = 0; i < N_TEXTS; i++) {
        g_byte_array_set_size(text, 0);
        for (guint64 n = hn_rng_below(&rng, 9); n > 0; n--)
            put_random_letter(&rng, text);
        check(standardisers[i % N_TYPES], hn_slice(text->data, text->len));
    }
    for (guint type = 0; type < N_TYPES; type++)
        hn_standardiser_free(standardisers[type]);
}

/* Letters of any script, read in Latin ones: valid, bounded, and the same again. */
static void
test_any_script_is_read_once(void)
{
    char name[] = "field";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_NAME, .latin = TRUE };
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(&attribute, NULL, NULL);
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (guint i = 0; i < N_TEXTS / 4; i++) {
        const gunichar first = (gunichar)hn_rng_below(&rng, 0x3000); /* of one script, mostly */
        g_byte_array_set_size(text, 0);
        for (guint64 n = hn_rng_below(&rng, 6); n > 0; n--)
            hn_put_code_point(text, first + (gunichar)hn_rng_below(&rng, 40));
        put_random_letter(&rng, text);
        check(standardiser, hn_slice(text->data, text->len));
    }
}

/* Texts as fields of numbers hold them: digits, what stands between, words, several numbers. */
static void
put_random_number(HnRng *rng, GByteArray *text)
{
    static const char *const pieces[] = { "0",    "84",    "+84",       "00", "09", "0123",
                                          "028",  "04",    "(08)",      " ",  "-",  ".",
                                          "/",    ";",     " ext",      "x",  "*",  "số ",
                                          "CCCD", "B",     "DN4",       "O",  "E+", "001079",
                                          "271",  "38251", "0901234568" };
    if (hn_rng_below(rng, 2) == 0)
        hn_put_code_point(text, '0' + (gunichar)hn_rng_below(rng, 10));
    const char *piece = pieces[hn_rng_below(rng, G_N_ELEMENTS(pieces))];
    if (hn_rng_below(rng, 3) == 0)
        g_byte_array_append(text, (const guint8 *)piece, strlen(piece));
}

static void
test_any_number_is_standardised_once(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    static const HnAttributeType types[] = { HN_TYPE_PHONE, HN_TYPE_CITIZEN_NUMBER,
                                             HN_TYPE_INSURANCE_NUMBER };
    for (gsize t = 0; t < G_N_ELEMENTS(types); t++) {
        char name[] = "field";
        const HnAttribute attribute = {
            .name = name, .type = types[t], .country = HN_COUNTRY_VN, .tables = tables
        };
        g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(&attribute, NULL, NULL);
        g_autoptr(GByteArray) text = g_byte_array_new();
        for (guint i = 0; i < 4 * N_TEXTS; i++) {
            HnSlice pieces[8];
            g_byte_array_set_size(text, 0);
            for (guint64 n = hn_rng_below(&rng, 30); n > 0; n--)
                put_random_number(&rng, text);
            const HnSlice raw = hn_slice(text->data, text->len);
            check(standardiser, raw);
            const guint n_pieces = hn_standardiser_pieces(standardiser, raw, pieces, 8);
            for (guint k = 0; k < n_pieces; k++)
                check(standardiser, pieces[k]);
        }
    }
}

static void
test_any_date_is_standardised_once(void)
{
    static const char *const formats[] = { NULL,    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y", "%Y%m%d",
                                           "%Y",    "%m/%Y",    "%d %b %Y", "%d%m%y",   "%y%m%d",
                                           "%Y%m",  "%m-%Y",    "%d-%m-%y", "%y-%m-%d", "%y",
                                           "%b-%y", "%d.%m.%Y" };
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    for (gsize f = 0; f < G_N_ELEMENTS(formats); f++) {
        g_autoptr(HnStandardiser) standardiser = standardiser_of(HN_TYPE_DATE, formats[f]);
        for (guint i = 0; i < 20000; i++) {
            char text[16];
            const gsize n = 4 + hn_rng_below(&rng, 7);
            for (gsize k = 0; k < n; k++)
                text[k] = "01234567899012-/. "[hn_rng_below(&rng, 18)];
            check(standardiser, hn_slice(text, n));
        }
        for (guint year = 1990; year < 2030; year++)
            for (guint month = 0; month <= 12; month++) {
                char text[16];
                g_snprintf(text, sizeof text, month == 0 ? "%04u" : "%04u-%02u", year, month);
                check(standardiser, hn_slice_of(text));
            }
    }
}

static void
test_hostile_fields_are_standardised_once(void)
{
    g_autoptr(GPtrArray) rows = bad_input_table("hostile-fields/cases.tsv");
    for (guint type = 0; type < N_TYPES; type++) {
        g_autoptr(HnStandardiser) standardiser = standardiser_of((HnAttributeType)type, NULL);
        for (guint i = 0; rows != NULL && i < rows->len; i++) {
            gsize n = 0;
            g_autofree guchar *raw = g_base64_decode(((char **)rows->pdata[i])[2], &n);
            if (hn_utf8_valid(hn_slice(raw, n)))
                check(standardiser, hn_slice(raw, n));
        }
    }
}

/* Values far beyond what a field holds, of one piece again and again: as one word, one number, one
 * letter with its marks. */
static void
test_long_values_are_standardised_once(void)
{
    static const char *const pieces[] = { " ",
                                          ",",
                                          "0",
                                          "a",
                                          "e\xCC\x81",
                                          "\xCC\x81",
                                          "\xE1\x84\x80\xE1\x85\xA1",
                                          "đ",
                                          "/",
                                          "12/3",
                                          "|",
                                          "= ",
                                          ":",
                                          "@",
                                          "\xE4\xB8\x80",
                                          "(",
                                          "A. ",
                                          "Quận 1, ",
                                          "Công ty ",
                                          "0901234567;",
                                          "\xEF\xB7\xBA" };
    for (guint type = 0; type < N_TYPES; type++) {
        g_autoptr(HnStandardiser) standardiser = standardiser_of((HnAttributeType)type, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
            g_autoptr(GString) text = g_string_new("An ");
            while (text->len < 200000)
                g_string_append(text, pieces[i]);
            check(standardiser, hn_slice(text->str, text->len));
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/standardiser_property/any_text_is_standardised_once",
                    test_any_text_is_standardised_once);
    g_test_add_func("/standardise/standardiser_property/any_script_is_read_once",
                    test_any_script_is_read_once);
    g_test_add_func("/standardise/standardiser_property/any_date_is_standardised_once",
                    test_any_date_is_standardised_once);
    g_test_add_func("/standardise/standardiser_property/hostile_fields_are_standardised_once",
                    test_hostile_fields_are_standardised_once);
    g_test_add_func("/standardise/standardiser_property/any_number_is_standardised_once",
                    test_any_number_is_standardised_once);
    g_test_add_func("/standardise/standardiser_property/long_values_are_standardised_once",
                    test_long_values_are_standardised_once);
    return g_test_run();
}
