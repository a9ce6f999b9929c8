/* base/sync.h - pthread mutex and condition that abort on misuse instead of hanging.
 *
 * Data walk: none; thread_pool.c and what is shared between threads. GMutex is banned: its futexes
 *   are invisible to ThreadSanitizer (DESIGN 4.22).
 * Cost: an uncontended lock and unlock, about 20 ns.
 * Threads: that is what it is for. Lock order is stated where two locks meet; so far nowhere.
 */
#pragma once
#include <glib.h>
#include <pthread.h>

typedef struct {
    pthread_mutex_t mutex;
} HnMutex;
typedef struct {
    pthread_cond_t cond;
} HnCond;

void hn_mutex_init(HnMutex *mutex);
void hn_mutex_clear(HnMutex *mutex);
void hn_mutex_lock(HnMutex *mutex);
void hn_mutex_unlock(HnMutex *mutex);
void hn_cond_init(HnCond *cond);
void hn_cond_clear(HnCond *cond);
void hn_cond_wait(HnCond *cond, HnMutex *mutex);
void hn_cond_signal(HnCond *cond);
void hn_cond_broadcast(HnCond *cond);
