#include "linker/delivery_columns.h"

#include <stdlib.h>
#include <string.h>

#include "linker/linker_error.h"

HnDeliveryColumns *
hn_delivery_columns_new(const HnFeed *feed)
{
    HnDeliveryColumns *columns = g_new0(HnDeliveryColumns, 1);
    columns->feed = feed;
    while (feed->key != NULL && feed->key[columns->n_key] != NULL)
        columns->n_key++;
    columns->key = g_new(guint, columns->n_key + 1);
    for (guint i = 0; i < columns->n_key; i++)
        columns->key[i] = G_MAXUINT;
    columns->source = columns->operation = G_MAXUINT;
    return columns;
}

void
hn_delivery_columns_free(HnDeliveryColumns *columns)
{
    if (columns == NULL)
        return;
    for (guint i = 0; i < columns->n; i++)
        g_free(columns->columns[i].name);
    g_free(columns->columns);
    g_free(columns->names);
    g_free(columns->key);
    g_free(columns);
}

static int
compare(const void *a, const void *b)
{
    return strcmp(((const HnDeliveryColumn *)a)->name, ((const HnDeliveryColumn *)b)->name);
}

guint
hn_delivery_columns_find(const HnDeliveryColumns *columns, const char *name)
{
    for (guint i = 0; name != NULL && i < columns->n; i++)
        if (strcmp(columns->columns[i].name, name) == 0)
            return columns->columns[i].arrival;
    return G_MAXUINT;
}

void
hn_delivery_columns_learn(HnDeliveryColumns *columns, const char *const *names, guint n)
{
    const HnFeed *feed = columns->feed;
    g_assert(n >= columns->n);
    if (n == columns->n)
        return;
    columns->columns = g_renew(HnDeliveryColumn, columns->columns, n);
    columns->names = g_renew(const char *, columns->names, n);
    for (guint i = columns->n; i < n; i++)
        columns->columns[i] = (HnDeliveryColumn){ g_strdup(names[i]), i };
    columns->n = n;
    qsort(columns->columns, n, sizeof *columns->columns, compare);
    for (guint i = 0; i < n; i++)
        columns->names[i] = columns->columns[i].name;
    for (guint i = 0; i < columns->n_key; i++)
        columns->key[i] = hn_delivery_columns_find(columns, feed->key[i]);
    columns->source = hn_delivery_columns_find(columns, feed->source_column);
    columns->operation = hn_delivery_columns_find(columns, feed->operation_column);
}

static gboolean
require(const HnDeliveryColumns *columns, const char *role, const char *name, GError **error)
{
    if (hn_delivery_columns_find(columns, name) != G_MAXUINT)
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN,
                "source '%s': %s '%s' is not in the delivery", columns->feed->name, role, name);
    return FALSE;
}

/* @name nullable: then nothing is asked for. */
static gboolean
require_if_named(const HnDeliveryColumns *columns, const char *role, const char *name,
                 GError **error)
{
    return name == NULL || require(columns, role, name, error);
}

static gboolean
require_map(const HnDeliveryColumns *columns, const HnFieldMap *map, GError **error)
{
    for (guint c = 0; map->columns[c] != NULL; c++)
        if (!require(columns, "mapped column", map->columns[c], error))
            return FALSE;
    return require_if_named(columns, "number column", map->number, error) &&
           require_if_named(columns, "valid_from column", map->valid_from, error) &&
           require_if_named(columns, "valid_to column", map->valid_to, error);
}

/* Of a relation; an end's source may be named itself ("=civil"). */
static gboolean
require_ends(const HnDeliveryColumns *columns, GError **error)
{
    const HnFeed *feed = columns->feed;
    const struct {
        const char *role, *name;
    } ends[] = {
        { "from_source column", feed->from_source },
        { "from_id column", feed->from_id },
        { "to_source column", feed->to_source },
        { "to_id column", feed->to_id },
        { "valid_from column", feed->relation_valid_from },
        { "valid_to column", feed->relation_valid_to },
    };
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (ends[i].name != NULL && ends[i].name[0] != '=' &&
            !require(columns, ends[i].role, ends[i].name, error))
            return FALSE;
    return TRUE;
}

/* What every row has where columns are told once, for all rows. */
static gboolean
require_named(const HnDeliveryColumns *columns, GError **error)
{
    const HnFeed *feed = columns->feed;
    for (guint i = 0; i < feed->n_map; i++)
        if (!require_map(columns, &feed->map[i], error))
            return FALSE;
    return require_ends(columns, error) &&
           require_if_named(columns, "incremental column", feed->since_column, error) &&
           require_if_named(columns, "where column", feed->from.where_column, error);
}

gboolean
hn_delivery_columns_check(const HnDeliveryColumns *columns, gboolean at_end, GError **error)
{
    const HnFeed *feed = columns->feed;
    const gboolean is_csv = feed->from.format == HN_FORMAT_CSV;
    if (columns->n == 0 || !(is_csv || at_end))
        return TRUE;
    for (guint i = 0; i < columns->n_key; i++)
        if (!require(columns, "key column", feed->key[i], error))
            return FALSE;
    if (is_csv && !require_named(columns, error))
        return FALSE;
    if (feed->delivery == HN_DELIVERY_CHANGES &&
        !require(columns, "operation column", feed->operation_column, error))
        return FALSE;
    return require_if_named(columns, "source_column", feed->source_column, error);
}
