/* standardise/citizen_value.h - numbers of Vietnamese papers: personal number (12 digits), CMND
 * (9), passport, and of social insurance.
 *
 * Data walk: standardiser.c, for the types citizen_number and insurance_number.
 * Canonical: 12 or 9 digits, a letter with 7 or 8 digits. Words around it ("CCCD:", "CMND số",
 *   "cấp ngày 1/2/2010") and what stands between digits go. Zeros that a spreadsheet lost come
 *   back: 8 digits are a CMND, 10 and 11 a personal number where province and century then are
 *   real. A field with several numbers is the first personal number, else the first CMND; with
 *   `values: many`, all of them. What fits none of these stays, letters and digits in upper case.
 * Missing: fillers, masked numbers, numbers whose digits a spreadsheet rounded, words without a
 *   digit.
 * Cost: 12 or 9 digits alone 8 ns; others 40-150 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "records/country_tables.h"

#define HN_PROVINCE_CODES 1000

/* Which codes of three digits are provinces; NULL to what follows: 001 to 096. */
typedef struct {
    guint8 is_province[HN_PROVINCE_CODES];
} HnProvinceCodes;

/* By the table provinces_old63: a person's number keeps the province of its day. Borrowed from
 * @tables, which keeps it. */
const HnProvinceCodes *hn_province_codes_of(const HnCountryTables *tables, GError **error);

/* @raw: digits are ASCII. Into @ret, which has room for its bytes and two; 0 = missing. */
gsize hn_citizen_value(HnSlice raw, const HnProvinceCodes *provinces, guint8 *ret);
gsize hn_insurance_value(HnSlice raw, const HnProvinceCodes *provinces, guint8 *ret);

/* Where several numbers stand in @raw: each with what stands between its digits, in their order.
 * Fewer than two: 0. */
guint hn_citizen_pieces(HnSlice raw, HnSlice *ret_pieces, guint n_max);
