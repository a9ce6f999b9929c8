#include "linker/night_population.h"

#include "linker/night_tables.h"

static HnPopulation *
read_population(const HnNight *night, const HnAttribute *attribute, GError **error)
{
    const HnPipelineOptions *options = night->options;
    g_autoptr(HnSideTable) rows = options->open_table(
        options->user, attribute->population, hn_population_columns, HN_POPULATION_COLUMNS, error);
    return rows == NULL ? NULL : hn_population_new(attribute, rows, error);
}

static void
free_nullable(gpointer population)
{
    hn_population_free(population);
}

GPtrArray *
hn_night_populations(HnNight *night, guint t, GError **error)
{
    const HnEntityType *type = &night->options->project->entities[t];
    g_autoptr(GPtrArray) populations = g_ptr_array_new_with_free_func(free_nullable);
    gboolean any = FALSE;
    for (guint a = 0; a < type->n_attributes; a++) {
        GError *problem = NULL;
        HnPopulation *population = type->attributes[a].population == NULL
                                       ? NULL
                                       : read_population(night, &type->attributes[a], &problem);
        if (problem != NULL) {
            g_autofree char *what =
                g_strdup_printf("attribute '%s': population", type->attributes[a].name);
            hn_night_tables_tell(type, what, problem, error);
            return NULL;
        }
        g_ptr_array_add(populations, population);
        any = any || population != NULL;
    }
    return any ? g_steal_pointer(&populations) : NULL;
}
