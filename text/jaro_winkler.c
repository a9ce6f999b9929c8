/* Jaro's measure asks, for each letter of one value in turn, for the first free equal letter of the
 * other inside a window. Up to 64 letters the free places, the window and the places of a letter
 * are one machine word each, so "the first free equal letter in the window" is the lowest bit of an
 * AND: no branch depends on the data. This is the idea of the bit-parallel kernels that go back to
 * Myers (1999) and Hyyrö (2003), worked out for Jaro's greedy assignment. Up to 16 letters one
 * vector comparison finds the places of a letter; beyond, a table of words does.
 *
 * Longer values take another way, linear in the letters: the window only moves to the right, so for
 * each letter the places that are used or passed are always a prefix of its places, and one cursor
 * per letter is all the state there is. Words of several machine words would cost n * m / 64 steps
 * and a table of 32 KiB; they were left out. (Seen this way, each letter is a merge of two sorted
 * lists that treats both sides alike: the measure is symmetric.)
 *
 * Taking the common prefix off first was tried and left out: its loop ends at an unpredictable
 * place, which costs more than the letters it saves.
 */
#include "text/jaro_winkler.h"

#include "base/bits.h"
#include "text/dense_letters.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WORD_LETTERS 64
#define KERNEL static inline __attribute__((always_inline))

KERNEL guint64
load_4(const guint8 *p)
{
    guint32 bytes = 0;
    memcpy(&bytes, p, 4);
    return GUINT32_FROM_LE(bytes);
}

typedef struct {
    guint64 a_free;    /* places of a that are not matched yet, none beyond its end */
    guint64 b_matched; /* the top bit = the last letter seen */
} Assignment;

KERNEL guint
match_reach(guint n_a, guint n_b)
{
    const guint longest = MAX(n_a, n_b);
    return longest < 4 ? 0 : longest / 2 - 1;
}

/* The places up to @reach away from place 0; for the next place it moves by next_window(). */
KERNEL guint64
first_window(guint reach)
{
    return (G_GUINT64_CONSTANT(2) << reach) - 1;
}

KERNEL guint64
next_window(guint64 window, guint at, guint reach)
{
    return window + window + (at < reach ? 1 : 0);
}

KERNEL guint64
low_bits(guint n) /* 1..64 */
{
    return ~G_GUINT64_CONSTANT(0) >> (WORD_LETTERS - n);
}

/* Gives the next letter of b the first free one of @places in a, if any. */
KERNEL void
assign(Assignment *assignment, guint64 places)
{
    const guint64 candidates = places & assignment->a_free;
    const guint64 first = candidates & -candidates;
    assignment->a_free ^= first;
    assignment->b_matched = assignment->b_matched >> 1 | (guint64)(first != 0) << 63;
}

/* Both 1..WORD_LETTERS long. */
KERNEL Assignment
assign_by_table(const guint8 *a, guint n_a, const guint8 *b, guint n_b)
{
    guint64
        places[G_MAXUINT8 + 1]; /* only the entries of letters that occur are ever set or read */
    for (guint i = 0; i < n_b; i++)
        places[b[i]] = 0;
    for (guint i = 0; i < n_a; i++)
        places[a[i]] = 0;
    for (guint i = 0; i < n_a; i++)
        places[a[i]] |= G_GUINT64_CONSTANT(1) << i;

    const guint reach = match_reach(n_a, n_b);
    Assignment assignment = { low_bits(n_a), 0 };
    guint64 window = first_window(reach);
    for (guint i = 0; i < n_b; i++) {
        assign(&assignment, places[b[i]] & window);
        window = next_window(window, i, reach);
    }
    return assignment;
}

#ifdef __SSE2__
#define VECTOR_LETTERS 16

KERNEL guint64
load_8(const guint8 *p)
{
    guint64 bytes = 0;
    memcpy(&bytes, p, 8);
    return GUINT64_FROM_LE(bytes);
}

/* The @n letters at @p, 1..16, and anything behind them; reads no byte outside. */
KERNEL __m128i
load_letters(const guint8 *p, guint n)
{
    if (n > 8)
        return _mm_set_epi64x((gint64)(load_8(p + n - 8) >> (8 * (16 - n))), (gint64)load_8(p));
    if (n >= 4)
        return _mm_cvtsi64_si128((gint64)(load_4(p) | load_4(p + n - 4) << (8 * (n - 4))));
    return _mm_cvtsi32_si128(p[0] | p[n / 2] << (8 * (n / 2)) | p[n - 1] << (8 * (n - 1)));
}

/* Both 1..VECTOR_LETTERS long. */
KERNEL Assignment
assign_by_vector(const guint8 *a, guint n_a, const guint8 *b, guint n_b)
{
    const __m128i letters = load_letters(a, n_a);
    const guint reach = match_reach(n_a, n_b);
    Assignment assignment = { low_bits(n_a), 0 };
    guint64 window = first_window(reach);
    for (guint i = 0; i < n_b; i++) {
        const __m128i equal = _mm_cmpeq_epi8(letters, _mm_set1_epi8((char)b[i]));
        assign(&assignment, (guint)_mm_movemask_epi8(equal) & window);
        window = next_window(window, i, reach);
    }
    return assignment;
}

KERNEL Assignment
assign_letters(const guint8 *a, guint n_a, const guint8 *b, guint n_b)
{
    return n_a <= VECTOR_LETTERS && n_b <= VECTOR_LETTERS ? assign_by_vector(a, n_a, b, n_b)
                                                          : assign_by_table(a, n_a, b, n_b);
}
#else
#define assign_letters assign_by_table
#endif

/* Matched letters whose partner in order is another letter. */
KERNEL guint
count_out_of_order(const guint8 *a, const guint8 *b, guint64 a_matched, guint64 b_matched)
{
    guint n = 0;
    while (a_matched != 0) {
        n += a[__builtin_ctzll(a_matched)] != b[__builtin_ctzll(b_matched)] ? 1 : 0;
        a_matched &= a_matched - 1;
        b_matched &= b_matched - 1;
    }
    return n;
}

KERNEL double
similarity(guint n_a, guint n_b, guint n_matches, guint n_out_of_order)
{
    if (n_matches == 0)
        return 0.0;
    const double matches = n_matches;
    const double in_order = n_matches - n_out_of_order / 2;
    return (matches / n_a + matches / n_b + in_order / matches) / 3.0;
}

KERNEL double
boost(double jaro, guint n_prefix)
{
    if (!(jaro > HN_JARO_WINKLER_BOOST_ABOVE))
        return jaro;
    return jaro + n_prefix * HN_JARO_WINKLER_PREFIX_WEIGHT * (1.0 - jaro);
}

/* What a caller with a threshold tells the kernel; below it the measure may say 0. */
typedef struct {
    double threshold; /* of the boosted measure */
    guint n_prefix;
} Floor;

/* TRUE: even with all @n_matches letters in order the boosted measure stays below the floor. With
 * weight w of the prefix, j + w * (1 - j) >= threshold is solved for the Jaro measure j, and that
 * for the matches; the divisions are multiplied out, and the margin keeps rounding from ever
 * refusing a true pair. */
KERNEL gboolean
is_below(const Floor *floor, guint n_a, guint n_b, guint n_matches)
{
    if (floor == NULL)
        return FALSE;
    const double rest = 1.0 - floor->n_prefix * HN_JARO_WINKLER_PREFIX_WEIGHT;
    const double needed = 3.0 * (floor->threshold - 1.0 + rest) - rest - 1e-9;
    return (double)n_matches * (n_a + n_b) * rest < needed * ((double)n_a * n_b);
}

KERNEL double
jaro_in_words(const guint8 *a, guint n_a, const guint8 *b, guint n_b, const Floor *floor)
{
    const Assignment assignment = assign_letters(a, n_a, b, n_b);
    const guint64 a_matched = low_bits(n_a) ^ assignment.a_free;
    const guint n_matches = hn_count_bits(a_matched);
    if (is_below(floor, n_a, n_b, n_matches))
        return 0.0;
    const guint64 b_matched = assignment.b_matched >> (WORD_LETTERS - n_b);
    return similarity(n_a, n_b, n_matches, count_out_of_order(a, b, a_matched, b_matched));
}

static double
jaro_wide_in_words(HnLetters a, HnLetters b)
{
    guint8 a_codes[WORD_LETTERS];
    guint8 b_codes[WORD_LETTERS];
    hn_dense_letters_narrow(a, b, a_codes, b_codes);
    return jaro_in_words(a_codes, a.n, b_codes, b.n, NULL);
}

/* Places of each letter of a as chains in ascending order; NO_PLACE ends a chain. */
#define NO_PLACE G_MAXUINT16
typedef struct {
    guint16 cursor[HN_LETTERS_MAX + 1]; /* of a letter: its first place neither used nor passed */
    guint16 next[HN_LETTERS_MAX];       /* of a place: the next place of the same letter */
} Chains;

static void
chains_init(Chains *chains, const guint16 *a, guint n_a, guint last_code)
{
    for (guint code = 0; code <= last_code; code++)
        chains->cursor[code] = NO_PLACE;
    for (guint i = n_a; i-- > 0;) {
        chains->next[i] = chains->cursor[a[i]];
        chains->cursor[a[i]] = (guint16)i;
    }
}

static double
jaro_by_chains(HnLetters a, HnLetters b)
{
    guint16 a_codes[HN_LETTERS_MAX];
    guint16 b_codes[HN_LETTERS_MAX]; /* the matched ones move to the front */
    gboolean a_matched[HN_LETTERS_MAX] = { FALSE };
    Chains chains;
    chains_init(&chains, a_codes, a.n, hn_dense_letters(a, b, a_codes, b_codes));

    const guint reach = match_reach(a.n, b.n);
    guint n_matches = 0;
    for (guint i = 0; i < b.n; i++) {
        guint16 *cursor = &chains.cursor[b_codes[i]];
        while (*cursor != NO_PLACE && *cursor + reach < i)
            *cursor = chains.next[*cursor];
        if (*cursor == NO_PLACE || *cursor > i + reach)
            continue;
        a_matched[*cursor] = TRUE;
        *cursor = chains.next[*cursor];
        b_codes[n_matches++] = b_codes[i];
    }
    guint n_out_of_order = 0;
    for (guint i = 0, k = 0; i < a.n; i++)
        if (a_matched[i])
            n_out_of_order += a_codes[i] != b_codes[k++] ? 1 : 0;
    return similarity(a.n, b.n, n_matches, n_out_of_order);
}

static double
jaro_of_others(const HnLetters *letters_a, const HnLetters *letters_b)
{
    HnLetters a = *letters_a;
    HnLetters b = *letters_b;
    if (a.n == 0 || b.n == 0)
        return a.n == b.n ? 1.0 : 0.0;
    a.n = MIN(a.n, HN_LETTERS_MAX);
    b.n = MIN(b.n, HN_LETTERS_MAX);
    const gboolean is_long = a.n > WORD_LETTERS || b.n > WORD_LETTERS;
    return is_long ? jaro_by_chains(a, b) : jaro_wide_in_words(a, b);
}

KERNEL double
jaro(HnLetters a, HnLetters b, const Floor *floor)
{
    /* Unsigned, so that 0 is "too long" as well. */
    const gboolean in_words = a.n - 1 < WORD_LETTERS && b.n - 1 < WORD_LETTERS;
    if (in_words && a.narrow != NULL && b.narrow != NULL)
        return jaro_in_words(a.narrow, a.n, b.narrow, b.n, floor);
    return jaro_of_others(&a, &b);
}

KERNEL guint
common_prefix(HnLetters a, HnLetters b)
{
    const guint n = MIN(MIN(a.n, b.n), HN_JARO_WINKLER_PREFIX_MAX);
    if (n == 4 && a.narrow != NULL && b.narrow != NULL) { /* the usual case, without a branch */
        const guint64 differences = load_4(a.narrow) ^ load_4(b.narrow);
        return (guint)__builtin_ctzll(differences | G_GUINT64_CONSTANT(1) << 32) / 8;
    }
    guint i = 0;
    while (i < n && hn_letters_at(a, i) == hn_letters_at(b, i))
        i++;
    return i;
}

double
hn_jaro(HnLetters a, HnLetters b)
{
    return jaro(a, b, NULL);
}

double
hn_jaro_winkler(HnLetters a, HnLetters b)
{
    return boost(jaro(a, b, NULL), common_prefix(a, b));
}

gboolean
hn_jaro_winkler_at_least(HnLetters a, HnLetters b, double threshold)
{
    const Floor floor = { threshold, common_prefix(a, b) };
    const guint n_a = MIN(a.n, HN_LETTERS_MAX);
    const guint n_b = MIN(b.n, HN_LETTERS_MAX);
    if (n_a > 0 && n_b > 0 && is_below(&floor, n_a, n_b, MIN(n_a, n_b)))
        return FALSE;
    return boost(jaro(a, b, &floor), floor.n_prefix) >= threshold;
}
