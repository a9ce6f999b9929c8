/* cli/say.h - the language that this call answers people in, and both languages of a message side
 * by side.
 *
 * Data walk: hn_command_parse() takes --lang; whoever prints asks HN_SAY() for the half that
 *   counts. What programs read (JSON, CSV, results, configurations) never asks.
 * Why no catalogue: decision 0048. Both halves stand where they are printed, and the compiler
 *   checks the arguments of each.
 * Threads: one.
 */
#pragma once
#include <stdio.h>

#include "insight/language.h"

#define HN_SAY(english, vietnamese) HN_IN(hn_say_language(), english, vietnamese)

/* What --lang said, else what the first of LC_ALL, LC_MESSAGES and LANG that is not empty begins
 * with. The locale need not be installed. */
HnLanguage hn_say_language(void);
/* By name, from here on. FALSE: there is no such language. */
gboolean hn_say_choose(const char *name);
/* FALSE: --lang was not given; *ret_language is untouched. */
gboolean hn_say_chosen(HnLanguage *ret_language);
/* @text and blanks up to @width letters: printf's own width counts bytes. */
void hn_say_padded(FILE *to, const char *text, glong width);
