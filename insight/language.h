/* insight/language.h - the languages that people are answered in.
 *
 * Data walk: explain and the report take their words by it (phrases.h, report_words.h), the
 *   other commands by cli/say.h.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

typedef enum { HN_LANGUAGE_EN, HN_LANGUAGE_VI, HN_LANGUAGES } HnLanguage;
const char *hn_language_name(HnLanguage language); /* "en", "vi" */
/* As LANG has it: vi_VN.UTF-8 is Vietnamese; whatever is not known is English. */
HnLanguage hn_language_of_locale(const char *locale);
gboolean hn_language_parse(const char *name, HnLanguage *ret_language);
/* The half of a message that @language asks for. Of two literals each is checked as a format. */
#define HN_IN(language, english, vietnamese)                                                       \
    ((language) == HN_LANGUAGE_VI ? (vietnamese) : (english))
