#include "cli/open_store.h"

#include "cli/command.h"
#include "cli/failure.h"
#include "linker/night.h"

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
    else if (hn_store_is_behind(store))
        hn_command_complain("%s: warning: this store is older than what stands in its anchor (a "
                            "restored copy?); it shows an older state than was published",
                            command);
    return store;
}
