/* tests/reference/golden_table.h - the rows of a table in tests/golden, without its header.
 *
 * Data walk: unit tests compare with what independent libraries gave.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* Rows (char **) of tab-separated fields; asserts that the file is there. (transfer full) */
GPtrArray *golden_table_read(const char *name);
