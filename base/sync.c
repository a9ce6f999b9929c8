#include "base/sync.h"

void
hn_mutex_init(HnMutex *mutex)
{
    pthread_mutexattr_t attributes;
    int result = pthread_mutexattr_init(&attributes);
    g_assert(result == 0);
    /* Error-checking: a second lock by its owner, or an unlock by another, says so instead of
     * hanging. */
    result = pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    g_assert(result == 0);
    result = pthread_mutex_init(&mutex->mutex, &attributes);
    g_assert(result == 0);
    pthread_mutexattr_destroy(&attributes);
}

void
hn_mutex_clear(HnMutex *mutex)
{
    const int result = pthread_mutex_destroy(&mutex->mutex);
    g_assert(result == 0); /* else somebody holds it */
}

void
hn_mutex_lock(HnMutex *mutex)
{
    const int result = pthread_mutex_lock(&mutex->mutex);
    g_assert(result == 0);
}

void
hn_mutex_unlock(HnMutex *mutex)
{
    const int result = pthread_mutex_unlock(&mutex->mutex);
    g_assert(result == 0);
}

void
hn_cond_init(HnCond *cond)
{
    const int result = pthread_cond_init(&cond->cond, NULL);
    g_assert(result == 0);
}

void
hn_cond_clear(HnCond *cond)
{
    const int result = pthread_cond_destroy(&cond->cond);
    g_assert(result == 0);
}

void
hn_cond_wait(HnCond *cond, HnMutex *mutex)
{
    const int result = pthread_cond_wait(&cond->cond, &mutex->mutex);
    g_assert(result == 0);
}

void
hn_cond_signal(HnCond *cond)
{
    const int result = pthread_cond_signal(&cond->cond);
    g_assert(result == 0);
}

void
hn_cond_broadcast(HnCond *cond)
{
    const int result = pthread_cond_broadcast(&cond->cond);
    g_assert(result == 0);
}
