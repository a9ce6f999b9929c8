/* hopnhat recover: a store that is behind its anchor (an old backup) may write again. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"

int
hn_command_recover(int argc, char **argv)
{
    g_autofree char *config = NULL;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Configuration", "FILE" }, { 0 }
    };
    const HnCommandHelp help = {
        .usage = "-c FILE",
        .examples = "  hopnhat recover -c hopnhat.yaml     after a restored backup: burns a new "
                    "epoch and id range,\n"
                    "                                      so that no id is issued twice\n",
        .options = entries,
    };
    int code;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    g_autoptr(HnProject) project = hn_open_project("recover", config, &code);
    if (project == NULL)
        return code;
    g_autoptr(GError) error = NULL;
    if (!hn_store_recover(project->state, project->anchor, &error))
        return hn_failure_tell("recover", error, 0);
    puts(HN_SAY("recovered: no identifier that the anchor has seen will be issued again",
                "đã khôi phục: không mã nào mà tệp neo từng ghi nhận sẽ được cấp lại"));
    return HN_EXIT_DONE;
}
