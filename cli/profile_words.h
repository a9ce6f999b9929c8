/* cli/profile_words.h - the six words about each source, for `hopnhat profile`. */
#pragma once
#include "base/json_writer.h"
#include "insight/language.h"
#include "insight/source_words.h"

void hn_profile_words_print(const HnSourceWordList *list, HnLanguage language); /* to stdout */
/* An array, one object a source, as the next value. */
void hn_profile_words_put(HnJsonWriter *json, const HnSourceWordList *list);
