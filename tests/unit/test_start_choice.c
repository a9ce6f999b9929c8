/* Goal: the first start is kept unless another is clearly likelier, and terms alone do not win
 * against names. */
#include "linker/start_choice.h"

static void
test_the_first_unless_another_is_clearly_likelier(void)
{
    const HnStartFigures close[] = { { -1000, 0, 0 }, { -992, 0, 0 }, { -995, 0, 0 } };
    const HnStartFigures clear[] = { { -1000, 0, 0 }, { -985, 0, 0 }, { -970, 0, 0 } };
    const HnStartFigures forbidden[] = { { -G_MAXDOUBLE, 0, 0 }, { -1000, 0, 0 } };
    const HnStartFigures alone[] = { { -G_MAXDOUBLE, 0, 0 }, { -G_MAXDOUBLE, 0, 0 } };
    g_assert_cmpuint(hn_start_choice(close, G_N_ELEMENTS(close)), ==, 0);
    g_assert_cmpuint(hn_start_choice(clear, G_N_ELEMENTS(clear)), ==, 2);
    g_assert_cmpuint(hn_start_choice(forbidden, G_N_ELEMENTS(forbidden)), ==, 1);
    g_assert_cmpuint(hn_start_choice(alone, G_N_ELEMENTS(alone)), ==, 0);
}

/* By 241 nats, of which terms explain 13,900. */
static void
test_terms_do_not_win_against_names(void)
{
    HnStartFigures starts[] = { { -658283, 0, 0.0 }, { -658042, 13900, 0.19 } };
    g_assert_cmpuint(hn_start_choice(starts, 2), ==, 0);
    starts[1].names_apart = 0.05; /* as good in names */
    g_assert_cmpuint(hn_start_choice(starts, 2), ==, 1);
    starts[1].names_apart = 0.19;
    starts[1].of_terms = 300; /* hardly by terms */
    g_assert_cmpuint(hn_start_choice(starts, 2), ==, 1);
    /* The first one, too, though nothing is clearly likelier. */
    const HnStartFigures first[] = { { -658042, 13900, 0.19 }, { -658045, 0, 0.0 } };
    g_assert_cmpuint(hn_start_choice(first, 2), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/start_choice/first", test_the_first_unless_another_is_clearly_likelier);
    g_test_add_func("/start_choice/terms", test_terms_do_not_win_against_names);
    return g_test_run();
}
