/* zstd by its streaming decoder, gzip by GLib's converter. Left out: bzip2 and xz, which nobody has
 * asked for; zip, which is an archive and no stream. */
#include "connect/byte_source.h"

#include <gio/gio.h>
#include <unistd.h>
#include <zstd.h>

#include "base/io.h"
#include "connect/connect_error.h"

#define INPUT_BYTES ((gsize)128 << 10)
#define ZSTD_WINDOW_LOG_MAX                                                                        \
    27 /* 128 MiB: what zstd itself takes as its decoder's default limit                           \
        */

typedef enum { CONTAINER_UNKNOWN, CONTAINER_NONE, CONTAINER_GZIP, CONTAINER_ZSTD } Container;

struct _HnByteSource {
    int fd;
    HnDigest *digest;
    guint64 n_bytes, n_expected;
    Container container;
    gboolean part_open; /* inside a gzip member or zstd frame */
    gboolean at_end;    /* of the delivered bytes */
    gsize next, end;    /* delivered bytes that wait in @input */
    ZSTD_DStream *zstd;
    GConverter *gzip;
    guint8 input[INPUT_BYTES];
};

HnByteSource *
hn_byte_source_new(const char *path, GError **error)
{
    const int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : hn_io_open_read(path, error);
    if (fd < 0)
        return NULL;
    HnByteSource *source = g_new0(HnByteSource, 1);
    source->fd = fd;
    source->digest = hn_digest_new();
    if (!hn_io_size(fd, &source->n_expected, /* error= */ NULL))
        source->n_expected = 0; /* a pipe: nobody knows */
    return source;
}

/* Delivered bytes into @bytes; at the end *ret_n_read = 0. */
static gboolean
deliver(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read, GError **error)
{
    if (!hn_io_read(source->fd, bytes, n_bytes, ret_n_read, error))
        return FALSE;
    source->at_end = *ret_n_read == 0;
    source->n_bytes += *ret_n_read;
    hn_digest_update(source->digest, bytes, *ret_n_read);
    return TRUE;
}

static gboolean
refill(HnByteSource *source, GError **error)
{
    source->next = 0;
    return deliver(source, source->input, INPUT_BYTES, &source->end, error);
}

static gboolean
is_zstd(const guint8 *bytes, gsize n_bytes)
{
    static const guint8 frame[] = { 0x28, 0xb5, 0x2f, 0xfd };
    static const guint8 skippable[] = { 0x2a, 0x4d, 0x18 }; /* after 0x50..0x5f */
    return n_bytes >= 4 && (memcmp(bytes, frame, 4) == 0 ||
                            ((bytes[0] & 0xf0) == 0x50 && memcmp(bytes + 1, skippable, 3) == 0));
}

static gboolean
is_gzip(const guint8 *bytes, gsize n_bytes)
{
    return n_bytes >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

static gboolean
look_at_start(HnByteSource *source, GError **error)
{
    if (!refill(source, error))
        return FALSE;
    source->container = CONTAINER_NONE;
    if (is_gzip(source->input, source->end)) {
        source->container = CONTAINER_GZIP;
        source->gzip = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    } else if (is_zstd(source->input, source->end)) {
        source->container = CONTAINER_ZSTD;
        source->zstd = ZSTD_createDStream();
        g_assert(source->zstd != NULL);
        ZSTD_DCtx_setParameter(source->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
    }
    return TRUE;
}

static gboolean
read_plain(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read, GError **error)
{
    const gsize waiting = source->end - source->next;
    if (waiting == 0)
        return deliver(source, bytes, n_bytes, ret_n_read, error);
    *ret_n_read = MIN(waiting, n_bytes);
    memcpy(bytes, source->input + source->next, *ret_n_read);
    source->next += *ret_n_read;
    return TRUE;
}

/* Both decompressors: what they have written so far, maybe 0; they want more input then. */
static gboolean
step_zstd(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read, GError **error)
{
    ZSTD_inBuffer in = { source->input, source->end, source->next };
    ZSTD_outBuffer out = { bytes, n_bytes, 0 };
    const gsize left = ZSTD_decompressStream(source->zstd, &out, &in);
    if (ZSTD_isError(left)) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER,
                    "zstd data are damaged near byte %" G_GUINT64_FORMAT ": %s",
                    source->n_bytes - (source->end - source->next), ZSTD_getErrorName(left));
        return FALSE;
    }
    source->part_open = left != 0;
    source->next = in.pos;
    *ret_n_read = out.pos;
    return TRUE;
}

static gboolean
step_gzip(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read, GError **error)
{
    gsize n_read = 0;
    gsize n_written = 0;
    g_autoptr(GError) problem = NULL;
    const GConverterResult result =
        g_converter_convert(source->gzip, source->input + source->next, source->end - source->next,
                            bytes, n_bytes, G_CONVERTER_NO_FLAGS, &n_read, &n_written, &problem);
    if (result == G_CONVERTER_ERROR &&
        !g_error_matches(problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER,
                    "gzip data are damaged near byte %" G_GUINT64_FORMAT,
                    source->n_bytes - (source->end - source->next));
        return FALSE;
    }
    if (result == G_CONVERTER_ERROR) /* it wants more than the few bytes that are left */
        n_read = source->end - source->next;
    source->part_open = result != G_CONVERTER_FINISHED;
    if (result == G_CONVERTER_FINISHED)
        g_converter_reset(source->gzip);
    source->next += n_read;
    *ret_n_read = n_written;
    return TRUE;
}

static gboolean
read_container(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read,
               GError **error)
{
    *ret_n_read = 0;
    while (*ret_n_read == 0) {
        if (source->next == source->end && !source->at_end && !refill(source, error))
            return FALSE;
        if (source->at_end && !source->part_open)
            return TRUE;
        const gboolean done = source->container == CONTAINER_ZSTD
                                  ? step_zstd(source, bytes, n_bytes, ret_n_read, error)
                                  : step_gzip(source, bytes, n_bytes, ret_n_read, error);
        if (!done)
            return FALSE;
        if (source->at_end && *ret_n_read == 0 && source->part_open) {
            g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER,
                        "compressed data are cut: the file ends after %" G_GUINT64_FORMAT " bytes",
                        source->n_bytes);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
hn_byte_source_read(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read,
                    GError **error)
{
    g_assert(n_bytes > 0);
    if (source->container == CONTAINER_UNKNOWN && !look_at_start(source, error))
        return FALSE;
    gsize n_read = 0;
    const gboolean done = source->container == CONTAINER_NONE
                              ? read_plain(source, bytes, n_bytes, &n_read, error)
                              : read_container(source, bytes, n_bytes, &n_read, error);
    if (done)
        *ret_n_read = n_read;
    return done;
}

guint64
hn_byte_source_n_bytes(const HnByteSource *source)
{
    return source->n_bytes;
}

guint64
hn_byte_source_n_expected(const HnByteSource *source)
{
    return source->n_expected;
}

void
hn_byte_source_digest(HnByteSource *source, guint8 ret_digest[HN_DIGEST_BYTES])
{
    hn_digest_finish(source->digest, ret_digest);
}

void
hn_byte_source_free(HnByteSource *source)
{
    if (source == NULL)
        return;
    if (source->fd != STDIN_FILENO)
        hn_io_close(source->fd, /* error= */ NULL); /* only read from: nothing can be lost */
    hn_digest_free(source->digest);
    ZSTD_freeDStream(source->zstd);
    g_clear_object(&source->gzip);
    g_free(source);
}
