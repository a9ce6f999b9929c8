/* text/citizen_number.h - what canonical numbers of Vietnamese papers say by their form.
 *
 * Data walk: standardise/ writes the canonical form; scoring/ asks whether two numbers are of one
 *   kind and whether one is the other issued anew; linker/ and insight/ read birth year and sex.
 * Source: circular 59/2021/TT-BCA, article 4: the personal number is PPP G YY RRRRRR: the province
 *   of registration, century and sex (1900s 0 male, 1 female; 2000s 2, 3; and so on), the last
 *   two digits of the birth year, six random digits. It has no check digit, and it is cancelled and
 *   issued anew where sex or birth year were wrong.
 * Cost: 2-3 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_CITIZEN_NUMBER_DIGITS 12
#define HN_OLD_NUMBER_DIGITS 9 /* CMND */

/* Numbers of two kinds differ in everybody. A number with a digit too many or too few is of the
 * kind that it is nearest to. */
typedef enum {
    HN_PAPER_OTHER,     /* compared with all */
    HN_PAPER_CITIZEN,   /* personal number, 12 digits */
    HN_PAPER_OLD,       /* CMND, 9 digits */
    HN_PAPER_PASSPORT,  /* a letter and digits */
    HN_PAPER_INSURANCE, /* social insurance, 10 digits */
} HnPaperKind;

HnPaperKind hn_citizen_number_kind(HnSlice canonical);   /* of type citizen_number */
HnPaperKind hn_insurance_number_kind(HnSlice canonical); /* of type insurance_number */

typedef struct {
    guint province; /* 0..999; its code of three digits */
    guint birth_year;
    gboolean is_female;
} HnCitizenParts;

/* FALSE: not 12 digits. */
gboolean hn_citizen_number_parts(HnSlice canonical, HnCitizenParts *ret);

/* Both are personal numbers of one province with the same random digits; century, sex or birth year
 * differ. */
gboolean hn_citizen_numbers_reissued(HnSlice a, HnSlice b);
/* Both are old numbers, of provinces that differ in the first two digits: who moves gets another.
 */
gboolean hn_citizen_numbers_moved(HnSlice a, HnSlice b);
