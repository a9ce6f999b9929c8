#include "text/vietnamese_word.h"

#include <string.h>

#include "text/letter_signature.h"
#include "text/utf8.h"
#include "text/vietnamese_letter.h"

#define LETTERS HN_VIETNAMESE_LETTERS
#define BASE_LOST 0xFFu

/* Letters that a finger or an ear takes for each of a..z: the keys beside it on a QWERTY keyboard,
 * and what is one sound in a part of the country (l and n, s and x, d, r and v) or in two spellings
 * (c and k, i and y). */
enum { A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z };
#define K(letter) (1u << (letter))
/* clang-format off */
static const guint32 ALIKE[26] = {
    [A] = K(Q) | K(S) | K(W) | K(Z),
    [B] = K(G) | K(H) | K(N) | K(V),
    [C] = K(D) | K(F) | K(K) | K(V) | K(X),
    [D] = K(C) | K(E) | K(F) | K(R) | K(S) | K(V) | K(X),
    [E] = K(D) | K(R) | K(S) | K(W),
    [F] = K(C) | K(D) | K(G) | K(R) | K(T) | K(V),
    [G] = K(B) | K(F) | K(H) | K(T) | K(V) | K(Y),
    [H] = K(B) | K(G) | K(J) | K(N) | K(U) | K(Y),
    [I] = K(J) | K(K) | K(O) | K(U) | K(Y),
    [J] = K(H) | K(I) | K(K) | K(M) | K(N) | K(U),
    [K] = K(C) | K(I) | K(J) | K(L) | K(M) | K(O),
    [L] = K(K) | K(N) | K(O) | K(P),
    [M] = K(J) | K(K) | K(N),
    [N] = K(B) | K(H) | K(J) | K(L) | K(M),
    [O] = K(I) | K(K) | K(L) | K(P),
    [P] = K(L) | K(O),
    [Q] = K(A) | K(W),
    [R] = K(D) | K(E) | K(F) | K(T),
    [S] = K(A) | K(D) | K(E) | K(W) | K(X) | K(Z),
    [T] = K(F) | K(G) | K(R) | K(Y),
    [U] = K(H) | K(I) | K(J) | K(Y),
    [V] = K(B) | K(C) | K(D) | K(F) | K(G),
    [W] = K(A) | K(E) | K(Q) | K(S),
    [X] = K(C) | K(D) | K(S) | K(Z),
    [Y] = K(G) | K(H) | K(I) | K(T) | K(U),
    [Z] = K(A) | K(S) | K(X),
};
/* clang-format on */
#undef K

static inline gboolean
is_letter(guint8 base)
{
    return base >= 'a' && base <= 'z';
}

static inline gboolean
is_alike(guint8 a, guint8 b)
{
    return is_letter(a) && is_letter(b) && (ALIKE[a - 'a'] >> (b - 'a') & 1) != 0;
}

static gboolean
is_vowel(guint8 base)
{
    return base != 0 && strchr("aeiouy", base) != NULL;
}

static guint8
code_of(gunichar base)
{
    if (base == HN_LETTER_LOST)
        return BASE_LOST;
    return base < 0x80 ? (guint8)base : (guint8)MIN(0x80 | (base & 0x7F), BASE_LOST - 1);
}

void
hn_vietnamese_word(HnSlice word, HnVietnameseWord *ret)
{
    *ret = (HnVietnameseWord){ .n = 0 };
    const guint8 *p = word.bytes;
    const guint8 *end = p + word.n_bytes;
    gboolean has_vowel = FALSE;
    while (p < end && ret->n < LETTERS) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        const HnVietnameseLetter letter = hn_vietnamese_letter(c);
        ret->base[ret->n] = code_of(letter.base);
        ret->marks[ret->n] = letter.marks;
        ret->has_marks = ret->has_marks || letter.marks != 0;
        ret->has_lost = ret->has_lost || letter.base == HN_LETTER_LOST;
        has_vowel = has_vowel || is_vowel(ret->base[ret->n]) || ret->base[ret->n] >= 0x80;
        ret->n++;
    }
    ret->is_initial = ret->n == 1 || (ret->n <= 3 && !has_vowel);
    ret->signature = hn_letter_signature((HnLetters){ .narrow = ret->base, .n = ret->n });
}

static gboolean
lacks_of(guint8 some, guint8 all)
{
    return ((some & HN_TONE_MASK) == 0 || (some & HN_TONE_MASK) == (all & HN_TONE_MASK)) &&
           ((some & HN_QUALITY_MASK) == 0 || (some & HN_QUALITY_MASK) == (all & HN_QUALITY_MASK));
}

static guint
marks_cost(guint8 a, guint8 b)
{
    const guint8 differ = a ^ b;
    const guint n_differ =
        ((differ & HN_TONE_MASK) != 0 ? 1u : 0) + ((differ & HN_QUALITY_MASK) != 0 ? 1u : 0);
    if (lacks_of(a, b) || lacks_of(b, a))
        return n_differ * HN_COST_LOST_MARK;
    return MIN(((differ & HN_TONE_MASK) != 0 ? HN_COST_TONE : 0) +
                   ((differ & HN_QUALITY_MASK) != 0 ? HN_COST_QUALITY : 0),
               HN_COST_MARKS_MAX);
}

HnMarks
hn_vietnamese_marks(const HnVietnameseWord *a, const HnVietnameseWord *b, guint *ret_cost)
{
    gboolean a_lacks = TRUE, b_lacks = TRUE;
    guint8 differ = 0;
    *ret_cost = 0;
    for (guint i = 0; i < a->n; i++) {
        const guint8 x = a->marks[i], y = b->marks[i];
        if (x == y)
            continue;
        differ |= x ^ y;
        a_lacks = a_lacks && lacks_of(x, y);
        b_lacks = b_lacks && lacks_of(y, x);
        *ret_cost += marks_cost(x, y);
    }
    if (differ == 0)
        return HN_MARKS_SAME;
    if (a_lacks || b_lacks)
        return HN_MARKS_LOST;
    return (differ & HN_QUALITY_MASK) == 0 ? HN_MARKS_TONE : HN_MARKS_QUALITY;
}

guint
hn_vietnamese_letter_cost(guint8 base_a, guint8 marks_a, guint8 base_b, guint8 marks_b)
{
    if (base_a == base_b)
        return marks_cost(marks_a, marks_b);
    const guint8 other = base_a == BASE_LOST ? base_b : base_a;
    if ((base_a == BASE_LOST || base_b == BASE_LOST) && (is_vowel(other) || other == 'd'))
        return HN_COST_LOST;
    return is_alike(base_a, base_b) ? HN_COST_SLIP : HN_COST_LETTER;
}

/* A letter too many: one typed twice, or a key of Telex or VNI that made no mark; they come behind
 * the first letter. */
static guint
extra_cost(const HnVietnameseWord *word, guint at)
{
    const guint8 base = word->base[at];
    const gboolean is_twice =
        (at > 0 && word->base[at - 1] == base) || (at + 1 < word->n && word->base[at + 1] == base);
    const gboolean is_key = at > 0 && base < 0x80 && strchr("sfrxjzw0123456789", base) != NULL;
    return is_twice || is_key ? HN_COST_SLIP : HN_COST_LETTER;
}

static gboolean
is_exchanged(const HnVietnameseWord *a, guint i, const HnVietnameseWord *b, guint k)
{
    return i > 0 && k > 0 && a->base[i] == b->base[k - 1] && a->base[i - 1] == b->base[k] &&
           a->base[i] != a->base[i - 1];
}

guint
hn_vietnamese_distance(const HnVietnameseWord *a, const HnVietnameseWord *b, guint limit)
{
    guint rows[3][LETTERS + 1];
    guint extra_b[LETTERS];
    if (!a->has_lost && !b->has_lost &&
        hn_signature_distance_min(a->signature, b->signature) * HN_COST_SLIP > limit)
        return limit + 1;
    guint *two_back = rows[0], *back = rows[1], *now = rows[2];
    back[0] = 0;
    for (guint k = 0; k < b->n; k++) {
        extra_b[k] = extra_cost(b, k);
        back[k + 1] = back[k] + extra_b[k];
    }
    for (guint i = 0; i < a->n; i++) {
        const guint extra_a = extra_cost(a, i);
        guint least = now[0] = back[0] + extra_a;
        for (guint k = 0; k < b->n; k++) {
            guint cost = back[k] + hn_vietnamese_letter_cost(a->base[i], a->marks[i], b->base[k],
                                                             b->marks[k]);
            cost = MIN(cost, back[k + 1] + extra_a);
            cost = MIN(cost, now[k] + extra_b[k]);
            if (is_exchanged(a, i, b, k))
                cost = MIN(cost, two_back[k - 1] + HN_COST_SLIP);
            now[k + 1] = cost;
            least = MIN(least, cost);
        }
        if (least > limit + HN_COST_SLIP) /* an exchange may still come from this row */
            return limit + 1;
        guint *oldest = two_back;
        two_back = back;
        back = now;
        now = oldest;
    }
    return MIN(back[b->n], limit + 1);
}

gboolean
hn_vietnamese_is_initial_of(const HnVietnameseWord *a, const HnVietnameseWord *b)
{
    if (!a->is_initial || a->n >= b->n)
        return FALSE;
    for (guint i = 0; i < a->n; i++)
        if (a->base[i] != b->base[i] ||
            (a->marks[i] != b->marks[i] && a->marks[i] != 0 && b->has_marks))
            return FALSE;
    return TRUE;
}
