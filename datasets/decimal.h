/* datasets/decimal.h - whole numbers as decimal digits, as identifiers are made of them.
 *
 * Data walk: citizen.c and registers/life.c put issued numbers together, citizen_row.c and
 *   registers/raw_text.c write them, the generators count the digits of their record numbers.
 * Cost: a step for each digit, no allocation.
 * Threads: pure functions.
 */
#pragma once
#include "base/slice.h"

#define HN_DECIMAL_DIGITS_MAX 20

typedef struct {
    char digits[HN_DECIMAL_DIGITS_MAX]; /* the last ones are in use */
    guint n_digits;
} HnDecimal;

/* @value with zeros in front up to @n_digits, which is at most HN_DECIMAL_DIGITS_MAX. */
HnDecimal hn_decimal(guint64 value, guint n_digits);
/* Borrows from @decimal. */
HnSlice hn_decimal_slice(const HnDecimal *decimal);
/* How many digits @value has; 1 for 0. */
guint hn_decimal_count(guint64 value);
/* @exponent below HN_DECIMAL_DIGITS_MAX. */
guint64 hn_decimal_power(guint exponent);
