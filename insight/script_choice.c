#include "insight/script_choice.h"

#include "insight/level_choice.h"

#define OTHER_MAX 0.5

gboolean
hn_script_choice_is_latin(const HnAttributePlan *plan, const HnPlannedAttribute *attribute,
                          gdouble *ret_share)
{
    gdouble n_filled = 0, n_other = 0;
    const HnAttributeType type = hn_level_choice_type(attribute);
    for (guint f = 0; f < plan->n_files; f++) {
        const HnPlannedMap *map = &attribute->maps[f];
        for (guint c = 0; c < map->n_columns; c++) {
            const HnColumnProfile *profile = &plan->files[f].profiles[map->columns[c]];
            n_filled += (gdouble)profile->n_filled;
            n_other += profile->other_scripts * (gdouble)profile->n_filled;
        }
    }
    *ret_share = n_filled > 0 ? n_other / n_filled : 0;
    return (hn_attribute_type_is_name(type) || type == HN_TYPE_TEXT) && n_other > 0 &&
           *ret_share < OTHER_MAX;
}
