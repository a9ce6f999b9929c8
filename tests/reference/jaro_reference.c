#include "tests/reference/jaro_reference.h"

static guint
count_letters(HnLetters letters)
{
    return MIN(letters.n, HN_LETTERS_MAX);
}

/* Marks in @used_a the letter that @b's letter number @at is assigned to. */
static gboolean
assign(HnLetters a, HnLetters b, guint at, gboolean *used_a)
{
    const gint longest = (gint)MAX(count_letters(a), count_letters(b));
    const gint reach = MAX(longest / 2 - 1, 0);
    for (guint i = 0; i < count_letters(a); i++) {
        const gint distance = (gint)i - (gint)at;
        if (used_a[i] || ABS(distance) > reach || hn_letters_at(a, i) != hn_letters_at(b, at))
            continue;
        used_a[i] = TRUE;
        return TRUE;
    }
    return FALSE;
}

static guint32 *
matched_letters(HnLetters letters, const gboolean *used)
{
    guint32 *matched = g_new0(guint32, letters.n + 1);
    guint n = 0;
    for (guint i = 0; i < count_letters(letters); i++)
        if (used[i])
            matched[n++] = hn_letters_at(letters, i);
    return matched;
}

double
jaro_reference(HnLetters a, HnLetters b)
{
    const guint n_a = count_letters(a);
    const guint n_b = count_letters(b);
    if (n_a == 0 && n_b == 0)
        return 1.0;
    g_autofree gboolean *used_a = g_new0(gboolean, n_a + 1);
    g_autofree gboolean *used_b = g_new0(gboolean, n_b + 1);
    guint n_matches = 0;
    for (guint at = 0; at < n_b; at++) {
        used_b[at] = assign(a, b, at, used_a);
        n_matches += (guint)used_b[at];
    }
    if (n_matches == 0)
        return 0.0;
    g_autofree guint32 *matched_a = matched_letters(a, used_a);
    g_autofree guint32 *matched_b = matched_letters(b, used_b);
    guint n_different = 0;
    for (guint i = 0; i < n_matches; i++)
        n_different += matched_a[i] != matched_b[i];
    const guint n_transpositions = n_different / 2;
    return ((double)n_matches / n_a + (double)n_matches / n_b +
            (double)(n_matches - n_transpositions) / n_matches) /
           3.0;
}

double
jaro_winkler_reference(HnLetters a, HnLetters b)
{
    const double jaro = jaro_reference(a, b);
    guint n_prefix = 0;
    while (n_prefix < 4 && n_prefix < MIN(a.n, b.n) &&
           hn_letters_at(a, n_prefix) == hn_letters_at(b, n_prefix))
        n_prefix++;
    return jaro > 0.7 ? jaro + n_prefix * 0.1 * (1.0 - jaro) : jaro;
}
