#include "datasets/generator_command.h"

int
hn_generator_usage_error(const char *message)
{
    g_printerr("hopnhat-generate: %s\n", message);
    return HN_GENERATOR_USAGE;
}

int
hn_generator_finish(const GError *error)
{
    if (error == NULL)
        return 0;
    g_printerr("hopnhat-generate: %s\n", error->message);
    return HN_GENERATOR_FAILED;
}

gboolean
hn_generator_parse(const GOptionEntry *entries, const char *summary, int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_summary(context, summary);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        hn_generator_usage_error(error->message);
        return FALSE;
    }
    if (argc > 1) {
        g_autofree char *message = g_strdup_printf("unexpected argument '%s'", argv[1]);
        hn_generator_usage_error(message);
        return FALSE;
    }
    return TRUE;
}
