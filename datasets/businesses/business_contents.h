/* datasets/businesses/business_contents.h - what one register holds of one business: from which
 * day, which names and numbers, what is wrong, what is missing. Not yet how it is written.
 *
 * Data walk: business_record.c writes it; business_pairs.c finds hard pairs among the contents of
 *   neighbouring records without writing any.
 * Cost: some 40 random numbers.
 * Threads: pure functions of their arguments.
 */
#pragma once
#include "datasets/businesses/business.h"
#include "datasets/businesses/business_rates.h"
#include "datasets/businesses/business_row.h"

typedef enum { HN_NAMED_WHOLE, HN_NAMED_ENGLISH, HN_NAMED_SHORT } HnNamed;
typedef enum { HN_TAX_RIGHT, HN_TAX_SLIP, HN_TAX_PARENT, HN_TAX_OF_OWNER } HnTaxKind;
typedef enum {
    HN_FOUNDED_RIGHT,
    HN_FOUNDED_CHANGED,
    HN_FOUNDED_SLIP,
    HN_FOUNDED_YEAR
} HnFoundedKind;

typedef struct {
    guint8 source;
    gint32 day;      /* on which the register wrote it down */
    guint32 missing; /* bit per HnBusinessField */
    HnNamed named;
    HnTaxKind tax;
    HnFoundedKind founded;
    guint8 name_version, site_version, phone_version, director_version;
    gboolean is_reformed; /* the address in the names since July 2025 */
    gboolean drops_activities, drops_suffix, drops_unit, drops_tax_suffix;
    gboolean has_accountant_phone, has_both_phones, has_accountant_email;
    gboolean name_slips, phone_slips, email_slips, address_slips, representative_slips;
} HnBusinessContents;

static inline gboolean
hn_business_contents_lack(const HnBusinessContents *contents, HnBusinessField field)
{
    return (contents->missing >> field & 1) != 0;
}

/* Record number @copy of @business; @position is its place in the whole. */
HnBusinessContents hn_business_contents(const HnBusinessModel *model, const HnBusinessRates *rates,
                                        const HnBusiness *business, guint copy, guint64 position);
