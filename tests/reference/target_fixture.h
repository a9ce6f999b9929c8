/* tests/reference/target_fixture.h - targets and queries of a night's fixture, with the real
 * drivers; and what stands in a target's table.
 *
 * Data walk: tests of nights whose configuration has connections of kind sqlite, and targets.
 * Threads: one. */
#pragma once
#include "tests/reference/night_fixture.h"

void target_fixture_use(NightFixture *night); /* open_query and open_sink of its options */
/* The tables of all targets that have one, as a DBA makes them. */
void target_fixture_make_tables(const NightFixture *night);
/* In the file of connection @name. */
void target_fixture_run_sql(const NightFixture *night, const char *name, const char *sql);
/* Rows of target @name's table, "field|field|...", "~" for NULL, ascending. (transfer full) */
GPtrArray *target_fixture_rows(const NightFixture *night, const char *name);
/* The same as one text, a line each. (transfer full) */
char *target_fixture_text(const NightFixture *night, const char *name);
