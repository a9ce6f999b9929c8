/* datasets/businesses/tax_number.h - tax numbers of ten digits with their check digit.
 *
 * Data walk: business.c gives each entity its number; a mistyped one fails the check.
 * Source: circular 105/2020/TT-BTC, article 5: the tenth digit is 10 minus the remainder by 11 of
 *   the weighted sum of nine; a sequence with the remainder 0 has no digit and is never issued.
 * Cost: nine products.
 * Threads: pure functions.
 */
#pragma once
#include <glib.h>

#define HN_TAX_SERIALS 10000000

/* The number with @prefix (two digits) and a serial number from @serial on; distinct for distinct
 * (prefix, serial) whose sequence is issued. 0: this sequence is never issued. */
guint64 hn_tax_number(guint prefix, guint32 serial);
/* Whether the tenth digit of @number fits the others. */
gboolean hn_tax_number_is_valid(guint64 number);
