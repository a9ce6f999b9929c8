/* text/unicode_class.h - questions about one code point that have one answer everywhere.
 *
 * Data walk: text/normalise and standardise/ ask; "invisible", "space", "apostrophe" mean the
 *   same in both.
 * Source: Unicode 15, DerivedCoreProperties (Default_Ignorable_Code_Point), PropList
 *   (White_Space).
 * Cost: a few compares; hn_is_punctuation() and hn_is_mark() one or two table reads of GLib.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* Draws nothing by itself: zero-width and bidi characters, soft hyphen, variation selectors,
 * fillers, tags, byte order marks, annotation marks, and controls that are not white space. */
gboolean hn_is_invisible(gunichar c);
gboolean hn_is_space(gunichar c);       /* also tabs, line ends and no-break spaces */
gboolean hn_is_apostrophe(gunichar c);  /* and what is typed for one: ' ` U+2019 ... */
gboolean hn_is_punctuation(gunichar c); /* punctuation and symbols: general categories P and S */
gboolean hn_is_mark(gunichar c);        /* non-spacing and enclosing marks: Mn and Me */
