/* Normalisation by its definition, on utf8proc instead of GLib, one code point after the other. */
#pragma once
#include "text/normalise.h"

void normalise_reference(HnSlice text, HnNormaliseFlags flags, GByteArray *out);
