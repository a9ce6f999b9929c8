/* datasets/businesses/business_name.h - one name in the many ways in which registers write it.
 *
 * Data walk: business_record.c draws a shape and has the name written in it; case, marks and slips
 *   come afterwards (business_spoil.c).
 * Cost: one pass over the words.
 * Threads: pure functions of their arguments.
 */
#pragma once
#include "datasets/businesses/business_brand.h"
#include "datasets/letter_marks.h"

typedef enum {
    HN_FORM_IN_FULL,     /* Công ty trách nhiệm hữu hạn */
    HN_FORM_AS_THE_LAW,  /* Công ty TNHH */
    HN_FORM_ABBREVIATED, /* Cty TNHH */
    HN_FORM_LEFT_OUT,
} HnFormShape;

typedef enum {
    HN_ACTIVITIES_IN_FULL,     /* Thương mại Dịch vụ */
    HN_ACTIVITIES_ABBREVIATED, /* TM DV, or some of them */
    HN_ACTIVITIES_GLUED,       /* TMDV, TM-DV */
} HnActivityShape;

typedef struct {
    HnFormShape form;
    HnActivityShape activities;
    gboolean is_reversed;  /* Dịch vụ Thương mại for Thương mại Dịch vụ */
    gboolean has_and_sign; /* & for và */
    gboolean is_form_last; /* Hoàng Long - Cty TNHH */
    gboolean drops_activities, drops_suffix, drops_unit;
    guint unit_order; /* 0..2: where the unit and its seat stand */
    guint flavour;    /* chooses among equal spellings */
} HnNameShape;

/* Each appends. */
void hn_business_name_write(const HnBusinessWords *words, const HnBusinessName *name,
                            const HnNameShape *shape, GString *out);
/* "Hoang Long Trading Company Limited"; @is_short_form: "Co., Ltd". */
void hn_business_name_write_english(const HnBusinessWords *words, const HnBusinessName *name,
                                    gboolean is_short_form, GString *out);
/* "Hoang Long Co., Ltd" or "HLT JSC"; @flavour decides. */
void hn_business_name_write_short(const HnBusinessWords *words, const HnBusinessName *name,
                                  guint flavour, GString *out);
/* The legal form alone; of a unit what it is. */
void hn_business_name_write_form(const HnBusinessName *name, HnFormShape shape, GString *out);
/* Unit, seat, activities, brand, place and nothing else: what a perfect standardiser keeps. */
void hn_business_name_write_core(const HnBusinessWords *words, const HnBusinessName *name,
                                 const HnNameShape *shape, GString *out);
