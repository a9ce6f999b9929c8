#include "scoring/likeness.h"

#include "text/soft_tf_idf.h"

static gboolean
has_weighted_words(const HnComparison *comparison)
{
    for (guint i = 0; i < comparison->n_levels; i++)
        if (comparison->levels[i].kind == HN_LEVEL_SOFT_TF_IDF)
            return TRUE;
    return FALSE;
}

void
hn_likeness_init(HnLikeness *likeness, const HnEntityType *type, const HnCompared *compared,
                 guint n)
{
    likeness->n = 0;
    for (guint i = 0; type->one_per_source != NULL && i < n; i++)
        if (compared[i].sets == NULL && has_weighted_words(compared[i].chain.comparison))
            likeness->of[likeness->n++] = compared + i;
}

gint32
hn_likeness_of(const HnCompared *compared, guint32 cell_a, guint32 cell_b)
{
    if (cell_a == cell_b)
        return HN_LIKENESS_UNITS;
    const HnWords a = hn_value_forms_words(compared->forms, cell_a);
    const HnWords b = hn_value_forms_words(compared->forms, cell_b);
    return (gint32)(hn_soft_tf_idf(&a, &b) * HN_LIKENESS_UNITS);
}
