/* Goal: a word that the tables know by more than one meaning has the one of its place. */
#include "standardise/company_words.h"

#include "standardise/company_name.h"

static void
assert_roles(const char *folded, const char *expected)
{
    static const char letters[] = "BANRAFUP-"; /* of HnCompanyRole */
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    HnCompanyWords *words = g_new0(HnCompanyWords, 1);
    hn_company_words_init(words);
    hn_company_words_read(words, hn_business_words_of(tables, &error), hn_slice_of(folded));
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < words->n; i++)
        g_string_append_c(found, letters[words->tokens[i].role]);
    hn_company_words_clear(words);
    g_free(words);
    g_assert_cmpstr(found->str, ==, expected);
}

static void
test_places_tell(void)
{
    assert_roles("công ty cp cn an phát", "FABB");
    assert_roles("an phát cn hà nội", "BBUP");
    assert_roles("sài gòn thương tín", "BBB");
    assert_roles("bia sài gòn", "AR");
    assert_roles("an phát số 2", "BB-N");
    assert_roles("2 an phát", "BBB");
    assert_roles("trường nguyễn du", "FBB");
    assert_roles("công ty ô tô trường hải", "FABB");
}

static void
test_numbers(void)
{
    g_assert_cmpuint(hn_company_number(hn_slice_of("12")), ==, 12);
    g_assert_cmpuint(hn_company_number(hn_slice_of("iii")), ==, 3);
    g_assert_cmpuint(hn_company_number(hn_slice_of("vi")), ==, 0);
    g_assert_cmpuint(hn_company_number(hn_slice_of("1234567")), ==, 0);
    g_assert_cmpuint(hn_company_number(hn_slice_of("2a")), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/company-words/places", test_places_tell);
    g_test_add_func("/company-words/numbers", test_numbers);
    return g_test_run();
}
