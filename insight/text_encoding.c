#include "insight/text_encoding.h"

#include "insight/vietnamese_syllable.h"
#include "text/utf8.h"
#include "text/vni_windows.h"

#define WORD_BYTES_MAX 40
/* All letters of VNI-Windows are letters of the West, too, whose words are no syllables. */
#define VNI_MIN 0.8
#define VNI_WORDS_MIN 3u

typedef enum { LATIN, CYRILLIC, VIETNAMESE } Script;

/* In the order in which ties are broken: the commoner first. */
static const struct {
    const char *name, *iconv;
    Script script;
} ENCODINGS[] = {
    { "windows-1252", "CP1252", LATIN },   { "windows-1258", "CP1258", VIETNAMESE },
    { "tcvn3", "TCVN5712-1", VIETNAMESE }, { "viscii", "VISCII", VIETNAMESE },
    { "windows-1250", "CP1250", LATIN },   { "windows-1251", "CP1251", CYRILLIC },
    { "windows-1254", "CP1254", LATIN },   { "vni-windows", NULL, VIETNAMESE },
};

typedef struct {
    gunichar of_byte[256][HN_VNI_CODE_POINTS]; /* filled up with 0; none: no meaning */
} ByteTable;

static gboolean
fill_table(const char *iconv, ByteTable *table)
{
    for (guint byte = 0; iconv == NULL && byte < 256; byte++)
        hn_vni_windows_decode((guint8)byte, table->of_byte[byte]);
    if (iconv == NULL)
        return TRUE;
    GIConv conv = g_iconv_open("UTF-8", iconv);
    if (conv == (GIConv)-1)
        return FALSE;
    for (guint byte = 0; byte < 256; byte++) {
        char in[1] = { (char)byte };
        char out[8];
        char *from = in, *to = out;
        gsize n_in = 1, n_out = sizeof(out);
        if (g_iconv(conv, &from, &n_in, &to, &n_out) != (gsize)-1 &&
            g_iconv(conv, NULL, NULL, &to, &n_out) != (gsize)-1 && to > out)
            hn_utf8_next((const guint8 *)out, (const guint8 *)to, &table->of_byte[byte][0]);
        g_iconv(conv, NULL, NULL, NULL, NULL);
    }
    g_iconv_close(conv);
    return TRUE;
}

/* Capitals in front or everywhere; letters only. */
static gboolean
looks_written(const gunichar *letters, guint n, gboolean (*may)(gunichar c))
{
    guint n_upper_later = 0, n_lower = 0;
    for (guint i = 0; i < n; i++) {
        if (!g_unichar_isalpha(letters[i]) || !may(letters[i]))
            return FALSE;
        n_lower += g_unichar_islower(letters[i]) ? 1 : 0;
        n_upper_later += i > 0 && g_unichar_isupper(letters[i]) ? 1 : 0;
    }
    return n_upper_later == 0 || n_lower == 0;
}

static gboolean
may_be_latin(gunichar c)
{
    return g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN && c != 0xAA && c != 0xBA;
}

static gboolean
may_be_cyrillic(gunichar c)
{
    return g_unichar_get_script(c) == G_UNICODE_SCRIPT_CYRILLIC;
}

static gboolean
is_good(HnSlice word, const ByteTable *table, Script script)
{
    gunichar letters[WORD_BYTES_MAX];
    guint8 text[4 * HN_VNI_CODE_POINTS * WORD_BYTES_MAX];
    gsize n_bytes = 0;
    for (gsize i = 0; i < word.n_bytes; i++) {
        const gunichar *code_points = table->of_byte[word.bytes[i]];
        letters[i] = code_points[0];
        if (letters[i] == 0)
            return FALSE;
        for (guint k = 0; k < HN_VNI_CODE_POINTS && code_points[k] != 0; k++)
            n_bytes += hn_utf8_put(text + n_bytes, code_points[k]);
    }
    switch (script) {
    case VIETNAMESE:
        return hn_is_vietnamese_syllable(hn_slice(text, n_bytes));
    case CYRILLIC:
        return looks_written(letters, (guint)word.n_bytes, may_be_cyrillic);
    case LATIN:
        return looks_written(letters, (guint)word.n_bytes, may_be_latin);
    default:
        g_assert_not_reached();
    }
}

static gboolean
is_word_byte(guint8 byte)
{
    return byte >= 0x80 || g_ascii_isalpha((char)byte);
}

/* The next word with a byte above 0x7F, from *at on; FALSE: there is none. */
static gboolean
next_word(HnSlice lines, gsize *at, HnSlice *ret_word)
{
    while (*at < lines.n_bytes) {
        while (*at < lines.n_bytes && !is_word_byte(lines.bytes[*at]))
            (*at)++;
        const gsize start = *at;
        gboolean is_marked = FALSE;
        for (; *at < lines.n_bytes && is_word_byte(lines.bytes[*at]); (*at)++)
            is_marked |= lines.bytes[*at] >= 0x80;
        *ret_word = hn_slice(lines.bytes + start, *at - start);
        if (is_marked && ret_word->n_bytes <= WORD_BYTES_MAX)
            return TRUE;
    }
    return FALSE;
}

const char *
hn_text_encoding_of(HnSlice lines, gdouble *ret_share)
{
    const char *best = ENCODINGS[0].name;
    *ret_share = 0;
    for (gsize e = 0; e < G_N_ELEMENTS(ENCODINGS); e++) {
        g_autofree ByteTable *table = g_new0(ByteTable, 1);
        guint n_words = 0, n_good = 0;
        HnSlice word;
        if (!fill_table(ENCODINGS[e].iconv, table))
            continue;
        for (gsize at = 0; next_word(lines, &at, &word);) {
            n_words++;
            n_good += is_good(word, table, ENCODINGS[e].script) ? 1 : 0;
        }
        /* A later one must be clearly better: most bytes are letters in several of them. */
        const gdouble share = n_words == 0 ? 0 : (gdouble)n_good / n_words;
        if (share > *ret_share + (e == 0 ? 0 : 0.02) ||
            (ENCODINGS[e].iconv == NULL && share > VNI_MIN && n_words >= VNI_WORDS_MIN)) {
            *ret_share = share;
            best = ENCODINGS[e].name;
        }
    }
    return best;
}
