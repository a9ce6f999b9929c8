/* connect/input_window.h - the window of decoded bytes on which rows are cut, one file at a time.
 *
 * Data walk: byte_source -> (char_decoder) -> input_window; a format looks at bytes[0..n_bytes) and
 * says from where on the next window must hold them. Each byte is read once into the window that a
 * batch's fields point into; only the unfinished record at its end is copied again. A window lives
 * in the batch's arena. Offsets: of the decompressed, still encoded input. Threads: belongs to one
 * thread.
 */
#pragma once
#include "base/arena.h"
#include "connect/char_decoder.h"

typedef struct {
    const char *path; /* borrowed */
    guint8 *bytes;    /* (in the batch's arena) */
    gsize n_bytes;    /* filled */
    gboolean at_end;  /* no more will come */
    /* Private. */
    gsize capacity;
    gsize chunk_bytes; /* asked from the source at a time */
    guint64 base;      /* decoded offset of bytes[0] */
    GByteArray *carry; /* what the next window starts with */
    HnByteSource *source;
    HnCharDecoder *decoder; /* NULL: the input is UTF-8 */
} HnInputWindow;

gboolean hn_input_window_open(HnInputWindow *window, const char *path, const char *encoding,
                              gsize chunk_bytes, GError **error);
void hn_input_window_close(HnInputWindow *window); /* closed or never opened is fine */
/* A new window of at least @n_bytes in @arena, and twice what was kept. */
void hn_input_window_start(HnInputWindow *window, HnArena *arena, gsize n_bytes);
gboolean hn_input_window_is_full(const HnInputWindow *window);
gboolean hn_input_window_fill(HnInputWindow *window,
                              GError **error); /* not full; at least 1 byte or at_end */
/* Bytes from @from on are for the next window. */
void hn_input_window_keep(HnInputWindow *window, gsize from);
void hn_input_window_discard(HnInputWindow *window); /* all bytes; the window can be filled again */
guint64 hn_input_window_offset(const HnInputWindow *window, gsize at); /* @at: a line's start */
/* The bytes as they were in the input; borrowed from the window, or from @arena. @from: a line's
 * start. */
HnSlice hn_input_window_raw(const HnInputWindow *window, gsize from, gsize to, HnArena *arena);
