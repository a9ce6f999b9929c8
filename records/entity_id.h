/* records/entity_id.h - identifiers with check characters, e.g. e-00000012Q (contract 5).
 *
 * Data walk: everywhere a person or a file meets an entity, event, decision, case or run.
 * Form: kind letter, '-', 8 digits base 31 of the sequence (zero-padded), 1 check character, over
 * the 31 symbols 0123456789ABCDEFGHJKMNPQRSTVWXY. With digits d1..d8 from the left, the check is (1
 * d1 + 2 d2 + ... + 8 d8) modulo 31. 31 is prime and the weights 1..8 and -1 (the check's own) are
 *   distinct and not zero, so every single wrong symbol and every exchange of neighbours is caught.
 * Source: Verhoeff (1969), "Error detecting decimal codes", for the requirements on the weights.
 * Range: 31^8 = 852,891,037,441 ids of each kind.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_ENTITY_ID_CHARS 11
#define HN_ENTITY_ID_END G_GUINT64_CONSTANT(852891037441) /* sequences are below */
void hn_entity_id_format(char kind, guint64 sequence, char ret_id[HN_ENTITY_ID_CHARS + 1]);
/* Case-blind; O reads as 0, I and L as 1. FALSE: wrong kind, length, symbol or check. */
gboolean hn_entity_id_parse(HnSlice text, char kind, guint64 *ret_sequence);
