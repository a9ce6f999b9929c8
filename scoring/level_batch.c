#include "scoring/level_batch.h"

static guint
list_all(HnLevelBatch *batch, guint n)
{
    for (guint i = 0; i < n; i++)
        batch->unknown[i] = (guint16)i;
    return n;
}

/* Settles what signatures tell and lists the others; returns how many. */
static guint
rule_out(HnLevelBatch *batch, guint n, const HnLevelChain *chain, const HnValueForms *forms)
{
    for (guint i = 0; i < n; i++) {
        __builtin_prefetch(forms->signatures + batch->a[i]);
        __builtin_prefetch(forms->signatures + batch->b[i]);
    }
    const guint8 last = (guint8)(chain->comparison->n_levels - 1);
    guint n_unknown = 0;
    for (guint i = 0; i < n; i++) {
        batch->levels[i] = last;
        batch->unknown[n_unknown] = (guint16)i;
        n_unknown += !hn_level_chain_rules_out(chain, forms, batch->a[i], batch->b[i]);
    }
    return n_unknown;
}

/* Settles what the cache knows of the pairs that are listed; returns how many stay. */
static guint
ask_cache(HnLevelBatch *batch, guint n_listed, const HnLevelCache *cache)
{
    for (guint i = 0; i < n_listed; i++) {
        const guint at = batch->unknown[i];
        batch->mixes[at] = hn_level_cache_mix(batch->a[at], batch->b[at]);
        hn_level_cache_prefetch(cache, batch->mixes[at]);
    }
    guint n_unknown = 0;
    for (guint i = 0; i < n_listed; i++) {
        const guint at = batch->unknown[i];
        const gint known = hn_level_cache_find(cache, batch->mixes[at]);
        batch->levels[at] = (guint8)known;
        batch->unknown[n_unknown] = (guint16)at;
        n_unknown += known < 0;
    }
    return n_unknown;
}

/* Pairs of one block repeat their values, so the cache is asked once more: it may know by now. */
static guint
compute(HnLevelBatch *batch, guint n_unknown, const HnLevelChain *chain, const HnValueForms *forms,
        const HnLevelCache *cache)
{
    guint n_computed = 0;
    for (guint i = 0; i < n_unknown; i++) {
        const guint at = batch->unknown[i];
        const gint known = cache == NULL ? -1 : hn_level_cache_find(cache, batch->mixes[at]);
        if (known >= 0) {
            batch->levels[at] = (guint8)known;
            continue;
        }
        const guint level = hn_level_chain_level(chain, forms, batch->a[at], batch->b[at]);
        batch->levels[at] = (guint8)level;
        if (cache != NULL)
            hn_level_cache_put(cache, batch->mixes[at], level);
        n_computed++;
    }
    return n_computed;
}

guint
hn_level_batch_run(HnLevelBatch *batch, guint n, const HnLevelChain *chain,
                   const HnValueForms *forms, const HnLevelCache *cache)
{
    g_assert(n <= HN_LEVEL_BATCH);
    guint n_unknown = chain->letters_only ? rule_out(batch, n, chain, forms) : list_all(batch, n);
    if (cache != NULL)
        n_unknown = ask_cache(batch, n_unknown, cache);
    const guint form_flags = chain->form_flags;
    for (guint i = 0; i < n_unknown; i++) {
        hn_value_forms_prefetch(forms, form_flags, batch->a[batch->unknown[i]]);
        hn_value_forms_prefetch(forms, form_flags, batch->b[batch->unknown[i]]);
    }
    if (form_flags &
        (HN_FORM_LETTERS | HN_FORM_TOKENS | HN_FORM_WORDS | HN_FORM_GRAMS | HN_FORM_VIETNAMESE)) {
        for (guint i = 0; i < n_unknown; i++) {
            hn_value_forms_prefetch_behind(forms, form_flags, batch->a[batch->unknown[i]]);
            hn_value_forms_prefetch_behind(forms, form_flags, batch->b[batch->unknown[i]]);
        }
    }
    return compute(batch, n_unknown, chain, forms, cache);
}
