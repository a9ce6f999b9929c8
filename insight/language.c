#include "insight/language.h"

#include <string.h>

const char *
hn_language_name(HnLanguage language)
{
    return language == HN_LANGUAGE_VI ? "vi" : "en";
}

gboolean
hn_language_parse(const char *name, HnLanguage *ret_language)
{
    for (guint i = 0; i < HN_LANGUAGES; i++) {
        if (strcmp(name, hn_language_name((HnLanguage)i)) != 0)
            continue;
        *ret_language = (HnLanguage)i;
        return TRUE;
    }
    return FALSE;
}

HnLanguage
hn_language_of_locale(const char *locale)
{
    const gboolean is_vietnamese = locale != NULL && strncmp(locale, "vi", 2) == 0 &&
                                   (locale[2] == '\0' || !g_ascii_isalpha(locale[2]));
    return is_vietnamese ? HN_LANGUAGE_VI : HN_LANGUAGE_EN;
}
