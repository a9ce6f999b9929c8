#include "datasets/businesses/business.h"

#include "datasets/businesses/business_streams.h"
#include "datasets/businesses/tax_number.h"

const guint16 hn_business_group_rates[HN_BUSINESS_GROUPS] = {
    [HN_BUSINESSES_STRANGERS] = 4300,
    [HN_BUSINESSES_BRANCHES] = 2100,
    [HN_BUSINESSES_SISTERS] = 1900,
    [HN_BUSINESSES_CONFUSABLE] = 1700,
};

#define SERIAL_STEP 1000003 /* to the next serial when a sequence is never issued */
#define DIRECTOR_YEAR_FIRST 1950
#define DIRECTOR_YEARS 48

HnBusinessModel
hn_business_model(guint64 seed, HnBusinessModel tables)
{
    tables.seed = seed;
    tables.serials =
        hn_feistel(HN_TAX_SERIALS, seed, hn_business_stream(HN_BUSINESS_STREAM_SERIAL, 0));
    return tables;
}

static HnRng
rng_of(const HnBusinessModel *model, HnBusinessStream stream, guint64 index)
{
    return hn_rng_seed(model->seed, hn_business_stream(stream, index));
}

static gboolean
chance(HnRng *rng, guint per_cent)
{
    return hn_rng_below(rng, 100) < per_cent;
}

HnBusinessKin
hn_business_kin(const HnBusinessModel *model, guint64 entity)
{
    static const guint8 MEMBERS_MAX[] = { 0, 4, 2, 2 };
    const guint64 number = entity / HN_BUSINESS_GROUP_SIZE;
    const guint8 at = (guint8)(entity % HN_BUSINESS_GROUP_SIZE);
    HnRng rng = rng_of(model, HN_BUSINESS_STREAM_GROUP, number);
    guint rate = (guint)hn_rng_below(&rng, 10000);
    guint group = 0;
    while (rate >= hn_business_group_rates[group])
        rate -= hn_business_group_rates[group++];
    const guint n_members =
        MEMBERS_MAX[group] == 0 ? 0 : 1 + (guint)hn_rng_below(&rng, MEMBERS_MAX[group]);
    if (n_members == 0 || at > n_members)
        return (HnBusinessKin){ .leader = entity };
    return (HnBusinessKin){ .group = (HnBusinessGroup)group, .leader = entity - at, .member = at };
}

static HnPersonName
draw_person(const HnBusinessModel *model, HnRng *rng)
{
    const HnSex sex = chance(rng, 66) ? HN_SEX_MALE : HN_SEX_FEMALE;
    const guint year = DIRECTOR_YEAR_FIRST + (guint)hn_rng_below(rng, DIRECTOR_YEARS);
    return hn_name_table_draw(model->names, sex, year, rng);
}

/* A day of change between half a year after the founding and the end; the same for all changes. */
static gint32
draw_change(gint32 founded, guint per_cent, HnRng *rng)
{
    const gint32 from = founded + 180;
    const gboolean happens = chance(rng, per_cent);
    if (from >= HN_BUSINESS_DAY_LAST || !happens)
        return HN_BUSINESS_DAY_NEVER;
    return from + (gint32)hn_rng_below(rng, (guint64)(HN_BUSINESS_DAY_LAST - from));
}

/* More firms are young than old. */
static gint32
draw_founded(gint32 from, HnRng *rng)
{
    const guint64 days = (guint64)(HN_BUSINESS_DAY_LAST - 60 - from);
    const guint64 a = hn_rng_below(rng, days);
    const guint64 b = hn_rng_below(rng, days);
    return from + (gint32)MAX(a, chance(rng, 70) ? b : a);
}

static HnBusinessPhone
draw_phone(const HnBusinessModel *model, HnSite site, guint landlines_per_cent, HnRng *rng)
{
    const HnSiteCodes codes = hn_business_places_codes(model->places, site);
    if (!chance(rng, landlines_per_cent))
        return (HnBusinessPhone){ .mobile = hn_place_table_draw_phone(model->homes, rng) };
    const gboolean is_big = strlen(codes.area) == 3; /* 024, 028: eight digits */
    const guint64 number = hn_rng_below(rng, 1000000);
    return (HnBusinessPhone){ .landline = (guint32)(number + (is_big ? 38000000 : 3800000) -
                                                    (is_big ? 0 : 300000)),
                              .codes = codes };
}

/* Letters and digits of @text without marks, small. */
static void
append_slug(const HnBusinessModel *model, const HnCitizenText *text, HnCitizenText *slug)
{
    for (const char *at = text->text; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
        const gunichar letter = hn_letter_marks_base(model->marks, g_utf8_get_char(at));
        if (letter >= 0x80 || !g_ascii_isalnum((char)letter))
            continue;
        const char small = g_ascii_tolower((char)letter);
        hn_citizen_text_append(slug, hn_slice(&small, 1));
    }
}

static void
draw_email(const HnBusinessModel *model, const HnBusinessName *name, HnRng *rng,
           HnCitizenText *ret_email)
{
    static const char *const HOSTS[] = { "@gmail.com",    "@gmail.com", "@gmail.com",
                                         "@yahoo.com.vn", "@yahoo.com", "@hotmail.com",
                                         "@vnn.vn" };
    static const char *const BOXES[] = { "info@", "contact@", "ketoan@", "kinhdoanh@", "sales@" };
    hn_citizen_text_clear(ret_email);
    if (chance(rng, 30)) {
        hn_citizen_text_append(ret_email,
                               hn_slice_of(BOXES[hn_rng_below(rng, G_N_ELEMENTS(BOXES))]));
        append_slug(model, &name->brand, ret_email);
        hn_citizen_text_append(ret_email, hn_slice_of(chance(rng, 60) ? ".com.vn" : ".vn"));
        return;
    }
    append_slug(model, &name->brand, ret_email);
    if (chance(rng, 40))
        hn_citizen_text_append(ret_email, hn_slice_of(chance(rng, 50) ? ".co" : "ctytnhh"));
    if (chance(rng, 65))
        hn_citizen_text_append_number(ret_email, hn_rng_below(rng, 3000), 2);
    hn_citizen_text_append(ret_email, hn_slice_of(HOSTS[hn_rng_below(rng, G_N_ELEMENTS(HOSTS))]));
}

static HnBusinessForm
draw_form(HnRng *rng)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    return kind < 27   ? HN_FORM_LIMITED
           : kind < 54 ? HN_FORM_SINGLE
           : kind < 69 ? HN_FORM_JOINT
           : kind < 75 ? HN_FORM_PRIVATE
           : kind < 78 ? HN_FORM_COOP
                       : HN_FORM_HOUSEHOLD;
}

/* The form that firms of this form turn into. */
static HnBusinessForm
next_form(HnBusinessForm form, HnRng *rng)
{
    switch (form) {
    case HN_FORM_LIMITED:
        return chance(rng, 55) ? HN_FORM_SINGLE : HN_FORM_JOINT;
    case HN_FORM_SINGLE:
        return chance(rng, 55) ? HN_FORM_LIMITED : HN_FORM_JOINT;
    case HN_FORM_JOINT:
    case HN_FORM_PRIVATE:
        return chance(rng, 60) ? HN_FORM_LIMITED : HN_FORM_SINGLE;
    case HN_FORM_COOP:
    case HN_FORM_HOUSEHOLD:
    default:
        return form;
    }
}

/* The first number from the entity's place in the permutation on whose sequence is issued. */
static guint64
tax_number_of(const HnBusinessModel *model, guint64 entity, guint prefix)
{
    for (guint64 at = entity;; at += SERIAL_STEP) {
        const guint64 serial = hn_feistel_apply(&model->serials, at % HN_TAX_SERIALS);
        const guint64 number = hn_tax_number(prefix, (guint32)serial);
        if (number > 0)
            return number;
    }
}

/* Households had the number of their owner (8…), the older ones one of their tax office. */
static void
draw_numbers(const HnBusinessModel *model, HnRng *rng, HnBusiness *business)
{
    const HnSiteCodes codes = hn_business_places_codes(model->places, business->sites[0]);
    const gboolean is_household = business->names[0].form == HN_FORM_HOUSEHOLD;
    const guint prefix =
        is_household && chance(rng, 80) ? 80 + (guint)(business->entity % 8) : codes.tax_prefix;
    business->tax_number = tax_number_of(model, business->entity, prefix);
    business->tax_suffix = 0;
    business->citizen_id = 0;
    if (!is_household)
        return;
    business->tax_suffix = chance(rng, 30) ? 1 : 0;
    const guint year = DIRECTOR_YEAR_FIRST + (guint)hn_rng_below(rng, DIRECTOR_YEARS);
    const guint sex = business->directors[0].sex == HN_SEX_MALE ? 0 : 1;
    business->citizen_id = (((guint64)codes.citizen_code * 10 + sex) * 100 + year % 100) * 1000000 +
                           hn_feistel_apply(&model->serials, business->entity) % 1000000;
}

/* One in twenty sits at the address of an agent; every fifth of those at any agent's, so that
 * agents have firms of all groups. */
static void
draw_sites(const HnBusinessModel *model, HnRng *rng, HnBusiness *business)
{
    business->sites[0] = hn_business_places_draw(model->places, rng);
    business->sites[1] = hn_business_places_draw_near(model->places, business->sites[0], rng);
    business->is_at_agent = business->names[0].form != HN_FORM_HOUSEHOLD && chance(rng, 6);
    if (!business->is_at_agent)
        return;
    const guint64 agent = business->entity / 512 * 3 + hn_rng_below(rng, 3);
    HnRng agent_rng = rng_of(model, HN_BUSINESS_STREAM_AGENT, agent);
    business->sites[0] = hn_business_places_draw(model->places, &agent_rng);
}

static void
draw_accountant(const HnBusinessModel *model, HnRng *rng, HnBusiness *business)
{
    business->has_accountant = chance(rng, 16);
    const guint64 accountant = business->entity / 512 * 6 + hn_rng_below(rng, 6);
    HnRng own = rng_of(model, HN_BUSINESS_STREAM_ACCOUNTANT, accountant);
    business->accountant_phone =
        (HnBusinessPhone){ .mobile = hn_place_table_draw_phone(model->homes, &own) };
    HnCitizenText *email = &business->accountant_email;
    hn_citizen_text_clear(email);
    hn_citizen_text_append(email, hn_slice_of("ketoan"));
    HnBusinessName name = { 0 };
    hn_business_words_put_brand(model->words, &own, &name.brand);
    append_slug(model, &name.brand, email);
    hn_citizen_text_append(email, hn_slice_of("@gmail.com"));
}

static HnBrandContext
brand_context(const HnBusinessModel *model, const HnBusiness *business, HnBusinessForm form)
{
    return (HnBrandContext){
        .words = model->words,
        .names = model->names,
        .form = form,
        .owner = business->directors[0],
        .province = hn_business_places_names(model->places, business->sites[0], FALSE).province,
    };
}

static void
draw_changes(HnRng *rng, HnBusiness *business)
{
    const gboolean is_household = business->names[0].form == HN_FORM_HOUSEHOLD;
    const gint32 founded = business->founded;
    business->renamed = draw_change(founded, is_household ? 3 : 13, rng);
    business->moved = draw_change(founded, 20, rng);
    business->phone_changed = draw_change(founded, 24, rng);
    business->director_changed = draw_change(founded, is_household ? 0 : 15, rng);
    business->dissolved = draw_change(founded, 10, rng);
}

/* A new name, half of the time; else the same under another legal form. */
static void
draw_second_name(const HnBusinessModel *model, HnRng *rng, HnBusiness *business)
{
    const HnBusinessName *old = &business->names[0];
    HnBusinessName *next = &business->names[1];
    *next = *old;
    const HnBusinessForm form = next_form(old->form, rng);
    business->keeps_name = form != old->form && chance(rng, 50);
    next->form = form;
    if (business->keeps_name)
        return;
    next->form = chance(rng, 70) ? old->form : form;
    const HnBrandContext context = brand_context(model, business, next->form);
    if (chance(rng, 45) && next->form != HN_FORM_HOUSEHOLD)
        hn_business_brand_sister(&context, rng, next);
    else
        hn_business_brand_draw(&context, rng, next);
}

static HnBusiness
draw_alone(const HnBusinessModel *model, guint64 entity, HnRng *rng)
{
    HnBusiness business = { .entity = entity };
    business.founded = draw_founded(HN_BUSINESS_DAY_FIRST, rng);
    business.names[0].form = draw_form(rng);
    draw_sites(model, rng, &business);
    business.directors[0] = draw_person(model, rng);
    business.directors[1] = draw_person(model, rng);
    const HnBrandContext context = brand_context(model, &business, business.names[0].form);
    hn_business_brand_draw(&context, rng, &business.names[0]);
    draw_changes(rng, &business);
    draw_second_name(model, rng, &business);
    draw_numbers(model, rng, &business);
    const guint landlines = business.names[0].form == HN_FORM_HOUSEHOLD ? 8 : 38;
    business.phones[0] = draw_phone(model, business.sites[0], landlines, rng);
    business.phones[1] = draw_phone(model, business.sites[0], landlines / 2, rng);
    draw_accountant(model, rng, &business);
    draw_email(model, &business.names[0], rng, &business.email);
    return business;
}

/* A branch bears its mother's name and number; it has its own place, day and often manager. */
static void
become_branch(const HnBusinessModel *model, const HnBusiness *mother, HnRng *rng,
              HnBusiness *business)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    const gboolean is_near = chance(rng, 45);
    business->founded = draw_founded(mother->founded, rng);
    draw_changes(rng, business);
    business->renamed = MAX(mother->renamed, business->founded);
    business->keeps_name = mother->keeps_name;
    business->tax_number = mother->tax_number;
    business->tax_suffix = business->kin.member;
    business->citizen_id = 0;
    if (is_near)
        business->sites[0] = hn_business_places_draw_near(model->places, mother->sites[0], rng);
    business->sites[1] = hn_business_places_draw_near(model->places, business->sites[0], rng);
    if (chance(rng, 50))
        business->directors[0] = mother->directors[0];
    if (chance(rng, 25))
        business->phones[0] = mother->phones[0];
    if (chance(rng, 55))
        business->email = mother->email;
    for (guint i = 0; i < 2; i++) {
        HnBusinessName *name = &business->names[i];
        *name = mother->names[i];
        name->unit = kind < 70 ? HN_UNIT_BRANCH : kind < 85 ? HN_UNIT_OFFICE : HN_UNIT_LOCATION;
        hn_citizen_text_clear(&name->seat);
        if (is_near) {
            hn_citizen_text_append(&name->seat, hn_slice_of("Số "));
            hn_citizen_text_append_number(&name->seat, business->kin.member, 1);
        } else {
            const HnSiteNames names =
                hn_business_places_names(model->places, business->sites[0], FALSE);
            hn_citizen_text_append(&name->seat, hn_slice_of(names.province));
        }
    }
}

/* One owner and one brand, another firm with its own number. */
static void
become_sister(const HnBusinessModel *model, const HnBusiness *first, HnRng *rng,
              HnBusiness *business)
{
    HnBusinessForm form = business->names[0].form;
    if (form == HN_FORM_HOUSEHOLD)
        form = HN_FORM_SINGLE;
    const HnBrandContext context = brand_context(model, first, form);
    business->names[0] = first->names[0];
    hn_business_brand_sister(&context, rng, &business->names[0]);
    draw_changes(rng, business);
    draw_second_name(model, rng, business);
    if (chance(rng, 75))
        business->directors[0] = first->directors[0];
    if (chance(rng, 40))
        business->sites[0] = first->sites[0];
    else
        business->sites[0] = hn_business_places_draw_near(model->places, first->sites[0], rng);
    if (chance(rng, 35))
        business->phones[0] = first->phones[0];
    if (chance(rng, 30))
        business->email = first->email;
    business->is_at_agent = FALSE;
    draw_numbers(model, rng, business);
}

/* Nothing in common but nearly the name; half of them are neighbours. */
static void
become_confusable(const HnBusinessModel *model, const HnBusiness *first, HnRng *rng,
                  HnBusiness *business)
{
    const HnBrandContext context = brand_context(model, business, first->names[0].form);
    business->names[0] = first->names[0];
    business->kin.twist = hn_business_brand_confuse(&context, rng, &business->names[0]);
    if (chance(rng, 50))
        business->sites[0] = hn_business_places_draw_near(model->places, first->sites[0], rng);
    business->is_at_agent = FALSE;
    draw_changes(rng, business);
    draw_second_name(model, rng, business);
    draw_email(model, &business->names[0], rng, &business->email);
    draw_numbers(model, rng, business);
}

HnBusiness
hn_business_draw(const HnBusinessModel *model, guint64 entity)
{
    HnRng own = rng_of(model, HN_BUSINESS_STREAM_ENTITY, entity);
    HnBusiness business = draw_alone(model, entity, &own);
    business.kin = hn_business_kin(model, entity);
    if (business.kin.group == HN_BUSINESSES_STRANGERS)
        return business;
    HnRng leader_rng = rng_of(model, HN_BUSINESS_STREAM_ENTITY, business.kin.leader);
    const HnBusiness leader = draw_alone(model, business.kin.leader, &leader_rng);
    /* Households have neither branches nor sisters of their brand. */
    if (leader.names[0].form == HN_FORM_HOUSEHOLD) {
        business.kin = (HnBusinessKin){ .leader = entity };
        return business;
    }
    if (business.kin.member == 0)
        return business;
    HnRng rng = rng_of(model, HN_BUSINESS_STREAM_MEMBER, entity);
    if (business.kin.group == HN_BUSINESSES_BRANCHES)
        become_branch(model, &leader, &rng, &business);
    else if (business.kin.group == HN_BUSINESSES_SISTERS)
        become_sister(model, &leader, &rng, &business);
    else
        become_confusable(model, &leader, &rng, &business);
    return business;
}
