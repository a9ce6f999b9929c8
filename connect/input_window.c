#include "connect/input_window.h"

gboolean
hn_input_window_open(HnInputWindow *window, const char *path, const char *encoding,
                     gsize chunk_bytes, GError **error)
{
    *window = (HnInputWindow){ .path = path, .chunk_bytes = chunk_bytes };
    window->source = hn_byte_source_new(path, error);
    if (window->source == NULL)
        return FALSE;
    if (!hn_char_decoder_is_utf8(encoding)) {
        window->decoder = hn_char_decoder_new(encoding, window->source, error);
        if (window->decoder == NULL) {
            hn_input_window_close(window);
            return FALSE;
        }
    }
    window->carry = g_byte_array_new();
    return TRUE;
}

void
hn_input_window_close(HnInputWindow *window)
{
    g_clear_pointer(&window->decoder, hn_char_decoder_free);
    g_clear_pointer(&window->source, hn_byte_source_free);
    g_clear_pointer(&window->carry, g_byte_array_unref);
}

void
hn_input_window_start(HnInputWindow *window, HnArena *arena, gsize n_bytes)
{
    const gsize n_kept = window->carry->len;
    window->capacity = MAX(n_bytes, 2 * n_kept);
    window->bytes = hn_arena_alloc(arena, window->capacity, 1);
    if (n_kept > 0)
        memcpy(window->bytes, window->carry->data, n_kept);
    window->n_bytes = n_kept;
    g_byte_array_set_size(window->carry, 0);
}

gboolean
hn_input_window_is_full(const HnInputWindow *window)
{
    return window->n_bytes == window->capacity;
}

gboolean
hn_input_window_fill(HnInputWindow *window, GError **error)
{
    guint8 *to = window->bytes + window->n_bytes;
    const gsize n_wanted = MIN(window->capacity - window->n_bytes, window->chunk_bytes);
    gsize n_read = 0;
    const gboolean done = window->decoder == NULL
                              ? hn_byte_source_read(window->source, to, n_wanted, &n_read, error)
                              : hn_char_decoder_read(window->decoder, to, n_wanted, &n_read, error);
    if (!done)
        return FALSE;
    window->n_bytes += n_read;
    window->at_end = n_read == 0;
    return TRUE;
}

void
hn_input_window_keep(HnInputWindow *window, gsize from)
{
    g_assert(from <= window->n_bytes);
    g_byte_array_append(window->carry, window->bytes + from, (guint)(window->n_bytes - from));
    window->base += from;
    if (window->decoder != NULL)
        hn_char_decoder_forget(window->decoder, window->base);
    window->bytes = NULL;
    window->n_bytes = window->capacity = 0;
}

void
hn_input_window_discard(HnInputWindow *window)
{
    window->base += window->n_bytes;
    window->n_bytes = 0;
    if (window->decoder != NULL)
        hn_char_decoder_forget(window->decoder, window->base);
}

guint64
hn_input_window_offset(const HnInputWindow *window, gsize at)
{
    const guint64 offset = window->base + at;
    return window->decoder == NULL ? offset : hn_char_decoder_line_offset(window->decoder, offset);
}

HnSlice
hn_input_window_raw(const HnInputWindow *window, gsize from, gsize to, HnArena *arena)
{
    if (window->decoder == NULL)
        return hn_slice(window->bytes + from, to - from);
    return hn_arena_copy(
        arena, hn_char_decoder_lines(window->decoder, window->base + from, window->base + to));
}
