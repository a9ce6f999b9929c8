#include "cli/open_store.h"

#include "cli/command.h"
#include "cli/failure.h"
#include "cli/say.h"
#include "linker/linker_error.h"
#include "linker/night.h"
#include "records/entity_id.h"

HnProject *
hn_open_project(const char *command, const char *config, int *ret_exit)
{
    g_autoptr(GError) error = NULL;
    *ret_exit = HN_EXIT_USAGE;
    if (config == NULL) {
        hn_command_complain("%s: -c FILE is missing; `hopnhat %s -c hopnhat.yaml`", command,
                            command);
        return NULL;
    }
    HnProject *project = hn_project_load(config, &error);
    if (project == NULL)
        hn_command_complain("%s", error->message);
    return project;
}

HnStore *
hn_open_store(const char *command, const HnProject *project, HnStoreMode mode, int *ret_exit)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_night_open_store(project, mode, &error);
    if (store == NULL)
        *ret_exit = hn_failure_tell(command, error, 0);
    else if (hn_store_migrated_from(store) != 0)
        hn_command_complain(
            HN_SAY("%s: the store was of format %" G_GUINT64_FORMAT " and is of %" G_GUINT64_FORMAT
                   " now; as it was it lies in backups/ of the state folder",
                   "%s: kho có định dạng %" G_GUINT64_FORMAT ", nay là %" G_GUINT64_FORMAT
                   "; bản cũ nằm trong backups/ của thư mục kho"),
            command, hn_store_migrated_from(store), hn_store_format(store));
    else if (hn_store_is_behind(store))
        hn_command_complain("%s: warning: this store is older than what stands in its anchor (a "
                            "restored copy?); it shows an older state than was published",
                            command);
    return store;
}

guint64
hn_named_run(HnStore *store, const char *name, GError **error)
{
    guint64 run = name == NULL ? hn_store_published_run(store) : 0;
    if (name == NULL && run == 0)
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "nothing was published yet: `hopnhat run` first");
    else if (name != NULL && (!hn_entity_id_parse(hn_slice_of(name), 'r', &run) || run == 0))
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "'%s' is no run id (r-)",
                    name);
    return run;
}

const HnTarget *
hn_target_named(const char *command, const HnProject *project, const char *name)
{
    g_autofree const char **names = g_new0(const char *, project->n_targets + 1);
    for (guint i = 0; i < project->n_targets; i++) {
        names[i] = project->targets[i].name;
        if (strcmp(names[i], name) == 0)
            return &project->targets[i];
    }
    if (project->n_targets == 0)
        hn_command_complain("%s: the configuration has no targets", command);
    else
        hn_command_complain_word(command, "target", name, names);
    return NULL;
}
