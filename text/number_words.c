#include "text/number_words.h"

#include "base/hash.h"

#define WORD_BYTES_MAX 20 /* a longer word of digits is a number somebody issued, not a count */

static const struct {
    const char *word;
    guint number;
} WORDS[] = {
    { "i", 1 },    { "ii", 2 },     { "iii", 3 },  { "iv", 4 },     { "vii", 7 },
    { "viii", 8 }, { "ix", 9 },     { "xii", 12 }, { "senior", 1 }, { "sr", 1 },
    { "snr", 1 },  { "junior", 2 }, { "jr", 2 },   { "jnr", 2 },
};

static gboolean
is_ordinal_ending(HnSlice ending)
{
    return ending.n_bytes == 0 || hn_slice_equal(ending, hn_slice_of("st")) ||
           hn_slice_equal(ending, hn_slice_of("nd")) || hn_slice_equal(ending, hn_slice_of("rd")) ||
           hn_slice_equal(ending, hn_slice_of("th"));
}

/* FALSE: the word is no number. */
static gboolean
read_number(HnSlice word, guint64 *ret_number)
{
    gsize n_digits = 0;
    *ret_number = 0;
    while (n_digits < word.n_bytes && g_ascii_isdigit((char)word.bytes[n_digits]))
        *ret_number = 10 * *ret_number + (word.bytes[n_digits++] - (guint64)'0');
    if (n_digits > 0)
        return word.n_bytes <= WORD_BYTES_MAX &&
               is_ordinal_ending(hn_slice(word.bytes + n_digits, word.n_bytes - n_digits));
    for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++) {
        *ret_number = WORDS[i].number;
        if (hn_slice_equal(word, hn_slice_of(WORDS[i].word)))
            return TRUE;
    }
    return FALSE;
}

/* Most words are told by their first letter. */
static gboolean
may_be_number(guint8 first)
{
    return g_ascii_isdigit((char)first) || first == 'i' || first == 'j' || first == 's' ||
           first == 'v' || first == 'x';
}

guint64
hn_number_words(HnSlice value)
{
    const guint8 *at = value.bytes, *end = at + value.n_bytes;
    guint64 bits = 0;
    while (at < end) {
        const guint8 *space = memchr(at, ' ', (gsize)(end - at));
        const guint8 *stop = space == NULL ? end : space;
        guint64 number = 0;
        if (stop > at && may_be_number(*at) &&
            read_number(hn_slice(at, (gsize)(stop - at)), &number))
            bits |= G_GUINT64_CONSTANT(1) << (hn_hash_mix(number) & 63);
        at = stop + 1;
    }
    return bits;
}
