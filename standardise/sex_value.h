/* standardise/sex_value.h - one word for a sex, however a register writes it.
 *
 * Data walk: standardiser.c, for type sex: "M", "Male", "Nam" and ISO/IEC 5218's 1 are "male", so
 *   that two registers agree. A map's own words (`male:`, `female:`) come before these.
 * What says "not known" is missing. A word that is in no table stays as it is, folded: it agrees
 *   with itself. So does 0, which is "not known" in ISO/IEC 5218 and "female" in many a register,
 *   and h, which stands beside m for hombre and mujer.
 * Cost: 20 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* @folded: text with case folded and single spaces. Returns the canonical word, borrowed: "male",
 * "female", "other", @folded itself, or nothing (n_bytes 0) for what is not known. */
HnSlice hn_sex_value(HnSlice folded);
