/* datasets/registers/register_profile.h - a profile as numbers: what each register holds, and how
 * often it errs in which way.
 *
 * Data walk: generate_registers.c makes one from a HnProfileTable; register_record.c draws from it;
 *   `errors --profile` prints it.
 * Source: the file; a setting that it does not say is 0, or the first form of a set.
 * Cost: made once; arrays afterwards.
 * Threads: immutable after _new().
 */
#pragma once
#include "datasets/citizen_row.h"
#include "datasets/registers/address_book.h"
#include "datasets/registers/profile_table.h"
#include "datasets/registers/raw_forms.h"
#include "datasets/registers/text_damager.h"

/* kind, setting, field, what happens; per 10,000 records of the source */
#define HN_REGISTER_NOISES(X)                                                                      \
    X(NAME_NO_MIDDLE, "name.no_middle", FULL_NAME, "a middle name left out")                       \
    X(NAME_INITIALS, "name.initials", FULL_NAME, "initials: N.T. Hoa, Ng. Văn A")                  \
    X(NAME_REGION, "name.region", FULL_NAME, "a regional twin: Hoàng, Huỳnh")                      \
    X(NAME_GIVEN_FIRST, "name.given_first", FULL_NAME, "given name first")                         \
    X(NAME_SURNAME_LAST, "name.surname_last", FULL_NAME, "surname last")                           \
    X(NAME_TITLE, "name.title", FULL_NAME, "a title in front: Ông, Bà, BS.")                       \
    X(NAME_ALIAS, "name.alias", FULL_NAME, "another name behind: (tức Ba)")                        \
    X(NAME_UPPER, "name.upper", FULL_NAME, "in capitals")                                          \
    X(NAME_LOWER, "name.lower", FULL_NAME, "in small letters")                                     \
    X(MOTHER_NO_MIDDLE, "mother.no_middle", MOTHER_NAME, "a middle name left out")                 \
    X(MOTHER_INITIALS, "mother.initials", MOTHER_NAME, "initials")                                 \
    X(MOTHER_TITLE, "mother.title", MOTHER_NAME, "a title in front: Bà")                           \
    X(MOTHER_UPPER, "mother.upper", MOTHER_NAME, "in capitals")                                    \
    X(ROW_OLD_TONES, "row.old_tones", FULL_NAME, "old tone placement in all texts: Hòa")           \
    X(DATE_SLIP, "date.slip", BIRTH_DATE, "day, month or year beside the true one")                \
    X(DATE_SWAP, "date.swap", BIRTH_DATE, "day and month exchanged, if the day is at most 12")     \
    X(DATE_AGE, "date.age", BIRTH_DATE, "the year by one to three: declared age")                  \
    X(DATE_LUNAR, "date.lunar", BIRTH_DATE, "the lunar date: three to seven weeks before")         \
    X(DATE_MONTH_ONLY, "date.month_only", BIRTH_DATE, "month and year")                            \
    X(DATE_YEAR_ONLY, "date.year_only", BIRTH_DATE, "the year alone")                              \
    X(DATE_FILLED, "date.filled", BIRTH_DATE, "only the year known: 1 January")                    \
    X(SEX_WRONG, "sex.wrong", SEX, "the other sex")                                                \
    X(ID_SLIP, "id.slip", NATIONAL_ID, "one digit wrong")                                          \
    X(ID_SWAP, "id.swap", NATIONAL_ID, "two digits exchanged")                                     \
    X(ID_PARENT, "id.parent", NATIONAL_ID, "the mother's number in a child's record")              \
    X(ID_OLD, "id.old", NATIONAL_ID, "the 9-digit number in the column of the 12-digit one")       \
    X(ID_SUPERSEDED, "id.superseded", NATIONAL_ID, "the number before it was issued anew")         \
    X(ID_FILLER, "id.filler", NATIONAL_ID, "000000000000, 123456789012")                           \
    X(OLD_SLIP, "old.slip", OLD_ID, "one digit wrong")                                             \
    X(OLD_SWAP, "old.swap", OLD_ID, "two digits exchanged")                                        \
    X(OLD_TWELVE, "old.twelve", OLD_ID, "the 12-digit number in this column")                      \
    X(OLD_PASSPORT, "old.passport", OLD_ID, "the passport's number, if there is one")              \
    X(OLD_SUPERSEDED, "old.superseded", OLD_ID, "the number of a former province")                 \
    X(OLD_FILLER, "old.filler", OLD_ID, "000000000, 123456789")                                    \
    X(PHONE_SLIP, "phone.slip", PHONE, "one digit wrong, or two exchanged")                        \
    X(PHONE_STALE, "phone.stale", PHONE, "a number of before")                                     \
    X(PHONE_RELATIVE, "phone.relative", PHONE, "the husband's, the mother's")                      \
    X(PHONE_DESK, "phone.desk", PHONE, "the office's own")                                         \
    X(PHONE_TWO, "phone.two", PHONE, "two numbers in one field")                                   \
    X(ADDRESS_STALE, "address.stale", ADDRESS, "the home before a move")                           \
    X(ADDRESS_TEMPORARY, "address.temporary", ADDRESS, "another place: where they stay")           \
    X(ADDRESS_LAG, "address.lag", ADDRESS, "after the reform still in the old words")              \
    X(ADDRESS_RECODED, "address.recoded", ADDRESS, "put into the new words later")                 \
    X(ADDRESS_PART_LOST, "address.part_lost", ADDRESS, "a part left out")                          \
    X(ADDRESS_REVERSED, "address.reversed", ADDRESS, "province first")                             \
    X(ADDRESS_UPPER, "address.upper", ADDRESS, "address, ward and province in capitals")

typedef enum {
#define X(kind, setting, field, text) HN_NOISE_##kind,
    HN_REGISTER_NOISES(X)
#undef X
        HN_REGISTER_NOISE_KINDS
} HnRegisterNoise;

/* Where a damage of the text is drawn. ROW: one draw for all texts of the record. */
typedef enum { HN_TEXTS_NAME, HN_TEXTS_MOTHER, HN_TEXTS_ADDRESS, HN_TEXTS_ROW } HnTexts;
#define HN_TEXTS_GROUPS 4

/* What the address column holds beside the house. */
#define HN_ADDRESS_CONTENTS(X)                                                                     \
    X(STREET, "street") /* house, street, hamlet */                                                \
    X(WITH_WARD, "with_ward")                                                                      \
    X(WITH_DISTRICT, "with_district")                                                              \
    X(FULL, "full")                   /* down to the province */                                   \
    X(COUNTRY, "country")             /* and "Việt Nam" */                                       \
    X(DISTRICT_ONLY, "district_only") /* street and district: the ward has its column */
typedef enum {
#define X(kind, key) HN_ADDRESS_##kind,
    HN_ADDRESS_CONTENTS(X)
#undef X
        HN_ADDRESS_CONTENT_KINDS
} HnAddressContent;

typedef enum { HN_WARD_ALONE, HN_WARD_WITH_DISTRICT, HN_WARD_KINDS } HnWardContent;
typedef enum {
    HN_PROVINCE_BARE,
    HN_PROVINCE_LONG,
    HN_PROVINCE_ABBREVIATED,
    HN_PROVINCE_ALIAS,
    HN_PROVINCE_FORM_KINDS
} HnProvinceForm;

/* Sets of forms of which each record draws one by weight. */
typedef enum {
    HN_SET_DATE,
    HN_SET_SEX,
    HN_SET_PHONE,
    HN_SET_ID,
    HN_SET_OLD_ID,
    HN_SET_ADDRESS,
    HN_SET_ADDRESS_STYLE,
    HN_SET_WARD,
    HN_SET_WARD_STYLE,
    HN_SET_PROVINCE,
    HN_FORM_SETS
} HnFormSet;
#define HN_FORMS_MAX 12

typedef struct {
    guint n;
    guint total;
    guint16 weights[HN_FORMS_MAX];
} HnFormWeights;

typedef struct {
    const char *name; /* borrowed from the table */
    guint share;      /* how likely it holds a person */
    HnDay first;      /* records were written between these days */
    HnDay last;
    guint min_age; /* of the people it holds, when the record was written */
    guint max_age;
    HnFileEncoding encoding;
    char separator;
    guint n_columns;
    guint8 columns[HN_CITIZEN_FIELDS]; /* HnCitizenField, in the order of its file */
    char *headers[HN_CITIZEN_FIELDS];  /* of n_columns */
    guint16 gaps[HN_CITIZEN_FIELDS];   /* per 10,000; all of a field without a column */
    guint16 rates[HN_REGISTER_NOISE_KINDS];
    guint16 damages[HN_TEXTS_GROUPS][HN_TEXT_SPOIL_KINDS];
    HnFormWeights forms[HN_FORM_SETS];
} HnRegister;

typedef struct {
    HnProfileTable *table;
    GArray *registers; /* of HnRegister */
    guint again;       /* per 10,000 further records: in the source of the one before */
    guint total_share;
    guint entities_per_10000; /* people per 10,000 records */
} HnRegisterProfile;

extern const char *const hn_register_noise_texts[HN_REGISTER_NOISE_KINDS];
extern const char *const hn_register_noise_settings[HN_REGISTER_NOISE_KINDS];
HnCitizenField hn_register_noise_field(HnRegisterNoise kind);
extern const char *const hn_texts_names[HN_TEXTS_GROUPS]; /* "name", "mother" … */

/* Takes @table. HN_BASE_ERROR_CORRUPT: says which source and setting, never a value. */
HnRegisterProfile *hn_register_profile_new(HnProfileTable *table, GError **error);
void hn_register_profile_free(HnRegisterProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRegisterProfile, hn_register_profile_free)

static inline const HnRegister *
hn_register_profile_at(const HnRegisterProfile *profile, guint source)
{
    return &g_array_index(profile->registers, HnRegister, source);
}

guint hn_form_weights_draw(const HnFormWeights *weights, HnRng *rng);
