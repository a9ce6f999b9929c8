/* Goal: each word of the shorter name has a word of the longer one to itself, and one is the same.
 */
#include "scoring/nickname_levels.h"

#include "tests/reference/vn_tables.h"

typedef gboolean (*Asked)(const HnValueForms *forms, guint32 a, guint32 b);

static void
check_one(const char *a, const char *b, Asked asked, gboolean expected)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnAttribute name = { .type = HN_TYPE_NAME, .tables = tables };
    const guint32 x = hn_dictionary_intern(values, hn_slice_of(a));
    const guint32 y = hn_dictionary_intern(values, hn_slice_of(b));
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new_of(&name, values, HN_FORM_WORDS | HN_FORM_GIVEN_NAMES, NULL);
    g_test_message("%s, %s", a, b);
    g_assert_cmpint(asked(forms, x, y), ==, expected);
    g_assert_cmpint(asked(forms, y, x), ==, expected);
}

static void
check(const char *a, const char *b, gboolean in_order, gboolean in_any_order)
{
    check_one(a, b, hn_nicknames_in_order, in_order);
    check_one(a, b, hn_nicknames_in_any_order, in_any_order);
}

static void
test_forms_stand_for_each_other(void)
{
    check("bill smith", "william smith", TRUE, TRUE);
    check("bob j smith", "robert smith", FALSE, TRUE);
    check("hughes howie", "howard hughes", FALSE, TRUE);
    check("smith b", "bob j smith", FALSE, TRUE);
    check("bob j smith", "robert k smith", FALSE, FALSE);
    check("bob jones", "robert smith", FALSE, FALSE);
}

static void
test_a_word_is_the_partner_of_one(void)
{
    check("bob rob smith", "robert smith x", FALSE, FALSE);
    check("bob rob smith", "robert smith robert", FALSE, TRUE);
    check("smith smith", "smith jones", FALSE, FALSE);
    check("an a", "an bo a", FALSE, TRUE);
}

static void
test_names_meet_in_a_whole_word(void)
{
    check("b s", "bob smith", FALSE, FALSE);
    check("b s", "b s", TRUE, FALSE);
    check("bill rob", "william robert", TRUE, FALSE);
    check("bob", "robert", TRUE, FALSE);
    check("robert r", "robert bob", FALSE, FALSE); /* the r has no other partner */
}

static void
test_a_list_of_many_words_is_no_name(void)
{
    check("ab cd ef gh ij kl mn op", "ab cd", FALSE, TRUE);
    check("ab cd ef gh ij kl mn op qr", "ab cd", FALSE, FALSE);
}

static void
check_others(const char *a, const char *b, gboolean expected)
{
    check_one(a, b, hn_nicknames_are_others, expected);
}

static void
test_two_given_names_are_no_slip(void)
{
    check_others("mark smith", "mary smith", TRUE);
    check_others("smith mark", "smith mary", TRUE);
    check_others("mary ann smith", "mark ann smith", TRUE);
    check_others("mary smith", "marie smith", FALSE); /* forms of one name */
    check_others("mark smith", "marq smith", FALSE);  /* nobody's name */
    check_others("mark smith", "mary smyth", FALSE);
    check_others("mark john smith", "mary joan smith", FALSE); /* two differ */
    check_others("mark smith", "mark smith", FALSE);
    check_others("mark smith", "mary", FALSE);
    check_others("mark", "mary", FALSE); /* nothing else to tell by */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nickname_levels/forms", test_forms_stand_for_each_other);
    g_test_add_func("/nickname_levels/one", test_a_word_is_the_partner_of_one);
    g_test_add_func("/nickname_levels/whole", test_names_meet_in_a_whole_word);
    g_test_add_func("/nickname_levels/others", test_two_given_names_are_no_slip);
    g_test_add_func("/nickname_levels/many", test_a_list_of_many_words_is_no_name);
    return g_test_run();
}
