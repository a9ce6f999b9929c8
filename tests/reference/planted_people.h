/* tests/reference/planted_people.h - records of known people with known error rates, for what
 * learns from them.
 *
 * Data walk: tests of training, bundles and Splink's model.
 * Each person has two records; an attribute of the second keeps the first one's value with the
 * share below, else it is drawn anew from the pool of its values, all equally likely. Threads:
 * belongs to one thread.
 */
#pragma once
#include "config/project.h"
#include "records/record_table.h"

enum { PLANTED_CITY, PLANTED_GIVEN, PLANTED_SURNAME, PLANTED_YEAR, PLANTED_N };
extern const double planted_kept[PLANTED_N];
extern const guint planted_pool[PLANTED_N];

/* One entity type, comparisons [exact] of each attribute in the order above, five rules. */
extern const char planted_yaml[];
HnProject *planted_project_new(void);
/* 2 x @n_people rows of one source; row 2i and 2i + 1 are one person. */
HnRecordTable *planted_table_new(const HnEntityType *type, guint n_people, guint64 seed);
/* P(a comparison agrees | same person), and | two people. */
double planted_m(guint attribute);
double planted_u(guint attribute);
