/* datasets/businesses/business_rates.h - how often a register lacks, shortens or spoils what.
 *
 * Data walk: read once from a profile file (registers/profile_table.h); business_contents.c and
 *   business_record.c ask for the rate of a register.
 * Cost: a table read.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/rng.h"

#define HN_BUSINESS_REGISTERS 5
extern const char *const hn_business_registers[HN_BUSINESS_REGISTERS]; /* "registration", "tax" … */

/* Per 1,000 values; weights where several stand together. */
#define HN_BUSINESS_RATES(X)                                                                       \
    X(weight_company)                                                                              \
    X(weight_household)                                                                            \
    X(weight_unit)                                                                                 \
    X(fresh)                                                                                       \
    X(gap_name_en)                                                                                 \
    X(gap_short_name)                                                                              \
    X(gap_tax_code)                                                                                \
    X(gap_legal_form)                                                                              \
    X(gap_founded)                                                                                 \
    X(gap_phone)                                                                                   \
    X(gap_email)                                                                                   \
    X(gap_address)                                                                                 \
    X(gap_ward)                                                                                    \
    X(gap_province)                                                                                \
    X(gap_representative)                                                                          \
    X(gap_activity)                                                                                \
    X(name_english)                                                                                \
    X(name_short)                                                                                  \
    X(activities_dropped)                                                                          \
    X(suffix_dropped)                                                                              \
    X(unit_dropped)                                                                                \
    X(name_slip)                                                                                   \
    X(tax_slip)                                                                                    \
    X(tax_parent)                                                                                  \
    X(tax_no_suffix)                                                                               \
    X(phone_accountant)                                                                            \
    X(phone_both)                                                                                  \
    X(phone_slip)                                                                                  \
    X(email_accountant)                                                                            \
    X(email_slip)                                                                                  \
    X(founded_changed)                                                                             \
    X(founded_slip)                                                                                \
    X(founded_year)                                                                                \
    X(address_slip)                                                                                \
    X(address_other)                                                                               \
    X(representative_slip)                                                                         \
    X(form_full)                                                                                   \
    X(form_legal)                                                                                  \
    X(form_abbr)                                                                                   \
    X(form_none)                                                                                   \
    X(act_full)                                                                                    \
    X(act_abbr)                                                                                    \
    X(act_glued)                                                                                   \
    X(act_order)                                                                                   \
    X(and_sign)                                                                                    \
    X(form_last)                                                                                   \
    X(case_upper)                                                                                  \
    X(case_lower)                                                                                  \
    X(unmarked)                                                                                    \
    X(mojibake)                                                                                    \
    X(keys)                                                                                        \
    X(decomposed)                                                                                  \
    X(old_tone)                                                                                    \
    X(blanks)                                                                                      \
    X(with_short)                                                                                  \
    X(tax_dash)                                                                                    \
    X(tax_blanks)                                                                                  \
    X(tax_lost_zero)                                                                               \
    X(tax_label)                                                                                   \
    X(phone_dotted)                                                                                \
    X(phone_international)                                                                         \
    X(phone_lost_zero)                                                                             \
    X(phone_bracket)                                                                               \
    X(date_iso)                                                                                    \
    X(date_compact)                                                                                \
    X(date_short)                                                                                  \
    X(address_whole)                                                                               \
    X(address_abbr)                                                                                \
    X(address_country)                                                                             \
    X(address_reform)                                                                              \
    X(representative_title)                                                                        \
    X(representative_initials)

typedef enum {
#define X(key) HN_RATE_##key,
    HN_BUSINESS_RATES(X)
#undef X
        HN_RATES
} HnBusinessRate;

typedef struct {
    guint16 of[HN_BUSINESS_REGISTERS][HN_RATES];
} HnBusinessRates;

/* The profile that the program carries, or the file at @path. HN_BASE_ERROR_*: unreadable, another
 * set of registers, a setting that is unknown or missing. g_free() */
HnBusinessRates *hn_business_rates_new(const char *path, GError **error);

/* Draws one number whatever the rate, so that a changed rate moves nothing else. */
static inline gboolean
hn_business_rates_hit(const HnBusinessRates *rates, guint source, HnBusinessRate rate, HnRng *rng)
{
    return hn_rng_below(rng, 1000) < rates->of[source][rate];
}
