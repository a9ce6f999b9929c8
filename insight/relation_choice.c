#include "insight/relation_choice.h"

#include "text/tax_code.h"

#define BRANCHES_MIN 3u /* in the sample; fewer may be slips */

typedef struct {
    guint n_codes, n_branches;
} Codes;

static void
count_code(HnSlice value, Codes *codes)
{
    guint8 canonical[HN_TAX_CODE_BYTES];
    const gsize n = hn_tax_code_parse(value, canonical);
    if (n == 0 || hn_tax_code_confirmed_parent(hn_slice(canonical, n)) == 0)
        return;
    codes->n_codes++;
    codes->n_branches += n == HN_TAX_CODE_BYTES;
}

static Codes
count_codes(const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    Codes codes = { 0, 0 };
    for (guint f = 0; f < plan->n_files; f++) {
        const HnScannedFile *scanned = plan->files[f].scanned;
        const HnPlannedMap *map = &attribute->maps[f];
        for (guint i = 0; i < scanned->n_sample; i++)
            for (guint c = 0; c < map->n_columns; c++)
                count_code(
                    hn_sample_text(&plan->scan->rows[scanned->first_sample + i], map->columns[c]),
                    &codes);
    }
    return codes;
}

static void
clear_choice(gpointer choice)
{
    g_free(((HnRelationChoice *)choice)->why);
}

static void
choose(GArray *choices, const char *name, const char *form, const HnPlannedAttribute *attribute,
       char *why)
{
    const HnRelationChoice choice = { name, form, attribute, why };
    g_array_append_val(choices, choice);
}

/* The first attribute of a meaning or type; NULL: there is none. */
static const HnPlannedAttribute *
first_of(const HnAttributePlan *plan, HnAttributeType type, HnMeaning meaning)
{
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].type == type &&
            (meaning == HN_N_MEANINGS || plan->attributes[i].meaning == meaning))
            return &plan->attributes[i];
    return NULL;
}

GArray *
hn_relation_choices(const HnAttributePlan *plan)
{
    GArray *choices = g_array_new(FALSE, FALSE, sizeof(HnRelationChoice));
    g_array_set_clear_func(choices, clear_choice);
    const HnPlannedAttribute *tax_code = first_of(plan, HN_TYPE_TAX_CODE, HN_N_MEANINGS);
    const Codes codes = tax_code == NULL ? (Codes){ 0, 0 } : count_codes(plan, tax_code);
    if (codes.n_branches >= BRANCHES_MIN)
        choose(choices, "branch_of", "branch", tax_code,
               g_strdup_printf("%.3g %% of the confirmed tax codes are those of branches: each is "
                               "related to its firm",
                               100.0 * codes.n_branches / codes.n_codes));
    const HnPlannedAttribute *household = first_of(plan, HN_TYPE_DIGITS, HN_MEANING_HOUSEHOLD);
    if (household != NULL && strcmp(plan->entity, HN_PLAN_PERSON) == 0)
        choose(choices, "household", "same", household,
               g_strdup("people with one household number; a number that more than 50 have is "
                        "none (at_most)"));
    return choices;
}
