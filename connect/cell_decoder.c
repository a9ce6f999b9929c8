#include "connect/cell_decoder.h"

#include "connect/char_decoder.h"
#include "connect/connect_error.h"
#include "text/utf8.h"
#include "text/vni_windows.h"

#define NO_CONV ((GIConv)-1)
#define UTF8_BYTES_MAX 4u /* that one byte of an encoding becomes, and one that was held back */
#define FIRST_PRINTED 0x20u
#define N_PRINTED (0x7fu - FIRST_PRINTED)

struct _HnCellDecoder {
    GIConv conv;            /* NO_CONV: VNI-Windows, which iconv does not have */
    gboolean keeps_printed; /* ASCII from ' ' to '~' is what it is in ASCII */
};

static gsize
room_for(HnSlice cell)
{
    return UTF8_BYTES_MAX * HN_VNI_CODE_POINTS * (cell.n_bytes + 1);
}

/* A letter waits for its marks, so that composed letters come out, as from a file. */
static gboolean
decode_vni(HnSlice cell, guint8 *out, guint8 **ret_end)
{
    gunichar held = 0; /* 0: none */
    for (gsize i = 0; i < cell.n_bytes; i++) {
        gunichar letters[HN_VNI_CODE_POINTS];
        const guint n = hn_vni_windows_decode(cell.bytes[i], letters);
        if (n == 0)
            return FALSE;
        for (guint k = 0; k < n; k++) {
            gunichar composed = 0;
            if (i + k > 0 && !g_unichar_compose(held, letters[k], &composed))
                out += hn_utf8_put(out, held);
            held = composed == 0 ? letters[k] : composed;
        }
    }
    *ret_end = out + (cell.n_bytes == 0 ? 0 : hn_utf8_put(out, held));
    return TRUE;
}

/* The second call gives what the first held back: a vowel may wait for its mark. */
static gboolean
decode_iconv(GIConv conv, HnSlice cell, guint8 *out, guint8 **ret_end)
{
    gsize n_in = cell.n_bytes;
    gsize n_out = room_for(cell);
    char *next = (char *)out;
    g_autofree char *in = g_memdup2(cell.bytes, cell.n_bytes); /* iconv takes no const */
    char *from = in;
    g_iconv(conv, NULL, NULL, NULL, NULL);
    const gboolean done = g_iconv(conv, &from, &n_in, &next, &n_out) != (gsize)-1 && n_in == 0 &&
                          g_iconv(conv, NULL, NULL, &next, &n_out) != (gsize)-1;
    *ret_end = (guint8 *)next;
    return done;
}

static gboolean
decode(const HnCellDecoder *decoder, HnSlice cell, guint8 *out, guint8 **ret_end)
{
    return decoder->conv == NO_CONV ? decode_vni(cell, out, ret_end)
                                    : decode_iconv(decoder->conv, cell, out, ret_end);
}

/* Not so where letters are shifted by printed characters. */
static gboolean
keeps_printed(const HnCellDecoder *decoder)
{
    guint8 printed[N_PRINTED];
    for (guint i = 0; i < N_PRINTED; i++)
        printed[i] = (guint8)(FIRST_PRINTED + i);
    const HnSlice all = hn_slice(printed, sizeof printed);
    g_autofree guint8 *out = g_malloc(room_for(all));
    guint8 *end = out;
    return decode(decoder, all, out, &end) &&
           hn_slice_equal(hn_slice(out, (gsize)(end - out)), all);
}

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
    decoder->keeps_printed = keeps_printed(decoder);
    return decoder;
}

/* TCVN3 and VISCII have letters where ASCII has controls. */
static gboolean
is_printed(HnSlice cell)
{
    for (gsize i = 0; i < cell.n_bytes; i++)
        if (cell.bytes[i] - FIRST_PRINTED >= N_PRINTED)
            return FALSE;
    return TRUE;
}

gboolean
hn_cell_decoder_decode(HnCellDecoder *decoder, HnSlice cell, HnArena *arena, HnSlice *ret)
{
    *ret = cell;
    if (cell.n_bytes == 0 || (decoder->keeps_printed && is_printed(cell)))
        return TRUE;
    g_autofree guint8 *out = g_malloc(room_for(cell));
    guint8 *end = out;
    const gboolean done = decode(decoder, cell, out, &end);
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
