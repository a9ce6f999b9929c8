/* store/store_sum.h - the checksum of the resting database: SQLite's own pages have none.
 *
 * Data walk: a writer that closes cleanly leaves `store.sum` beside store.db; whoever opens next
 * compares, and a writer removes it before its first change. So every flipped or cut byte of a
 * store at rest is found. After a kill there is no sum; then SQLite's integrity check stands in.
 * Form: `hopnhat-store-sum 1 BYTES SHA256` and a newline, over store.db.
 * Cost: one pass over store.db; SHA-256 at about 1 GB/s.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* *ret_checked = FALSE: there is no sum. HN_STORE_ERROR_CORRUPT when it disagrees. */
gboolean hn_store_sum_check(const char *folder, gboolean *ret_checked, GError **error);
gboolean hn_store_sum_remove(const char *folder, GError **error); /* durable */
/* Leaves no sum where the database is not at rest: a reader may hold up the write-ahead log. */
gboolean hn_store_sum_write(const char *folder, GError **error);
