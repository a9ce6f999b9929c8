/* base/clock.h - the seam for time. Order never comes from a clock: it comes from sequence numbers.
 *
 * Data walk: a run reads the wall clock once at its start and seals it; stages time themselves by
 *   the monotonic clock, for the report only.
 * Cost: one call into the vDSO, about 25 ns.
 * Threads: reads are reentrant; hn_clock_set() only in tests, before threads start.
 */
#pragma once
#include <glib.h>

gint64 hn_clock_wall_us(void);      /* microseconds since 1970-01-01 UTC */
gint64 hn_clock_monotonic_us(void); /* microseconds since some fixed point */
void hn_clock_set(gint64 (*wall_us)(void), gint64 (*monotonic_us)(void)); /* NULL = the system's */
