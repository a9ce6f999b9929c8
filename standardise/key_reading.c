#include "standardise/key_reading.h"

#include "base/codec.h"
#include "standardise/typed_keys.h"
#include "standardise/word_weight.h"
#include "text/utf8.h"

#define INSIDE_COST(n) ((24u + 6u * (guint)(n)) * HN_BIT) /* a digit or sign inside of a word */
#define FIRST_DIGIT_COST (6u * HN_BIT)
#define DIGIT_COST (3u * HN_BIT)
#define STOP_COST (6u * HN_BIT)
#define SIGN_COST (12u * HN_BIT)

typedef struct {
    const HnVietLexicon *lexicon;
    HnTextDamage method;
    GByteArray *out;
    HnRepairReading *reading;
} Reader;

/* What a byte may be. Each byte of a value is asked about more than once. */
enum {
    LETTER = 1,
    SMALL_TELEX = 2, /* a letter that is a key of Telex behind the first one, or w */
    SIGN = 4,        /* a key of VIQR */
    DIGIT = 8,       /* a key of VNI */
};

#define L LETTER
#define T (LETTER | SMALL_TELEX)
#define S SIGN
#define D DIGIT
static const guint8 CLASS[128] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 0x00 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 0x10 */
    0, 0, 0, 0, 0, 0, 0, S, S, 0, S, S, 0, 0, S, 0, /* 0x20 */
    D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, S, /* 0x30 */
    0, T, L, L, T, T, T, L, L, L, T, L, L, L, L, T, /* 0x40 */
    L, L, T, T, L, L, L, T, T, L, L, 0, 0, 0, S, 0, /* 0x50 */
    S, T, L, L, T, T, T, L, L, L, T, L, L, L, L, T, /* 0x60 */
    L, L, T, T, L, L, L, T, T, L, L, 0, 0, 0, S, 0, /* 0x70 */
};
#undef L
#undef T
#undef S
#undef D

static inline guint
class_of(guint8 byte)
{
    return byte >= 0x80 ? LETTER : CLASS[byte];
}

static inline gboolean
is_letter(guint8 byte)
{
    return (class_of(byte) & LETTER) != 0;
}

/* The class of the method's keys that are no letters. */
static inline guint
keys_of(HnTextDamage method)
{
    return method == HN_DAMAGE_VNI_KEYS ? DIGIT : method == HN_DAMAGE_VIQR ? SIGN : 0;
}

static inline gboolean
is_key(HnTextDamage method, guint8 byte)
{
    return (class_of(byte) & keys_of(method)) != 0;
}

/* Letters in front; and keys behind the last letter. */
static void
measure(HnSlice word, gsize *ret_n_letters, gboolean *ret_inside)
{
    gsize n = 0;
    while (n < word.n_bytes && is_letter(word.bytes[n]))
        n++;
    *ret_n_letters = n;
    *ret_inside = FALSE;
    for (gsize i = n; i < word.n_bytes; i++)
        *ret_inside |= is_letter(word.bytes[i]);
}

static guint
cost_as_it_stands(const Reader *reader, HnSlice word)
{
    gsize n = 0;
    gboolean is_inside;
    measure(word, &n, &is_inside);
    if (is_inside)
        return INSIDE_COST(word.n_bytes);
    guint cost = hn_word_cost(reader->lexicon, hn_slice(word.bytes, n));
    for (gsize i = n; i < word.n_bytes; i++) {
        const guint8 byte = word.bytes[i];
        if (reader->method == HN_DAMAGE_VNI_KEYS)
            cost += i == n ? FIRST_DIGIT_COST : DIGIT_COST;
        else
            cost += strchr(".?'", byte) != NULL ? STOP_COST : SIGN_COST;
    }
    return cost;
}

/* "Hoang" was typed without keys. Of the few syllables with oo none is a name: Coong is Công. */
static gboolean
is_bare_syllable(const Reader *reader, HnSlice word)
{
    HnVietWord read;
    for (gsize i = 1; i < word.n_bytes; i++)
        if ((word.bytes[i] | 0x20) == 'o' && (word.bytes[i - 1] | 0x20) == 'o')
            return FALSE;
    return hn_viet_word_read(word, &read) &&
           hn_viet_lexicon_is_bare_syllable(reader->lexicon, &read);
}

/* FALSE: the word stays. */
static gboolean
take_word(Reader *reader, HnSlice word)
{
    HnVietWord read;
    if (is_bare_syllable(reader, word) ||
        !hn_typed_keys_read(reader->lexicon, reader->method, word, &read))
        return FALSE;
    const guint stands = cost_as_it_stands(reader, word);
    const guint cost = hn_word_cost_read(reader->lexicon, &read);
    if (cost >= stands)
        return FALSE;
    reader->reading->gain += (gint)(stands - cost);
    reader->reading->n_changed++;
    reader->reading->n_known += hn_viet_lexicon_known(reader->lexicon, &read) != G_MAXUINT ? 1 : 0;
    hn_viet_word_put(&read, reader->out);
    return TRUE;
}

/* Where it gives the word no tone a letter was lost. */
static gboolean
has_inner_hook(HnSlice word)
{
    for (gsize i = 0; i + 1 < word.n_bytes; i++)
        if (word.bytes[i] == '?' && is_letter(word.bytes[i + 1]))
            return TRUE;
    return FALSE;
}

static void
put_word(Reader *reader, HnSlice word)
{
    if (take_word(reader, word))
        return;
    gsize n = 0;
    gboolean is_inside;
    const guint8 last = word.bytes[word.n_bytes - 1];
    /* A full stop behind a word, or a bracket: it may be no key. */
    if (reader->method == HN_DAMAGE_VIQR && word.n_bytes > 1 && is_key(reader->method, last) &&
        take_word(reader, hn_slice(word.bytes, word.n_bytes - 1))) {
        hn_put_bytes(reader->out, &last, 1);
        return;
    }
    measure(word, &n, &is_inside);
    reader->reading->gain -= has_inner_hook(word) ? (gint)INSIDE_COST(word.n_bytes) : 0;
    reader->reading->gain -= (gint)hn_word_cost_unmarked(reader->lexicon, hn_slice(word.bytes, n));
    hn_put_bytes(reader->out, word.bytes, word.n_bytes);
}

/* Without one of these no key can be in a word. */
static gboolean
may_have_key(HnTextDamage method, HnSlice word)
{
    const guint keys = keys_of(method) | (method == HN_DAMAGE_TELEX ? SMALL_TELEX : 0);
    for (gsize i = 1; i < word.n_bytes; i++)
        if ((class_of(word.bytes[i]) & keys) != 0 ||
            (method == HN_DAMAGE_VIQR && (word.bytes[i] | 0x20) == 'd'))
            return TRUE;
    return method == HN_DAMAGE_TELEX && (word.bytes[0] | 0x20) == 'w';
}

/* The next word from *at on, with its keys; *at: behind it. FALSE: there is none. */
static gboolean
next_word(HnTextDamage method, HnSlice raw, const guint8 **at, HnSlice *ret)
{
    const guint in_word = LETTER | keys_of(method);
    const guint8 *end = raw.bytes + raw.n_bytes, *p = *at;
    while (p < end && !is_letter(*p))
        p++;
    const guint8 *start = p;
    while (p < end && (class_of(*p) & in_word) != 0)
        p++;
    *at = p;
    *ret = hn_slice(start, (gsize)(p - start));
    return p > start;
}

/* FALSE: no word has keys that make a syllable of it, so that nothing would change. */
static gboolean
has_keys(const HnVietLexicon *lexicon, HnTextDamage method, HnSlice raw)
{
    HnSlice word;
    HnVietWord read;
    for (const guint8 *at = raw.bytes; next_word(method, raw, &at, &word);) {
        if (!may_have_key(method, word))
            continue;
        if (hn_typed_keys_read(lexicon, method, word, &read))
            return TRUE;
        const guint8 last = word.bytes[word.n_bytes - 1];
        if (method == HN_DAMAGE_VIQR && is_key(method, last) &&
            hn_typed_keys_read(lexicon, method, hn_slice(word.bytes, word.n_bytes - 1), &read))
            return TRUE;
    }
    return FALSE;
}

gboolean
hn_key_reading(const HnVietLexicon *lexicon, HnTextDamage method, HnSlice raw, GByteArray *out,
               HnRepairReading *ret)
{
    Reader reader = { lexicon, method, out, ret };
    g_byte_array_set_size(out, 0);
    if (!has_keys(lexicon, method, raw)) /* "475 Đ. Hoàng Diệu" */
        return FALSE;
    const guint8 *end = raw.bytes + raw.n_bytes;
    for (const guint8 *p = raw.bytes; p < end;) {
        const guint8 *start = p;
        if (!is_letter(*p)) {
            hn_put_bytes(out, p++, 1);
            continue;
        }
        while (p < end && (is_letter(*p) || is_key(method, *p)))
            p++;
        put_word(&reader, hn_slice(start, (gsize)(p - start)));
    }
    return ret->n_changed > 0;
}
