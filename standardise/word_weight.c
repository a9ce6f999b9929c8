#include "standardise/word_weight.h"

#include "text/utf8.h"

#define FOREIGN_COST(n) ((4u + 4u * (n)) * HN_BIT)
#define BEYOND_ASCII (4u * HN_BIT)
#define BROKEN_COST(n) ((24u + 6u * (n)) * HN_BIT)
#define UNMARKED_COST (12u * HN_BIT)
#define STRANGER_COST (8u * HN_BIT)
#define SHAPED_COST(n) ((8u + 4u * (n)) * HN_BIT)

static guint
cost_of_any(HnSlice word)
{
    guint n = 0, n_beyond = 0;
    gboolean is_broken = FALSE, was_small = FALSE, is_ascii = TRUE;
    for (const guint8 *p = word.bytes, *end = p + word.n_bytes; p < end; n++) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        const gboolean is_sign = (c >= 0x2010 && c <= 0x203A) || c == 0xA0 || c == 0xB7;
        is_ascii &= c < 0x80;
        n_beyond += c >= 0x80 ? 1 : 0;
        is_broken |= !g_unichar_isalpha(c) && !is_sign && !g_unichar_ismark(c);
        is_broken |= c == 0xAA || c == 0xBA; /* ordinal signs */
        is_broken |= c >= 0x80 && was_small && g_unichar_isupper(c);
        was_small = g_unichar_islower(c);
    }
    if (is_broken && !is_ascii)
        return BROKEN_COST(n);
    return FOREIGN_COST(n) + BEYOND_ASCII * n_beyond;
}

guint
hn_word_cost(const HnVietLexicon *lexicon, HnSlice word)
{
    HnVietWord read;
    const guint any = cost_of_any(word);
    if (!hn_viet_word_read(word, &read) || (read.is_marked && !hn_viet_word_is_cased(&read)))
        return any;
    guint cost = MIN(any, hn_viet_lexicon_known(lexicon, &read));
    if (read.is_marked)
        return hn_viet_lexicon_is_syllable(lexicon, &read) ? MIN(cost, HN_SYLLABLE_COST) : cost;
    const guint bare = hn_viet_lexicon_bare(lexicon, &read);
    cost = bare == G_MAXUINT ? cost : MIN(cost, bare + HN_BIT);
    return hn_viet_lexicon_is_bare_syllable(lexicon, &read) ? MIN(cost, HN_SYLLABLE_COST) : cost;
}

guint
hn_word_cost_read(const HnVietLexicon *lexicon, const HnVietWord *word)
{
    const guint known = hn_viet_lexicon_known(lexicon, word);
    if (known != G_MAXUINT)
        return known;
    if (hn_viet_lexicon_is_syllable(lexicon, word))
        return HN_SYLLABLE_COST;
    return hn_viet_word_is_shaped(word) ? SHAPED_COST(word->n) : G_MAXUINT;
}

guint
hn_word_cost_unmarked(const HnVietLexicon *lexicon, HnSlice word)
{
    HnVietWord read;
    if (!hn_viet_word_read(word, &read))
        return word.n_bytes < 2 ? 0 : STRANGER_COST;
    if (read.is_marked)
        return hn_word_cost_read(lexicon, &read) == G_MAXUINT ? STRANGER_COST : 0;
    if (read.n < 2)
        return 0;
    gboolean has_vowel = FALSE;
    for (guint i = 0; i < read.n; i++)
        has_vowel |= hn_viet_is_vowel(read.letters[i]);
    if (!has_vowel || hn_viet_lexicon_known(lexicon, &read) != G_MAXUINT ||
        hn_viet_lexicon_is_syllable(lexicon, &read))
        return 0;
    return hn_viet_lexicon_is_bare_syllable(lexicon, &read) ? UNMARKED_COST : STRANGER_COST;
}
