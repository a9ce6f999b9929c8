/* Goal: initials stand for words, in order or not, and never for everything. */
#include "text/word_initials.h"

#include "tests/reference/word_lists.h"

static const struct {
    const char *a, *b;
    gboolean in_order, in_any_order;
} cases[] = {
    { "j r r tolkien", "john ronald reuel tolkien", TRUE, TRUE },
    { "m b fife", "mary beatrice fife", TRUE, TRUE },
    { "smith j", "smith john", TRUE, TRUE },
    { "smith j", "john smith", FALSE, TRUE },
    { "j smith", "john edward smith", FALSE, TRUE },
    { "john e smith", "j edward smith", TRUE, TRUE },
    { "john smith", "james smith", FALSE, FALSE },
    { "j s", "john smith", FALSE, FALSE }, /* nothing is written out */
    { "j s", "j s", FALSE, FALSE },
    { "john smith", "john smith", TRUE, TRUE },
    { "smith", "smith", TRUE, FALSE },
    { "smith", "john smith", FALSE, FALSE }, /* token_subset says that */
    { "đ văn", "đức văn", TRUE, TRUE },
    { "d văn", "đức văn", FALSE, FALSE },
    /* The initial of one side stands for the word of the other, both ways. */
    { "j john lee", "j james lee", FALSE, TRUE },
    { "jo jon lee", "j james lee", FALSE, FALSE },
    { "", "smith", FALSE, FALSE },
};

static void
test_cases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(WordLists) lists = word_lists_new(cases[i].a, cases[i].b, NULL);
        g_test_message("%s, %s", cases[i].a, cases[i].b);
        g_assert_cmpint(hn_word_initials_in_order(&lists.a, &lists.b), ==, cases[i].in_order);
        g_assert_cmpint(hn_word_initials_in_order(&lists.b, &lists.a), ==, cases[i].in_order);
        g_assert_cmpint(hn_word_initials_in_any_order(&lists.a, &lists.b), ==,
                        cases[i].in_any_order);
        g_assert_cmpint(hn_word_initials_in_any_order(&lists.b, &lists.a), ==,
                        cases[i].in_any_order);
    }
}

/* As many words as a list can have: every bit is used. */
static void
test_long_lists(void)
{
    g_autoptr(GString) a = g_string_new("smith");
    g_autoptr(GString) b = g_string_new("smith");
    for (guint i = 1; i < HN_WORDS_MAX; i++) {
        g_string_append_printf(a, " %c", 'a' + (gint)(i % 26));
        g_string_append_printf(b, " %cx", 'a' + (gint)((i + 1) % 26));
    }
    g_auto(WordLists) lists = word_lists_new(a->str, b->str, NULL);
    g_assert_cmpuint(lists.a.n, ==, HN_WORDS_MAX);
    g_assert_false(hn_word_initials_in_order(&lists.a, &lists.b));
    g_assert_false(hn_word_initials_in_any_order(&lists.a, &lists.b)); /* one b, one m too many */
    g_assert_true(hn_word_initials_in_any_order(&lists.a, &lists.a));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/word_initials/" #what, test_##what)
    ADD(cases);
    ADD(long_lists);
    return g_test_run();
}
