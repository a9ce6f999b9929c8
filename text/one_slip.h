/* text/one_slip.h - whether two names differ by one slip of the keyboard.
 *
 * Data walk: standardise/unit_slips.c, for names of units; scoring/address_forms.c, for streets.
 * One slip: a letter too many, missing or wrong, or two neighbours exchanged. Digits must be right:
 *   a number one digit away is another number. Letters are bytes: for text without marks.
 * Cost: 5-10 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* FALSE for equal ones. */
gboolean hn_is_one_slip(HnSlice a, HnSlice b);
