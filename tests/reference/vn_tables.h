/* tests/reference/vn_tables.h - the reference tables of the source tree, for tests.
 */
#pragma once
#include "records/country_tables.h"

HnCountryTables *hn_test_vn_tables(void);   /* transfer full */
HnCountryTables *hn_test_kept_tables(void); /* opened once, and the process's; not for threads */
/* Those of them that @names has, but for @left_out (nullable). (transfer full) */
HnCountryTables *hn_test_tables_of(const char *const *names, const char *left_out);
