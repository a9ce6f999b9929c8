/* Goal: equal users and equal domains have equal numbers, and addresses without them none. */
#include "scoring/email_forms.h"

static void
test_parts_have_numbers(void)
{
    static const char *const texts[] = { "an+x@a.com", "an@b.com", "lê@a.com", "nobody", "@a.com" };
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        hn_dictionary_intern(values, hn_slice_of(texts[i]));
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new(values, HN_FORM_EMAIL | HN_FORM_EMAIL_LETTERS, NULL);
    const guint32 *users = forms->email_users, *domains = forms->email_domains;
    g_assert_cmpuint(users[1], !=, 0);
    g_assert_cmpuint(users[1], ==, users[2]);
    g_assert_cmpuint(users[1], !=, users[3]);
    g_assert_cmpuint(users[4], ==, 0);
    g_assert_cmpuint(users[5], ==, 0);
    g_assert_cmpuint(domains[1], ==, domains[3]);
    g_assert_cmpuint(domains[1], ==, domains[5]);
    g_assert_cmpuint(domains[1], !=, domains[2]);
    g_assert_cmpuint(domains[4], ==, 0);
    const HnWord *user = forms->email_user_table + users[3];
    g_assert_cmpuint(user->letters.n, ==, 2);
    g_assert_cmphex(user->signature, ==, hn_letter_signature(user->letters));
    g_assert_null(forms->letters);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/email_forms/parts_have_numbers", test_parts_have_numbers);
    return g_test_run();
}
