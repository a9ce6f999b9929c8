#include "cli/night_listener.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/drivers.h"
#include "cli/service_notify.h"

static volatile int interrupted;

static void
on_signal(int number)
{
    if (interrupted != 0)
        _exit(128 + number); /* the second one means at once: what was finished is safe */
    interrupted = number;
}

static void
tell(gpointer user, const HnRunEvent *event)
{
    hn_progress_event(((HnNightListener *)user)->progress, event);
    hn_service_notify_event(event);
}

static void
count(gpointer user, const HnNight *night)
{
    hn_night_report_count(&((HnNightListener *)user)->report, night);
}

static void
inspect(gpointer user, const HnNight *night)
{
    hn_night_report_inspect(&((HnNightListener *)user)->report, night);
}

void
hn_night_listener_attach(HnNightListener *listener, const HnProject *project, gboolean quiet,
                         HnPipelineOptions *options)
{
    listener->progress = hn_progress_new(stderr, quiet);
    listener->report.project = project;
    options->project = project;
    options->user = listener;
    options->open_reader = hn_drivers_open_reader;
    options->open_query = hn_drivers_open_query;
    options->open_sink = hn_drivers_open_sink;
    options->open_table = hn_drivers_open_table;
    options->open_quarantine = hn_drivers_open_quarantine;
    options->event = tell;
    options->count = count;
    options->inspect = inspect;
    options->interrupted = &interrupted;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGPIPE, SIG_IGN);
}

void
hn_night_listener_print(const HnRunSummary *summary)
{
    g_autofree char *text = hn_run_summary_json(summary);
    puts(text);
}

int
hn_night_listener_signal(void)
{
    return interrupted;
}

void
hn_night_listener_clear(HnNightListener *listener)
{
    g_clear_pointer(&listener->progress, hn_progress_free);
    hn_night_report_clear(&listener->report);
}
