/* tests/reference/text_table.h - a record table from a few lines of text.
 *
 * Data walk: unit tests of blocking/, scoring/ and their users.
 * Threads: belongs to one thread.
 */
#pragma once
#include "records/record_table.h"

/* A line is "source:id|value|value|..." with one field an attribute; an empty field is missing;
 * members of an attribute of many values are parted by ';', each may be `value@kind` or
 * `value@kind@from@to`. Lines ascend by source and id; NULL ends them. */
HnRecordTable *text_table_new(const HnEntityType *type, const char *const *lines);
/* The code of @value; asserts that some record has it. */
guint32 text_table_code(const HnRecordTable *table, guint attribute, const char *value);
