#include "cli/service_notify.h"

#include <systemd/sd-daemon.h>

#include "base/clock.h"
#include "base/pulse.h"
#include "cli/command.h"
#include "cli/say.h"

#define STATUS_EVERY_US G_USEC_PER_SEC
#define PINGS_PER_LIMIT 4

static gint64 told_us; /* the last STATUS about progress */
static char stage[96]; /* "score person" */

static void
ping(void)
{
    sd_notify(0, "WATCHDOG=1");
}

void
hn_service_notify_begin(void)
{
    guint64 limit_us = 0;
    if (sd_watchdog_enabled(0, &limit_us) > 0)
        hn_pulse_watch((gint64)(limit_us / PINGS_PER_LIMIT), ping);
    sd_notifyf(0, "STATUS=%s", HN_SAY("waits for the store", "chờ kho dữ liệu"));
}

static void
tell_stage(const HnRunEvent *event)
{
    g_snprintf(stage, sizeof stage, "%s%s%s", event->stage, event->text == NULL ? "" : " ",
               event->text == NULL ? "" : event->text);
    sd_notifyf(0, "STATUS=%s", stage);
    told_us = hn_clock_monotonic_us();
}

static void
tell_progress(const HnRunEvent *event)
{
    const gint64 now = hn_clock_monotonic_us();
    hn_pulse();
    if (now - told_us < STATUS_EVERY_US)
        return;
    told_us = now;
    if (event->fraction >= 0)
        sd_notifyf(0, "STATUS=%s: %.0f %%", stage, 100 * event->fraction);
    else
        sd_notifyf(0, "STATUS=%s: %" G_GUINT64_FORMAT, stage, event->n);
}

void
hn_service_notify_event(const HnRunEvent *event)
{
    switch (event->kind) {
    case HN_RUN_EVENT_STARTED:
        sd_notifyf(0, HN_SAY("READY=1\nSTATUS=%s begins%s", "READY=1\nSTATUS=%s bắt đầu%s"),
                   event->text, event->flag ? HN_SAY(", resumed", ", chạy tiếp") : "");
        break;
    case HN_RUN_EVENT_STAGE_STARTED:
        tell_stage(event);
        break;
    case HN_RUN_EVENT_STAGE_PROGRESS:
        tell_progress(event);
        break;
    case HN_RUN_EVENT_STAGE_DONE:
        hn_pulse();
        break;
    case HN_RUN_EVENT_NOTE:
        break;
    default:
        g_assert_not_reached();
    }
}

static const char *
end_word(int exit_code)
{
    switch (exit_code) {
    case HN_EXIT_DONE:
        return HN_SAY("published", "đã công bố");
    case HN_EXIT_KEPT:
        return HN_SAY("published; a source or target kept its last state",
                      "đã công bố; có nguồn hoặc đích giữ trạng thái trước");
    case HN_EXIT_GATE:
        return HN_SAY("held by a gate", "bị cổng kiểm tra giữ lại");
    case HN_EXIT_INTERRUPTED:
    case HN_EXIT_TERMINATED:
        return HN_SAY("interrupted", "bị ngắt");
    default:
        return HN_SAY("failed", "thất bại");
    }
}

void
hn_service_notify_end(const HnRunSummary *summary, int exit_code)
{
    hn_pulse_watch(0, NULL);
    sd_notifyf(0, "STOPPING=1\nSTATUS=%s%s%s (%d)", summary->run_id,
               summary->run_id[0] == '\0' ? "" : ": ", end_word(exit_code), exit_code);
}
