#include "cli/say.h"

static HnLanguage chosen;
static gboolean is_chosen;

HnLanguage
hn_say_language(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *locale = NULL;
    if (is_chosen)
        return chosen;
    for (guint i = 0; i < G_N_ELEMENTS(variables) && (locale == NULL || locale[0] == '\0'); i++)
        locale = g_getenv(variables[i]);
    return hn_language_of_locale(locale);
}

gboolean
hn_say_choose(const char *name)
{
    is_chosen = hn_language_parse(name, &chosen);
    return is_chosen;
}

gboolean
hn_say_chosen(HnLanguage *ret_language)
{
    if (is_chosen)
        *ret_language = chosen;
    return is_chosen;
}

void
hn_say_padded(FILE *to, const char *text, glong width)
{
    fprintf(to, "%s%*s", text, (int)MAX(width - g_utf8_strlen(text, -1), 0), "");
}
