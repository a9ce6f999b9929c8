#include "standardise/lost_letters.h"

#include "standardise/word_chain.h"
#include "text/utf8.h"
#include "text/vietnamese_letter.h"

#define LETTERS_MAX 512u /* of a value; a longer one is no name and no address */
#define WORDS_MAX HN_CHAIN_LINKS_MAX
#define REPLACEMENT 0xFFFDu
#define BROKEN_COST(n) ((24u + 6u * (n)) * HN_BIT) /* as in word_weight.c: no language writes it */
/* By how much the letters without marks must be likelier than others: of a name a wrong one is
 * another name; an address has other words to tell which unit it is. */
#define BARE_APART_IN_NAME (4 * HN_BIT)
#define BARE_APART (2 * HN_BIT)
#define ALL_LOST_MAX 2u /* letters of a word of which none is left: Đỗ, Đà */

typedef struct {
    guint first, n; /* letters */
    guint n_lost;
    gboolean is_number;
} Word;

typedef struct {
    const HnVietLexicon *lexicon;
    const HnLostWords *words;
    guint n, n_words;
    gboolean has_inner; /* a letter is lost before another one of its word */
    gboolean is_name;   /* may be one: words and spaces alone */
    gunichar letters[LETTERS_MAX];
    Word *all;          /* [WORDS_MAX] */
    HnChainLink *links; /* the same, and what each may be */
} Reading;

static gboolean
is_lost(gunichar c)
{
    return c == '?' || c == REPLACEMENT;
}

static gboolean
is_letter(gunichar c)
{
    return c < 0x80 ? g_ascii_isalpha((char)c) : c != REPLACEMENT && g_unichar_isalpha(c);
}

/* ---- words of the value ---- */

static void
put_letters(const Reading *reading, guint first, guint n, GByteArray *out)
{
    for (guint i = 0; i < n; i++)
        hn_put_code_point(out, reading->letters[first + i]);
}

/* The letters before the marks at the end are a word by themselves. */
static gboolean
is_whole(const Reading *reading, const Word *word, guint n)
{
    HnVietWord read = { 0 };
    for (guint i = 0; i < n; i++)
        if (!hn_viet_word_add(&read, reading->letters[word->first + i]))
            return TRUE; /* of another language */
    return n > 1 && (hn_viet_lexicon_is_syllable(reading->lexicon, &read) ||
                     hn_viet_lexicon_is_bare_syllable(reading->lexicon, &read) || n > 4);
}

/* Splits into words; FALSE: the value has none that lost a letter, or too many. */
static gboolean
find_words(Reading *reading)
{
    gboolean is_linked = FALSE;
    reading->is_name = TRUE;
    for (guint i = 0; i < reading->n;) {
        const gunichar c = reading->letters[i];
        const gboolean is_number = c < 0x80 && g_ascii_isdigit((char)c);
        reading->is_name &= c == ' ' || is_letter(c) || is_lost(c);
        if (!is_letter(c) && !is_lost(c) && !is_number) {
            is_linked &= c == ' ';
            i++;
            continue;
        }
        if (reading->n_words == WORDS_MAX)
            return FALSE;
        Word *word = &reading->all[reading->n_words++];
        *word = (Word){ .first = i, .is_number = is_number };
        reading->links[reading->n_words - 1] = (HnChainLink){ .is_linked = is_linked };
        is_linked = TRUE;
        for (; is_number && i < reading->n && reading->letters[i] < 0x80 &&
               g_ascii_isdigit((char)reading->letters[i]);
             i++)
            word->n++;
        for (; !is_number && i < reading->n &&
               (is_letter(reading->letters[i]) || is_lost(reading->letters[i]));
             i++) {
            word->n++;
            word->n_lost += is_lost(reading->letters[i]) ? 1 : 0;
            reading->has_inner |= reading->letters[i] == REPLACEMENT ||
                                  (is_lost(reading->letters[i]) && i + 1 < reading->n &&
                                   is_letter(reading->letters[i + 1]));
        }
    }
    return reading->n_words > 0;
}

/* In these a mark is no letter. */
static gboolean
is_of_the_web(HnSlice raw)
{
    for (gsize i = 0; i < raw.n_bytes; i++)
        if (strchr("@=&", raw.bytes[i]) != NULL && raw.bytes[i] != 0)
            return TRUE;
    return memmem(raw.bytes, raw.n_bytes, "://", 3) != NULL ||
           memmem(raw.bytes, raw.n_bytes, "www.", 4) != NULL;
}

static guint
marks_behind(const Reading *reading, const Word *word)
{
    guint n = 0;
    while (n < word->n && is_lost(reading->letters[word->first + word->n - 1 - n]))
        n++;
    return word->is_number ? 0 : n;
}

/* A letter is lost inside of some word, or what stands before a mark is no word: then all marks are
 * letters. */
static gboolean
has_clear_loss(const Reading *reading)
{
    gboolean is_clear = reading->has_inner;
    for (guint i = 0; i < reading->n_words && !is_clear; i++) {
        const Word *word = &reading->all[i];
        const guint n_behind = marks_behind(reading, word);
        is_clear =
            n_behind > 0 && n_behind < word->n && !is_whole(reading, word, word->n - n_behind);
    }
    return is_clear;
}

/* Which marks are letters; FALSE: none. */
static gboolean
settle_marks(Reading *reading)
{
    guint n_lost = 0;
    if (!has_clear_loss(reading))
        return FALSE;
    for (guint i = 0; i < reading->n_words; i++) {
        Word *word = &reading->all[i];
        /* Of a word that lost all letters nothing tells but its place. */
        if (word->n_lost == word->n && (word->n != ALL_LOST_MAX || i + 1 == reading->n_words))
            word->n_lost = 0;
        n_lost += word->n_lost;
    }
    return n_lost > 0;
}

/* ---- candidates ---- */

static gunichar
small(gunichar c)
{
    return c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : g_unichar_tolower(c);
}

static gboolean
fits(const Reading *reading, const Word *word, const HnLostWord *candidate)
{
    for (guint i = 0; i < word->n; i++) {
        const gunichar c = reading->letters[word->first + i];
        if (is_lost(c) ? candidate->letters[i] < 0x80 : small(c) != candidate->letters[i])
            return FALSE;
    }
    return TRUE;
}

/* A mark for each byte of the letter. */
static gboolean
fits_by_bytes(const Reading *reading, const Word *word, const HnLostWord *candidate)
{
    guint at = 0;
    for (guint i = 0; i < candidate->n; i++) {
        const gunichar wanted = candidate->letters[i];
        const guint n = wanted < 0x80 ? 1 : wanted < 0x800 ? 2 : 3;
        if (at + n > word->n)
            return FALSE;
        for (guint k = 0; k < n; k++) {
            const gunichar c = reading->letters[word->first + at + k];
            if (is_lost(c) ? wanted < 0x80 : n > 1 || small(c) != wanted)
                return FALSE;
        }
        at += n;
    }
    return at == word->n;
}

static gboolean
has_replaced(const Reading *reading, const Word *word)
{
    for (guint i = 0; i + 1 < word->n; i++)
        if (reading->letters[word->first + i] == REPLACEMENT &&
            reading->letters[word->first + i + 1] == REPLACEMENT)
            return TRUE;
    return FALSE;
}

/* By letters; by bytes where that gives nothing, or where U+FFFD stands for more than one. */
static void
find_by_marks(const Reading *reading, const Word *word, HnChainLink *link)
{
    guint n = 0;
    guint64 packed = 0;
    for (guint i = 0; i < word->n && word->n <= HN_LOST_LETTERS_MAX; i++) {
        const gunichar c = reading->letters[word->first + i];
        packed |= (guint64)(c < 0x80 && !is_lost(c) ? small(c) : 0x80) << (8 * i);
    }
    const HnLostWord *of =
        packed == 0 ? NULL : hn_lost_words_find(reading->words, word->n, packed, &n);
    for (guint i = 0; i < n; i++)
        if (fits(reading, word, &of[i]))
            hn_word_chain_add(link, &of[i]);
    if (word->n_lost < 2 || (link->n_candidates > 0 && !has_replaced(reading, word)))
        return;
    of = hn_lost_words_get(reading->words, 0, &n);
    for (guint i = 0; i < n; i++)
        if (of[i].n < word->n && fits_by_bytes(reading, word, &of[i]))
            hn_word_chain_add(link, &of[i]);
}

static void
find_candidates(const Reading *reading)
{
    for (guint i = 0; i < reading->n_words; i++) {
        const Word *word = &reading->all[i];
        HnChainLink *link = &reading->links[i];
        if (word->is_number)
            hn_word_chain_add(link, hn_lost_words_number(reading->words));
        else
            find_by_marks(reading, word, link);
        if (word->n_lost > 0 || link->n_candidates == 0)
            hn_word_chain_add(link, NULL);
    }
}

/* ---- the result ---- */

/* All letters that are left are capitals, and so are those of the other words. */
static guint32
capitals_of(const Reading *reading, const Word *word)
{
    guint n_upper = 0, n_lower = 0, n_first = 0, n_firsts = 0;
    for (guint i = 0; i < reading->n; i++) {
        n_upper += g_unichar_isupper(reading->letters[i]) ? 1 : 0;
        n_lower += g_unichar_islower(reading->letters[i]) ? 1 : 0;
    }
    if (n_lower == 0 && n_upper > 1)
        return G_MAXUINT32;
    guint own_upper = 0, own_lower = 0;
    for (guint i = 0; i < word->n; i++) {
        own_upper += g_unichar_isupper(reading->letters[word->first + i]) ? 1 : 0;
        own_lower += g_unichar_islower(reading->letters[word->first + i]) ? 1 : 0;
    }
    if (own_lower == 0 && own_upper > 1)
        return G_MAXUINT32;
    if (!is_lost(reading->letters[word->first]))
        return g_unichar_isupper(reading->letters[word->first]) ? 1 : 0;
    for (guint i = 0; i < reading->n_words; i++) {
        n_firsts += is_letter(reading->letters[reading->all[i].first]) ? 1 : 0;
        n_first += g_unichar_isupper(reading->letters[reading->all[i].first]) ? 1 : 0;
    }
    return 2 * n_first > n_firsts || n_firsts == 0 ? 1 : 0;
}

static HnVietWord
viet_word_of(const HnLostWord *word)
{
    HnVietWord read = { 0 };
    for (guint i = 0; i < word->n; i++)
        hn_viet_word_add(&read, word->letters[i]);
    return read;
}

static void
put_word(const Reading *reading, const Word *word, const HnChainChoice *choice,
         gboolean for_comparing, GByteArray *out, HnRepairReading *ret)
{
    const gboolean is_clear = choice->word != NULL && choice->margin >= HN_REPAIR_GAIN_MIN;
    const gboolean is_bare =
        for_comparing && choice->word != NULL &&
        choice->bare_margin >= (choice->is_name ? BARE_APART_IN_NAME : BARE_APART);
    if (word->n_lost == 0 || (!is_clear && !is_bare)) {
        for (guint i = word->first; i < word->first + word->n; i++)
            hn_put_code_point(out, for_comparing && word->n_lost > 0 && is_lost(reading->letters[i])
                                       ? HN_LETTER_LOST
                                       : reading->letters[i]);
        return;
    }
    HnVietWord read = viet_word_of(choice->word);
    if (is_clear) {
        ret->gain += (gint)BROKEN_COST(word->n) - (gint)choice->word->cost[HN_LOST_PLACE];
        ret->n_changed++;
        ret->n_known++;
        read.upper = capitals_of(reading, word);
    } else {
        read.tone = HN_TONE_NONE;
        for (guint i = 0; i < read.n; i++)
            read.letters[i] = hn_viet_base(read.letters[i]);
    }
    hn_viet_word_put(&read, out);
}

gboolean
hn_lost_letters_read(const HnVietLexicon *lexicon, const HnLostWords *words, HnSlice raw,
                     gboolean for_comparing, GByteArray *out, HnRepairReading *ret)
{
    if (raw.n_bytes > LETTERS_MAX || is_of_the_web(raw))
        return FALSE;
    Word all[WORDS_MAX];
    HnChainLink links[WORDS_MAX];
    Reading reading = { .lexicon = lexicon, .words = words, .all = all, .links = links };
    reading.n = (guint)hn_utf8_decode(raw, reading.letters, LETTERS_MAX);
    if (!find_words(&reading) || !settle_marks(&reading))
        return FALSE;
    find_candidates(&reading);
    HnChainChoice choices[WORDS_MAX];
    hn_word_chain_read(words, links, reading.n_words, reading.is_name, choices);
    guint at = 0;
    g_byte_array_set_size(out, 0);
    for (guint i = 0; i < reading.n_words; i++) {
        put_letters(&reading, at, all[i].first - at, out);
        put_word(&reading, &all[i], &choices[i], for_comparing, out, ret);
        at = all[i].first + all[i].n;
    }
    put_letters(&reading, at, reading.n - at, out);
    return !hn_slice_equal(hn_slice(out->data, out->len), raw);
}
