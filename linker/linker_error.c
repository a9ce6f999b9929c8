#include "linker/linker_error.h"

G_DEFINE_QUARK(hn_linker_error, hn_linker_error)

gboolean
hn_linker_error_is_contract(const GError *error)
{
    static const HnLinkerError codes[] = {
        HN_LINKER_ERROR_COLUMN,   HN_LINKER_ERROR_SOURCE,  HN_LINKER_ERROR_CONFIGURATION,
        HN_LINKER_ERROR_TRAINING, HN_LINKER_ERROR_UNKNOWN, HN_LINKER_ERROR_CONFLICT,
        HN_LINKER_ERROR_TABLE,
    };
    for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
        if (g_error_matches(error, HN_LINKER_ERROR, (gint)codes[i]))
            return TRUE;
    return FALSE;
}
