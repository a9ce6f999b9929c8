/* cli/profile_json.h - the plan of attributes as one JSON object, for `hopnhat profile --json`. */
#pragma once
#include "insight/attribute_plan.h"

void hn_profile_json_print(const HnAttributePlan *plan); /* to stdout, one line */
