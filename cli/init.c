/* hopnhat init: a commented configuration, written by looking at the data. */
#include <stdio.h>
#include <string.h>

#include "base/base_error.h"
#include "base/io.h"
#include "cli/command.h"
#include "insight/rule_search.h"

#define MEMORY_BYTES ((guint64)1 << 30)
#define OLD_BYTES_MAX ((gsize)16 << 20)

/* The configuration's name: that of its folder, as far as letters go. */
static char *
project_name(const char *folder)
{
    g_autofree char *base = g_path_get_basename(folder);
    return strcmp(base, "/") == 0 ? g_strdup("hopnhat") : g_steal_pointer(&base);
}

static char *
draft_text(HnAttributePlan *plan, const char *folder, GError **error)
{
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(hn_thread_default_count());
    g_autoptr(HnBudget) budget = hn_budget_new(MEMORY_BYTES);
    g_autoptr(HnDraft) draft = hn_draft_new(plan);
    if (!hn_rule_search_run(draft, pool, budget, error))
        return NULL;
    g_autofree char *name = project_name(folder);
    return hn_draft_yaml(draft, folder, name);
}

/* What is there and differs stays as it is: somebody may have edited it. */
static int
write_text(const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *beside = g_strconcat(path, ".new", NULL);
    const char *target = path;
    g_autoptr(GBytes) old = hn_io_read_file(path, OLD_BYTES_MAX, &error);
    if (old != NULL) {
        const gsize n = g_bytes_get_size(old);
        if (n == strlen(text) && memcmp(g_bytes_get_data(old, NULL), text, n) == 0) {
            fprintf(stderr, "%s is what init would write: nothing changed\n", path);
            return HN_EXIT_DONE;
        }
        target = beside;
    } else if (!g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_FAILED;
    }
    g_clear_error(&error);
    if (!hn_io_write_target(target, text, strlen(text), &error)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_FAILED;
    }
    fprintf(stderr, "%s written\n", target);
    if (target == beside)
        fprintf(stderr, "%s was left as it is; compare: diff %s %s\n", path, path, beside);
    return HN_EXIT_DONE;
}

static int
init_files(const char *const *files, const char *output, const HnAttributePlanOptions *options)
{
    g_autoptr(GError) error = NULL;
    const gboolean to_stdout = strcmp(output, "-") == 0;
    g_autofree char *whole = g_canonicalize_filename(to_stdout ? "hopnhat.yaml" : output, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    const HnScanOptions scanned = { .paths = files, .source = options->source };
    HnScan *scan = hn_scan_new(&scanned, &error);
    g_autoptr(HnAttributePlan) plan =
        scan == NULL ? NULL : hn_attribute_plan_new(scan, options, &error);
    g_autofree char *text = plan == NULL ? NULL : draft_text(plan, folder, &error);
    if (text == NULL) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    for (guint i = 0; i < plan->n_warnings; i++)
        hn_command_complain("note: %s", plan->warnings[i]);
    if (!to_stdout)
        return write_text(output, text);
    fputs(text, stdout);
    return HN_EXIT_DONE;
}

int
hn_command_init(int argc, char **argv)
{
    g_autofree char *output = NULL;
    g_autofree char *key = NULL;
    g_autofree char *source = NULL;
    const GOptionEntry entries[] = { { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                       "Where to write; hopnhat.yaml, - stdout", "FILE" },
                                     { "key", 0, 0, G_OPTION_ARG_STRING, &key,
                                       "Column that names a record", "COL" },
                                     { "source", 0, 0, G_OPTION_ARG_STRING, &source,
                                       "Column that names a record's source", "COL" },
                                     { 0 } };
    const HnCommandHelp help = { .usage = "FILE... [OPTION...]",
                                 .examples =
                                     "  hopnhat init people.csv && hopnhat run -c hopnhat.yaml\n"
                                     "  hopnhat init tax.csv.zst health.jsonl -o people.yaml\n",
                                 .options = entries };
    int exit_code;
    if (!hn_command_parse(&help, &argc, &argv, &exit_code))
        return exit_code;
    if (argc < 2) {
        hn_command_complain("init takes one or more files; see hopnhat init --help");
        return HN_EXIT_USAGE;
    }
    const HnAttributePlanOptions options = { .key = key, .source = source };
    return init_files((const char *const *)argv + 1, output == NULL ? "hopnhat.yaml" : output,
                      &options);
}
