/* connect/odbc_widths.h - how many characters the columns of a table hold, as the driver says it.
 *
 * Data walk: odbc_sink.c looks at its table before a set; what is too long for a column that
 *   somebody made narrow is left out by sink_filter.h instead of failing the whole set.
 * Source: ODBC 3.8, SQLDescribeCol, "column size" of character types. Whatever a database counts,
 *   bytes, units or characters, a text of more characters than that has no room there.
 * Threads: as the link; between hn_odbc_enter() and hn_odbc_leave().
 */
#pragma once
#include "connect/odbc_link.h"
#include "connect/sink_filter.h"

/* Of the first @n_columns columns of a query that was executed. */
void hn_odbc_widths_take(SQLHSTMT query, guint n_columns, HnSinkFilter *filter);
