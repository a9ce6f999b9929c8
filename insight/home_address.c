#include "insight/home_address.h"

#include "insight/header_words.h"

#define LETTERS_MIN 0.5 /* of the values of a column that names places */

gboolean
hn_is_of_address(HnMeaning meaning)
{
    return meaning == HN_MEANING_ADDRESS || meaning == HN_MEANING_STREET ||
           meaning == HN_MEANING_LOCALITY || meaning == HN_MEANING_REGION;
}

/* Where somebody was born, comes from, or had a paper made is no home. */
static gboolean
is_of_home(const HnPlannedAttribute *attribute)
{
    static const char *const others[] = { "birth", "sinh", "que",  "origin", "issue",
                                          "cap",   "work", "viec", "office", "employer" };
    g_auto(GStrv) words = g_strsplit(attribute->name, "_", -1);
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_strv_contains((const char *const *)words, others[i]))
            return FALSE;
    return hn_is_of_address(attribute->meaning) && attribute->compared && !attribute->many &&
           attribute->shape == HN_PLANNED_PLAIN;
}

/* A register of one province says so in each row: no evidence, but it tells which ward is meant. */
static void
add_constants(const HnAttributePlan *plan, guint file, HnPlannedMap *map)
{
    const HnPlannedFile *planned = &plan->files[file];
    for (guint c = 0; c < planned->scanned->n_columns; c++) {
        const HnHeaderSaying saying = hn_header_saying(planned->scanned->columns[c].name);
        const HnPlannedMap one = { .n_columns = 1, .columns = &c };
        if (planned->meanings[c].meaning == HN_MEANING_CONSTANT && saying.word != NULL &&
            (saying.word->meaning == HN_MEANING_REGION ||
             saying.word->meaning == HN_MEANING_LOCALITY) &&
            map->n_columns > 0)
            hn_planned_map_add(map, &one);
    }
}

/* Codes of communes stand beside their names, and no address is written with them. */
static gboolean
are_codes(const HnAttributePlan *plan, guint file, const HnPlannedMap *map)
{
    for (guint c = 0; c < map->n_columns; c++)
        if (plan->files[file].profiles[map->columns[c]].with_letters >= LETTERS_MIN)
            return FALSE;
    return map->n_columns > 0;
}

/* What most files have is the home; then what is surer. */
static gboolean
is_surer(const HnAttributePlan *plan, const HnPlannedAttribute *a, const HnPlannedAttribute *b)
{
    guint n_a = 0, n_b = 0;
    for (guint f = 0; f < plan->n_files; f++) {
        n_a += a->maps[f].n_columns > 0 ? 1 : 0;
        n_b += b->maps[f].n_columns > 0 ? 1 : 0;
    }
    return n_a != n_b ? n_a > n_b : a->confidence > b->confidence;
}

/* The attribute that is surest to be the home's address in the file; G_MAXUINT: there is none. */
static guint
surest_address(const HnAttributePlan *plan, guint file)
{
    guint best = G_MAXUINT;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        if (attribute->meaning == HN_MEANING_ADDRESS && is_of_home(attribute) &&
            attribute->maps[file].n_columns > 0 &&
            (best == G_MAXUINT || is_surer(plan, attribute, &plan->attributes[best])))
            best = i;
    }
    return best;
}

/* Columns of the home's address in the order of a letter: line, place, region. A file's second
 * address is another place: both together would be none. */
static void
home_columns(const HnAttributePlan *plan, guint file, HnPlannedMap *ret)
{
    static const HnMeaning order[] = { HN_MEANING_ADDRESS, HN_MEANING_STREET, HN_MEANING_LOCALITY,
                                       HN_MEANING_REGION };
    *ret = (HnPlannedMap){ .join = g_strdup(", ") };
    const guint line = surest_address(plan, file);
    for (gsize m = 0; m < G_N_ELEMENTS(order); m++)
        for (guint i = 0; i < plan->n_attributes; i++) {
            const HnPlannedMap *map = &plan->attributes[i].maps[file];
            if (plan->attributes[i].meaning == order[m] && is_of_home(&plan->attributes[i]) &&
                (m == 0 ? i == line : !are_codes(plan, file, map)))
                hn_planned_map_add(ret, map);
        }
    add_constants(plan, file, ret);
}

/* Some file's columns of it are among those of @maps. */
static gboolean
is_within(const HnAttributePlan *plan, const HnPlannedAttribute *attribute,
          const HnPlannedMap *maps)
{
    for (guint f = 0; f < plan->n_files; f++)
        for (guint c = 0; c < maps[f].n_columns && attribute->maps[f].n_columns > 0; c++)
            if (maps[f].columns[c] == attribute->maps[f].columns[0])
                return TRUE;
    return FALSE;
}

/* One attribute of the whole address: house, street and commune are no evidence apart. Without a
 * line, the unit alone. */
void
hn_home_address_plan(HnAttributePlan *plan)
{
    guint first = G_MAXUINT;
    gboolean has_line = FALSE;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        if (!is_of_home(attribute))
            continue;
        const gboolean is_line =
            attribute->meaning == HN_MEANING_ADDRESS || attribute->meaning == HN_MEANING_STREET;
        if (first == G_MAXUINT || (is_line && !has_line) ||
            (is_line && is_surer(plan, attribute, &plan->attributes[first])))
            first = i;
        has_line |= is_line;
    }
    if (first == G_MAXUINT)
        return;
    HnPlannedAttribute *address = &plan->attributes[first];
    g_autofree HnPlannedMap *maps = g_new0(HnPlannedMap, plan->n_files);
    for (guint f = 0; f < plan->n_files; f++)
        home_columns(plan, f, &maps[f]);
    for (guint i = 0; i < plan->n_attributes; i++) {
        if (i == first || !is_of_home(&plan->attributes[i]))
            continue;
        address->filled_share = MAX(address->filled_share, plan->attributes[i].filled_share);
        address->n_distinct = MAX(address->n_distinct, plan->attributes[i].n_distinct);
        hn_planned_attribute_leave_out(&plan->attributes[i],
                                       is_within(plan, &plan->attributes[i], maps)
                                           ? "read as a part of the address"
                                           : "another place than the home, or its code");
    }
    address->type = has_line ? HN_TYPE_ADDRESS : HN_TYPE_UNIT;
    hn_planned_attribute_tell(
        address, "read as house, lane, street, hamlet and commune, before or after July 2025");
    for (guint f = 0; f < plan->n_files; f++) {
        hn_planned_map_clear(&address->maps[f]);
        address->maps[f] = maps[f];
    }
}
