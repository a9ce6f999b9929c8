/* hopnhat diff: what changed between two runs, published or held, by their result files. */
#include <stdio.h>

#include "base/io.h"
#include "cli/command.h"
#include "cli/diff_text.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "insight/diff_page.h"
#include "linker/linker_error.h"
#include "publish/published_results.h"
#include "records/entity_id.h"

typedef struct {
    char *config, *output; /* output: of the page */
    gboolean json;
    gint limit;
} DiffArguments;

/* A run by name, with the paths of its files. */
typedef struct {
    char id[HN_ENTITY_ID_CHARS + 1];
    const char *state;
    char *crosswalk, *golden;
} Named;

static void
named_clear(Named *named)
{
    g_free(named->crosswalk);
    g_free(named->golden);
}

/* The last one that can be published yet: only such have their files. 0 with @error. */
static guint64
last_held(HnStore *store, GError **error)
{
    const guint64 published = hn_store_published_run(store);
    for (guint64 run = hn_store_next_number(store, HN_ID_RUN); run-- > published + 1;) {
        HnRunInfo info;
        if (hn_store_run_info(store, run, &info, NULL) && info.state == HN_RUN_HELD &&
            !hn_store_is_superseded(store, &info))
            return run;
    }
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                "no run is held that was compared with the published one");
    return 0;
}

static guint64
find_run(HnStore *store, const char *name, GError **error)
{
    if (strcmp(name, "held") == 0)
        return last_held(store, error);
    return hn_named_run(store, strcmp(name, "current") == 0 ? NULL : name, error);
}

static gboolean
open_named(HnStore *store, const char *name, Named *named, GError **error)
{
    HnRunInfo info;
    const guint64 run = find_run(store, name, error);
    if (run == 0)
        return FALSE;
    hn_entity_id_format('r', run, named->id);
    if (!hn_store_run_info(store, run, &info, NULL)) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "there is no run %s",
                    named->id);
        return FALSE;
    }
    const gboolean is_held = info.state == HN_RUN_HELD;
    named->state = is_held ? "held" : "published";
    g_autoptr(HnPublishedResults) results = is_held ? hn_held_results_open(store, run, error)
                                                    : hn_published_results_open(store, run, error);
    if (results == NULL)
        return FALSE;
    named->crosswalk = hn_published_results_file(results, "crosswalk.jsonl.zst", error);
    if (named->crosswalk != NULL)
        named->golden = hn_published_results_file(results, "golden.jsonl.zst", error);
    return named->golden != NULL;
}

static gboolean
write_page(HnSlice json, const char *path, GError **error)
{
    HnLanguage language = HN_LANGUAGE_EN; /* as the report */
    hn_say_chosen(&language);
    GString *page = hn_diff_render(json, language);
    gboolean done = TRUE;
    if (strcmp(path, "-") == 0)
        fwrite(page->str, 1, page->len, stdout);
    else
        done = hn_io_write_target(path, page->str, page->len, error);
    g_string_free(page, TRUE);
    return done;
}

static gboolean
tell(const HnRunDiff *diff, const HnDiffRun runs[2], const DiffArguments *arguments, GError **error)
{
    const guint limit = (guint)arguments->limit;
    if (!arguments->json && arguments->output == NULL) {
        hn_diff_text_print(diff, runs, limit);
        return TRUE;
    }
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_run_diff_write(diff, runs, limit, &json);
    if (arguments->output != NULL)
        return write_page(hn_slice(text->data, text->len), arguments->output, error);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
    return TRUE;
}

static gboolean
compare(const HnProject *project, HnStore *store, char **names, const DiffArguments *arguments,
        GError **error)
{
    Named named[2] = { 0 };
    g_autoptr(HnRunDiff) diff = NULL;
    if (open_named(store, names[0], &named[0], error) &&
        open_named(store, names[1], &named[1], error)) {
        const HnRunDiffInput input = { .project = project,
                                       .crosswalk = { named[0].crosswalk, named[1].crosswalk },
                                       .golden = { named[0].golden, named[1].golden } };
        diff = hn_run_diff_new(&input, error);
    }
    const HnDiffRun runs[] = { { named[0].id, named[0].state }, { named[1].id, named[1].state } };
    const gboolean done = diff != NULL && tell(diff, runs, arguments, error);
    named_clear(&named[0]);
    named_clear(&named[1]);
    return done;
}

static int
diff_runs(char **names, const DiffArguments *arguments)
{
    int code = HN_EXIT_DONE;
    g_autoptr(HnProject) project = hn_open_project("diff", arguments->config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("diff", project, HN_STORE_READ, &code);
    g_autoptr(GError) error = NULL;
    if (store == NULL)
        return code;
    return compare(project, store, names, arguments, &error) ? HN_EXIT_DONE
                                                             : hn_failure_tell("diff", error, 0);
}

int
hn_command_diff(int argc, char **argv)
{
    DiffArguments arguments = { .limit = 20 };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print one JSON object", NULL },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output,
          "Write it as a page; - = stdout", "FILE" },
        { "limit", 0, 0, G_OPTION_ARG_INT, &arguments.limit,
          "Changes that are listed, 0 or more; default: 20", "N" },
        { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    };
    const HnCommandHelp help = {
        .usage = "RUN RUN -c FILE [OPTION...]",
        .examples =
            "  hopnhat diff current held -c hopnhat.yaml              what a held night would have "
            "changed\n"
            "  hopnhat diff r-000000018 current -c hopnhat.yaml --json    since that run\n"
            "  hopnhat diff current held -c hopnhat.yaml --limit 200 -o diff.html     a page\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        code = HN_EXIT_USAGE;
        if (argc != 3)
            hn_command_complain("diff: expected two runs: r-..., current or held");
        else if (arguments.limit < 0)
            hn_command_complain("diff: --limit %d: 0 or more", arguments.limit);
        else if (arguments.json && arguments.output != NULL)
            hn_command_complain("diff: -o is for the page; --json prints to stdout");
        else
            code = diff_runs(argv + 1, &arguments);
    }
    g_free(arguments.config);
    g_free(arguments.output);
    return code;
}
