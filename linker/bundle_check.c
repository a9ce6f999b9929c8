#include "linker/bundle_check.h"

#include <jansson.h>

#include "linker/linker_error.h"

/* Path of the first place where two JSON values differ, in the order of keys. */
static char *
first_difference(json_t *a, json_t *b)
{
    g_autoptr(GString) path = g_string_new(NULL);
    while (json_typeof(a) == json_typeof(b) && (json_is_object(a) || json_is_array(a))) {
        json_t *next_a = NULL, *next_b = NULL;
        if (json_is_object(a)) {
            const char *key;
            json_t *value;
            json_object_foreach(a, key, value)
            {
                json_t *other = json_object_get(b, key);
                if (other == NULL || !json_equal(value, other)) {
                    g_string_append_printf(path, "%s%s", path->len > 0 ? "." : "", key);
                    next_a = value;
                    next_b = other;
                    break;
                }
            }
        } else {
            for (gsize i = 0; i < json_array_size(a) && next_a == NULL; i++)
                if (!json_equal(json_array_get(a, i), json_array_get(b, i))) {
                    g_string_append_printf(path, "[%" G_GSIZE_FORMAT "]", i);
                    next_a = json_array_get(a, i);
                    next_b = json_array_get(b, i);
                }
        }
        if (next_a == NULL || next_b == NULL)
            break;
        a = next_a;
        b = next_b;
    }
    return g_strdup(path->len > 0 ? path->str : "the number of entries");
}

static json_t *
repair_tables(json_t *deciding, gsize attribute)
{
    json_t *attributes = json_object_get(deciding, "attributes");
    return json_object_get(json_array_get(attributes, attribute), HN_DECIDING_REPAIR_TABLES);
}

/* Forgets of @a's tables those that @b has not; returns how many. */
static gsize
forget_others(json_t *a, json_t *b)
{
    gsize n = 0;
    void *next;
    const char *name;
    json_t *version;
    json_object_foreach_safe(a, next, name, version) if (json_object_get(b, name) == NULL)
    {
        json_object_del(a, name);
        n++;
    }
    return n;
}

/* Tables that `repair` reads are compared where both sides have them: a bundle may be older than
 * their seals, and a source's `repair` is no part of what decides. An empty object is like none. */
static gboolean
forget_unsealed(json_t *now, json_t *sealed)
{
    gsize n_unsealed = 0;
    const gsize n = MIN(json_array_size(json_object_get(now, "attributes")),
                        json_array_size(json_object_get(sealed, "attributes")));
    for (gsize i = 0; i < n; i++) {
        json_t *ours = repair_tables(now, i), *theirs = repair_tables(sealed, i);
        n_unsealed += forget_others(ours, theirs);
        forget_others(theirs, ours);
        json_t *const objects[] = { now, sealed };
        for (guint k = 0; k < G_N_ELEMENTS(objects); k++)
            if (json_object_size(repair_tables(objects[k], i)) == 0)
                json_object_del(json_array_get(json_object_get(objects[k], "attributes"), i),
                                HN_DECIDING_REPAIR_TABLES);
    }
    return n_unsealed > 0;
}

static gboolean
holds(json_t *names, const char *name)
{
    for (gsize i = 0; i < json_array_size(names); i++)
        if (g_strcmp0(json_string_value(json_array_get(names, i)), name) == 0)
            return TRUE;
    return FALSE;
}

/* Forgets of @a's sources that hold each entity once those that @b has not at all. */
static void
forget_absent(json_t *a, json_t *b)
{
    json_t *once = json_object_get(a, "one_record_per_source");
    json_t *ours = json_object_get(a, HN_DECIDING_SOURCES);
    json_t *theirs = json_object_get(b, HN_DECIDING_SOURCES);
    for (gsize i = json_array_size(once); ours != NULL && theirs != NULL && i-- > 0;) {
        const char *name = json_string_value(json_array_get(once, i));
        if (holds(ours, name) && !holds(theirs, name))
            json_array_remove(once, i);
    }
}

/* Pairs inside a source that holds each entity once taught nothing. A source that has gone since,
 * or came since, says nothing of what was learned: the others' words are compared. A bundle older
 * than this seal is compared as it is. */
static void
forget_other_sources(json_t *now, json_t *sealed)
{
    forget_absent(now, sealed);
    forget_absent(sealed, now);
    json_object_del(now, HN_DECIDING_SOURCES);
    json_object_del(sealed, HN_DECIDING_SOURCES);
}

gboolean
hn_bundle_check(const HnBundle *bundle, const HnProject *project, guint entity,
                gboolean *ret_unsealed, GError **error)
{
    g_autofree char *deciding = hn_project_deciding_part(project, entity);
    json_t *now = json_loads(deciding, JSON_DECODE_ANY, NULL);
    json_t *sealed = json_loads(bundle->deciding_part, JSON_DECODE_ANY, NULL);
    g_assert(now != NULL && sealed != NULL);
    const gboolean is_unsealed = forget_unsealed(now, sealed);
    forget_other_sources(now, sealed);
    const gboolean same = json_equal(now, sealed) != 0;
    if (same && ret_unsealed != NULL)
        *ret_unsealed = is_unsealed;
    if (!same) {
        g_autofree char *where = first_difference(now, sealed);
        g_set_error(
            error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFIGURATION,
            "entity type '%s': the configuration differs from the promoted bundle %.12s in %s; "
            "run `hopnhat train`, look at `hopnhat model diff`, then `hopnhat model promote`",
            bundle->entity_type, bundle->id, where);
    }
    json_decref(now);
    json_decref(sealed);
    return same;
}
