/* datasets/businesses/business_values.h - numbers and dates in the ways in which registers write
 * them.
 *
 * Data walk: business_record.c draws a shape for each and has it written.
 * Source: design facts of datasets/README.md: the renumbering of telephones in 2017 and 2018.
 * Cost: a few digits.
 * Threads: pure functions of their arguments.
 */
#pragma once
#include "datasets/businesses/business_contents.h"

typedef struct {
    gboolean has_dash, has_blanks, has_label, loses_zero;
} HnTaxShape;

typedef struct {
    gboolean is_dotted, is_international, is_bracketed, loses_zero;
    guint flavour; /* which dots */
} HnPhoneShape;

typedef enum { HN_DATE_SLASHED, HN_DATE_ISO, HN_DATE_COMPACT, HN_DATE_SHORT } HnDateShape;

/* Each appends. */
void hn_business_write_tax(const HnBusiness *business, const HnBusinessContents *contents,
                           const HnTaxShape *shape, GString *out);
/* In the digits of @day. */
void hn_business_write_phone(const HnBusinessPlaces *places, const HnBusinessPhone *phone,
                             gint32 day, const HnPhoneShape *shape, GString *out);
/* What the register took for the day of founding. */
gint32 hn_business_founded(const HnBusiness *business, const HnBusinessContents *contents,
                           HnRng *rng);
void hn_business_write_date(gint32 day, gboolean is_year_only, HnDateShape shape, GString *out);
