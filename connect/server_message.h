/* connect/server_message.h - what a database says of a failure, without what rows hold.
 *
 * Data walk: a driver puts it behind its own words in a GError, which ends in logs and reports.
 *   Servers quote values in some of their messages ("Incorrect date value: '...' for column"), and
 *   a value of a row is personal data.
 * Source: ISO/IEC 9075-2, clause 24 (SQLSTATE): the first two characters are the class.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* @sqlstate: five characters; @text: UTF-8 or not. All of it in the classes that speak of the
 * connection, the right to it, the transaction and the statement's own text; none of it in those
 * that speak of data; else what stands from the first quote to the last is left out. One line,
 * valid UTF-8, without white space at its ends. (transfer full) */
char *hn_server_message(const char *sqlstate, const char *text);
