/* cli/profile_json.h - the plan of attributes as one JSON object, for `hopnhat profile --json`. */
#pragma once
#include "insight/source_words.h"

void hn_profile_json_print(const HnAttributePlan *plan,
                           const HnSourceWordList *words); /* to stdout, one line */
