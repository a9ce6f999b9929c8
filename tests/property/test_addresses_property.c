/* Any pieces of addresses in any order: units and lines are their own canonical form, memory
 * changes nothing, keys and levels are those of the slow reference. */
#include "base/rng.h"
#include "blocking/key_function.h"
#include "scoring/address_forms.h"
#include "standardise/address_parser.h"
#include "tests/reference/address_reference.h"
#include "tests/reference/gazetteer_fixture.h"
#include "text/utf8.h"

#define N_TEXTS 30000
#define N_VALUES 400

static const char *const pieces[] = {
    "Phường ",   "P.",
    "xã ",       "TT. ",
    "Quận ",     "Q",
    "huyện ",    "H. ",
    "TP ",       "tỉnh ",
    "Đặc khu ",  "ngõ ",
    "hẻm ",      "ngách ",
    "K",         "số ",
    "đường ",    "Phố ",
    "QL ",       "KP ",
    "tổ ",       "Thôn ",
    "lô ",       "căn hộ ",
    "khu ",      "chung cư",
    "Km ",       "1",
    "02",        "12/34",
    "5A",        "7-9",
    "100000",    ", ",
    ", ",        ", ",
    " - ",       " ",
    "/",         "_",
    "Hà Nội",    "HCM",
    "Ba Đình",   "Huế",
    "Tân Phú",   "Hà Tây",
    "Việt Nam",  "Lê Lợi",
    "Minh Khai", "01:00097@001",
    "79",        "x",
    "cũ",        "(",
    ";",         "\xE4\xB8\xAD",
};

static void
put_name(HnRng *rng, GString *text)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    const HnUnit *unit = gazetteer->units + hn_rng_below(rng, gazetteer->n_units);
    g_string_append_len(text, (const char *)unit->name.bytes, (gssize)unit->name.n_bytes);
}

static void
put_text(HnRng *rng, GString *text)
{
    g_string_truncate(text, 0);
    for (guint64 n = 1 + hn_rng_below(rng, 14); n > 0; n--) {
        if (hn_rng_below(rng, 3) == 0)
            put_name(rng, text);
        else
            g_string_append(text, pieces[hn_rng_below(rng, G_N_ELEMENTS(pieces))]);
    }
}

typedef HnSlice (*Make)(HnAddressParser *parser, HnSlice text);

static char *
made(HnAddressParser *parser, Make make, const char *text)
{
    const HnSlice value = make(parser, hn_slice_of(text));
    g_assert_true(hn_utf8_valid(value));
    return value.n_bytes == 0 ? g_strdup("") : g_strndup((const char *)value.bytes, value.n_bytes);
}

static void
test_once_is_enough(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    const Make makes[] = { hn_address_parser_unit, hn_address_parser_line };
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(hn_fixture_gazetteer());
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < N_TEXTS; i++) {
        put_text(&rng, text);
        for (gsize k = 0; k < G_N_ELEMENTS(makes); k++) {
            g_autofree char *once = made(parser, makes[k], text->str);
            g_autofree char *twice = made(parser, makes[k], once);
            if (strcmp(once, twice) != 0)
                g_error("'%s' gives '%s', and that '%s'", text->str, once, twice);
        }
    }
}

static void
test_memory_changes_nothing(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(HnAddressParser) old = hn_address_parser_new(hn_fixture_gazetteer());
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < N_TEXTS / 100; i++) {
        put_text(&rng, text);
        g_autoptr(HnAddressParser) fresh = hn_address_parser_new(hn_fixture_gazetteer());
        g_autofree char *first = made(fresh, hn_address_parser_unit, text->str);
        for (guint round = 0; round < 2; round++) {
            g_autofree char *unit = made(old, hn_address_parser_unit, text->str);
            g_assert_cmpstr(unit, ==, first);
        }
        g_autofree char *line = made(fresh, hn_address_parser_line, text->str);
        g_autofree char *again = made(old, hn_address_parser_line, text->str);
        g_assert_cmpstr(line, ==, again);
    }
}

static HnDictionary *
random_values(HnRng *rng, Make make)
{
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(hn_fixture_gazetteer());
    g_autoptr(GString) text = g_string_new(NULL);
    HnDictionary *values = hn_dictionary_new();
    while (hn_dictionary_size(values) < N_VALUES) {
        put_text(rng, text);
        const HnSlice value = make(parser, hn_slice_of(text->str));
        if (value.n_bytes > 0)
            hn_dictionary_intern(values, value);
    }
    return values;
}

static char *
value_text(const HnDictionary *values, guint32 code)
{
    const HnSlice value = hn_dictionary_value(values, code);
    return g_strndup((const char *)value.bytes, value.n_bytes);
}

static void
check_keys(const HnDictionary *values, HnKeyFunction function)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnKeyPart part = { .function = function };
    for (guint32 code = 1; code <= N_VALUES; code++) {
        g_autoptr(GPtrArray) expected = g_ptr_array_new_with_free_func(g_free);
        g_autofree char *value = value_text(values, code);
        const HnSlice *keys = NULL;
        const guint n = hn_key_function_apply(&part, hn_slice_of(value), scratch, &keys);
        address_keys_reference(function, value, expected);
        g_assert_cmpint(n > 0, ==, expected->len > 0);
        for (guint i = 0; i < n; i++) {
            g_autofree char *key = g_strndup((const char *)keys[i].bytes, keys[i].n_bytes);
            g_assert_true(g_ptr_array_find_with_equal_func(expected, key, g_str_equal, NULL));
        }
    }
}

static void
test_keys_of_the_reference(void)
{
    HnRng rng = hn_rng_seed((guint64)g_test_rand_int(), 0);
    g_autoptr(HnDictionary) units = random_values(&rng, hn_address_parser_unit);
    g_autoptr(HnDictionary) lines = random_values(&rng, hn_address_parser_line);
    check_keys(units, HN_KEY_COMMUNE);
    check_keys(units, HN_KEY_DISTRICT);
    check_keys(units, HN_KEY_PROVINCE);
    check_keys(lines, HN_KEY_STREET);
    check_keys(lines, HN_KEY_HOUSE);
}

static void
test_levels_of_the_reference(void)
{
    HnRng rng = hn_rng_seed((guint64)g_test_rand_int(), 0);
    g_autoptr(HnDictionary) units = random_values(&rng, hn_address_parser_unit);
    g_autoptr(HnDictionary) lines = random_values(&rng, hn_address_parser_line);
    g_autoptr(HnArena) arena = hn_arena_new();
    HnUnitForms *unit_forms = hn_unit_forms_new(units);
    HnAddressForms *line_forms = hn_address_forms_new(lines, arena);
    for (guint i = 0; i < 6000; i++) {
        const guint32 a = 1 + (guint32)hn_rng_below(&rng, N_VALUES);
        const guint32 b = 1 + (guint32)hn_rng_below(&rng, N_VALUES);
        g_autofree char *unit_a = value_text(units, a), *unit_b = value_text(units, b);
        g_autofree char *line_a = value_text(lines, a), *line_b = value_text(lines, b);
        g_assert_cmpint(hn_unit_forms_meet(unit_forms, HN_UNIT_COMMUNES, a, b), ==,
                        address_level_reference(HN_LEVEL_UNIT_POSSIBLE, unit_a, unit_b));
        g_assert_cmpint(hn_unit_forms_meet(unit_forms, HN_UNIT_DISTRICTS, a, b), ==,
                        address_level_reference(HN_LEVEL_UNIT_DISTRICT, unit_a, unit_b));
        g_assert_cmpint(hn_unit_forms_meet(unit_forms, HN_UNIT_PROVINCES, a, b), ==,
                        address_level_reference(HN_LEVEL_UNIT_PROVINCE, unit_a, unit_b));
        if (hn_address_forms_same_street(line_forms, a, b) !=
            address_level_reference(HN_LEVEL_ADDRESS_STREET, line_a, line_b))
            g_error("'%s' and '%s'", line_a, line_b);
        g_assert_cmpint(hn_address_forms_same_house(line_forms, a, b), ==,
                        address_level_reference(HN_LEVEL_ADDRESS_HOUSE, line_a, line_b));
    }
    hn_unit_forms_free(unit_forms);
    hn_address_forms_free(line_forms);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/addresses/once_is_enough", test_once_is_enough);
    g_test_add_func("/addresses/memory_changes_nothing", test_memory_changes_nothing);
    g_test_add_func("/addresses/keys_of_the_reference", test_keys_of_the_reference);
    g_test_add_func("/addresses/levels_of_the_reference", test_levels_of_the_reference);
    return g_test_run();
}
