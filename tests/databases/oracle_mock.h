/* tests/databases/oracle_mock.h - what oracle_mock.c, a driver of ODBC, has heard.
 *
 * Data walk: test_odbc_rowset.c finds them in the library that the driver manager has loaded.
 * Threads: one.
 */
#pragma once

const char *oracle_mock_calls(void); /* "access=1;autocommit=0;connected=1;..." */
void oracle_mock_forget(void);
