#include "insight/two_digit_years.h"

#include <string.h>

#include "text/date_value.h"

static gboolean
has_short_form(const HnPlannedMap *map)
{
    for (guint i = 0; map->date_formats != NULL && map->date_formats[i] != NULL; i++)
        if (strstr(map->date_formats[i], "%y") != NULL)
            return TRUE;
    return FALSE;
}

/* Births behind HN_DATE_YEARS_TO are slips. */
static guint
latest_year(const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    const gboolean is_birth = attribute->meaning == HN_MEANING_BIRTH_DATE;
    guint latest = 0;
    for (guint f = 0; f < plan->n_files; f++) {
        const HnPlannedMap *map = &attribute->maps[f];
        for (guint c = 0; c < map->n_columns; c++) {
            const HnColumnProfile *profile = &plan->files[f].profiles[map->columns[c]];
            latest = MAX(latest, is_birth ? profile->year_latest_known : profile->year_latest);
        }
    }
    return latest;
}

void
hn_two_digit_years_plan(HnAttributePlan *plan)
{
    for (guint i = 0; i < plan->n_attributes; i++) {
        HnPlannedAttribute *attribute = &plan->attributes[i];
        const guint latest = attribute->type == HN_TYPE_DATE ? latest_year(plan, attribute) : 0;
        for (guint f = 0; f < plan->n_files && latest != 0 && latest != HN_DATE_YEARS_TO; f++)
            if (has_short_form(&attribute->maps[f]))
                attribute->maps[f].years_to = latest;
    }
}
