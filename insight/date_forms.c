#include "insight/date_forms.h"

#define RARE_SHARE 0.001 /* of the dates: a rarer form is a slip */
#define SURE_MIN 10      /* values that tell the order of a form: fewer may be slips */
#define DOMINANCE 10     /* so many times more values tell one order than the other */

static gboolean
is_pair(guint form)
{
    return form >= HN_DATE_FORM_FIRST_PAIR && form < HN_DATE_FORM_END_PAIRS;
}

/* All forms of one value with the same separator and length stand in one pair. */
static guint
first_of_pair(guint form)
{
    return form - (form - HN_DATE_FORM_FIRST_PAIR) % 2;
}

void
hn_date_counts_add(HnDateCounts *counts, const HnValueClass *class, guint64 count)
{
    const guint32 forms = class->date_forms;
    const guint32 year_alone = 1u << HN_DATE_FORM_Y;
    counts->n_years += (forms & year_alone) != 0 ? count : 0;
    counts->n_any += (forms & ~year_alone) != 0 || class->is_date_in_words ? count : 0;
    for (guint form = 0; form < HN_N_DATE_FORMS; form++) {
        if ((forms & 1u << form) == 0)
            continue;
        counts->of_form[form] += count;
        const guint first = is_pair(form) ? first_of_pair(form) : form;
        const guint other = form == first ? first + 1 : first;
        if (!is_pair(form) || (forms & 1u << other) != 0)
            continue;
        if (form == first)
            counts->only_day_first[first] += count;
        else
            counts->only_month_first[first] += count;
    }
}

/* -1: month first, 1: day first, 0: nobody says; *ret_mixed: both. */
static gint
order_told(guint64 day_first, guint64 month_first, gboolean *ret_mixed)
{
    *ret_mixed = FALSE;
    if (day_first > month_first * DOMINANCE)
        return 1;
    if (month_first > day_first * DOMINANCE)
        return -1;
    *ret_mixed = day_first + month_first > 0;
    return 0;
}

/* Where values of one pair tell both: the column's order first, then the other for those that only
 * it reads. */
static void
keep_both(const HnDateCounts *counts, guint first, gint of_column, guint64 *ret_kept)
{
    const guint leads = of_column == 1 ? first : first + 1;
    const guint follows = of_column == 1 ? first + 1 : first;
    const guint64 only =
        of_column == 1 ? counts->only_month_first[first] : counts->only_day_first[first];
    if (counts->of_form[leads] == 0)
        return;
    ret_kept[leads] = counts->of_form[leads];
    ret_kept[follows] = MIN(only, counts->of_form[leads] - 1); /* so that it comes later */
}

/* Nothing else tells: what most values say that can be read in one order alone. A wrong reading of
 * the others is an exchange of day and month, which comparisons know. */
static gint
order_of_most(const HnDateCounts *counts, guint first)
{
    return counts->only_day_first[first] >= counts->only_month_first[first] ? 1 : -1;
}

/* Which forms stay when pairs are settled, by their counts. */
static void
settle_pairs(const HnDateCounts *counts, guint64 ret_kept[HN_N_DATE_FORMS],
             HnColumnProfile *profile)
{
    guint64 day_first = 0, month_first = 0;
    gboolean mixed;
    memcpy(ret_kept, counts->of_form, sizeof(counts->of_form));
    for (guint first = HN_DATE_FORM_FIRST_PAIR; first < HN_DATE_FORM_END_PAIRS; first += 2) {
        day_first += counts->only_day_first[first];
        month_first += counts->only_month_first[first];
    }
    const gint of_column = order_told(day_first, month_first, &mixed);
    profile->date_order_known = of_column != 0;
    profile->date_order_sure = TRUE;
    for (guint first = HN_DATE_FORM_FIRST_PAIR; first < HN_DATE_FORM_END_PAIRS; first += 2) {
        gboolean pair_mixed;
        gint order =
            order_told(counts->only_day_first[first], counts->only_month_first[first], &pair_mixed);
        const guint64 n_told = MAX(counts->only_day_first[first], counts->only_month_first[first]);
        if (order == -of_column && n_told < SURE_MIN) {
            order = 0; /* a few slips against all else in the column */
            pair_mixed = TRUE;
        }
        if (order == 0 && !pair_mixed)
            order = of_column != 0 || mixed ? of_column : 1; /* most of the world writes d/m */
        ret_kept[first] = order == 1 ? counts->of_form[first] : 0;
        ret_kept[first + 1] = order == -1 ? counts->of_form[first + 1] : 0;
        if (order == 0 && of_column != 0)
            keep_both(counts, first, of_column, ret_kept);
        else if (pair_mixed)
            keep_both(counts, first, order_of_most(counts, first), ret_kept);
        profile->date_order_mixed |= pair_mixed;
        if (counts->of_form[first] + counts->of_form[first + 1] > 0 && n_told < SURE_MIN)
            profile->date_order_sure = FALSE;
    }
}

void
hn_date_counts_settle(const HnDateCounts *counts, gdouble n, HnColumnProfile *profile)
{
    guint64 kept[HN_N_DATE_FORMS];
    profile->years = n == 0 ? 0 : (gdouble)counts->n_years / n;
    profile->dates = n == 0 ? 0 : (gdouble)counts->n_any / n;
    settle_pairs(counts, kept, profile);
    const guint64 n_all = counts->n_any + counts->n_years;
    while (profile->n_date_forms < HN_PROFILE_DATE_FORMS) {
        guint best = 0;
        for (guint form = 1; form < HN_N_DATE_FORMS; form++)
            best = kept[form] > kept[best] ? form : best;
        if (kept[best] == 0 || (gdouble)kept[best] < RARE_SHARE * (gdouble)n_all)
            break;
        profile->date_forms[profile->n_date_forms++] = (HnDateForm)best;
        kept[best] = 0;
    }
}
