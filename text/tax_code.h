/* text/tax_code.h - Vietnamese tax codes: ten digits of an enterprise, three more of a branch, or
 * the twelve of a person.
 *
 * Data walk: standardise/ reads raw codes; blocking/ and scoring/ ask canonical ones for the
 *   parent; linker/ asks whether a check digit confirms one.
 * Canonical: "0101243150"; "0101243150-001" for its branch or dependent unit 001; "001085012345",
 *   the number of a citizen, which is the code of persons and households since 1 July 2025. What is
 *   none of these is kept: letters and digits, upper case.
 * Source: Circular 105/2020/TT-BTC, article 5: N10 = 10 - (31 N1 + 29 N2 + 23 N3 + 19 N4 + 17 N5 +
 *   13 N6 + 7 N7 + 5 N8 + 3 N9) mod 11, where remainder 0 is never issued; Circular
 *   86/2024/TT-BTC for persons. No weight is 0 in mod 11, so one wrong digit never gives a second
 *   code that the check digit confirms.
 * Read, beside the plain form: spaces, dots and dashes anywhere; words around it ("MST: 0101...");
 *   a first zero that a spreadsheet dropped, where the check digit (of a person: the province, 001
 *   to 096) says so, and its ".0"; -000, which is the head office; -1 for -001.
 * Cost: 10-25 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_TAX_CODE_DIGITS 10
#define HN_TAX_CODE_BYTES 14 /* "0101243150-001" */
#define HN_TAX_CODE_PERSON_DIGITS 12

/* The canonical code, at most HN_TAX_CODE_BYTES of it, into @ret; its length, 0: @text (ASCII
 * digits, any letters) is no code. */
gsize hn_tax_code_parse(HnSlice text, guint8 ret[HN_TAX_CODE_BYTES]);

/* Ten digits whose last one the nine before it confirm. */
gboolean hn_tax_code_is_confirmed(const guint8 digits[HN_TAX_CODE_DIGITS]);

/* Of a canonical value: its first ten digits, of an enterprise and of its branches alike; nothing
 * for other values. */
HnSlice hn_tax_code_parent(HnSlice canonical);
/* The parent's digits as a number above 0 where the check digit confirms them; else 0. */
guint64 hn_tax_code_confirmed_parent(HnSlice canonical);
/* Different codes of one enterprise: it and its branch, or two branches. */
gboolean hn_tax_code_same_parent(HnSlice a, HnSlice b);
/* One is an enterprise's or a branch's, the other a person's: of a household's business both may be
 * true, one before July 2025. */
gboolean hn_tax_code_other_kind(HnSlice a, HnSlice b);
/* Typed to get past a form: digits all alike or in their row. */
gboolean hn_tax_code_is_filler(HnSlice canonical);
