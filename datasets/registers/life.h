/* datasets/registers/life.h - a person from birth to today: names, homes, numbers and papers, each
 * with the day from which on it held; a pure function of (seed, entity).
 *
 * Data walk: register_record.c asks for the life of a record's person and writes what was true on
 *   the day of the record; relations.c and generate_registers.c tell families and events.
 * Source: eight entities in a row may be a clan of three generations; whoever needs the father
 *   draws him again, so that memory does not grow. Issue of numbers by vietnam.md: 9 digits with
 *   the province's prefix until 2020, anew after a move to another province; 12 digits from 2016
 *   (for some from 2012); anew where birth year or sex were corrected.
 * Cost: 1 µs for a stranger, four times as much for a grandchild.
 * Threads: the model is immutable after _new().
 */
#pragma once
#include "datasets/feistel.h"
#include "datasets/place_table.h"
#include "datasets/registers/address_book.h"
#include "datasets/registers/life_names.h"
#include "datasets/registers/raw_forms.h"

#define HN_TODAY HN_DAY(2026, 6, 30)
#define HN_REFORM_DAY HN_DAY(2025, 7, 1)
#define HN_PREFIX_DAY HN_DAY(2018, 9, 15) /* 11-digit mobile numbers became 10-digit ones */
#define HN_CLAN_SIZE 8

typedef enum {
    HN_CLAN_STRANGERS, /* eight people who do not know each other */
    HN_CLAN_COUPLE,    /* husband and wife, and six strangers */
    HN_CLAN_FAMILY,    /* father, mother, two children, four strangers */
    HN_CLAN_TWINS,     /* the same with twins: one birth date, names one syllable apart */
    HN_CLAN_NAMESAKE,  /* the same with a son who bears his father's name */
    HN_CLAN_THREE,     /* grandparents, their two children, the one's wife, three grandchildren */
    HN_CLAN_KINDS
} HnClanKind;

/* Places in a clan. */
typedef enum {
    HN_PLACE_GRANDFATHER,
    HN_PLACE_GRANDMOTHER,
    HN_PLACE_FATHER,
    HN_PLACE_AUNT, /* or uncle: the father's sister or brother */
    HN_PLACE_MOTHER,
    HN_PLACE_FIRST_CHILD,
    HN_PLACE_SECOND_CHILD,
    HN_PLACE_THIRD_CHILD,
} HnClanPlace;

#define HN_LIFE_VERSIONS 3

typedef struct {
    guint8 n; /* versions in use, oldest first */
    HnDay since[HN_LIFE_VERSIONS];
    guint64 value[HN_LIFE_VERSIONS];
} HnNumbers;

typedef struct {
    guint64 entity;
    HnSex sex;
    HnDay birth;
    HnDay claimed_birth; /* what papers said before the correction; birth if they were right */
    HnDay corrected;     /* 0 = never wrong */
    HnDay died;          /* 0 = alive */
    HnLifeName names[2];
    HnDay renamed; /* 0 = never: names[1] is not set */
    HnLifeName mother;
    HnLifeName father;
    guint8 n_homes;
    HnDay moved[HN_LIFE_VERSIONS]; /* to homes[i]; [0] is birth */
    HnDwelling homes[HN_LIFE_VERSIONS];
    HnNumbers national_ids; /* 12 digits */
    HnNumbers old_ids;      /* 9 digits */
    HnNumbers passports;    /* digits; the letter is the first by series */
    HnNumbers phones;       /* 10 digits as of today, without the 0 */
    guint64 relative_phone; /* that a spouse, mother or child of theirs uses; 0 = none */
    guint64 parent_id;      /* the 12-digit number of mother or father; 0 = not known here */
} HnLife;

typedef struct _HnLifeModel HnLifeModel;

HnLifeModel *hn_life_model_new(guint64 seed);
void hn_life_model_free(HnLifeModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLifeModel, hn_life_model_free)

void hn_life_draw(const HnLifeModel *model, guint64 entity, HnLife *ret_life);
HnClanKind hn_life_clan(const HnLifeModel *model, guint64 entity);
/* Whether that place of a clan belongs to the family. */
gboolean hn_life_is_kin(HnClanKind kind, guint place);

const HnAddressBook *hn_life_addresses(const HnLifeModel *model);
const HnLifeNames *hn_life_names(const HnLifeModel *model);
guint64 hn_life_desk_phone(const HnLifeModel *model, guint64 entity);
/* The 11-digit number of before September 2018, or 0: it was the same then. */
guint64 hn_life_phone_before(const HnLifeModel *model, guint64 phone);

/* The version in force on @day: its index, -1 if there was none yet. */
int hn_numbers_at(const HnNumbers *numbers, HnDay day);
/* Where they stay for work or study: near the home of that number. */
HnDwelling hn_life_stay(const HnLifeModel *model, const HnLife *life, guint home);
guint hn_life_home_at(const HnLife *life, HnDay day);
HnDay hn_day_add_years(HnDay day, guint years); /* 29 February becomes the 28th */
