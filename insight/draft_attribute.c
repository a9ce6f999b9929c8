#include "insight/draft_attribute.h"

#include <string.h>

#include "insight/level_choice.h"
#include "insight/marks_choice.h"
#include "insight/script_choice.h"
#include "insight/yaml_pieces.h"

/* Adds to @how what standardising does beside the type's own way, and says why. */
static void
put_reading(GString *out, GString *how, const HnAttributePlan *plan,
            const HnPlannedAttribute *attribute)
{
    const HnAttributeType type = hn_level_choice_type(attribute);
    gdouble other = 0, unmarked = 0;
    if (hn_script_choice_is_latin(plan, attribute, &other)) {
        g_autofree char *script = g_strdup_printf(
            "%.3g %% of the values are in another script: read in Latin letters", 100 * other);
        hn_yaml_pieces_comment(out, "      ", script);
        g_string_append(how, ", script: latin");
    }
    const gboolean may_drop = hn_attribute_type_has_letters(type) &&
                              type != HN_TYPE_VIETNAMESE_NAME && type != HN_TYPE_COMPANY;
    if (may_drop && hn_marks_choice_drops(plan, &unmarked)) {
        g_autofree char *marks = g_strdup_printf(
            "compared without marks: a part was typed without, %.3g %% of the long names",
            100 * unmarked);
        hn_yaml_pieces_comment(out, "      ", marks);
        g_string_append(how, ", marks: drop");
    }
    if (type == HN_TYPE_EMAIL && strcmp(plan->entity, HN_PLAN_PERSON) == 0) {
        hn_yaml_pieces_comment(out, "      ",
                               "an office's address (info@, support@) is nobody's: missing");
        g_string_append(how, ", mailboxes: personal");
    }
    if (type == HN_TYPE_PHONE && attribute->is_vietnamese)
        g_string_append(how, ", country: vn");
    if (type == HN_TYPE_TAX_CODE)
        g_string_append(how, ", holds: one_for_life, check_digit: true");
}

void
hn_draft_put_attribute(GString *out, const HnAttributePlan *plan,
                       const HnPlannedAttribute *attribute)
{
    g_autoptr(GString) how = g_string_new(NULL);
    g_autofree char *why =
        g_strdup_printf("%.0f %% sure: %s", 100 * attribute->confidence, attribute->evidence);
    hn_yaml_pieces_comment(out, "      ", why);
    if (!attribute->compared) {
        g_autofree char *not = g_strdup_printf("not compared: %s", attribute->reason);
        hn_yaml_pieces_comment(out, "      ", not );
    } else {
        put_reading(out, how, plan, attribute);
    }
    g_string_append_printf(out, "      %s: { type: %s%s%s", attribute->name,
                           hn_attribute_type_name(hn_level_choice_type(attribute)),
                           hn_level_choice_many(attribute) ? ", values: many" : "", how->str);
    const char *survivorship = hn_level_choice_survivorship(attribute);
    if (survivorship != NULL)
        g_string_append_printf(out, ", survivorship: [%s]", survivorship);
    g_string_append(out, " }\n");
}

/* The surname with which a given name may have been exchanged; NULL: there is none. */
static const HnPlannedAttribute *
exchanged_with(const GPtrArray *compared, const HnPlannedAttribute *attribute)
{
    if (attribute->meaning != HN_MEANING_GIVEN_NAME || attribute->many)
        return NULL;
    for (guint i = 0; i < compared->len; i++) {
        const HnPlannedAttribute *other = compared->pdata[i];
        if (other->meaning == HN_MEANING_SURNAME && !other->many && other->type == attribute->type)
            return other;
    }
    return NULL;
}

void
hn_draft_put_comparison(GString *out, const HnAttributePlan *plan, const GPtrArray *compared,
                        const HnPlannedAttribute *attribute)
{
    g_string_append_printf(out, "      - attribute: %s\n", attribute->name);
    if (hn_level_choice_term_frequency(attribute))
        g_string_append(out, "        term_frequency: true # rare values weigh more\n");
    if (hn_level_choice_numbers_apart(attribute))
        g_string_append(out, "        numbers_apart: true # II is not III, Jr not Sr, 1 not 2\n");
    if (attribute->told_by != 0)
        g_string_append_printf(out,
                               "        told_by: %s # %.2g %% of the businesses are called by "
                               "this person\n",
                               plan->attributes[attribute->told_by - 1].name,
                               100 * attribute->told_share);
    const HnPlannedAttribute *other = exchanged_with(compared, attribute);
    const char *levels = hn_level_choice_levels(attribute);
    if (other != NULL && g_str_has_prefix(levels, "exact, "))
        g_string_append_printf(out,
                               "        crosswise: %s # names that changed places\n"
                               "        levels: [exact, crosswise, %s]\n",
                               other->name, levels + strlen("exact, "));
    else
        g_string_append_printf(out, "        levels: [%s]\n", levels);
}
