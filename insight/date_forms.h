/* insight/date_forms.h - which forms the dates of a column have, day and month told apart.
 *
 * Data walk: column_profile.c counts the forms that each value allows, then settles for some.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/column_profile.h"

typedef struct {
    guint64 of_form[HN_N_DATE_FORMS];        /* values that the form reads */
    guint64 only_day_first[HN_N_DATE_FORMS]; /* [first of a pair] of the pair only this one does */
    guint64 only_month_first[HN_N_DATE_FORMS]; /* [first of a pair] */
    guint64 n_years;                           /* four digits alone */
    guint64 n_any;                             /* read by any form but that, or words */
} HnDateCounts;

/* Of @count values that look like @class. */
void hn_date_counts_add(HnDateCounts *counts, const HnValueClass *class, guint64 count);
/* Fills the profile's fields about dates, but the years' quantiles. @n: values of the column. */
void hn_date_counts_settle(const HnDateCounts *counts, gdouble n, HnColumnProfile *profile);
