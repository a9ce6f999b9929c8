/* datasets/letter_marks.h - Vietnamese letters by their base: what a lost or wrong mark turns
 * them into.
 *
 * Data walk: typing_slip.c changes or drops marks with it.
 * Source: the 134 marked letters of the alphabet (67 small, 67 capital), all NFC.
 * Cost: a table read for a letter below U+1F00.
 * Threads: the table is built once by hn_letter_marks_new(), then immutable.
 */
#pragma once
#include <glib.h>

typedef struct _HnLetterMarks HnLetterMarks;

HnLetterMarks *hn_letter_marks_new(void);
void hn_letter_marks_free(HnLetterMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLetterMarks, hn_letter_marks_free)

/* The letter without marks ('ễ' gives 'e', 'Đ' gives 'D'); any other character is returned as it
 * is. */
gunichar hn_letter_marks_base(const HnLetterMarks *marks, gunichar letter);
/* How many letters share the base of @letter, itself and the bare base included; 0 if none is
 * marked. */
guint hn_letter_marks_count(const HnLetterMarks *marks, gunichar letter);
/* The @index-th letter of that family, @index below the count. */
gunichar hn_letter_marks_variant(const HnLetterMarks *marks, gunichar letter, guint index);
