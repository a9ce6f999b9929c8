/* datasets/registers/raw_text.h - a value as a register writes it: UTF-8 of any form, some room.
 *
 * Data walk: raw_forms.c and register_record.c append the pieces, text_damager.c spoils the whole,
 *   register_writer.c writes it out.
 * Cost: fixed room, no allocation; what does not fit is cut at a letter, as a column of fixed
 *   width does it.
 * Threads: a value.
 */
#pragma once
#include "base/slice.h"

#define HN_RAW_TEXT_BYTES 640

typedef struct {
    gsize n_bytes;                /* 0 = missing */
    char text[HN_RAW_TEXT_BYTES]; /* NUL-terminated */
} HnRawText;

void hn_raw_text_clear(HnRawText *text);
void hn_raw_text_set(HnRawText *text, HnSlice value);
void hn_raw_text_append(HnRawText *text, HnSlice value);
void hn_raw_text_add(HnRawText *text, const char *value);
void hn_raw_text_add_number(HnRawText *text, guint64 value, guint n_digits); /* at least so many */

static inline HnSlice
hn_raw_text_slice(const HnRawText *text)
{
    return hn_slice(text->text, text->n_bytes);
}

/* As code points; @ret_chars has room for HN_RAW_TEXT_BYTES. Returns how many. */
guint hn_raw_text_chars(const HnRawText *text, gunichar *ret_chars);
void hn_raw_text_set_chars(HnRawText *text, const gunichar *chars, guint n_chars);
