/* insight/masked_value.h - the shape of a value, without the value: what an explanation shows to
 *   those who may not see it.
 *
 * Data walk: pair_json.h, entity_json.h and the words of `explain` show values through it unless
 *   they were asked to unmask.
 * Shape: a dot for each letter or digit, other characters as they are; of names and texts the first
 *   letter of each word of two letters or more. A category has few values, so its length would
 *   tell: three dots always. Where two values differ, brackets stand around what differs, between
 *   what they have in common at both ends.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "records/schema.h"

/* Appends the shape of @value, which is valid UTF-8. @other: what it is compared with; empty or
 * equal: no brackets. */
void hn_masked_value(HnAttributeType type, HnSlice value, HnSlice other, GString *out);
/* The value itself, with the same brackets. */
void hn_unmasked_value(HnSlice value, HnSlice other, GString *out);
