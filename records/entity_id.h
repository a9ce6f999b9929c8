/* records/entity_id.h - identifiers with check characters, e.g. e-00000012K (contract 5).
 *
 * Form: kind letter, '-', 8 digits base 31 of the sequence (zero-padded), 1 check character, over
 * the 31 symbols 0123456789ABCDEFGHJKMNPQRSTVWXY. The check is a weighted sum modulo 31 (prime)
 * with distinct non-zero weights, so every single wrong symbol and every exchange of neighbours is
 * caught. Source: Verhoeff (1969), "Error detecting decimal codes", for the requirements on the
 * weights. Range: 31^8 = 852,891,037,441 ids of each kind. Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_ENTITY_ID_CHARS 11
void hn_entity_id_format(char kind, guint64 sequence, char ret_id[HN_ENTITY_ID_CHARS + 1]);
/* Case-blind; O reads as 0, I and L as 1. FALSE: wrong kind, length, symbol or check. */
gboolean hn_entity_id_parse(HnSlice text, char kind, guint64 *ret_sequence);
