#include "insight/name_words.h"

#include "text/normalise.h"

#define FOLDING                                                                                    \
    (HN_NORMALISE_FOLD_CASE | HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_STRIP_MARKS |              \
     HN_NORMALISE_PUNCTUATION_TO_SPACE | HN_NORMALISE_JOIN_APOSTROPHES |                           \
     HN_NORMALISE_DROP_INVISIBLE | HN_NORMALISE_COLLAPSE_SPACES)

static int
compare_with(HnSlice text, const char *word)
{
    return hn_slice_compare(text, hn_slice_of(word));
}

gint
hn_name_word_given(HnSlice word)
{
    for (gsize start = 0, end = hn_name_words_count; start < end;) {
        const gsize middle = (start + end) / 2;
        const int order = compare_with(word, hn_name_words[middle].word);
        if (order == 0)
            return hn_name_words[middle].given;
        start = order > 0 ? middle + 1 : start;
        end = order > 0 ? end : middle;
    }
    return -1;
}

guint
hn_value_word_kinds(HnSlice phrase)
{
    for (gsize start = 0, end = hn_value_words_count; start < end;) {
        const gsize middle = (start + end) / 2;
        const int order = compare_with(phrase, hn_value_words[middle].phrase);
        if (order == 0)
            return hn_value_words[middle].kinds;
        start = order > 0 ? middle + 1 : start;
        end = order > 0 ? end : middle;
    }
    return 0;
}

/* Letters that no decomposition makes plain. */
static void
fold_strokes(GByteArray *text)
{
    static const struct {
        guint8 from[2];
        char to;
    } strokes[] = { { { 0xC4, 0x91 }, 'd' },
                    { { 0xC3, 0xB0 }, 'd' },
                    { { 0xC5, 0x82 }, 'l' },
                    { { 0xC3, 0xB8 }, 'o' } };
    guint n = 0;
    for (guint i = 0; i < text->len; i++) {
        guint8 byte = text->data[i];
        for (gsize k = 0; byte >= 0x80 && i + 1 < text->len && k < G_N_ELEMENTS(strokes); k++) {
            if (memcmp(text->data + i, strokes[k].from, 2) == 0) {
                byte = (guint8)strokes[k].to;
                i++;
            }
        }
        text->data[n++] = byte;
    }
    g_byte_array_set_size(text, n);
}

/* "b v" and "l l c" become one word: initials of a legal form, or of a person. */
static void
join_initials(const guint8 *text, gsize n_bytes, GByteArray *out)
{
    guint n = 0;
    g_byte_array_set_size(out, (guint)n_bytes);
    for (gsize i = 0; i < n_bytes; i++) {
        const gboolean between =
            text[i] == ' ' && i > 0 && i + 1 < n_bytes && (i == 1 || text[i - 2] == ' ') &&
            (i + 2 == n_bytes || text[i + 2] == ' ') && g_ascii_isalpha((char)text[i - 1]) &&
            g_ascii_isalpha((char)text[i + 1]);
        if (!between)
            out->data[n++] = text[i];
    }
    g_byte_array_set_size(out, n);
}

void
hn_fold_words(HnSlice text, GByteArray *out)
{
    g_autoptr(GByteArray) folded = g_byte_array_new();
    hn_normalise(text, FOLDING, folded);
    fold_strokes(folded);
    join_initials(folded->data, folded->len, out);
}
