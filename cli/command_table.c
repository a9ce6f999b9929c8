#include "cli/command_table.h"

#include <string.h>

static void
option_free(gpointer data)
{
    HnOptionEntry *option = data;
    g_free(option->name);
    g_free(option->text);
    g_free(option->argument);
    g_strfreev(option->values);
    g_free(option);
}

static void
entry_free(gpointer data)
{
    HnCommandEntry *entry = data;
    g_free(entry->name);
    g_free(entry->summary);
    g_free(entry->usage);
    g_free(entry->examples);
    g_strfreev(entry->words);
    g_ptr_array_unref(entry->options);
    g_free(entry);
}

/* "a|b-c": words in small letters, one or more; NULL: something else. */
static char **
split_words(const char *text)
{
    if (*text == '\0' || *text == '-' || *text == '|' || text[strlen(text) - 1] == '|' ||
        strspn(text, "abcdefghijklmnopqrstuvwxyz-|") != strlen(text))
        return NULL;
    return g_strsplit(text, "|", -1);
}

static char **
words_of_usage(const char *usage)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_auto(GStrv) tokens = g_strsplit(usage, " ", -1);
    for (guint i = 0; tokens[i] != NULL; i++) {
        char **some = split_words(tokens[i]);
        for (guint k = 0; some != NULL && some[k] != NULL; k++)
            g_ptr_array_add(words, some[k]);
        g_free(some);
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_steal(words, NULL);
}

/* A help text is laid out for a terminal; here it is one line. */
static char *
one_line(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \n\t", -1);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; words[i] != NULL; i++)
        if (words[i][0] != '\0')
            g_string_append_printf(line, "%s%s", line->len == 0 ? "" : " ", words[i]);
    return g_strdup(line->str);
}

static void
add_option(GPtrArray *options, const GOptionEntry *given)
{
    HnOptionEntry *option = g_new0(HnOptionEntry, 1);
    option->name = g_strdup(given->long_name);
    option->letter = given->short_name;
    option->text = one_line(given->description);
    option->argument = g_strdup(given->arg_description);
    if (given->arg_description != NULL && strchr(given->arg_description, '|') != NULL)
        option->values = split_words(given->arg_description);
    option->is_file = given->arg == G_OPTION_ARG_FILENAME;
    g_ptr_array_add(options, option);
}

static void
take(gpointer user, const HnCommandHelp *help, const GOptionEntry *common)
{
    HnCommandEntry *entry = user;
    entry->usage = g_strdup(help->usage);
    entry->examples = g_strdup(help->examples);
    entry->words = words_of_usage(help->usage);
    for (const GOptionEntry *option = help->options; option->long_name != NULL; option++)
        add_option(entry->options, option);
    for (const GOptionEntry *option = common; option->long_name != NULL; option++)
        add_option(entry->options, option);
}

GPtrArray *
hn_command_table_read(void)
{
    gsize n = 0;
    const HnCommand *commands = hn_commands(&n);
    GPtrArray *table = g_ptr_array_new_with_free_func(entry_free);
    for (gsize i = 0; i < n; i++) {
        HnCommandEntry *entry = g_new0(HnCommandEntry, 1);
        entry->name = g_strdup(commands[i].name);
        entry->summary = g_strdup(commands[i].summary);
        entry->options = g_ptr_array_new_with_free_func(option_free);
        hn_command_describe(&commands[i], take, entry);
        g_assert(entry->usage != NULL); /* a command parses before it does anything */
        g_ptr_array_add(table, entry);
    }
    return table;
}
