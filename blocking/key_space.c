#include "blocking/key_space.h"

struct _HnKeySpace {
    const HnRecordTable *table;
    const HnEntityType *type;
    guint n_functions; /* distinct ones */
    HnKeyPart *functions;
    HnKeyValues **keys; /* [n_functions] */
    guint *function_of; /* rules' parts (HN_KEY_PARTS_MAX a rule), then the refinements */
};

static guint
find_function(HnKeySpace *space, const HnKeyPart *part)
{
    for (guint i = 0; i < space->n_functions; i++) {
        const HnKeyPart *known = space->functions + i;
        if (known->attribute == part->attribute && known->function == part->function &&
            known->arg == part->arg)
            return i;
    }
    space->functions[space->n_functions] = *part;
    return space->n_functions++;
}

static void
prepare_function(gpointer user, gsize task, guint thread)
{
    (void)thread;
    HnKeySpace *space = user;
    const HnKeyPart *part = space->functions + task;
    g_assert(part->attribute < space->table->n_attributes);
    space->keys[task] = hn_key_values_new_of(space->type->attributes[part->attribute].type,
                                             space->table->values[part->attribute], part);
}

HnKeySpace *
hn_key_space_new(const HnRecordTable *table, const HnEntityType *type, HnThreadPool *pool)
{
    HnKeySpace *space = g_new0(HnKeySpace, 1);
    const gsize n_parts_max = (gsize)type->n_rules * HN_KEY_PARTS_MAX + type->n_refinements;
    space->table = table;
    space->type = type;
    space->functions = g_new0(HnKeyPart, n_parts_max + 1);
    space->function_of = g_new0(guint, n_parts_max + 1);
    for (guint r = 0; r < type->n_rules; r++) {
        g_assert(type->rules[r].n_parts >= 1 && type->rules[r].n_parts <= HN_KEY_PARTS_MAX);
        for (guint p = 0; p < type->rules[r].n_parts; p++)
            space->function_of[r * HN_KEY_PARTS_MAX + p] =
                find_function(space, type->rules[r].parts + p);
    }
    for (guint i = 0; i < type->n_refinements; i++)
        space->function_of[type->n_rules * HN_KEY_PARTS_MAX + i] =
            find_function(space, type->refinements + i);
    space->keys = g_new0(HnKeyValues *, (gsize)space->n_functions + 1);
    if (pool != NULL) {
        hn_thread_pool_run(pool, space->n_functions, prepare_function, space);
    } else {
        for (guint i = 0; i < space->n_functions; i++)
            prepare_function(space, i, 0);
    }
    return space;
}

void
hn_key_space_free(HnKeySpace *space)
{
    if (space == NULL)
        return;
    for (guint i = 0; i < space->n_functions; i++)
        hn_key_values_free(space->keys[i]);
    g_free(space->keys);
    g_free(space->functions);
    g_free(space->function_of);
    g_free(space);
}

static HnKeySource
source_of(const HnKeySpace *space, guint function)
{
    const guint attribute = space->functions[function].attribute;
    return (HnKeySource){ attribute, space->table->sets[attribute], space->keys[function] };
}

HnKeySource
hn_key_space_part(const HnKeySpace *space, guint rule, guint part)
{
    g_assert(rule < space->type->n_rules && part < space->type->rules[rule].n_parts);
    return source_of(space, space->function_of[rule * HN_KEY_PARTS_MAX + part]);
}

HnKeySource
hn_key_space_refinement(const HnKeySpace *space, guint refinement)
{
    g_assert(refinement < space->type->n_refinements);
    return source_of(space,
                     space->function_of[space->type->n_rules * HN_KEY_PARTS_MAX + refinement]);
}

gsize
hn_key_space_size_bytes(const HnKeySpace *space)
{
    gsize n_bytes = 0;
    for (guint i = 0; i < space->n_functions; i++)
        n_bytes += hn_key_values_size_bytes(space->keys[i]);
    return n_bytes;
}

static gint
compare_codes(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

static gint
compare_names(gconstpointer a, gconstpointer b, gpointer user)
{
    const HnDictionary *const names = *(const HnDictionary **)user;
    return hn_slice_compare(hn_dictionary_value(names, *(const guint32 *)a),
                            hn_dictionary_value(names, *(const guint32 *)b));
}

HnKeyList
hn_key_source_sort(const HnKeySource *source, HnKeyList list, GArray *scratch)
{
    const HnDictionary *names = source->keys->names;
    if (list.codes != (const guint32 *)(gconstpointer)scratch->data) {
        g_array_set_size(scratch, 0);
        g_array_append_vals(scratch, list.codes, list.n);
    }
    g_array_sort_with_data(scratch, compare_names, &names);
    return (HnKeyList){ (const guint32 *)(gconstpointer)scratch->data, list.n };
}

/* Members may share keys: @scratch gets each once. */
static HnKeyList
join_members(const HnKeySource *source, const HnSetMember *members, guint n_members,
             GArray *scratch)
{
    g_array_set_size(scratch, 0);
    for (guint i = 0; i < n_members; i++) {
        guint n_keys = 0;
        const guint32 *keys = hn_key_values_of(source->keys, &members[i].value, &n_keys);
        g_array_append_vals(scratch, keys, n_keys);
    }
    g_array_sort(scratch, compare_codes);
    guint32 *const list = (guint32 *)(gpointer)scratch->data;
    guint n = 0;
    for (guint i = 0; i < scratch->len; i++) {
        if (i == 0 || list[i] != list[n - 1])
            list[n++] = list[i];
    }
    g_array_set_size(scratch, n);
    return (HnKeyList){ (const guint32 *)(gconstpointer)scratch->data, n };
}

HnKeyList
hn_key_source_list(const HnKeySource *source, const guint32 *cell, GArray *scratch)
{
    HnKeyList list;
    const guint32 *value = cell;
    if (source->sets != NULL) {
        guint n_members = 0;
        const HnSetMember *members = hn_value_sets_members(source->sets, *cell, &n_members);
        if (n_members == 0)
            return (HnKeyList){ cell, 0 };
        if (n_members > 1)
            return join_members(source, members, n_members, scratch);
        value = &members->value;
    }
    list.codes = hn_key_values_of(source->keys, value, &list.n);
    return list;
}
