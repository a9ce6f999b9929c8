#include "cli/publish_held.h"

#include <stdio.h>

#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/night_listener.h"
#include "cli/resources.h"
#include "cli/say.h"
#include "linker/pipeline.h"

static void
print(const HnRunSummary *summary, gboolean as_json)
{
    if (!as_json) {
        printf(HN_SAY("%s: published, which a gate had held: %" G_GUINT64_FORMAT
                      " entities of %" G_GUINT64_FORMAT " records, events: %" G_GUINT64_FORMAT "\n",
                      "%s: đã công bố lượt chạy từng bị giữ lại: %" G_GUINT64_FORMAT
                      " thực thể từ %" G_GUINT64_FORMAT " bản ghi, sự kiện: %" G_GUINT64_FORMAT
                      "\n"),
               summary->run_id, summary->n_entities, summary->n_records, summary->n_events);
        return;
    }
    hn_night_listener_print(summary);
}

static int
finish(const HnProject *project, HnRunSummary *summary, gboolean as_json)
{
    HnNightReport report = { .project = project };
    g_autofree char *page = hn_night_report_write(&report, summary);
    const GPtrArray *notes = HN_SAY(summary->notes, summary->notes_vi);
    print(summary, as_json);
    hn_night_report_clear(&report);
    if (!summary->kept && !summary->kept_targets)
        return HN_EXIT_DONE;
    for (guint i = 0; i < notes->len; i++)
        hn_command_complain("publish: %s", (const char *)notes->pdata[i]);
    return HN_EXIT_KEPT;
}

int
hn_publish_held(const HnProject *project, const HnPublishHeld *asked)
{
    HnPipelineOptions options = { .project = project,
                                  .accept_run = asked->run,
                                  .accept_reason = asked->reason,
                                  .accept_by = g_get_user_name(),
                                  .open_reader = hn_drivers_open_reader,
                                  .open_query = hn_drivers_open_query,
                                  .open_sink = hn_drivers_open_sink,
                                  .open_table = hn_drivers_open_table,
                                  .open_quarantine = hn_drivers_open_quarantine,
                                  .interrupted = asked->interrupted };
    const HnResources resources = { .threads = HN_RESOURCES_ALL_CORES };
    if (asked->reason == NULL || asked->reason[0] == '\0' ||
        !g_utf8_validate(asked->reason, -1, NULL)) {
        hn_command_complain("publish: a run that was held needs --reason TEXT, in UTF-8: who reads "
                            "the history asks why");
        return HN_EXIT_USAGE;
    }
    if (!hn_resources_take(&resources, "publish", &options))
        return HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    HnRunSummary summary;
    hn_run_summary_init(&summary);
    const int code = hn_pipeline_run(&options, &summary, &error)
                         ? finish(project, &summary, asked->as_json)
                         : hn_failure_tell("publish", error, *asked->interrupted);
    hn_run_summary_clear(&summary);
    return code;
}
