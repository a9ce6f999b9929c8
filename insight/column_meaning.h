/* insight/column_meaning.h - what a column is about: its values decide, its header is evidence.
 *
 * Data walk: attribute_plan.c asks for each column of each file, then joins columns of one meaning.
 * Way: every meaning gets a share of belief from the values (0 = impossible, and then no header can
 *   help) and one from the header; together 1 - (1 - values)(1 - header). The best one wins, ties
 *   go to the earlier meaning.
 * Threads: reentrant.
 */
#pragma once
#include "insight/column_profile.h"

typedef enum {
    HN_MEANING_EMPTY,    /* no value at all */
    HN_MEANING_CONSTANT, /* one value only */
    HN_MEANING_RECORD_KEY,
    HN_MEANING_SOURCE,
    HN_MEANING_FULL_NAME, /* of a person */
    HN_MEANING_GIVEN_NAME,
    HN_MEANING_MIDDLE_NAME,
    HN_MEANING_SURNAME,
    HN_MEANING_NAME_PART,  /* part of a person's name; which one the values do not tell */
    HN_MEANING_NAME_TITLE, /* Mr, Dr, Jr, III */
    HN_MEANING_RELATIVE_NAME,
    HN_MEANING_ORGANISATION,
    HN_MEANING_BIRTH_DATE,
    HN_MEANING_OTHER_DATE,
    HN_MEANING_YEAR,
    HN_MEANING_MONTH,
    HN_MEANING_DAY,
    HN_MEANING_SEX,
    HN_MEANING_IDENTIFIER, /* issued by somebody: national id, passport, tax number, licence */
    HN_MEANING_HOUSEHOLD,  /* the number of a household, which all who live in it share */
    HN_MEANING_PHONE,
    HN_MEANING_EMAIL,
    HN_MEANING_URL,
    HN_MEANING_ADDRESS, /* whole, or a line of it */
    HN_MEANING_HOUSE_NUMBER,
    HN_MEANING_STREET,
    HN_MEANING_LOCALITY, /* city, suburb, ward, place of birth */
    HN_MEANING_REGION,   /* state, province */
    HN_MEANING_COUNTRY,
    HN_MEANING_POSTCODE,
    HN_MEANING_LATITUDE,
    HN_MEANING_LONGITUDE,
    HN_MEANING_POINT,       /* "lat, lon" in one value */
    HN_MEANING_NUMBER,      /* amount, price, measure */
    HN_MEANING_TITLE,       /* of a product or publication */
    HN_MEANING_DESCRIPTION, /* long free text */
    HN_MEANING_PEOPLE_LIST, /* authors */
    HN_MEANING_CODE_LIST,
    HN_MEANING_MODEL_CODE, /* words of a title that hold digits */
    HN_MEANING_CATEGORY,
    HN_MEANING_TECHNICAL, /* uuid, status, time of entry, row number */
    HN_MEANING_TEXT,      /* anything else */
    HN_N_MEANINGS
} HnMeaning;

typedef struct {
    HnMeaning meaning;
    gdouble confidence; /* 0..1 */
    char *evidence;     /* a sentence without any value; owned */
} HnColumnMeaning;

const char *hn_meaning_name(HnMeaning meaning); /* "given_name" */
/* @header is the column's name. The result is owned by the caller: hn_column_meaning_clear(). */
HnColumnMeaning hn_column_meaning_of(const char *header, const HnColumnProfile *profile);
void hn_column_meaning_clear(HnColumnMeaning *meaning);
