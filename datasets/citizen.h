/* datasets/citizen.h - the true person behind the records: a pure function of (seed, entity).
 *
 * Data walk: citizen_record.c asks for the person of a record and writes what a source knows of
 *   them. Four entities in a row may be one household; a child draws its parents again instead of
 *   keeping them, so that memory does not grow with the number of people.
 * Cost: some 40 random numbers for a stranger, three times as many for a child.
 * Threads: the model is immutable after _new().
 */
#pragma once
#include "datasets/feistel.h"
#include "datasets/name_table.h"
#include "datasets/place_table.h"

#define HN_BIRTH_YEAR_FIRST 1930
#define HN_BIRTH_YEAR_LAST 2023
#define HN_OLD_ID_YEAR_END 2005 /* born before: once held a 9-digit number */
#define HN_HOUSEHOLD_SIZE 4

typedef enum {
    HN_HOUSEHOLD_STRANGERS, /* four people who do not know each other */
    HN_HOUSEHOLD_COUPLE,    /* husband and wife, who may share a telephone, and two strangers */
    HN_HOUSEHOLD_FAMILY,    /* father, mother, two of their children */
    HN_HOUSEHOLD_TWINS,     /* the same with twins: one birth date, names one syllable apart */
    HN_HOUSEHOLD_NAMESAKE,  /* the same with a son who bears his father's name */
} HnHousehold;
#define HN_HOUSEHOLDS 5

/* How many of 10,000 households are of each kind. */
extern const guint16 hn_household_rates[HN_HOUSEHOLDS];

typedef struct {
    guint64 entity;
    HnPersonName name; /* with the sex */
    HnPersonName mother;
    guint16 birth_year;
    guint8 birth_month;
    guint8 birth_day;
    guint8 old_id_digits; /* 9, or 0 for those born too late to have one */
    guint32 old_id;
    guint64 national_id; /* 12 digits: province, sex and century, year, serial number */
    HnHome homes[2];     /* before and after a move; not everybody's records see the second */
    guint64 phones[2];   /* before and after a change */
} HnCitizen;

typedef struct {
    guint64 seed;
    const HnNameTable *names;   /* borrowed */
    const HnPlaceTable *places; /* borrowed */
    HnFeistel serials[2];       /* six digits and seven digits */
} HnCitizenModel;

HnCitizenModel hn_citizen_model(guint64 seed, const HnNameTable *names, const HnPlaceTable *places);

/* Identifiers are distinct among the first million entities; from there on serial numbers come
 * round again, and of ten million people about two in a thousand share theirs with another. */
HnCitizen hn_citizen_draw(const HnCitizenModel *model, guint64 entity);
/* The number of the office where the person's papers are made, shared with some 4,000 others. */
guint64 hn_citizen_desk_phone(const HnCitizenModel *model, guint64 entity);
HnHousehold hn_citizen_household(const HnCitizenModel *model, guint64 entity);
