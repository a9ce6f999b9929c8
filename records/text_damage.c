#include "records/text_damage.h"

#include <string.h>

static const char *const NAMES[HN_DAMAGES] = {
    "tcvn3",          "vni",   "viscii",   "windows_1258", "viqr",
    "utf8_as_cp1252", "telex", "vni_keys", "look_alikes",
};

const char *
hn_text_damage_name(HnTextDamage damage)
{
    g_assert((guint)damage < HN_DAMAGES);
    return NAMES[damage];
}

gboolean
hn_text_damage_of(const char *name, HnTextDamage *ret)
{
    for (guint i = 0; i < HN_DAMAGES; i++)
        if (strcmp(NAMES[i], name) == 0) {
            *ret = (HnTextDamage)i;
            return TRUE;
        }
    return FALSE;
}
