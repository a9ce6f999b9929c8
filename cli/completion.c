/* hopnhat completion: the completion of a shell, or the table behind it as JSON. */
#include <stdio.h>
#include <string.h>

#include "base/json_field.h"
#include "cli/command.h"
#include "cli/command_table.h"

static const HnCommandEntry *
entry_at(const GPtrArray *table, guint i)
{
    return table->pdata[i];
}

static const HnOptionEntry *
option_at(const HnCommandEntry *entry, guint i)
{
    return entry->options->pdata[i];
}

/* @text between single quotes, as all three shells read it. */
static char *
quote(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "'", -1);
    g_autofree char *inside = g_strjoinv("'\\''", parts);
    return g_strconcat("'", inside, "'", NULL);
}

/* ---- bash ---- */

/* "run,--config|run,-c" for `case "$command,$before"`. */
static void
put_case(const HnCommandEntry *entry, const HnOptionEntry *option)
{
    printf("    %s,--%s", entry->name, option->name);
    if (option->letter != 0)
        printf("|%s,-%c", entry->name, option->letter);
    fputs(") ", stdout);
}

static void
put_bash_values(const HnCommandEntry *entry)
{
    for (guint i = 0; i < entry->options->len; i++) {
        const HnOptionEntry *option = option_at(entry, i);
        if (option->argument == NULL)
            continue;
        put_case(entry, option);
        g_autofree char *values = option->values == NULL ? NULL : g_strjoinv(" ", option->values);
        if (values != NULL)
            printf("choices='%s' ;;\n", values);
        else
            printf("%s ;;\n", option->is_file ? "files=1" : "return");
    }
}

static void
put_bash_words(const HnCommandEntry *entry)
{
    g_autofree char *words = g_strjoinv(" ", entry->words);
    printf("    %s) words='%s' options='", entry->name, words);
    for (guint i = 0; i < entry->options->len; i++)
        printf("%s--%s", i == 0 ? "" : " ", option_at(entry, i)->name);
    puts("' ;;");
}

static void
print_bash(const GPtrArray *table)
{
    puts("# bash completion of hopnhat; made by `hopnhat completion bash`, to be sourced\n"
         "_hopnhat() {\n"
         "    local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "    local command=${COMP_WORDS[1]} choices='' files='' words='' options=''\n"
         "    COMPREPLY=()");
    fputs("    if [ \"$COMP_CWORD\" = 1 ]; then\n        choices='", stdout);
    for (guint i = 0; i < table->len; i++)
        printf("%s ", entry_at(table, i)->name);
    puts("--help --version --no-color'\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$now\")\n"
         "        return\n"
         "    fi\n"
         "    case $command,$before in");
    for (guint i = 0; i < table->len; i++)
        put_bash_values(entry_at(table, i));
    puts("    esac\n    case $command in");
    for (guint i = 0; i < table->len; i++)
        put_bash_words(entry_at(table, i));
    puts("    *) return ;;\n"
         "    esac\n"
         "    if [ -n \"$files\" ]; then\n"
         "        compopt -o filenames 2>/dev/null\n"
         "        mapfile -t COMPREPLY < <(compgen -f -- \"$now\")\n"
         "    elif [ -n \"$choices\" ]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$now\")\n"
         "    elif [ \"${now#-}\" != \"$now\" ]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$now\")\n"
         "    elif [ \"$COMP_CWORD\" = 2 ] && [ -n \"$words\" ]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$now\")\n"
         "    else\n"
         "        compopt -o filenames 2>/dev/null\n"
         "        mapfile -t COMPREPLY < <(compgen -f -- \"$now\")\n"
         "    fi\n"
         "}\n"
         "complete -F _hopnhat hopnhat");
}

/* ---- zsh ---- */

/* What _arguments reads as an end is behind a backslash. */
static char *
zsh_text(const char *text)
{
    g_autoptr(GString) escaped = g_string_new(NULL);
    for (const char *c = text; *c != '\0'; c++) {
        if (strchr("[]:\\", *c) != NULL)
            g_string_append_c(escaped, '\\');
        g_string_append_c(escaped, *c);
    }
    return g_strdup(escaped->str);
}

static void
put_zsh_option(const HnOptionEntry *option)
{
    g_autofree char *text = zsh_text(option->text);
    g_autoptr(GString) tail = g_string_new(NULL);
    g_string_append_printf(tail, "[%s]", text);
    if (option->argument != NULL) {
        g_autofree char *argument = zsh_text(option->argument);
        g_autofree char *values = option->values == NULL ? NULL : g_strjoinv(" ", option->values);
        g_string_append_printf(tail, ":%s:", argument);
        if (values != NULL)
            g_string_append_printf(tail, "(%s)", values);
        else if (option->is_file)
            g_string_append(tail, "_files");
    }
    g_autofree char *quoted = quote(tail->str);
    const char *equals = option->argument == NULL ? "" : "=";
    if (option->letter != 0)
        printf("            '(-%c --%s)-%c'%s \\\n", option->letter, option->name, option->letter,
               quoted);
    printf("            '--%s%s'%s \\\n", option->name, equals, quoted);
}

static void
put_zsh_command(const HnCommandEntry *entry)
{
    printf("    %s)\n        _arguments -s \\\n", entry->name);
    for (guint i = 0; i < entry->options->len; i++)
        put_zsh_option(option_at(entry, i));
    g_autofree char *words = g_strjoinv(" ", entry->words);
    if (*words != '\0')
        printf("            '1:what:(%s)' \\\n", words);
    puts("            '*:file:_files' ;;");
}

static void
print_zsh(const GPtrArray *table)
{
    puts("#compdef hopnhat\n"
         "# zsh completion of hopnhat; made by `hopnhat completion zsh`, to be sourced, or saved "
         "as\n"
         "# _hopnhat in a folder of $fpath\n"
         "_hopnhat() {\n"
         "    local -a commands\n"
         "    commands=(");
    for (guint i = 0; i < table->len; i++) {
        g_autofree char *summary = zsh_text(entry_at(table, i)->summary);
        g_autofree char *line = g_strconcat(entry_at(table, i)->name, ":", summary, NULL);
        g_autofree char *quoted = quote(line);
        printf("        %s\n", quoted);
    }
    puts("    )\n"
         "    if (( CURRENT == 2 )); then\n"
         "        _describe -t commands command commands\n"
         "        return\n"
         "    fi\n"
         "    local command=${words[2]}\n"
         "    shift words\n"
         "    (( CURRENT-- ))\n"
         "    case $command in");
    for (guint i = 0; i < table->len; i++)
        put_zsh_command(entry_at(table, i));
    puts("    esac\n"
         "}\n"
         "if [ \"${funcstack[1]}\" = _hopnhat ]; then\n"
         "    _hopnhat \"$@\"\n"
         "else\n"
         "    compdef _hopnhat hopnhat\n"
         "fi");
}

/* ---- fish ---- */

static void
put_fish_option(const HnCommandEntry *entry, const HnOptionEntry *option)
{
    g_autofree char *text = quote(option->text);
    printf("complete -c hopnhat -n '__hopnhat_is %s' -l %s", entry->name, option->name);
    if (option->letter != 0)
        printf(" -s %c", option->letter);
    if (option->values != NULL) {
        g_autofree char *values = g_strjoinv(" ", option->values);
        printf(" -x -a '%s'", values);
    } else if (option->argument != NULL) {
        fputs(option->is_file ? " -r -F" : " -x", stdout);
    }
    printf(" -d %s\n", text);
}

static void
print_fish(const GPtrArray *table)
{
    puts("# fish completion of hopnhat; made by `hopnhat completion fish`, to be sourced\n"
         "function __hopnhat_is\n"
         "    set -l words (commandline -opc)\n"
         "    test (count $words) -ge 2; and test \"$words[2]\" = \"$argv[1]\"\n"
         "    or return 1\n"
         "    test (count $argv) -lt 2; or test (count $words) -eq $argv[2]\n"
         "end\n"
         "function __hopnhat_begins\n"
         "    test (count (commandline -opc)) -eq 1\n"
         "end\n"
         "complete -c hopnhat -n __hopnhat_begins -f");
    for (guint i = 0; i < table->len; i++) {
        const HnCommandEntry *entry = entry_at(table, i);
        g_autofree char *summary = quote(entry->summary);
        printf("complete -c hopnhat -n __hopnhat_begins -a %s -d %s\n", entry->name, summary);
    }
    puts("complete -c hopnhat -n __hopnhat_begins -l help -d 'Show this help'\n"
         "complete -c hopnhat -n __hopnhat_begins -l version -d 'Show the version'\n"
         "complete -c hopnhat -n __hopnhat_begins -l no-color -d 'No colour'");
    for (guint i = 0; i < table->len; i++) {
        const HnCommandEntry *entry = entry_at(table, i);
        g_autofree char *words = g_strjoinv(" ", entry->words);
        if (*words != '\0')
            printf("complete -c hopnhat -n '__hopnhat_is %s 2' -f -a '%s'\n", entry->name, words);
        for (guint k = 0; k < entry->options->len; k++)
            put_fish_option(entry, option_at(entry, k));
    }
}

/* ---- JSON ---- */

static void
put_strings(HnJsonWriter *json, const char *key, char *const *strings)
{
    hn_field_array(json, key);
    for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
        hn_json_string(json, strings[i]);
    hn_json_end_array(json);
}

static void
put_option_json(HnJsonWriter *json, const HnOptionEntry *option)
{
    const char letter[] = { option->letter, '\0' };
    hn_json_object(json);
    hn_field_text(json, "name", option->name);
    hn_field_text(json, "letter", option->letter == 0 ? NULL : letter);
    hn_field_text(json, "argument", option->argument);
    put_strings(json, "values", option->values);
    hn_field_bool(json, "file", option->is_file);
    hn_field_text(json, "text", option->text);
    hn_json_end_object(json);
}

static void
print_table(const GPtrArray *table)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_field_uint(&json, "schema", 1);
    hn_field_array(&json, "commands");
    for (guint i = 0; i < table->len; i++) {
        const HnCommandEntry *entry = entry_at(table, i);
        hn_json_object(&json);
        hn_field_text(&json, "name", entry->name);
        hn_field_text(&json, "summary", entry->summary);
        hn_field_text(&json, "usage", entry->usage);
        hn_field_text(&json, "examples", entry->examples);
        put_strings(&json, "words", entry->words);
        hn_field_array(&json, "options");
        for (guint k = 0; k < entry->options->len; k++)
            put_option_json(&json, option_at(entry, k));
        hn_json_end_array(&json);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

int
hn_command_completion(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*print)(const GPtrArray *table);
    } shells[] = { { "bash", print_bash },
                   { "zsh", print_zsh },
                   { "fish", print_fish },
                   { "table", print_table } };
    static const char *const names[] = { "bash", "zsh", "fish", "table", NULL };
    const GOptionEntry entries[] = { { 0 } };
    const HnCommandHelp help = {
        .usage = "bash|zsh|fish|table",
        .examples =
            "  source <(hopnhat completion bash)              in ~/.bashrc\n"
            "  source <(hopnhat completion zsh)               in ~/.zshrc, after compinit\n"
            "  hopnhat completion fish | source               in ~/.config/fish/config.fish\n"
            "  hopnhat completion table | jq .commands[].name every command and option as JSON\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS(shells); i++) {
        if (!g_str_equal(argv[1], shells[i].name))
            continue;
        g_autoptr(GPtrArray) table = hn_command_table_read();
        shells[i].print(table);
        return HN_EXIT_DONE;
    }
    if (argc == 2)
        hn_command_complain_word("completion", "shell", argv[1], names);
    else
        hn_command_complain("completion: expected bash, zsh, fish or table");
    return HN_EXIT_USAGE;
}
