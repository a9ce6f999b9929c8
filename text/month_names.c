#include "text/month_names.h"

#include <string.h>

static const char MONTHS[12][HN_MONTH_NAME_BYTES_MAX + 1] = { "january", "february", "march",
                                                              "april",   "may",      "june",
                                                              "july",    "august",   "september",
                                                              "october", "november", "december" };

guint
hn_month_of_name(HnSlice word)
{
    for (guint i = 0; i < G_N_ELEMENTS(MONTHS); i++) {
        const gsize n = strlen(MONTHS[i]);
        const gboolean is_cut = word.n_bytes == 3 || (n == 9 && word.n_bytes == 4);
        if ((is_cut || word.n_bytes == n) &&
            g_ascii_strncasecmp((const char *)word.bytes, MONTHS[i], word.n_bytes) == 0)
            return i + 1;
    }
    return 0;
}
