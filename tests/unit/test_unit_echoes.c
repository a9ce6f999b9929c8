/* Goal: pieces that say a unit again are marked, and no others. */
#include "standardise/unit_echoes.h"

#include "tests/reference/gazetteer_fixture.h"

#define UNIT "79:26740@760" /* Phường Sài Gòn, of Bến Nghé, Quận 1 */

/* The words that are left, a space between. */
static char *
rest_of(const char *text, const char *unit)
{
    guint8 is_used[HN_ADDRESS_WORDS_MAX] = { 0 };
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(GString) rest = g_string_new("");
    hn_address_words_split(words, hn_slice_of(text));
    hn_unit_echoes_mark(hn_fixture_gazetteer(), words, hn_slice_of(unit), is_used);
    for (guint i = 0; i < words->n; i++) {
        const HnSlice word = hn_address_word(words, i);
        if (!is_used[i])
            g_string_append_printf(rest, "%s%.*s", rest->len > 0 ? " " : "", (int)word.n_bytes,
                                   (const char *)word.bytes);
    }
    return g_string_free(g_steal_pointer(&rest), FALSE);
}

static void
expect(const char *text, const char *unit, const char *rest)
{
    g_autofree char *got = rest_of(text, unit);
    g_assert_cmpstr(got, ==, rest);
}

static void
test_bare_names_of_the_unit(void)
{
    expect("Bến Nghé", UNIT, "");          /* what the commune was */
    expect("Sài Gòn, Quận 1", UNIT, "");   /* what it is, and lay in */
    expect("Chợ - Bến Nghé", UNIT, "cho"); /* hyphens part pieces */
    expect("TP. Hồ Chí Minh", UNIT, "");   /* a full stop does not */
    expect("Hồ Chí Minh", UNIT, "");       /* its province */
    expect("Vinh", UNIT, "vinh");          /* another unit */
    expect("Bến Nghé", "", "ben nghe");    /* nothing is known */
    expect("Chợ Bến Nghé", UNIT, "cho ben nghe");
    expect("5, Bến Nghé", UNIT, "5 ben nghe"); /* a house's street */
}

static void
test_titles_say_enough(void)
{
    expect("P. Bến Nghé", "", "");
    expect("Phường Bến Nghé Quận 1", "", ""); /* nothing between */
    expect("Quận Bến Nghé", "", "quan ben nghe");
    expect("Đường Bến Nghé", UNIT, "duong ben nghe");
    expect("Phường Bến Nghé xưa", UNIT, "phuong ben nghe xua");
}

/* Parts of it are units of their own, which are not meant. */
static void
test_a_name_with_a_hyphen(void)
{
    expect("Bà Rịa - Vũng Tàu", UNIT, "");
    expect("Tỉnh Bà Rịa - Vũng Tàu", "", "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/unit_echoes/bare_names", test_bare_names_of_the_unit);
    g_test_add_func("/standardise/unit_echoes/titles", test_titles_say_enough);
    g_test_add_func("/standardise/unit_echoes/hyphens", test_a_name_with_a_hyphen);
    return g_test_run();
}
