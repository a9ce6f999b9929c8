/* datasets/businesses/business_spoil.h - what keyboards, fonts and conversions do to a text.
 *
 * Data walk: business_record.c passes values through it after they are written.
 * Source: the letters as letter_forms.h has them; Damerau (1964) for the four slips.
 * Cost: one pass over the text each.
 * Threads: the table is immutable after _new(); texts belong to the caller.
 */
#pragma once
#include "base/rng.h"
#include "base/slice.h"
#include "datasets/letter_marks.h"

typedef struct _HnBusinessSpoil HnBusinessSpoil;

typedef enum {
    HN_SPOIL_TCVN3,    /* "Công ty" as "C«ng ty" */
    HN_SPOIL_VNI,      /* "Coâng ty" */
    HN_SPOIL_LATIN,    /* UTF-8 read as Windows-1252: "CÃ´ng ty" */
    HN_SPOIL_QUESTION, /* marked letters lost: "C?ng ty" */
} HnSpoilEncoding;

/* @marks: borrowed */
HnBusinessSpoil *hn_business_spoil_new(const HnLetterMarks *marks);
void hn_business_spoil_free(HnBusinessSpoil *spoil);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBusinessSpoil, hn_business_spoil_free)

void hn_business_spoil_encode(const HnBusinessSpoil *spoil, HnSpoilEncoding encoding,
                              GString *text);
/* One word left as it was typed: "Nguyeenx"; @is_vni: "Nguye6n4". */
void hn_business_spoil_keys(const HnBusinessSpoil *spoil, gboolean is_vni, HnRng *rng,
                            GString *text);
/* One slip of the fingers in a letter. */
void hn_business_spoil_slip(const HnBusinessSpoil *spoil, HnRng *rng, GString *text);
/* Another digit, or two neighbours exchanged. */
void hn_business_spoil_digit(HnRng *rng, GString *text);
typedef enum {
    HN_SPOIL_OLD_TONE = 1, /* "hoà" as "hòa", "thuý" as "thúy" */
    HN_SPOIL_UPPER = 2,
    HN_SPOIL_LOWER = 4,
    HN_SPOIL_UNMARK = 8,
} HnSpoilHabits;
/* In this order, in one pass; @habits is a set. */
void hn_business_spoil_habits(const HnBusinessSpoil *spoil, guint habits, GString *text);
void hn_business_spoil_decompose(GString *text); /* NFD */
/* Blanks and points where none belong. */
void hn_business_spoil_blanks(HnRng *rng, GString *text);
