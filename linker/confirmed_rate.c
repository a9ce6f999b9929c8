#include "linker/confirmed_rate.h"

#define PAIRS_BEHIND 1000.0 /* of the usual rate: few pairs say little of one in a thousand */

static gboolean
is_of_person(HnAttributeType type)
{
    return type == HN_TYPE_CITIZEN_NUMBER || type == HN_TYPE_INSURANCE_NUMBER;
}

static guint
digit_of(guint64 pattern, guint c)
{
    return (guint)(pattern >> (4 * c)) & 15;
}

/* A number is equal, and so are all birth dates: a child may be told its mother's number. */
static gboolean
is_confirmed(const HnEntityType *type, guint64 pattern)
{
    gboolean has_number = FALSE, has_date = FALSE;
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnAttributeType of = type->attributes[type->comparisons[c].attribute].type;
        const gboolean is_equal = digit_of(pattern, c) == 1;
        if (of == HN_TYPE_DATE && !is_equal)
            return FALSE;
        has_date |= of == HN_TYPE_DATE;
        has_number |= is_of_person(of) && is_equal;
    }
    return has_number && has_date;
}

double
hn_confirmed_rate(const HnEntityType *type, const HnEmPass *candidates, guint c, guint level,
                  double usual)
{
    guint64 n = 0, all = 0;
    for (gsize i = 0; i < candidates->n; i++) {
        const guint64 pattern = candidates->patterns[i].pattern;
        if (digit_of(pattern, c) == 0 || !is_confirmed(type, pattern))
            continue;
        all += candidates->patterns[i].n_pairs;
        n += digit_of(pattern, c) == level + 1 ? candidates->patterns[i].n_pairs : 0;
    }
    return ((double)n + PAIRS_BEHIND * usual) / ((double)all + PAIRS_BEHIND);
}
