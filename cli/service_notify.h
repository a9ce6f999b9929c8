/* cli/service_notify.h - what a night tells the service manager that started it: that it is at
 * work, which stage, that it still moves, that it ends.
 *
 * Data walk: `run` hands over its events. READY comes when the store is held and the run has begun;
 *   STATUS is what `systemctl status` shows; WATCHDOG is sent by the work itself (base/pulse.h), a
 *   quarter of the time that the unit allows apart.
 * Without a service manager ($NOTIFY_SOCKET) nothing happens.
 * Source: sd_notify(3), sd_watchdog_enabled(3).
 * Threads: the run's; what the pulse calls may come from any.
 */
#pragma once
#include "linker/pipeline.h"

void hn_service_notify_begin(void);
void hn_service_notify_event(const HnRunEvent *event);
void hn_service_notify_end(const HnRunSummary *summary, int exit_code);
