/* tests/reference/hasty_clock.h - a clock on which a minute passes between any two looks, so that
 * nobody waits before the next attempt.
 *
 * Data walk: tests of what is tried again; hn_clock_set(NULL, NULL) ends it.
 * Threads: any number may look. */
#pragma once
#include "base/clock.h"

static inline gint64
hasty_clock_us(void)
{
    static gint64 now_us;
    return __atomic_add_fetch(&now_us, 60 * G_USEC_PER_SEC, __ATOMIC_RELAXED);
}

static inline void
hasty_clock_use(void)
{
    hn_clock_set(NULL, hasty_clock_us);
}
