/* tests/reference/name_reference.h - Vietnamese names compared as their definition says, slowly.
 *
 * Letters come apart by Unicode's decomposition, distances are a full table of all pairs of
 * letters, and partners are found by trying every way to give words to words.
 */
#pragma once
#include "records/schema.h"

/* Costs of text/vietnamese_word.h; no limit. */
guint name_word_distance_reference(const char *a, const char *b);
/* Costs of text/name_alignment.h, without regional forms; names of at most 6 words. */
guint name_cost_reference(const char *a, const char *b);
/* Levels HN_LEVEL_UNMARKED, _LOST_MARKS, _TONE and _VOWEL. */
gboolean name_marks_reference(HnLevelKind kind, const char *a, const char *b);
