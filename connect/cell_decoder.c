#include "connect/cell_decoder.h"

#include "connect/char_decoder.h"
#include "connect/connect_error.h"
#include "text/utf8.h"
#include "text/vni_windows.h"

#define NO_CONV ((GIConv)-1)
#define UTF8_BYTES_MAX 4u /* that one byte of an encoding becomes, and one that was held back */

struct _HnCellDecoder {
    GIConv conv; /* NO_CONV: VNI-Windows, which iconv does not have */
};

HnCellDecoder *
hn_cell_decoder_new(const char *encoding, GError **error)
{
    g_assert(!hn_char_decoder_is_utf8(encoding));
    g_autoptr(HnCharDecoder) known = hn_char_decoder_new(encoding, NULL, error);
    if (known == NULL)
        return NULL;
    const char *name = hn_char_decoder_iconv_name(encoding);
    if (g_ascii_strncasecmp(name, "utf-16", strlen("utf-16")) == 0) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                    "encoding '%s': the cells of a query are never in it", encoding);
        return NULL;
    }
    HnCellDecoder *decoder = g_new0(HnCellDecoder, 1);
    decoder->conv = NO_CONV;
    if (!hn_char_decoder_is_vni(name))
        decoder->conv = g_iconv_open("UTF-8", name);
    return decoder;
}

static gboolean
decode_vni(HnSlice cell, guint8 *out, guint8 **ret_end)
{
    for (gsize i = 0; i < cell.n_bytes; i++) {
        gunichar points[HN_VNI_CODE_POINTS];
        const guint n = hn_vni_windows_decode(cell.bytes[i], points);
        if (n == 0)
            return FALSE;
        for (guint k = 0; k < n; k++)
            out += hn_utf8_put(out, points[k]);
    }
    *ret_end = out;
    return TRUE;
}

/* The second call gives what the first held back: a vowel may wait for its mark. */
static gboolean
decode_iconv(GIConv conv, HnSlice cell, guint8 *out, gsize n_out, guint8 **ret_end)
{
    gsize n_in = cell.n_bytes;
    char *next = (char *)out;
    char *in = g_strndup((const char *)cell.bytes, cell.n_bytes); /* iconv takes no const */
    char *from = in;
    g_iconv(conv, NULL, NULL, NULL, NULL);
    const gboolean done = g_iconv(conv, &from, &n_in, &next, &n_out) != (gsize)-1 && n_in == 0 &&
                          g_iconv(conv, NULL, NULL, &next, &n_out) != (gsize)-1;
    g_free(in);
    *ret_end = (guint8 *)next;
    return done;
}

gboolean
hn_cell_decoder_decode(HnCellDecoder *decoder, HnSlice cell, HnArena *arena, HnSlice *ret)
{
    *ret = cell;
    if (hn_utf8_is_ascii(cell))
        return TRUE;
    const gsize n_out = UTF8_BYTES_MAX * HN_VNI_CODE_POINTS * (cell.n_bytes + 1);
    g_autofree guint8 *out = g_malloc(n_out);
    guint8 *end = out;
    const gboolean done = decoder->conv == NO_CONV
                              ? decode_vni(cell, out, &end)
                              : decode_iconv(decoder->conv, cell, out, n_out, &end);
    if (done)
        *ret = hn_arena_copy(arena, hn_slice(out, (gsize)(end - out)));
    return done;
}

void
hn_cell_decoder_free(HnCellDecoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->conv != NO_CONV)
        g_iconv_close(decoder->conv);
    g_free(decoder);
}
