#include "insight/attribute_plan.h"

void
hn_planned_map_clear(HnPlannedMap *map)
{
    g_free(map->columns);
    g_free(map->join);
    g_free(map->split);
    g_strfreev(map->date_formats);
    g_strfreev(map->male);
    g_strfreev(map->female);
    g_strfreev(map->kinds);
    *map = (HnPlannedMap){ 0 };
}

void
hn_planned_map_add(HnPlannedMap *to, const HnPlannedMap *from)
{
    to->columns = g_renew(guint, to->columns, to->n_columns + from->n_columns);
    for (guint i = 0; i < from->n_columns; i++)
        to->columns[to->n_columns + i] = from->columns[i];
    to->n_columns += from->n_columns;
    g_clear_pointer(&to->kinds, g_strfreev);
}

void
hn_planned_attribute_tell(HnPlannedAttribute *attribute, const char *what)
{
    char *told = g_strdup_printf("%s; %s", attribute->evidence, what);
    g_free(attribute->evidence);
    attribute->evidence = told;
}

void
hn_planned_attribute_leave_out(HnPlannedAttribute *attribute, const char *reason)
{
    attribute->compared = FALSE;
    g_free(attribute->reason);
    attribute->reason = g_strdup(reason);
}

void
hn_planned_attribute_clear(HnPlannedAttribute *attribute, guint n_files)
{
    for (guint f = 0; f < n_files; f++)
        hn_planned_map_clear(&attribute->maps[f]);
    g_free(attribute->maps);
    g_free(attribute->name);
    g_free(attribute->evidence);
    g_free(attribute->reason);
}
