/* datasets/place_table.h - where people live, and the codes that places put into their numbers.
 *
 * Data walk: citizen.c draws homes, identifier prefixes and telephone prefixes; citizen_record.c
 *   writes the names.
 * Source: wards_new.csv and provinces_new34.csv (communes since July 2025), provinces_old63.csv
 *   (the codes inside identifiers, which the merger of provinces did not change),
 *   street_names.csv, mobile_prefixes.csv.
 * Cost: a draw is a few random numbers.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/rng.h"
#include "datasets/citizen_row.h"

typedef struct _HnPlaceTable HnPlaceTable;

/* One home. In a town: number, perhaps lane, street; in the country: number and hamlet. */
typedef struct {
    guint16 ward;
    guint16 street;
    guint16 number;
    guint16 lane; /* 0 = none */
    gboolean is_rural;
} HnHome;

/* A province as it was registered at birth. */
typedef struct {
    guint16 citizen_code;    /* the first three digits of the 12-digit number */
    guint16 old_code;        /* the first digits of the 9-digit number … */
    guint16 old_code_digits; /* … and how many they are: 2 or 3 */
} HnBirthPlace;

HnPlaceTable *hn_place_table_new(void);
void hn_place_table_free(HnPlaceTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPlaceTable, hn_place_table_free)

HnHome hn_place_table_draw_home(const HnPlaceTable *table, HnRng *rng);
/* One of the provinces that were merged into the one of @home. */
HnBirthPlace hn_place_table_draw_birth_place(const HnPlaceTable *table, HnHome home, HnRng *rng);
/* Ten digits with the leading 0: a mobile prefix in use and seven digits. */
guint64 hn_place_table_draw_phone(const HnPlaceTable *table, HnRng *rng);

/* Each replaces its text. */
void hn_place_table_write_address(const HnPlaceTable *table, HnHome home, HnCitizenText *ret_text);
void hn_place_table_write_ward(const HnPlaceTable *table, HnHome home, HnCitizenText *ret_text);
void hn_place_table_write_province(const HnPlaceTable *table, HnHome home, HnCitizenText *ret_text);
