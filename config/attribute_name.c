#include "config/attribute_name.h"

#include <string.h>

gboolean
hn_attribute_name_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                       const char *what, guint *ret_index, GError **error)
{
    const char *names[HN_ATTRIBUTES_MAX + 1] = { NULL };
    const char *name = NULL;
    if (!hn_yaml_text_of(yaml, node, &name, error))
        return FALSE;
    for (guint i = 0; i < type->n_attributes; i++) {
        names[i] = type->attributes[i].name;
        if (strcmp(names[i], name) == 0) {
            *ret_index = i;
            return TRUE;
        }
    }
    return hn_yaml_fail_unknown(yaml, node, what, names, error);
}
