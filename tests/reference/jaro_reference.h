/* Jaro's and Jaro-Winkler's similarity by their definition, one letter after the other. */
#pragma once
#include "text/letters.h"

double jaro_reference(HnLetters a, HnLetters b);
double jaro_winkler_reference(HnLetters a, HnLetters b);
