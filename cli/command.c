#include "cli/command.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/say.h"
#include "cli/terminal.h"
#include "config/did_you_mean.h"

static const HnCommand *table;
static gsize n_table;
static HnCommandSeen seen_by; /* not NULL: commands are asked what they take */
static gpointer seen_user;

void
hn_commands_set(const HnCommand *commands, gsize n)
{
    table = commands;
    n_table = n;
}

const HnCommand *
hn_commands(gsize *ret_n)
{
    *ret_n = n_table;
    return table;
}

void
hn_command_describe(const HnCommand *command, HnCommandSeen seen, gpointer user)
{
    g_autofree char *name = g_strdup(command->name);
    char *argv[] = { name, NULL };
    seen_by = seen;
    seen_user = user;
    command->run(1, argv);
    seen_by = NULL;
}

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
    fprintf(stderr, "%shopnhat:%s %s\n", hn_terminal_style(stderr, HN_STYLE_FAULT),
            hn_terminal_style(stderr, HN_STYLE_PLAIN), text);
}

gboolean
hn_command_complain_word(const char *command, const char *what, const char *word,
                         const char *const *words)
{
    const char *nearest = hn_did_you_mean(word, words);
    g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)(guintptr)words);
    if (nearest != NULL)
        hn_command_complain("%s: no %s '%s'; did you mean '%s'?", command, what, word, nearest);
    else
        hn_command_complain("%s: no %s '%s': %s", command, what, word, all);
    return FALSE;
}

/* ---- options ---- */

static gboolean
takes_option(const GOptionEntry *options, const char *word)
{
    for (; options->long_name != NULL; options++)
        if (g_str_equal(options->long_name, word))
            return TRUE;
    return FALSE;
}

/* The first "--word" that neither list has, without what follows "="; NULL: there is none. */
static char *
first_unknown(const HnCommandHelp *help, const GOptionEntry *common, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (!g_str_has_prefix(argv[i], "--"))
            continue;
        g_autofree char *word = g_strndup(argv[i] + 2, strcspn(argv[i] + 2, "="));
        if (!takes_option(help->options, word) && !takes_option(common, word))
            return g_steal_pointer(&word);
    }
    return NULL;
}

static const char *
nearest_option(const HnCommandHelp *help, const GOptionEntry *common, const char *word)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const GOptionEntry *option = help->options; option->long_name != NULL; option++)
        g_ptr_array_add(names, (gpointer)(guintptr)option->long_name);
    for (const GOptionEntry *option = common; option->long_name != NULL; option++)
        g_ptr_array_add(names, (gpointer)(guintptr)option->long_name);
    g_ptr_array_add(names, NULL);
    return hn_did_you_mean(word, (const char *const *)names->pdata);
}

static void
show_help(const HnCommandHelp *help, const char *name, GOptionContext *context)
{
    g_autofree char *options = g_option_context_get_help(context, FALSE, NULL);
    const char *list = strstr(options, "\n\n"); /* what GLib puts first is its own usage line */
    const char *bold = hn_terminal_style(stdout, HN_STYLE_HEADING);
    const char *plain = hn_terminal_style(stdout, HN_STYLE_PLAIN);
    printf("%sExamples:%s\n%s\n%sUsage:%s hopnhat %s %s%s", bold, plain, help->examples, bold,
           plain, name, help->usage, list == NULL ? "\n" : list);
}

/* FALSE: told. */
static gboolean
choose_language(const char *command, const char *language)
{
    static const char *const languages[] = { "en", "vi", NULL };
    if (language == NULL || hn_say_choose(language))
        return TRUE;
    return hn_command_complain_word(command, "language", language, languages);
}

gboolean
hn_command_parse(const HnCommandHelp *help, int *argc, char ***argv, int *ret_exit)
{
    const char *name = (*argv)[0];
    gboolean wants_help = FALSE;
    gboolean no_colour = FALSE, no_input = FALSE;
    g_autofree char *language = NULL;
    const GOptionEntry common[] = {
        { "no-color", 0, 0, G_OPTION_ARG_NONE, &no_colour,
          "No colour, as where NO_COLOR is set or the output is no terminal", NULL },
        { "no-input", 0, 0, G_OPTION_ARG_NONE, &no_input,
          "Never ask; no command asks anything today", NULL },
        { "lang", 0, 0, G_OPTION_ARG_STRING, &language,
          "Of what people read; as LC_ALL, LC_MESSAGES or LANG has it unless given", "en|vi" },
        { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, "Show this help", NULL },
        { 0 }
    };
    if (seen_by != NULL) {
        seen_by(seen_user, help, common);
        *ret_exit = HN_EXIT_DONE;
        return FALSE;
    }
    for (int i = 1; i < *argc; i++)
        if (strcmp((*argv)[i], "--no-color") == 0)
            hn_terminal_forbid_colour(); /* also for what is wrong with the others */
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_main_group(context, g_option_group_new("", "", "", help->user, NULL));
    g_option_context_add_main_entries(context, help->options, NULL);
    g_option_context_add_main_entries(context, common, NULL);
    g_option_context_set_strict_posix(context, FALSE);
    g_autoptr(GError) error = NULL;
    g_autofree char *unknown = first_unknown(help, common, *argc, *argv);
    if (!g_option_context_parse(context, argc, argv, &error)) {
        const char *nearest = unknown == NULL ? NULL : nearest_option(help, common, unknown);
        if (nearest != NULL)
            hn_command_complain("%s: %s; did you mean --%s?", name, error->message, nearest);
        else
            hn_command_complain("%s: %s; see hopnhat %s --help", name, error->message, name);
        *ret_exit = HN_EXIT_USAGE;
        return FALSE;
    }
    if (!choose_language(name, language)) {
        *ret_exit = HN_EXIT_USAGE;
        return FALSE;
    }
    if (wants_help) {
        show_help(help, name, context);
        *ret_exit = HN_EXIT_DONE;
        return FALSE;
    }
    return TRUE;
}
