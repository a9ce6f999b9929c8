#include "standardise/address_words.h"

#include "base/hash.h"
#include "text/normalise.h"
#include "text/utf8.h"

typedef HnAddressLetter Letter;

HnAddressWords *
hn_address_words_new(void)
{
    HnAddressWords *words = g_new0(HnAddressWords, 1);
    words->table = g_new0(HnAddressLetters, 1);
    words->normal = g_byte_array_new();
    words->known = g_new0(HnKnownWords, 1);
    hn_address_letters_fill(words->table);
    return words;
}

void
hn_address_words_free(HnAddressWords *words)
{
    if (words == NULL)
        return;
    g_byte_array_unref(words->normal);
    g_free(words->letters);
    g_free(words->text);
    g_free(words->known);
    g_free(words->table);
    g_free(words);
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
power_of(const HnAddressLetters *table, guint n)
{
    guint64 power = table->powers[MIN(n, HN_ADDRESS_POWERS - 1)];
    for (guint i = HN_ADDRESS_POWERS - 1; i < n; i++)
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
    if (letter.kind == HN_LETTER_DIGIT)
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
        open_word(walk, letter.kind == HN_LETTER_DIGIT);
    }
    const guint n = (guint)(walk->next - walk->words->letters) - walk->open->start;
    if (n >= 2 && walk->n_upper == n && letter.kind == HN_LETTER_PLAIN && !letter.is_upper) {
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
    const HnAddressLetters *table = walk->words->table;
    const Letter *last = NULL;
    guint8 *next = walk->next;
    guint place = (guint)(next - walk->words->letters) - walk->open->start;
    guint n_upper = walk->n_upper, n_bytes = 0;
    guint32 marks = walk->open->marks;
    for (; p < end; p += n_bytes) {
        const Letter *letter = hn_address_letter_known(table, p, end, &n_bytes);
        if (letter == NULL || letter->kind != HN_LETTER_PLAIN ||
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
        part_words(walk, (Letter){ .kind = HN_LETTER_SPACE, .base = ' ' }, to, to);
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

/* ---- words that need no walk ---- */

/* Letters alone at @p into @ret_letters; returns what follows them. NULL: the general path reads
 * them otherwise. */
static const guint8 *
read_plain_letters(const HnAddressLetters *table, const guint8 *p, const guint8 *end,
                   HnKnownWord *ret)
{
    guint n = 0, n_upper = 0, n_bytes = 0;
    for (; p < end; p += n_bytes) {
        const Letter *letter = hn_address_letter_known(table, p, end, &n_bytes);
        if (letter != NULL && letter->kind != HN_LETTER_PLAIN)
            break;
        if (letter == NULL || n == HN_RAW_WORD_BYTES - 1 ||
            (n_upper == n && n >= 2 && !letter->is_upper)) /* "TTYên" */
            return NULL;
        n_upper += n_upper == n && letter->is_upper ? 1 : 0;
        if ((letter->hat | letter->tone) != 0)
            ret->marks += mark_number(n, *letter);
        ret->letters[n++] = letter->base;
    }
    if (n == 0)
        return NULL;
    spell_end(ret->letters, n);
    ret->n_letters = (guint8)n;
    for (guint i = 0; i < n; i++)
        ret->key = hn_address_key_with(ret->key, ret->letters[i]);
    ret->power = power_of(table, n);
    return p;
}

/* What the word at @p is, by memory or by reading it; NULL: it is no plain one. */
static inline const HnKnownWord *
plain_word(HnAddressWords *words, const HnRawWord *raw, const guint8 *p, const guint8 *end)
{
    HnKnownWord *place = hn_known_word_place(words->known, raw);
    if (G_LIKELY(hn_known_word_is(place, raw)))
        return place;
    HnKnownWord read = { .low = raw->low, .high = raw->high, .n_bytes = (guint8)raw->n_bytes };
    memset(read.letters, ' ', sizeof read.letters);
    if (read_plain_letters(words->table, p, end, &read) != p + raw->n_bytes)
        return NULL;
    *place = read;
    return place;
}

static inline void
pass_comma(Walk *walk)
{
    HnAddressWords *words = walk->words;
    walk->segment++;
    if (words->n_commas < HN_ADDRESS_COMMAS_MAX)
        words->behind_comma[words->n_commas] = (guint8)words->n;
    words->n_commas++;
}

/* What the sign at @p, behind a word, says about it and the next one; returns what follows. NULL:
 * the general path knows. */
static G_ALWAYS_INLINE inline const guint8 *
part_plain_word(Walk *walk, const guint8 *p, const guint8 *end, guint16 flags)
{
    HnAddressWord *word = walk->words->words + walk->words->n;
    const guint8 sign = p < end ? *p : ' ';
    const gboolean is_comma = sign == ',';
    if (sign != ' ' && !is_comma && sign != '/' && (sign != '.' || p + 1 == end || p[1] != ' '))
        return NULL;
    word->start = (guint32)(walk->next - walk->words->letters);
    word->segment = walk->segment;
    word->flags = flags | walk->flags | (sign == '.' ? HN_WORD_DOTTED : 0);
    walk->flags = sign == '.' ? HN_WORD_SOFT : sign == '/' ? HN_WORD_SLASH : 0;
    walk->spaced = sign != '/';
    walk->words->n++;
    if (is_comma)
        pass_comma(walk);
    p = MIN(p + 1, end);
    return sign == '.' || (is_comma && p < end && *p == ' ') ? p + 1 : p;
}

/* A word of letters and what follows it, as nearly all are; else nothing is taken. Behind @end
 * HN_RAW_WORD_BYTES can be read. */
static gboolean
take_plain_word(Walk *walk, const guint8 **at, const guint8 *end)
{
    HnAddressWord *word = walk->words->words + walk->words->n;
    const HnRawWord raw = hn_raw_word_at(*at, HN_ENDS_AT_STOP);
    const HnKnownWord *known = raw.n_bytes == 0 ? NULL : plain_word(walk->words, &raw, *at, end);
    const guint8 *next = known == NULL ? NULL : part_plain_word(walk, *at + raw.n_bytes, end, 0);
    if (next == NULL)
        return FALSE;
    word->key = known->key;
    word->power = known->power;
    word->marks = known->marks;
    word->n_bytes = known->n_letters;
    memcpy(walk->next, known->letters, HN_RAW_WORD_BYTES);
    walk->words->has_marks |= known->marks != 0;
    *at = next;
    return TRUE;
}

/* The same of digits. */
static gboolean
take_plain_number(Walk *walk, const guint8 **at, const guint8 *end)
{
    HnAddressWord *word = walk->words->words + walk->words->n;
    const guint8 *first = *at, *p = first;
    while (p < end && p < first + HN_ADDRESS_POWERS - 1 && g_ascii_isdigit((char)*p))
        p++;
    const guint8 *next = p == first ? NULL : part_plain_word(walk, p, end, HN_WORD_NUMBER);
    if (next == NULL)
        return FALSE;
    while (first + 1 < p && *first == '0') /* 01 = 1 */
        first++;
    guint64 key = 0;
    word->n_bytes = (guint32)(p - first);
    for (; first < p; *walk->next++ = *first++)
        key = hn_address_key_with(key, *first);
    *walk->next++ = ' ';
    word->key = key;
    word->power = walk->words->table->powers[word->n_bytes];
    word->marks = 0;
    *at = next;
    return TRUE;
}

/* FALSE: a character needs the general path. */
static gboolean
split(HnAddressWords *words, HnSlice text, gboolean is_normal)
{
    Walk walk = { .words = words, .next = words->letters };
    const guint8 *p = text.bytes, *end = p + text.n_bytes;
    words->n = words->n_commas = 0;
    words->has_marks = FALSE;
    while (p < end && words->n < HN_ADDRESS_WORDS_MAX) {
        /* Letters lie where the text is, so that nothing waits for the words before. */
        if (walk.open == NULL)
            walk.next = words->letters + 2 * (p - text.bytes);
        if (walk.open == NULL && (g_ascii_isdigit((char)*p) ? take_plain_number(&walk, &p, end)
                                                            : take_plain_word(&walk, &p, end)))
            continue;
        const guint8 *from = p;
        const Letter letter = hn_address_letter_read(words->table, &p, end);
        switch ((HnAddressLetterClass)letter.kind) {
        case HN_LETTER_PLAIN:
            add_letter(&walk, letter, p, end);
            if (walk.open != NULL && (walk.open->flags & HN_WORD_NUMBER) == 0)
                p = take_letters(&walk, p, end);
            break;
        case HN_LETTER_DIGIT:
            add_letter(&walk, letter, p, end);
            break;
        case HN_LETTER_MARK:
            add_mark(&walk, letter);
            break;
        case HN_LETTER_SPACE:
            part_words(&walk, letter, p, end);
            break;
        case HN_LETTER_BREAK:
            close_word(&walk);
            if (*from == ',')
                pass_comma(&walk);
            else
                walk.segment++;
            walk.flags = 0;
            walk.spaced = TRUE;
            break;
        case HN_LETTER_JOIN:
            walk.n_upper = 0; /* "H'Leo" is one word */
            break;
        case HN_LETTER_OTHER:
            if (!is_normal)
                return FALSE;
            add_other(&walk, from, p);
            break;
        }
    }
    if (words->n < HN_ADDRESS_WORDS_MAX)
        close_word(&walk);
    words->is_whole = !is_normal && words->n < HN_ADDRESS_WORDS_MAX;
    return TRUE;
}

/* A copy of @text behind which HN_RAW_WORD_BYTES can be read, and room for its words. */
static HnSlice
with_room(HnAddressWords *words, HnSlice text)
{
    const gsize needed = 2 * text.n_bytes + 2 * HN_RAW_WORD_BYTES; /* a space behind each word */
    if (needed > words->letters_max) {
        words->letters_max = 2 * needed;
        words->letters = g_realloc(words->letters, words->letters_max);
        words->text = g_realloc(words->text, words->letters_max);
    }
    if (text.n_bytes > 0)
        memcpy(words->text, text.bytes, text.n_bytes);
    memset(words->text + text.n_bytes, ' ', HN_RAW_WORD_BYTES);
    return hn_slice(words->text, text.n_bytes);
}

void
hn_address_words_split(HnAddressWords *words, HnSlice text)
{
    if (split(words, with_room(words, text), FALSE))
        return;
    hn_normalise(text,
                 HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE | HN_NORMALISE_FOLD_CASE,
                 words->normal);
    split(words, with_room(words, hn_slice(words->normal->data, words->normal->len)), TRUE);
}

/* ---- parts of a text ---- */

/* Behind a comma the walk knows what was before it in two ways: a hyphen is behind a space, and a
 * space may be behind a title's full stop. Both show in the flags of the word that follows. */
gboolean
hn_address_words_cut(const HnAddressWords *words, guint n_commas, guint *ret_first)
{
    const guint16 before = HN_WORD_GLUED | HN_WORD_SLASH | HN_WORD_DASH | HN_WORD_SOFT;
    if (!words->is_whole || n_commas > words->n_commas || words->n_commas > HN_ADDRESS_COMMAS_MAX)
        return FALSE;
    *ret_first = words->behind_comma[words->n_commas - n_commas];
    return *ret_first < words->n && (words->words[*ret_first].flags & before) == 0;
}

void
hn_address_words_tail(const HnAddressWords *words, guint first, HnAddressWords *ret)
{
    ret->n = words->n - first;
    ret->has_marks = FALSE;
    ret->letters = words->letters;
    for (guint i = 0; i < ret->n; i++) {
        ret->words[i] = words->words[first + i];
        ret->has_marks |= ret->words[i].marks != 0;
    }
}

guint64
hn_address_words_tail_key(const HnAddressWords *words, guint first)
{
    guint64 key = words->n - first;
    for (guint i = words->n; i-- > first;) {
        const HnAddressWord *word = words->words + i;
        const gboolean breaks = i > first && word->segment != word[-1].segment;
        const guint64 shape = (guint64)word->marks << 32 | word->n_bytes << 8 | word->flags;
        key =
            hn_hash_mix(key + word->key) + hn_hash_mix(shape ^ (breaks ? HN_ADDRESS_KEY_BASE : 0));
    }
    return key;
}
