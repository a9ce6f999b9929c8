/* Any two values and any limit: the three distances are those of the whole tables, capped. */
#include "base/rng.h"
#include "tests/reference/distance_reference.h"
#include "text/edit_distance.h"

#define N_PAIRS 40000
#define LETTERS_MAX 300

typedef struct {
    guint8 narrow[LETTERS_MAX];
    guint32 wide[LETTERS_MAX];
    guint32 n;
} Value;

static void
random_value(HnRng *rng, guint n_letters, Value *ret)
{
    const guint64 kind = hn_rng_below(rng, 30);
    ret->n = (guint32)(kind == 0  ? 60 + hn_rng_below(rng, 200)
                       : kind < 4 ? 58 + hn_rng_below(rng, 12)
                                  : hn_rng_below(rng, 14));
    for (guint32 i = 0; i < ret->n; i++)
        ret->narrow[i] = (guint8)('a' + hn_rng_below(rng, n_letters));
}

static void
slip(HnRng *rng, const Value *value, Value *ret)
{
    *ret = *value;
    for (guint64 n = hn_rng_below(rng, 6); n > 0 && ret->n > 2; n--) {
        const guint32 at = (guint32)hn_rng_below(rng, ret->n - 1);
        const guint8 kept = ret->narrow[at];
        if (hn_rng_below(rng, 2) == 0) {
            ret->narrow[at] = ret->narrow[at + 1];
            ret->narrow[at + 1] = kept;
        } else {
            memmove(ret->narrow + at, ret->narrow + at + 1, --ret->n - at);
        }
    }
}

static guint
capped(guint distance, guint limit)
{
    return distance > limit ? limit + 1 : distance;
}

static void
check_forms(const Value *a, const Value *b, guint limit, const guint expected[3])
{
    const HnLetters forms_a[] = { { .narrow = a->narrow, .n = a->n },
                                  { .wide = a->wide, .n = a->n } };
    const HnLetters forms_b[] = { { .narrow = b->narrow, .n = b->n },
                                  { .wide = b->wide, .n = b->n } };
    for (guint i = 0; i < 4; i++) {
        const HnLetters form_a = forms_a[i & 1];
        const HnLetters form_b = forms_b[i >> 1];
        g_assert_cmpuint(hn_levenshtein(form_a, form_b, limit), ==, capped(expected[0], limit));
        g_assert_cmpuint(hn_osa(form_a, form_b, limit), ==, capped(expected[1], limit));
        g_assert_cmpuint(hn_osa(form_b, form_a, limit), ==, capped(expected[1], limit));
        g_assert_cmpuint(hn_damerau(form_a, form_b, limit), ==, capped(expected[2], limit));
    }
}

static void
check_pair(Value *a, Value *b)
{
    const HnLetters letters_a = { .narrow = a->narrow, .n = a->n };
    const HnLetters letters_b = { .narrow = b->narrow, .n = b->n };
    for (guint32 i = 0; i < LETTERS_MAX; i++) {
        a->wide[i] = a->narrow[i];
        b->wide[i] = b->narrow[i];
    }
    const gboolean is_short = MAX(a->n, b->n) < 40; /* the slowest reference takes n^4 steps */
    const guint expected[] = { levenshtein_reference(letters_a, letters_b),
                               osa_reference(letters_a, letters_b),
                               is_short ? damerau_reference(letters_a, letters_b)
                                        : hn_damerau(letters_a, letters_b, G_MAXUINT) };
    g_assert_cmpuint(expected[2], <=, expected[1]);
    const guint limits[] = { 0, 1, 2, 3, 5, 10, 70, 1000, G_MAXUINT };
    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++)
        check_forms(a, b, limits[i], expected);
}

static void
test_distances_agree_with_the_whole_tables(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autofree Value *a = g_new0(Value, 1);
    g_autofree Value *b = g_new0(Value, 1);
    for (guint i = 0; i < N_PAIRS; i++) {
        const guint n_letters = 1 + (guint)hn_rng_below(&rng, 6);
        random_value(&rng, n_letters, a);
        if (hn_rng_below(&rng, 2) == 0)
            random_value(&rng, n_letters, b);
        else
            slip(&rng, a, b);
        if (MAX(a->n, b->n) < 50 || i % 8 == 0)
            check_pair(a, b);
    }
}

/* The longest values: the band and the three rows at their limits. */
static void
test_longest_values_agree_with_the_whole_tables(void)
{
    guint8 a[HN_LETTERS_MAX];
    guint8 b[HN_LETTERS_MAX];
    HnRng rng = hn_rng_seed(7, 0);
    for (guint i = 0; i < HN_LETTERS_MAX; i++) {
        a[i] = (guint8)('a' + hn_rng_below(&rng, 3));
        b[i] = hn_rng_below(&rng, 9) == 0 ? 'x' : a[i];
    }
    const HnLetters letters_a = { .narrow = a, .n = HN_LETTERS_MAX };
    const HnLetters letters_b = { .narrow = b, .n = HN_LETTERS_MAX };
    const guint levenshtein = levenshtein_reference(letters_a, letters_b);
    g_assert_cmpuint(hn_levenshtein(letters_a, letters_b, G_MAXUINT), ==, levenshtein);
    g_assert_cmpuint(hn_levenshtein(letters_a, letters_b, levenshtein), ==, levenshtein);
    g_assert_cmpuint(hn_levenshtein(letters_a, letters_b, levenshtein - 1), ==, levenshtein);
    g_assert_cmpuint(hn_osa(letters_a, letters_b, G_MAXUINT), ==,
                     osa_reference(letters_a, letters_b));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/edit_distance_property/distances_agree_with_the_whole_tables",
                    test_distances_agree_with_the_whole_tables);
    g_test_add_func("/text/edit_distance_property/longest_values_agree_with_the_whole_tables",
                    test_longest_values_agree_with_the_whole_tables);
    return g_test_run();
}
