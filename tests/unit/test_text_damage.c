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

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/text_damage/names", test_names);
    return g_test_run();
}
