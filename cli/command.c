#include "cli/command.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "config/did_you_mean.h"

void
hn_command_complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    for (char *c = text; *c != '\0'; c++)
        if (g_ascii_iscntrl(*c) && *c != '\n' && *c != '\t')
            *c = '?'; /* a name may hold what a terminal obeys */
    fprintf(stderr, "hopnhat: %s\n", text);
}

/* The option nearest to an unknown "--word", or NULL. */
static const char *
nearest_option(const GOptionEntry *options, const char *word)
{
    const char *names[64];
    gsize n = 0;
    for (; options[n].long_name != NULL && n < G_N_ELEMENTS(names) - 1; n++)
        names[n] = options[n].long_name;
    names[n] = NULL;
    return hn_did_you_mean(word, names);
}

static const char *
first_unknown(const HnCommandHelp *help, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!g_str_has_prefix(argv[i], "--") || argv[i][2] == '\0')
            continue;
        const gsize n_chars = strcspn(argv[i] + 2, "=");
        gboolean known = FALSE;
        for (const GOptionEntry *option = help->options; option->long_name != NULL; option++)
            known = known || (strlen(option->long_name) == n_chars &&
                              strncmp(option->long_name, argv[i] + 2, n_chars) == 0);
        if (!known)
            return argv[i] + 2;
    }
    return NULL;
}

gboolean
hn_command_parse(const HnCommandHelp *help, int *argc, char ***argv, int *ret_exit)
{
    const char *name = (*argv)[0];
    gboolean wants_help = FALSE;
    const GOptionEntry own[] = {
        { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, "Show this help", NULL }, { 0 }
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, help->options, NULL);
    g_option_context_add_main_entries(context, own, NULL);
    g_option_context_set_strict_posix(context, FALSE);
    g_autoptr(GError) error = NULL;
    const char *unknown = first_unknown(help, *argc, *argv);
    g_autofree char *word = g_strndup(unknown, unknown == NULL ? 0 : strcspn(unknown, "="));
    if (!g_option_context_parse(context, argc, argv, &error)) {
        const char *nearest = unknown == NULL ? NULL : nearest_option(help->options, word);
        if (nearest != NULL)
            hn_command_complain("%s; did you mean --%s?", error->message, nearest);
        else
            hn_command_complain("%s; see hopnhat %s --help", error->message, name);
        *ret_exit = HN_EXIT_USAGE;
        return FALSE;
    }
    if (wants_help) {
        g_autofree char *options = g_option_context_get_help(context, FALSE, NULL);
        const char *list = strstr(options, "\n\n"); /* what GLib puts first is its own usage line */
        printf("Examples:\n%s\nUsage: hopnhat %s %s%s", help->examples, name, help->usage,
               list == NULL ? "\n" : list);
        *ret_exit = HN_EXIT_DONE;
        return FALSE;
    }
    return TRUE;
}
