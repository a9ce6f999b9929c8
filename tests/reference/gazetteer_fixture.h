/* tests/reference/gazetteer_fixture.h - the committed tables of units, for tests that read
 * addresses. */
#pragma once
#include "records/country_tables.h"
#include "standardise/gazetteer.h"

/* Opened once for the process; of $HN_SOURCE_ROOT. */
const HnCountryTables *hn_fixture_tables(void);
const HnGazetteer *hn_fixture_gazetteer(void);
/* The number of a unit by kind and code; the test fails if there is none. */
guint32 hn_fixture_unit(HnUnitKind kind, const char *code);
