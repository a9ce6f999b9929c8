#include "datasets/businesses/business_places.h"

#include "datasets/businesses/business_tables.h"

#define CODES_END 100 /* province codes have two digits */
#define DISTRICTS_END 1000
#define WARD_CODES_END 33000
#define METROPOLIS_WEIGHT 9
#define INDUSTRIAL_WEIGHT 3

typedef struct {
    const char *name;
    const char *type;
    HnSiteCodes codes;
    guint8 new_province;
} Province;

typedef struct {
    const char *name;
    const char *type;
} District;

typedef struct {
    const char *name;
    const char *type;
    guint16 district;
    guint8 province;
    guint16 new_code; /* of the ward since July 2025 */
} Ward;

struct _HnBusinessPlaces {
    GStringChunk *texts;
    Province provinces[CODES_END];
    District new_provinces[CODES_END];
    District districts[DISTRICTS_END];
    Ward *new_wards; /* by code */
    GArray *wards;   /* of Ward, old ones */
    HnWeightedList *weights;
    HnWeightedList *near[CODES_END]; /* wards of one old province … */
    GArray *near_at[CODES_END];      /* … and their indexes, of guint16 */
    HnWeightedList *streets;
    const HnBusinessWords *words;
    const char *old_prefixes[1000]; /* by new prefix */
};

static guint
code_of(HnSlice cell)
{
    return hn_reference_tenths(cell) / 10;
}

static const char *
keep(HnBusinessPlaces *places, HnSlice text)
{
    g_autofree char *copy = g_strndup((const char *)text.bytes, text.n_bytes);
    return g_string_chunk_insert_const(places->texts, copy);
}

/* From the Red River and the mountains down to Huế: lanes are written "ngõ", hamlets "thôn". */
static gboolean
is_northern(guint province)
{
    return province <= 46;
}

static void
read_provinces(HnBusinessPlaces *places)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("provinces_old63");
    while (hn_reference_next(&reader)) {
        const HnSlice *cells = reader.cells;
        const guint code = code_of(cells[0]);
        places->provinces[code] = (Province){ .name = keep(places, cells[1]),
                                              .type = keep(places, cells[2]),
                                              .codes = { .citizen_code = code_of(cells[3]),
                                                         .area_old = keep(places, cells[7]),
                                                         .area = keep(places, cells[8]),
                                                         .is_northern = is_northern(code) },
                                              .new_province = (guint8)code_of(cells[4]) };
    }
    g_auto(HnReferenceReader) offices = HN_BUSINESS_TABLE(tax_offices);
    while (hn_reference_next(&offices))
        places->provinces[code_of(offices.cells[0])].codes.tax_prefix = code_of(offices.cells[1]);
    g_auto(HnReferenceReader) merged = hn_reference_reader("provinces_new34");
    while (hn_reference_next(&merged))
        places->new_provinces[code_of(merged.cells[0])] =
            (District){ keep(places, merged.cells[1]), keep(places, merged.cells[2]) };
}

static void
read_districts(HnBusinessPlaces *places)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("districts_old");
    while (hn_reference_next(&reader)) {
        const guint code = code_of(reader.cells[0]);
        g_assert(code < DISTRICTS_END);
        places->districts[code] =
            (District){ keep(places, reader.cells[1]), keep(places, reader.cells[2]) };
    }
}

static void
read_new_wards(HnBusinessPlaces *places)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("wards_new");
    places->new_wards = g_new0(Ward, WARD_CODES_END);
    while (hn_reference_next(&reader)) {
        const guint code = code_of(reader.cells[0]);
        g_assert(code < WARD_CODES_END);
        places->new_wards[code] = (Ward){ .name = keep(places, reader.cells[1]),
                                          .type = keep(places, reader.cells[2]),
                                          .province = (guint8)code_of(reader.cells[3]) };
    }
}

/* By old code: the default target, else the first that is listed; 0: it went nowhere. */
static guint16 *
read_targets(void)
{
    guint16 *targets = g_new0(guint16, WARD_CODES_END);
    g_auto(HnReferenceReader) reader = hn_reference_reader("old_to_new_wards");
    while (hn_reference_next(&reader)) {
        const guint old_code = code_of(reader.cells[1]);
        const gboolean is_ward = hn_slice_equal(reader.cells[0], hn_slice_of("ward"));
        const gboolean is_default = hn_slice_equal(reader.cells[7], hn_slice_of("1"));
        if (is_ward && (targets[old_code] == 0 || is_default))
            targets[old_code] = (guint16)code_of(reader.cells[3]);
    }
    return targets;
}

/* Businesses crowd in the two big cities and in the industrial provinces around them. */
static guint32
ward_weight(const Ward *ward)
{
    static const guint8 INDUSTRIAL[] = { 24, 27, 30, 31, 48, 74, 75, 80, 92 };
    const guint32 weight = g_str_equal(ward->type, "Phường") ? 30
                           : g_str_equal(ward->type, "Xã")   ? 4
                                                             : 14;
    if (ward->province == 1 || ward->province == 79)
        return METROPOLIS_WEIGHT * weight;
    const gboolean is_industrial = memchr(INDUSTRIAL, ward->province, sizeof INDUSTRIAL) != NULL;
    return is_industrial ? INDUSTRIAL_WEIGHT * weight : weight;
}

static void
read_old_wards(HnBusinessPlaces *places)
{
    g_autofree guint16 *targets = read_targets();
    g_auto(HnReferenceReader) reader = hn_reference_reader("wards_old");
    places->wards = g_array_new(FALSE, FALSE, sizeof(Ward));
    places->weights = hn_weighted_list_new();
    while (hn_reference_next(&reader)) {
        const HnSlice *cells = reader.cells;
        const Ward ward = { .name = keep(places, cells[1]),
                            .type = keep(places, cells[2]),
                            .district = (guint16)code_of(cells[3]),
                            .province = (guint8)code_of(cells[4]),
                            .new_code = targets[code_of(cells[0])] };
        if (ward.new_code == 0)
            continue;
        const guint16 at = (guint16)places->wards->len;
        if (places->near[ward.province] == NULL) {
            places->near[ward.province] = hn_weighted_list_new();
            places->near_at[ward.province] = g_array_new(FALSE, FALSE, sizeof(guint16));
        }
        hn_weighted_list_add(places->weights, hn_slice_of(""), ward_weight(&ward));
        hn_weighted_list_add(places->near[ward.province], hn_slice_of(""), ward_weight(&ward));
        g_array_append_val(places->near_at[ward.province], at);
        g_array_append_val(places->wards, ward);
    }
    hn_weighted_list_seal(places->weights);
    for (guint i = 0; i < CODES_END; i++)
        if (places->near[i] != NULL)
            hn_weighted_list_seal(places->near[i]);
}

static void
read_streets(HnBusinessPlaces *places)
{
    places->streets = hn_weighted_list_new();
    g_auto(HnReferenceReader) reader = hn_reference_reader("street_names");
    while (hn_reference_next(&reader))
        hn_weighted_list_add(places->streets, reader.cells[0],
                             hn_reference_tenths(reader.cells[1]));
    hn_weighted_list_seal(places->streets);
    g_auto(HnReferenceReader) prefixes = hn_reference_reader("phone_prefix_2018");
    while (hn_reference_next(&prefixes))
        places->old_prefixes[code_of(prefixes.cells[1])] = keep(places, prefixes.cells[0]);
}

HnBusinessPlaces *
hn_business_places_new(const HnBusinessWords *words)
{
    HnBusinessPlaces *places = g_new0(HnBusinessPlaces, 1);
    places->texts = g_string_chunk_new(1 << 16);
    places->words = words;
    read_provinces(places);
    read_districts(places);
    read_new_wards(places);
    read_old_wards(places);
    read_streets(places);
    return places;
}

void
hn_business_places_free(HnBusinessPlaces *places)
{
    if (places == NULL)
        return;
    for (guint i = 0; i < CODES_END; i++) {
        hn_weighted_list_free(places->near[i]);
        g_clear_pointer(&places->near_at[i], g_array_unref);
    }
    hn_weighted_list_free(places->weights);
    hn_weighted_list_free(places->streets);
    g_array_unref(places->wards);
    g_free(places->new_wards);
    g_string_chunk_free(places->texts);
    g_free(places);
}

static const Ward *
ward_at(const HnBusinessPlaces *places, guint index)
{
    return &g_array_index(places->wards, Ward, index);
}

/* What stands in the first part of the address; the texts of lists end with a NUL. */
static void
draw_site(const HnBusinessPlaces *places, HnSite *site, HnRng *rng)
{
    const Ward *ward = ward_at(places, site->ward);
    const gboolean is_town = !g_str_equal(ward->type, "Xã");
    const guint kind = (guint)hn_rng_below(rng, 100);
    HnSlice way = { 0 };
    site->is_northern = is_northern(ward->province);
    site->number = (guint16)(1 + hn_rng_below(rng, 480));
    site->unit = (guint16)(1 + hn_rng_below(rng, 14));
    if (is_town && kind < 62) {
        site->kind = HN_SITE_STREET;
        way = hn_weighted_list_text(places->streets, hn_weighted_list_draw(places->streets, rng));
        if (hn_rng_below(rng, 100) < 40)
            way = hn_business_words_draw_road(places->words, rng);
        if (hn_rng_below(rng, 100) < 38)
            site->lane = (guint16)(1 + hn_rng_below(rng, 260));
    } else if (is_town && kind < 80) {
        site->kind = HN_SITE_TOWER;
        way = hn_business_words_draw_building(places->words, rng);
    } else if (kind < 88) {
        site->kind = is_town ? HN_SITE_ROAD : HN_SITE_HAMLET;
        way = hn_business_words_draw_road(places->words, rng);
    } else {
        site->kind = HN_SITE_PLOT;
    }
    site->way = (const char *)way.bytes;
}

HnSite
hn_business_places_draw(const HnBusinessPlaces *places, HnRng *rng)
{
    HnSite site = { .ward = (guint16)hn_weighted_list_draw(places->weights, rng) };
    draw_site(places, &site, rng);
    return site;
}

HnSite
hn_business_places_draw_near(const HnBusinessPlaces *places, HnSite site, HnRng *rng)
{
    const guint province = ward_at(places, site.ward)->province;
    const guint at = hn_weighted_list_draw(places->near[province], rng);
    HnSite other = { .ward = g_array_index(places->near_at[province], guint16, at) };
    draw_site(places, &other, rng);
    return other;
}

HnSiteNames
hn_business_places_names(const HnBusinessPlaces *places, HnSite site, gboolean is_new)
{
    const Ward *ward = ward_at(places, site.ward);
    if (is_new) {
        const Ward *today = &places->new_wards[ward->new_code];
        const District *province = &places->new_provinces[today->province];
        return (HnSiteNames){ .ward_type = today->type,
                              .ward = today->name,
                              .province_type = province->type,
                              .province = province->name };
    }
    const District *district = &places->districts[ward->district];
    const Province *province = &places->provinces[ward->province];
    return (HnSiteNames){ ward->type,     ward->name,     district->type,
                          district->name, province->type, province->name };
}

HnSiteCodes
hn_business_places_codes(const HnBusinessPlaces *places, HnSite site)
{
    return places->provinces[ward_at(places, site.ward)->province].codes;
}

const char *
hn_business_places_old_prefix(const HnBusinessPlaces *places, guint prefix)
{
    return prefix < G_N_ELEMENTS(places->old_prefixes) ? places->old_prefixes[prefix] : NULL;
}
