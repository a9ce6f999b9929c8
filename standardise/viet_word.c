#include "standardise/viet_word.h"

#include "text/utf8.h"

#define KEY_BITS 6u
#define TONE_BITS 3u
#define LATIN_END 0x250u
#define ADDITIONAL 0x1EA0u
#define ADDITIONAL_END 0x1EFAu

/* What is put onto a base letter gives which letter. */
static const struct {
    char base;
    guint8 letter;
    guint16 mark, code_point;
} MARKED[] = {
    { 'a', HN_VIET_A_BREVE, 0x306, 0x103 }, { 'a', HN_VIET_A_HAT, 0x302, 0xE2 },
    { 'e', HN_VIET_E_HAT, 0x302, 0xEA },    { 'o', HN_VIET_O_HAT, 0x302, 0xF4 },
    { 'o', HN_VIET_O_HORN, 0x31B, 0x1A1 },  { 'u', HN_VIET_U_HORN, 0x31B, 0x1B0 },
    { 'd', HN_VIET_D_STROKE, 0, 0x111 },
};
static const guint16 TONES[] = { 0, 0x301, 0x300, 0x309, 0x303, 0x323 };

guint8
hn_viet_base(guint8 letter)
{
    for (gsize i = 0; letter > 26 && i < G_N_ELEMENTS(MARKED); i++)
        if (MARKED[i].letter == letter)
            return (guint8)(MARKED[i].base - 'a' + 1);
    return letter;
}

gboolean
hn_viet_is_vowel(guint8 letter)
{
    return letter != HN_VIET_D_STROKE &&
           (letter > 26 || strchr("aeiouy", (char)('a' + letter - 1)) != NULL);
}

static gboolean
add_mark(HnVietWord *word, gunichar mark)
{
    if (word->n == 0 || !hn_viet_is_vowel(word->letters[word->n - 1]))
        return FALSE;
    guint8 *letter = &word->letters[word->n - 1];
    word->is_marked = TRUE;
    for (guint8 tone = 1; tone < G_N_ELEMENTS(TONES); tone++)
        if (TONES[tone] == mark) {
            const gboolean is_first = word->tone == HN_TONE_NONE;
            word->tone = tone;
            word->tone_end = word->n;
            return is_first;
        }
    for (gsize i = 0; i < G_N_ELEMENTS(MARKED); i++)
        if (MARKED[i].mark == mark && *letter == (guint8)(MARKED[i].base - 'a' + 1)) {
            *letter = MARKED[i].letter;
            return TRUE;
        }
    return FALSE;
}

static gboolean
add_base(HnVietWord *word, guint8 letter, gboolean is_upper)
{
    if (word->n == HN_VIET_LETTERS_MAX)
        return FALSE;
    word->upper |= is_upper ? 1u << word->n : 0;
    word->letters[word->n++] = letter;
    return TRUE;
}

static gboolean
add_slowly(HnVietWord *word, gunichar c)
{
    if (c < 0x80)
        return g_ascii_isalpha((char)c) &&
               add_base(word, (guint8)((c | 0x20) - 'a' + 1), (c & 0x20) == 0);
    switch (c) {
    case 0x110:
    case 0xD0:
    case 0x189:
    case 0x111:
    case 0xF0:
    case 0x256:
        word->is_marked = TRUE;
        return add_base(word, HN_VIET_D_STROKE, c == 0x110 || c == 0xD0 || c == 0x189);
    default:
        break;
    }
    if (c >= 0x300 && c < 0x340)
        return add_mark(word, c);
    if (c < 0xC0 || (c >= LATIN_END && c < ADDITIONAL) || c >= ADDITIONAL_END)
        return FALSE;
    gunichar parts[8];
    const gsize n = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    if (n < 2 || parts[0] >= 0x80 || !add_slowly(word, parts[0]))
        return FALSE;
    /* A dot below comes before the hat in the decomposition: either order will do. */
    gboolean done = TRUE;
    for (gsize i = 1; done && i < n; i++)
        done = add_mark(word, parts[i]);
    return done;
}

/* What one code point adds to an empty word. */
typedef struct {
    guint8 letter, tone; /* letter 0: nothing that is Vietnamese */
    gboolean is_upper;
} Addition;

#define N_ADDITIONS (LATIN_END + ADDITIONAL_END - ADDITIONAL)

static const Addition *
additions(void)
{
    static Addition table[N_ADDITIONS];
    static gsize is_made = 0;
    if (g_once_init_enter(&is_made)) {
        for (guint i = 0; i < N_ADDITIONS; i++) {
            HnVietWord word = { 0 };
            const gunichar c = i < LATIN_END ? i : i - LATIN_END + ADDITIONAL;
            if (add_slowly(&word, c) && word.n == 1)
                table[i] = (Addition){ word.letters[0], word.tone, word.upper != 0 };
        }
        g_once_init_leave(&is_made, 1);
    }
    return table;
}

gboolean
hn_viet_word_add(HnVietWord *word, gunichar c)
{
    if (c >= LATIN_END && (c < ADDITIONAL || c >= ADDITIONAL_END))
        return add_slowly(word, c);
    const Addition *added = &additions()[c < LATIN_END ? c : c - ADDITIONAL + LATIN_END];
    if (added->letter == 0 || (added->tone != 0 && word->tone != 0) ||
        !add_base(word, added->letter, added->is_upper))
        return FALSE;
    word->tone |= added->tone;
    word->tone_end = added->tone != 0 ? word->n : word->tone_end;
    word->is_marked |= added->tone != 0 || added->letter > 26;
    return TRUE;
}

gboolean
hn_viet_word_read(HnSlice text, HnVietWord *ret)
{
    *ret = (HnVietWord){ 0 };
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        if (!hn_viet_word_add(ret, c))
            return FALSE;
    }
    return ret->n > 0;
}

guint64
hn_viet_word_key(const HnVietWord *word)
{
    guint64 key = word->tone;
    if (word->n > HN_VIET_KEY_LETTERS)
        return 0;
    for (guint i = 0; i < word->n; i++)
        key |= (guint64)word->letters[i] << (TONE_BITS + KEY_BITS * i);
    return key;
}

guint64
hn_viet_word_bare_key(const HnVietWord *word)
{
    HnVietWord bare = *word;
    bare.tone = HN_TONE_NONE;
    for (guint i = 0; i < bare.n; i++)
        bare.letters[i] = hn_viet_base(bare.letters[i]);
    return hn_viet_word_key(&bare);
}

gboolean
hn_viet_word_is_cased(const HnVietWord *word)
{
    const guint32 all = (guint32)((1ull << word->n) - 1);
    return (word->upper & ~1u) == 0 || word->upper == all;
}

static gboolean
is_letter(const HnVietWord *word, guint i, char letter)
{
    return word->letters[i] == (guint8)(letter - 'a' + 1);
}

/* The vowels of the rhyme: first and end. The u of qu and the i of gi belong to the onset. */
static void
find_vowels(const HnVietWord *word, guint *ret_first, guint *ret_end)
{
    guint first = 0;
    while (first < word->n && !hn_viet_is_vowel(word->letters[first]))
        first++;
    if (first == 1 && first + 1 < word->n && hn_viet_is_vowel(word->letters[first + 1]) &&
        ((is_letter(word, 0, 'q') && is_letter(word, 1, 'u')) ||
         (is_letter(word, 0, 'g') && is_letter(word, 1, 'i'))))
        first++;
    guint end = first;
    while (end < word->n && hn_viet_is_vowel(word->letters[end]))
        end++;
    *ret_first = first;
    *ret_end = end;
}

gboolean
hn_viet_word_is_shaped(const HnVietWord *word)
{
    guint first, end;
    find_vowels(word, &first, &end);
    guint rest = end;
    while (rest < word->n && !hn_viet_is_vowel(word->letters[rest]))
        rest++;
    return end > first && end - first <= 3 && rest == word->n && first <= 4 && rest - end <= 2;
}

/* Index of the letter that the schools' rule gives the tone. */
static guint
tone_place(const HnVietWord *word)
{
    guint first, end;
    find_vowels(word, &first, &end);
    for (guint i = end; i-- > first;)
        if (word->letters[i] > 26)
            return i;
    const guint n = end - first;
    if (n <= 1)
        return first < word->n ? first : 0;
    if (end < word->n || n > 2)
        return n > 2 ? first + 1 : end - 1;
    const gboolean is_glide = (is_letter(word, first, 'o') && (is_letter(word, first + 1, 'a') ||
                                                               is_letter(word, first + 1, 'e'))) ||
                              (is_letter(word, first, 'u') && is_letter(word, first + 1, 'y'));
    return is_glide ? first + 1 : first;
}

/* A dot below goes on before the hat: only so does the letter compose. */
static gunichar
code_point_of(guint8 letter, guint8 tone)
{
    gunichar c = 'a' + (gunichar)hn_viet_base(letter) - 1;
    guint mark = 0;
    for (gsize i = 0; letter > 26 && i < G_N_ELEMENTS(MARKED); i++)
        if (MARKED[i].letter == letter) {
            c = tone == HN_TONE_DOT && MARKED[i].mark != 0x31B ? c : MARKED[i].code_point;
            mark = MARKED[i].mark;
        }
    if (tone != HN_TONE_NONE)
        g_unichar_compose(c, TONES[tone], &c);
    if (tone == HN_TONE_DOT && mark != 0 && mark != 0x31B)
        g_unichar_compose(c, mark, &c);
    return c;
}

void
hn_viet_word_put(const HnVietWord *word, GByteArray *out)
{
    const guint place = word->tone_end > 0 ? word->tone_end - 1u : tone_place(word);
    for (guint i = 0; i < word->n; i++) {
        const gboolean bears = i == place && hn_viet_is_vowel(word->letters[i]);
        const gunichar c = code_point_of(word->letters[i], bears ? word->tone : HN_TONE_NONE);
        hn_put_code_point(out, (word->upper >> i & 1) != 0 ? g_unichar_toupper(c) : c);
    }
}
