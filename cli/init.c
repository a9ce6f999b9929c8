/* hopnhat init: a commented configuration, written by looking at the data. */
#include <stdio.h>
#include <string.h>

#include "base/base_error.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/init_tables.h"
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

/* What `init` was asked for. */
typedef struct {
    const char *const *files;
    const char *output; /* "-": stdout */
    const char *folder; /* that the text is for */
    HnAttributePlanOptions plan;
    const HnInitTables *tables; /* what the files stand for; or NULL */
    const HnEntityType *entity; /* of a configuration that gets a source more; or NULL */
} Asked;

static const char *
from_of(gpointer user, const char *path)
{
    return hn_init_tables_from(user, path);
}

static gboolean
find(const Asked *asked, Found *found, GError **error)
{
    found->tables = hn_country_tables_open(NULL, NULL, error);
    const HnScanOptions scanned = { .paths = asked->files,
                                    .source = asked->plan.source,
                                    .tables = found->tables };
    HnScan *scan = found->tables == NULL ? NULL : hn_scan_new(&scanned, error);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(hn_thread_default_count());
    HnAttributePlanOptions planned = asked->plan;
    planned.pool = pool;
    found->plan = scan == NULL ? NULL : hn_attribute_plan_new(scan, &planned, error);
    if (found->plan == NULL)
        return FALSE;
    found->draft = hn_draft_new(found->plan);
    if (asked->tables != NULL) {
        found->draft->from_of = from_of;
        found->draft->from_user = (gpointer)(gsize)asked->tables; /* only read */
    }
    for (guint i = 0; asked->tables != NULL && i < found->plan->n_warnings; i++) {
        char *text = found->plan->warnings[i];
        found->plan->warnings[i] = hn_init_tables_tell(asked->tables, text);
        g_free(text);
    }
    if (asked->entity != NULL) { /* its rules stand already */
        found->text = hn_draft_sources_yaml(found->draft, asked->folder, asked->entity);
        return TRUE;
    }
    g_autoptr(HnBudget) budget = hn_budget_new(MEMORY_BYTES);
    if (!hn_rule_search_run(found->draft, pool, budget, error))
        return FALSE;
    g_autofree char *name = project_name(asked->folder);
    found->text = hn_draft_yaml(found->draft, asked->folder, name);
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

/* @is_part: of a configuration that is there, whose rules and attributes are not its own. */
static int
write_found(const char *path, const Found *found, gboolean is_part)
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
    if (is_part) {
        fputs(
            HN_SAY("it belongs to the configuration from now on: look at it, then hopnhat check\n",
                   "từ nay nó thuộc về cấu hình: hãy xem lại, rồi chạy hopnhat check\n"),
            stderr);
        return HN_EXIT_DONE;
    }
    g_autofree char *summary =
        hn_draft_summary(found->draft, found->text, target, hn_say_language());
    fputs(summary, stderr);
    return HN_EXIT_DONE;
}

static int
init_files(const Asked *asked)
{
    g_autoptr(GError) error = NULL;
    Found found = { 0 };
    int code = HN_EXIT_DONE;
    if (!find(asked, &found, &error)) {
        hn_command_complain("%s", error->message);
        code = HN_EXIT_USAGE;
    } else {
        for (guint i = 0; i < found.plan->n_warnings; i++)
            hn_command_complain(HN_SAY("note: %s", "lưu ý: %s"), found.plan->warnings[i]);
        if (strcmp(asked->output, "-") == 0)
            fputs(found.text, stdout);
        else
            code = write_found(asked->output, &found, asked->entity != NULL);
    }
    found_clear(&found);
    return code;
}

static char *
folder_of(const char *output)
{
    g_autofree char *whole =
        g_canonicalize_filename(strcmp(output, "-") == 0 ? "hopnhat.yaml" : output, NULL);
    return g_path_get_dirname(whole);
}

/* ---- tables of a connection ---- */

typedef struct {
    char *connection; /* --from */
    char **tables;    /* --table */
    char *config;     /* -c: whose connections they are, and which may get a source more */
} From;

static const HnConnection *
find_connection(const HnProject *project, const From *from)
{
    g_autofree const char **names = g_new0(const char *, project->n_connections + 1);
    for (guint i = 0; i < project->n_connections; i++) {
        names[i] = project->connections[i].name;
        if (strcmp(names[i], from->connection) == 0)
            return &project->connections[i];
    }
    if (project->n_connections == 0)
        hn_command_complain("init: neither %s nor sources.d beside it has `connections:`",
                            project->path);
    else
        hn_command_complain_word("init", "connection", from->connection, names);
    return NULL;
}

/* The entity type that a new source of this kind belongs to; NULL: the configuration has none yet.
 */
static const HnEntityType *
entity_for(const HnProject *whole, const char *kind)
{
    for (guint i = 0; i < whole->n_entities; i++)
        if (strcmp(whole->entities[i].name, kind) == 0)
            return &whole->entities[i];
    return &whole->entities[0];
}

/* Two files with one source would be no configuration. */
static gboolean
is_known(const HnProject *whole, const char *source)
{
    for (guint i = 0; i < whole->n_feeds; i++)
        if (strcmp(whole->feeds[i].name, source) == 0) {
            hn_command_complain("init: source '%s' stands in the configuration already; -o FILE or "
                                "-o - shows what would be found now",
                                source);
            return TRUE;
        }
    return FALSE;
}

/* A configuration that has sources gets one more, in a file of its own. */
static int
init_one_more(const HnInitTables *tables, const HnProject *whole, const char *output)
{
    const char *const *paths = hn_init_tables_paths(tables);
    g_autofree char *stem = g_path_get_basename(paths[0]);
    *strrchr(stem, '.') = '\0';
    g_autofree char *file = g_strconcat(stem, ".yaml", NULL);
    g_autofree char *beside = g_build_filename(whole->folder, "sources.d", file, NULL);
    const char *target = output == NULL ? beside : output;
    g_autofree char *folder = folder_of(target);
    g_autoptr(GError) error = NULL;
    if (output == NULL && is_known(whole, stem))
        return HN_EXIT_USAGE;
    if (strcmp(target, "-") != 0 && !hn_io_make_folder(folder, &error)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_FAILED;
    }
    const Asked asked = { .files = paths,
                          .output = target,
                          .folder = folder,
                          .tables = tables,
                          .entity = entity_for(whole, "person") };
    return init_files(&asked);
}

static int
init_from(const From *from, const char *output, const HnAttributePlanOptions *plan)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) problem = NULL;
    const char *config = from->config == NULL ? "hopnhat.yaml" : from->config;
    if (from->tables == NULL) {
        hn_command_complain("init: --from needs --table");
        return HN_EXIT_USAGE;
    }
    g_autoptr(HnProject) project = hn_project_load_connections(config, &error);
    const HnConnection *connection = project == NULL ? NULL : find_connection(project, from);
    if (project == NULL)
        hn_command_complain("%s", error->message);
    if (connection == NULL)
        return HN_EXIT_USAGE;
    g_autoptr(HnInitTables) tables =
        hn_init_tables_new(connection, (const char *const *)from->tables, project->folder, &error);
    if (tables == NULL) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_FAILED;
    }
    g_autoptr(HnProject) whole = hn_project_load(config, &problem);
    if (whole != NULL && output == NULL)
        return init_one_more(tables, whole, output);
    g_autofree char *folder = folder_of(output == NULL ? config : output);
    const Asked asked = { .files = hn_init_tables_paths(tables),
                          .output = output == NULL ? config : output,
                          .folder = folder,
                          .plan = *plan,
                          .tables = tables };
    return init_files(&asked);
}

int
hn_command_init(int argc, char **argv)
{
    g_autofree char *output = NULL;
    g_auto(GStrv) keys = NULL;
    g_autofree char *source = NULL;
    From from = { 0 };
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
          "Where to write; hopnhat.yaml, - stdout", "FILE" },
        { "key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &keys,
          "Column that names a record; of files with several names: "
          "COL,COL, or given again",
          "COL" },
        { "source", 0, 0, G_OPTION_ARG_STRING, &source, "Column that names a record's source",
          "COL" },
        { "from", 0, 0, G_OPTION_ARG_STRING, &from.connection,
          "Look at tables of a connection instead of files", "NAME" },
        { "table", 0, 0, G_OPTION_ARG_STRING_ARRAY, &from.tables,
          "With --from: a table, [schema.]table; again for more", "TABLE" },
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &from.config,
          "With --from: where the connection stands; hopnhat.yaml", "FILE" },
        { 0 }
    };
    const HnCommandHelp help = { .usage = "FILE... [OPTION...]",
                                 .examples =
                                     "  hopnhat init people.csv && hopnhat run -c hopnhat.yaml\n"
                                     "  hopnhat init tax.csv.zst health.jsonl -o people.yaml\n"
                                     "  hopnhat init --from qlhc --table cu_tru.cong_dan -c "
                                     "hopnhat.yaml    a source more\n",
                                 .options = entries };
    int exit_code;
    if (!hn_command_parse(&help, &argc, &argv, &exit_code))
        return exit_code;
    const HnAttributePlanOptions plan = { .keys = (const char *const *)keys, .source = source };
    if (from.connection != NULL && argc > 1) {
        hn_command_complain("init takes files, or --from with --table, not both");
        exit_code = HN_EXIT_USAGE;
    } else if (from.connection != NULL) {
        exit_code = init_from(&from, output, &plan);
    } else if (argc < 2) {
        hn_command_complain("init takes one or more files; see hopnhat init --help");
        exit_code = HN_EXIT_USAGE;
    } else {
        const char *target = output == NULL ? "hopnhat.yaml" : output;
        g_autofree char *folder = folder_of(target);
        const Asked asked = {
            .files = (const char *const *)argv + 1, .output = target, .folder = folder, .plan = plan
        };
        exit_code = init_files(&asked);
    }
    g_free(from.connection);
    g_strfreev(from.tables);
    g_free(from.config);
    return exit_code;
}
