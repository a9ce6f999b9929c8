#include "connect/char_decoder.h"

#include <errno.h>

#include "connect/connect_error.h"
#include "text/utf8.h"
#include "text/vni_windows.h"

#define INPUT_STEP_BYTES ((gsize)64 << 10)
#define UNDECODABLE 0xff

typedef struct {
    guint64 decoded, encoded; /* offsets of a line's first byte on both sides */
} LineStart;

struct _HnCharDecoder {
    HnByteSource *source;
    GIConv conv;     /* (GIConv)-1: UTF-16 whose byte order is not known yet */
    gboolean is_vni; /* which iconv does not have: conv is unused */
    gunichar held;   /* of it: a letter that marks may follow; 0: none */
    gsize unit_bytes;
    gsize line_feed_at; /* which byte of a unit holds 0x0A */
    gboolean at_end;
    GByteArray *encoded; /* kept input; [0] has offset encoded_base */
    guint64 encoded_base;
    gsize n_converted;   /* of @encoded */
    GByteArray *decoded; /* output that waits; [0] has offset decoded_base */
    gsize n_given;       /* of @decoded */
    guint64 decoded_base;
    GArray *lines; /* of LineStart, ascending; the first holds the oldest kept byte */
};

#define NO_CONV ((GIConv)-1)

gboolean
hn_char_decoder_is_utf8(const char *encoding)
{
    return encoding == NULL || g_ascii_strcasecmp(encoding, "utf-8") == 0 ||
           g_ascii_strcasecmp(encoding, "utf8") == 0;
}

const char *
hn_char_decoder_iconv_name(const char *encoding)
{
    static const struct {
        const char *name, *iconv;
    } aliases[] = {
        { "tcvn3", "TCVN5712-1" },    { "tcvn", "TCVN5712-1" },  { "latin1", "ISO-8859-1" },
        { "windows-1258", "CP1258" }, { "viscii", "VISCII" },    { "utf16le", "UTF-16LE" },
        { "windows-1252", "CP1252" }, { "utf16be", "UTF-16BE" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++) {
        if (g_ascii_strcasecmp(encoding, aliases[i].name) == 0)
            return aliases[i].iconv;
    }
    return encoding;
}

gboolean
hn_char_decoder_is_vni(const char *name)
{
    return g_ascii_strcasecmp(name, "vni-windows") == 0 || g_ascii_strcasecmp(name, "vni") == 0;
}

static gboolean
is_utf16(const char *name, const char *suffix)
{
    return g_ascii_strncasecmp(name, "utf-16", 6) == 0 && g_ascii_strcasecmp(name + 6, suffix) == 0;
}

/* Rows and fields are cut after decoding, lines before: both must see the same line feeds. */
static gboolean
keeps_ascii_marks(GIConv conv)
{
    char marks[] = "a,\"\r\n;\t";
    char decoded[sizeof(marks)];
    char *in = marks;
    char *out = decoded;
    gsize n_in = sizeof(marks) - 1;
    gsize n_out = sizeof(decoded);
    const gboolean done = g_iconv(conv, &in, &n_in, &out, &n_out) != (gsize)-1 &&
                          g_iconv(conv, NULL, NULL, &out, &n_out) != (gsize)-1;
    g_iconv(conv, NULL, NULL, NULL, NULL);
    return done && (gsize)(out - decoded) == sizeof(marks) - 1 &&
           memcmp(decoded, "a,\"\r\n;\t", sizeof(marks) - 1) == 0;
}

static void
use_utf16(HnCharDecoder *decoder, const char *name)
{
    decoder->conv = g_iconv_open("UTF-8", name);
    g_assert(decoder->conv != NO_CONV); /* glibc has UTF-16 built in */
    decoder->unit_bytes = 2;
    decoder->line_feed_at = g_str_has_suffix(name, "BE") ? 1 : 0;
}

HnCharDecoder *
hn_char_decoder_new(const char *encoding, HnByteSource *source, GError **error)
{
    g_assert(!hn_char_decoder_is_utf8(encoding));
    const char *name = hn_char_decoder_iconv_name(encoding);
    g_autoptr(HnCharDecoder) decoder = g_new0(HnCharDecoder, 1);
    decoder->source = source;
    decoder->conv = NO_CONV;
    decoder->unit_bytes = 1;
    decoder->encoded = g_byte_array_new();
    decoder->decoded = g_byte_array_new();
    decoder->lines = g_array_new(FALSE, FALSE, sizeof(LineStart));
    g_array_append_val(decoder->lines, (LineStart){ 0 });
    if (hn_char_decoder_is_vni(name)) {
        decoder->is_vni = TRUE;
    } else if (is_utf16(name, "le") || is_utf16(name, "be")) {
        use_utf16(decoder, is_utf16(name, "le") ? "UTF-16LE" : "UTF-16BE");
    } else if (is_utf16(name, "")) {
        decoder->unit_bytes = 2;
    } else {
        decoder->conv = g_iconv_open("UTF-8", name);
        if (decoder->conv == NO_CONV) {
            g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                        "encoding '%s' is unknown here (`iconv -l` lists names)", encoding);
            return NULL;
        }
        if (!keeps_ascii_marks(decoder->conv)) {
            g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                        "encoding '%s' does not contain ASCII: convert the file first", encoding);
            return NULL;
        }
    }
    return g_steal_pointer(&decoder);
}

static gsize
unconverted(const HnCharDecoder *decoder)
{
    return decoder->encoded->len - decoder->n_converted;
}

static gboolean
refill(HnCharDecoder *decoder, GError **error)
{
    const guint old_len = decoder->encoded->len;
    gsize n_read = 0;
    g_byte_array_set_size(decoder->encoded, old_len + (guint)INPUT_STEP_BYTES);
    const gboolean done = hn_byte_source_read(decoder->source, decoder->encoded->data + old_len,
                                              INPUT_STEP_BYTES, &n_read, error);
    g_byte_array_set_size(decoder->encoded, old_len + (guint)n_read);
    decoder->at_end = done && n_read == 0;
    return done;
}

static gboolean
choose_byte_order(HnCharDecoder *decoder, GError **error)
{
    const guint8 *start = decoder->encoded->data;
    if (decoder->encoded->len < 2 && !decoder->at_end)
        return TRUE; /* later */
    if (decoder->encoded->len >= 2 && start[0] == 0xff && start[1] == 0xfe) {
        use_utf16(decoder, "UTF-16LE");
    } else if (decoder->encoded->len >= 2 && start[0] == 0xfe && start[1] == 0xff) {
        use_utf16(decoder, "UTF-16BE");
    } else {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                    "utf-16 without a byte order mark: declare utf-16le or utf-16be");
        return FALSE;
    }
    return TRUE;
}

/* Units from n_converted to the line feed, that included; all whole units where there is none. */
static gsize
line_bytes(const HnCharDecoder *decoder, gboolean *ret_ends)
{
    const guint8 *start = decoder->encoded->data + decoder->n_converted;
    const gsize n_bytes = unconverted(decoder);
    *ret_ends = TRUE;
    for (gsize from = 0; from < n_bytes;) {
        const guint8 *feed = memchr(start + from, '\n', n_bytes - from);
        if (feed == NULL)
            break;
        const gsize at = (gsize)(feed - start);
        const gsize unit = at - at % decoder->unit_bytes;
        const gboolean whole = unit + decoder->unit_bytes <= n_bytes;
        if (decoder->unit_bytes == 1 || (whole && at % 2 == decoder->line_feed_at &&
                                         start[unit + 1 - decoder->line_feed_at] == 0))
            return unit + decoder->unit_bytes;
        from = at + 1;
    }
    *ret_ends = FALSE;
    return n_bytes - n_bytes % decoder->unit_bytes;
}

static void
append_undecodable(HnCharDecoder *decoder)
{
    const guint8 mark = UNDECODABLE;
    g_byte_array_append(decoder->decoded, &mark, 1);
}

/* Room for what iconv makes of @n_in bytes: it writes at most 4 bytes for each, and what it held
 * back. */
static char *
reserve(HnCharDecoder *decoder, gsize n_in, gsize *ret_n_out)
{
    const guint old_len = decoder->decoded->len;
    *ret_n_out = 4 * n_in + 16;
    g_byte_array_set_size(decoder->decoded, old_len + (guint)*ret_n_out);
    return (char *)decoder->decoded->data + old_len;
}

/* Writes out the letter that iconv may hold back in case a combining mark follows. */
static void
flush(HnCharDecoder *decoder)
{
    gsize n_out;
    if (decoder->is_vni) {
        if (decoder->held != 0)
            hn_put_code_point(decoder->decoded, decoder->held);
        decoder->held = 0;
        return;
    }
    char *out = reserve(decoder, 0, &n_out);
    g_iconv(decoder->conv, NULL, NULL, &out, &n_out);
    g_byte_array_set_size(decoder->decoded, decoder->decoded->len - (guint)n_out);
}

/* Converts the next @n_bytes of @encoded, or all but an incomplete end where more may come. */
static void
convert(HnCharDecoder *decoder, gsize n_bytes, gboolean is_whole)
{
    const gsize end = decoder->n_converted + n_bytes;
    while (decoder->n_converted < end) {
        gsize n_in = end - decoder->n_converted;
        char *in = (char *)decoder->encoded->data + decoder->n_converted;
        gsize n_out;
        char *out = reserve(decoder, n_in, &n_out);
        const gsize result = g_iconv(decoder->conv, &in, &n_in, &out, &n_out);
        const int problem = errno;
        g_byte_array_set_size(decoder->decoded, decoder->decoded->len - (guint)n_out);
        decoder->n_converted = end - n_in;
        if (result != (gsize)-1)
            break;
        g_assert(problem != E2BIG);
        if (problem == EINVAL && !is_whole)
            return;
        flush(decoder);
        append_undecodable(decoder);
        decoder->n_converted += MIN(decoder->unit_bytes, end - decoder->n_converted);
    }
    if (is_whole)
        flush(decoder);
}

/* A letter waits for its marks, as iconv's windows-1258 lets it, so that composed letters come out.
 */
static void
convert_vni(HnCharDecoder *decoder, gsize n_bytes, gboolean is_whole)
{
    const gsize end = decoder->n_converted + n_bytes;
    for (; decoder->n_converted < end; decoder->n_converted++) {
        gunichar letters[HN_VNI_CODE_POINTS];
        const guint n =
            hn_vni_windows_decode(decoder->encoded->data[decoder->n_converted], letters);
        for (guint i = 0; i < n; i++) {
            gunichar composed = 0;
            if (decoder->held == 0 || !g_unichar_compose(decoder->held, letters[i], &composed)) {
                flush(decoder);
                composed = letters[i];
            }
            decoder->held = composed;
        }
        if (n == 0) {
            flush(decoder);
            append_undecodable(decoder);
        }
    }
    if (is_whole)
        flush(decoder);
}

static void
convert_line(HnCharDecoder *decoder)
{
    gboolean ends;
    const gsize n_bytes = line_bytes(decoder, &ends);
    if (decoder->is_vni)
        convert_vni(decoder, n_bytes, ends || decoder->at_end);
    else
        convert(decoder, n_bytes, ends || decoder->at_end);
    if (!ends && decoder->at_end && unconverted(decoder) > 0) { /* half a unit */
        append_undecodable(decoder);
        decoder->n_converted = decoder->encoded->len;
    }
    if (ends) {
        const LineStart next = { decoder->decoded_base + decoder->decoded->len,
                                 decoder->encoded_base + decoder->n_converted };
        g_array_append_val(decoder->lines, next);
    }
}

gboolean
hn_char_decoder_read(HnCharDecoder *decoder, guint8 *bytes, gsize n_bytes, gsize *ret_n_read,
                     GError **error)
{
    if (decoder->n_given == decoder->decoded->len) {
        decoder->decoded_base += decoder->n_given;
        decoder->n_given = 0;
        g_byte_array_set_size(decoder->decoded, 0);
    }
    while (decoder->decoded->len < n_bytes) {
        const gsize n_before = decoder->n_converted;
        const gboolean is_known = decoder->is_vni || decoder->conv != NO_CONV;
        if (is_known && unconverted(decoder) > 0)
            convert_line(decoder);
        if (decoder->n_converted != n_before)
            continue;
        if (decoder->at_end)
            break;
        if (!refill(decoder, error))
            return FALSE;
        if (!is_known && !choose_byte_order(decoder, error))
            return FALSE;
    }
    *ret_n_read = MIN(n_bytes, decoder->decoded->len - decoder->n_given);
    if (*ret_n_read > 0)
        memcpy(bytes, decoder->decoded->data + decoder->n_given, *ret_n_read);
    decoder->n_given += *ret_n_read;
    return TRUE;
}

/* Index of the last line that starts at or before decoded byte @offset. */
static guint
line_of(const HnCharDecoder *decoder, guint64 offset)
{
    guint low = 0;
    guint high = decoder->lines->len;
    while (high - low > 1) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(decoder->lines, LineStart, middle).decoded <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

guint64
hn_char_decoder_line_offset(const HnCharDecoder *decoder, guint64 offset)
{
    return g_array_index(decoder->lines, LineStart, line_of(decoder, offset)).encoded;
}

HnSlice
hn_char_decoder_lines(const HnCharDecoder *decoder, guint64 from, guint64 to)
{
    const guint first = line_of(decoder, from);
    const guint last = line_of(decoder, to > from ? to - 1 : from);
    const guint64 start = g_array_index(decoder->lines, LineStart, first).encoded;
    const guint64 end = last + 1 < decoder->lines->len
                            ? g_array_index(decoder->lines, LineStart, last + 1).encoded
                            : decoder->encoded_base + decoder->n_converted;
    return hn_slice(decoder->encoded->data + (start - decoder->encoded_base), end - start);
}

void
hn_char_decoder_forget(HnCharDecoder *decoder, guint64 offset)
{
    const guint line = line_of(decoder, offset);
    if (line == 0)
        return;
    g_array_remove_range(decoder->lines, 0, line);
    const guint64 start = g_array_index(decoder->lines, LineStart, 0).encoded;
    const gsize n_old = (gsize)(start - decoder->encoded_base);
    g_byte_array_remove_range(decoder->encoded, 0, (guint)n_old);
    decoder->encoded_base = start;
    decoder->n_converted -= n_old;
}

void
hn_char_decoder_free(HnCharDecoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->conv != NO_CONV)
        g_iconv_close(decoder->conv);
    g_byte_array_unref(decoder->encoded);
    g_byte_array_unref(decoder->decoded);
    g_array_unref(decoder->lines);
    g_free(decoder);
}
