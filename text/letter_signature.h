/* text/letter_signature.h - a word for each value that says "these two cannot be alike".
 *
 * Data walk: value_forms.c makes one beside the letters; level_batch.c and level_chain.c ask it
 *   before they touch letters.
 * Layout: bits 0..47 which letters occur (several letters may share a bit), 48..57 the first two
 *   letters, five bits each, 58..63 the number of letters. 0 = nothing is said: no letter, more
 *   than 63, or letters that have no byte.
 * Why it is safe: a letter of one value whose bit the other lacks has no partner there. So it
 *   counts for no match of Jaro's, and costs one edit of its own; letters that share a bit only
 *   make the bound weaker. It is the filter by letter sets of approximate string search (Navarro
 *   2001, "A guided tour to approximate string matching", section 8, counting filters), with bits
 *   for counts.
 * Cost: 1 ns a letter once a value; 3 ns and one cache line of eight values a pair. Of random pairs
 *   of names nine in ten end here.
 * Threads: values.
 */
#pragma once
#include "base/bits.h"
#include "text/jaro_winkler.h"
#include "text/letters.h"

#define HN_SIGNATURE_LETTERS ((G_GUINT64_CONSTANT(1) << 48) - 1)

guint64 hn_letter_signature(HnLetters letters);

static inline guint
hn_signature_n(guint64 signature)
{
    return (guint)(signature >> 58);
}

/* Distinct letters of @a that @b certainly lacks. */
static inline guint
hn_signature_only(guint64 a, guint64 b)
{
    return hn_count_bits(a & ~b & HN_SIGNATURE_LETTERS);
}

/* An edit distance of the two is at least this; 0 if nothing is said. */
static inline guint
hn_signature_distance_min(guint64 a, guint64 b)
{
    if (a == 0 || b == 0)
        return 0;
    const guint n_a = hn_signature_n(a), n_b = hn_signature_n(b);
    const guint only = MAX(hn_signature_only(a, b), hn_signature_only(b, a));
    return MAX(only, n_a < n_b ? n_b - n_a : n_a - n_b);
}

/* What a Jaro-Winkler threshold asks of matches: of two values of n and m letters with this much of
 * a common prefix, at least ratio * n * m / (n + m). */
typedef struct {
    double ratio[3]; /* the first letters differ; the second ones do; neither */
} HnSignatureFloor;

HnSignatureFloor hn_signature_floor(double jaro_winkler_min);

/* TRUE: Jaro-Winkler of the two is certainly below the floor's threshold. */
static inline gboolean
hn_signature_is_below(const HnSignatureFloor *floor, guint64 a, guint64 b)
{
    const guint64 differ = (a ^ b) >> 48;
    const guint n_prefix = (differ & 31) != 0 ? 0 : (differ >> 5 & 31) != 0 ? 1 : 2;
    const gint n_a = (gint)hn_signature_n(a), n_b = (gint)hn_signature_n(b);
    const gint n_matches =
        MIN(n_a - (gint)hn_signature_only(a, b), n_b - (gint)hn_signature_only(b, a));
    return a != 0 && b != 0 && n_matches * (n_a + n_b) < floor->ratio[n_prefix] * (n_a * n_b);
}
