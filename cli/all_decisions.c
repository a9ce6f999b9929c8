/* hopnhat decisions: all decisions in force as a table, out and in. */
#include <stdio.h>

#include "base/io.h"
#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/decision_csv.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "linker/linker_error.h"
#include "linker/live_undo.h"
#include "store/store_error.h"

typedef struct {
    char *config;
    gboolean json, dry_run;
} Arguments;

/* ---- out ---- */

static gboolean
write_out(const char *path, const GByteArray *text, GError **error)
{
    if (strcmp(path, "-") != 0)
        return hn_io_write_target(path, text->data, text->len, error);
    fwrite(text->data, 1, text->len, stdout);
    return TRUE;
}

static int
export_all(const HnProject *project, const char *path)
{
    int code = HN_EXIT_FAILED;
    g_autoptr(HnStore) store = hn_open_store("decisions", project, HN_STORE_READ, &code);
    if (store == NULL)
        return code;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, NULL, TRUE, &error);
    g_autoptr(GByteArray) text = g_byte_array_new();
    hn_decision_csv_header(text);
    for (guint i = 0; decisions != NULL && i < decisions->len; i++)
        hn_decision_csv_write(decisions->pdata[i], text);
    if (decisions == NULL || !write_out(path, text, &error))
        return hn_failure_tell("decisions", error, 0);
    return HN_EXIT_DONE;
}

/* ---- in ---- */

typedef struct {
    guint n_new, n_known, n_deferred;
    gsize n_events;
} Counts;

/* Takes the first of the @n_before decisions of the store that says the same and that none before
 * @decision took. A later decision overrules an earlier one, so the second of two equal ones may
 * stand where the first does not: it is known only if the store has two. */
static gboolean
is_known(const HnLive *live, const HnDecision *decision, guint8 *taken, guint n_before)
{
    const GPtrArray *all = hn_live_decisions(live);
    for (guint i = 0; i < n_before; i++) {
        const HnDecision *one = all->pdata[i];
        if (!taken[i] && one->lifted_by == 0 && one->kind != HN_DECISION_UNDO &&
            hn_decision_csv_equal(one, decision))
            return taken[i] = TRUE;
    }
    return FALSE;
}

static gboolean
take(HnStore *store, HnLive *live, const GPtrArray *decisions, Counts *counts, GError **error)
{
    const guint n_before = hn_live_decisions(live)->len;
    g_autofree guint8 *taken = g_new0(guint8, n_before + 1);
    for (guint i = 0; i < decisions->len; i++) {
        const HnDecision *decision = decisions->pdata[i];
        if (strcmp(decision->entity_type, hn_live_entity_type(live)) != 0)
            continue;
        if (is_known(live, decision, taken, n_before)) {
            counts->n_known++;
            continue;
        }
        const HnLiveAct act = { .n_decisions = 1, .decisions = decision };
        HnLivePlan *plan = hn_live_new_decision(live, store, &act, error);
        if (plan == NULL)
            return FALSE;
        counts->n_new++;
        counts->n_deferred += hn_live_plan_is_deferred(plan) ? 1 : 0;
        hn_live_plan_take(plan);
    }
    counts->n_events += hn_live_events(live)->n;
    return TRUE;
}

static gboolean
import_into(HnStore *store, const HnProject *project, const GPtrArray *decisions, gboolean dry_run,
            Counts *counts, GError **error)
{
    HnLive **lives = g_new0(HnLive *, (gsize)project->n_entities + 1);
    gboolean done = dry_run || hn_store_pin(store, error);
    *counts = (Counts){ 0 };
    for (guint i = 0; done && i < project->n_entities; i++) {
        lives[i] = hn_live_new(store, project, i, error);
        done = lives[i] != NULL && take(store, lives[i], decisions, counts, error);
    }
    done = done && (dry_run || hn_live_commit(store, lives, project->n_entities, error));
    for (guint i = 0; i < project->n_entities; i++)
        hn_live_free(lives[i]);
    g_free(lives);
    return done;
}

static void
print_counts(const Counts *counts, gboolean dry_run, gboolean json_wanted)
{
    if (!json_wanted) {
        printf(HN_SAY("%s%u decisions, %u known already; %" G_GSIZE_FORMAT " events\n",
                      "%s%u quyết định, %u đã có từ trước; %" G_GSIZE_FORMAT " sự kiện\n"),
               dry_run ? HN_SAY("dry run: would import ", "chạy thử: sẽ nhập ")
                       : HN_SAY("imported ", "đã nhập "),
               counts->n_new, counts->n_known, counts->n_events);
        return;
    }
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "dry_run");
    hn_json_bool(&json, dry_run);
    hn_json_key(&json, "imported");
    hn_json_uint(&json, counts->n_new);
    hn_json_key(&json, "known");
    hn_json_uint(&json, counts->n_known);
    hn_json_key(&json, "deferred");
    hn_json_uint(&json, counts->n_deferred);
    hn_json_key(&json, "events");
    hn_json_uint(&json, counts->n_events);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static int
import_all(const HnProject *project, const char *path, const Arguments *arguments)
{
    int code = HN_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    const char *user = g_get_user_name();
    g_autoptr(GPtrArray) decisions = hn_decision_csv_read(
        path, project, user == NULL || user[0] == '\0' ? "unknown" : user, &error);
    if (decisions == NULL) {
        hn_failure_tell("decisions", error, 0);
        return HN_EXIT_USAGE; /* whatever is wrong with the file: nothing was touched */
    }
    g_autoptr(HnStore) store = hn_open_store(
        "decisions", project, arguments->dry_run ? HN_STORE_READ : HN_STORE_BESIDE, &code);
    if (store == NULL)
        return code;
    Counts counts;
    while (!import_into(store, project, decisions, arguments->dry_run, &counts, &error)) {
        hn_store_unpin(store);
        if (!g_error_matches(error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED))
            return hn_failure_tell("decisions", error, 0);
        g_clear_error(&error); /* others came first: all anew */
    }
    print_counts(&counts, arguments->dry_run, arguments->json);
    if (counts.n_deferred == 0)
        return HN_EXIT_DONE;
    g_set_error(&error, HN_LINKER_ERROR, HN_LINKER_ERROR_LIMIT,
                "%u of them touch more than %u records: they are recorded and take effect with the "
                "next run",
                counts.n_deferred, HN_LIVE_ROWS_MAX);
    return hn_failure_tell("decisions", error, 0);
}

int
hn_command_decisions(int argc, char **argv)
{
    Arguments arguments = { 0 };
    const GOptionEntry entries[] = { { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config,
                                       "Configuration", "FILE" },
                                     { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &arguments.dry_run,
                                       "import: check everything and record nothing", NULL },
                                     { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json,
                                       "import: print the result as one JSON object", NULL },
                                     { 0 } };
    const HnCommandHelp help = {
        .usage = "import|export F.csv -c FILE [OPTION...]",
        .examples = "  hopnhat decisions export decisions.csv -c hopnhat.yaml\n"
                    "  hopnhat decisions import decisions.csv -c hopnhat.yaml     all of them or "
                    "none; again = no change\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        gboolean out = argc == 3 && strcmp(argv[1], "export") == 0;
        const gboolean in = argc == 3 && strcmp(argv[1], "import") == 0;
        code = HN_EXIT_USAGE;
        static const char *const names[] = { "import", "export", NULL };
        if (argc >= 2 && !g_strv_contains(names, argv[1]))
            hn_command_complain_word("decisions", "command", argv[1], names);
        else if (!out && !in)
            hn_command_complain("decisions: expected import or export, and a file");
        if (out && strcmp(argv[2], "-") != 0 && !g_str_has_suffix(argv[2], ".csv")) {
            hn_command_complain("decisions: export writes a table: '%s' does not end in .csv",
                                argv[2]);
            out = FALSE;
        }
        g_autoptr(HnProject) project =
            out || in ? hn_open_project("decisions", arguments.config, &code) : NULL;
        if (project != NULL)
            code = out ? export_all(project, argv[2]) : import_all(project, argv[2], &arguments);
    }
    g_free(arguments.config);
    return code;
}
