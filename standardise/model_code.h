/* standardise/model_code.h - words that are a model or part number: DNX5120, F5C400-300W.
 *
 * Data walk: standardiser.c, for type code, over the words of a title; `hopnhat init` asks how many
 *   of a column's values hold one.
 * A code: letters and digits, upper case, without what people put between them; four or more, with
 *   a digit. Not one: fewer; a figure of fewer than five digits or with anything but digits and
 *   hyphens in it (7,000:1); a measure, digits and then letters alone (300W, 24port, 1080p).
 * Cost: as hn_code_value().
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_MODEL_CODE_MIN 4
#define HN_MODEL_CODE_DIGITS_MIN 5

/* @word: valid UTF-8 of one word; @ret as of hn_code_value(). The length, 0: it is no code. */
gsize hn_model_code(HnSlice word, guint8 *ret);
