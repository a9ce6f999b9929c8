/* tests/reference/reference_golden.h - survivorship by filtering: each rule computes a number for
 * every candidate that is left and throws away all but the highest. Values are compared as bytes,
 * never as codes. */
#pragma once
#include "linker/golden_record.h"

/* Of HnGoldenValue, in the order of hn_golden_record(). */
GArray *hn_reference_golden(const HnGoldenInput *input, const guint32 *rows, guint32 n_rows);
