/* hopnhat card: how good each source is, by the six words, beside the night before; and what it
 * should put right. */
#include <stdio.h>

#include "base/io.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "insight/card.h"
#include "insight/card_page.h"
#include "insight/corrections.h"
#include "records/entity_id.h"

typedef struct {
    char *config, *run, *output, *corrections, *profile;
    const char *source; /* NULL: all */
    gboolean json, spreadsheet;
} Arguments;

static gboolean
write_text(const char *path, const void *bytes, gsize n_bytes, GError **error)
{
    if (path != NULL && strcmp(path, "-") != 0)
        return hn_io_write_target(path, bytes, n_bytes, error);
    fwrite(bytes, 1, n_bytes, stdout);
    return TRUE;
}

static gboolean
write_card(const HnProject *project, HnStore *store, const Arguments *arguments, GError **error)
{
    char run_id[HN_ENTITY_ID_CHARS + 1];
    HnLanguage language = HN_LANGUAGE_EN; /* as the report */
    const guint64 run = hn_named_run(store, arguments->run, error);
    if (run == 0)
        return FALSE;
    hn_say_chosen(&language);
    hn_entity_id_format('r', run, run_id);
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    if (!hn_card_write(project, run_id, arguments->source, &json, error))
        return FALSE;
    hn_json_newline(&json);
    if (arguments->json)
        return write_text(arguments->output, text->data, text->len, error);
    GString *page =
        hn_card_render(hn_slice(text->data, text->len), arguments->source != NULL, language);
    const gboolean done = write_text(arguments->output, page->str, page->len, error);
    g_string_free(page, TRUE);
    return done;
}

static gboolean
write_corrections(const HnProject *project, HnStore *store, const Arguments *arguments,
                  GError **error)
{
    const HnCorrectionsInput input = { .store = store,
                                       .project = project,
                                       .source = arguments->source,
                                       .spreadsheet = arguments->spreadsheet };
    g_autoptr(GByteArray) rows = g_byte_array_new();
    guint64 n = 0;
    if (!hn_corrections_write(&input, rows, &n, error) ||
        !write_text(arguments->corrections, rows->data, rows->len, error))
        return FALSE;
    fprintf(stderr,
            HN_SAY("%" G_GUINT64_FORMAT " corrections for source '%s'\n",
                   "%" G_GUINT64_FORMAT " chỗ cần sửa cho nguồn '%s'\n"),
            n, arguments->source);
    return TRUE;
}

static int
card(const Arguments *arguments)
{
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("card", arguments->config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("card", project, HN_STORE_READ, &code);
    if (store == NULL)
        return code;
    const gboolean done = arguments->corrections != NULL
                              ? write_corrections(project, store, arguments, &error)
                              : write_card(project, store, arguments, &error);
    return done ? HN_EXIT_DONE : hn_failure_tell("card", error, 0);
}

/* FALSE: told. */
static gboolean
check(Arguments *arguments, int argc, char **argv)
{
    static const char *const profiles[] = { "machine", "spreadsheet", NULL };
    const gboolean asks = arguments->corrections != NULL;
    arguments->source = argc > 1 ? argv[1] : NULL;
    arguments->spreadsheet = g_strcmp0(arguments->profile, "spreadsheet") == 0;
    if (argc > 2)
        hn_command_complain("card: unexpected '%s'", argv[2]);
    else if (asks && arguments->source == NULL)
        hn_command_complain("card: --corrections are of one source: card SOURCE");
    else if (asks && (arguments->json || arguments->output != NULL || arguments->run != NULL))
        hn_command_complain("card: --corrections stand alone: a file of the published state, "
                            "without --json, -o and --run");
    else if (!asks && arguments->profile != NULL)
        hn_command_complain("card: --profile goes with --corrections");
    else if (arguments->profile != NULL && !g_strv_contains(profiles, arguments->profile))
        return hn_command_complain_word("card", "profile", arguments->profile, profiles);
    else
        return TRUE;
    return FALSE;
}

int
hn_command_card(int argc, char **argv)
{
    Arguments arguments = { 0 };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "run", 0, 0, G_OPTION_ARG_STRING, &arguments.run,
          "Of this run; default: the published one", "R" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output, "Write here; default: stdout",
          "FILE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "One JSON object in place of the page",
          NULL },
        { "corrections", 0, 0, G_OPTION_ARG_FILENAME, &arguments.corrections,
          "Write what SOURCE should put right, as CSV; - = stdout", "FILE" },
        { "profile", 0, 0, G_OPTION_ARG_STRING, &arguments.profile,
          "Of corrections: machine (default): byte-exact; spreadsheet: no text is a formula",
          "machine|spreadsheet" },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "[SOURCE] -c FILE [OPTION...]",
        .examples =
            "  hopnhat card -c hopnhat.yaml -o cards.html             all sources, the worst "
            "first\n"
            "  hopnhat card civil -c hopnhat.yaml -o civil.html       one of them, by the six "
            "words\n"
            "  hopnhat card civil -c hopnhat.yaml --corrections civil.csv --profile spreadsheet\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code))
        code = check(&arguments, argc, argv) ? card(&arguments) : HN_EXIT_USAGE;
    g_free(arguments.config);
    g_free(arguments.run);
    g_free(arguments.output);
    g_free(arguments.corrections);
    g_free(arguments.profile);
    return code;
}
