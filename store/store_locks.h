/* store/store_locks.h - who may do what with a state folder at the same time.
 *
 * Data walk: open takes its locks, begin and end of a transaction the one for writing, close gives
 *   all back. Three files in the state folder, none of which holds anything:
 *     lock        one run at a time: WRITE holds it as long as the store is open;
 *     write.lock  one writer at a time: held from before a transaction until the anchor has its
 *                 lines, so that lines stand in the anchor in the order of the transactions;
 *     open.lock   shared by all who may write: who has it alone may look at the resting database as
 *                 a whole, and leave its sum.
 *   Order: lock, open.lock, write.lock.
 * Source: advisory locks of the system (flock(2)), which end with the process, however it ends.
 * Threads: as the store.
 */
#pragma once
#include <glib.h>

typedef struct {
    int run_fd, open_fd, write_fd; /* -1: not held, not open */
    char *run_path, *open_path, *write_path;
    gboolean took_over; /* from a run that held the lock */
    guint depth;        /* how often the lock for writing was taken and not given back */
} HnStoreLocks;

void hn_store_locks_init(HnStoreLocks *locks, const char *folder);
/* HN_BASE_ERROR_BUSY: another run holds the store. @take_over: it is taken from it; the epoch
 * fences the other one (store_private.h). */
gboolean hn_store_locks_run(HnStoreLocks *locks, gboolean take_over, GError **error);
/* *ret_alone: nobody else who may write has the store open. Then the lock is exclusive until
 * hn_store_locks_share(); else it is shared already. */
gboolean hn_store_locks_open(HnStoreLocks *locks, gboolean *ret_alone, GError **error);
gboolean hn_store_locks_share(HnStoreLocks *locks, GError **error);
/* Of one that closes: TRUE where it was the last, and nobody opens until the locks are freed. */
gboolean hn_store_locks_is_last(HnStoreLocks *locks);
/* Nests. HN_BASE_ERROR_BUSY after a while. */
gboolean hn_store_locks_write(HnStoreLocks *locks, GError **error);
void hn_store_locks_end_write(HnStoreLocks *locks);
void hn_store_locks_clear(HnStoreLocks *locks); /* gives all back */
