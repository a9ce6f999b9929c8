/* hopnhat run: the night. Opens the drivers, hands them to the pipeline, tells what happens. */
#include <stdio.h>

#include "base/base_error.h"
#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/metrics_file.h"
#include "cli/night_listener.h"
#include "cli/resources.h"
#include "cli/say.h"
#include "cli/service_notify.h"
#include "linker/pipeline.h"
#include "store/store_error.h"

/* Letters of a path that a shell takes as they are. */
#define PLAIN_PATH "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"

typedef struct {
    char *config, *metrics;
    HnResources resources;
    gboolean json, dry_run, fresh, take_over, quiet;
} RunArguments;

static gboolean
check_arguments(const RunArguments *arguments, HnPipelineOptions *options)
{
    if (arguments->config == NULL) {
        hn_command_complain("run: -c FILE is missing; `hopnhat run -c hopnhat.yaml`");
        return FALSE;
    }
    if (arguments->metrics != NULL && arguments->dry_run) {
        hn_command_complain("run: --metrics: a dry run writes none");
        return FALSE;
    }
    return hn_resources_take(&arguments->resources, "run", options);
}

static void
print_reviews(const HnRunSummary *summary)
{
    for (guint i = 0; i < summary->reviews->len; i++) {
        const HnRunReview *review = &g_array_index(summary->reviews, HnRunReview, i);
        fputs(HN_SAY("  decide     ", "  phân loại  "), stdout);
        if (summary->reviews->len > 1)
            printf("%s: ", review->entity_type);
        printf(HN_SAY("same >= %.1f bits | ask a person from %.1f | apart below",
                      "trùng từ %.1f bit | rà soát từ %.1f | dưới đó là khác nhau"),
               review->match_units / (double)HN_WEIGHT_UNITS_PER_BIT,
               review->review_units / (double)HN_WEIGHT_UNITS_PER_BIT);
        if (review->has_budget)
            printf(HN_SAY("; review budget %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT
                          " cases shown, %" G_GUINT64_FORMAT " over it",
                          "; hạn mức rà soát %" G_GUINT64_FORMAT ": đưa ra %" G_GUINT64_FORMAT
                          " hồ sơ, %" G_GUINT64_FORMAT " vượt hạn mức"),
                   review->budget, review->n_cases, review->n_over);
        putchar('\n');
    }
}

static void
print_relations(const GArray *relations)
{
    for (guint i = 0; i < relations->len; i++) {
        const HnRunRelation *relation = &g_array_index(relations, HnRunRelation, i);
        printf("%s%s %" G_GUINT64_FORMAT, i == 0 ? HN_SAY("  relations  ", "  quan hệ    ") : ", ",
               relation->relation, relation->n);
    }
    if (relations->len > 0)
        putchar('\n');
}

static void
print_changes(const HnRunSummary *s)
{
    if (s->n_events == 0 && !s->dry_run) {
        printf(HN_SAY("  changed    nothing changed: 0 events\n",
                      "  thay đổi   không có gì thay đổi: 0 sự kiện\n"));
        return;
    }
    printf(HN_SAY("  changed    %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT
                  " gained a record, %" G_GUINT64_FORMAT " updated, %" G_GUINT64_FORMAT
                  " merged, %" G_GUINT64_FORMAT " split, %" G_GUINT64_FORMAT
                  " retired; events: %" G_GUINT64_FORMAT "\n",
                  "  thay đổi   %" G_GUINT64_FORMAT " mới, %" G_GUINT64_FORMAT
                  " thêm bản ghi, %" G_GUINT64_FORMAT " cập nhật, %" G_GUINT64_FORMAT
                  " gộp, %" G_GUINT64_FORMAT " tách, %" G_GUINT64_FORMAT
                  " ngừng dùng; sự kiện: %" G_GUINT64_FORMAT "\n"),
           s->n_new, s->n_joined, s->n_updated, s->n_merged, s->n_split, s->n_retired, s->n_events);
}

static const char *
state_of(const HnRunSummary *s)
{
    if (s->held)
        return HN_SAY(": held by a gate, not published",
                      ": bị cổng kiểm tra giữ lại, chưa công bố");
    if (s->dry_run)
        return HN_SAY(": dry run, nothing published", ": chạy thử, không công bố gì");
    return "";
}

static void
print_words(const HnRunSummary *s, const char *report)
{
    printf("%s%s%s\n", s->run_id, s->resumed ? HN_SAY(" (resumed)", " (chạy tiếp)") : "",
           state_of(s));
    printf(HN_SAY("  read       %" G_GUINT64_FORMAT " = %" G_GUINT64_FORMAT
                  " accepted + %" G_GUINT64_FORMAT " quarantined; %" G_GUINT64_FORMAT
                  " withdrawn\n",
                  "  đọc        %" G_GUINT64_FORMAT " = %" G_GUINT64_FORMAT
                  " nhận + %" G_GUINT64_FORMAT " cách ly; %" G_GUINT64_FORMAT " rút\n"),
           s->n_read, s->n_accepted, s->n_quarantined, s->n_withdrawn);
    printf(HN_SAY("  pairs      %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT
                  " match, %" G_GUINT64_FORMAT " to review\n",
                  "  cặp        %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT
                  " trùng, %" G_GUINT64_FORMAT " cần rà soát\n"),
           s->n_pairs, s->n_edges_match, s->n_edges_review);
    printf(HN_SAY("  entities   %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                  " records; largest %" G_GUINT64_FORMAT "; cases to review: %" G_GUINT64_FORMAT
                  "\n",
                  "  thực thể   %" G_GUINT64_FORMAT " từ %" G_GUINT64_FORMAT
                  " bản ghi; lớn nhất %" G_GUINT64_FORMAT
                  " bản ghi; hồ sơ chờ rà soát: %" G_GUINT64_FORMAT "\n"),
           s->n_entities, s->n_records, s->largest, s->n_cases);
    print_reviews(s);
    print_relations(s->relations);
    print_changes(s);
    printf(HN_SAY("  done       %.1f s, %.0f MB", "  xong       %.1f giây, %.0f MB"),
           s->seconds_total, (double)s->peak_bytes / 1e6);
    if (s->results != NULL)
        printf(HN_SAY("  results %s", "  kết quả %s"), s->results);
    putchar('\n');
    if (report != NULL)
        printf(HN_SAY("  report     %s\n", "  báo cáo    %s\n"), report);
}

/* Why the night is not as asked for: a gate, a source that kept its state. */
static void
complain_notes(const HnRunSummary *summary)
{
    const GPtrArray *notes = HN_SAY(summary->notes, summary->notes_vi);
    for (guint i = 0; i < notes->len; i++)
        hn_command_complain("run: %s", (const char *)notes->pdata[i]);
}

/* The last line of a held night: the command that says what it would have changed. */
static void
name_diff(const HnRunSummary *summary, const char *config)
{
    g_autofree char *quoted = g_shell_quote(config);
    const gboolean plain = strspn(config, PLAIN_PATH) == strlen(config);
    if (summary->held && !summary->dry_run)
        hn_command_complain(
            HN_SAY("run: what it would have changed: hopnhat diff current held -c %s",
                   "run: đêm này lẽ ra đã thay đổi gì: hopnhat diff current held -c %s"),
            plain ? config : quoted);
}

static int
exit_code(const HnRunSummary *summary)
{
    if (summary->held)
        return HN_EXIT_GATE;
    return summary->kept || summary->kept_targets ? HN_EXIT_KEPT : HN_EXIT_DONE;
}

static int
run(const RunArguments *arguments)
{
    HnPipelineOptions options = { .fresh = arguments->fresh,
                                  .take_over = arguments->take_over,
                                  .dry_run = arguments->dry_run };
    if (!check_arguments(arguments, &options))
        return HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_load(arguments->config, &error);
    if (project == NULL || !hn_drivers_check(project, &error)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    const char *metrics = arguments->metrics != NULL ? arguments->metrics : project->metrics;
    /* What the configuration names may have gone with the monitor: no reason to stop a night. */
    if (!hn_metrics_file_check(arguments->metrics))
        return HN_EXIT_USAGE;
    HnNightListener listener = { 0 };
    hn_night_listener_attach(&listener, project, arguments->quiet, &options);
    HnRunSummary summary;
    hn_run_summary_init(&summary);
    hn_service_notify_begin();
    int code;
    if (!hn_pipeline_run(&options, &summary, &error)) {
        hn_progress_end(listener.progress);
        code = hn_failure_tell("run", error, hn_night_listener_signal());
        if (g_error_matches(error, HN_STORE_ERROR, HN_STORE_ERROR_FENCED))
            metrics = NULL; /* of the run that took the store over */
    } else {
        hn_progress_end(listener.progress);
        g_autofree char *report = hn_night_report_write(&listener.report, &summary);
        if (arguments->json)
            hn_night_listener_print(&summary);
        else
            print_words(&summary, report);
        code = exit_code(&summary);
        if (code != HN_EXIT_DONE)
            complain_notes(&summary);
        name_diff(&summary, arguments->config);
    }
    hn_metrics_file_write(metrics, project, &summary, code);
    hn_service_notify_end(&summary, code);
    hn_night_listener_clear(&listener);
    hn_run_summary_clear(&summary);
    return code;
}

int
hn_command_run(int argc, char **argv)
{
    RunArguments arguments = { .resources.threads = HN_RESOURCES_ALL_CORES };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "threads", 0, 0, G_OPTION_ARG_INT, &arguments.resources.threads,
          "Threads; default: all allowed cores", "N" },
        { "memory", 0, 0, G_OPTION_ARG_STRING, &arguments.resources.memory,
          "Memory for sorting, which then goes on on disk (a night tells when all\n"
          "                          it needed was more); default: 75 % of the cgroup's limit or "
          "of RAM",
          "SIZE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print one JSON object at the end",
          NULL },
        { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &arguments.dry_run,
          "Everything up to the gates; publish nothing, use no identifier", NULL },
        { "take-over", 0, 0, G_OPTION_ARG_NONE, &arguments.take_over,
          "Take the store from another run that holds it and hangs: that one can publish nothing "
          "any "
          "more",
          NULL },
        { "fresh", 0, 0, G_OPTION_ARG_NONE, &arguments.fresh,
          "Do not resume: abandon an interrupted run and begin anew", NULL },
        { "metrics", 0, 0, G_OPTION_ARG_FILENAME, &arguments.metrics,
          "Write gauges for a monitor there, however the night ends; default: `metrics`\n"
          "                          of the configuration, else none",
          "FILE.prom" },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &arguments.quiet, "No progress on stderr", NULL },
        { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    };
    const HnCommandHelp help = {
        .usage = "-c FILE [OPTION...]",
        .examples =
            "  hopnhat run -c hopnhat.yaml              the night; run again to resume after a "
            "kill\n"
            "  hopnhat run -c hopnhat.yaml --dry-run    what would change, without publishing it\n"
            "  hopnhat run -c hopnhat.yaml --json       for scripts: one object on stdout\n",
        .options = entries,
    };
    int code = HN_EXIT_DONE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        if (argc > 1) {
            hn_command_complain("run: unexpected '%s'", argv[1]);
            code = HN_EXIT_USAGE;
        } else {
            code = run(&arguments);
        }
    }
    g_free(arguments.config);
    g_free(arguments.metrics);
    g_free(arguments.resources.memory);
    return code;
}
