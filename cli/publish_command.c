/* hopnhat publish: what targets have not got yet, without another night; or a run that a gate held.
 */
#include <signal.h>
#include <stdio.h>

#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/publish_held.h"
#include "cli/say.h"
#include "config/shares_config.h"
#include "publish/delivery.h"
#include "records/entity_id.h"

static volatile int interrupted;

static void
on_signal(int signal_number)
{
    interrupted = signal_number;
}

static void
print_json(const GPtrArray *outcomes)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "targets");
    hn_json_array(&json);
    for (guint i = 0; i < outcomes->len; i++)
        hn_target_outcome_write(outcomes->pdata[i], &json);
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static void
print_left_out(const HnTargetOutcome *outcome)
{
    guint64 n = 0;
    g_autofree char *words = hn_target_outcome_left_out(outcome, &n);
    if (words != NULL)
        printf(HN_SAY("%s: its table has no room for %" G_GUINT64_FORMAT
                      " rows, which are not there: %s\n",
                      "%s: bảng không chứa được %" G_GUINT64_FORMAT
                      " dòng, nên không có ở đó: %s\n"),
               outcome->target->name, n, words);
}

static void
print_deleted(const HnTargetOutcome *outcome)
{
    if (outcome->n_deleted > 0)
        printf(HN_SAY("%s: %" G_GUINT64_FORMAT
                      " rows of its table that are not in its whole state were deleted\n",
                      "%s: đã xóa %" G_GUINT64_FORMAT
                      " dòng của bảng không thuộc toàn bộ trạng thái\n"),
               outcome->target->name, outcome->n_deleted);
}

static void
print_words(const GPtrArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const HnTargetOutcome *outcome = outcomes->pdata[i];
        print_left_out(outcome);
        print_deleted(outcome);
        if (outcome->state == HN_TARGET_CURRENT && outcome->n_sets == 0)
            printf(HN_SAY("%s: nothing waits\n", "%s: không có gì đang chờ\n"),
                   outcome->target->name);
        else if (outcome->state == HN_TARGET_CURRENT)
            printf(HN_SAY("%s: %" G_GUINT64_FORMAT " change sets, %" G_GUINT64_FORMAT " rows%s\n",
                          "%s: %" G_GUINT64_FORMAT " bộ thay đổi, %" G_GUINT64_FORMAT " dòng%s\n"),
                   outcome->target->name, outcome->n_sets, outcome->n_rows,
                   outcome->was_filled
                       ? HN_SAY(" (its whole state: rows that are not in it are deleted)",
                                " (toàn bộ trạng thái: dòng không thuộc đó đã bị xóa)")
                       : "");
        else if (outcome->n_pending == 0)
            hn_command_complain("publish: target '%s': %s", outcome->target->name, outcome->why);
        else
            hn_command_complain("publish: target '%s': %" G_GUINT64_FORMAT " change sets wait: %s",
                                outcome->target->name, outcome->n_pending, outcome->why);
    }
}

/* 75 where trying again may help; a target that refuses needs a person first. */
static int
exit_code(const GPtrArray *outcomes)
{
    int code = HN_EXIT_DONE;
    for (guint i = 0; i < outcomes->len; i++) {
        const HnTargetOutcome *outcome = outcomes->pdata[i];
        if (outcome->state == HN_TARGET_REFUSED)
            return HN_EXIT_FAILED;
        if (outcome->state == HN_TARGET_PENDING)
            code = HN_EXIT_TEMPORARY;
    }
    return code;
}

static void
print_statements(const HnTarget *target, gboolean is_full)
{
    if (target->connection == NULL) {
        printf("-- folder %s\n", target->folder);
        return;
    }
    const HnTableSinkOptions options = hn_drivers_table_options(target, NULL);
    g_autofree char *statements = hn_table_sink_statements(&options, is_full);
    if (is_full)
        printf("%s", HN_SAY("-- Of a whole state: every row of the table that is not in it is "
                            "deleted.\n",
                            "-- Của toàn bộ trạng thái: mọi dòng của bảng không thuộc đó sẽ bị "
                            "xóa.\n"));
    fputs(statements, stdout);
}

static gboolean
print_waiting(HnStore *store, const HnTarget *target, GError **error)
{
    g_autoptr(GPtrArray) sets = hn_store_segments(store, HN_CHANGE_SET, target->name, error);
    if (sets == NULL)
        return FALSE;
    printf(HN_SAY("-- target %s: %u change sets wait\n", "-- đích %s: %u bộ thay đổi đang chờ\n"),
           target->name, sets->len);
    for (guint i = 0; i < sets->len; i++) {
        const HnSegment *set = sets->pdata[i];
        printf(HN_SAY("--   set %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT " rows\n",
                      "--   bộ %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT " dòng\n"),
               set->run, set->rows);
    }
    return TRUE;
}

/* What would be executed, and how many sets wait. Where the target did not say what it holds, both:
 * sets that follow, and a whole state. */
static gboolean
print_plan(HnStore *store, const HnTargetOutcome *outcome, GError **error)
{
    const HnTarget *target = outcome->target;
    const gboolean is_known = outcome->state == HN_TARGET_CURRENT;
    if (!print_waiting(store, target, error))
        return FALSE;
    if (!is_known)
        printf(HN_SAY("--   what it holds is not known: %s\n", "--   không biết đích đang giữ gì: "
                                                               "%s\n"),
               outcome->why);
    if (outcome->was_filled)
        printf(HN_SAY("--   its whole state would be sent: %" G_GUINT64_FORMAT " rows\n",
                      "--   sẽ gửi toàn bộ trạng thái: %" G_GUINT64_FORMAT " dòng\n"),
               outcome->n_rows);
    if (!is_known || outcome->replaces)
        print_statements(target, TRUE);
    if (!outcome->replaces && (target->connection != NULL || is_known))
        print_statements(target, FALSE);
    return TRUE;
}

static int
plan(HnStore *store, const HnProject *project, const char *only)
{
    const HnDeliveryOptions options = { .store = store,
                                        .project = project,
                                        .only = only,
                                        .open_sink = hn_drivers_look_at_sink,
                                        .interrupted = &interrupted,
                                        .dry_run = TRUE };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) outcomes = hn_deliver(&options, &error);
    for (guint i = 0; outcomes != NULL && i < outcomes->len; i++)
        if (!print_plan(store, outcomes->pdata[i], &error))
            break;
    return error == NULL ? HN_EXIT_DONE : hn_failure_tell("publish", error, 0);
}

static int
deliver(HnStore *store, const HnProject *project, const char *only, gboolean as_json)
{
    const HnDeliveryOptions options = { .store = store,
                                        .project = project,
                                        .only = only,
                                        .open_sink = hn_drivers_open_sink,
                                        .interrupted = &interrupted };
    g_autoptr(GError) error = NULL;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGPIPE, SIG_IGN);
    g_autoptr(GPtrArray) outcomes = hn_deliver(&options, &error);
    if (outcomes == NULL)
        return hn_failure_tell("publish", error, interrupted);
    if (as_json)
        print_json(outcomes);
    else
        print_words(outcomes);
    if (interrupted != 0)
        return interrupted == SIGTERM ? HN_EXIT_TERMINATED : HN_EXIT_INTERRUPTED;
    return exit_code(outcomes);
}

/* As a run's id begins, and no target's name. */
static gboolean
looks_like_run(const HnProject *project, const char *word)
{
    return g_ascii_strncasecmp(word, "r-", 2) == 0 && hn_project_target(project, word) == NULL;
}

/* A word that is a run's id, and no target's name. 0: it is none. */
static guint64
run_of(const HnProject *project, const char *word)
{
    guint64 run = 0;
    return word != NULL && looks_like_run(project, word) &&
                   hn_entity_id_parse(hn_slice_of(word), 'r', &run)
               ? run
               : 0;
}

static int
name_diff(void)
{
    hn_command_complain("publish: what a held run would change: `hopnhat diff current held`");
    return HN_EXIT_USAGE;
}

static int
publish_run(const HnProject *project, guint64 run, const char *reason, gboolean as_json)
{
    const HnPublishHeld asked = { run, reason, as_json, &interrupted };
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGPIPE, SIG_IGN);
    return hn_publish_held(project, &asked);
}

int
hn_command_publish(int argc, char **argv)
{
    g_autofree char *config = NULL;
    g_autofree char *reason = NULL;
    gboolean dry_run = FALSE;
    gboolean as_json = FALSE;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Configuration", "FILE" },
        { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run,
          "Print what waits and the statements; nothing is sent", NULL },
        { "reason", 'r', 0, G_OPTION_ARG_STRING, &reason, "Of a held run: why it may pass",
          "TEXT" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print one JSON object", NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "[TARGET | RUN --reason TEXT] -c FILE [OPTION...]",
        .examples =
            "  hopnhat publish -c hopnhat.yaml             after a target was away: what it "
            "has not got yet\n"
            "  hopnhat publish thue -c hopnhat.yaml        one target alone\n"
            "  hopnhat publish -c hopnhat.yaml --dry-run   the statements, for a DBA to "
            "read\n"
            "  hopnhat publish r-000000018 --reason 'the register moved' -c hopnhat.yaml    a run "
            "that a gate held\n",
        .options = entries,
    };
    int code;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    if (argc > 2) {
        hn_command_complain("publish: unexpected '%s'", argv[2]);
        return HN_EXIT_USAGE;
    }
    g_autoptr(HnProject) project = hn_open_project("publish", config, &code);
    if (project == NULL)
        return code;
    const char *only = argc > 1 ? argv[1] : NULL;
    const guint64 run = run_of(project, only);
    if (run != 0)
        return dry_run ? name_diff() : publish_run(project, run, reason, as_json);
    if (only != NULL && looks_like_run(project, only)) {
        hn_command_complain("publish: '%s' is no run id (r- and 9 symbols; a mistyped one does not "
                            "pass) and no target",
                            only);
        return HN_EXIT_USAGE;
    }
    if (only != NULL && hn_target_named("publish", project, only) == NULL)
        return HN_EXIT_USAGE;
    g_autoptr(HnStore) store =
        hn_open_store("publish", project, dry_run ? HN_STORE_READ : HN_STORE_WRITE, &code);
    if (store == NULL)
        return code;
    return dry_run ? plan(store, project, only) : deliver(store, project, only, as_json);
}
