#include "scoring/form_space.h"

#include "scoring/level_chain.h"

struct _HnFormSpace {
    const HnRecordTable *table;
    const HnEntityType *type; /* read by _new() alone */
    guint n_attributes;       /* that are compared */
    guint attributes[HN_ATTRIBUTES_MAX];
    guint form_flags[HN_ATTRIBUTES_MAX];                 /* by attribute */
    const HnTermTable *token_weights[HN_ATTRIBUTES_MAX]; /* by attribute; read by _new() alone */
    HnValueForms *forms[HN_ATTRIBUTES_MAX];
};

static guint
kinds_of(HnAttributeType type)
{
    return type == HN_TYPE_CITIZEN_NUMBER     ? HN_FORM_CITIZEN
           : type == HN_TYPE_INSURANCE_NUMBER ? HN_FORM_INSURANCE
                                              : 0;
}

static void
make_forms(gpointer user, gsize task, guint thread)
{
    HnFormSpace *space = user;
    const guint attribute = space->attributes[task];
    (void)thread;
    space->forms[attribute] =
        hn_value_forms_new_of(space->type->attributes + attribute, space->table->values[attribute],
                              space->form_flags[attribute], space->token_weights[attribute]);
}

/* So that no thread begins with the most work when the others are done. */
static void
largest_first(HnFormSpace *space)
{
    for (guint i = 1; i < space->n_attributes; i++) {
        const guint moved = space->attributes[i];
        const guint32 n_values = hn_dictionary_size(space->table->values[moved]);
        guint k = i;
        for (;
             k > 0 && hn_dictionary_size(space->table->values[space->attributes[k - 1]]) < n_values;
             k--)
            space->attributes[k] = space->attributes[k - 1];
        space->attributes[k] = moved;
    }
}

HnFormSpace *
hn_form_space_new(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                  HnThreadPool *pool)
{
    HnFormSpace *space = g_new0(HnFormSpace, 1);
    gboolean is_listed[HN_ATTRIBUTES_MAX] = { FALSE };
    space->table = table;
    space->type = type;
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint attribute = type->comparisons[c].attribute;
        g_assert(attribute < table->n_attributes && attribute < HN_ATTRIBUTES_MAX);
        space->form_flags[attribute] |= hn_level_chain(type->comparisons + c).form_flags |
                                        kinds_of(type->attributes[attribute].type);
        if (model != NULL && hn_comparison_weighs_tokens(type->comparisons + c))
            space->token_weights[attribute] = &model->comparisons[c].tokens;
        if (!is_listed[attribute])
            space->attributes[space->n_attributes++] = attribute;
        is_listed[attribute] = TRUE;
    }
    largest_first(space);
    if (pool != NULL) {
        hn_thread_pool_run(pool, space->n_attributes, make_forms, space);
    } else {
        for (guint i = 0; i < space->n_attributes; i++)
            make_forms(space, i, 0);
    }
    return space;
}

void
hn_form_space_free(HnFormSpace *space)
{
    if (space == NULL)
        return;
    for (guint a = 0; a < HN_ATTRIBUTES_MAX; a++)
        hn_value_forms_free(space->forms[a]);
    g_free(space);
}

const HnValueForms *
hn_form_space_of(const HnFormSpace *space, guint attribute)
{
    return space->forms[attribute];
}
