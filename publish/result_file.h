/* publish/result_file.h - a result: JSON lines in independent zstd frames, rendered and compressed
 * in parallel.
 *
 * Data walk: link's arrays -> lines by row range -> frames -> results/RUN/NAME.jsonl.zst and its
 *   SHA-256. Frames are cut by row count, never by threads or memory, each with its content size
 *   and checksum; a seek table (zstd's seekable format, a skippable frame) ends the file: any zstd
 *   reads it, a seeker may jump.
 * Source: facebook/zstd contrib/seekable_format.
 * Cost: rendering and zstd level 1, both on all threads, while the frames before are written;
 *   memory: the lines of one frame a thread, and eight compressed ones.
 * Threads: uses the pool; the callback must be reentrant.
 */
#pragma once
#include "base/hash.h"
#include "base/thread_pool.h"

#define HN_RESULT_ROWS_PER_FRAME 4096u
#define HN_RESULT_LEVEL 1 /* on these lines as small as 3 and 1.8 times as fast */
#define HN_RESULT_HASH_LOG                                                                         \
    12 /* a table of 16 KiB stays in the first cache: a tenth faster, 0 to 4 % larger */

typedef struct {
    guint64 rows;
    guint64 bytes;                  /* of the file */
    guint64 content_bytes;          /* of the lines */
    guint8 sha256[HN_DIGEST_BYTES]; /* of the file */
} HnResultInfo;

/* Appends one line for each of rows [first, end) to @out. @thread picks the scratch it may use. */
typedef void (*HnResultRender)(gpointer user, gsize first, gsize end, guint thread,
                               GByteArray *out);

typedef struct {
    const char *path; /* an existing file is replaced */
    gsize n_rows;
    HnResultRender render;
    gpointer user;
    HnThreadPool *pool;
} HnResultFile;
/* Makes the file durable; syncing its folder is the caller's. */
gboolean hn_result_file_write(const HnResultFile *file, HnResultInfo *ret_info, GError **error);
/* Whether a file still has the bytes that were written; HN_BASE_ERROR_CORRUPT names it if not. */
gboolean hn_result_file_check(const char *path, guint64 n_bytes,
                              const guint8 sha256[HN_DIGEST_BYTES], GError **error);
