#include "cli/terminal.h"

#include <unistd.h>

static gboolean forbidden;

void
hn_terminal_forbid_colour(void)
{
    forbidden = TRUE;
}

gboolean
hn_terminal_has_colour(FILE *stream)
{
    const char *no_colour = g_getenv("NO_COLOR"), *term = g_getenv("TERM");
    return !forbidden && (no_colour == NULL || *no_colour == '\0') && term != NULL &&
           *term != '\0' && !g_str_equal(term, "dumb") && isatty(fileno(stream)) != 0;
}

const char *
hn_terminal_style(FILE *stream, HnStyle style)
{
    static const char *const codes[] = { "\033[0m", "\033[1m", "\033[1;31m", "\033[2m" };
    return hn_terminal_has_colour(stream) ? codes[style] : "";
}
