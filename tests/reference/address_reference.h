/* tests/reference/address_reference.h - keys and levels of units and address lines, by regular
 * expressions over their canonical texts. */
#pragma once
#include <glib.h>

#include "records/schema.h"

/* Appends the keys of @value; those texts are to be freed. */
void address_keys_reference(HnKeyFunction function, const char *value, GPtrArray *texts);
/* Levels HN_LEVEL_UNIT_* and HN_LEVEL_ADDRESS_*. */
gboolean address_level_reference(HnLevelKind kind, const char *a, const char *b);
