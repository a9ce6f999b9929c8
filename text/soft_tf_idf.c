#include "text/soft_tf_idf.h"

#include <math.h>

#define SAME_WORD 65536u /* similarity of equal words */

typedef struct {
    guint n;
    guint32 numbers[HN_WORDS_MAX];
    guint32 weights[HN_WORDS_MAX];
    guint32 similarity[HN_WORDS_MAX];   /* of the best partner, 0 = none */
    guint32 other_weight[HN_WORDS_MAX]; /* of the best partner */
} Side;

static void
start_side(const HnWords *words, Side *side)
{
    side->n = 0;
    for (guint i = 0; i < words->n; i++) {
        if (hn_words_repeats(words, i))
            continue;
        side->numbers[side->n] = words->numbers[i];
        side->weights[side->n] = words->weights[words->numbers[i]];
        side->similarity[side->n] = side->other_weight[side->n] = 0;
        side->n++;
    }
}

static inline void
offer(Side *side, guint at, guint32 similarity, guint32 other_weight)
{
    if (similarity > side->similarity[at] ||
        (similarity == side->similarity[at] && other_weight > side->other_weight[at])) {
        side->similarity[at] = similarity;
        side->other_weight[at] = other_weight;
    }
}

static void
meet_equal_words(Side *a, Side *b)
{
    for (guint i = 0; i < a->n; i++) {
        for (guint k = 0; k < b->n; k++) {
            if (a->numbers[i] != b->numbers[k])
                continue;
            offer(a, i, SAME_WORD, b->weights[k]);
            offer(b, k, SAME_WORD, a->weights[i]);
        }
    }
}

static gboolean
is_digit(guint32 letter)
{
    return letter >= '0' && letter <= '9';
}

static guint32
next_digit(HnLetters letters, guint32 at)
{
    while (at < letters.n && !is_digit(hn_letters_at(letters, at)))
        at++;
    return at;
}

/* Another digit is another number: a model, a year, a house. Letters beside it may have a slip, and
 * a word without digits may have lost its space. */
static gboolean
have_other_digits(HnLetters a, HnLetters b)
{
    guint32 i = next_digit(a, 0), k = next_digit(b, 0);
    if (i == a.n || k == b.n)
        return FALSE;
    while (i < a.n && k < b.n && hn_letters_at(a, i) == hn_letters_at(b, k)) {
        i = next_digit(a, i + 1);
        k = next_digit(b, k + 1);
    }
    return i < a.n || k < b.n;
}

/* In 1/65536; 0 below HN_SOFT_WORD_MIN. */
static guint32
similarity_of(const HnWord *a, const HnWord *b, const HnSignatureFloor *floor)
{
    if (hn_signature_is_below(floor, a->signature, b->signature) ||
        !hn_jaro_winkler_at_least(a->letters, b->letters, HN_SOFT_WORD_MIN) ||
        have_other_digits(a->letters, b->letters))
        return 0;
    /* Only equal words are SAME_WORD, also where the first HN_LETTERS_MAX letters are all equal. */
    const guint32 units = (guint32)(hn_jaro_winkler(a->letters, b->letters) * SAME_WORD);
    return MIN(units, SAME_WORD - 1);
}

static void
meet_alike_words(const HnWord *table_a, Side *a, const HnWord *table_b, Side *b)
{
    const HnSignatureFloor floor = hn_signature_floor(HN_SOFT_WORD_MIN);
    for (guint i = 0; i < a->n; i++) {
        for (guint k = 0; k < b->n; k++) {
            /* Nothing is more alike than an equal word. */
            if (a->similarity[i] == SAME_WORD && b->similarity[k] == SAME_WORD)
                continue;
            const guint32 similarity =
                similarity_of(table_a + a->numbers[i], table_b + b->numbers[k], &floor);
            if (similarity == 0)
                continue;
            offer(a, i, similarity, b->weights[k]);
            offer(b, k, similarity, a->weights[i]);
        }
    }
}

/* Below 2^53, as a weight has 15 bits (ln 2^32 * 1024) and a side 64 words. */
static guint64
sum_of(const Side *side)
{
    guint64 sum = 0;
    for (guint i = 0; i < side->n; i++)
        sum += (guint64)side->weights[i] * side->other_weight[i] * side->similarity[i];
    return sum;
}

static double
square_of(const Side *side)
{
    guint64 sum = 0;
    for (guint i = 0; i < side->n; i++)
        sum += (guint64)side->weights[i] * side->weights[i];
    return (double)sum;
}

double
hn_soft_tf_idf(const HnWords *a, const HnWords *b)
{
    Side side_a, side_b;
    start_side(a, &side_a);
    start_side(b, &side_b);
    if (side_a.n == 0 || side_b.n == 0)
        return 0.0;
    meet_equal_words(&side_a, &side_b);
    meet_alike_words(a->table, &side_a, b->table, &side_b);
    const guint64 sum = MIN(sum_of(&side_a), sum_of(&side_b));
    /* One root of the product, not a product of roots: of equal values it is exact. */
    return (double)sum / (SAME_WORD * sqrt(square_of(&side_a) * square_of(&side_b)));
}
