/* tests/reference/counted_population.h - a population counted by looking at every row for every
 * value.
 *
 * Data walk: tests/property/test_population_property.c.
 * Cost: rows x values.
 * Threads: reentrant.
 */
#pragma once
#include "records/schema.h"

typedef struct {
    const char *raw;
    guint64 count;
} CountedRow;

/* The canonical form; "" = it says nothing. (transfer full) */
char *counted_canonical(const HnAttribute *attribute, const char *raw);
/* People with a value that is @raw once both are standardised. */
guint64 counted_with(const HnAttribute *attribute, const CountedRow *rows, guint n,
                     const char *raw);
guint64 counted_total(const HnAttribute *attribute, const CountedRow *rows, guint n);
guint64 counted_rarest(const HnAttribute *attribute, const CountedRow *rows, guint n);
/* Of all pairs of two people those with one value, as a share. */
double counted_exact_rate(const HnAttribute *attribute, const CountedRow *rows, guint n);
