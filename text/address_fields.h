/* text/address_fields.h - the canonical text of what stands below the commune, taken apart.
 *
 * Data walk: standardise/address_line.h writes it, scoring/ compares its fields.
 * Form: fields with a space between, words of a field joined by _:
 *     12/34/5 _nguyen_trai to5 khupho3 thon_dong
 *   First the numbers, from the lane at the street to the house, if it begins with a digit; then
 *   the street, behind a _; others are hamlets, plots, buildings, behind a _ what has no word.
 * Cost: 1 ns a byte.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_ADDRESS_NUMBERS_MAX 8 /* lanes and the house; further ones are not read */

typedef struct {
    guint n_numbers;
    HnSlice numbers[HN_ADDRESS_NUMBERS_MAX];
    HnSlice street; /* without its _; empty: none */
    guint n_places;
    HnSlice places; /* all of them, with the spaces between; they stand at the end */
} HnAddressFields;

/* Slices into @text. */
HnAddressFields hn_address_fields(HnSlice text);
/* For lines that give lanes and house in the other order. */
void hn_address_fields_sort_numbers(HnAddressFields *fields);
/* TRUE: the text can only be canonical, as words in it are joined. */
gboolean hn_address_fields_are_canonical(HnSlice text);
