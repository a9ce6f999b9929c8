/* connect/cell_decoder.h - a declared encoding to UTF-8, cell by cell.
 *
 * Data walk: cell_rows.c, for a query whose text is declared in another encoding than UTF-8.
 *   Nothing is detected or repaired: a cell with a sequence that has no meaning in it is refused.
 * Source: as char_decoder.h.
 * Cost: iconv's, some 10 ns a byte; a cell of printed ASCII is passed over.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/arena.h"

typedef struct _HnCellDecoder HnCellDecoder;
/* @encoding: none of UTF-8's names. @error: HN_CONNECT_ERROR_ENCODING: unknown, or UTF-16, which no
 * cell is in. */
HnCellDecoder *hn_cell_decoder_new(const char *encoding, GError **error);
/* FALSE: @cell is not valid. @ret: in @arena, or @cell itself where it is
 * printed ASCII. */
gboolean hn_cell_decoder_decode(HnCellDecoder *decoder, HnSlice cell, HnArena *arena, HnSlice *ret);
void hn_cell_decoder_free(HnCellDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCellDecoder, hn_cell_decoder_free)
