/* hopnhat catalogue: who gives which field, and who may receive it; the configuration says it. */
#include <stdio.h>

#include "base/io.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "insight/catalogue.h"
#include "insight/catalogue_page.h"

static gboolean
write_catalogue(const HnProject *project, const char *output, gboolean as_json, GError **error)
{
    HnLanguage language = HN_LANGUAGE_EN; /* the same bytes, whoever calls */
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_say_chosen(&language);
    hn_catalogue_write(project, &json);
    hn_json_newline(&json);
    g_autoptr(GString) page = as_json
                                  ? g_string_new_len((const char *)text->data, text->len)
                                  : hn_catalogue_render(hn_slice(text->data, text->len), language);
    if (output != NULL && strcmp(output, "-") != 0)
        return hn_io_write_target(output, page->str, page->len, error);
    fwrite(page->str, 1, page->len, stdout);
    return TRUE;
}

int
hn_command_catalogue(int argc, char **argv)
{
    g_autofree char *config = NULL;
    g_autofree char *output = NULL;
    gboolean as_json = FALSE;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Configuration", "FILE" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write here; default: stdout", "FILE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "One JSON object in place of the page", NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "-c FILE [OPTION...]",
        .examples = "  hopnhat catalogue -c hopnhat.yaml -o catalogue.html     the page\n"
                    "  hopnhat catalogue -c hopnhat.yaml --json                the same for "
                    "programs\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    if (argc > 1) {
        hn_command_complain("catalogue: unexpected '%s'", argv[1]);
        return HN_EXIT_USAGE;
    }
    g_autoptr(HnProject) project = hn_open_project("catalogue", config, &code);
    if (project == NULL)
        return code;
    return write_catalogue(project, output, as_json, &error)
               ? HN_EXIT_DONE
               : hn_failure_tell("catalogue", error, 0);
}
