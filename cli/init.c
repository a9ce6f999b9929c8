/* hopnhat init: a commented configuration, written by looking at the data. */
#include <stdio.h>
#include <string.h>

#include "base/base_error.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/init_tables.h"
#include "cli/init_wanted.h"
#include "cli/say.h"
#include "insight/draft_missing.h"
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
    GString *left; /* sections of the configuration that are not taken over; or NULL */
} Found;

static void
found_clear(Found *found)
{
    hn_draft_free(found->draft);
    hn_attribute_plan_free(found->plan);
    hn_country_tables_unref(found->tables);
    g_free(found->text);
    if (found->left != NULL)
        g_string_free(found->left, TRUE);
}

/* What `init` was asked for. */
typedef struct {
    const char *const *files;
    const char *output; /* "-": stdout */
    const char *folder; /* that the text is for */
    HnAttributePlanOptions plan;
    const HnInitTables *tables; /* what some of the files stand for; or NULL */
    const HnProject *kept;      /* whose sections the text takes over; or NULL */
    const HnProject *whole;     /* the configuration that gets sources more; or NULL */
} Asked;

static const char *
from_of(gpointer user, const char *path)
{
    return hn_init_tables_from(user, path);
}

/* The entity type that new sources belong to: of the plan's name, else the first of those that have
 * most of its attributes. */
static const HnEntityType *
entity_for(const HnProject *whole, const HnAttributePlan *plan)
{
    const HnEntityType *best = &whole->entities[0];
    guint n_best = 0;
    for (guint i = 0; i < whole->n_entities; i++) {
        guint n = 0;
        if (strcmp(whole->entities[i].name, plan->entity) == 0)
            return &whole->entities[i];
        for (guint a = 0; a < plan->n_attributes; a++)
            n += hn_draft_missing_is_there(&whole->entities[i], &plan->attributes[a]) ? 1 : 0;
        if (n > n_best) {
            best = &whole->entities[i];
            n_best = n;
        }
    }
    return best;
}

/* With what lies in sources.d, or without: there may lie what the text is to replace. */
static gboolean
loads(const Asked *asked, const char *text)
{
    g_autofree char *path = g_build_filename(asked->folder, "hopnhat.yaml", NULL);
    g_autoptr(HnProject) beside = hn_project_parse_beside(hn_slice_of(text), path, NULL);
    g_autoptr(HnProject) alone = hn_project_parse(hn_slice_of(text), path, NULL);
    return beside != NULL || alone != NULL;
}

static void
leave(Found *found, const char *section)
{
    g_string_append_printf(found->left, "%s%s", found->left->len > 0 ? ", " : "", section);
}

/* With the sections that stand already. Targets name sources and attributes: where these are others
 * now they are for people to look at. */
static void
draft_text(const Asked *asked, Found *found)
{
    HnDraft *draft = found->draft;
    g_autofree char *name = project_name(asked->folder);
    found->left = g_string_new(NULL);
    if (asked->kept != NULL) {
        draft->project_text = asked->kept->project_text;
        draft->connections_text = asked->kept->connections_text;
        draft->settings_text = asked->kept->settings_text;
        draft->targets_text = asked->kept->targets_text;
    }
    found->text = hn_draft_yaml(draft, asked->folder, name);
    for (guint i = 0; asked->kept != NULL && asked->kept->not_copied[i] != NULL; i++)
        if (strcmp(asked->kept->not_copied[i], "relations") != 0 ||
            strstr(found->text, "\nrelations:\n") == NULL) /* the draft has its own */
            leave(found, asked->kept->not_copied[i]);
    if (draft->targets_text != NULL && !loads(asked, found->text)) {
        draft->targets_text = NULL;
        g_free(found->text);
        found->text = hn_draft_yaml(draft, asked->folder, name);
        leave(found, "targets");
    }
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
    if (asked->whole != NULL) { /* its rules stand already */
        found->text = hn_draft_sources_yaml(found->draft, asked->folder,
                                            entity_for(asked->whole, found->plan));
        return TRUE;
    }
    g_autoptr(HnBudget) budget = hn_budget_new(MEMORY_BYTES);
    if (!hn_rule_search_run(found->draft, pool, budget, error))
        return FALSE;
    draft_text(asked, found);
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

/* The first of FILE, FILE.new, FILE.new.2 ... from @first on that is free or holds the text:
 * what is there and differs stays as it is, as somebody may have edited it. NULL with @error. */
static char *
free_target(const char *path, const char *text, guint first, FileState *ret_state, GError **error)
{
    for (guint i = first; i <= BESIDE_MAX; i++) {
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

/* What is written belongs to a configuration whose rules and attributes are not its own, unless
 * another file has its place. */
static void
tell_part(const HnProject *whole, const char *path, const char *target)
{
    g_autofree char *name = g_path_get_basename(whole->path);
    if (strcmp(path, target) != 0) {
        fprintf(stderr,
                HN_SAY("%s is not loaded: look at it, put what you want of it into %s, then "
                       "hopnhat check\n",
                       "%s không được nạp: hãy xem lại, chép phần cần dùng vào %s, rồi chạy "
                       "hopnhat check\n"),
                target, path);
        return;
    }
    fputs(HN_SAY("it belongs to the configuration from now on: look at it, then hopnhat check\n",
                 "từ nay nó thuộc về cấu hình: hãy xem lại, rồi chạy hopnhat check\n"),
          stderr);
    fprintf(
        stderr,
        HN_SAY("rules and attributes of %s were chosen without it; to have them chosen anew: one "
               "hopnhat init over all sources with -o %s, which writes %s.new\n",
               "quy tắc và thuộc tính của %s được chọn khi chưa có nó; muốn chọn lại: một lần "
               "hopnhat init với mọi nguồn và -o %s, kết quả ghi vào %s.new\n"),
        name, name, name);
}

/* A part of a configuration that does not load would stop every night. */
static char *
why_no_part(const Asked *asked, const Found *found)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) together =
        hn_project_load_with(asked->whole->path, hn_slice_of(found->text), asked->output, &error);
    return together == NULL ? g_strdup(error->message) : NULL;
}

/* What is refused before leaves no folder behind. */
static gboolean
write_new(const Asked *asked, const char *target, const Found *found, GError **error)
{
    return (asked->whole == NULL || hn_io_make_folder(asked->folder, error)) &&
           hn_io_write_target(target, found->text, strlen(found->text), error);
}

/* What is written is looked at by people before it runs. */
static void
tell_unloadable(const char *target, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_parse_beside(hn_slice_of(text), target, &error);
    if (project == NULL)
        hn_command_complain(
            HN_SAY("note: as it stands %s does not load: %s", "lưu ý: %s chưa nạp được: %s"),
            target, error->message);
}

static int
write_found(const Asked *asked, const Found *found)
{
    const char *path = asked->output;
    g_autoptr(GError) error = NULL;
    FileState state;
    g_autofree char *why = asked->whole == NULL ? NULL : why_no_part(asked, found);
    g_autofree char *target = free_target(path, found->text, why != NULL, &state, &error);
    if (target == NULL || (state == FILE_MISSING && !write_new(asked, target, found, &error))) {
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
    if (why != NULL) {
        hn_command_complain(
            HN_SAY("init: it is not loaded: with it the configuration would be refused: %s",
                   "init: tệp này không được nạp: có nó thì cấu hình sẽ bị từ chối: %s"),
            why);
        return HN_EXIT_FAILED;
    }
    if (strcmp(target, path) != 0)
        fprintf(stderr,
                HN_SAY("%s was left as it is; compare: diff %s %s\n",
                       "%s được giữ nguyên; so sánh: diff %s %s\n"),
                path, path, target);
    if (asked->whole != NULL) {
        tell_part(asked->whole, path, target);
        return HN_EXIT_DONE;
    }
    tell_unloadable(target, found->text);
    g_autofree char *summary =
        hn_draft_summary(found->draft, found->text, target, hn_say_language());
    fputs(summary, stderr);
    return HN_EXIT_DONE;
}

/* Two files with one source would be no configuration. */
static gboolean
is_known(const HnProject *whole, const HnAttributePlan *plan)
{
    for (guint f = 0; f < plan->n_files; f++)
        for (guint i = 0; i < whole->n_feeds; i++)
            if (strcmp(whole->feeds[i].name, plan->files[f].source) == 0) {
                hn_command_complain("init: source '%s' stands in the configuration already; -o "
                                    "FILE or -o - shows what would be found now",
                                    plan->files[f].source);
                return TRUE;
            }
    return FALSE;
}

/* Whoever puts the text in the place of the old one would lose them. */
static void
tell_left(const Asked *asked, const Found *found)
{
    if (found->left == NULL || found->left->len == 0)
        return;
    g_autofree char *name = g_path_get_basename(asked->kept->path);
    hn_command_complain(HN_SAY("note: not taken over from %s, look at them there: %s",
                               "lưu ý: không lấy sang từ %s, hãy xem lại ở đó: %s"),
                        name, found->left->str);
}

static int
init_files(const Asked *asked)
{
    g_autoptr(GError) error = NULL;
    Found found = { 0 };
    int code = HN_EXIT_DONE;
    if (!find(asked, &found, &error)) {
        g_autofree char *told = asked->tables == NULL
                                    ? g_strdup(error->message)
                                    : hn_init_tables_tell(asked->tables, error->message);
        hn_command_complain("%s", told);
        code = HN_EXIT_USAGE;
    } else if (asked->whole != NULL && is_known(asked->whole, found.plan)) {
        code = HN_EXIT_USAGE;
    } else {
        for (guint i = 0; i < found.plan->n_warnings; i++)
            hn_command_complain(HN_SAY("note: %s", "lưu ý: %s"), found.plan->warnings[i]);
        tell_left(asked, &found);
        if (strcmp(asked->output, "-") == 0)
            fputs(found.text, stdout);
        else
            code = write_found(asked, &found);
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

/* ---- tables of connections ---- */

static const HnConnection *
find_connection(const HnProject *project, const char *name)
{
    g_autofree const char **names = g_new0(const char *, project->n_connections + 1);
    for (guint i = 0; i < project->n_connections; i++) {
        names[i] = project->connections[i].name;
        if (strcmp(names[i], name) == 0)
            return &project->connections[i];
    }
    if (project->n_connections == 0)
        hn_command_complain("init: neither %s nor sources.d beside it has `connections:`",
                            project->path);
    else
        hn_command_complain_word("init", "connection", name, names);
    return NULL;
}

/* No connection is asked before all are known. NULL: told, and *ret_code is how it ends. */
static HnInitTables *
read_tables(const HnInitWanted *wanted, const HnProject *project, int *ret_code)
{
    g_autoptr(GError) error = NULL;
    *ret_code = HN_EXIT_USAGE;
    for (guint i = 0; i < hn_init_wanted_n(wanted); i++)
        if (find_connection(project, hn_init_wanted_get(wanted, i)->connection) == NULL)
            return NULL;
    *ret_code = HN_EXIT_FAILED;
    g_autoptr(HnInitTables) tables = hn_init_tables_new(project->folder, &error);
    for (guint i = 0; tables != NULL && i < hn_init_wanted_n(wanted); i++) {
        const HnInitFrom *from = hn_init_wanted_get(wanted, i);
        const HnConnection *connection = find_connection(project, from->connection);
        for (guint t = 0; tables != NULL && t < from->tables->len; t++)
            if (!hn_init_tables_add(tables, connection, from->tables->pdata[t], &error))
                g_clear_pointer(&tables, hn_init_tables_free);
    }
    if (tables == NULL)
        hn_command_complain("%s", error->message);
    return g_steal_pointer(&tables);
}

/* A configuration that has sources gets more of them, in a file of their own. */
static int
init_more(const Asked *asked, const HnProject *whole)
{
    g_autofree char *stem = g_path_get_basename(hn_init_tables_paths(asked->tables)[0]);
    *strrchr(stem, '.') = '\0';
    g_autofree char *file = g_strconcat(stem, ".yaml", NULL);
    g_autofree char *folder = g_build_filename(whole->folder, "sources.d", NULL);
    g_autofree char *target = g_build_filename(folder, file, NULL);
    Asked more = *asked;
    more.output = target;
    more.folder = folder;
    more.whole = whole;
    return init_files(&more);
}

/* @asked: files, and what else was said. */
static int
init_tables(const HnInitWanted *wanted, const char *config, const char *output, const Asked *asked)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) problem = NULL;
    g_autoptr(HnProject) project = hn_project_load_connections(config, &error);
    int code = HN_EXIT_USAGE;
    if (project == NULL)
        hn_command_complain("%s", error->message);
    g_autoptr(HnInitTables) tables = project == NULL ? NULL : read_tables(wanted, project, &code);
    if (tables == NULL)
        return code;
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    const char *const *const lists[] = { hn_init_tables_paths(tables), asked->files };
    for (guint l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; lists[l][i] != NULL; i++)
            g_ptr_array_add(paths, (gpointer)(gsize)lists[l][i]);
    g_ptr_array_add(paths, NULL);
    Asked all = *asked;
    all.files = (const char *const *)paths->pdata;
    all.tables = tables;
    g_autoptr(HnProject) whole = hn_project_load(config, &problem);
    if (whole != NULL && output == NULL)
        return init_more(&all, whole);
    all.output = output == NULL ? config : output;
    g_autofree char *folder = folder_of(all.output);
    all.folder = folder;
    if (strcmp(folder, project->folder) == 0) /* paths of connections are relative to it */
        all.kept = project;
    return init_files(&all);
}

static int
init(HnInitWanted *wanted, const char *config, const char *output, Asked *asked)
{
    if (!hn_init_wanted_settle(wanted))
        return HN_EXIT_USAGE;
    if (hn_init_wanted_n(wanted) > 0)
        return init_tables(wanted, config == NULL ? "hopnhat.yaml" : config, output, asked);
    if (config != NULL) {
        hn_command_complain("init: -c is for --from");
        return HN_EXIT_USAGE;
    }
    if (asked->files[0] == NULL) {
        hn_command_complain("init takes one or more files; see hopnhat init --help");
        return HN_EXIT_USAGE;
    }
    asked->output = output == NULL ? "hopnhat.yaml" : output;
    g_autofree char *folder = folder_of(asked->output);
    asked->folder = folder;
    return init_files(asked);
}

int
hn_command_init(int argc, char **argv)
{
    g_autofree char *output = NULL;
    g_auto(GStrv) keys = NULL;
    g_autofree char *source = NULL;
    g_autofree char *config = NULL;
    g_autoptr(HnInitWanted) wanted = hn_init_wanted_new();
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
          "Where to write; hopnhat.yaml, - stdout", "FILE" },
        { "key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &keys,
          "Column that names a record; of files with several names: "
          "COL,COL, or given again",
          "COL" },
        { "source", 0, 0, G_OPTION_ARG_STRING, &source, "Column that names a record's source",
          "COL" },
        { "from", 0, 0, G_OPTION_ARG_CALLBACK, (gpointer)(gsize)hn_init_wanted_take_from,
          "Look at tables of this connection too; again for more connections", "NAME" },
        { "table", 0, 0, G_OPTION_ARG_CALLBACK, (gpointer)(gsize)hn_init_wanted_take_table,
          "A table of the --from before it, [schema.]table; again for more", "TABLE" },
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config,
          "With --from: where the connections stand; hopnhat.yaml", "FILE" },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "FILE... [OPTION...]",
        .examples = "  hopnhat init people.csv && hopnhat run -c hopnhat.yaml\n"
                    "  hopnhat init tax.csv.zst health.jsonl -o people.yaml\n"
                    "  hopnhat init --from qlhc --table cu_tru.cong_dan --from thue "
                    "--table nnt truong.csv\n"
                    "  hopnhat init --from qlhc --table cu_tru.cong_dan -c "
                    "hopnhat.yaml    a source more\n",
        .options = entries,
        .user = wanted
    };
    int exit_code;
    if (!hn_command_parse(&help, &argc, &argv, &exit_code))
        return exit_code;
    Asked asked = { .files = (const char *const *)argv + 1,
                    .plan = { .keys = (const char *const *)keys, .source = source } };
    return init(wanted, config, output, &asked);
}
