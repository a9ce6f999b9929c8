/* text/vni_windows.h - VNI-Windows, a Vietnamese encoding that iconv does not have.
 *
 * Data walk: connect/char_decoder.c, for a file that is declared in it; insight/text_encoding.c, to
 *   tell whether one is.
 * Form: ASCII; a vowel is followed by one byte for its marks (hat, breve and tone), the same byte
 *   for every vowel and either case; o and u with horn, d with stroke, y with dot and the i's are
 *   one byte. So bytes become letters and combining marks one by one.
 * Source: the table agrees with legacy_encodings.csv of datasets/vietnam (tests).
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

#define HN_VNI_CODE_POINTS 2u

/* Code points of @byte into @ret; their number, 0: the byte means nothing. */
guint hn_vni_windows_decode(guint8 byte, gunichar ret[HN_VNI_CODE_POINTS]);
