#include "base/sodium_once.h"

#include <glib.h>
#include <pthread.h>
#include <sodium.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
start(void)
{
    const int result = sodium_init(); /* 1: somebody else in this process has done it */
    g_assert(result >= 0);
}

void
hn_sodium_once(void)
{
    const int result = pthread_once(&once, start);
    g_assert(result == 0);
}
