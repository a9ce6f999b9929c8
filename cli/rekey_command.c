/* hopnhat rekey: a source's records get new keys, or go to another source, as one event. */
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/rekey_map.h"
#include "cli/rekey_night.h"

typedef struct {
    char *reason, *to, *prefix;
    HnRekeyNight night;
} Arguments;

static HnRekey *
read_map(const Arguments *arguments, const char *source, const char *path, int *ret_exit)
{
    g_autoptr(GError) error = NULL;
    const HnRekeyMapOptions options = {
        .source = source, .path = path, .to = arguments->to, .prefix = arguments->prefix
    };
    g_autoptr(HnProject) project = hn_open_project("rekey", arguments->night.config, ret_exit);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("rekey", project, HN_STORE_READ, ret_exit);
    if (store == NULL)
        return NULL;
    HnRekey *rekey = hn_rekey_map_read(project, store, &options, &error);
    if (rekey == NULL)
        *ret_exit = hn_failure_tell("rekey", error, 0);
    return rekey;
}

static int
run(Arguments *arguments, int argc, char **argv)
{
    int code = HN_EXIT_USAGE;
    const char *by = g_get_user_name();
    const char *path = argc == 3 ? argv[2] : NULL;
    if (argc < 2 || argc > 3) {
        hn_command_complain("rekey: expected a source, and a map or none");
        return code;
    }
    if (arguments->reason == NULL || arguments->reason[0] == '\0' ||
        !g_utf8_validate(arguments->reason, -1, NULL)) {
        hn_command_complain("rekey: --reason is missing: a sentence for those who ask later why");
        return code;
    }
    if (path == NULL && arguments->to == NULL && arguments->prefix == NULL) {
        hn_command_complain("rekey: without a map say where all records of '%s' go: --to, "
                            "--prefix, or both",
                            argv[1]);
        return code;
    }
    g_autoptr(HnRekey) rekey = read_map(arguments, argv[1], path, &code);
    if (rekey == NULL)
        return code;
    hn_rekey_say(rekey, arguments->reason, by == NULL || by[0] == '\0' ? "unknown" : by, 0);
    arguments->night.rekey = rekey;
    return hn_rekey_night(&arguments->night);
}

int
hn_command_rekey(int argc, char **argv)
{
    Arguments arguments = { .night = { .command = "rekey",
                                       .resources.threads = HN_RESOURCES_ALL_CORES } };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.night.config, "Configuration",
          "FILE" },
        { "to", 0, 0, G_OPTION_ARG_STRING, &arguments.to,
          "The source that the records go to, where the map has no new_source", "SOURCE" },
        { "prefix", 0, 0, G_OPTION_ARG_STRING, &arguments.prefix,
          "What stands before each new record id", "TEXT" },
        { "reason", 'r', 0, G_OPTION_ARG_STRING, &arguments.reason, "Why; kept with the event",
          "TEXT" },
        { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &arguments.night.dry_run,
          "Check everything and move nothing", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.night.json,
          "Print the result as one JSON object", NULL },
        { "threads", 0, 0, G_OPTION_ARG_INT, &arguments.night.resources.threads,
          "Threads; default: all allowed cores", "N" },
        { "memory", 0, 0, G_OPTION_ARG_STRING, &arguments.night.resources.memory,
          "Memory for sorting; default: 75 % of the cgroup's limit or of RAM", "SIZE" },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &arguments.night.quiet, "No progress on stderr",
          NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "SOURCE [MAP.csv] --reason TEXT -c FILE [OPTION...]",
        .examples = "  hopnhat rekey tax keys.csv --reason 'new file numbers' -c hopnhat.yaml\n"
                    "      keys.csv: record_id,new_record_id[,new_source]\n"
                    "  hopnhat rekey vinh_phuc --to phu_tho --prefix VP- --reason 'merged on "
                    "1/7/2025' -c hopnhat.yaml\n"
                    "  hopnhat undo v-0000004G7 --reason 'wrong map' -c hopnhat.yaml\n",
        .options = entries,
    };
    int code = HN_EXIT_DONE;
    if (hn_command_parse(&help, &argc, &argv, &code))
        code = run(&arguments, argc, argv);
    g_free(arguments.night.config);
    g_free(arguments.night.resources.memory);
    g_free(arguments.reason);
    g_free(arguments.to);
    g_free(arguments.prefix);
    return code;
}
