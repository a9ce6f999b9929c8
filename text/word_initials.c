/* In any order: there is a matching that gives every word of the shorter side a partner exactly if
 * there is one in which equal words of two letters and more are partners. (Let both sides have such
 * a word, not partners in some matching. Where one of the two has no partner, the other may leave
 * its own for it. Where both have others, these are initials of the same letter, and so may be
 * partners of each other.) What is left then needs initials: only words of one first letter can
 * meet, so for each letter the counts of initials and of longer words on both sides decide.
 */
#include "text/word_initials.h"

static guint32
first_letter(const HnWords *words, guint at)
{
    return hn_letters_at(words->table[words->numbers[at]].letters, 0);
}

static gboolean
is_initial(const HnWords *words, guint at)
{
    return words->table[words->numbers[at]].letters.n == 1;
}

gboolean
hn_word_initials_in_order(const HnWords *a, const HnWords *b)
{
    gboolean has_equal = FALSE;
    if (a->n != b->n)
        return FALSE;
    for (guint i = 0; i < a->n; i++) {
        if (a->numbers[i] == b->numbers[i])
            has_equal = has_equal || !is_initial(a, i);
        else if (first_letter(a, i) != first_letter(b, i) ||
                 (!is_initial(a, i) && !is_initial(b, i)))
            return FALSE;
    }
    return has_equal;
}

/* Bits of words that have no partner yet. */
typedef struct {
    guint64 a, b;
} Open;

static guint64
all_bits(guint n)
{
    return n == 0 ? 0 : ~G_GUINT64_CONSTANT(0) >> (64 - n);
}

/* Of two letters and more; FALSE: there are none. */
static gboolean
pair_equal_words(const HnWords *a, const HnWords *b, Open *open)
{
    gboolean has_equal = FALSE;
    for (guint i = 0; i < a->n; i++) {
        for (guint k = 0; k < b->n; k++) {
            if ((open->b >> k & 1) == 0 || a->numbers[i] != b->numbers[k] || is_initial(a, i))
                continue;
            open->a ^= G_GUINT64_CONSTANT(1) << i;
            open->b ^= G_GUINT64_CONSTANT(1) << k;
            has_equal = TRUE;
            break;
        }
    }
    return has_equal;
}

/* Takes the open words with @letter out of *open: how many initials and how many longer ones. */
static void
take_letter(const HnWords *words, guint32 letter, guint64 *open, guint *ret_initials,
            guint *ret_longer)
{
    *ret_initials = *ret_longer = 0;
    for (guint64 left = *open; left != 0; left &= left - 1) {
        const guint at = (guint)__builtin_ctzll(left);
        if (first_letter(words, at) != letter)
            continue;
        *open ^= G_GUINT64_CONSTANT(1) << at;
        if (is_initial(words, at))
            ++*ret_initials;
        else
            ++*ret_longer;
    }
}

gboolean
hn_word_initials_in_any_order(const HnWords *a, const HnWords *b)
{
    if (a->n > b->n)
        return hn_word_initials_in_any_order(b, a);
    Open open = { all_bits(a->n), all_bits(b->n) };
    if (a->n < 2 || !pair_equal_words(a, b, &open))
        return FALSE;
    while (open.a != 0) {
        const guint32 letter = first_letter(a, (guint)__builtin_ctzll(open.a));
        guint initials_a, longer_a, initials_b, longer_b;
        take_letter(a, letter, &open.a, &initials_a, &longer_a);
        take_letter(b, letter, &open.b, &initials_b, &longer_b);
        if (longer_a > initials_b || longer_a + initials_a > initials_b + longer_b)
            return FALSE;
    }
    return TRUE;
}
