/* text/company_parts.h - a canonical business name taken apart.
 *
 * Data walk: blocking/ makes keys of brands; scoring/company_forms.h compares part by part. Who
 *   writes canonical names, and what the parts are: standardise/company_name.h.
 * What stands in a part is words with its sign before each: " ~01 ~vn".
 * Bare: letters without marks, d for U+0111.
 * Cost: 2 ns a byte; without marks 5.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    HnSlice brand;      /* words */
    HnSlice numbers;    /* #2 */
    HnSlice regions;    /* ~01 ~vn */
    HnSlice activities; /* +dv +tm */
    HnSlice form;       /* tnhh; nothing where none is told */
    HnSlice unit;       /* cn */
    HnSlice place;      /* ~48 hải châu: of the unit */
} HnCompanyParts;

/* Any text; of one that is no canonical name all is brand. */
HnCompanyParts hn_company_parts(HnSlice canonical);

/* @out becomes the brand without marks, spaces and signs between words; of a name without brand
 * what else tells it from others: what it does, numbers, regions. */
void hn_company_core(const HnCompanyParts *parts, GByteArray *out);
/* @out becomes @text without marks. */
void hn_company_bare(HnSlice text, GByteArray *out);
/* @out becomes the first letters of the brand's words, bare; empty where it has fewer than two. */
void hn_company_initials(const HnCompanyParts *parts, GByteArray *out);
