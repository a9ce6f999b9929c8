/* Goal: names are compared as the slow reference does: distances of words, costs of names, marks;
 * alike both ways round, and nothing lies between a name and itself. */
#include "base/rng.h"
#include "scoring/level_chain.h"
#include "tests/reference/name_reference.h"
#include "tests/reference/property_seed.h"

static const char *const words[] = {
    "nguyễn", "nguyen", "trần", "tran",  "thị",  "thi",   "văn",   "vân",    "van",  "hà",
    "hạ",     "ha",     "hùng", "hưng",  "hung", "n",     "ng",    "tr",     "đ",    "đức",
    "duc",    "đúc",    "lan",  "nan",   "anh",  "ánh",   "a",     "y",      "hhen", "niê",
    "minh",   "mihn",   "mnh",  "minhs", "phúc", "phước", "hoàng", "hoangf", "hien", "hiền",
    "hiến",   "hiển",   "hièn", "san",   "sơn",  "xơn",   "kim",   "kime",
};

static HnVietnameseWord table[G_N_ELEMENTS(words)];
static HnWordCosts costs; /* of half of them */

static void
fill_table(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        hn_vietnamese_word(hn_slice_of(words[i]), table + i);
        table[i].weight = 1000 + i;
        for (guint k = 0; k <= i && table[i].unmarked == 0; k++)
            if (table[k].n == table[i].n && memcmp(table[k].base, table[i].base, table[i].n) == 0)
                table[i].unmarked = k + 1;
    }
}

static void
test_distances_of_words(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        for (guint k = 0; k < G_N_ELEMENTS(words); k++) {
            const guint expected = name_word_distance_reference(words[i], words[k]);
            g_test_message("%s, %s", words[i], words[k]);
            for (guint limit = 0; limit < 700; limit += 23)
                g_assert_cmpuint(hn_vietnamese_distance(table + i, table + k, limit), ==,
                                 MIN(expected, limit + 1));
            g_assert_true((expected == 0) == (i == k));
        }
    }
}

static char *
draw_word(HnRng *rng)
{
    static const char *const letters[] = { "a", "á", "ấ", "ă", "e", "o", "ơ", "s",
                                           "x", "f", "n", "h", "đ", "d", "y" };
    g_autoptr(GString) word = g_string_new(NULL);
    const guint n = 1 + (guint)hn_rng_below(rng, 7);
    for (guint i = 0; i < n; i++)
        g_string_append(word, letters[hn_rng_below(rng, G_N_ELEMENTS(letters))]);
    return g_string_free(g_steal_pointer(&word), FALSE);
}

static void
test_letters_of_random_words(void)
{
    HnRng rng = hn_rng_seed(property_seed(3), 3);
    for (guint i = 0; i < 4000; i++) {
        g_autofree char *a = draw_word(&rng), *b = draw_word(&rng);
        HnVietnameseWord found[2];
        hn_vietnamese_word(hn_slice_of(a), found);
        hn_vietnamese_word(hn_slice_of(b), found + 1);
        const guint expected = name_word_distance_reference(a, b);
        const guint limit = (guint)hn_rng_below(&rng, 800);
        g_test_message("%s, %s", a, b);
        g_assert_cmpuint(hn_vietnamese_distance(found, found + 1, 10000), ==, expected);
        g_assert_cmpuint(hn_vietnamese_distance(found + 1, found, limit), ==,
                         MIN(expected, limit + 1));
    }
}

static char *
text_of(const HnName *name)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < name->n; i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : " ", words[name->numbers[i]]);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
draw_name(HnRng *rng, guint32 *numbers, HnName *ret)
{
    *ret = (HnName){ .table = table, .known = hn_rng_below(rng, 2) == 0 ? &costs : NULL };
    ret->numbers = numbers;
    ret->n = 1 + (guint)hn_rng_below(rng, 4);
    for (guint i = 0; i < ret->n; i++)
        numbers[i] = (guint32)hn_rng_below(rng, G_N_ELEMENTS(words));
}

/* A name of the other's words, so that they have something in common. */
static void
draw_like(HnRng *rng, const HnName *like, guint32 *numbers, HnName *ret)
{
    draw_name(rng, numbers, ret);
    for (guint i = 0; i < ret->n; i++)
        if (hn_rng_below(rng, 3) > 0)
            numbers[i] = like->numbers[hn_rng_below(rng, like->n)];
}

static gboolean
repeats(const HnName *name)
{
    for (guint i = 0; i < name->n; i++)
        for (guint k = 0; k < i; k++)
            if (name->numbers[i] == name->numbers[k])
                return TRUE;
    return FALSE;
}

/* Equal words are partners first: where that is not the cheapest, because of what is missing or of
 * the order, the engine costs more, never less. */
static void
test_costs_of_names(void)
{
    HnRng rng = hn_rng_seed(property_seed(1), 1);
    guint n_equal = 0, n = 0;
    for (guint i = 0; i < 3000; i++) {
        guint32 numbers[2][8];
        HnName a, b;
        HnNameAlignment there, back;
        draw_name(&rng, numbers[0], &a);
        draw_like(&rng, &a, numbers[1], &b);
        g_autofree char *x = text_of(&a), *y = text_of(&b);
        hn_name_align(&a, &b, &there);
        hn_name_align(&b, &a, &back);
        g_test_message("%s / %s", x, y);
        g_assert_cmpuint(there.cost, ==, back.cost);
        g_assert_cmpuint(there.kinds, ==, back.kinds);
        g_assert_cmpuint(there.shared, ==, back.shared);
        g_assert_cmpint(there.in_order, ==, back.in_order);
        g_assert_cmpint(there.last_has_partner, ==, back.last_has_partner);
        g_assert_cmpuint(there.n_alone_a, ==, back.n_alone_b);
        const guint expected = name_cost_reference(x, y);
        g_assert_cmpuint(there.cost, >=, expected);
        n += repeats(&a) || repeats(&b) ? 0 : 1;
        n_equal += there.cost == expected && !repeats(&a) && !repeats(&b) ? 1 : 0;
        g_assert_true((there.cost == 0) == g_str_equal(x, y));
    }
    g_test_message("%u of %u cost what the best of all ways does", n_equal, n);
    g_assert_cmpuint(n_equal, >, n * 95 / 100);
}

static gboolean
level_holds(const HnLevelSpec *level, const char *a, const char *b)
{
    const HnComparison comparison = { .n_levels = 2, .levels = { *level, { HN_LEVEL_ELSE, 0 } } };
    const HnAttribute attribute = { .type = HN_TYPE_VIETNAMESE_NAME };
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    const guint32 x = hn_dictionary_intern(values, hn_slice_of(a));
    const guint32 y = hn_dictionary_intern(values, hn_slice_of(b));
    const HnLevelChain chain = hn_level_chain(&comparison);
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new_of(&attribute, values, chain.form_flags, NULL);
    const guint there = hn_level_chain_level(&chain, forms, x, y);
    g_assert_cmpuint(hn_level_chain_level(&chain, forms, y, x), ==, there);
    return there == 0;
}

static void
test_levels_of_marks(void)
{
    static const HnLevelKind kinds[] = { HN_LEVEL_UNMARKED, HN_LEVEL_LOST_MARKS, HN_LEVEL_TONE,
                                         HN_LEVEL_VOWEL };
    HnRng rng = hn_rng_seed(property_seed(2), 2);
    for (guint i = 0; i < 1500; i++) {
        guint32 numbers[2][8];
        HnName a, b;
        gboolean before = FALSE;
        draw_name(&rng, numbers[0], &a);
        b = a;
        b.numbers = numbers[1];
        for (guint k = 0; k < a.n; k++) { /* another word with the same letters */
            do
                numbers[1][k] = (guint32)hn_rng_below(&rng, G_N_ELEMENTS(words));
            while (hn_rng_below(&rng, 40) > 0 &&
                   table[numbers[1][k]].unmarked != table[numbers[0][k]].unmarked);
        }
        g_autofree char *x = text_of(&a), *y = text_of(&b);
        for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
            const HnLevelSpec level = { kinds[k], 0 };
            g_test_message("%s: %s / %s", hn_level_kind_name(kinds[k]), x, y);
            const gboolean holds = level_holds(&level, x, y);
            g_assert_cmpint(holds, ==, name_marks_reference(kinds[k], x, y));
            g_assert_true(holds || !before); /* each includes those before it */
            before = holds;
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fill_table();
    hn_word_costs_fill(&costs, table, G_N_ELEMENTS(words) / 2);
    g_test_add_func("/property/name/distances_of_words", test_distances_of_words);
    g_test_add_func("/property/name/random_words", test_letters_of_random_words);
    g_test_add_func("/property/name/costs_of_names", test_costs_of_names);
    g_test_add_func("/property/name/levels_of_marks", test_levels_of_marks);
    const gint result = g_test_run();
    hn_word_costs_clear(&costs);
    return result;
}
