/* standardise/legacy_bytes.h - what a byte is in the encodings that Viet Nam used before Unicode.
 *
 * Data walk: text_repair.c turns shown text back into bytes and reads these anew.
 * Way: in each of the four encodings a byte means the same whatever stands around it: a letter, or
 *   marks for the vowel before it. So a table of 256 entries is enough, and what it gives is
 *   decomposed in part.
 * Source: table legacy_encodings of the country tables.
 * Threads: immutable.
 */
#pragma once
#include "records/country_tables.h"
#include "records/text_damage.h"

#define HN_BYTE_CODE_POINTS 3u
#define HN_LEGACY_ENCODINGS (HN_DAMAGE_WINDOWS_1258 + 1)

typedef struct {
    guint16 of_byte[256][HN_BYTE_CODE_POINTS]; /* filled up with 0; none: no letter of it */
} HnLegacyBytes;

/* [HN_LEGACY_ENCODINGS], in the order of HnTextDamage, borrowed from @tables; NULL with @error set:
 * the table is missing or broken. */
const HnLegacyBytes *hn_legacy_bytes_of(const HnCountryTables *tables, GError **error);

/* The byte that windows-1252 or ISO 8859-1 shows as @c; FALSE: none. */
gboolean hn_shown_byte(gunichar c, guint8 *ret);
