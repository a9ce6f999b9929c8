/* datasets/generator_command.h - what every command of hopnhat-generate does with its options and
 * its end.
 *
 * Data walk: generate_main.c, registers/registers_command.c and businesses/businesses_command.c.
 * Statuses: 0 done, 1 failed (a file), 2 usage.
 */
#pragma once
#include <glib.h>

enum { HN_GENERATOR_FAILED = 1, HN_GENERATOR_USAGE = 2 };

/* Takes the options out of the arguments; what is left over is an error. FALSE: the error is
 * printed. */
gboolean hn_generator_parse(const GOptionEntry *entries, const char *summary, int argc,
                            char **argv);
/* Prints @message. Returns: HN_GENERATOR_USAGE */
int hn_generator_usage_error(const char *message);
/* Prints @error unless it is NULL. Returns: 0 or HN_GENERATOR_FAILED */
int hn_generator_finish(const GError *error);
