#include "insight/golden_diff.h"

#include <jansson.h>

#include "base/hash.h"
#include "insight/result_lines.h"
#include "linker/strong_merges.h"
#include "records/entity_id.h"

/* A value of an identifier that an entity of the first file holds. */
typedef struct {
    guint64 entity;
    guint attribute; /* of the diff */
    guint64 form;    /* kind and length */
    guint64 value;
} Identifier;

typedef struct {
    HnResultLines *lines;
    HnSlice line;
    guint64 entity; /* G_MAXUINT64: the end */
} Side;

typedef struct {
    const HnRunDiffInput *input;
    const GArray *asked;
    guint n_asked; /* looked at */
    HnRunDiff *diff;
    HnGoldenDiff *golden;
} Walk;

#define HEAD "{\"entity_id\":\""
#define HEAD_BYTES (sizeof HEAD - 1)

static gboolean
advance(Side *side, GError **error)
{
    side->entity = G_MAXUINT64;
    if (!hn_result_lines_next(side->lines, &side->line, error))
        return FALSE;
    if (side->line.bytes == NULL)
        return TRUE;
    if (side->line.n_bytes < HEAD_BYTES + HN_ENTITY_ID_CHARS ||
        memcmp(side->line.bytes, HEAD, HEAD_BYTES) != 0 ||
        !hn_entity_id_parse(hn_slice(side->line.bytes + HEAD_BYTES, HN_ENTITY_ID_CHARS), 'e',
                            &side->entity))
        return hn_result_lines_refuse(side->lines, "no golden record", error);
    return TRUE;
}

static json_t *
parse(const Side *side, GError **error)
{
    json_t *root = json_loadb((const char *)side->line.bytes, side->line.n_bytes, 0, NULL);
    if (root == NULL || json_string_value(json_object_get(root, "entity_type")) == NULL ||
        json_string_value(json_object_get(root, "source")) == NULL)
        hn_result_lines_refuse(side->lines, "no golden record", error);
    else
        return root;
    json_decref(root);
    return NULL;
}

/* ---- values ---- */

/* An attribute has one value, or a list of them. */
static gsize
n_values(const json_t *attribute)
{
    return json_is_array(attribute) ? json_array_size(attribute) : attribute != NULL;
}

static const json_t *
value_at(const json_t *attribute, gsize i)
{
    return json_is_array(attribute) ? json_array_get(attribute, i) : attribute;
}

/* Who gives a value and how many hold it may change beside it. */
static gboolean
is_same(const json_t *a, const json_t *b)
{
    static const char *const keys[] = { "value", "kind", "valid_from", "valid_to" };
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (g_strcmp0(json_string_value(json_object_get(a, keys[i])),
                      json_string_value(json_object_get(b, keys[i]))) != 0)
            return FALSE;
    return TRUE;
}

/* The first value of @a that @b has not; NULL: none. */
static const json_t *
find_other(const json_t *a, const json_t *b)
{
    for (gsize i = 0; i < n_values(a); i++) {
        gboolean found = FALSE;
        for (gsize k = 0; !found && k < n_values(b); k++)
            found = is_same(value_at(a, i), value_at(b, k));
        if (!found)
            return value_at(a, i);
    }
    return NULL;
}

static const char *
source_of(const json_t *root, const json_t *value)
{
    const char *own = json_string_value(json_object_get(value, "source"));
    return own != NULL ? own : json_string_value(json_object_get(root, "source"));
}

/* The attribute @key of @old and @new, if it differs, as a bit. */
static guint64
compare_attribute(const Walk *walk, const char *key, const json_t *old, const json_t *new)
{
    const json_t *before = json_object_get(json_object_get(old, "attributes"), key);
    const json_t *after = json_object_get(json_object_get(new, "attributes"), key);
    const json_t *come = find_other(after, before);
    const json_t *gone = come != NULL ? NULL : find_other(before, after);
    if (come == NULL && gone == NULL)
        return 0;
    const guint attribute = hn_run_diff_attribute(
        walk->diff, json_string_value(json_object_get(new, "entity_type")), key);
    const guint source =
        hn_run_diff_source(walk->diff, come != NULL ? source_of(new, come) : source_of(old, gone));
    ((HnDiffSource *)walk->diff->sources->pdata[source])->values[attribute]++;
    walk->diff->updated[attribute]++;
    return G_GUINT64_CONSTANT(1) << attribute;
}

static gboolean
compare_entity(Walk *walk, const Side sides[2], GError **error)
{
    json_t *old = parse(&sides[0], error);
    json_t *new = old == NULL ? NULL : parse(&sides[1], error);
    HnDiffItem item = { .kind = HN_DIFF_UPDATED, .entity = sides[0].entity };
    const char *key;
    json_t *value;
    const gboolean ok = new != NULL;
    json_object_foreach(json_object_get(new, "attributes"), key, value) item.attributes |=
        compare_attribute(walk, key, old, new);
    json_t *now = json_object_get(new, "attributes");
    if (ok) {
        json_object_foreach(json_object_get(old, "attributes"), key, value) item.attributes |=
            json_object_get(now, key) != NULL ? 0 : compare_attribute(walk, key, old, new);
    }
    if (item.attributes != 0)
        g_array_append_val(walk->golden->updated, item);
    json_decref(old);
    json_decref(new);
    return ok;
}

/* ---- identifiers ---- */

static gboolean
is_identifier(const HnProject *project, const char *entity_type, const char *name)
{
    for (guint t = 0; t < project->n_entities; t++) {
        const HnEntityType *type = &project->entities[t];
        for (guint a = 0; strcmp(type->name, entity_type) == 0 && a < type->n_attributes; a++)
            if (strcmp(type->attributes[a].name, name) == 0)
                return hn_strong_merges_asks(&type->attributes[a]);
    }
    return FALSE;
}

/* Golden values stand as they were written: letters and digits alone count. */
static void
add_identifier(Walk *walk, guint64 entity, guint attribute, const json_t *value)
{
    const char *text = json_string_value(json_object_get(value, "value"));
    const char *kind = json_string_value(json_object_get(value, "kind"));
    g_autoptr(GString) bare = g_string_new(NULL);
    for (; text != NULL && *text != '\0'; text++)
        if (g_ascii_isalnum(*text))
            g_string_append_c(bare, g_ascii_toupper(*text));
    if (bare->len == 0)
        return;
    const guint64 of_kind = kind == NULL ? 0 : hn_hash64(kind, strlen(kind));
    const Identifier one = { .entity = entity,
                             .attribute = attribute,
                             .form = of_kind ^ bare->len,
                             .value = of_kind ^ hn_hash64(bare->str, bare->len) };
    g_array_append_val(walk->golden->identifiers, one);
}

static gboolean
take_identifiers(Walk *walk, const Side *side, GError **error)
{
    json_t *root = parse(side, error);
    const char *type = json_string_value(json_object_get(root, "entity_type"));
    const char *key;
    json_t *attribute;
    json_object_foreach(json_object_get(root, "attributes"), key, attribute)
    {
        if (!is_identifier(walk->input->project, type, key))
            continue;
        const guint index = hn_run_diff_attribute(walk->diff, type, key);
        for (gsize i = 0; i < n_values(attribute); i++)
            add_identifier(walk, side->entity, index, value_at(attribute, i));
    }
    const gboolean ok = root != NULL;
    json_decref(root);
    return ok;
}

/* Those of @entity: [*ret_first, the result). */
static guint
identifiers_of(const GArray *all, guint64 entity, guint *ret_first)
{
    guint low = 0, high = all->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(all, Identifier, middle).entity < entity)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_first = low;
    while (low < all->len && g_array_index(all, Identifier, low).entity == entity)
        low++;
    return low;
}

guint64
hn_golden_diff_contradicts(const HnGoldenDiff *golden, guint64 a, guint64 b)
{
    guint64 shared = 0, differs = 0;
    guint first_a, first_b;
    const guint end_a = identifiers_of(golden->identifiers, a, &first_a);
    const guint end_b = identifiers_of(golden->identifiers, b, &first_b);
    for (guint i = first_a; i < end_a; i++)
        for (guint k = first_b; k < end_b; k++) {
            const Identifier *x = &g_array_index(golden->identifiers, Identifier, i);
            const Identifier *y = &g_array_index(golden->identifiers, Identifier, k);
            const guint64 bit = G_GUINT64_CONSTANT(1) << x->attribute;
            if (x->attribute != y->attribute || x->form != y->form)
                continue;
            *(x->value == y->value ? &shared : &differs) |= bit;
        }
    return differs & ~shared;
}

/* ---- the walk ---- */

gboolean
hn_golden_diff_has(const GArray *numbers, guint64 number)
{
    guint low = 0, high = numbers->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(numbers, guint64, middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < numbers->len && g_array_index(numbers, guint64, low) == number;
}

static gboolean
is_asked(Walk *walk, guint64 entity)
{
    while (walk->n_asked < walk->asked->len &&
           g_array_index(walk->asked, guint64, walk->n_asked) < entity)
        walk->n_asked++;
    return walk->n_asked < walk->asked->len &&
           g_array_index(walk->asked, guint64, walk->n_asked) == entity;
}

static gboolean
step(Walk *walk, Side sides[2], GError **error)
{
    const guint64 entity = MIN(sides[0].entity, sides[1].entity);
    const gboolean before = sides[0].entity == entity, after = sides[1].entity == entity;
    walk->diff->n_entities[0] += before ? 1 : 0;
    walk->diff->n_entities[1] += after ? 1 : 0;
    if (before && is_asked(walk, entity) && !take_identifiers(walk, &sides[0], error))
        return FALSE;
    if (before != after)
        g_array_append_val(before ? walk->golden->gone : walk->golden->come, entity);
    else if (!hn_slice_equal(sides[0].line, sides[1].line) && !compare_entity(walk, sides, error))
        return FALSE;
    return (!before || advance(&sides[0], error)) && (!after || advance(&sides[1], error));
}

HnGoldenDiff *
hn_golden_diff_new(const HnRunDiffInput *input, const GArray *asked, HnRunDiff *diff,
                   GError **error)
{
    g_autoptr(HnGoldenDiff) golden = g_new0(HnGoldenDiff, 1);
    golden->gone = g_array_new(FALSE, FALSE, sizeof(guint64));
    golden->come = g_array_new(FALSE, FALSE, sizeof(guint64));
    golden->updated = g_array_new(FALSE, TRUE, sizeof(HnDiffItem));
    golden->identifiers = g_array_new(FALSE, FALSE, sizeof(Identifier));
    Walk walk = { .input = input, .asked = asked, .diff = diff, .golden = golden };
    Side sides[2] = { 0 };
    g_autoptr(HnResultLines) first = hn_result_lines_new(input->golden[0], error);
    g_autoptr(HnResultLines) second =
        first == NULL ? NULL : hn_result_lines_new(input->golden[1], error);
    if (second == NULL)
        return NULL;
    sides[0].lines = first;
    sides[1].lines = second;
    gboolean ok = advance(&sides[0], error) && advance(&sides[1], error);
    while (ok && (sides[0].entity != G_MAXUINT64 || sides[1].entity != G_MAXUINT64))
        ok = step(&walk, sides, error);
    return ok ? g_steal_pointer(&golden) : NULL;
}

void
hn_golden_diff_free(HnGoldenDiff *golden)
{
    if (golden == NULL)
        return;
    g_array_unref(golden->gone);
    g_array_unref(golden->come);
    g_array_unref(golden->updated);
    g_array_unref(golden->identifiers);
    g_free(golden);
}
