/* datasets/typing_slip.h - what fingers and keyboards do to a value: one slip, or all marks lost.
 *
 * Data walk: error_model.c applies them to the values that it drew for an error.
 * Source: the four slips of Damerau (1964), "A technique for computer detection and correction of
 *   spelling errors", CACM 7(3); neighbours by the QWERTY layout; marks are a fifth of their own,
 *   since a Vietnamese letter is typed as base and mark.
 * Cost: one pass over the value, no allocation.
 * Threads: reentrant.
 */
#pragma once
#include "base/rng.h"
#include "datasets/citizen_row.h"
#include "datasets/letter_marks.h"

/* Each makes a value that differs from the old one, or returns FALSE if this value has no such
 * error (no letter, no digit, nothing marked, too long). Result: NFC, no white space at the ends,
 * each word in its one spelling (one_spelling.h), so that a slip is never one of case or of the
 * place of a tone mark alone. */
gboolean hn_typing_slip_letters(HnCitizenText *text, const HnLetterMarks *marks, HnRng *rng);
gboolean hn_typing_slip_digits(HnCitizenText *text, HnRng *rng); /* the length stays */
gboolean hn_typing_slip_unmark(HnCitizenText *text, const HnLetterMarks *marks);
