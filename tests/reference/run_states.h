/* tests/reference/run_states.h - result files of two small runs, for tests of what changed between
 * them.
 *
 * Data walk: a test says which entity each record is in, before and after, and what the entities
 *   hold; here it becomes crosswalk and golden files of a folder.
 * Threads: one.
 */
#pragma once
#include "insight/run_diff.h"

#define RUN_STATES_RECORDS 40u
#define RUN_STATES_ENTITIES 16u /* 1..15; 0: in none */

typedef struct {
    guint entity[2][RUN_STATES_RECORDS];        /* record i is of source a, b or c, ascending */
    const char *number[2][RUN_STATES_ENTITIES]; /* golden national_id; NULL: none */
    const char *name[2][RUN_STATES_ENTITIES];   /* golden full_name; NULL: none */
} RunStates;

/* "a:x" of record @i; ids have quotes, backslashes and letters of other scripts. */
const char *run_states_source(guint i);
const char *run_states_id(guint i);
gboolean run_states_lives(const RunStates *states, guint run, guint entity);
HnRunDiff *run_states_diff(const RunStates *states);
