#include "base/clock.h"

#include <time.h>

static gint64
read_clock_us(clockid_t id)
{
    struct timespec now;
    const int result = clock_gettime(id, &now);
    g_assert(result == 0); /* both clocks exist on every Linux */
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
system_wall_us(void)
{
    return read_clock_us(CLOCK_REALTIME);
}

static gint64
system_monotonic_us(void)
{
    return read_clock_us(CLOCK_MONOTONIC);
}

static gint64 (*wall_clock_us)(void) = system_wall_us;
static gint64 (*monotonic_clock_us)(void) = system_monotonic_us;

gint64
hn_clock_wall_us(void)
{
    return wall_clock_us();
}

gint64
hn_clock_monotonic_us(void)
{
    return monotonic_clock_us();
}

void
hn_clock_set(gint64 (*wall_us)(void), gint64 (*monotonic_us)(void))
{
    wall_clock_us = wall_us != NULL ? wall_us : system_wall_us;
    monotonic_clock_us = monotonic_us != NULL ? monotonic_us : system_monotonic_us;
}
