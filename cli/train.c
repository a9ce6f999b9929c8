/* hopnhat train: learns candidate bundles from tonight's records; nothing is promoted. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/progress.h"
#include "cli/resources.h"
#include "cli/say.h"
#include "linker/pipeline.h"

static volatile int interrupted;

static void
on_signal(int number)
{
    if (interrupted != 0)
        _exit(128 + number);
    interrupted = number;
}

typedef struct {
    char *config;
    HnResources resources;
    char **populations; /* ATTRIBUTE=FILE */
    gboolean json, quiet, decisions;
} Arguments;

/* "person=5b0e93..." of the summary as name and id. */
static void
print_bundles(const HnRunSummary *summary, gboolean json_wanted)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "candidates");
    hn_json_object(&json);
    for (guint i = 0; i < summary->bundles->len; i++) {
        g_auto(GStrv) pair = g_strsplit(summary->bundles->pdata[i], "=", 2);
        hn_json_key(&json, pair[0]);
        hn_json_string(&json, pair[1]);
        if (!json_wanted)
            printf(HN_SAY("candidate  %s  %s\n", "ứng viên   %s  %s\n"), pair[0], pair[1]);
    }
    hn_json_end_object(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    if (json_wanted)
        fwrite(text->data, 1, text->len, stdout);
    else
        fputs(HN_SAY("next       hopnhat model diff, then hopnhat model promote\n",
                     "tiếp theo  hopnhat model diff, rồi hopnhat model promote\n"),
              stdout);
}

/* @name: an attribute that one entity type has, or TYPE.ATTRIBUTE. NULL: none or several. */
static HnAttribute *
find_attribute(const HnProject *project, const char *name)
{
    HnAttribute *found = NULL;
    guint n_found = 0;
    for (guint t = 0; t < project->n_entities; t++) {
        const HnEntityType *type = &project->entities[t];
        for (guint a = 0; a < type->n_attributes; a++) {
            g_autofree char *whole = g_strjoin(".", type->name, type->attributes[a].name, NULL);
            if (strcmp(whole, name) != 0 && strcmp(type->attributes[a].name, name) != 0)
                continue;
            found = &type->attributes[a];
            n_found++;
        }
    }
    return n_found == 1 ? found : NULL;
}

/* `--population ATTRIBUTE=FILE` as if the configuration said so; paths are those of the shell. */
static gboolean
take_populations(const HnProject *project, char *const *populations)
{
    for (guint i = 0; populations != NULL && populations[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(populations[i], "=", 2);
        HnAttribute *attribute =
            g_strv_length(parts) == 2 ? find_attribute(project, parts[0]) : NULL;
        if (attribute == NULL) {
            hn_command_complain("train: --population %s: expected ATTRIBUTE=FILE, or "
                                "TYPE.ATTRIBUTE=FILE where two entity types have the attribute",
                                populations[i]);
            return FALSE;
        }
        if (!hn_attribute_may_have_population(attribute)) {
            hn_command_complain("train: --population %s: a population is of an attribute with one "
                                "value, and not of type digits, phone or email",
                                populations[i]);
            return FALSE;
        }
        g_free(attribute->population);
        attribute->population = g_canonicalize_filename(parts[1], NULL);
    }
    return TRUE;
}

static int
train(const Arguments *arguments, HnPipelineOptions *options)
{
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("train", arguments->config, &code);
    if (project == NULL)
        return code;
    if (!take_populations(project, arguments->populations))
        return HN_EXIT_USAGE;
    if (!hn_drivers_check(project, &error))
        return hn_failure_tell("train", error, 0);
    g_autoptr(HnProgress) progress = hn_progress_new(stderr, arguments->quiet);
    options->project = project;
    options->user = progress;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    HnRunSummary summary;
    hn_run_summary_init(&summary);
    const gboolean done = hn_pipeline_run(options, &summary, &error);
    hn_progress_end(progress);
    const GPtrArray *notes = HN_SAY(summary.notes, summary.notes_vi);
    for (guint i = 0; done && i < notes->len; i++)
        hn_command_complain("train: %s", (const char *)notes->pdata[i]);
    if (done)
        print_bundles(&summary, arguments->json);
    code = done ? HN_EXIT_DONE : hn_failure_tell("train", error, interrupted);
    hn_run_summary_clear(&summary);
    return code;
}

static int
run(const Arguments *arguments)
{
    HnPipelineOptions options = { .train_only = TRUE,
                                  .decisions_are_labels = arguments->decisions,
                                  .fresh = TRUE, /* what it leaves is a bundle, never a run */
                                  .open_reader = hn_drivers_open_reader,
                                  .open_query = hn_drivers_open_query,
                                  .open_table = hn_drivers_open_table,
                                  .open_quarantine = hn_drivers_open_quarantine,
                                  .event = hn_progress_event,
                                  .interrupted = &interrupted };
    return hn_resources_take(&arguments->resources, "train", &options) ? train(arguments, &options)
                                                                       : HN_EXIT_USAGE;
}

int
hn_command_train(int argc, char **argv)
{
    Arguments arguments = { .resources.threads = HN_RESOURCES_ALL_CORES };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "threads", 0, 0, G_OPTION_ARG_INT, &arguments.resources.threads,
          "Threads; default: all allowed cores", "N" },
        { "memory", 0, 0, G_OPTION_ARG_STRING, &arguments.resources.memory,
          "Memory for sorting, which then goes on on disk (a night tells when all\n"
          "                          it needed was more); default: 75 % of the cgroup's limit or "
          "of RAM",
          "SIZE" },
        { "decisions", 0, 0, G_OPTION_ARG_NONE, &arguments.decisions,
          "Learn from decisions in force, too, as from labels", NULL },
        { "population", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments.populations,
          "Frequencies of an attribute's values in a population: value,count; may stand\n"
          "                          several times",
          "ATTRIBUTE=FILE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print the result as one JSON object",
          NULL },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &arguments.quiet, "No progress on stderr", NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "-c FILE [OPTION...]",
        .examples = "  hopnhat train -c hopnhat.yaml     a candidate bundle for each entity type\n"
                    "  hopnhat model diff -c hopnhat.yaml\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        if (argc > 1)
            hn_command_complain("train: unexpected '%s'", argv[1]);
        code = argc > 1 ? HN_EXIT_USAGE : run(&arguments);
    }
    g_free(arguments.config);
    g_strfreev(arguments.populations);
    g_free(arguments.resources.memory);
    return code;
}
