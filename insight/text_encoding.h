/* insight/text_encoding.h - in which one-byte encoding lines make words.
 *
 * Data walk: file_form.c hands it lines that are not UTF-8.
 * Way: every word with a byte above 0x7F is read in each encoding. A Western or Central European
 *   reading is good if all are letters and capitals stand in front; a Cyrillic one if the whole
 *   word is Cyrillic; a Vietnamese one if it is a Vietnamese syllable. The largest share of good
 *   words wins, the earlier encoding on a tie.
 * Source: the tables are iconv's and text/vni_windows.h, with which the file is read later.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* The name that a configuration takes; never NULL. *ret_share: share of words that are good in it.
 */
const char *hn_text_encoding_of(HnSlice lines, gdouble *ret_share);
