/* connect/server_message.h - what a database says of a failure, without what rows hold.
 *
 * Data walk: a driver puts it behind its own words in a GError, which ends in logs and reports.
 *   Servers name values in some of their messages ("Incorrect date value: '...' for column"), a
 *   trigger or a view raises errors with any text, and a value of a row is personal data. So only
 *   what is known to speak of something else is told. Who gives an error of his own the number of
 *   one of the server's is believed.
 * Source: ISO/IEC 9075-2, clause 24 (SQLSTATE): the first two characters are the class.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* @sqlstate: five characters; @number: the server's own, 0: none; @text: UTF-8 or not. All of it in
 * the classes that speak of the connection, the right to it, the transaction and the statement's
 * own text, but for numbers of errors that people raise; else none of it, and the caller tells
 * state and number. One line, valid UTF-8, without white space at its ends. (transfer full) */
char *hn_server_message(const char *sqlstate, gint64 number, const char *text);
