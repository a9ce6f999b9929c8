#include "records/text_damage.h"

#include <string.h>

static const char *const NAMES[HN_DAMAGES] = {
    "tcvn3", "vni",      "viscii",      "windows_1258", "viqr",    "utf8_as_cp1252",
    "telex", "vni_keys", "look_alikes", "lost_letters", "escapes",
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

const char *const *
hn_text_damage_tables(guint damages)
{
    static const char *const words[] = {
        "address_abbreviations",
        "districts_old",
        "given_name_lexicon",
        "given_names",
        "legal_forms",
        "provinces_new34",
        "provinces_old63",
        "street_names",
        "surnames",
        "wards_new",
        "wards_old",
        NULL,
    };
    static const char *const words_and_bytes[] = {
        "address_abbreviations",
        "districts_old",
        "given_name_lexicon",
        "given_names",
        "legacy_encodings",
        "legal_forms",
        "provinces_new34",
        "provinces_old63",
        "street_names",
        "surnames",
        "wards_new",
        "wards_old",
        NULL,
    };
    const guint bytes = 1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_VNI | 1u << HN_DAMAGE_VISCII |
                        1u << HN_DAMAGE_WINDOWS_1258;
    if (damages == 0)
        return NULL;
    return (damages & bytes) != 0 ? words_and_bytes : words;
}
