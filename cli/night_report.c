#include "cli/night_report.h"

#include "cli/command.h"
#include "cli/say.h"
#include "insight/report_files.h"

void
hn_night_report_count(HnNightReport *report, const HnNight *night)
{
    g_clear_pointer(&report->facts, g_ptr_array_unref);
    report->facts = hn_night_cluster_facts(night);
}

void
hn_night_report_inspect(HnNightReport *report, const HnNight *night)
{
    g_clear_pointer(&report->metrics, g_byte_array_unref);
    g_clear_error(&report->problem);
    report->metrics = hn_night_metrics(night, report->facts);
    g_clear_pointer(&report->facts, g_ptr_array_unref);
    hn_report_write_file(report->project, night->run_id, "metrics.json",
                         hn_slice(report->metrics->data, report->metrics->len), &report->problem);
}

/* run.json: of a published night as it stands there, so that `report` gives the same page later. */
static GBytes *
run_text(HnNightReport *report, const HnRunSummary *summary)
{
    if (summary->published) {
        GBytes *written =
            hn_report_read(report->project, summary->run_id, "run.json", &report->problem);
        if (written != NULL || report->problem != NULL)
            return written;
    }
    GByteArray *run = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(run);
    hn_run_summary_write(summary, &json);
    return g_byte_array_free_to_bytes(run);
}

char *
hn_night_report_write(HnNightReport *report, const HnRunSummary *summary)
{
    g_autoptr(GBytes) run = run_text(report, summary);
    const HnSlice metrics = report->metrics == NULL
                                ? hn_slice(NULL, 0)
                                : hn_slice(report->metrics->data, report->metrics->len);
    const HnProject *project = report->project;
    const HnSlice text = run == NULL ? hn_slice(NULL, 0)
                                     : hn_slice(g_bytes_get_data(run, NULL), g_bytes_get_size(run));
    gboolean done = report->problem == NULL;
    /* The folder of a dry run went with the run, its metrics too. */
    if (done && summary->dry_run && report->metrics != NULL)
        done = hn_report_write_file(project, summary->run_id, "metrics.json", metrics,
                                    &report->problem);
    if (done && !summary->published)
        done = hn_report_write_file(project, summary->run_id, "run.json", text, &report->problem);
    if (done)
        done = hn_report_write(project, summary->run_id, metrics, text, &report->problem);
    if (done)
        return hn_report_file(project, summary->run_id, "report.html");
    hn_command_complain(HN_SAY("run: the report of %s is not written, the night itself is as it "
                               "says: %s",
                               "run: không ghi được báo cáo của %s, còn chính đêm ấy vẫn như đã "
                               "nêu: %s"),
                        summary->run_id, report->problem->message);
    return NULL;
}

void
hn_night_report_clear(HnNightReport *report)
{
    g_clear_pointer(&report->facts, g_ptr_array_unref);
    g_clear_pointer(&report->metrics, g_byte_array_unref);
    g_clear_error(&report->problem);
}
