/* base/thread_pool.h - parallel for over pthreads; the caller's thread works too.
 *
 * Data walk: every stage that has independent tasks. Not GThreadPool: ThreadSanitizer cannot see
 *   GLib's futex locks (DESIGN 4.22).
 * Cost: one atomic increment a task; make a task at least 50 us long.
 * Threads: one caller at a time. Which thread runs a task is arbitrary: results must depend on the
 *   task's index alone.
 */
#pragma once
#include <glib.h>

typedef struct _HnThreadPool HnThreadPool;
/* @task in [0, n_tasks), @thread in [0, n_threads): index of the scratch that this call may use. */
typedef void (*HnTaskFunc)(gpointer user, gsize task, guint thread);

HnThreadPool *hn_thread_pool_new(guint n_threads); /* >= 1, counting the caller */
void hn_thread_pool_free(HnThreadPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnThreadPool, hn_thread_pool_free)
guint hn_thread_pool_n_threads(const HnThreadPool *pool);
void hn_thread_pool_run(HnThreadPool *pool, gsize n_tasks, HnTaskFunc func, gpointer user);
/* run() in two halves: the other threads begin with the tasks while the caller goes on with
 * something else; finish() does what is left and waits. Between the two the pool takes no other
 * job. */
void hn_thread_pool_start(HnThreadPool *pool, gsize n_tasks, HnTaskFunc func, gpointer user);
void hn_thread_pool_finish(HnThreadPool *pool);
guint hn_thread_default_count(void); /* cores this process may use (sched_getaffinity) */
