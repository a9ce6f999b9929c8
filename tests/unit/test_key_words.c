/* Goal: pairs, windows, sounds, numbers and initials are distinct, ascend, and stop one after the
 * limit. */
#include "blocking/key_words.h"

static char *
joined(const HnKeyScratch *scratch, guint n)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "[%.*s]", (int)scratch->tokens[i].n_bytes,
                               scratch->tokens[i].bytes);
    return g_string_free(out, FALSE);
}

static void
check(const HnKeyScratch *scratch, guint n, const char *expected)
{
    g_autofree char *found = joined(scratch, n);
    g_assert_cmpstr(found, ==, expected);
}

static void
test_pairs_are_unordered(void)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnSlice value = hn_slice_of("van an van anh x");
    check(scratch, hn_key_token_pairs(value, 2, scratch), "[an anh][an van][anh van]");
    check(scratch, hn_key_token_pairs(value, 4, scratch), "");
    check(scratch, hn_key_token_pairs(hn_slice_of("an an"), 1, scratch), "");
    check(scratch, hn_key_token_pairs(hn_slice_of(""), 1, scratch), "");
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Any number of words: the pairs are the smallest of all pairs. */
static void
test_pairs_are_the_smallest(void)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    for (guint n = 2; n < 90; n += 3) {
        g_autoptr(GString) value = g_string_new(NULL);
        g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
        for (guint i = n; i > 0; i--)
            g_string_append_printf(value, "%s%u ", i % 2 == 0 ? "a" : "", i);
        g_auto(GStrv) words = g_strsplit(g_strchomp(value->str), " ", -1);
        for (guint i = 0; i < n; i++)
            for (guint k = 0; k < n; k++)
                if (strcmp(words[i], words[k]) < 0)
                    g_ptr_array_add(all, g_strjoin(" ", words[i], words[k], NULL));
        g_ptr_array_sort(all, compare_texts);
        const guint n_found = hn_key_token_pairs(hn_slice_of(value->str), 1, scratch);
        g_assert_cmpuint(n_found, ==, MIN(all->len, HN_KEYS_MAX + 1));
        for (guint i = 0; i < n_found; i++)
            g_assert_true(hn_slice_equal(scratch->tokens[i], hn_slice_of(all->pdata[i])));
    }
}

static void
test_windows_are_of_letters(void)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    check(scratch, hn_key_grams(hn_slice_of("đàođào"), 3, scratch), "[ođà][àođ][đào]");
    check(scratch, hn_key_grams(hn_slice_of("an"), 3, scratch), "[an]");
    check(scratch, hn_key_grams(hn_slice_of("an"), 2, scratch), "[an]");
    check(scratch, hn_key_grams(hn_slice_of(""), 2, scratch), "");
    g_autoptr(GString) value = g_string_new(NULL);
    for (guint i = 100; i < 200; i++)
        g_string_append_printf(value, "%u", i);
    g_assert_cmpuint(hn_key_grams(hn_slice_of(value->str), 3, scratch), ==, HN_KEYS_MAX + 1);
}

static void
test_sounds_have_both_codes(void)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    check(scratch, hn_key_sounds(hn_slice_of("smith john"), FALSE, scratch), "[SM0][XMT]");
    check(scratch, hn_key_sounds(hn_slice_of("john smith"), TRUE, scratch), "[AN][JN][SM0][XMT]");
    check(scratch, hn_key_sounds(hn_slice_of("meyer maier"), TRUE, scratch), "[MR]");
    check(scratch, hn_key_sounds(hn_slice_of("12 иван"), TRUE, scratch), "");
    check(scratch, hn_key_sounds(hn_slice_of(""), TRUE, scratch), "");
}

static void
test_numbers_are_runs_of_digits(void)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    check(scratch, hn_key_numbers(hn_slice_of("flat 3b, 12/3 high street 7"), scratch),
          "[12][3][7]");
    check(scratch, hn_key_numbers(hn_slice_of("high street"), scratch), "");
    check(scratch, hn_key_numbers(hn_slice_of("1 2 3 4 5 6 7 8 9"), scratch),
          "[1][2][3][4][5][6][7][8][9]");
}

static void
test_initials_are_sorted(void)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnSlice initials = hn_key_initials(hn_slice_of("tolkien john đ r"), scratch);
    g_assert_true(hn_slice_equal(initials, hn_slice_of("jrtđ")));
    g_assert_cmpuint(hn_key_initials(hn_slice_of(" "), scratch).n_bytes, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/blocking/key_words/" #what, test_##what)
    ADD(pairs_are_unordered);
    ADD(pairs_are_the_smallest);
    ADD(windows_are_of_letters);
    ADD(sounds_have_both_codes);
    ADD(numbers_are_runs_of_digits);
    ADD(initials_are_sorted);
    return g_test_run();
}
