#include "linker/rekey_columns.h"

#include <string.h>

struct _HnRekeyColumns {
    const HnFeed *to;
    const char *source;
    GPtrArray *names;
};

HnRekeyColumns *
hn_rekey_columns_new(const HnFeed *to, const char *source)
{
    HnRekeyColumns *columns = g_new0(HnRekeyColumns, 1);
    columns->to = to;
    columns->source = source;
    columns->names = g_ptr_array_new_with_free_func(g_free);
    return columns;
}

void
hn_rekey_columns_free(HnRekeyColumns *columns)
{
    if (columns == NULL)
        return;
    g_ptr_array_unref(columns->names);
    g_free(columns);
}

static guint
place_of(const HnRekeyColumns *columns, const char *name)
{
    for (guint i = 0; i < columns->names->len; i++)
        if (strcmp(columns->names->pdata[i], name) == 0)
            return i;
    return G_MAXUINT;
}

static guint
make(HnRekeyColumns *columns, const char *name)
{
    const guint known = place_of(columns, name);
    if (known != G_MAXUINT)
        return known;
    g_ptr_array_add(columns->names, g_strdup(name));
    return columns->names->len - 1;
}

/* What a column of one feed is in another one. */
typedef struct {
    const char *name; /* NULL: nothing */
    const char *join;
} Said;

/* Both lists have one order. What @to has no column for follows in its last one: a family name and
 * a given name are a full name. */
static Said
of_list(char *const *from, char *const *to, const char *join, const char *name)
{
    guint i = 0, n_to = 0;
    while (from != NULL && from[i] != NULL && strcmp(from[i], name) != 0)
        i++;
    while (to != NULL && to[n_to] != NULL)
        n_to++;
    if (from == NULL || from[i] == NULL || n_to == 0)
        return (Said){ NULL, NULL };
    return i < n_to ? (Said){ to[i], NULL } : (Said){ to[n_to - 1], join };
}

static Said
of_column(const char *from, const char *to, const char *name)
{
    return (Said){ from != NULL && to != NULL && strcmp(from, name) == 0 ? to : NULL, NULL };
}

static Said
of_map(const HnFieldMap *from, const HnFieldMap *to, const char *name)
{
    Said said = of_list(from->columns, to->columns, from->join == NULL ? " " : from->join, name);
    if (said.name == NULL)
        said = of_column(from->number, to->number, name);
    if (said.name == NULL)
        said = of_column(from->valid_from, to->valid_from, name);
    return said.name != NULL ? said : of_column(from->valid_to, to->valid_to, name);
}

/* What @name is in the feed that the records move to; nothing: it has no part in what is mapped. */
static Said
renamed(const HnRekeyColumns *columns, const HnFeed *from, const char *name)
{
    const HnFeed *to = columns->to;
    Said said = of_list(from->key, to->key, "|", name);
    if (said.name == NULL)
        said = of_column(from->since_column, to->since_column, name);
    if (said.name == NULL)
        said = of_column(from->source_column, to->source_column, name);
    for (guint f = 0; said.name == NULL && f < from->n_map; f++)
        for (guint t = 0; said.name == NULL && t < to->n_map; t++)
            if (from->map[f].attribute == to->map[t].attribute)
                said = of_map(&from->map[f], &to->map[t], name);
    return said;
}

/* What is not mapped keeps its name, unless that is another one's by now. */
static void
place_others(HnRekeyColumns *columns, const char *const *names, guint n, HnRekeyPlace *places)
{
    const guint n_before = columns->names->len;
    g_autofree gboolean *taken = g_new0(gboolean, (gsize)n_before + 1);
    for (guint i = 0; i < n; i++)
        if (places[i].column != G_MAXUINT)
            taken[places[i].column] = TRUE;
    for (guint i = 0; i < n; i++) {
        if (places[i].column != G_MAXUINT)
            continue;
        const guint known = place_of(columns, names[i]);
        if (known == G_MAXUINT || known >= n_before || !taken[known])
            places[i].column = make(columns, names[i]);
    }
}

HnRekeyPlace *
hn_rekey_columns_places(HnRekeyColumns *columns, const HnFeed *from, const char *const *names,
                        guint n)
{
    HnRekeyPlace *places = g_new0(HnRekeyPlace, (gsize)n + 1);
    const gboolean is_other = from != NULL && from != columns->to;
    for (guint i = 0; i < n; i++) {
        const Said said = is_other ? renamed(columns, from, names[i]) : (Said){ names[i], NULL };
        places[i].column = said.name == NULL ? G_MAXUINT : make(columns, said.name);
        places[i].join = said.join;
    }
    place_others(columns, names, n, places);
    for (guint k = 0; columns->to->key != NULL && columns->to->key[k] != NULL; k++)
        make(columns, columns->to->key[k]);
    if (columns->to->source_column != NULL)
        make(columns, columns->to->source_column);
    return places;
}

const char *const *
hn_rekey_columns_names(const HnRekeyColumns *columns, guint *ret_n)
{
    *ret_n = columns->names->len;
    return (const char *const *)(gpointer)columns->names->pdata;
}

static void
set(HnRawField *field, HnSlice text)
{
    *field = (HnRawField){ .bytes = text.bytes,
                           .n_bytes = (guint32)text.n_bytes,
                           .kind = HN_FIELD_TEXT };
}

/* Of several columns the key is their values with "|" between: it is cut there if it has as many
 * parts; else the next delivery tells them. */
void
hn_rekey_columns_set_key(const HnRekeyColumns *columns, HnSlice record_id, HnRawField *fields)
{
    char **key = columns->to->key;
    const guint n_key = key == NULL ? 0 : g_strv_length(key);
    guint n_bars = 0;
    for (gsize i = 0; i < record_id.n_bytes; i++)
        n_bars += record_id.bytes[i] == '|';
    const guint8 *part = record_id.bytes, *end = part + record_id.n_bytes;
    for (guint k = 0; n_key == 1 || n_bars + 1 == n_key ? k < n_key : FALSE; k++) {
        const guint8 *bar = k + 1 == n_key ? end : memchr(part, '|', (gsize)(end - part));
        set(&fields[place_of(columns, key[k])], hn_slice(part, (gsize)(bar - part)));
        part = bar + 1;
    }
    if (columns->to->source_column != NULL)
        set(&fields[place_of(columns, columns->to->source_column)], hn_slice_of(columns->source));
}
