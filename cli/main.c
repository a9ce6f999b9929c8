#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "config/did_you_mean.h"

#ifndef HN_VERSION
#error "the build gives the version"
#endif

static const HnCommand commands[] = {
    { "init", "Write a configuration by looking at the data", hn_command_init },
    { "check", "Check a configuration and all its files; no data are read", hn_command_check },
    { "doctor", "Look at machine and project as before the first night", hn_command_doctor },
    { "catalogue", "Who gives which field, and who may receive it", hn_command_catalogue },
    { "run", "Run the night: land, link, gate, publish; run again to resume", hn_command_run },
    { "export", "Write the published state as CSV or JSON lines", hn_command_export },
    { "evaluate", "Quality of a crosswalk against the truth", hn_command_evaluate },
    { "report", "Write a run's report again, or list what to look at first", hn_command_report },
    { "card", "How good each source is, and what it should put right", hn_command_card },
    { "diff", "What changed between two runs, published or held", hn_command_diff },
    { "explain", "Say why two records are the same, or not, or were never compared",
      hn_command_explain },
    { "decide", "Say that two records are the same, or different", hn_command_decide },
    { "merge", "Say that two entities are one", hn_command_merge },
    { "split", "Say that some records of an entity are somebody else", hn_command_split },
    { "lock", "Keep exactly an entity's records together", hn_command_lock },
    { "unlock", "Lift an entity's lock", hn_command_unlock },
    { "undo", "Take back a decision, what a night did, or keys that moved", hn_command_undo },
    { "rekey", "Give a source's records new keys, or move them to another source",
      hn_command_rekey },
    { "decisions", "Write or read all decisions as a table", hn_command_decisions },
    { "publish", "Send to the targets what they have not got yet", hn_command_publish },
    { "target", "What a target gets; its tables and grants, its key", hn_command_target },
    { "train", "Learn candidate bundles; nothing is promoted", hn_command_train },
    { "model", "Look at bundles, compare, promote, export, import", hn_command_model },
    { "rollback", "Bring back what an earlier run published; decisions since stay",
      hn_command_rollback },
    { "verify", "Check the published state and its results against every promise",
      hn_command_verify },
    { "recover", "Let a restored backup write again, without issuing an id twice",
      hn_command_recover },
    { "state", "Back the state up, restore it, take old runs away", hn_command_state },
    { "preview", "Ten records of a file, raw and standardised", hn_command_preview },
    { "address", "Addresses of Viet Nam, taken apart: units by code, house, street",
      hn_command_address },
    { "profile", "What the columns of files hold", hn_command_profile },
    { "read", "Read a file as a run would: accepted records as JSON lines", hn_command_read },
    { "completion", "Print the completion of a shell: bash, zsh, fish", hn_command_completion },
};

static void
show_help(FILE *to)
{
    const char *bold = hn_terminal_style(to, HN_STYLE_HEADING);
    const char *plain = hn_terminal_style(to, HN_STYLE_PLAIN);
    fprintf(to,
            "hopnhat links records of the same person or business across sources.\n\n"
            "%sExamples:%s\n"
            "  hopnhat init people.csv                a configuration, written by looking at the "
            "data\n"
            "  hopnhat run -c hopnhat.yaml            the night, from deliveries to published "
            "results\n"
            "  hopnhat report --top bridges -c hopnhat.yaml    what to look at first\n"
            "  hopnhat read people.csv | head -3      what the readers make of a file\n"
            "  hopnhat COMMAND --help                 examples and options of a command\n\n"
            "%sCommands:%s\n",
            bold, plain, bold, plain);
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fprintf(to,
            "\n%sOptions:%s\n  --help      Show this help; of a command behind its name\n"
            "  --version   Show the version\n  --no-color  No colour\n",
            bold, plain);
}

static int
complain_about(const char *word)
{
    const char *names[G_N_ELEMENTS(commands) + 1] = { NULL };
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    const char *nearest = hn_did_you_mean(word, names);
    if (nearest != NULL)
        hn_command_complain("no command '%s'; did you mean '%s'?", word, nearest);
    else
        hn_command_complain("no command '%s'; see hopnhat --help", word);
    return HN_EXIT_USAGE;
}

/* What was printed may still wait in the buffer, for a disk that is full. */
static int
end_output(int code)
{
    const gboolean lost = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !lost)
        return code;
    hn_command_complain("cannot write to stdout: what it holds is not complete");
    return code == HN_EXIT_DONE ? HN_EXIT_FAILED : code;
}

/* Arrays of a stage come from what the stage before gave back, not as new pages from the kernel: a
 * night of a million records in 2 % less time, at the same peak. */
static void
keep_freed_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

int
main(int argc, char **argv)
{
    keep_freed_memory();
    setlocale(LC_CTYPE, "");  /* paths and messages; numbers and order stay the C locale's */
    signal(SIGXFSZ, SIG_IGN); /* it comes back as an error of the write that it is about */
    hn_commands_set(commands, G_N_ELEMENTS(commands));
    while (argc > 1 && (strcmp(argv[1], "--no-color") == 0 || strcmp(argv[1], "--no-input") == 0)) {
        if (strcmp(argv[1], "--no-color") == 0)
            hn_terminal_forbid_colour();
        argc--;
        argv++;
    }
    if (argc < 2) {
        show_help(stderr);
        return HN_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        show_help(stdout);
        return end_output(HN_EXIT_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("hopnhat " HN_VERSION);
        return end_output(HN_EXIT_DONE);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return end_output(commands[i].run(argc - 1, argv + 1));
    }
    return complain_about(argv[1]);
}
