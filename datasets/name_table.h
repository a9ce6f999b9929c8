/* datasets/name_table.h - Vietnamese personal names: surname, middle names, given name, by
 * frequency.
 *
 * Data walk: citizen.c draws a name for a person by sex and birth year; citizen_record.c writes
 *   it.
 * Source: surnames.csv and given_names.csv (counts in a sample of 8,656 people) and, for women,
 *   given_name_lexicon.csv (a word list: a token weighs how many names hold it). "Văn" and "Thị"
 *   go by birth year: the customary middle names of old people, rare among the young.
 *   Spellings that differ in tone placement alone ("Hòa", "Hoà") are one name here.
 * Cost: a draw is about ten random numbers.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/rng.h"
#include "datasets/citizen_row.h"

typedef struct _HnNameTable HnNameTable;

typedef enum { HN_SEX_MALE, HN_SEX_FEMALE } HnSex;

#define HN_NAME_NONE G_MAXUINT16 /* this name has no such part */

typedef struct {
    HnSex sex; /* says from which lists the parts below the surname come */
    guint16 surname;
    guint16 first_middle;  /* or HN_NAME_NONE */
    guint16 second_middle; /* or HN_NAME_NONE; never without a first */
    guint16 given;
} HnPersonName;

typedef enum {
    HN_NAME_FULL,         /* surname, middle names, given name */
    HN_NAME_GIVEN_FIRST,  /* given name, middle names, surname: Western systems */
    HN_NAME_SURNAME_LAST, /* middle names, given name, surname */
    HN_NAME_NO_MIDDLE,    /* the first middle name left out */
} HnNameForm;

HnNameTable *hn_name_table_new(void);
void hn_name_table_free(HnNameTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnNameTable, hn_name_table_free)

HnPersonName hn_name_table_draw(const HnNameTable *table, HnSex sex, guint birth_year, HnRng *rng);
/* The same name with another given name. */
HnPersonName hn_name_table_draw_given(const HnNameTable *table, HnPersonName name, HnRng *rng);
gboolean hn_name_equal(HnPersonName a, HnPersonName b);
/* The parts of the full name in its order, valid as long as @table. Returns how many: 2 to 4. */
#define HN_NAME_PARTS_MAX 4
guint hn_name_table_parts(const HnNameTable *table, HnPersonName name, HnSlice *ret_parts);
/* Replaces @ret_text by the name. */
void hn_name_table_write(const HnNameTable *table, HnPersonName name, HnNameForm form,
                         HnCitizenText *ret_text);
