/* datasets/businesses/business_places.h - where businesses sit: one place with its names before and
 * after the reform of 1 July 2025.
 *
 * Data walk: business.c draws places; business_record.c writes them in the names of the day on
 *   which the register wrote them down.
 * Source: wards_old.csv, districts_old.csv, old_to_new_wards.csv (a split ward goes to its default
 *   target), provinces_old63.csv, provinces_new34.csv, wards_new.csv, street_names.csv; roads,
 *   buildings and tax offices beside this file.
 * Cost: a draw is a few random numbers.
 * Threads: immutable after _new().
 */
#pragma once
#include "datasets/businesses/business_words.h"

typedef struct _HnBusinessPlaces HnBusinessPlaces;

typedef enum {
    HN_SITE_STREET, /* 12/34 Nguyễn Trãi */
    HN_SITE_ROAD,   /* 120 Quốc lộ 13 */
    HN_SITE_HAMLET, /* Số 15, Thôn 3 */
    HN_SITE_PLOT,   /* Lô A12, KCN … */
    HN_SITE_TOWER,  /* Tầng 5, Tòa nhà … */
} HnSiteKind;

typedef struct {
    HnSiteKind kind;
    guint16 ward;    /* old ward */
    guint16 number;  /* of the house or the plot */
    guint16 lane;    /* 0 = none */
    guint16 unit;    /* hamlet or floor */
    const char *way; /* street, road or building; borrowed from the table */
    gboolean is_northern;
} HnSite;

/* The names that hold on one day. Types are written in full: "Phường", "Quận". */
typedef struct {
    const char *ward_type, *ward;
    const char *district_type, *district; /* NULL since the reform */
    const char *province_type, *province;
} HnSiteNames;

HnBusinessPlaces *hn_business_places_new(const HnBusinessWords *words);
void hn_business_places_free(HnBusinessPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBusinessPlaces, hn_business_places_free)

HnSite hn_business_places_draw(const HnBusinessPlaces *places, HnRng *rng);
/* Another one in the same old province. */
HnSite hn_business_places_draw_near(const HnBusinessPlaces *places, HnSite site, HnRng *rng);
HnSiteNames hn_business_places_names(const HnBusinessPlaces *places, HnSite site, gboolean is_new);

typedef struct {
    guint tax_prefix;            /* of the tax office, two digits */
    guint citizen_code;          /* of the 12-digit numbers of people born there */
    const char *area, *area_old; /* "024", "04" before 2017 */
    gboolean is_northern;
} HnSiteCodes;
HnSiteCodes hn_business_places_codes(const HnBusinessPlaces *places, HnSite site);

/* A mobile prefix of three digits before September 2018, four digits; NULL: it did not change. */
const char *hn_business_places_old_prefix(const HnBusinessPlaces *places, guint prefix);
