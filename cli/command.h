/* cli/command.h - the table of commands: one file a command, one line in the table of main.c.
 *
 * A command's file has one public function `int hn_command_NAME(int argc, char **argv)`; argv[0] is
 * the command's name. It parses its own options with hn_command_parse(), writes its result to
 * stdout and everything else to stderr, and returns the exit code.
 */
#pragma once
#include <glib.h>

/* Contract 1: what scripts rely on. */
enum {
    HN_EXIT_DONE = 0,
    HN_EXIT_FAILED = 1,     /* resumable; the message says how */
    HN_EXIT_USAGE = 2,      /* usage, configuration or contract; nothing was touched */
    HN_EXIT_GATE = 3,       /* staged, not published */
    HN_EXIT_KEPT = 4,       /* published, but a source or target kept its last accepted state */
    HN_EXIT_TEMPORARY = 75, /* retry */
    HN_EXIT_INTERRUPTED = 130,
    HN_EXIT_TERMINATED = 143,
};

typedef struct {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
} HnCommand;

int hn_command_address(int argc, char **argv);
int hn_command_card(int argc, char **argv);
int hn_command_catalogue(int argc, char **argv);
int hn_command_check(int argc, char **argv);
int hn_command_completion(int argc, char **argv);
int hn_command_decide(int argc, char **argv);
int hn_command_decisions(int argc, char **argv);
int hn_command_diff(int argc, char **argv);
int hn_command_doctor(int argc, char **argv);
int hn_command_evaluate(int argc, char **argv);
int hn_command_explain(int argc, char **argv);
int hn_command_export(int argc, char **argv);
int hn_command_init(int argc, char **argv);
int hn_command_lock(int argc, char **argv);
int hn_command_merge(int argc, char **argv);
int hn_command_model(int argc, char **argv);
int hn_command_preview(int argc, char **argv);
int hn_command_profile(int argc, char **argv);
int hn_command_publish(int argc, char **argv);
int hn_command_read(int argc, char **argv);
int hn_command_recover(int argc, char **argv);
int hn_command_rekey(int argc, char **argv);
int hn_command_report(int argc, char **argv);
int hn_command_rollback(int argc, char **argv);
int hn_command_run(int argc, char **argv);
int hn_command_split(int argc, char **argv);
int hn_command_state(int argc, char **argv);
int hn_command_target(int argc, char **argv);
int hn_command_train(int argc, char **argv);
int hn_command_undo(int argc, char **argv);
int hn_command_unlock(int argc, char **argv);
int hn_command_verify(int argc, char **argv);

/* What --help shows: examples first, then the options. */
typedef struct {
    /* Behind the command's name: "show|diff [BUNDLE] -c FILE [OPTION...]"; what stands in small
     * letters are words to be typed as they are (command_table.h). */
    const char *usage;
    const char *examples; /* whole lines */
    const GOptionEntry *options;
    gpointer user; /* of those options that are callbacks */
} HnCommandHelp;

/* The table of main.c, for those who tell about commands. */
void hn_commands_set(const HnCommand *commands, gsize n);
const HnCommand *hn_commands(gsize *ret_n);
/* Runs @command only as far as its hn_command_parse(), which hands over what it would parse with;
 * @common: the options of every command. */
typedef void (*HnCommandSeen)(gpointer user, const HnCommandHelp *help, const GOptionEntry *common);
void hn_command_describe(const HnCommand *command, HnCommandSeen seen, gpointer user);

/* Parses argv in place (what is left is in argv[1..]). FALSE: the command is over with *ret_exit:
 * --help was shown, or the usage was wrong and a message with "did you mean" stands on stderr. */
gboolean hn_command_parse(const HnCommandHelp *help, int *argc, char ***argv, int *ret_exit);
/* One line on stderr: "hopnhat: " and the message. */
void hn_command_complain(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* "COMMAND: no WHAT 'word'; did you mean 'x'?", or which there are. Returns FALSE. @words:
 * NULL-terminated. */
gboolean hn_command_complain_word(const char *command, const char *what, const char *word,
                                  const char *const *words);
