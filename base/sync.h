/* base/sync.h - pthread mutex and condition with names that abort on misuse; see thread_pool.h for
 * why.
 *
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
