#include "insight/draft_missing.h"

#include <string.h>

#include "insight/draft_attribute.h"
#include "insight/level_choice.h"
#include "insight/yaml_pieces.h"

#define MAP_COLUMNS 6 /* that entries of `map:` stand from the left */

static const HnAttribute *
attribute_named(const HnEntityType *entity, const char *name)
{
    for (guint i = 0; i < entity->n_attributes; i++)
        if (strcmp(entity->attributes[i].name, name) == 0)
            return &entity->attributes[i];
    return NULL;
}

gboolean
hn_draft_missing_is_there(const HnEntityType *entity, const HnPlannedAttribute *attribute)
{
    const HnAttribute *known = attribute_named(entity, attribute->name);
    return known != NULL && known->type == hn_level_choice_type(attribute);
}

static gboolean
is_issued(const HnPlannedAttribute *attribute)
{
    return attribute->meaning == HN_MEANING_IDENTIFIER || attribute->meaning == HN_MEANING_PHONE ||
           attribute->meaning == HN_MEANING_EMAIL;
}

/* A number that stands once in this source is one that others may have, too. */
static gboolean
is_worth_comparing(const HnPlannedAttribute *attribute)
{
    return attribute->compared ||
           (attribute->meaning == HN_MEANING_IDENTIFIER && attribute->is_unique);
}

/* Lines of YAML behind a sign of comment, but for their own comments; @skip columns to the left. */
static void
put_commented(GString *out, const char *yaml, gsize skip)
{
    g_auto(GStrv) lines = g_strsplit(yaml, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        const gsize n_blanks = strspn(lines[i], " ");
        if (lines[i][n_blanks] != '\0' && lines[i][n_blanks] != '#')
            g_string_append_printf(out, "      # %s\n", lines[i] + MIN(skip, n_blanks));
    }
}

static void
put_lines_to_add(GString *out, const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    HnPlannedAttribute alone = *attribute;
    g_autoptr(GPtrArray) compared = g_ptr_array_new();
    g_autoptr(GString) text = g_string_new("    attributes:\n");
    alone.compared = is_worth_comparing(attribute);
    alone.told_by = 0; /* of this source's plan, not of the configuration */
    hn_draft_put_attribute(text, plan, &alone);
    if (alone.compared) {
        g_string_append(text, "    comparisons:\n");
        g_ptr_array_add(compared, &alone);
        hn_draft_put_comparison(text, plan, compared, &alone);
        if (is_issued(attribute))
            g_string_append_printf(text, "    blocking:\n      - [%s]\n", attribute->name);
    }
    put_commented(out, text->str, 0);
}

/* One of the same type under another name may be the same; of texts and dates a type says little.
 */
static const HnAttribute *
namesake(const HnEntityType *entity, HnAttributeType type)
{
    if (type != HN_TYPE_CITIZEN_NUMBER && type != HN_TYPE_TAX_CODE && type != HN_TYPE_PHONE &&
        type != HN_TYPE_EMAIL)
        return NULL;
    for (guint i = 0; i < entity->n_attributes; i++)
        if (entity->attributes[i].type == type)
            return &entity->attributes[i];
    return NULL;
}

void
hn_draft_missing_put(GString *out, const HnAttributePlan *plan, const HnPlannedAttribute *attribute,
                     const HnEntityType *entity, const char *map)
{
    const HnAttributeType type = hn_level_choice_type(attribute);
    const char *type_name = hn_attribute_type_name(type);
    const HnAttribute *known = attribute_named(entity, attribute->name);
    if (known != NULL) {
        g_autofree char *why =
            g_strdup_printf("'%s' of entity %s is %s, and here %s", attribute->name, entity->name,
                            hn_attribute_type_name(known->type), type_name);
        hn_yaml_pieces_comment(out, "      ", why);
        put_commented(out, map, MAP_COLUMNS);
        return;
    }
    const HnAttribute *other = namesake(entity, type);
    g_autofree char *same =
        other == NULL ? g_strdup("")
                      : g_strdup_printf(" If it is what '%s' is (%s, too), map it to that.",
                                        other->name, type_name);
    g_autofree char *why = g_strdup_printf(
        "entity %s has no attribute '%s' (%s): this column says nothing yet.%s To have it, add "
        "these lines to entity %s, and take the # from the last:",
        entity->name, attribute->name, type_name, same, entity->name);
    hn_yaml_pieces_comment(out, "      ", why);
    put_lines_to_add(out, plan, attribute);
    put_commented(out, map, MAP_COLUMNS);
}
