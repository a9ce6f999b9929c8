/* datasets/error_model.h - what five offices do to the truth: which errors, how often, where.
 *
 * Data walk: citizen_record.c draws the set of errors of a record, lets the first group choose
 *   what is written (an old address, a name without its middle part), then the second group
 *   spoils the text, then the source's gaps empty some values.
 * Source: the kinds are those that people who link registers report; the rates are chosen so
 *   that Splink with hand-written settings reaches an F1 of about .987 (datasets/README.md).
 * Cost: a record draws one random number per kind and per field.
 * Threads: tables are constants, functions reentrant.
 */
#pragma once
#include "base/rng.h"
#include "datasets/citizen_row.h"
#include "datasets/letter_marks.h"

/* kind, field that it shows in, per 10,000 records at normal noise, what happens.
 * Low noise is half of it, high noise two and a half times. A value that is missing, or has no such
 * error (no mark to lose), stays as it is. */
#define HN_ERRORS(X)                                                                               \
    X(NAME_GIVEN_FIRST, FULL_NAME, 40, "given name first, surname last: Western order")            \
    X(NAME_SURNAME_LAST, FULL_NAME, 40, "surname moved behind the given name")                     \
    X(NAME_NO_MIDDLE, FULL_NAME, 120, "first middle name left out")                                \
    X(NAME_SLIP, FULL_NAME, 400, "one typing slip")                                                \
    X(NAME_UNMARKED, FULL_NAME, 350, "all diacritics lost")                                        \
    X(DATE_SWAPPED, BIRTH_DATE, 120, "day and month exchanged, if the day is at most 12")          \
    X(DATE_YEAR_ONLY, BIRTH_DATE, 130, "only the year known: written as 1 January")                \
    X(DATE_SLIP, BIRTH_DATE, 130, "another day, month or year beside the true one")                \
    X(SEX_WRONG, SEX, 40, "the other sex")                                                         \
    X(NATIONAL_ID_SLIP, NATIONAL_ID, 120, "one digit wrong, or two exchanged")                     \
    X(OLD_ID_SLIP, OLD_ID, 120, "one digit wrong, or two exchanged")                               \
    X(PHONE_SLIP, PHONE, 120, "one digit wrong, or two exchanged")                                 \
    X(PHONE_CHANGED, PHONE, 1200, "the person's second telephone number")                          \
    X(PHONE_OF_DESK, PHONE, 200, "the office's own number")                                        \
    X(MOVED, ADDRESS, 1000, "the person's second home: address, ward and province")                \
    X(ADDRESS_SLIP, ADDRESS, 400, "one typing slip")                                               \
    X(ADDRESS_UNMARKED, ADDRESS, 250, "all diacritics lost")                                       \
    X(MOTHER_NAME_SLIP, MOTHER_NAME, 250, "one typing slip")                                       \
    X(MOTHER_NAME_UNMARKED, MOTHER_NAME, 200, "all diacritics lost")

typedef enum {
#define X(kind, field, rate, text) HN_ERROR_##kind,
    HN_ERRORS(X)
#undef X
        HN_ERROR_KINDS
} HnErrorKind;

typedef enum { HN_NOISE_LOW, HN_NOISE_NORMAL, HN_NOISE_HIGH } HnNoise;

typedef guint32 HnErrorSet; /* bit per HnErrorKind */

extern const char *const hn_error_names[HN_ERROR_KINDS]; /* "NAME_SLIP" … */
extern const char *const hn_error_texts[HN_ERROR_KINDS]; /* "one typing slip" … */
HnCitizenField hn_error_field(HnErrorKind kind);
guint hn_error_rate(HnErrorKind kind, HnNoise noise); /* per 10,000 */

HnErrorSet hn_error_model_draw(HnNoise noise, HnRng *rng);
static inline gboolean
hn_error_set_has(HnErrorSet set, HnErrorKind kind)
{
    return (set >> kind & 1) != 0;
}

/* Applies the kinds of @set that spoil written text (slips, lost marks, dates, the sex). */
void hn_error_model_spoil(HnErrorSet set, const HnLetterMarks *marks, HnRng *rng,
                          HnCitizenRow *row);

/* Per 1,000 values of each field that a source of this profile lacks, whatever the noise. */
#define HN_SOURCE_PROFILES 5
typedef struct {
    const char *name;
    guint16 weight; /* how likely the source holds a person */
    guint16 missing[HN_CITIZEN_FIELDS];
} HnSourceProfile;
extern const HnSourceProfile hn_source_profiles[HN_SOURCE_PROFILES];

void hn_error_model_forget(const HnSourceProfile *profile, HnRng *rng, HnCitizenRow *row);
