/* datasets/businesses/business_brand.h - the own name of a business: legal form, what it does, its
 * brand, a place; and names that differ as little as can be.
 *
 * Data walk: business.c draws one for each business; business_name.c writes it.
 * Source: Law on Enterprises 59/2020, articles 37 and 41.
 * Cost: some ten random numbers.
 * Threads: pure functions of their arguments.
 */
#pragma once
#include "datasets/businesses/business_words.h"
#include "datasets/name_table.h"

#define HN_BUSINESS_ACTIVITIES_MAX 5

typedef enum {
    HN_FORM_LIMITED, /* công ty TNHH */
    HN_FORM_SINGLE,  /* công ty TNHH một thành viên */
    HN_FORM_JOINT,   /* công ty cổ phần */
    HN_FORM_PRIVATE, /* doanh nghiệp tư nhân */
    HN_FORM_COOP,    /* hợp tác xã */
    HN_FORM_HOUSEHOLD,
} HnBusinessForm;
#define HN_BUSINESS_FORMS 6

typedef enum {
    HN_UNIT_WHOLE,
    HN_UNIT_BRANCH,   /* chi nhánh */
    HN_UNIT_OFFICE,   /* văn phòng đại diện */
    HN_UNIT_LOCATION, /* địa điểm kinh doanh */
} HnBusinessUnit;

typedef struct {
    HnBusinessForm form;
    guint8 n_activities;
    guint8 activities[HN_BUSINESS_ACTIVITIES_MAX]; /* in the order in which they are written */
    gboolean has_and;                              /* "và" before the last one */
    guint8 shop;                                   /* of a household: 1 + index, 0 = none */
    guint8 suffix;                                 /* "Việt Nam" …: 1 + index, 0 = none */
    HnCitizenText brand;
    HnBusinessUnit unit;
    HnCitizenText seat; /* of a unit: "Đà Nẵng", "Số 2" */
} HnBusinessName;

/* A name for a firm of @form, founded in @year by the person named @owner in the province
 * @province. */
typedef struct {
    const HnBusinessWords *words;
    const HnNameTable *names;
    HnBusinessForm form;
    HnPersonName owner;
    const char *province;
} HnBrandContext;
void hn_business_brand_draw(const HnBrandContext *context, HnRng *rng, HnBusinessName *ret_name);

/* The same brand, doing something else: a sister firm. */
void hn_business_brand_sister(const HnBrandContext *context, HnRng *rng, HnBusinessName *name);

/* Makes of @name another that article 41 calls confusing; says how: "number", "letter", "tan",
 * "moi", "region", "form", "and". */
const char *hn_business_brand_confuse(const HnBrandContext *context, HnRng *rng,
                                      HnBusinessName *name);
