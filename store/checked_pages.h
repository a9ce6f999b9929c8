/* store/checked_pages.h - a layer below SQLite that gives every page of the database a checksum.
 *
 * Data walk: hn_store_open() names it as the VFS. SQLite leaves the last 8 bytes of each page free
 *   (reserved bytes); a write puts XXH3-64 of the page's other bytes there, seeded with the page
 *   number, and every read of a page compares: a flipped bit, a torn, a zeroed or a misplaced page
 *   is SQLITE_IOERR_DATA and never a row. The write-ahead log has SQLite's own checksums.
 * Source: the idea is SQLite's cksumvfs extension (Hipp, 2020), which Debian does not ship. Ours
 *   has no pragma and no mode without checksums, and keys a page to its place.
 * Left out: memory maps, which would bypass it (SQLite sees no xFetch), and the partial reads of
 *   the first page's header, which the first read of the whole page makes good.
 * Limit: a program that writes the file without this layer leaves pages that are refused here;
 *   readers of any kind are welcome.
 * Cost: 0.3 us a page of 4 KiB. Threads: as SQLite's VFS; reentrant.
 */
#pragma once
#include <sqlite3.h>

#define HN_CHECKED_PAGE_BYTES 4096
#define HN_CHECKED_RESERVED_BYTES 8

/* Registers the layer on first use; the name to open databases with, or NULL: out of memory. */
const char *hn_checked_pages_vfs(void);
/* For a connection that may create the database, before anything else is done with it: page size
 * and reserved bytes. A database that exists keeps its own. */
int hn_checked_pages_prepare(sqlite3 *db);
