#include "standardise/personal_name.h"

#include "text/tokens.h"
#include "text/unicode_class.h"
#include "text/utf8.h"

#define WORDS_MAX 32 /* of more words none is looked up: that is no person's name */
#define WORDS_LEFT_MIN 2
#define NAME_WORDS_MIN 3 /* họ, đệm, tên: what follows a title that is a given name, too */

struct _HnPersonalName {
    const HnNameLexicon *lexicon;
    GByteArray *signs, *words;
};

HnPersonalName *
hn_personal_name_new(const HnNameLexicon *lexicon)
{
    HnPersonalName *name = g_new0(HnPersonalName, 1);
    name->lexicon = lexicon;
    name->signs = g_byte_array_new();
    name->words = g_byte_array_new();
    return name;
}

void
hn_personal_name_free(HnPersonalName *name)
{
    if (name == NULL)
        return;
    g_byte_array_unref(name->signs);
    g_byte_array_unref(name->words);
    g_free(name);
}

/* ---- signs ---- */

/* Bytes that a bracket or an apostrophe may begin with; no Vietnamese letter does. */
static const guint8 MAY_BE_SIGN[256] = {
    ['('] = 1,  ['['] = 1,  ['{'] = 1,  ['\''] = 1, ['`'] = 1,
    [0xC2] = 1, [0xCA] = 1, [0xE2] = 1, [0xEF] = 1,
};

static gboolean
has_sign(HnSlice raw)
{
    guint found = 0;
    for (gsize i = 0; i < raw.n_bytes; i++)
        found |= MAY_BE_SIGN[raw.bytes[i]];
    return found != 0;
}

static gint
bracket_step(gunichar c)
{
    switch (c) {
    case '(':
    case '[':
    case '{':
    case 0xFF08:
        return 1;
    case ')':
    case ']':
    case '}':
    case 0xFF09:
        return -1;
    default:
        return 0;
    }
}

/* @out becomes @raw without what stands in brackets; returns how many words are left. */
static guint
drop_brackets(HnSlice raw, GByteArray *out)
{
    const guint8 *p = raw.bytes, *end = p + raw.n_bytes;
    guint n_words = 0, depth = 0;
    gboolean in_word = FALSE;
    g_byte_array_set_size(out, 0);
    while (p < end) {
        gunichar c = 0;
        const guint n = hn_utf8_next(p, end, &c);
        const gint step = bracket_step(c);
        if (step > 0)
            depth++;
        if (depth == 0 && step == 0) {
            const gboolean is_letter = c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c);
            n_words += is_letter && !in_word ? 1 : 0;
            in_word = is_letter || (in_word && (hn_is_apostrophe(c) || hn_is_mark(c)));
            g_byte_array_append(out, p, n);
        } else {
            in_word = FALSE;
            g_byte_array_append(out, (const guint8 *)" ", 1);
        }
        if (step < 0 && depth > 0)
            depth--;
        p += n;
    }
    return n_words;
}

/* The word before @at of @text: one letter, or two without a vowel. */
static gboolean
ends_with_marker(const guint8 *text, gsize at)
{
    gsize start = at;
    gboolean has_vowel = FALSE;
    while (start > 0 && g_ascii_isalpha((char)text[start - 1])) {
        start--;
        has_vowel = has_vowel || strchr("aeiouyAEIOUY", text[start]) != NULL;
    }
    const gboolean is_word = start == 0 || text[start - 1] == ' ';
    return is_word && (at - start == 1 || (at - start == 2 && !has_vowel));
}

static const guint8 *
behind_spaces(const guint8 *p, const guint8 *end)
{
    gunichar c = 0;
    while (p < end) {
        const guint n = hn_utf8_next(p, end, &c);
        if (!hn_is_space(c))
            break;
        p += n;
    }
    return p;
}

/* Apostrophes that belong to a marker of sex go with the space beside them; others stay. */
static void
join_markers(HnSlice text, GByteArray *out)
{
    const guint8 *p = text.bytes, *end = p + text.n_bytes;
    g_byte_array_set_size(out, 0);
    while (p < end) {
        gunichar c = 0;
        const guint n = hn_utf8_next(p, end, &c);
        if (hn_is_apostrophe(c)) {
            guint n_kept = out->len;
            while (n_kept > 0 && out->data[n_kept - 1] == ' ')
                n_kept--;
            if (n_kept > 0 && ends_with_marker(out->data, n_kept)) {
                g_byte_array_set_size(out, n_kept);
                p = behind_spaces(p + n, end);
                continue;
            }
        }
        g_byte_array_append(out, p, n);
        p += n;
    }
}

HnSlice
hn_personal_name_signs(HnPersonalName *name, HnSlice raw)
{
    if (!has_sign(raw))
        return raw;
    HnSlice text = raw;
    if (drop_brackets(raw, name->words) >= WORDS_LEFT_MIN)
        text = hn_slice(name->words->data, name->words->len);
    join_markers(text, name->signs);
    return hn_slice(name->signs->data, name->signs->len);
}

/* ---- words ---- */

typedef struct {
    guint n;
    HnSlice words[WORDS_MAX + 1];
} Words;

/* The last letter of the forms that are not written is an i; most words end here. */
static gboolean
may_be_spelled(HnSlice word)
{
    const guint8 last = word.bytes[word.n_bytes - 1];
    return word.n_bytes <= 6 && (last == 'i' || last == 0xAD || last == 0xAC || last == 0x89 ||
                                 last == 0xA9 || last == 0x8B);
}

/* FALSE: all stay as they are. */
static gboolean
spell_words(const HnNameLexicon *lexicon, Words *words)
{
    gboolean has_changed = FALSE;
    for (guint i = 0; i < words->n; i++) {
        if (!may_be_spelled(words->words[i]))
            continue;
        const HnSlice written = hn_name_lexicon_spelling(lexicon, words->words[i]);
        has_changed = has_changed || written.bytes != words->words[i].bytes;
        words->words[i] = written;
    }
    return has_changed;
}

/* @text becomes the words; borrowed ones may lie in it. */
static gsize
join_words(HnPersonalName *name, Words *words, guint8 *text)
{
    g_byte_array_set_size(name->words, 0);
    for (guint i = 0; i < words->n; i++) {
        if (i > 0)
            g_byte_array_append(name->words, (const guint8 *)" ", 1);
        g_byte_array_append(name->words, words->words[i].bytes, (guint)words->words[i].n_bytes);
    }
    memcpy(text, name->words->data, name->words->len);
    return name->words->len;
}

/* The longest phrase that begins with word @at, in words; 0 = none. The words lie in one text with
 * single spaces. */
static guint
phrase_at(const HnNameLexicon *lexicon, const Words *words, guint at, HnNamePhrase *ret_kind)
{
    const HnSlice first = words->words[at];
    *ret_kind = HN_NAME_PHRASE_NONE;
    if (!hn_name_lexicon_may_begin(lexicon, first))
        return 0;
    for (guint n = MIN(hn_name_lexicon_words_max(lexicon), words->n - at); n > 0; n--) {
        const HnSlice last = words->words[at + n - 1];
        const gsize n_bytes = (gsize)(last.bytes + last.n_bytes - first.bytes);
        *ret_kind = hn_name_lexicon_phrase(lexicon, hn_slice(first.bytes, n_bytes));
        if (*ret_kind != HN_NAME_PHRASE_NONE)
            return n;
    }
    return 0;
}

static gboolean
is_title(const HnNameLexicon *lexicon, HnNamePhrase kind, const HnSlice *rest, guint n_rest)
{
    if (n_rest < WORDS_LEFT_MIN)
        return FALSE;
    switch (kind) {
    case HN_NAME_PHRASE_TITLE:
        return TRUE;
    case HN_NAME_PHRASE_TITLE_BEFORE_SURNAME:
        return hn_name_lexicon_is_surname(lexicon, rest[0]);
    case HN_NAME_PHRASE_TITLE_MAYBE:
        return n_rest >= NAME_WORDS_MIN && hn_name_lexicon_is_surname(lexicon, rest[0]);
    case HN_NAME_PHRASE_NONE:
    case HN_NAME_PHRASE_ALIAS:
    default:
        return FALSE;
    }
}

/* Words of titles at the front. */
static guint
count_titles(const HnNameLexicon *lexicon, const Words *words)
{
    guint at = 0;
    while (at < words->n) {
        HnNamePhrase kind;
        const guint n = phrase_at(lexicon, words, at, &kind);
        if (n == 0 || !is_title(lexicon, kind, words->words + at + n, words->n - at - n))
            break;
        at += n;
    }
    return at;
}

/* Words before another name of the same person, of those from @start on. */
static guint
count_before_alias(const HnNameLexicon *lexicon, const Words *words, guint start)
{
    for (guint at = start + WORDS_LEFT_MIN; at < words->n; at++) {
        HnNamePhrase kind;
        if (phrase_at(lexicon, words, at, &kind) > 0 && kind == HN_NAME_PHRASE_ALIAS)
            return at;
    }
    return words->n;
}

gsize
hn_personal_name_words(HnPersonalName *name, guint8 *text, gsize n_bytes)
{
    Words words;
    if (name->lexicon == NULL)
        return n_bytes;
    words.n = hn_tokens(hn_slice(text, n_bytes), words.words, WORDS_MAX + 1);
    if (words.n > WORDS_MAX)
        return n_bytes;
    if (spell_words(name->lexicon, &words)) {
        n_bytes = join_words(name, &words, text);
        words.n = hn_tokens(hn_slice(text, n_bytes), words.words, WORDS_MAX);
    }
    const guint start = count_titles(name->lexicon, &words);
    const guint end = count_before_alias(name->lexicon, &words, start);
    if (start == 0 && end == words.n)
        return n_bytes;
    const HnSlice first = words.words[start], last = words.words[end - 1];
    n_bytes = (gsize)(last.bytes + last.n_bytes - first.bytes);
    memmove(text, first.bytes, n_bytes);
    return n_bytes;
}
