#include "datasets/businesses/business_contents.h"

#include "datasets/businesses/business_streams.h"
#include "datasets/entity_layout.h"

#define SAME_REGISTER_PER_CENT 5 /* a further record in the register of the one before */
#define FRESH_DAYS 400
#define GAP_FIRST HN_RATE_gap_name_en /* gaps stand in the order of the fields from name_en on */

static HnBusinessRate
weight_of(const HnBusiness *business)
{
    const HnBusinessName *name = &business->names[0];
    return name->unit != HN_UNIT_WHOLE       ? HN_RATE_weight_unit
           : name->form == HN_FORM_HOUSEHOLD ? HN_RATE_weight_household
                                             : HN_RATE_weight_company;
}

/* The records of a business go through the registers in an order of its own, round and round. */
static guint
source_of(const HnBusinessModel *model, const HnBusinessRates *rates, const HnBusiness *business,
          guint copy)
{
    const HnBusinessRate weight = weight_of(business);
    HnRng rng =
        hn_rng_seed(model->seed, hn_business_stream(HN_BUSINESS_STREAM_SOURCES, business->entity));
    guint taken = 0;
    guint source = 0;
    for (guint i = 0; i <= copy; i++) {
        const guint before = source;
        guint total = 0;
        if (i % HN_BUSINESS_REGISTERS == 0)
            taken = 0;
        for (guint k = 0; k < HN_BUSINESS_REGISTERS; k++)
            total += (taken >> k & 1) != 0 ? 0 : rates->of[k][weight];
        guint64 at = hn_rng_below(&rng, total);
        for (source = 0;; source++) {
            const guint share = (taken >> source & 1) != 0 ? 0 : rates->of[source][weight];
            if (at < share)
                break;
            at -= share;
        }
        taken |= 1u << source;
        if (hn_rng_below(&rng, 100) < SAME_REGISTER_PER_CENT && i > 0)
            source = before;
    }
    return source;
}

static gint32
draw_day(const HnBusiness *business, gboolean is_fresh, HnRng *rng)
{
    const gint32 from =
        is_fresh ? MAX(business->founded, HN_BUSINESS_DAY_LAST - FRESH_DAYS) : business->founded;
    return from + (gint32)hn_rng_below(rng, (guint64)(HN_BUSINESS_DAY_LAST - from + 1));
}

static HnTaxKind
draw_tax(const HnBusinessRates *rates, guint source, const HnBusiness *business, gint32 day,
         HnRng *rng)
{
    const gboolean slips = hn_business_rates_hit(rates, source, HN_RATE_tax_slip, rng);
    const gboolean is_parents = hn_business_rates_hit(rates, source, HN_RATE_tax_parent, rng);
    if (slips)
        return HN_TAX_SLIP;
    if (business->names[0].unit != HN_UNIT_WHOLE && is_parents)
        return HN_TAX_PARENT;
    return business->citizen_id != 0 && day >= HN_BUSINESS_DAY_REFORM ? HN_TAX_OF_OWNER
                                                                      : HN_TAX_RIGHT;
}

static HnFoundedKind
draw_founded_kind(const HnBusinessRates *rates, guint source, HnRng *rng)
{
    guint rate = (guint)hn_rng_below(rng, 1000);
    for (guint kind = HN_FOUNDED_CHANGED; kind <= HN_FOUNDED_YEAR; kind++) {
        const guint share = rates->of[source][HN_RATE_founded_changed + kind - HN_FOUNDED_CHANGED];
        if (rate < share)
            return (HnFoundedKind)kind;
        rate -= share;
    }
    return HN_FOUNDED_RIGHT;
}

static void
draw_wrong(const HnBusinessRates *rates, const HnBusiness *business, HnRng *rng,
           HnBusinessContents *c)
{
    const guint source = c->source;
#define HIT(rate) hn_business_rates_hit(rates, source, HN_RATE_##rate, rng)
    const gboolean is_english = HIT(name_english);
    const gboolean is_short = HIT(name_short);
    const gboolean has_accountant_phone = HIT(phone_accountant);
    const gboolean has_accountant_email = HIT(email_accountant);
    const gboolean is_household = business->names[0].form == HN_FORM_HOUSEHOLD;
    c->drops_activities = HIT(activities_dropped);
    c->drops_suffix = HIT(suffix_dropped);
    c->drops_unit = HIT(unit_dropped) && business->names[0].unit != HN_UNIT_WHOLE;
    c->drops_tax_suffix = HIT(tax_no_suffix) && is_household;
    c->has_both_phones = HIT(phone_both);
    c->name_slips = HIT(name_slip);
    c->phone_slips = HIT(phone_slip);
    c->email_slips = HIT(email_slip);
    c->address_slips = HIT(address_slip);
    c->representative_slips = HIT(representative_slip);
    if (HIT(address_other))
        c->site_version ^= 1;
    if (HIT(address_reform)) /* old names went on for a while */
        c->is_reformed = FALSE;
#undef HIT
    c->has_accountant_phone = has_accountant_phone && business->has_accountant;
    c->has_accountant_email = has_accountant_email && business->has_accountant;
    c->named = is_household ? HN_NAMED_WHOLE
               : is_english ? HN_NAMED_ENGLISH
               : is_short   ? HN_NAMED_SHORT
                            : HN_NAMED_WHOLE;
}

HnBusinessContents
hn_business_contents(const HnBusinessModel *model, const HnBusinessRates *rates,
                     const HnBusiness *business, guint copy, guint64 position)
{
    HnRng rng = hn_rng_seed(model->seed, hn_business_stream(HN_BUSINESS_STREAM_CONTENTS, position));
    HnBusinessContents c = { .source = (guint8)source_of(model, rates, business, copy) };
    const gboolean is_fresh = hn_business_rates_hit(rates, c.source, HN_RATE_fresh, &rng);
    c.day = draw_day(business, is_fresh, &rng);
    c.name_version = (guint8)hn_business_version(business->renamed, c.day);
    c.site_version = (guint8)hn_business_version(business->moved, c.day);
    c.phone_version = (guint8)hn_business_version(business->phone_changed, c.day);
    c.director_version = (guint8)hn_business_version(business->director_changed, c.day);
    c.is_reformed = c.day >= HN_BUSINESS_DAY_REFORM;
    c.tax = draw_tax(rates, c.source, business, c.day, &rng);
    c.founded = draw_founded_kind(rates, c.source, &rng);
    draw_wrong(rates, business, &rng, &c);
    for (guint field = HN_BUSINESS_NAME_EN; field < HN_BUSINESS_FIELDS; field++) {
        const HnBusinessRate gap = (HnBusinessRate)(GAP_FIRST + (field - HN_BUSINESS_NAME_EN));
        if (hn_business_rates_hit(rates, c.source, gap, &rng))
            c.missing |= 1u << field;
    }
    return c;
}
