/* tests/reference/people.h - a small entity type for unit tests: name, birth date, phones.
 *
 * Data walk: tests fill in rules, refinements and comparisons by designated initialisers.
 * Threads: constants; a test works on its own copy.
 */
#pragma once
#include "tests/reference/text_table.h"

enum { PEOPLE_NAME, PEOPLE_BIRTH_DATE, PEOPLE_PHONE, PEOPLE_N_ATTRIBUTES };

/* Nothing in it is owned: never hn_entity_type_clear() it. */
HnEntityType people_type(void);
