#include "standardise/address_words.h"

#include "text/normalise.h"
#include "text/utf8.h"

#define POWERS 16u
#define LATIN_END 0x250u /* Latin-1 and both extensions */
#define VIETNAMESE_START 0x1E00u
#define VIETNAMESE_END 0x1F00u
#define MARKS_START 0x300u
#define MARKS_END 0x370u

typedef enum {
    CLASS_OTHER, /* needs the general path, or is a letter of another script */
    CLASS_LETTER,
    CLASS_DIGIT,
    CLASS_MARK,
    CLASS_SPACE, /* parts words */
    CLASS_BREAK, /* parts segments */
    CLASS_JOIN,  /* nothing: apostrophes, invisible characters */
} LetterClass;

/* base: a-z, 0-9 or the sign; marks: what it adds to its word, of a hat times its place. */
typedef struct {
    guint8 kind, base, hat, tone;
    guint8 is_upper;
} Letter;

struct _HnLetterTable {
    Letter latin[LATIN_END];
    Letter vietnamese[VIETNAMESE_END - VIETNAMESE_START];
    Letter marks[MARKS_END - MARKS_START];
    guint64 powers[POWERS]; /* of the keys' base, for words of so many letters */
};

static const struct {
    gunichar mark;
    guint8 hat, tone;
} MARKS[] = {
    { 0x300, 0, 1 }, { 0x301, 0, 2 }, { 0x309, 0, 3 }, { 0x303, 0, 4 },
    { 0x323, 0, 5 }, { 0x302, 1, 0 }, { 0x306, 2, 0 }, { 0x31B, 3, 0 },
};
#define HAT_STROKE 4

static Letter
mark_of(gunichar c)
{
    for (gsize i = 0; i < G_N_ELEMENTS(MARKS); i++)
        if (MARKS[i].mark == c)
            return (Letter){ .kind = CLASS_MARK, .hat = MARKS[i].hat, .tone = MARKS[i].tone };
    return (Letter){ .kind = CLASS_MARK };
}

static Letter
ascii_letter(gunichar c)
{
    if (g_ascii_isalpha((char)c))
        return (Letter){ CLASS_LETTER, (guint8)g_ascii_tolower((char)c), 0, 0,
                         (guint8)g_ascii_isupper((char)c) };
    if (g_ascii_isdigit((char)c))
        return (Letter){ .kind = CLASS_DIGIT, .base = (guint8)c };
    if (c == '\'' || c == '`')
        return (Letter){ .kind = CLASS_JOIN };
    if (strchr(",;|()[]{}\n\r\t", (int)c) != NULL) /* and NUL */
        return (Letter){ .kind = CLASS_BREAK, .base = ',' };
    return (Letter){ .kind = CLASS_SPACE, .base = (guint8)c };
}

static Letter
letter_of(gunichar c)
{
    if (c < 0x80)
        return ascii_letter(c);
    if (c == 0x110 || c == 0x111 || c == 0xD0 || c == 0xF0 || c == 0x189) /* folded_text.h */
        return (Letter){ CLASS_LETTER, 'd', HAT_STROKE, 0, (guint8)g_unichar_isupper(c) };
    if (c == 0xA0)
        return (Letter){ .kind = CLASS_SPACE, .base = ' ' };
    if (c == 0xAD)
        return (Letter){ .kind = CLASS_JOIN };
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    const gsize n = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    if (n == 0 || parts[0] >= 0x80 || !g_ascii_isalpha((char)parts[0]))
        return (Letter){ .kind = CLASS_OTHER };
    Letter letter = { CLASS_LETTER, (guint8)g_ascii_tolower((char)parts[0]), 0, 0,
                      (guint8)g_ascii_isupper((char)parts[0]) };
    for (gsize i = 1; i < n; i++) {
        const Letter mark = mark_of(parts[i]);
        letter.hat |= mark.hat;
        letter.tone |= mark.tone;
    }
    return letter;
}

HnAddressWords *
hn_address_words_new(void)
{
    HnAddressWords *words = g_new0(HnAddressWords, 1);
    words->table = g_new0(struct _HnLetterTable, 1);
    words->normal = g_byte_array_new();
    for (gunichar c = 0; c < LATIN_END; c++)
        words->table->latin[c] = letter_of(c);
    for (gunichar c = VIETNAMESE_START; c < VIETNAMESE_END; c++)
        words->table->vietnamese[c - VIETNAMESE_START] = letter_of(c);
    for (gunichar c = MARKS_START; c < MARKS_END; c++)
        words->table->marks[c - MARKS_START] = mark_of(c);
    words->table->powers[0] = 1;
    for (guint n = 1; n < POWERS; n++)
        words->table->powers[n] = words->table->powers[n - 1] * HN_ADDRESS_KEY_BASE;
    return words;
}

void
hn_address_words_free(HnAddressWords *words)
{
    if (words == NULL)
        return;
    g_byte_array_unref(words->normal);
    g_free(words->letters);
    g_free(words->table);
    g_free(words);
}

/* General punctuation: dashes, quotes and spaces of word processors. */
static Letter
punctuation_of(gunichar c)
{
    if (c >= 0x2010 && c <= 0x2015)
        return (Letter){ .kind = CLASS_SPACE, .base = '-' };
    if (c == 0x2018 || c == 0x2019 || c == 0x2BC || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
        c == 0xFEFF)
        return (Letter){ .kind = CLASS_JOIN };
    if (c == 0x2028 || c == 0x2029)
        return (Letter){ .kind = CLASS_BREAK, .base = ',' };
    if (c >= 0x2000 && c < 0x2070)
        return (Letter){ .kind = CLASS_SPACE, .base = ' ' };
    return (Letter){ .kind = CLASS_OTHER };
}

/* Of the letters that addresses are written in; NULL: of no table. */
static inline const Letter *
known_letter(const struct _HnLetterTable *table, const guint8 *p, const guint8 *end,
             guint *ret_bytes)
{
    if (G_LIKELY(*p < 0x80)) {
        *ret_bytes = 1;
        return &table->latin[*p];
    }
    if (*p < 0xE0 && end - p >= 2) {
        const guint c = (*p & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        *ret_bytes = 2;
        return c < LATIN_END ? &table->latin[c] : NULL;
    }
    *ret_bytes = 3;
    return *p == 0xE1 && end - p >= 3 && p[1] >= 0xB8 && p[1] < 0xBC /* U+1E00 to U+1EFF */
               ? &table->vietnamese[(p[1] & 3u) << 6 | (p[2] & 0x3Fu)]
               : NULL;
}

static inline Letter
read_letter(const struct _HnLetterTable *table, const guint8 **p, const guint8 *end)
{
    guint n_bytes;
    const Letter *known = known_letter(table, *p, end, &n_bytes);
    if (known != NULL) {
        *p += n_bytes;
        return *known;
    }
    gunichar c = 0;
    *p += hn_utf8_next(*p, end, &c);
    if (c >= MARKS_START && c < MARKS_END)
        return table->marks[c - MARKS_START];
    return punctuation_of(c);
}

/* The walk over a text. */
typedef struct {
    HnAddressWords *words;
    HnAddressWord *open; /* NULL: between words */
    guint8 *next;
    guint16 segment;
    guint16 flags; /* of what stands before the next word */
    gboolean spaced;
    guint n_upper; /* capitals that the open word begins with */
    Letter last;   /* its last letter */
} Walk;

static inline gboolean
is_vowel(guint8 c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Ky = Ki, Dak = Dac. */
static inline void
spell_end(guint8 *letters, guint n)
{
    if (n > 1 && letters[n - 1] == 'y' &&
        (!is_vowel(letters[n - 2]) || (n == 3 && letters[0] == 'q')))
        letters[n - 1] = 'i';
    if (n > 2 && letters[n - 1] == 'k' && is_vowel(letters[n - 2]))
        letters[n - 1] = 'c';
}

static guint64
power_of(const struct _HnLetterTable *table, guint n)
{
    guint64 power = table->powers[MIN(n, POWERS - 1)];
    for (guint i = POWERS - 1; i < n; i++)
        power *= HN_ADDRESS_KEY_BASE;
    return power;
}

static void
close_word(Walk *walk)
{
    HnAddressWord *word = walk->open;
    if (word == NULL)
        return;
    guint8 *letters = walk->words->letters + word->start;
    word->n_bytes = (guint32)(walk->next - letters);
    const guint n = word->n_bytes;
    const gboolean is_number = (word->flags & HN_WORD_NUMBER) != 0;
    if (!is_number)
        spell_end(letters, n);
    guint first = 0; /* 01 = 1 */
    while (is_number && first + 1 < n && letters[first] == '0' &&
           g_ascii_isdigit((char)letters[first + 1]))
        first++;
    word->key = 0;
    for (guint i = first; i < n; i++)
        word->key = hn_address_key_with(word->key, letters[i]);
    word->power = power_of(walk->words->table, n - first);
    *walk->next++ = ' ';
    word->start += first;
    word->n_bytes = (guint32)(n - first);
    walk->words->has_marks |= word->marks != 0;
    walk->words->n++;
    walk->open = NULL;
    walk->flags = HN_WORD_GLUED;
    walk->spaced = FALSE;
}

static void
open_word(Walk *walk, gboolean is_number)
{
    HnAddressWord *word = walk->words->words + walk->words->n;
    *word = (HnAddressWord){ .start = (guint32)(walk->next - walk->words->letters),
                             .segment = walk->segment };
    word->flags = walk->flags | (is_number ? HN_WORD_NUMBER : 0);
    walk->open = word;
    walk->n_upper = 0;
}

/* A digit behind letters begins a word; so does a letter behind digits, if more letters follow. */
static gboolean
begins_word(const Walk *walk, Letter letter, const guint8 *p, const guint8 *end)
{
    if (walk->open == NULL)
        return TRUE;
    const gboolean in_number = (walk->open->flags & HN_WORD_NUMBER) != 0;
    if (letter.kind == CLASS_DIGIT)
        return !in_number || !g_ascii_isdigit((char)walk->next[-1]);
    return in_number && (!g_ascii_isdigit((char)walk->next[-1]) ||
                         (p < end && (g_ascii_isalpha((char)*p) || *p >= 0x80)));
}

static inline guint32
mark_number(guint place, Letter letter)
{
    guint32 number = letter.tone == 0 ? 0 : 0x85EBCA6Bu * letter.tone;
    if (letter.hat != 0)
        number += 0xC2B2AE35u * (8 * (place + 1) + letter.hat);
    return number;
}

static void
put_letter(Walk *walk, Letter letter)
{
    const guint place = (guint)(walk->next - walk->words->letters) - walk->open->start;
    walk->n_upper += letter.is_upper && walk->n_upper == place ? 1 : 0;
    walk->open->marks += mark_number(place, letter);
    walk->last = letter;
    *walk->next++ = letter.base;
}

/* "TTYên": a small letter behind two capitals or more begins with the last of them. */
static void
part_title(Walk *walk)
{
    const Letter last = walk->last;
    const guint place = (guint)(walk->next - walk->words->letters) - walk->open->start - 1;
    walk->open->marks -= mark_number(place, last);
    walk->next--;
    close_word(walk);
    if (walk->words->n == HN_ADDRESS_WORDS_MAX)
        return;
    open_word(walk, FALSE);
    put_letter(walk, last);
}

static void
add_letter(Walk *walk, Letter letter, const guint8 *p, const guint8 *end)
{
    if (begins_word(walk, letter, p, end)) {
        close_word(walk);
        if (walk->words->n == HN_ADDRESS_WORDS_MAX)
            return;
        open_word(walk, letter.kind == CLASS_DIGIT);
    }
    const guint n = (guint)(walk->next - walk->words->letters) - walk->open->start;
    if (n >= 2 && walk->n_upper == n && letter.kind == CLASS_LETTER && !letter.is_upper) {
        part_title(walk);
        if (walk->words->n == HN_ADDRESS_WORDS_MAX)
            return;
    }
    put_letter(walk, letter);
}

/* The further letters of a word that has begun and is no number; returns what follows them. Nearly
 * all bytes of addresses are here. */
static const guint8 *
take_letters(Walk *walk, const guint8 *p, const guint8 *end)
{
    const struct _HnLetterTable *table = walk->words->table;
    const Letter *last = NULL;
    guint8 *next = walk->next;
    guint place = (guint)(next - walk->words->letters) - walk->open->start;
    guint n_upper = walk->n_upper, n_bytes = 0;
    guint32 marks = walk->open->marks;
    for (; p < end; p += n_bytes) {
        const Letter *letter = known_letter(table, p, end, &n_bytes);
        if (letter == NULL || letter->kind != CLASS_LETTER ||
            (n_upper == place && place >= 2 && !letter->is_upper)) /* "TTYên" */
            break;
        n_upper += n_upper == place && letter->is_upper ? 1 : 0;
        if ((letter->hat | letter->tone) != 0)
            marks += mark_number(place, *letter);
        last = letter;
        *next++ = letter->base;
        place++;
    }
    walk->next = next;
    walk->n_upper = n_upper;
    walk->open->marks = marks;
    if (last != NULL)
        walk->last = *last;
    return p;
}

/* "T.P": a letter, a full stop and one more letter are one word. */
static gboolean
joins_letters(const Walk *walk, const guint8 *p, const guint8 *end)
{
    return walk->open != NULL && (walk->open->flags & HN_WORD_NUMBER) == 0 &&
           walk->next - walk->words->letters == walk->open->start + 1 && p < end &&
           g_ascii_isalpha((char)*p) &&
           (p + 1 == end || (!g_ascii_isalnum((char)p[1]) && p[1] < 0x80));
}

static void
part_words(Walk *walk, Letter sign, const guint8 *p, const guint8 *end)
{
    if (sign.base == '.' && joins_letters(walk, p, end))
        return;
    const gboolean behind_word = walk->open != NULL;
    close_word(walk);
    if (walk->words->n > 0 && sign.base == '.' && behind_word)
        walk->words->words[walk->words->n - 1].flags |= HN_WORD_DOTTED;
    walk->flags &= (guint16)~HN_WORD_GLUED;
    if (sign.base == ' ') {
        if (walk->flags & HN_WORD_DASH)
            walk->flags = HN_WORD_SOFT;
        if (walk->words->n > 0 &&
            hn_address_word_is(walk->words, walk->words->n - 1, HN_WORD_DOTTED))
            walk->flags |= HN_WORD_SOFT;
        walk->spaced = TRUE;
    } else if (sign.base == '-' || sign.base == '_') {
        walk->flags |= walk->spaced ? HN_WORD_SOFT : HN_WORD_DASH;
    } else if (sign.base == '/' || sign.base == '\\') {
        walk->flags |= HN_WORD_SLASH;
    }
}

static void
add_mark(Walk *walk, Letter mark)
{
    if (walk->open == NULL || walk->next == walk->words->letters + walk->open->start)
        return;
    const guint place = (guint)(walk->next - walk->words->letters) - walk->open->start - 1;
    walk->open->marks += mark_number(place, mark);
}

static void
add_other(Walk *walk, const guint8 *from, const guint8 *to)
{
    gunichar c = 0;
    hn_utf8_next(from, to, &c);
    if (!g_unichar_isalnum(c)) {
        part_words(walk, (Letter){ .kind = CLASS_SPACE, .base = ' ' }, to, to);
        return;
    }
    if (walk->open == NULL || (walk->open->flags & HN_WORD_NUMBER) != 0) {
        close_word(walk);
        if (walk->words->n == HN_ADDRESS_WORDS_MAX)
            return;
        open_word(walk, FALSE);
    }
    memcpy(walk->next, from, (gsize)(to - from));
    walk->next += to - from;
}

/* A word of letters between spaces and commas, as nearly all are, and what follows it. FALSE: it is
 * something else, and nothing was taken. */
static gboolean
take_plain_word(Walk *walk, const guint8 **at, const guint8 *end)
{
    const struct _HnLetterTable *table = walk->words->table;
    const guint8 *p = *at;
    guint8 *letters = walk->next;
    guint n = 0, n_upper = 0, n_bytes = 0;
    guint32 marks = 0;
    for (; p < end; p += n_bytes) {
        const Letter *letter = known_letter(table, p, end, &n_bytes);
        if (letter != NULL && letter->kind != CLASS_LETTER)
            break;
        if (letter == NULL || (n_upper == n && n >= 2 && !letter->is_upper)) /* "TTYên" */
            return FALSE;
        n_upper += n_upper == n && letter->is_upper ? 1 : 0;
        if ((letter->hat | letter->tone) != 0)
            marks += mark_number(n, *letter);
        letters[n++] = letter->base;
    }
    if (n == 0 || (p < end && *p != ' ' && *p != ','))
        return FALSE;
    spell_end(letters, n);
    HnAddressWord *word = walk->words->words + walk->words->n++;
    *word = (HnAddressWord){ .start = (guint32)(letters - walk->words->letters),
                             .marks = marks,
                             .n_bytes = n,
                             .segment = walk->segment,
                             .flags = walk->flags };
    for (guint i = 0; i < n; i++)
        word->key = hn_address_key_with(word->key, letters[i]);
    word->power = power_of(table, n);
    letters[n] = ' ';
    walk->next = letters + n + 1;
    walk->words->has_marks |= marks != 0;
    walk->flags = p < end ? 0 : HN_WORD_GLUED;
    walk->spaced = p < end;
    walk->segment = (guint16)(walk->segment + (p < end && *p == ',' ? 1 : 0));
    *at = p < end ? p + 1 : p;
    return TRUE;
}

/* FALSE: a character needs the general path. */
static gboolean
split(HnAddressWords *words, HnSlice text, gboolean is_normal)
{
    Walk walk = { .words = words, .next = words->letters };
    const guint8 *p = text.bytes, *end = p + text.n_bytes;
    words->n = 0;
    words->has_marks = FALSE;
    while (p < end && words->n < HN_ADDRESS_WORDS_MAX) {
        if (walk.open == NULL && take_plain_word(&walk, &p, end))
            continue;
        const guint8 *from = p;
        const Letter letter = read_letter(words->table, &p, end);
        switch ((LetterClass)letter.kind) {
        case CLASS_LETTER:
            add_letter(&walk, letter, p, end);
            if (walk.open != NULL && (walk.open->flags & HN_WORD_NUMBER) == 0)
                p = take_letters(&walk, p, end);
            break;
        case CLASS_DIGIT:
            add_letter(&walk, letter, p, end);
            break;
        case CLASS_MARK:
            add_mark(&walk, letter);
            break;
        case CLASS_SPACE:
            part_words(&walk, letter, p, end);
            break;
        case CLASS_BREAK:
            close_word(&walk);
            walk.segment++;
            walk.flags = 0;
            walk.spaced = TRUE;
            break;
        case CLASS_JOIN:
            walk.n_upper = 0; /* "H'Leo" is one word */
            break;
        case CLASS_OTHER:
            if (!is_normal)
                return FALSE;
            add_other(&walk, from, p);
            break;
        }
    }
    if (words->n < HN_ADDRESS_WORDS_MAX)
        close_word(&walk);
    return TRUE;
}

void
hn_address_words_split(HnAddressWords *words, HnSlice text)
{
    const gsize needed = 2 * text.n_bytes + 16; /* a space behind each word */
    if (needed > words->letters_max) {
        words->letters_max = 2 * needed;
        words->letters = g_realloc(words->letters, words->letters_max);
    }
    if (split(words, text, FALSE))
        return;
    hn_normalise(text,
                 HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE | HN_NORMALISE_FOLD_CASE,
                 words->normal);
    const HnSlice normal = hn_slice(words->normal->data, words->normal->len);
    if (2 * normal.n_bytes + 16 > words->letters_max) {
        words->letters_max = 4 * normal.n_bytes + 32;
        words->letters = g_realloc(words->letters, words->letters_max);
    }
    split(words, normal, TRUE);
}
