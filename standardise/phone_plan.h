/* standardise/phone_plan.h - the numbering plan of Viet Nam, before and after 2017 and 2018.
 *
 * Data walk: phone_value.c reads it; made once from the tables mobile_prefixes, phone_prefix_2018
 *   and provinces_old63.
 * Numbers here are national ones without the 0 in front: 9 digits of a mobile, 10 of a line at
 *   home (2xx and a subscriber's number of 7, 24 and 28 with one of 8).
 * Source: decisions 798/QD-BTTTT (2016, area codes in three waves of 2017) and 2036/QD-BTTTT
 *   (2017, mobiles of 11 digits on 15 September 2018).
 * Cost: 3-8 ns a number.
 * Threads: immutable.
 */
#pragma once
#include "records/country_tables.h"

typedef struct _HnPhonePlan HnPhonePlan;

/* Borrowed from @tables, which keeps it. */
const HnPhonePlan *hn_phone_plan_of(const HnCountryTables *tables, GError **error);

#define HN_PHONE_DIGITS_MAX 12 /* of what _read() writes: the 0 in front and 10 digits, and room */

/* How long the area code is that somebody set apart: 0 = nobody did. */
typedef struct {
    guint n_area;
    gboolean in_brackets; /* and it stood in brackets, which no mobile's first digits do */
} HnPhoneHint;

/* Today's form of @national, with its 0, into @ret; its length, 0: no such number. */
gsize hn_phone_plan_read(const HnPhonePlan *plan, HnSlice national, HnPhoneHint hint, guint8 *ret);
