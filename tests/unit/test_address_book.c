/* Goal: a dwelling's two addresses are the two sides of the reform, in the reference tables' own
 * words. */
#include "datasets/registers/address_book.h"

#include "datasets/one_spelling.h"
#include "datasets/reference_tables.h"

static char *
part(const HnAddressBook *book, HnDwelling home, HnAddressPart which, gboolean is_new)
{
    HnRawText text;
    hn_raw_text_clear(&text);
    hn_address_book_part(book, home, which, is_new, HN_PLACE_LONG, &text);
    return g_strdup(text.text);
}

/* "type name" by code. */
static GHashTable *
read_names(const char *table)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(HnReferenceReader) reader = hn_reference_reader(table);
    while (hn_reference_next(&reader)) {
        const HnSlice *cells = reader.cells;
        g_autofree char *name = hn_one_spelling_of(cells[1]);
        g_hash_table_insert(
            names, g_strndup((const char *)cells[0].bytes, cells[0].n_bytes),
            g_strdup_printf("%.*s %s", (int)cells[2].n_bytes, (const char *)cells[2].bytes, name));
    }
    return names;
}

static char *
pair_of(GHashTable *olds, GHashTable *news, HnSlice old_code, HnSlice new_code)
{
    g_autofree char *before = g_strndup((const char *)old_code.bytes, old_code.n_bytes);
    g_autofree char *after = g_strndup((const char *)new_code.bytes, new_code.n_bytes);
    return g_strdup_printf("%s > %s", (const char *)g_hash_table_lookup(olds, before),
                           (const char *)g_hash_table_lookup(news, after));
}

static void
test_both_sides_of_the_reform(void)
{
    g_autoptr(HnAddressBook) book = hn_address_book_new();
    g_autoptr(GHashTable) olds = read_names("wards_old");
    g_autoptr(GHashTable) news = read_names("wards_new");
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(HnReferenceReader) reader = hn_reference_reader("old_to_new_wards");
    while (hn_reference_next(&reader))
        if (hn_slice_equal(reader.cells[0], hn_slice_of("ward")))
            g_hash_table_add(known, pair_of(olds, news, reader.cells[1], reader.cells[3]));
    HnRng rng = hn_rng_seed(8, 0);
    guint n_renamed = 0;
    for (guint i = 0; i < 3000; i++) {
        const HnDwelling home = hn_address_book_draw(book, &rng);
        g_autofree char *before = part(book, home, HN_ADDRESS_WARD, FALSE);
        g_autofree char *after = part(book, home, HN_ADDRESS_WARD, TRUE);
        g_autofree char *both = g_strdup_printf("%s > %s", before, after);
        g_assert_true(g_hash_table_contains(known, both));
        n_renamed += strcmp(before, after) != 0;
    }
    g_assert_cmpuint(n_renamed, >, 1000);
}

static void
test_districts_end_with_the_reform(void)
{
    g_autoptr(HnAddressBook) book = hn_address_book_new();
    HnRng rng = hn_rng_seed(9, 0);
    for (guint i = 0; i < 200; i++) {
        const HnDwelling home = hn_address_book_draw(book, &rng);
        g_autofree char *before = part(book, home, HN_ADDRESS_DISTRICT, FALSE);
        g_autofree char *after = part(book, home, HN_ADDRESS_DISTRICT, TRUE);
        g_assert_cmpstr(before, !=, "");
        g_assert_cmpstr(after, ==, "");
        const HnDwelling near = hn_address_book_draw_near(book, home, &rng);
        g_assert_cmpuint(hn_address_book_province(book, near), ==,
                         hn_address_book_province(book, home));
    }
}

/* One dwelling of a town of the south in every style. */
static void
test_styles(void)
{
    static const char *const HOUSES[] = { "Số 12/34/5 đường ", "12/34/5 Đ. ", "12/34/5 Đ.",
                                          "12/34/5 " };
    g_autoptr(HnAddressBook) book = hn_address_book_new();
    HnRng rng = hn_rng_seed(10, 0);
    HnDwelling home = hn_address_book_draw(book, &rng);
    while (home.is_rural || hn_address_book_region(book, home) != HN_REGION_SOUTH)
        home = hn_address_book_draw(book, &rng);
    home.lane = 12;
    home.sub_lane = 34;
    home.number = 5;
    for (guint style = 0; style < HN_PLACE_STYLES; style++) {
        HnRawText text;
        hn_raw_text_clear(&text);
        g_assert_true(
            hn_address_book_part(book, home, HN_ADDRESS_HOUSE, FALSE, (HnPlaceStyle)style, &text));
        if (style == HN_PLACE_TIGHT)
            g_assert_true(g_str_has_prefix(text.text, "12/34/5 "));
        else
            g_assert_true(g_str_has_prefix(text.text, HOUSES[style]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/address_book/both_sides_of_the_reform",
                    test_both_sides_of_the_reform);
    g_test_add_func("/datasets/address_book/districts_end_with_the_reform",
                    test_districts_end_with_the_reform);
    g_test_add_func("/datasets/address_book/styles", test_styles);
    return g_test_run();
}
