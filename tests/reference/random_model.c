#include "tests/reference/random_model.h"

#include <string.h>

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gint32
random_units(HnRng *rng)
{
    return (gint32)hn_rng_below(rng, 10 * 65536) - 4 * 65536;
}

/* Listed ascending by value bytes, as the bundle has them; half of the table's values and some
 * others. */
static void
random_terms(HnRng *rng, const HnDictionary *values, HnModel *model, HnTermTable *terms)
{
    const guint32 n_values = hn_dictionary_size(values);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint32 code = 1; code <= n_values; code++) {
        const HnSlice value = hn_dictionary_value(values, code);
        if (hn_rng_below(rng, 2) == 0)
            g_ptr_array_add(texts, g_strndup((const char *)value.bytes, value.n_bytes));
    }
    g_ptr_array_add(texts, g_strdup("nobody"));
    g_ptr_array_sort(texts, compare_texts);
    terms->n = texts->len;
    terms->terms = hn_arena_array(model->arena, HnTerm, terms->n);
    for (guint i = 0; i < terms->n; i++)
        terms->terms[i] = (HnTerm){ hn_arena_copy(model->arena, hn_slice_of(texts->pdata[i])), 3,
                                    random_units(rng) };
    terms->unseen_units = random_units(rng);
}

/* Of some words of random_records.c and some others; those that are not listed weigh alike. */
static void
random_tokens(HnRng *rng, HnModel *model, HnTermTable *tokens)
{
    static const char *const words[] = {
        "an", "anh", "john", "jon", "nobody", "van", "văn", "日本"
    };
    tokens->terms = hn_arena_array(model->arena, HnTerm, G_N_ELEMENTS(words));
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (hn_rng_below(rng, 2) == 0)
            tokens->terms[tokens->n++] =
                (HnTerm){ hn_slice_of(words[i]), 2, 1 + (gint32)hn_rng_below(rng, 15000) };
    tokens->unseen_units = 1 + (gint32)hn_rng_below(rng, 15000);
}

/* Words weigh the same in all comparisons of an attribute. */
static void
random_tokens_of_all(HnRng *rng, const HnEntityType *type, HnModel *model)
{
    for (guint c = 0; c < type->n_comparisons; c++) {
        HnTermTable *tokens = &model->comparisons[c].tokens;
        if (!hn_comparison_weighs_tokens(type->comparisons + c))
            continue;
        for (guint k = 0; k < c && tokens->unseen_units == 0; k++)
            if (type->comparisons[k].attribute == type->comparisons[c].attribute)
                *tokens = model->comparisons[k].tokens;
        if (tokens->unseen_units == 0)
            random_tokens(rng, model, tokens);
    }
}

/* A random forest: each comparison hangs on an earlier one or on none. */
static void
random_interactions(HnRng *rng, const HnEntityType *type, HnModel *model)
{
    for (guint b = 1; b < type->n_comparisons; b++) {
        const guint a = (guint)hn_rng_below(rng, 2 * b);
        if (a >= b)
            continue;
        HnInteraction *interaction = &model->interactions[model->n_interactions++];
        interaction->a = a;
        interaction->b = b;
        for (guint i = 0; i < type->comparisons[a].n_levels; i++)
            for (guint j = 0; j < type->comparisons[b].n_levels; j++)
                interaction->units[i][j] = random_units(rng);
    }
}

/* In one model of two. */
static void
random_relatives(HnRng *rng, const HnEntityType *type, HnRelatives *relatives)
{
    relatives->is_there = hn_rng_below(rng, 2) == 0;
    relatives->prior_units = 2 * random_units(rng);
    relatives->may_be_apart = relatives->is_there && hn_rng_below(rng, 2) == 0;
    for (guint c = 0; c < type->n_comparisons; c++)
        relatives->of_house[c] = hn_rng_below(rng, 2) == 0;
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            relatives->units[c][level] = random_units(rng);
}

HnModel *
reference_random_model(HnRng *rng, const HnRecordTable *table, const HnEntityType *type)
{
    HnModel *model = hn_model_new(type->n_comparisons);
    model->lambda = 0.001 + 0.2 * hn_rng_unit(rng);
    for (guint c = 0; c < type->n_comparisons; c++) {
        HnComparisonModel *comparison = model->comparisons + c;
        for (guint level = 0; level < type->comparisons[c].n_levels; level++) {
            /* Sometimes so unlikely that the weight is clamped. */
            comparison->m[level] = hn_rng_below(rng, 30) == 0 ? 1e-30 : 0.01 + hn_rng_unit(rng);
            comparison->u[level] = 0.01 + hn_rng_unit(rng);
        }
        if (type->comparisons[c].term_frequency)
            random_terms(rng, table->values[type->comparisons[c].attribute], model,
                         &comparison->terms);
    }
    random_tokens_of_all(rng, type, model);
    random_interactions(rng, type, model);
    random_relatives(rng, type, &model->relatives);
    hn_model_weigh(model, type);
    return model;
}
