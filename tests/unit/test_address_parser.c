/* Goal: an address as columns or in one text gives the same unit and line; what is remembered
 * changes nothing. */
#include "standardise/address_parser.h"
#include "tests/reference/gazetteer_fixture.h"

static void
assert_place(HnAddressParser *parser, const char *text, const char *unit, const char *line)
{
    HnSlice made_unit, made_line;
    if (!hn_address_parser_place(parser, hn_slice_of(text), &made_unit, &made_line))
        return;
    g_assert_cmpmem(made_unit.bytes, made_unit.n_bytes, unit, strlen(unit));
    g_assert_cmpmem(made_line.bytes, made_line.n_bytes, line, strlen(line));
}

static void
assert_parse(HnAddressParser *parser, const char *text, const char *unit, const char *line)
{
    assert_place(parser, text, unit, line); /* before and after the text is remembered */
    HnSlice made = hn_address_parser_unit(parser, hn_slice_of(text));
    g_autofree char *got_unit =
        made.n_bytes == 0 ? g_strdup("") : g_strndup((const char *)made.bytes, made.n_bytes);
    g_assert_cmpstr(got_unit, ==, unit);
    made = hn_address_parser_line(parser, hn_slice_of(text));
    g_autofree char *got_line =
        made.n_bytes == 0 ? g_strdup("") : g_strndup((const char *)made.bytes, made.n_bytes);
    g_assert_cmpstr(got_line, ==, line);
    assert_place(parser, text, unit, line);
}

static void
test_units_and_lines(void)
{
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(hn_fixture_gazetteer());
    for (guint round = 0; round < 2; round++) { /* from memory, too */
        assert_parse(parser, "Số 12 ngõ 34 Nguyễn Trãi, Phường Bến Nghé, Quận 1, TPHCM",
                     "79:26740@760", "34/12 _nguyen_trai");
        assert_parse(parser, "Nguyễn Trãi, Phường Sài Gòn, Thành phố Hồ Chí Minh, Việt Nam",
                     "79:26740@760", "_nguyen_trai");
        assert_parse(parser, "Phường Bến Nghé, Quận 1, TPHCM", "79:26740@760", "");
        assert_parse(parser, "TPHCM, Quận 1, Phường Bến Nghé, 5 Lê Lợi", "79:26740@760",
                     "5 _le_loi");
        assert_parse(parser, "Tỉnh Sông Bé", "75 79", "");
        assert_parse(parser, "12 Baker Street, London", "", "12 _baker_street _london");
        assert_parse(parser, ", ,", "", "");
    }
}

/* The end is bare, and behind a house number alone it begins with the street. */
static void
test_a_number_before_a_bare_end(void)
{
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(hn_fixture_gazetteer());
    assert_parse(parser, "Chợ, Lê Lợi, Vinh, Nghệ An", "40:16681@412", "_cho");
    HnSlice made = hn_address_parser_line(parser, hn_slice_of("Số 5, Lê Lợi, Vinh, Nghệ An"));
    g_assert_cmpmem(made.bytes, made.n_bytes, "5 _le_loi", 9);
}

/* Joined columns say a unit twice, in the words of another list or without its title; hyphens part
 * as commas do, also where a column's comma stands behind them. */
static void
test_a_unit_told_twice(void)
{
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(hn_fixture_gazetteer());
    for (guint round = 0; round < 2; round++) { /* from memory, too */
        assert_parse(parser, "5 Lê Lợi, P. Bến Nghé, Q1, Phường Bến Nghé, Quận 1, TPHCM",
                     "79:26740@760", "5 _le_loi");
        assert_parse(parser, "5 Lê Lợi, Bến Nghé, Phường Sài Gòn, Thành phố Hồ Chí Minh",
                     "79:26740@760", "5 _le_loi");
        assert_parse(parser,
                     "Số 5 đường Lê Lợi - Phường Bến Nghé - Quận 1 - TPHCM, Phường Bến Nghé, TPHCM",
                     "79:26740@760", "5 _le_loi");
        assert_parse(parser, "5 Lê Lợi - Bến Nghé, Phường Bến Nghé, Quận 1, TPHCM", "79:26740@760",
                     "5 _le_loi");
        assert_parse(parser, "5 Lê Lợi, Phường Bến Nghé Quận 1, Phường Bến Nghé, Quận 1, TPHCM",
                     "79:26740@760", "5 _le_loi");
    }
    /* What only sounds like a unit stays: a street behind its number, a place of another name. */
    assert_parse(parser, "5, Bến Nghé, Phường Bến Nghé, Quận 1, TPHCM", "79:26740@760",
                 "5 _ben_nghe");
    assert_parse(parser, "5 Lê Lợi, Chợ Bến Nghé, Phường Bến Nghé, Quận 1, TPHCM", "79:26740@760",
                 "5 _le_loi _cho_ben_nghe");
    assert_parse(parser, "Vinh, Phường Bến Nghé, Quận 1, TPHCM", "79:26740@760", "_vinh");
}

static void
test_canonical_texts_stay(void)
{
    static const char *const texts[] = { "01", "79:26740@760", "75 79" };
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(hn_fixture_gazetteer());
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        const HnSlice made = hn_address_parser_unit(parser, hn_slice_of(texts[i]));
        g_assert_cmpmem(made.bytes, made.n_bytes, texts[i], strlen(texts[i]));
    }
    HnSlice unit, line;
    g_assert_false(hn_address_parser_place(parser, hn_slice_of(texts[1]), &unit, &line));
    g_assert_true(hn_address_parser_place(parser, hn_slice_of(" ,"), &unit, &line));
    g_assert_cmpuint(unit.n_bytes + line.n_bytes, ==, 0);
    g_assert_cmpuint(hn_address_parser_unit(parser, hn_slice_of("03")).n_bytes, ==, 0);
    g_assert_cmpuint(hn_address_parser_unit(parser, hn_slice_of("79:26740@761")).n_bytes, ==, 0);
}

static void
test_explained_is_the_same(void)
{
    static const char *const texts[] = { "5 Lê Lợi, Phường Bến Nghé, Quận 1, TPHCM",
                                         "Quận Ba Đình, Hà Nội", "79:26740@760", "Hà Tây",
                                         "5 le loi phuong ben nghe quan 1 tphcm" };
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(gazetteer);
    g_autoptr(GByteArray) put = g_byte_array_new();
    HnAddressUnits units;
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_byte_array_set_size(put, 0);
        g_assert_true(hn_address_parser_explain(parser, hn_slice_of(texts[i]), &units));
        hn_address_units_put(gazetteer, &units, put);
        const HnSlice made = hn_address_parser_unit(parser, hn_slice_of(texts[i]));
        g_assert_cmpmem(made.bytes, made.n_bytes, put->data, put->len);
    }
    g_assert_false(hn_address_parser_explain(parser, hn_slice_of("London"), &units));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/address_parser/units_and_lines", test_units_and_lines);
    g_test_add_func("/standardise/address_parser/a_number_before_a_bare_end",
                    test_a_number_before_a_bare_end);
    g_test_add_func("/standardise/address_parser/a_unit_told_twice", test_a_unit_told_twice);
    g_test_add_func("/standardise/address_parser/canonical_texts_stay", test_canonical_texts_stay);
    g_test_add_func("/standardise/address_parser/explained_is_the_same",
                    test_explained_is_the_same);
    return g_test_run();
}
