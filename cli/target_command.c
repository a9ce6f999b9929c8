/* hopnhat target: what a DBA needs to know of a target. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "connect/folder_sink.h"

static int
print_ddl(const HnTarget *target)
{
    if (target->connection == NULL) {
        hn_command_complain("target ddl: '%s' is a folder and needs no tables", target->name);
        return HN_EXIT_USAGE;
    }
    const HnTableSinkOptions options = hn_drivers_table_options(target, NULL);
    g_autofree char *text = hn_table_sink_ddl(&options);
    fputs(text, stdout);
    return HN_EXIT_DONE;
}

static int
print_key(const HnTarget *target)
{
    g_autoptr(GError) error = NULL;
    if (target->sign_key_file == NULL) {
        hn_command_complain("target key: '%s' signs nothing: it has no sign_key_file",
                            target->name);
        return HN_EXIT_USAGE;
    }
    g_autofree char *key = hn_folder_sink_public_key(target->sign_key_file, &error);
    if (key == NULL)
        return hn_failure_tell("target key", error, 0);
    puts(key);
    return HN_EXIT_DONE;
}

static void
print_list(const HnProject *project)
{
    for (guint i = 0; i < project->n_targets; i++) {
        const HnTarget *target = &project->targets[i];
        g_autofree char *columns = g_strjoinv(", ", target->columns);
        g_autofree char *from =
            target->values_from == NULL ? g_strdup("all") : g_strjoinv(", ", target->values_from);
        printf("%s: %s %s\n", target->name,
               target->connection == NULL ? target->folder : target->connection->name,
               target->connection == NULL ? "" : target->table);
        printf(HN_SAY("  columns      %s\n", "  cột          %s\n"), columns);
        if (target->n_values > 0)
            printf(HN_SAY("  values from  %s\n", "  giá trị từ   %s\n"), from);
    }
}

int
hn_command_target(int argc, char **argv)
{
    static const char *const verbs[] = { "ddl", "key", "list", NULL };
    g_autofree char *config = NULL;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Configuration", "FILE" }, { 0 }
    };
    const HnCommandHelp help = {
        .usage = "ddl|key|list [TARGET] -c FILE",
        .examples =
            "  hopnhat target list -c hopnhat.yaml        who is told what, and from whose values\n"
            "  hopnhat target ddl thue -c hopnhat.yaml    its tables and the least grants, for a "
            "DBA\n"
            "  hopnhat target key nen -c hopnhat.yaml     the public key that its sets are signed "
            "with\n",
        .options = entries,
    };
    int code;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    const char *verb = argc > 1 ? argv[1] : "";
    const gboolean is_list = strcmp(verb, "list") == 0;
    if (!g_strv_contains(verbs, verb)) {
        hn_command_complain_word("target", "verb", verb, verbs);
        return HN_EXIT_USAGE;
    }
    if (argc != (is_list ? 2 : 3)) {
        hn_command_complain("target %s: expected %s", verb,
                            is_list ? "no name" : "a target's name");
        return HN_EXIT_USAGE;
    }
    g_autoptr(HnProject) project = hn_open_project("target", config, &code);
    if (project == NULL)
        return code;
    if (is_list) {
        print_list(project);
        return HN_EXIT_DONE;
    }
    const HnTarget *target = hn_target_named("target", project, argv[2]);
    if (target == NULL)
        return HN_EXIT_USAGE;
    return strcmp(verb, "ddl") == 0 ? print_ddl(target) : print_key(target);
}
