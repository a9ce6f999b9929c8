#include "datasets/businesses/business_record.h"

#include "datasets/businesses/business_address.h"
#include "datasets/businesses/business_name.h"
#include "datasets/businesses/business_spoil.h"
#include "datasets/businesses/business_streams.h"
#include "datasets/businesses/business_values.h"

#define FLAVOURS 4096

struct _HnBusinessWorld {
    HnNameTable *names;
    HnPlaceTable *homes;
    HnBusinessWords *words;
    HnBusinessPlaces *places;
    HnLetterMarks *marks;
    HnBusinessSpoil *spoil;
    HnBusinessRates *rates;
    HnBusinessModel model;
    gboolean is_plain;
};

/* One record in the making. */
typedef struct {
    const HnBusinessWorld *world;
    const HnBusiness *business;
    const HnBusinessContents *contents;
    HnRng rng;
    HnBusinessRow *row;
} Making;

HnBusinessWorld *
hn_business_world_new(guint64 seed, const char *profile_path, gboolean is_plain, GError **error)
{
    HnBusinessRates *rates = hn_business_rates_new(profile_path, error);
    if (rates == NULL)
        return NULL;
    HnBusinessWorld *world = g_new0(HnBusinessWorld, 1);
    world->names = hn_name_table_new();
    world->homes = hn_place_table_new();
    world->words = hn_business_words_new();
    world->places = hn_business_places_new(world->words);
    world->marks = hn_letter_marks_new();
    world->spoil = hn_business_spoil_new(world->marks);
    world->rates = rates;
    world->is_plain = is_plain;
    world->model = hn_business_model(seed, (HnBusinessModel){ .names = world->names,
                                                              .homes = world->homes,
                                                              .words = world->words,
                                                              .places = world->places,
                                                              .marks = world->marks });
    return world;
}

void
hn_business_world_free(HnBusinessWorld *world)
{
    if (world == NULL)
        return;
    hn_name_table_free(world->names);
    hn_place_table_free(world->homes);
    hn_business_words_free(world->words);
    hn_business_places_free(world->places);
    hn_business_spoil_free(world->spoil);
    hn_letter_marks_free(world->marks);
    g_free(world->rates);
    g_free(world);
}

const HnBusinessModel *
hn_business_world_model(const HnBusinessWorld *world)
{
    return &world->model;
}

HnBusinessContents
hn_business_world_contents(const HnBusinessWorld *world, const HnBusiness *business, guint copy,
                           guint64 position)
{
    return hn_business_contents(&world->model, world->rates, business, copy, position);
}

static gboolean
hit(Making *making, HnBusinessRate rate)
{
    return hn_business_rates_hit(making->world->rates, making->contents->source, rate,
                                 &making->rng);
}

/* One of @n shapes whose weights stand together from @first on. */
static guint
choose(Making *making, HnBusinessRate first, guint n)
{
    const guint16 *weights = &making->world->rates->of[making->contents->source][first];
    guint total = 0;
    for (guint i = 0; i < n; i++)
        total += weights[i];
    guint64 at = hn_rng_below(&making->rng, total);
    guint chosen = 0;
    while (at >= weights[chosen])
        at -= weights[chosen++];
    return chosen;
}

/* The flavour of the business, with which most offices copied it, or of this record. */
static guint
flavour_of(Making *making, guint own_per_cent)
{
    HnRng rng = hn_rng_seed(making->business->entity, 0);
    const guint common = (guint)hn_rng_below(&rng, FLAVOURS);
    const guint own = (guint)hn_rng_below(&making->rng, FLAVOURS);
    return hn_rng_below(&making->rng, 100) < own_per_cent ? own : common;
}

static gboolean
lacks(const Making *making, HnBusinessField field)
{
    return hn_business_contents_lack(making->contents, field);
}

static HnNameShape
draw_name_shape(Making *making)
{
    const HnBusinessContents *c = making->contents;
    HnNameShape shape = { .drops_activities = c->drops_activities,
                          .drops_suffix = c->drops_suffix,
                          .drops_unit = c->drops_unit };
    shape.form = (HnFormShape)choose(making, HN_RATE_form_full, 4);
    shape.activities = (HnActivityShape)choose(making, HN_RATE_act_full, 3);
    shape.is_reversed = hit(making, HN_RATE_act_order);
    shape.has_and_sign = hit(making, HN_RATE_and_sign);
    shape.is_form_last = hit(making, HN_RATE_form_last);
    shape.unit_order = flavour_of(making, 25) % 3;
    shape.flavour = flavour_of(making, 45);
    return shape;
}

static Making
making_of(const HnBusinessWorld *world, const HnBusiness *business,
          const HnBusinessContents *contents, guint64 position)
{
    return (Making){ .world = world,
                     .business = business,
                     .contents = contents,
                     .rng = hn_rng_seed(world->model.seed,
                                        hn_business_stream(HN_BUSINESS_STREAM_SHAPE, position)) };
}

HnNameShape
hn_business_world_name_shape(const HnBusinessWorld *world, const HnBusiness *business,
                             const HnBusinessContents *contents, guint64 position)
{
    Making making = making_of(world, business, contents, position);
    return draw_name_shape(&making);
}

void
hn_business_world_write_name(const HnBusinessWorld *world, const HnBusinessName *name, GString *out)
{
    const HnNameShape shape = { .form = HN_FORM_AS_THE_LAW, .unit_order = 2 };
    hn_business_name_write(world->words, name, &shape, out);
}

void
hn_business_world_write_site(const HnBusinessWorld *world, HnSite site, gboolean is_reformed,
                             GString *out)
{
    const HnSiteNames names = hn_business_places_names(world->places, site, is_reformed);
    const HnAddressShape shape = { .is_whole = TRUE, .flavour = 16 };
    hn_business_address_write(site, &names, &shape, out);
}

static void
make_name(Making *making)
{
    const HnBusinessWorld *world = making->world;
    const HnBusinessContents *c = making->contents;
    const HnBusinessName *name = &making->business->names[c->name_version];
    GString *out = making->row->values[HN_BUSINESS_NAME];
    const HnNameShape shape = draw_name_shape(making);
    const guint flavour = flavour_of(making, 0);
    const gboolean has_short = hit(making, HN_RATE_with_short);
    HnBusinessName short_name = *name;
    if (world->is_plain && c->named == HN_NAMED_SHORT) {
        g_string_append(out, name->brand.text);
    } else if (world->is_plain) {
        hn_business_name_write_core(world->words, name, &shape, out);
    } else if (c->named == HN_NAMED_ENGLISH) {
        hn_business_name_write_english(world->words, name, flavour % 2 == 0, out);
    } else if (c->named == HN_NAMED_SHORT) {
        short_name.n_activities = 0; /* initials alone would tell nothing */
        hn_business_name_write_short(world->words, &short_name, flavour | 1, out);
    } else {
        hn_business_name_write(world->words, name, &shape, out);
    }
    if (has_short && !world->is_plain && name->form != HN_FORM_HOUSEHOLD) {
        g_string_append(out, " (");
        hn_business_name_write_short(world->words, name, flavour, out);
        g_string_append(out, ")");
    }
    if (c->name_slips)
        hn_business_spoil_slip(world->spoil, &making->rng, out);
}

static void
make_other_names(Making *making)
{
    const HnBusinessWorld *world = making->world;
    const HnBusinessName *name = &making->business->names[making->contents->name_version];
    GString **values = making->row->values;
    const guint flavour = flavour_of(making, 0);
    const gboolean is_household = name->form == HN_FORM_HOUSEHOLD;
    if (!lacks(making, HN_BUSINESS_NAME_EN) && !is_household)
        hn_business_name_write_english(world->words, name, flavour % 2 == 0,
                                       values[HN_BUSINESS_NAME_EN]);
    if (!lacks(making, HN_BUSINESS_SHORT_NAME) && !is_household)
        hn_business_name_write_short(world->words, name, flavour, values[HN_BUSINESS_SHORT_NAME]);
    hn_business_spoil_habits(world->spoil, HN_SPOIL_UNMARK, values[HN_BUSINESS_NAME_EN]);
    hn_business_spoil_habits(world->spoil, HN_SPOIL_UNMARK, values[HN_BUSINESS_SHORT_NAME]);
    if (!lacks(making, HN_BUSINESS_LEGAL_FORM)) {
        const HnFormShape shape = (HnFormShape)choose(making, HN_RATE_form_full, 3);
        hn_business_name_write_form(name, world->is_plain ? HN_FORM_IN_FULL : shape,
                                    values[HN_BUSINESS_LEGAL_FORM]);
    }
}

static void
make_tax(Making *making)
{
    const HnBusinessContents *c = making->contents;
    GString *out = making->row->values[HN_BUSINESS_TAX_CODE];
    HnTaxShape shape = { .has_dash = hit(making, HN_RATE_tax_dash),
                         .has_blanks = hit(making, HN_RATE_tax_blanks),
                         .has_label = hit(making, HN_RATE_tax_label),
                         .loses_zero = hit(making, HN_RATE_tax_lost_zero) };
    if (making->world->is_plain)
        shape = (HnTaxShape){ 0 };
    if (lacks(making, HN_BUSINESS_TAX_CODE))
        return;
    hn_business_write_tax(making->business, c, &shape, out);
    if (c->tax == HN_TAX_SLIP)
        hn_business_spoil_digit(&making->rng, out);
}

static void
make_phone(Making *making)
{
    static const char *const BETWEEN[] = { " - ", "/", "; ", ", " };
    const HnBusinessContents *c = making->contents;
    const HnBusiness *business = making->business;
    const HnBusinessPlaces *places = making->world->places;
    GString *out = making->row->values[HN_BUSINESS_PHONE];
    HnPhoneShape shape = { .is_dotted = hit(making, HN_RATE_phone_dotted),
                           .is_international = hit(making, HN_RATE_phone_international),
                           .is_bracketed = hit(making, HN_RATE_phone_bracket),
                           .loses_zero = hit(making, HN_RATE_phone_lost_zero),
                           .flavour = (guint)hn_rng_below(&making->rng, FLAVOURS) };
    const gboolean is_plain = making->world->is_plain;
    const gint32 day = is_plain ? HN_BUSINESS_DAY_LAST : c->day;
    if (lacks(making, HN_BUSINESS_PHONE))
        return;
    if (is_plain)
        shape = (HnPhoneShape){ 0 };
    const HnBusinessPhone *phone =
        c->has_accountant_phone ? &business->accountant_phone : &business->phones[c->phone_version];
    hn_business_write_phone(places, phone, day, &shape, out);
    if (c->phone_slips)
        hn_business_spoil_digit(&making->rng, out);
    if (!c->has_both_phones || is_plain)
        return;
    g_string_append(out, BETWEEN[shape.flavour / 8 % G_N_ELEMENTS(BETWEEN)]);
    hn_business_write_phone(places, &business->phones[1 - c->phone_version], day, &shape, out);
}

static void
make_email(Making *making)
{
    const HnBusinessContents *c = making->contents;
    GString *out = making->row->values[HN_BUSINESS_EMAIL];
    if (lacks(making, HN_BUSINESS_EMAIL))
        return;
    const HnCitizenText *email =
        c->has_accountant_email ? &making->business->accountant_email : &making->business->email;
    g_string_append_len(out, email->text, (gssize)email->n_bytes);
    if (c->email_slips)
        hn_business_spoil_slip(making->world->spoil, &making->rng, out);
}

static void
make_founded(Making *making)
{
    const HnBusinessContents *c = making->contents;
    const gboolean is_iso = hit(making, HN_RATE_date_iso);
    const gboolean is_compact = hit(making, HN_RATE_date_compact);
    const gboolean is_short = hit(making, HN_RATE_date_short);
    const gint32 day = hn_business_founded(making->business, c, &making->rng);
    HnDateShape shape = is_iso       ? HN_DATE_ISO
                        : is_compact ? HN_DATE_COMPACT
                        : is_short   ? HN_DATE_SHORT
                                     : HN_DATE_SLASHED;
    if (making->world->is_plain)
        shape = HN_DATE_ISO;
    if (!lacks(making, HN_BUSINESS_FOUNDED))
        hn_business_write_date(day, c->founded == HN_FOUNDED_YEAR, shape,
                               making->row->values[HN_BUSINESS_FOUNDED]);
}

/* All names of today: what a perfect standardiser makes of old ones. */
static void
make_plain_address(Making *making, HnSite site)
{
    const HnBusinessPlaces *places = making->world->places;
    const HnSiteNames old = hn_business_places_names(places, site, FALSE);
    const HnSiteNames today = hn_business_places_names(places, site, TRUE);
    const gboolean has_address = !lacks(making, HN_BUSINESS_ADDRESS);
    GString **values = making->row->values;
    if (has_address) {
        hn_business_address_write_core(site, &old, values[HN_BUSINESS_ADDRESS]);
        if (making->contents->address_slips)
            hn_business_spoil_slip(making->world->spoil, &making->rng, values[HN_BUSINESS_ADDRESS]);
    }
    if (has_address || !lacks(making, HN_BUSINESS_WARD))
        g_string_append(values[HN_BUSINESS_WARD], today.ward);
    if (has_address || !lacks(making, HN_BUSINESS_PROVINCE))
        g_string_append(values[HN_BUSINESS_PROVINCE], today.province);
}

static void
make_address(Making *making)
{
    const HnBusinessContents *c = making->contents;
    const HnSite site = making->business->sites[c->site_version];
    const HnSiteNames names = hn_business_places_names(making->world->places, site, c->is_reformed);
    const HnAddressShape shape = { .is_whole = hit(making, HN_RATE_address_whole),
                                   .is_abbreviated = hit(making, HN_RATE_address_abbr),
                                   .has_country = hit(making, HN_RATE_address_country),
                                   .flavour = flavour_of(making, 40) };
    GString **values = making->row->values;
    if (making->world->is_plain) {
        make_plain_address(making, site);
        return;
    }
    if (!lacks(making, HN_BUSINESS_ADDRESS)) {
        hn_business_address_write(site, &names, &shape, values[HN_BUSINESS_ADDRESS]);
        if (c->address_slips)
            hn_business_spoil_slip(making->world->spoil, &making->rng, values[HN_BUSINESS_ADDRESS]);
    }
    if (!lacks(making, HN_BUSINESS_WARD))
        hn_business_address_write_ward(&names, &shape, values[HN_BUSINESS_WARD]);
    if (!lacks(making, HN_BUSINESS_PROVINCE))
        hn_business_address_write_province(&names, &shape, values[HN_BUSINESS_PROVINCE]);
}

/* "Nguyễn Văn An" as "N.V. An". */
static void
put_initials(const char *name, GString *out)
{
    const char *last = strrchr(name, ' ');
    for (const char *at = name; last != NULL && at < last; at += g_utf8_skip[(guchar)*at]) {
        if (at != name && at[-1] != ' ')
            continue;
        g_string_append_unichar(out, g_utf8_get_char(at));
        g_string_append_c(out, '.');
    }
    g_string_append(out, last != NULL ? last : name);
}

static void
make_representative(Making *making)
{
    const HnBusinessContents *c = making->contents;
    const HnPersonName director = making->business->directors[c->director_version];
    const gboolean has_title = hit(making, HN_RATE_representative_title);
    const gboolean has_initials = hit(making, HN_RATE_representative_initials);
    GString *out = making->row->values[HN_BUSINESS_REPRESENTATIVE];
    HnCitizenText name;
    if (lacks(making, HN_BUSINESS_REPRESENTATIVE))
        return;
    hn_name_table_write(making->world->names, director, HN_NAME_FULL, &name);
    if (has_title && !making->world->is_plain)
        g_string_append(out, director.sex == HN_SEX_MALE ? "Ông " : "Bà ");
    if (has_initials)
        put_initials(name.text, out);
    else
        g_string_append(out, name.text);
    if (c->representative_slips)
        hn_business_spoil_slip(making->world->spoil, &making->rng, out);
}

static void
make_activity(Making *making)
{
    const HnBusinessName *name = &making->business->names[making->contents->name_version];
    const HnBusinessWords *words = making->world->words;
    GString *out = making->row->values[HN_BUSINESS_ACTIVITY];
    if (lacks(making, HN_BUSINESS_ACTIVITY))
        return;
    if (name->shop > 0)
        g_string_append(out, hn_business_words_shop(words, name->shop - 1u)->vi);
    else if (name->n_activities > 0)
        g_string_append(
            out, hn_business_words_activity(words, name->activities[name->n_activities - 1u])->vi);
    else
        g_string_append(out, "kinh doanh tổng hợp");
}

/* The texts that people typed; numbers, dates and e-mail addresses are not among them. */
static const HnBusinessField TEXTS[] = {
    HN_BUSINESS_NAME,     HN_BUSINESS_LEGAL_FORM,     HN_BUSINESS_ADDRESS,  HN_BUSINESS_WARD,
    HN_BUSINESS_PROVINCE, HN_BUSINESS_REPRESENTATIVE, HN_BUSINESS_ACTIVITY,
};

static void
make_plain(Making *making)
{
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        hn_business_spoil_habits(making->world->spoil, HN_SPOIL_LOWER | HN_SPOIL_UNMARK,
                                 making->row->values[TEXTS[i]]);
}

/* Case and marks are habits of a record, not of a value. */
static void
spoil_texts(Making *making)
{
    const HnBusinessSpoil *spoil = making->world->spoil;
    GString **values = making->row->values;
    HnRng *rng = &making->rng;
    const gboolean has_old_tone = hit(making, HN_RATE_old_tone);
    const gboolean is_upper = hit(making, HN_RATE_case_upper);
    const gboolean is_lower = hit(making, HN_RATE_case_lower);
    const gboolean is_unmarked = hit(making, HN_RATE_unmarked);
    const gboolean is_broken = hit(making, HN_RATE_mojibake);
    const gboolean is_apart = hit(making, HN_RATE_decomposed);
    const gboolean has_keys = hit(making, HN_RATE_keys);
    const HnSpoilEncoding encoding = (HnSpoilEncoding)hn_rng_below(rng, 4);
    const guint habits = (has_old_tone ? HN_SPOIL_OLD_TONE : 0u) |
                         (is_upper   ? HN_SPOIL_UPPER
                          : is_lower ? HN_SPOIL_LOWER
                                     : 0u) |
                         (is_unmarked ? HN_SPOIL_UNMARK : 0u);
    if (has_keys && !is_unmarked)
        hn_business_spoil_keys(spoil, hn_rng_below(rng, 3) == 0, rng, values[HN_BUSINESS_NAME]);
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        GString *text = values[TEXTS[i]];
        if (text->len == 0)
            continue;
        hn_business_spoil_habits(spoil, habits, text);
        if (hit(making, HN_RATE_blanks))
            hn_business_spoil_blanks(rng, text);
        if (is_broken && !is_unmarked)
            hn_business_spoil_encode(spoil, encoding, text);
        else if (is_apart && !is_unmarked)
            hn_business_spoil_decompose(text);
    }
    hn_business_spoil_habits(spoil, is_upper ? HN_SPOIL_UPPER : 0, values[HN_BUSINESS_NAME_EN]);
    hn_business_spoil_habits(spoil, is_upper ? HN_SPOIL_UPPER : 0, values[HN_BUSINESS_SHORT_NAME]);
}

void
hn_business_record(const HnBusinessWorld *world, const HnBusiness *business,
                   const HnBusinessContents *contents, guint64 position, HnBusinessRow *row)
{
    Making making = making_of(world, business, contents, position);
    making.row = row;
    hn_business_row_clear(row);
    g_string_append(row->values[HN_BUSINESS_SOURCE], hn_business_registers[contents->source]);
    make_name(&making);
    make_other_names(&making);
    make_tax(&making);
    make_phone(&making);
    make_email(&making);
    make_founded(&making);
    make_address(&making);
    make_representative(&making);
    make_activity(&making);
    if (world->is_plain)
        make_plain(&making);
    else
        spoil_texts(&making);
}
