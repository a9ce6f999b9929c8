#include "base/pulse.h"

#include <stdatomic.h>

#include "base/clock.h"

static void (*_Atomic watcher)(void);
static _Atomic gint64 every_us, heard_us;

void
hn_pulse_watch(gint64 at_most_every_us, void (*heard)(void))
{
    atomic_store(&every_us, at_most_every_us);
    atomic_store(&heard_us, hn_clock_monotonic_us());
    atomic_store(&watcher, heard);
}

void
hn_pulse(void)
{
    void (*heard)(void) = atomic_load_explicit(&watcher, memory_order_relaxed);
    if (heard == NULL)
        return;
    const gint64 now = hn_clock_monotonic_us();
    gint64 last = atomic_load_explicit(&heard_us, memory_order_relaxed);
    if (now - last < atomic_load_explicit(&every_us, memory_order_relaxed))
        return;
    if (atomic_compare_exchange_strong(&heard_us, &last, now)) /* of several threads one tells */
        heard();
}
