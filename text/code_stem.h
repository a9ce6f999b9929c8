/* text/code_stem.h - one model in two writings: without the letters behind its number.
 *
 * Data walk: scoring/ asks once per pair of distinct codes (HN_LEVEL_CODE_STEM).
 * Why: what stands behind the last digit of a model number says colour, market or packing (SD990,
 *   SD990ISB; DVPFX820, DVPFX820P), and one shop leaves it out. Another digit is another model of
 *   the series: of 1,081 pairs of one product 87 differ so and 8 in anything else with four equal
 *   letters in front, of a million others 180 and 1,445 (docs/decisions/0074).
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* Equal but for the letters behind the last digit; or one code begins the other and no number goes
 * on there (HTS3555B, HTS3555B37; never KXTG432, KXTG4324). What is equal has four bytes and a
 * digit at least. */
gboolean hn_codes_same_stem(HnSlice a, HnSlice b);
