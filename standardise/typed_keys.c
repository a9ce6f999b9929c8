#include "standardise/typed_keys.h"

#include "text/utf8.h"

#define LETTER(c) ((guint8)((c) - 'a' + 1))

/* The keys of a word, taken out of it. */
typedef struct {
    HnVietWord word;
    guint n_tones, n_keys;
    guint8 tone, tone_end;
    gboolean wants_horn, wants_hat, wants_breve, wants_stroke; /* for a letter still to be found */
} Typed;

static gboolean
has_vowel(const HnVietWord *word)
{
    for (guint i = 0; i < word->n; i++)
        if (hn_viet_is_vowel(word->letters[i]))
            return TRUE;
    return FALSE;
}

static void
take_tone(Typed *typed, guint8 tone)
{
    typed->tone = tone;
    typed->n_tones++;
    typed->n_keys++;
}

static guint8
with_hat(guint8 letter)
{
    switch (letter) {
    case LETTER('a'):
        return HN_VIET_A_HAT;
    case LETTER('e'):
        return HN_VIET_E_HAT;
    case LETTER('o'):
        return HN_VIET_O_HAT;
    default:
        return 0;
    }
}

/* Puts a stroke on the d in front; FALSE: there is none. */
static gboolean
stroke(Typed *typed)
{
    if (typed->word.n == 0 || typed->word.letters[0] != LETTER('d'))
        return FALSE;
    typed->word.letters[0] = HN_VIET_D_STROKE;
    typed->word.is_marked = TRUE;
    typed->n_keys++;
    return TRUE;
}

/* The same vowel typed again, at once or behind a consonant. */
static gboolean
telex_hat(Typed *typed, guint8 letter)
{
    for (guint i = typed->word.n; i-- > 0;) {
        if (typed->word.letters[i] != letter || with_hat(letter) == 0)
            continue;
        typed->word.letters[i] = with_hat(letter);
        typed->n_keys++;
        return TRUE;
    }
    return FALSE;
}

static gboolean
telex_key(Typed *typed, guint8 letter)
{
    static const char tones[] = "sfrxj";
    const char *tone = strchr(tones, 'a' + letter - 1);
    if (letter == LETTER('d') && typed->word.n > 0 &&
        (typed->word.n == 1 || has_vowel(&typed->word)))
        return stroke(typed);
    if (letter == LETTER('w') && !typed->wants_horn) {
        typed->wants_horn = TRUE;
        typed->n_keys++;
        if (!has_vowel(&typed->word)) /* Tw, Hwng */
            typed->word.letters[typed->word.n++] = LETTER('u');
        return TRUE;
    }
    if (letter == LETTER('w')) /* Huwowng */
        return TRUE;
    if (tone != NULL && has_vowel(&typed->word)) {
        take_tone(typed, (guint8)(tone - tones + 1));
        return TRUE;
    }
    return telex_hat(typed, letter);
}

static gboolean
vni_key(Typed *typed, gunichar c)
{
    if (c < '1' || c > '9' || typed->word.n == 0)
        return FALSE;
    typed->n_keys++;
    if (c <= '5') {
        typed->n_keys--;
        take_tone(typed, (guint8)(c - '0'));
    } else if (c == '6') {
        typed->wants_hat = TRUE;
    } else if (c == '7') {
        typed->wants_horn = TRUE;
    } else if (c == '8') {
        typed->wants_breve = TRUE;
    } else {
        typed->n_keys--;
        return stroke(typed);
    }
    return TRUE;
}

static gboolean
viqr_key(Typed *typed, gunichar c)
{
    static const char tones[] = "'`?~.";
    const char *tone = c > 0 && c < 0x80 ? strchr(tones, (int)c) : NULL;
    if (typed->word.n == 0 || !hn_viet_is_vowel(typed->word.letters[typed->word.n - 1]))
        return FALSE;
    guint8 *letter = &typed->word.letters[typed->word.n - 1];
    if (tone != NULL) { /* a sign for the tone stands behind its letter, as no key does */
        take_tone(typed, (guint8)(tone - tones + 1));
        typed->tone_end = typed->word.n;
        return TRUE;
    }
    guint8 changed = 0;
    if (c == '^')
        changed = with_hat(*letter);
    else if (c == '(' && *letter == LETTER('a'))
        changed = HN_VIET_A_BREVE;
    else if ((c == '+' || c == '*') && *letter == LETTER('o'))
        changed = HN_VIET_O_HORN;
    else if ((c == '+' || c == '*') && *letter == LETTER('u'))
        changed = HN_VIET_U_HORN;
    if (changed == 0)
        return FALSE;
    *letter = changed;
    typed->word.is_marked = TRUE;
    typed->n_keys++;
    return TRUE;
}

/* d, Dd, DD for a d with stroke, as Telex has it. */
static gboolean
viqr_stroke(Typed *typed, gunichar c)
{
    return (c | 0x20) == 'd' && typed->word.n == 1 && stroke(typed);
}

static gboolean
take_keys(HnTextDamage method, HnSlice text, Typed *typed)
{
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        const gboolean is_letter = c < 0x80 && g_ascii_isalpha((char)c);
        gboolean taken = FALSE;
        if (typed->word.n >= HN_VIET_LETTERS_MAX - 1)
            return FALSE;
        if (method == HN_DAMAGE_TELEX && is_letter)
            taken = telex_key(typed, (guint8)((c | 0x20) - 'a' + 1));
        else if (method == HN_DAMAGE_VNI_KEYS && !is_letter)
            taken = vni_key(typed, c);
        else if (method == HN_DAMAGE_VIQR)
            taken = is_letter ? viqr_stroke(typed, c) : viqr_key(typed, c);
        if (!taken && !hn_viet_word_add(&typed->word, c))
            return FALSE;
    }
    return typed->n_keys > 0 && typed->n_tones + (typed->word.tone != 0 ? 1 : 0) <= 1;
}

/* ---- marks that are left for some vowel ---- */

typedef struct {
    const HnVietLexicon *lexicon;
    guint cost;
    HnVietWord best;
} Choice;

static void
consider(Choice *choice, const HnVietWord *word)
{
    if (!hn_viet_lexicon_is_syllable(choice->lexicon, word))
        return;
    const guint cost = MIN(hn_viet_lexicon_known(choice->lexicon, word), G_MAXUINT - 1);
    if (cost < choice->cost) {
        choice->cost = cost;
        choice->best = *word;
    }
}

static void
consider_change(Choice *choice, const HnVietWord *word, guint i, guint8 letter)
{
    HnVietWord changed = *word;
    changed.letters[i] = letter;
    changed.is_marked = TRUE;
    consider(choice, &changed);
}

static void
consider_horns(Choice *choice, const HnVietWord *word, gboolean breve_too)
{
    for (guint i = 0; i < word->n; i++) {
        const guint8 letter = word->letters[i];
        if (letter == LETTER('u')) {
            consider_change(choice, word, i, HN_VIET_U_HORN);
            if (i + 1 < word->n && word->letters[i + 1] == LETTER('o')) {
                HnVietWord both = *word;
                both.letters[i] = HN_VIET_U_HORN;
                consider_change(choice, &both, i + 1, HN_VIET_O_HORN);
            }
        } else if (letter == LETTER('o')) {
            consider_change(choice, word, i, HN_VIET_O_HORN);
        } else if (letter == LETTER('a') && breve_too) {
            consider_change(choice, word, i, HN_VIET_A_BREVE);
        }
    }
}

static void
settle(HnTextDamage method, const Typed *typed, Choice *choice)
{
    HnVietWord word = typed->word;
    word.is_marked = TRUE;
    if (typed->n_tones > 0) {
        word.tone = typed->tone;
        word.tone_end = typed->tone_end;
    }
    if (typed->wants_horn + typed->wants_hat + typed->wants_breve > 1)
        return; /* no vowel group has two kinds */
    if (typed->wants_horn) {
        consider_horns(choice, &word, method == HN_DAMAGE_TELEX);
        return;
    }
    if (!typed->wants_hat && !typed->wants_breve) {
        consider(choice, &word);
        return;
    }
    for (guint i = 0; i < word.n; i++) {
        if (typed->wants_hat && with_hat(word.letters[i]) != 0)
            consider_change(choice, &word, i, with_hat(word.letters[i]));
        if (typed->wants_breve && word.letters[i] == LETTER('a'))
            consider_change(choice, &word, i, HN_VIET_A_BREVE);
    }
}

gboolean
hn_typed_keys_read(const HnVietLexicon *lexicon, HnTextDamage method, HnSlice text, HnVietWord *ret)
{
    Typed typed = { 0 };
    Choice choice = { .lexicon = lexicon, .cost = G_MAXUINT };
    if (!take_keys(method, text, &typed))
        return FALSE;
    settle(method, &typed, &choice);
    *ret = choice.best;
    /* A key typed as a capital may have made its letter one: NGUYEENX, DDo. */
    return choice.cost != G_MAXUINT;
}
