/* hopnhat model: show, diff, promote, export and import of bundles. */
#include "cli/model_command.h"

#include <stdio.h>

#include "base/io.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "linker/bundle_check.h"
#include "linker/linker_error.h"
#include "linker/model_import.h"

#define MODEL_BYTES_MAX ((gsize)64 << 20)

/* ---- which bundle ---- */

char *
hn_model_promoted(const HnModelCommand *command, guint entity)
{
    return hn_store_bundle(command->store, command->project->entities[entity].name);
}

static gboolean
is_meant(const HnModelCommand *command, guint entity, const char *id, const char *promoted)
{
    if (command->id != NULL)
        return g_str_has_prefix(id, command->id);
    if (g_strcmp0(id, promoted) == 0)
        return FALSE;
    g_autoptr(HnBundle) bundle = hn_bundle_load(command->store, id, NULL);
    return bundle != NULL && bundle->learned &&
           hn_bundle_check(bundle, command->project, entity, NULL, NULL);
}

char *
hn_model_candidate(const HnModelCommand *command, guint entity, GError **error)
{
    const char *type = command->project->entities[entity].name;
    g_autoptr(GPtrArray) all = hn_bundle_list(command->store, type, error);
    if (all == NULL)
        return NULL;
    g_autofree char *promoted = hn_model_promoted(command, entity);
    g_autoptr(GString) names = g_string_new(NULL);
    const char *found = NULL;
    guint n = 0;
    for (guint i = 0; i < all->len; i++) {
        if (!is_meant(command, entity, all->pdata[i], promoted))
            continue;
        found = all->pdata[i];
        g_string_append_printf(names, "%s%.12s", n++ == 0 ? "" : ", ", found);
    }
    if (n < 2)
        return g_strdup(found);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                "entity type '%s' has several candidates, name one: %s", type, names->str);
    return NULL;
}

/* ---- promote ---- */

static gboolean
promote_type(const HnModelCommand *command, guint entity, const char *id, GError **error)
{
    const char *type = command->project->entities[entity].name;
    g_autoptr(HnBundle) bundle = hn_bundle_load(command->store, id, error);
    if (bundle != NULL && !bundle->learned) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "bundle %.12s was learned from no pair at all: it is not promoted", id);
        return FALSE;
    }
    if (bundle == NULL || !hn_bundle_check(bundle, command->project, entity, NULL, error) ||
        !hn_store_promote_bundle(command->store, type, id, error))
        return FALSE;
    printf("promoted  %s  %s\n", type, id);
    return TRUE;
}

static gboolean
promote(const HnModelCommand *command, GError **error)
{
    guint n_promoted = 0;
    for (guint i = 0; i < command->project->n_entities; i++) {
        g_autoptr(GError) fault = NULL;
        g_autofree char *id = hn_model_candidate(command, i, &fault);
        if (fault != NULL) {
            g_propagate_error(error, g_steal_pointer(&fault));
            return FALSE;
        }
        if (id == NULL)
            continue;
        if (!promote_type(command, i, id, error))
            return FALSE;
        n_promoted++;
    }
    if (n_promoted > 0)
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                "no candidate to promote: `hopnhat train` makes one");
    return FALSE;
}

/* ---- out and in ---- */

static char *
only_bundle(const HnModelCommand *command, guint *ret_entity, GError **error)
{
    char *found = NULL;
    for (guint i = 0; i < command->project->n_entities; i++) {
        g_autofree char *id = command->id == NULL ? hn_model_promoted(command, i)
                                                  : hn_model_candidate(command, i, NULL);
        if (id == NULL)
            continue;
        if (found != NULL) {
            g_free(found);
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                        "the project has several entity types: name the bundle");
            return NULL;
        }
        found = g_steal_pointer(&id);
        *ret_entity = i;
    }
    if (found == NULL)
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "no such bundle; `hopnhat run` or `hopnhat train` learns one");
    return found;
}

static gboolean
export_model(const HnModelCommand *command, GError **error)
{
    guint entity = 0;
    g_autofree char *id = only_bundle(command, &entity, error);
    if (id == NULL)
        return FALSE;
    g_autofree char *relative = g_build_filename("bundles", id, "model.json", NULL);
    g_autofree char *path = hn_store_path(command->store, relative);
    g_autoptr(GBytes) text = hn_io_read_file(path, MODEL_BYTES_MAX, error);
    if (text == NULL)
        return FALSE;
    gsize n = 0;
    const void *bytes = g_bytes_get_data(text, &n);
    if (command->output != NULL && strcmp(command->output, "-") != 0)
        return hn_io_write_target(command->output, bytes, n, error);
    fwrite(bytes, 1, n, stdout);
    return TRUE;
}

/* @command->id is the file here. */
static gboolean
import_model(const HnModelCommand *command, GError **error)
{
    guint entity = 0;
    HnModelCommand promoted = *command;
    promoted.id = NULL;
    g_autofree char *id = only_bundle(&promoted, &entity, error);
    g_autoptr(HnBundle) base = id == NULL ? NULL : hn_bundle_load(command->store, id, error);
    if (base == NULL || !hn_bundle_check(base, command->project, entity, NULL, error))
        return FALSE;
    g_autoptr(GBytes) text = hn_io_read_file(command->id, MODEL_BYTES_MAX, error);
    if (text == NULL)
        return FALSE;
    gsize n = 0;
    const void *bytes = g_bytes_get_data(text, &n);
    g_autoptr(HnTraining) training =
        hn_model_import(hn_slice(bytes, n), &command->project->entities[entity], base, error);
    g_autoptr(HnBundle) sealed = training == NULL ? NULL
                                                  : hn_bundle_seal(command->store, command->project,
                                                                   entity, training, error);
    if (sealed == NULL)
        return FALSE;
    printf("candidate  %s  %s\n", command->project->entities[entity].name, sealed->id);
    printf("next       hopnhat model diff, then hopnhat model promote\n");
    return TRUE;
}

/* ---- the command ---- */

typedef struct {
    const char *name;
    gboolean (*run)(const HnModelCommand *command, GError **error);
    HnStoreMode mode;
    gboolean needs_word;
} Part;

static const Part parts[] = {
    { "show", hn_model_show, HN_STORE_READ, FALSE },
    { "diff", hn_model_diff, HN_STORE_READ, FALSE },
    { "promote", promote, HN_STORE_WRITE, FALSE },
    { "export", export_model, HN_STORE_READ, FALSE },
    { "import", import_model, HN_STORE_WRITE, TRUE },
};

static int
run(const Part *part, HnModelCommand *command, const char *config)
{
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("model", config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("model", project, part->mode, &code);
    if (store == NULL)
        return code;
    command->project = project;
    command->store = store;
    command->n_threads = hn_thread_default_count();
    command->memory_bytes = hn_budget_default_ceiling();
    return part->run(command, &error) ? HN_EXIT_DONE : hn_failure_tell("model", error, 0);
}

static const Part *
find_part(int argc, char **argv)
{
    for (gsize i = 0; argc >= 2 && i < G_N_ELEMENTS(parts); i++)
        if (strcmp(argv[1], parts[i].name) == 0 && argc <= 3 && (argc == 3 || !parts[i].needs_word))
            return &parts[i];
    static const char *const names[] = { "show", "diff", "promote", "export", "import", NULL };
    if (argc >= 2 && !g_strv_contains(names, argv[1]))
        hn_command_complain_word("model", "command", argv[1], names);
    else
        hn_command_complain("model: expected show, diff, promote or export, each with a bundle or "
                            "without, or import and a file");
    return NULL;
}

int
hn_command_model(int argc, char **argv)
{
    g_autofree char *config = NULL;
    g_autofree char *output = NULL;
    HnModelCommand command = { 0 };
    const GOptionEntry entries[] = { { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config,
                                       "Configuration", "FILE" },
                                     { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                       "export: write here (default: stdout)", "FILE" },
                                     { "json", 0, 0, G_OPTION_ARG_NONE, &command.json,
                                       "show, diff: print the result as one JSON object", NULL },
                                     { 0 } };
    const HnCommandHelp help = {
        .usage = "show|diff|promote|export [BUNDLE] | import FILE.json -c FILE [OPTION...]",
        .examples =
            "  hopnhat model show -c hopnhat.yaml               what each agreement weighs\n"
            "  hopnhat model diff -c hopnhat.yaml               what the candidate would merge and "
            "split\n"
            "  hopnhat model promote 5b0e93 -c hopnhat.yaml     every later run uses it\n"
            "  hopnhat model export -c hopnhat.yaml -o m.json   Splink's model JSON\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    const Part *part = find_part(argc, argv);
    if (part == NULL)
        return HN_EXIT_USAGE;
    command.id = argc == 3 ? argv[2] : NULL;
    command.output = output;
    return run(part, &command, config);
}
