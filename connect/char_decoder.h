/* connect/char_decoder.h - a declared encoding to UTF-8, as a stream, with the way back to the
 * input's offsets.
 *
 * Data walk: byte_source -> char_decoder -> input_window, only where the declared encoding is not
 * UTF-8. Under a declared encoding nothing is detected or repaired: a sequence that has no meaning
 * in it becomes the single byte 0xFF, which no UTF-8 has, so the row that holds it is quarantined.
 * Offsets: a row starts where a line starts, and a line feed has the same place in the order of
 * lines on both sides, so the encoded offset of each line start is known exactly. The encoded bytes
 * are kept until hn_char_decoder_forget(), for the quarantine. Source: glibc's iconv tables
 * (windows-1258, TCVN 5712, VISCII ...). Threads: belongs to one thread.
 */
#pragma once
#include "connect/byte_source.h"

typedef struct _HnCharDecoder HnCharDecoder;
/* TRUE for UTF-8's own names and NULL: no decoder is needed. */
gboolean hn_char_decoder_is_utf8(const char *encoding);
/* The name that iconv knows it by; and whether that is VNI-Windows, which iconv does not know. */
const char *hn_char_decoder_iconv_name(const char *encoding);
gboolean hn_char_decoder_is_vni(const char *name);
/* @source is borrowed and read by the decoder alone. @error: HN_CONNECT_ERROR_ENCODING: unknown, or
 * one whose line feed is not found by bytes (only supersets of ASCII's line feed, comma and quote,
 * and UTF-16). */
HnCharDecoder *hn_char_decoder_new(const char *encoding, HnByteSource *source, GError **error);
/* As hn_byte_source_read(); also HN_CONNECT_ERROR_ENCODING: "utf-16" without a byte order mark. */
gboolean hn_char_decoder_read(HnCharDecoder *decoder, guint8 *bytes, gsize n_bytes,
                              gsize *ret_n_read, GError **error);
/* Where the line that holds decoded byte @offset starts in the encoded input. */
guint64 hn_char_decoder_line_offset(const HnCharDecoder *decoder, guint64 offset);
/* The encoded bytes of all lines that begin in [from, to), at least one line; valid until the next
 * call. */
HnSlice hn_char_decoder_lines(const HnCharDecoder *decoder, guint64 from, guint64 to);
void hn_char_decoder_forget(HnCharDecoder *decoder, guint64 offset); /* lines that end before it */
void hn_char_decoder_free(HnCharDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCharDecoder, hn_char_decoder_free)
