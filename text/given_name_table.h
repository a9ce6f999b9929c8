/* text/given_name_table.h - the table of given names that the program carries inside itself.
 *
 * Data walk: datasets/embed_tables.py writes it at build time from
 *   datasets/reference/given_name_groups.csv; given_names.c reads it.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

extern const guint8
    hn_given_name_table[]; /* CSV: form,group; behind its header ascending by bytes */
extern const gsize hn_given_name_table_bytes;
extern const char hn_given_name_table_version[]; /* the first 16 hex digits of its SHA-256 */
