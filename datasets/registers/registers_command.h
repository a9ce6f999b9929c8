/* datasets/registers/registers_command.h - the options `--profile` and `--profile-file` of the
 * commands `citizens` and `errors`.
 *
 * Data walk: generate_main.c hands the arguments over where one of the two is among them.
 * Cost: none of its own.
 * Threads: one.
 */
#pragma once
#include <glib.h>

gboolean hn_registers_command_asked(int argc, char **argv);
/* Return what the program ends with: 0, 1 a file or profile, 2 usage. */
int hn_registers_command_citizens(int argc, char **argv);
int hn_registers_command_errors(int argc, char **argv); /* rates per field and source */
