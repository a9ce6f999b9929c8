/* cli/terminal.h - when output may be coloured.
 *
 * Colour is for people at a terminal: none when the stream is not one, NO_COLOR is set and not
 * empty (no-color.org), TERM is dumb or missing, or --no-color was given.
 * Data walk: command.c reads the switch before it parses anything, so that a usage error obeys it.
 * Threads: one.
 */
#pragma once
#include <stdio.h>

#include <glib.h>

void hn_terminal_forbid_colour(void);
gboolean hn_terminal_has_colour(FILE *stream);
/* Begins a style, or nothing where there is no colour. */
typedef enum { HN_STYLE_PLAIN, HN_STYLE_HEADING, HN_STYLE_FAULT, HN_STYLE_FAINT } HnStyle;
const char *hn_terminal_style(FILE *stream, HnStyle style);
