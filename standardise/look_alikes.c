#include "standardise/look_alikes.h"

#include "base/codec.h"
#include "standardise/word_weight.h"
#include "text/utf8.h"

#define MIXED_GAIN (24 * (gint)HN_BIT)
#define ALONE_GAIN (10 * (gint)HN_BIT)
#define UNREAD_COST (24 * (gint)HN_BIT)

static gunichar
latin_of(gunichar c)
{
    static const struct {
        guint16 other;
        char latin;
    } doubles[] = {
        { 0x410, 'A' }, { 0x412, 'B' }, { 0x415, 'E' }, { 0x41A, 'K' }, { 0x41C, 'M' },
        { 0x41D, 'H' }, { 0x41E, 'O' }, { 0x420, 'P' }, { 0x421, 'C' }, { 0x422, 'T' },
        { 0x425, 'X' }, { 0x423, 'Y' }, { 0x405, 'S' }, { 0x406, 'I' }, { 0x408, 'J' },
        { 0x430, 'a' }, { 0x435, 'e' }, { 0x43E, 'o' }, { 0x440, 'p' }, { 0x441, 'c' },
        { 0x443, 'y' }, { 0x445, 'x' }, { 0x455, 's' }, { 0x456, 'i' }, { 0x458, 'j' },
        { 0x4BB, 'h' }, { 0x501, 'd' }, { 0x51B, 'q' }, { 0x51D, 'w' }, { 0x391, 'A' },
        { 0x392, 'B' }, { 0x395, 'E' }, { 0x396, 'Z' }, { 0x397, 'H' }, { 0x399, 'I' },
        { 0x39A, 'K' }, { 0x39C, 'M' }, { 0x39D, 'N' }, { 0x39F, 'O' }, { 0x3A1, 'P' },
        { 0x3A4, 'T' }, { 0x3A5, 'Y' }, { 0x3A7, 'X' }, { 0x3BF, 'o' }, { 0x3BD, 'v' },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(doubles); i++)
        if (doubles[i].other == c)
            return (gunichar)doubles[i].latin;
    return 0;
}

typedef struct {
    guint n_latin, n_double, n_other; /* letters; other: of a script, without a double */
} Letters;

static gboolean
is_of_word(gunichar c)
{
    return g_unichar_isalpha(c) || g_unichar_ismark(c);
}

/* One word from @p on into @out, in Latin letters where it has doubles; where it ends. */
static const guint8 *
read_word(const guint8 *p, const guint8 *end, GByteArray *out, Letters *ret)
{
    *ret = (Letters){ 0 };
    while (p < end) {
        gunichar c;
        const guint n = hn_utf8_next(p, end, &c);
        if (!is_of_word(c))
            break;
        const gunichar latin = latin_of(c);
        if (latin != 0)
            ret->n_double++;
        else if (g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN)
            ret->n_latin++;
        else if (!g_unichar_ismark(c))
            ret->n_other++;
        hn_put_code_point(out, latin != 0 ? latin : c);
        p += n;
    }
    return p;
}

static void
weigh(const HnVietLexicon *lexicon, const Letters *letters, HnSlice word, HnRepairReading *ret)
{
    HnVietWord read;
    const gboolean is_known =
        hn_viet_word_read(word, &read) && hn_viet_lexicon_known(lexicon, &read) != G_MAXUINT;
    if (letters->n_latin > 0)
        ret->gain += MIXED_GAIN;
    else
        ret->gain += is_known ? ALONE_GAIN : -UNREAD_COST;
    ret->n_changed++;
    ret->n_known += is_known || letters->n_latin > 0 ? 1 : 0;
}

gboolean
hn_look_alike_reading(const HnVietLexicon *lexicon, HnSlice raw, GByteArray *out,
                      HnRepairReading *ret)
{
    guint n_latin = 0;
    g_byte_array_set_size(out, 0);
    for (const guint8 *p = raw.bytes, *end = p + raw.n_bytes; p < end;) {
        Letters letters;
        const guint before = out->len;
        const guint8 *start = p;
        p = read_word(p, end, out, &letters);
        if (p == start) {
            gunichar c;
            p += hn_utf8_next(p, end, &c);
            hn_put_bytes(out, start, (gsize)(p - start));
            continue;
        }
        n_latin += letters.n_latin;
        if (letters.n_double > 0 && letters.n_other == 0) {
            weigh(lexicon, &letters, hn_slice(out->data + before, out->len - before), ret);
            continue;
        }
        ret->gain -= letters.n_other > 0 ? UNREAD_COST : 0; /* it is text of that script */
        g_byte_array_set_size(out, before);
        hn_put_bytes(out, start, (gsize)(p - start));
    }
    return ret->n_changed > 0 && n_latin > 0;
}
