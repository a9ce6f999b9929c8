#include "text/letter_signature.h"

/* The bit of a letter: ASCII letters (both cases alike) and the space have bits of their own,
 * digits too; the rest share them. */
static inline guint
bit_of(guint8 letter)
{
    return (letter & 64) != 0 || letter == ' ' ? letter & 31 : 32 + (letter & 15);
}

guint64
hn_letter_signature(HnLetters letters)
{
    if (letters.narrow == NULL || letters.n == 0 || letters.n > 63)
        return 0;
    guint64 signature = 0;
    for (guint i = 0; i < letters.n; i++)
        signature |= G_GUINT64_CONSTANT(1) << bit_of(letters.narrow[i]);
    signature |= (guint64)(letters.narrow[0] & 31) << 48;
    signature |= (guint64)(letters.n > 1 ? letters.narrow[1] & 31 : 0) << 53;
    return signature | (guint64)letters.n << 58;
}

/* With weight w of the prefix, j + w (1 - j) >= t is solved for the Jaro measure j, and j <= (m /
 * n_a + m / n_b + 1) / 3 for the matches m. The margin keeps rounding from refusing a true pair. */
static double
ratio_of(double threshold, guint n_prefix)
{
    const double rest = 1.0 - n_prefix * HN_JARO_WINKLER_PREFIX_WEIGHT;
    const double jaro = (threshold - 1.0 + rest) / rest;
    return 3.0 * jaro - 1.0 - 1e-9;
}

HnSignatureFloor
hn_signature_floor(double jaro_winkler_min)
{
    return (HnSignatureFloor){ { ratio_of(jaro_winkler_min, 0), ratio_of(jaro_winkler_min, 1),
                                 ratio_of(jaro_winkler_min, HN_JARO_WINKLER_PREFIX_MAX) } };
}
