#include "cli/record_name.h"

gboolean
hn_record_name_parse(const char *text, char **ret_source, HnSlice *ret_id)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL || colon == text)
        return FALSE;
    *ret_source = g_strndup(text, (gsize)(colon - text));
    *ret_id = hn_slice_of(colon + 1);
    return TRUE;
}

char *
hn_record_name_format(const char *source, HnSlice record_id)
{
    return g_strdup_printf("%s:%.*s", source, (int)record_id.n_bytes,
                           (const char *)record_id.bytes);
}
