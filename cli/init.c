/* hopnhat init: a commented configuration, written by looking at the data. */
#include <stdio.h>
#include <string.h>

#include "base/base_error.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/say.h"
#include "insight/draft_summary.h"
#include "insight/rule_search.h"

#define MEMORY_BYTES ((guint64)1 << 30)
#define OLD_BYTES_MAX ((gsize)16 << 20)
#define BESIDE_MAX 20u /* files .new that nobody has looked at */

/* The configuration's name: that of its folder, as far as letters go. */
static char *
project_name(const char *folder)
{
    g_autofree char *base = g_path_get_basename(folder);
    return strcmp(base, "/") == 0 ? g_strdup("hopnhat") : g_steal_pointer(&base);
}

/* What is found, and what it is written as. */
typedef struct {
    HnCountryTables *tables;
    HnAttributePlan *plan;
    HnDraft *draft;
    char *text;
} Found;

static void
found_clear(Found *found)
{
    hn_draft_free(found->draft);
    hn_attribute_plan_free(found->plan);
    hn_country_tables_unref(found->tables);
    g_free(found->text);
}

static gboolean
find(const char *const *files, const HnAttributePlanOptions *options, const char *folder,
     Found *found, GError **error)
{
    found->tables = hn_country_tables_open(NULL, NULL, error);
    const HnScanOptions scanned = { .paths = files,
                                    .source = options->source,
                                    .tables = found->tables };
    HnScan *scan = found->tables == NULL ? NULL : hn_scan_new(&scanned, error);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(hn_thread_default_count());
    HnAttributePlanOptions planned = *options;
    planned.pool = pool;
    found->plan = scan == NULL ? NULL : hn_attribute_plan_new(scan, &planned, error);
    if (found->plan == NULL)
        return FALSE;
    g_autoptr(HnBudget) budget = hn_budget_new(MEMORY_BYTES);
    found->draft = hn_draft_new(found->plan);
    if (!hn_rule_search_run(found->draft, pool, budget, error))
        return FALSE;
    g_autofree char *name = project_name(folder);
    found->text = hn_draft_yaml(found->draft, folder, name);
    return TRUE;
}

typedef enum { FILE_MISSING, FILE_SAME, FILE_OTHER, FILE_UNREADABLE } FileState;

static FileState
state_of(const char *path, const char *text, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(GBytes) old = hn_io_read_file(path, OLD_BYTES_MAX, &problem);
    if (old != NULL)
        return g_bytes_get_size(old) == strlen(text) &&
                       memcmp(g_bytes_get_data(old, NULL), text, strlen(text)) == 0
                   ? FILE_SAME
                   : FILE_OTHER;
    if (g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING))
        return FILE_MISSING;
    g_propagate_error(error, g_steal_pointer(&problem));
    return FILE_UNREADABLE;
}

/* The first of FILE, FILE.new, FILE.new.2 ... that is free or holds the text already: what is there
 * and differs stays as it is, as somebody may have edited it. NULL with @error. */
static char *
free_target(const char *path, const char *text, FileState *ret_state, GError **error)
{
    for (guint i = 0; i <= BESIDE_MAX; i++) {
        g_autofree char *target = i == 0   ? g_strdup(path)
                                  : i == 1 ? g_strconcat(path, ".new", NULL)
                                           : g_strdup_printf("%s.new.%u", path, i);
        *ret_state = state_of(target, text, error);
        if (*ret_state == FILE_UNREADABLE)
            return NULL;
        if (*ret_state != FILE_OTHER)
            return g_steal_pointer(&target);
    }
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS,
                "'%s.new' and %u others beside it differ from what is found now; remove those "
                "that you have looked at, or say -o FILE",
                path, BESIDE_MAX - 1);
    return NULL;
}

static int
write_found(const char *path, const Found *found)
{
    g_autoptr(GError) error = NULL;
    FileState state;
    g_autofree char *target = free_target(path, found->text, &state, &error);
    if (target == NULL || (state == FILE_MISSING &&
                           !hn_io_write_target(target, found->text, strlen(found->text), &error))) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_FAILED;
    }
    if (state == FILE_SAME)
        fprintf(stderr,
                HN_SAY("%s is what init would write: nothing changed\n",
                       "%s đã đúng như init sẽ viết: không có gì thay đổi\n"),
                target);
    else
        fprintf(stderr, HN_SAY("%s written\n", "đã viết %s\n"), target);
    if (strcmp(target, path) != 0)
        fprintf(stderr,
                HN_SAY("%s was left as it is; compare: diff %s %s\n",
                       "%s được giữ nguyên; so sánh: diff %s %s\n"),
                path, path, target);
    g_autofree char *summary =
        hn_draft_summary(found->draft, found->text, target, hn_say_language());
    fputs(summary, stderr);
    return HN_EXIT_DONE;
}

static int
init_files(const char *const *files, const char *output, const HnAttributePlanOptions *options)
{
    g_autoptr(GError) error = NULL;
    const gboolean to_stdout = strcmp(output, "-") == 0;
    g_autofree char *whole = g_canonicalize_filename(to_stdout ? "hopnhat.yaml" : output, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    Found found = { 0 };
    int code = HN_EXIT_DONE;
    if (!find(files, options, folder, &found, &error)) {
        hn_command_complain("%s", error->message);
        code = HN_EXIT_USAGE;
    } else {
        for (guint i = 0; i < found.plan->n_warnings; i++)
            hn_command_complain(HN_SAY("note: %s", "lưu ý: %s"), found.plan->warnings[i]);
        if (to_stdout)
            fputs(found.text, stdout);
        else
            code = write_found(output, &found);
    }
    found_clear(&found);
    return code;
}

int
hn_command_init(int argc, char **argv)
{
    g_autofree char *output = NULL;
    g_auto(GStrv) keys = NULL;
    g_autofree char *source = NULL;
    const GOptionEntry entries[] = { { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                       "Where to write; hopnhat.yaml, - stdout", "FILE" },
                                     { "key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &keys,
                                       "Column that names a record; of files with several names: "
                                       "COL,COL, or given again",
                                       "COL" },
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
    const HnAttributePlanOptions options = { .keys = (const char *const *)keys, .source = source };
    return init_files((const char *const *)argv + 1, output == NULL ? "hopnhat.yaml" : output,
                      &options);
}
