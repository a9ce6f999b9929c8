#include "standardise/byte_reading.h"

#include "base/codec.h"
#include "standardise/word_weight.h"
#include "text/utf8.h"

#define UNREAD_COST (20 * (gint)HN_BIT)

/* A word while it is read. */
typedef struct {
    const guint8 *start; /* in the raw text; NULL: between words */
    HnVietWord word;
    gboolean is_word, is_changed;
    guint n_upper, n_lower; /* letters of ASCII */
} Current;

typedef struct {
    const HnVietLexicon *lexicon;
    gboolean loses_case;
    GByteArray *out;
    HnRepairReading *reading;
} Reader;

/* With a font's capitals the letters of ASCII alone tell the case. */
static gboolean
is_cased(const Reader *reader, const Current *current)
{
    if (!reader->loses_case)
        return hn_viet_word_is_cased(&current->word);
    return current->n_upper == 0 || current->n_lower == 0 ||
           (current->n_upper == 1 && (current->word.upper & 1u) != 0);
}

static void
end_word(Reader *reader, Current *current, const guint8 *end)
{
    if (current->start == NULL)
        return;
    const HnSlice raw = hn_slice(current->start, (gsize)(end - current->start));
    HnVietWord *word = &current->word;
    const guint cost = current->is_changed && current->is_word && is_cased(reader, current)
                           ? hn_word_cost_read(reader->lexicon, word)
                           : G_MAXUINT;
    if (cost == G_MAXUINT) {
        reader->reading->gain -= current->is_changed ? UNREAD_COST : 0;
        hn_put_bytes(reader->out, raw.bytes, raw.n_bytes);
    } else {
        if (reader->loses_case && current->n_upper > 1 && current->n_lower == 0)
            word->upper = G_MAXUINT32;
        reader->reading->gain += (gint)hn_word_cost(reader->lexicon, raw) - (gint)cost;
        reader->reading->n_changed++;
        reader->reading->n_known +=
            hn_viet_lexicon_known(reader->lexicon, word) != G_MAXUINT ? 1 : 0;
        hn_viet_word_put(word, reader->out);
    }
    *current = (Current){ 0 };
}

static void
add_ascii(Current *current, gunichar c)
{
    current->is_word = hn_viet_word_add(&current->word, c) && current->is_word;
    current->n_upper += g_ascii_isupper((char)c) ? 1 : 0;
    current->n_lower += g_ascii_islower((char)c) ? 1 : 0;
}

static void
add_byte(Current *current, gunichar c, const guint16 *code_points)
{
    current->is_changed |= code_points[0] != c || code_points[1] != 0;
    for (guint i = 0; i < HN_BYTE_CODE_POINTS && code_points[i] != 0; i++)
        current->is_word = hn_viet_word_add(&current->word, code_points[i]) && current->is_word;
}

/* Dashes, quotation marks and blanks, which mean the same everywhere. */
static gboolean
is_gap(gunichar c)
{
    return c < 0x80 || c == 0xA0 || (c >= 0x2010 && c <= 0x203A);
}

static inline gboolean
is_plain(const HnLegacyBytes *bytes, guint8 byte)
{
    return byte < 0x80 && bytes->of_byte[byte][0] == 0;
}

/* Between words: what follows @p of whole words of ASCII letters, and of signs of ASCII that mean
 * the same everywhere. All of it stays. */
static const guint8 *
behind_plain_words(const HnLegacyBytes *bytes, const guint8 *p, const guint8 *end)
{
    const guint8 *behind = p; /* of a word that goes on in other letters its beginning is left */
    for (; p < end && is_plain(bytes, *p); p++)
        if (!g_ascii_isalpha((char)*p))
            behind = p + 1;
    return p == end ? p : behind;
}

gboolean
hn_byte_reading(const HnVietLexicon *lexicon, const HnLegacyBytes *bytes, gboolean loses_case,
                HnSlice raw, GByteArray *out, HnRepairReading *ret)
{
    Reader reader = { lexicon, loses_case, out, ret };
    Current current = { 0 };
    g_byte_array_set_size(out, 0);
    const guint8 *end = raw.bytes + raw.n_bytes;
    for (const guint8 *p = raw.bytes; p < end;) {
        gunichar c;
        guint8 byte = 0;
        const guint8 *start = p;
        if (current.start == NULL && (p = behind_plain_words(bytes, p, end)) > start) {
            hn_put_bytes(out, start, (gsize)(p - start));
            continue;
        }
        p += hn_utf8_next(p, end, &c);
        const gboolean is_ascii_letter = c < 0x80 && g_ascii_isalpha((char)c);
        if (!is_ascii_letter && !hn_shown_byte(c, &byte))
            return FALSE;
        const gboolean is_letter = is_ascii_letter || bytes->of_byte[byte][0] != 0;
        if (!is_letter) {
            if (!is_gap(c))
                return FALSE;
            end_word(&reader, &current, start);
            hn_put_bytes(out, start, (gsize)(p - start));
            continue;
        }
        if (current.start == NULL)
            current = (Current){ .start = start, .is_word = TRUE };
        if (is_ascii_letter)
            add_ascii(&current, c);
        else
            add_byte(&current, c, bytes->of_byte[byte]);
    }
    end_word(&reader, &current, end);
    return ret->n_changed > 0;
}
