/* insight/damage_verdict.h - what has happened to the text of one column, and how sure that is.
 *
 * Data walk: column_profile.c asks for each column with letters; `hopnhat profile` shows the
 *   verdict, `hopnhat init` writes it as `repair:`.
 * Way: each value is read under each damage (standardise/text_repair.h). A damage is listed if the
 *   values that it explains, and no listed one explains nearly as well, are so much likelier under
 *   it that chance does not make as many among the values looked at. The more values of the column
 *   no reading explains (a foreign language), the more each explained one must show.
 * Few values: one value is enough if it says so by itself; else nothing is listed.
 * Cost: 20 ns a sound value, 10-20 us a damaged one; at most HN_DAMAGE_VALUES are looked at.
 * Threads: reentrant.
 */
#pragma once
#include "insight/language.h"
#include "insight/value_tally.h"
#include "standardise/text_repair.h"

#define HN_DAMAGE_VALUES 4000u

typedef struct {
    gdouble share; /* of the values, those that this damage explains */
    gdouble sure;  /* 0..1: that it is not chance */
} HnDamageShare;

/* Shares are of the values that were looked at. */
typedef struct {
    guint damages; /* bit of each HnTextDamage that is listed */
    HnDamageShare of[HN_DAMAGES];
    gdouble repaired; /* are read otherwise with what is listed */
    gdouble left;     /* show signs of an old encoding, and no reading convinces */
    gdouble lost;     /* have '?' or U+FFFD inside of a word, and no reading fills it in */
    gdouble decomposed, invisible, other_d; /* harmless: standardising takes care of them */
} HnDamageVerdict;

/* @tables: borrowed. @error: HN_COUNTRY_TABLES_ERROR_* */
gboolean hn_damage_verdict_find(const HnValueTally *values, const HnCountryTables *tables,
                                HnDamageVerdict *ret, GError **error);
/* "tcvn3 in 97 % of the values (99.9 % sure), viqr in ..."; "" if nothing is listed. */
char *hn_damage_verdict_text(const HnDamageVerdict *verdict, HnLanguage language);
