/* Goal: every damage has a name of its own, and only these are names. */
#include "records/text_damage.h"

static void
test_names(void)
{
    for (guint i = 0; i < HN_DAMAGES; i++) {
        HnTextDamage damage;
        g_assert_true(hn_text_damage_of(hn_text_damage_name((HnTextDamage)i), &damage));
        g_assert_cmpuint(damage, ==, i);
    }
    HnTextDamage none;
    g_assert_false(hn_text_damage_of("tcvn", &none));
    g_assert_false(hn_text_damage_of("", &none));
}

static void
test_tables(void)
{
    g_assert_null(hn_text_damage_tables(0));
    for (guint damages = 1; damages <= HN_DAMAGES_ALL; damages <<= 1) {
        const char *const *names = hn_text_damage_tables(damages);
        for (guint i = 1; names[i] != NULL; i++)
            g_assert_cmpstr(names[i - 1], <, names[i]);
        g_assert_true(g_strv_contains(names, "surnames"));
        g_assert_true(g_strv_contains(names, "legacy_encodings") ==
                      (damages <= 1u << HN_DAMAGE_WINDOWS_1258));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/text_damage/names", test_names);
    g_test_add_func("/records/text_damage/tables", test_tables);
    return g_test_run();
}
