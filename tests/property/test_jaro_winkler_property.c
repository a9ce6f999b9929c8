/* Any two values: the fast kernels give the reference's similarity, bit for bit, whatever the form
 * of the letters, and the threshold test agrees with the measure. */
#include "base/rng.h"
#include "tests/reference/jaro_reference.h"
#include "text/jaro_winkler.h"

#define N_PAIRS 60000
#define LETTERS_MAX (HN_LETTERS_MAX + 40)

typedef struct {
    guint8 narrow[LETTERS_MAX];
    guint32 wide[LETTERS_MAX];
    guint32 n;
} Value;

static guint64
test_seed(void)
{
    return (guint64)g_test_rand_int();
}

/* Mostly short; often near the borders of 4, 8, 16, 64 and 1,024 letters. */
static guint32
random_length(HnRng *rng)
{
    static const guint32 borders[] = { 4, 8, 16, 64, HN_LETTERS_MAX };
    const guint64 kind = hn_rng_below(rng, 40);
    if (kind == 0)
        return HN_LETTERS_MAX - 10 + (guint32)hn_rng_below(rng, 40);
    if (kind < 10)
        return borders[hn_rng_below(rng, 4)] - 2 + (guint32)hn_rng_below(rng, 5);
    return (guint32)hn_rng_below(rng, kind < 14 ? 150 : 20);
}

static void
random_value(HnRng *rng, guint n_letters, Value *ret)
{
    ret->n = random_length(rng);
    for (guint32 i = 0; i < ret->n; i++)
        ret->narrow[i] = (guint8)('a' + hn_rng_below(rng, n_letters));
}

/* @ret becomes @value with a few slips, as people make them. */
static void
slip(HnRng *rng, const Value *value, Value *ret)
{
    *ret = *value;
    for (guint64 n = hn_rng_below(rng, 5); n > 0 && ret->n > 1 && ret->n < LETTERS_MAX; n--) {
        const guint32 at = (guint32)hn_rng_below(rng, ret->n - 1);
        const guint8 kept = ret->narrow[at];
        switch (hn_rng_below(rng, 4)) {
        case 0:
            ret->narrow[at] = ret->narrow[at + 1];
            ret->narrow[at + 1] = kept;
            break;
        case 1:
            memmove(ret->narrow + at, ret->narrow + at + 1, --ret->n - at);
            break;
        case 2:
            memmove(ret->narrow + at + 1, ret->narrow + at, ret->n++ - at);
            break;
        default:
            ret->narrow[at] = (guint8)('a' + hn_rng_below(rng, 26));
            break;
        }
    }
}

static void
widen(Value *value)
{
    for (guint32 i = 0; i < value->n; i++)
        value->wide[i] = value->narrow[i];
}

static HnLetters
as_narrow(const Value *value)
{
    return (HnLetters){ .narrow = value->narrow, .n = value->n };
}

static HnLetters
as_wide(const Value *value)
{
    return (HnLetters){ .wide = value->wide, .n = value->n };
}

static void
check_pair(const Value *a, const Value *b, HnRng *rng)
{
    const double jaro = jaro_reference(as_narrow(a), as_narrow(b));
    const double winkler = jaro_winkler_reference(as_narrow(a), as_narrow(b));
    const HnLetters forms_a[] = { as_narrow(a), as_wide(a) };
    const HnLetters forms_b[] = { as_narrow(b), as_wide(b) };
    const double random = hn_rng_unit(rng);
    const double thresholds[] = {
        0.0, 0.5, 0.7, 0.88, 0.92, 1.0, winkler, winkler + 1e-15, random
    };
    for (guint i = 0; i < 4; i++) {
        const HnLetters form_a = forms_a[i & 1];
        const HnLetters form_b = forms_b[i >> 1];
        g_assert_cmpfloat(hn_jaro(form_a, form_b), ==, jaro);
        g_assert_cmpfloat(hn_jaro(form_b, form_a), ==, jaro);
        g_assert_cmpfloat(hn_jaro_winkler(form_a, form_b), ==, winkler);
        for (gsize k = 0; k < G_N_ELEMENTS(thresholds); k++)
            g_assert_cmpint(hn_jaro_winkler_at_least(form_a, form_b, thresholds[k]), ==,
                            winkler >= thresholds[k]);
    }
}

static void
test_kernels_agree_with_the_reference(void)
{
    const guint64 seed = test_seed();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autofree Value *a = g_new0(Value, 1);
    g_autofree Value *b = g_new0(Value, 1);
    for (guint i = 0; i < N_PAIRS; i++) {
        const guint n_letters = 1 + (guint)hn_rng_below(&rng, 26);
        random_value(&rng, n_letters, a);
        if (hn_rng_below(&rng, 2) == 0)
            random_value(&rng, n_letters, b);
        else
            slip(&rng, a, b);
        if (MAX(a->n, b->n) > 200 && i % 16 != 0)
            continue; /* the reference is quadratic */
        widen(a);
        widen(b);
        check_pair(a, b, &rng);
    }
}

/* Every pair of values of up to 5 letters out of 3. */
static void
test_all_short_pairs_agree_with_the_reference(void)
{
    guint8 words[364][5];
    guint n_words = 0;
    guint32 lengths[364];
    for (guint32 n = 0, n_of_length = 1; n <= 5; n++, n_of_length *= 3)
        for (guint word = 0; word < n_of_length; word++) {
            lengths[n_words] = n;
            for (guint32 i = 0, rest = word; i < n; i++, rest /= 3)
                words[n_words][i] = (guint8)('a' + rest % 3);
            n_words++;
        }
    g_assert_cmpuint(n_words, ==, 364);
    for (guint i = 0; i < n_words; i++)
        for (guint k = 0; k < n_words; k++) {
            const HnLetters a = { .narrow = words[i], .n = lengths[i] };
            const HnLetters b = { .narrow = words[k], .n = lengths[k] };
            g_assert_cmpfloat(hn_jaro_winkler(a, b), ==, jaro_winkler_reference(a, b));
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/jaro_winkler_property/kernels_agree_with_the_reference",
                    test_kernels_agree_with_the_reference);
    g_test_add_func("/text/jaro_winkler_property/all_short_pairs_agree_with_the_reference",
                    test_all_short_pairs_agree_with_the_reference);
    return g_test_run();
}
