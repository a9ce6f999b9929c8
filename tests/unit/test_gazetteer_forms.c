/* Goal: words before names and numbers say what they count, in all their forms. */
#include "standardise/gazetteer_forms.h"
#include "tests/reference/gazetteer_fixture.h"

static const HnAddressForm *
form_of(const char *text)
{
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    hn_address_words_split(words, hn_slice_of(text));
    return hn_gazetteer_form(hn_fixture_gazetteer(), words, 0, words->n);
}

/* Two words are one form only if a pattern has two. */
static void
test_forms(void)
{
    g_assert_cmpuint(form_of("P.")->titles & HN_TITLE_PHUONG, !=, 0);
    g_assert_cmpuint(form_of("thị xã")->titles, ==, HN_TITLE_THI_XA);
    g_assert_cmpuint(form_of("thixa")->titles, ==, HN_TITLE_THI_XA);
    g_assert_null(form_of("P. Hương"));
    g_assert_cmpstr(form_of("KP")->word, ==, "khupho");
    g_assert_cmpint(form_of("ngõ")->kind, ==, HN_ADDRESS_LANE);
    g_assert_true(form_of("Việt Nam")->is_country);
    g_assert_null(form_of("Nguyễn"));
}

static void
test_words_that_are_names_as_well(void)
{
    g_assert_true(form_of("tổ")->needs_number);
    g_assert_true(form_of("lô")->needs_number);
    g_assert_false(form_of("thôn")->needs_number);
    g_assert_cmpint(form_of("khối")->kind, ==, HN_ADDRESS_HAMLET); /* rather than a building */
    g_assert_cmpint(form_of("quốc lộ")->kind, ==, HN_ADDRESS_ROAD);
    g_assert_cmpint(form_of("phố")->kind, ==, HN_ADDRESS_STREET);
    g_assert_cmpint(form_of("ngách")->kind, ==, HN_ADDRESS_SUBLANE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/gazetteer_forms/forms", test_forms);
    g_test_add_func("/standardise/gazetteer_forms/words_that_are_names_as_well",
                    test_words_that_are_names_as_well);
    return g_test_run();
}
