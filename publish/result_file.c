#include "publish/result_file.h"

#include <zstd.h>

#include "base/base_error.h"
#include "base/codec.h"
#include "base/io.h"

#define SKIPPABLE_MAGIC 0x184D2A5Eu
#define SEEKABLE_MAGIC 0x8F92EAB1u
#define FRAMES_PER_THREAD                                                                          \
    16u                 /* of a wave, at whose end the threads wait for the last: 4 cost 5 % */
#define FRAMES_MAX 256u /* of a third of a megabyte each */
#define CHECK_BYTES ((gsize)256 << 10)

/* One compressed frame. */
typedef struct {
    GByteArray *frame;
    guint content_bytes;
} Slot;

/* Frames are made in waves: while one is made the wave before is written. */
typedef struct {
    const HnResultFile *file;
    int fd;
    HnDigest *digest;
    GByteArray *seek_table;
    HnResultInfo info;
    gsize first_frame; /* of the wave that is made */
    gsize n_wave_max;
    Slot *slots;          /* [2 * n_wave_max] of the wave that is made, and of the one before */
    guint which;          /* half of the slots that is made */
    ZSTD_CCtx **contexts; /* [n_threads] */
    GByteArray **lines;   /* [n_threads] */
} Wave;

static void
render_frame(gpointer user, gsize task, guint thread)
{
    Wave *wave = user;
    Slot *slot = &wave->slots[wave->which * wave->n_wave_max + task];
    GByteArray *lines = wave->lines[thread];
    const gsize first = (wave->first_frame + task) * HN_RESULT_ROWS_PER_FRAME;
    g_byte_array_set_size(lines, 0);
    wave->file->render(wave->file->user, first,
                       MIN(first + HN_RESULT_ROWS_PER_FRAME, wave->file->n_rows), thread, lines);
    slot->content_bytes = lines->len;
    g_byte_array_set_size(slot->frame, (guint)ZSTD_compressBound(lines->len));
    const gsize n_bytes = ZSTD_compress2(wave->contexts[thread], slot->frame->data,
                                         slot->frame->len, lines->data, lines->len);
    g_assert(!ZSTD_isError(n_bytes)); /* the buffer has the bound's size: only a bug can fail */
    g_byte_array_set_size(slot->frame, (guint)n_bytes);
}

static gboolean
write_bytes(Wave *wave, const GByteArray *bytes, GError **error)
{
    hn_digest_update(wave->digest, bytes->data, bytes->len);
    wave->info.bytes += bytes->len;
    return hn_io_write(wave->fd, bytes->data, bytes->len, error);
}

/* Writes the @n_frames of one half of the slots. */
static gboolean
write_wave(Wave *wave, guint which, gsize n_frames, GError **error)
{
    for (gsize i = 0; i < n_frames; i++) {
        const Slot *slot = &wave->slots[which * wave->n_wave_max + i];
        hn_put_u32(wave->seek_table, slot->frame->len);
        hn_put_u32(wave->seek_table, slot->content_bytes);
        wave->info.content_bytes += slot->content_bytes;
        if (!write_bytes(wave, slot->frame, error))
            return FALSE;
    }
    hn_io_begin_sync(wave->fd);
    return TRUE;
}

static gboolean
write_seek_table(Wave *wave, GError **error)
{
    g_autoptr(GByteArray) table = g_byte_array_new();
    hn_put_u32(table, SKIPPABLE_MAGIC);
    hn_put_u32(table, wave->seek_table->len + 9);
    hn_put_bytes(table, wave->seek_table->data, wave->seek_table->len);
    hn_put_u32(table, wave->seek_table->len / 8);
    hn_put_u8(table, 0); /* no checksums in the table: each frame has its own */
    hn_put_u32(table, SEEKABLE_MAGIC);
    return write_bytes(wave, table, error);
}

static gboolean
write_frames(Wave *wave, GError **error)
{
    const gsize n_rows = wave->file->n_rows;
    const gsize n_frames = (n_rows + HN_RESULT_ROWS_PER_FRAME - 1) / HN_RESULT_ROWS_PER_FRAME;
    gsize n_before = 0; /* frames of the wave before, not written yet */
    gboolean ok = TRUE;
    for (gsize frame = 0; ok && frame < n_frames; frame += n_before) {
        const gsize n = MIN(wave->n_wave_max, n_frames - frame);
        wave->first_frame = frame;
        wave->which ^= 1;
        hn_thread_pool_start(wave->file->pool, n, render_frame, wave);
        ok = write_wave(wave, wave->which ^ 1, n_before, error);
        hn_thread_pool_finish(wave->file->pool);
        n_before = n;
    }
    if (!ok || !write_wave(wave, wave->which, n_before, error) || !write_seek_table(wave, error) ||
        !hn_io_sync(wave->fd, error))
        return FALSE;
    hn_digest_finish(wave->digest, wave->info.sha256);
    return TRUE;
}

static void
make_room(Wave *wave, guint n_threads)
{
    wave->n_wave_max = MIN((gsize)FRAMES_PER_THREAD * n_threads, FRAMES_MAX);
    wave->slots = g_new0(Slot, 2 * wave->n_wave_max);
    wave->contexts = g_new0(ZSTD_CCtx *, n_threads);
    wave->lines = g_new0(GByteArray *, n_threads);
    for (gsize i = 0; i < 2 * wave->n_wave_max; i++)
        wave->slots[i].frame = g_byte_array_new();
    for (guint i = 0; i < n_threads; i++) {
        wave->lines[i] = g_byte_array_new();
        wave->contexts[i] = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(wave->contexts[i], ZSTD_c_compressionLevel, HN_RESULT_LEVEL);
        ZSTD_CCtx_setParameter(wave->contexts[i], ZSTD_c_hashLog, HN_RESULT_HASH_LOG);
        ZSTD_CCtx_setParameter(wave->contexts[i], ZSTD_c_checksumFlag, 1);
    }
}

static void
give_up_room(Wave *wave, guint n_threads)
{
    for (gsize i = 0; i < 2 * wave->n_wave_max; i++)
        g_byte_array_unref(wave->slots[i].frame);
    for (guint i = 0; i < n_threads; i++) {
        g_byte_array_unref(wave->lines[i]);
        ZSTD_freeCCtx(wave->contexts[i]);
    }
    g_free(wave->slots);
    g_free(wave->lines);
    g_free(wave->contexts);
}

gboolean
hn_result_file_write(const HnResultFile *file, HnResultInfo *ret_info, GError **error)
{
    if (!hn_io_unlink(file->path, error))
        return FALSE;
    const guint n_threads = hn_thread_pool_n_threads(file->pool);
    g_autoptr(HnDigest) digest = hn_digest_new();
    g_autoptr(GByteArray) seek_table = g_byte_array_new();
    Wave wave = {
        .file = file, .digest = digest, .seek_table = seek_table, .info.rows = file->n_rows
    };
    wave.fd = hn_io_create(file->path, error);
    if (wave.fd < 0)
        return FALSE;
    make_room(&wave, n_threads);
    gboolean ok = write_frames(&wave, error);
    give_up_room(&wave, n_threads);
    ok = hn_io_close(wave.fd, ok ? error : NULL) && ok;
    if (ok)
        *ret_info = wave.info;
    return ok;
}

/* ---- after a kill ---- */

static gboolean
digest_file(int fd, guint64 *ret_n_bytes, guint8 ret_sha256[HN_DIGEST_BYTES], GError **error)
{
    g_autofree guint8 *bytes = g_malloc(CHECK_BYTES);
    g_autoptr(HnDigest) digest = hn_digest_new();
    guint64 total = 0;
    for (gsize n = 1; n > 0; total += n) {
        if (!hn_io_read(fd, bytes, CHECK_BYTES, &n, error))
            return FALSE;
        hn_digest_update(digest, bytes, n);
    }
    hn_digest_finish(digest, ret_sha256);
    *ret_n_bytes = total;
    return TRUE;
}

gboolean
hn_result_file_check(const char *path, guint64 n_bytes, const guint8 sha256[HN_DIGEST_BYTES],
                     GError **error)
{
    guint8 found[HN_DIGEST_BYTES];
    guint64 n_found = 0;
    const int fd = hn_io_open_read(path, error);
    if (fd < 0)
        return FALSE;
    const gboolean is_read = digest_file(fd, &n_found, found, error);
    if (!hn_io_close(fd, is_read ? error : NULL) || !is_read)
        return FALSE;
    if (n_found == n_bytes && memcmp(found, sha256, sizeof found) == 0)
        return TRUE;
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "'%s' is not what was written", path);
    return FALSE;
}
