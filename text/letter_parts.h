/* text/letter_parts.h - letters that were taken apart are put together: a, circumflex and dot below
 * are one letter again.
 *
 * Data walk: normaliser.c and standardise/text_repair.c ask before they go the general ways, which
 *   take fifty times as long: file systems and keyboards take letters apart, so some registers have
 *   a few in a hundred of such values.
 * Source: Unicode Standard Annex 15; what two of them compose to is asked of GLib once.
 * Cost: 1.5 ns a byte, without allocation; the table takes 1 ms when it is first needed, 7 KiB.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* @text in NFC into @ret, which is no part of it and has room for as many bytes; returns how many
 * they are. 0: something else than Latin letters stands there, or a mark that no letter takes up:
 * the general way knows. @text is valid UTF-8. */
gsize hn_letter_parts_join(HnSlice text, guint8 *ret);
