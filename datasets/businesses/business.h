/* datasets/businesses/business.h - the true business behind the records: a pure function of (seed,
 * entity).
 *
 * Data walk: business_record.c asks for the business of a record and writes what a register knew of
 *   it on some day. Eight entities in a row are a group: strangers, a firm with its branches,
 *   sister firms of one owner, or firms whose names differ as little as article 41 of the Law on
 *   Enterprises forbids; a member draws its leader again, so that nothing is kept.
 * Cost: some 60 random numbers, twice as many for a member.
 * Threads: the model is immutable after _new().
 */
#pragma once
#include "datasets/businesses/business_brand.h"
#include "datasets/businesses/business_places.h"
#include "datasets/businesses/civil_day.h"
#include "datasets/feistel.h"
#include "datasets/letter_marks.h"
#include "datasets/place_table.h"

#define HN_BUSINESS_GROUP_SIZE 8
#define HN_BUSINESS_DAY_NEVER G_MAXINT32

typedef enum {
    HN_BUSINESSES_STRANGERS,
    HN_BUSINESSES_BRANCHES,   /* a firm and one to four dependent units */
    HN_BUSINESSES_SISTERS,    /* one owner, one brand, two or three firms */
    HN_BUSINESSES_CONFUSABLE, /* names that article 41 calls confusing; else unrelated */
} HnBusinessGroup;
#define HN_BUSINESS_GROUPS 4

/* How many of 10,000 groups are of each kind. */
extern const guint16 hn_business_group_rates[HN_BUSINESS_GROUPS];

typedef struct {
    HnBusinessGroup group;
    guint64 leader;    /* the entity itself if it belongs to nobody */
    guint8 member;     /* 0 = leader or stranger */
    const char *twist; /* of a confusable name: "number", "letter" …; else NULL */
} HnBusinessKin;

typedef struct {
    guint64 mobile;    /* ten digits of today, 0: a landline */
    guint32 landline;  /* seven digits, eight in the two big cities */
    HnSiteCodes codes; /* of the landline's province */
} HnBusinessPhone;

/* Values before ([0]) and from ([1]) the day of the change on. */
typedef struct {
    guint64 entity;
    HnBusinessKin kin;
    gint32 founded;                                                    /* days since 1970 */
    gint32 renamed, moved, phone_changed, director_changed, dissolved; /* or …_DAY_NEVER */
    HnBusinessName names[2];
    gboolean keeps_name; /* only the legal form changes in renamed */
    guint64 tax_number;  /* ten digits */
    guint16 tax_suffix;  /* of a unit, 0 = none */
    guint64 citizen_id;  /* of a household: the tax number since July 2025 */
    HnSite sites[2];
    gboolean is_at_agent; /* sites[1] or sites[0] is the address of many firms */
    HnBusinessPhone phones[2];
    HnBusinessPhone accountant_phone; /* shared with some ten others */
    gboolean has_accountant;
    HnCitizenText email;
    HnCitizenText accountant_email;
    HnPersonName directors[2];
} HnBusiness;

typedef struct {
    guint64 seed;
    const HnNameTable *names;  /* borrowed, all five */
    const HnPlaceTable *homes; /* for mobile prefixes */
    const HnBusinessWords *words;
    const HnBusinessPlaces *places;
    const HnLetterMarks *marks;
    HnFeistel serials;
} HnBusinessModel;

/* @tables has all but seed and serials. */
HnBusinessModel hn_business_model(guint64 seed, HnBusinessModel tables);

HnBusiness hn_business_draw(const HnBusinessModel *model, guint64 entity);
HnBusinessKin hn_business_kin(const HnBusinessModel *model, guint64 entity);

/* The value that holds on @day of what changes on @changed. */
static inline guint
hn_business_version(gint32 changed, gint32 day)
{
    return day >= changed ? 1 : 0;
}

#define HN_BUSINESS_DAY_FIRST 10227  /* 1 January 1998 */
#define HN_BUSINESS_DAY_PHONES 17789 /* 15 September 2018: mobile numbers of ten digits */
#define HN_BUSINESS_DAY_AREAS 17334  /* 17 June 2017: new area codes */
#define HN_BUSINESS_DAY_REFORM 20270 /* 1 July 2025: communes, and households' tax numbers */
#define HN_BUSINESS_DAY_LAST 20696   /* 31 August 2026 */
