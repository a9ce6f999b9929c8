#include "datasets/businesses/business_pairs.h"

static gboolean
differ(gboolean a, gboolean b)
{
    return (a != FALSE) != (b != FALSE);
}

static gboolean
has_tax(const HnBusinessSketch *sketch, HnTaxKind kind)
{
    return sketch->contents.tax == kind &&
           !hn_business_contents_lack(&sketch->contents, HN_BUSINESS_TAX_CODE);
}

static const char *
kind_of_match(const HnBusinessSketch *a, const HnBusinessSketch *b)
{
    const HnBusinessContents *x = &a->contents;
    const HnBusinessContents *y = &b->contents;
    if (differ(x->named == HN_NAMED_ENGLISH, y->named == HN_NAMED_ENGLISH))
        return "english_name";
    if (differ(x->named == HN_NAMED_SHORT, y->named == HN_NAMED_SHORT))
        return "short_name";
    if (x->name_version != y->name_version)
        return a->business->keeps_name ? "form_changed" : "renamed";
    if (has_tax(a, HN_TAX_SLIP) || has_tax(b, HN_TAX_SLIP))
        return "tax_mistyped";
    if (differ(has_tax(a, HN_TAX_PARENT), has_tax(b, HN_TAX_PARENT)))
        return "tax_of_parent";
    if ((has_tax(a, HN_TAX_OF_OWNER) && has_tax(b, HN_TAX_RIGHT)) ||
        (has_tax(b, HN_TAX_OF_OWNER) && has_tax(a, HN_TAX_RIGHT)))
        return "household_10_12";
    if (x->site_version != y->site_version)
        return "moved";
    if (differ(a->shape.activities == HN_ACTIVITIES_IN_FULL,
               b->shape.activities == HN_ACTIVITIES_IN_FULL))
        return "abbreviated";
    return differ(x->is_reformed, y->is_reformed) ? "reform_2025" : NULL;
}

static const char *
confusable_kind(const char *twist)
{
    static const char *const KINDS[] = { "confusable_number", "confusable_letter",
                                         "confusable_tan",    "confusable_moi",
                                         "confusable_region", "confusable_form",
                                         "confusable_and" };
    for (guint i = 0; i < G_N_ELEMENTS(KINDS) && twist != NULL; i++)
        if (g_str_has_suffix(KINDS[i], twist))
            return KINDS[i];
    return "confusable_both";
}

static gboolean
share_site(const HnBusinessSketch *a, const HnBusinessSketch *b)
{
    const HnSite *x = &a->business->sites[a->contents.site_version];
    const HnSite *y = &b->business->sites[b->contents.site_version];
    return x->ward == y->ward && x->number == y->number && x->lane == y->lane &&
           x->unit == y->unit && x->kind == y->kind;
}

static const char *
kind_of_others(const HnBusinessSketch *a, const HnBusinessSketch *b)
{
    const HnBusinessKin *x = &a->business->kin;
    const HnBusinessKin *y = &b->business->kin;
    if (x->leader == y->leader && x->group == HN_BUSINESSES_BRANCHES)
        return x->member == 0 || y->member == 0 ? "branch_parent" : "branch_branch";
    if (x->leader == y->leader && x->group == HN_BUSINESSES_SISTERS)
        return "sister";
    if (x->leader == y->leader)
        return x->member == 0   ? confusable_kind(y->twist)
               : y->member == 0 ? confusable_kind(x->twist)
                                : "confusable_both";
    if (share_site(a, b))
        return "same_address";
    if (a->contents.has_accountant_phone && b->contents.has_accountant_phone &&
        a->business->accountant_phone.mobile == b->business->accountant_phone.mobile)
        return "same_accountant";
    return NULL;
}

const char *
hn_business_pair_kind(const HnBusinessSketch *a, const HnBusinessSketch *b)
{
    return a->business->entity == b->business->entity ? kind_of_match(a, b) : kind_of_others(a, b);
}
