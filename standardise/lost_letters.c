#include "standardise/lost_letters.h"

#include "text/utf8.h"
#include "text/vietnamese_letter.h"

#define LETTERS_MAX 512u /* of a value; a longer one is no name and no address */
#define WORDS_MAX 48u
#define CANDIDATES_MAX 32u
#define NAME_WORDS_MAX 6u
#define REPLACEMENT 0xFFFDu
#define BROKEN_COST(n) ((24u + 6u * (n)) * HN_BIT) /* as in word_weight.c: no language writes it */
#define QUESTION_COST (8u * HN_BIT)                /* a sign of its own in text that lost letters */
/* What pairs of words weigh beside what the words do: places are in the tables, names are not. */
#define PAIR_OF_PLACE (HN_BIT / 2)
#define PAIR_OF_NAME (7 * HN_BIT / 4)
/* By how much the letters without marks must be likelier than others: of a name a wrong one is
 * another name; an address has other words to tell which unit it is. */
#define BARE_APART_IN_NAME (4 * HN_BIT)
#define BARE_APART (2 * HN_BIT)
#define NAME_PRIOR (3 * HN_BIT) /* that words alone are a name */
#define ALL_LOST_MAX 2u         /* letters of a word of which none is left: Đỗ, Đà */

/* What a word may be. */
typedef struct {
    const HnLostWord *word; /* NULL: one that no table has, or that stands as it is */
    guint there, back;      /* costs of the cheapest chain up to it, and from it on; with its own */
} Candidate;

typedef struct {
    guint first, n; /* letters */
    guint n_lost;
    gboolean is_linked; /* nothing but spaces between it and the word before */
    gboolean is_number;
    guint n_candidates;
    Candidate candidates[CANDIDATES_MAX];
} Word;

/* The cheapest of a word's candidates, and how much dearer the next one is. */
typedef struct {
    const HnLostWord *word;
    guint margin, bare_margin;
    gboolean is_name; /* of a chain that is one */
} Choice;

typedef struct {
    const HnVietLexicon *lexicon;
    const HnLostWords *words;
    guint n, n_words;
    gboolean has_inner; /* a letter is lost before another one of its word */
    gboolean is_name;   /* may be one: words and spaces alone */
    gunichar letters[LETTERS_MAX];
    Word *all; /* [WORDS_MAX] */
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
        *word = (Word){ .first = i, .is_linked = is_linked, .is_number = is_number };
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

/* Where it is commonest. */
static guint
least_cost(const HnLostWord *word)
{
    guint least = word->cost[0];
    for (guint place = 1; place < HN_LOST_PLACES; place++)
        least = MIN(least, word->cost[place]);
    return least;
}

static void
add_candidate(Word *word, const HnLostWord *candidate)
{
    const guint cost = least_cost(candidate);
    guint at = word->n_candidates;
    if (at == CANDIDATES_MAX - 1) { /* one is for what is in no table */
        if (least_cost(word->candidates[at - 1].word) <= cost)
            return;
        at--;
    }
    for (; at > 0 && least_cost(word->candidates[at - 1].word) > cost; at--)
        word->candidates[at] = word->candidates[at - 1];
    word->candidates[at] = (Candidate){ .word = candidate };
    word->n_candidates = MIN(word->n_candidates + 1, CANDIDATES_MAX - 1);
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
find_by_marks(const Reading *reading, Word *word)
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
            add_candidate(word, &of[i]);
    if (word->n_lost < 2 || (word->n_candidates > 0 && !has_replaced(reading, word)))
        return;
    of = hn_lost_words_get(reading->words, 0, &n);
    for (guint i = 0; i < n; i++)
        if (of[i].n < word->n && fits_by_bytes(reading, word, &of[i]))
            add_candidate(word, &of[i]);
}

static void
find_candidates(Reading *reading)
{
    for (guint i = 0; i < reading->n_words; i++) {
        Word *word = &reading->all[i];
        if (word->is_number)
            add_candidate(word, hn_lost_words_number(reading->words));
        else
            find_by_marks(reading, word);
        if (word->n_lost > 0 || word->n_candidates == 0)
            word->candidates[word->n_candidates++] = (Candidate){ .word = NULL };
    }
}

/* ---- chains ---- */

/* As what a value is read. */
typedef enum { AS_NAME, AS_GIVEN, AS_OTHER, MANNERS } Manner;

static HnLostPlace
place_of(const Reading *reading, guint i, Manner manner)
{
    if (manner == AS_OTHER)
        return HN_LOST_PLACE;
    if (i == 0 && manner == AS_NAME)
        return HN_LOST_SURNAME;
    return i + 1 == reading->n_words ? HN_LOST_GIVEN : HN_LOST_MIDDLE;
}

static guint
own_cost(const Candidate *candidate, HnLostPlace place)
{
    return candidate->word == NULL ? HN_LOST_STRANGER : candidate->word->cost[place];
}

/* What @b costs behind @a. */
static guint
cost_behind(const Reading *reading, const Candidate *a, const Candidate *b, Manner manner,
            guint own)
{
    if (a->word == NULL || b->word == NULL)
        return own;
    const guint pair = hn_lost_words_pair(reading->words, a->word->number, b->word->number);
    return pair == G_MAXUINT ? own
                             : MIN(own, pair + (manner == AS_OTHER ? PAIR_OF_PLACE : PAIR_OF_NAME));
}

/* The costs from one word's candidates to the next word's, in both directions. */
static void
go_there(Reading *reading, guint i, Manner manner)
{
    Word *word = &reading->all[i];
    guint nearest = i == 0 ? 0 : G_MAXUINT;
    for (guint b = 0; i > 0 && b < word[-1].n_candidates; b++)
        nearest = MIN(nearest, word[-1].candidates[b].there);
    for (guint c = 0; c < word->n_candidates; c++) {
        Candidate *candidate = &word->candidates[c];
        const guint own = own_cost(candidate, place_of(reading, i, manner));
        candidate->there = nearest + own;
        for (guint b = 0; word->is_linked && b < word[-1].n_candidates; b++) {
            const Candidate *before = &word[-1].candidates[b];
            const guint cost = cost_behind(reading, before, candidate, manner, own);
            candidate->there = MIN(candidate->there, before->there + cost);
        }
    }
}

static void
go_back(Reading *reading, guint i, Manner manner)
{
    Word *word = &reading->all[i];
    const gboolean is_last = i + 1 == reading->n_words;
    guint nearest = is_last ? 0 : G_MAXUINT;
    for (guint b = 0; !is_last && b < word[1].n_candidates; b++)
        nearest =
            MIN(nearest, word[1].candidates[b].back +
                             own_cost(&word[1].candidates[b], place_of(reading, i + 1, manner)));
    for (guint c = 0; c < word->n_candidates; c++) {
        Candidate *candidate = &word->candidates[c];
        candidate->back = nearest;
        for (guint b = 0; !is_last && word[1].is_linked && b < word[1].n_candidates; b++) {
            const Candidate *next = &word[1].candidates[b];
            const guint own = own_cost(next, place_of(reading, i + 1, manner));
            const guint cost = cost_behind(reading, candidate, next, manner, own);
            candidate->back = MIN(candidate->back, next->back + cost);
        }
    }
}

static guint
through(const Candidate *candidate)
{
    return candidate->there + candidate->back;
}

static Choice
choose(const Word *word)
{
    const Candidate *best = &word->candidates[0];
    for (guint c = 1; c < word->n_candidates; c++)
        if (through(&word->candidates[c]) < through(best))
            best = &word->candidates[c];
    Choice choice = { best->word, G_MAXUINT, G_MAXUINT, FALSE };
    for (guint c = 0; c < word->n_candidates && best->word != NULL; c++) {
        const Candidate *other = &word->candidates[c];
        const guint margin = through(other) - through(best);
        if (other->word == NULL || other->word->number != best->word->number)
            choice.margin = MIN(choice.margin, margin);
        if (other->word != NULL && other->word->bare != best->word->bare)
            choice.bare_margin = MIN(choice.bare_margin, margin);
    }
    return choice;
}

/* The cheapest chain's cost, and what it says of each word. */
static guint
read_chain(Reading *reading, Manner manner, Choice *ret)
{
    for (guint i = 0; i < reading->n_words; i++)
        go_there(reading, i, manner);
    for (guint i = reading->n_words; i-- > 0;)
        go_back(reading, i, manner);
    guint least = G_MAXUINT;
    const Word *first = &reading->all[0];
    for (guint c = 0; c < first->n_candidates; c++)
        least = MIN(least, through(&first->candidates[c]));
    for (guint i = 0; i < reading->n_words; i++) {
        ret[i] = choose(&reading->all[i]);
        ret[i].is_name = manner != AS_OTHER;
    }
    return least;
}

/* A word alone may be a surname or a given name; more of them are a whole name, or other text. */
static gboolean
may_be(const Reading *reading, Manner manner)
{
    if (manner == AS_OTHER)
        return TRUE;
    return reading->is_name && reading->n_words <= NAME_WORDS_MAX &&
           (manner == AS_NAME || reading->n_words == 1);
}

/* What another manner says of a word, @apart dearer than the one that stands. */
static void
doubt(Choice *choice, const Choice *other, guint apart)
{
    if (choice->word == NULL)
        return;
    if (other->word == NULL || other->word->number != choice->word->number)
        choice->margin = MIN(choice->margin, apart);
    if (other->word != NULL && other->word->bare != choice->word->bare)
        choice->bare_margin = MIN(choice->bare_margin, apart);
}

/* In every manner that may be; the cheapest stands, and those that are near must agree. */
static void
read_all(Reading *reading, Choice *ret)
{
    Choice choices[MANNERS][WORDS_MAX];
    guint cost[MANNERS], best = AS_OTHER;
    for (guint manner = 0; manner < MANNERS; manner++) {
        if (!may_be(reading, (Manner)manner))
            continue;
        cost[manner] = read_chain(reading, (Manner)manner, choices[manner]) +
                       (manner == AS_OTHER ? NAME_PRIOR : 0);
    }
    for (guint manner = 0; manner < MANNERS; manner++)
        best = may_be(reading, (Manner)manner) && cost[manner] < cost[best] ? manner : best;
    memcpy(ret, choices[best], reading->n_words * sizeof(*ret));
    for (guint manner = 0; manner < MANNERS; manner++)
        for (guint i = 0; manner != best && may_be(reading, (Manner)manner) && i < reading->n_words;
             i++)
            doubt(&ret[i], &choices[manner][i], cost[manner] - cost[best]);
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
    if (n_lower == 0)
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
put_word(const Reading *reading, const Word *word, const Choice *choice, gboolean for_comparing,
         GByteArray *out, HnRepairReading *ret)
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
    Reading reading = { .lexicon = lexicon, .words = words, .all = all };
    reading.n = (guint)hn_utf8_decode(raw, reading.letters, LETTERS_MAX);
    if (!find_words(&reading) || !settle_marks(&reading))
        return FALSE;
    find_candidates(&reading);
    Choice choices[WORDS_MAX];
    read_all(&reading, choices);
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
