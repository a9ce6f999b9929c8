/* hopnhat report: a run's page again, in either language; or the first things to look at, as text.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "cli/top_print.h"
#include "insight/report_files.h"
#include "linker/linker_error.h"
#include "records/entity_id.h"

typedef struct {
    char *config, *run, *output, *top;
    gboolean json;
} Arguments;

typedef struct {
    const HnProject *project;
    char run_id[HN_ENTITY_ID_CHARS + 1];
    GBytes *metrics, *run; /* NULL: not there */
} Texts;

static HnSlice
slice_of(GBytes *bytes)
{
    return bytes == NULL ? hn_slice(NULL, 0)
                         : hn_slice(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* run.json where the run was published; of one that a gate held, what the store remembers. */
static gboolean
read_texts(HnStore *store, guint64 run, Texts *texts, GError **error)
{
    g_autoptr(GError) problem = NULL;
    hn_entity_id_format('r', run, texts->run_id);
    if (hn_store_is_pruned(store, run)) { /* its folder, too: no page could be written there */
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "the report of run %s was taken away by `hopnhat state prune`", texts->run_id);
        return FALSE;
    }
    texts->metrics = hn_report_read(texts->project, texts->run_id, "metrics.json", &problem);
    if (problem == NULL)
        texts->run = hn_report_read(texts->project, texts->run_id, "run.json", &problem);
    if (problem != NULL) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    if (texts->run == NULL) {
        char *summary = hn_store_run_summary(store, run);
        texts->run = summary == NULL ? NULL : g_bytes_new_take(summary, strlen(summary));
    }
    if (texts->metrics != NULL || texts->run != NULL)
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                "run %s left no metrics.json and no summary: it is not of this store, or was "
                "abandoned",
                texts->run_id);
    return FALSE;
}

/* ---- the page ---- */

static gboolean
write_page(const Texts *texts, const Arguments *arguments, HnLanguage language, GError **error)
{
    GString *page = hn_report_render(slice_of(texts->metrics), slice_of(texts->run), language);
    g_autofree char *own = hn_report_file(texts->project, texts->run_id, "report.html");
    const gboolean is_pipe = g_strcmp0(arguments->output, "-") == 0;
    gboolean done = TRUE;
    if (is_pipe)
        fwrite(page->str, 1, page->len, stdout);
    else if (arguments->output != NULL)
        done = hn_io_write_target(arguments->output, page->str, page->len, error);
    else
        done = hn_io_write_file(own, page->str, page->len, error);
    g_string_free(page, TRUE);
    if (done && !is_pipe)
        puts(arguments->output != NULL ? arguments->output : own);
    return done;
}

/* ---- the command ---- */

static int
report(const Arguments *arguments, const HnTopPrint *top, HnLanguage language)
{
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("report", arguments->config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("report", project, HN_STORE_READ, &code);
    if (store == NULL)
        return code;
    Texts texts = { .project = project };
    const guint64 run = hn_named_run(store, arguments->run, &error);
    gboolean done = run != 0 && read_texts(store, run, &texts, &error);
    if (done)
        done = top->list == NULL ? write_page(&texts, arguments, language, &error)
                                 : hn_top_print(top, slice_of(texts.metrics), &error);
    g_clear_pointer(&texts.metrics, g_bytes_unref);
    g_clear_pointer(&texts.run, g_bytes_unref);
    return done ? HN_EXIT_DONE : hn_failure_tell("report", error, 0);
}

/* FALSE: told. */
static gboolean
check(const Arguments *arguments, int argc, char **argv, HnTopPrint *ret_top,
      HnLanguage *ret_language)
{
    char *end = NULL;
    *ret_top = (HnTopPrint){ arguments->top, 20, arguments->json };
    *ret_language = HN_LANGUAGE_EN; /* as `run` writes the page, whoever started it */
    hn_say_chosen(ret_language);
    if (arguments->top == NULL && (argc > 1 || arguments->json)) {
        hn_command_complain("report: %s goes with --top", argc > 1 ? argv[1] : "--json");
        return FALSE;
    }
    if (arguments->top != NULL && !hn_top_print_knows(arguments->top))
        return hn_command_complain_word("report", "list", arguments->top, hn_top_print_lists);
    if (argc > 1)
        ret_top->n = (guint)strtoul(argv[1], &end, 10);
    if (argc > 2 || (argc > 1 && (*end != '\0' || ret_top->n == 0 || ret_top->n > 200))) {
        hn_command_complain("report: how many is a number from 1 to 200");
        return FALSE;
    }
    if (arguments->top != NULL && arguments->output != NULL) {
        hn_command_complain("report: -o is for the page; --top prints to stdout");
        return FALSE;
    }
    return TRUE;
}

int
hn_command_report(int argc, char **argv)
{
    Arguments arguments = { 0 };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "run", 0, 0, G_OPTION_ARG_STRING, &arguments.run,
          "Of this run; default: the published one", "R" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output,
          "Write the page here; - = stdout; default: report.html in the run's folder", "FILE" },
        { "top", 0, 0, G_OPTION_ARG_STRING, &arguments.top,
          "Print the first N (default 20) of a list in place of the page",
          "bridges|clusters|cases" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "With --top: as JSON lines", NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "[N] -c FILE [OPTION...]",
        .examples =
            "  hopnhat report -c hopnhat.yaml                     writes the page of the published "
            "run again\n"
            "  hopnhat report --top bridges -c hopnhat.yaml       single links that hold entities "
            "together\n"
            "  hopnhat report --top cases 50 -c hopnhat.yaml      the heaviest doubtful pairs\n"
            "  hopnhat report --lang vi -o baocao.html -c hopnhat.yaml\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    HnTopPrint top;
    HnLanguage language;
    if (hn_command_parse(&help, &argc, &argv, &code))
        code = check(&arguments, argc, argv, &top, &language) ? report(&arguments, &top, language)
                                                              : HN_EXIT_USAGE;
    g_free(arguments.config);
    g_free(arguments.run);
    g_free(arguments.output);
    g_free(arguments.top);
    return code;
}
