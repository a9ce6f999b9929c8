/* standardise/text_scan.h - one fast look at a value: may anything have happened to its text?
 *
 * Data walk: text_repair.c asks first; nearly every sound value ends here.
 * Cost: 0.4 ns a byte of sound text, 3 ns of other.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "records/text_damage.h"

/* Beside the damages, each at the bit of its HnTextDamage. */
#define HN_SCAN_LOST (1u << HN_DAMAGE_LOST_LETTERS) /* '?' or U+FFFD beside a letter */
#define HN_SCAN_DECOMPOSED (1u << HN_DAMAGES)       /* combining marks: NFD, or half of it */
#define HN_SCAN_INVISIBLE (1u << (HN_DAMAGES + 1))  /* zero-width, soft hyphens, direction marks */
#define HN_SCAN_OTHER_D (1u << (HN_DAMAGES + 2))    /* eth or African d for d with stroke */
#define HN_SCAN_OUTSIDE (1u << (HN_DAMAGES + 3))    /* a letter that windows-1252 does not have */

/* Which damages @text, valid UTF-8, shows signs of: a set of bits. A sign is no evidence yet. */
guint hn_text_scan(HnSlice text);
/* The same without the look of text_look.h before it. */
guint hn_text_scan_whole(HnSlice text);
