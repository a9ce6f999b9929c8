/* The three edit distances by their whole tables. */
#pragma once
#include "text/letters.h"

guint levenshtein_reference(HnLetters a, HnLetters b);
guint osa_reference(HnLetters a, HnLetters b);
guint damerau_reference(HnLetters a, HnLetters b);
