/* cli/command_table.h - every command with its words and options, as a table that cannot drift from
 * what the commands take.
 *
 * Data walk: main.c's table -> each command is run in a mode in which hn_command_parse() hands over
 *   the very help it would parse with, and the command ends -> completion, manual pages, tests. A
 *   new command is in the table by its line in main.c alone.
 * The words that may stand first come from the usage: what is written there in small letters, as in
 *   `show|diff [BUNDLE] | import FILE`. The values of an option come from its description of the
 *   argument, as in `en|vi`.
 * Threads: one.
 */
#pragma once
#include "cli/command.h"

typedef struct {
    char *name;            /* without the hyphens */
    char letter;           /* 0: none */
    char *text, *argument; /* argument NULL: it takes none */
    char **values;         /* NULL: any; else NULL-terminated */
    gboolean is_file;
} HnOptionEntry;

typedef struct {
    char *name, *summary, *usage, *examples;
    char **words;       /* that may stand first; NULL-terminated, may be empty */
    GPtrArray *options; /* HnOptionEntry, those that every command takes last */
} HnCommandEntry;

/* Of all commands, in main.c's order. (transfer full) */
GPtrArray *hn_command_table_read(void);
