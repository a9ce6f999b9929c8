/* The bundled sets of bad input, for tests: tables of tab-separated lines with a header. */
#pragma once
#include <glib.h>

/* Fields of each line of tests/data/badinput/@path, the header left out: an array of char **.
 * NULL (and g_test_skip) when the data are not there. */
GPtrArray *bad_input_table(const char *path);
GByteArray *bad_input_hex(const char *hex); /* "EFBBBF" */
