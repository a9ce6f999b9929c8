/* insight/value_checks.h - what a value of Viet Nam says about itself: is it confirmed, is it of
 * today, and how is it written.
 *
 * Data walk: source_words.c asks about each value of the sample.
 * Threads: an HnValueChecks belongs to one thread.
 */
#pragma once
#include "insight/column_profile.h"
#include "records/schema.h"
#include "text/date_value.h"

typedef struct _HnValueChecks HnValueChecks;
/* @tables: borrowed. @error: HN_COUNTRY_TABLES_ERROR_* */
HnValueChecks *hn_value_checks_new(const HnCountryTables *tables, GError **error);
void hn_value_checks_free(HnValueChecks *checks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnValueChecks, hn_value_checks_free)

/* What is known about the person beside a number. */
typedef struct {
    gboolean is_sex_known, is_female;
    guint birth_year; /* 0: not known */
} HnBesideNumber;

typedef struct {
    gboolean other_sex, other_birth_year, no_province;
} HnNumberFaults;

/* @canonical: 12 digits, else FALSE. */
gboolean hn_value_checks_number(const HnValueChecks *checks, HnSlice canonical,
                                const HnBesideNumber *beside, HnNumberFaults *ret);

typedef enum { HN_AGE_UNKNOWN, HN_AGE_TODAY, HN_AGE_FORMER } HnValueAge;

/* @raw: one telephone as it is written. Returns whether the plan has it; *ret_age of mobiles. */
gboolean hn_value_checks_phone(const HnValueChecks *checks, HnSlice raw, HnValueAge *ret_age);
/* Returns whether the commune is found; *ret_age by the list that its units are told in. */
gboolean hn_value_checks_address(HnValueChecks *checks, HnSlice address, HnValueAge *ret_age);
/* 120 years up to @this_year. */
gboolean hn_value_checks_birth(HnDateValue date, guint this_year);

/* A number for the written form of @raw, trimmed, in a column of @type: the form of a date, the
 * capitals and marks of words, digits and what stands between them; 0: none that could differ.
 * @profile: (nullable) of the column, for dates. */
guint64 hn_value_written_form(HnSlice raw, HnAttributeType type, const HnColumnProfile *profile);
