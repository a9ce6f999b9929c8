/* hopnhat rollback: the state that an earlier run published, as a new run forward. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/diff_text.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/night_listener.h"
#include "cli/open_store.h"
#include "cli/resources.h"
#include "cli/say.h"
#include "linker/night_rollback.h"
#include "publish/change_set.h"
#include "publish/published_results.h"
#include "records/entity_id.h"

#define CHANGES_SHOWN 20u

typedef struct {
    char *config, *reason;
    HnResources resources;
    gboolean json, dry_run, fresh, quiet;
} RollbackArguments;

typedef struct {
    HnNightListener night; /* first: what the pipeline's functions are given */
    HnRunDiff *diff;       /* against what is published; NULL: not to be had */
    char from[HN_ENTITY_ID_CHARS + 1], to[HN_ENTITY_ID_CHARS + 1];
} Listener;

/* Without the results of the published run there is nothing to compare with, and no more to say. */
static void
compare_results(Listener *listener, const HnNight *night)
{
    g_autoptr(HnPublishedResults) before =
        hn_published_results_open(night->store, night->run.based_on, NULL);
    if (before == NULL)
        return;
    g_autofree char *crosswalk = hn_published_results_file(before, "crosswalk.jsonl.zst", NULL);
    g_autofree char *golden = hn_published_results_file(before, "golden.jsonl.zst", NULL);
    g_autofree char *new_crosswalk = hn_night_path(night, "results/crosswalk.jsonl.zst");
    g_autofree char *new_golden = hn_night_path(night, "results/golden.jsonl.zst");
    const HnRunDiffInput input = { .project = night->options->project,
                                   .crosswalk = { crosswalk, new_crosswalk },
                                   .golden = { golden, new_golden } };
    if (crosswalk != NULL && golden != NULL)
        listener->diff = hn_run_diff_new(&input, NULL);
    hn_entity_id_format('r', night->run.based_on, listener->from);
    hn_entity_id_format('r', night->run.sequence, listener->to);
}

static void
inspect(gpointer user, const HnNight *night)
{
    Listener *listener = user;
    hn_night_report_inspect(&listener->night.report, night);
    compare_results(listener, night);
}

/* ---- words ---- */

static void
print_notes(const HnRunSummary *summary)
{
    const GPtrArray *notes = HN_SAY(summary->notes, summary->notes_vi);
    for (guint i = 0; i < notes->len; i++)
        printf("  %s\n", (const char *)notes->pdata[i]);
}

static void
print_words(const HnRunSummary *s, const Listener *listener, const char *report)
{
    printf("%s%s: %s\n", s->run_id, s->resumed ? HN_SAY(" (resumed)", " (chạy tiếp)") : "",
           s->dry_run ? HN_SAY("dry run, nothing published", "chạy thử, không công bố gì")
                      : HN_SAY("published", "đã công bố"));
    print_notes(s);
    printf(HN_SAY("  entities   %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                  " records; events: %" G_GUINT64_FORMAT "\n",
                  "  thực thể   %" G_GUINT64_FORMAT " từ %" G_GUINT64_FORMAT
                  " bản ghi; sự kiện: %" G_GUINT64_FORMAT "\n"),
           s->n_entities, s->n_records, s->n_events);
    if (listener->diff != NULL) {
        const HnDiffRun runs[] = { { listener->from, "published" },
                                   { listener->to, s->dry_run ? "dry" : "published" } };
        hn_diff_text_print(listener->diff, runs, CHANGES_SHOWN);
    }
    printf(HN_SAY("  done       %.1f s, %.0f MB\n", "  xong       %.1f giây, %.0f MB\n"),
           s->seconds_total, (double)s->peak_bytes / 1e6);
    if (report != NULL)
        printf(HN_SAY("  report     %s\n", "  báo cáo    %s\n"), report);
}

/* The state is there already. Targets that were away may wait for it all the same. */
static int
tell_nothing(HnStore *store, const char *run, gboolean json)
{
    g_autoptr(GPtrArray) waiting = hn_store_segments(store, HN_CHANGE_SET, NULL, NULL);
    if (json)
        printf("{\"schema\":1,\"published\":false,\"rollback\":{\"to\":\"%s\"},\"events\":0}\n",
               run);
    else
        printf(HN_SAY("nothing changed: the state of %s is in force, 0 events\n",
                      "không có gì thay đổi: trạng thái của %s đang có hiệu lực, 0 sự kiện\n"),
               run);
    if (waiting != NULL && waiting->len > 0)
        hn_command_complain(HN_SAY("rollback: %u change sets wait for targets: hopnhat publish",
                                   "rollback: %u bộ thay đổi đang chờ các đích: hopnhat publish"),
                            waiting->len);
    return HN_EXIT_DONE;
}

/* ---- the run ---- */

/* FALSE: it is over with *ret_code. */
static gboolean
look_first(const HnProject *project, const char *name, const RollbackArguments *arguments,
           guint64 *ret_run, int *ret_code)
{
    g_autoptr(GError) error = NULL;
    HnRollbackState state = HN_ROLLBACK_POSSIBLE;
    g_autoptr(HnStore) store = hn_open_store("rollback", project, HN_STORE_READ, ret_code);
    if (store == NULL)
        return FALSE;
    *ret_run = hn_named_run(store, name, &error);
    if (*ret_run == 0 || !hn_rollback_check(store, *ret_run, &state, &error)) {
        *ret_code = hn_failure_tell("rollback", error, 0);
        return FALSE;
    }
    if (state == HN_ROLLBACK_NOTHING)
        *ret_code = tell_nothing(store, name, arguments->json);
    return state == HN_ROLLBACK_POSSIBLE;
}

static int
finish(HnRunSummary *summary, Listener *listener, const RollbackArguments *arguments)
{
    g_autofree char *report = hn_night_report_write(&listener->night.report, summary);
    if (arguments->json)
        hn_night_listener_print(summary);
    else
        print_words(summary, listener, report);
    return summary->kept_targets ? HN_EXIT_KEPT : HN_EXIT_DONE;
}

static int
roll_back(const char *name, const RollbackArguments *arguments)
{
    int code = HN_EXIT_DONE;
    HnPipelineOptions options = { .dry_run = arguments->dry_run,
                                  .fresh = arguments->fresh,
                                  .rollback_reason = arguments->reason,
                                  .rollback_by = g_get_user_name() };
    if (!hn_resources_take(&arguments->resources, "rollback", &options))
        return HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("rollback", arguments->config, &code);
    if (project == NULL || !look_first(project, name, arguments, &options.rollback_to, &code))
        return code;
    if (!hn_drivers_check(project, &error)) {
        hn_command_complain("rollback: %s", error->message);
        return HN_EXIT_USAGE;
    }
    Listener listener = { 0 };
    hn_night_listener_attach(&listener.night, project, arguments->quiet, &options);
    options.inspect = inspect;
    HnRunSummary summary;
    hn_run_summary_init(&summary);
    const gboolean done = hn_pipeline_run(&options, &summary, &error);
    hn_progress_end(listener.night.progress);
    code = done ? finish(&summary, &listener, arguments)
                : hn_failure_tell("rollback", error, hn_night_listener_signal());
    hn_run_diff_free(listener.diff);
    hn_night_listener_clear(&listener.night);
    hn_run_summary_clear(&summary);
    return code;
}

static gboolean
check_arguments(int argc, char **argv, const RollbackArguments *arguments)
{
    if (argc != 2)
        hn_command_complain("rollback: expected one run: r-...");
    else if (arguments->reason == NULL || arguments->reason[0] == '\0')
        hn_command_complain("rollback: --reason TEXT is missing: who reads the history asks why");
    else if (!g_utf8_validate(arguments->reason, -1, NULL))
        hn_command_complain("rollback: --reason is not UTF-8");
    else if (argv[1][0] == '\0')
        hn_command_complain("rollback: an empty run: r-...");
    else
        return TRUE;
    return FALSE;
}

int
hn_command_rollback(int argc, char **argv)
{
    RollbackArguments arguments = { .resources.threads = HN_RESOURCES_ALL_CORES };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "reason", 'r', 0, G_OPTION_ARG_STRING, &arguments.reason, "Why; kept with the run",
          "TEXT" },
        { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &arguments.dry_run,
          "Print what would change; publish nothing, use no identifier", NULL },
        { "threads", 0, 0, G_OPTION_ARG_INT, &arguments.resources.threads,
          "Threads; default: all allowed cores", "N" },
        { "memory", 0, 0, G_OPTION_ARG_STRING, &arguments.resources.memory,
          "Memory for sorting, as of `run`", "SIZE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print one JSON object at the end",
          NULL },
        { "fresh", 0, 0, G_OPTION_ARG_NONE, &arguments.fresh,
          "Do not go on with a rollback that was interrupted: begin anew", NULL },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &arguments.quiet, "No progress on stderr", NULL },
        { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    };
    const HnCommandHelp help = {
        .usage = "RUN --reason TEXT -c FILE [OPTION...]",
        .examples =
            "  hopnhat rollback r-000000018 --reason 'bad file of tax' -c hopnhat.yaml --dry-run\n"
            "  hopnhat rollback r-000000018 --reason 'bad file of tax' -c hopnhat.yaml    again "
            "after a kill\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code))
        code = check_arguments(argc, argv, &arguments) ? roll_back(argv[1], &arguments)
                                                       : HN_EXIT_USAGE;
    g_free(arguments.config);
    g_free(arguments.reason);
    g_free(arguments.resources.memory);
    return code;
}
