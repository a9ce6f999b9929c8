/* base/pulse.h - a sign that work goes on, given by the work itself.
 *
 * Data walk: each finished task of a pool, and each piece that is read or written, is a beat;
 *   so is waiting for a database while it may be silent. Who watches (the service manager, by
 *   cli/service_notify.h) hears at most one in a while; where work hangs nothing beats, and no
 *   thread of ours could say otherwise.
 * Cost: one load where nobody watches; 25 ns where somebody does.
 * Threads: hn_pulse() from any; hn_pulse_watch() before threads start, or when none is at work.
 */
#pragma once
#include <glib.h>

void hn_pulse(void);
/* From now on @heard is called by whichever thread beats, if the last call was @at_most_every_us
 * ago or more. @heard NULL: nobody watches any more. */
void hn_pulse_watch(gint64 at_most_every_us, void (*heard)(void));
