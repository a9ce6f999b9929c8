/* standardise/gazetteer.h - the administrative units of Viet Nam by name, in both lists: what was
 * before July 2025 and what is since.
 *
 * Data walk: address_units.h asks which units bear a name and what became of a unit; one gazetteer
 *   serves all attributes of a project.
 * Source: tables provinces_old63, provinces_new34, districts_old, wards_old, wards_new,
 *   old_to_new_wards (the resolutions of 2025), units_former (what was gone before), and
 *   address_abbreviations of records/country_tables.h.
 * Lists: a unit of the old list knows the communes that got its territory; a commune knows the
 *   districts that it was made from. Codes of the two lists overlap and mean different places.
 * Cost: built in 15 ms, 1.5 MB; a name looked up in 8 ns.
 * Threads: immutable after it was built.
 */
#pragma once
#include "records/country_tables.h"
#include "standardise/address_words.h"
#include "standardise/slip_index.h"

typedef enum {
    HN_UNIT_NEW_PROVINCE,
    HN_UNIT_OLD_PROVINCE,
    HN_UNIT_FORMER_PROVINCE, /* gone or smaller before the list of 63 */
    HN_UNIT_DISTRICT,
    HN_UNIT_FORMER_DISTRICT,
    HN_UNIT_OLD_WARD,
    HN_UNIT_NEW_COMMUNE,
    HN_UNIT_KINDS,
} HnUnitKind;

/* What a unit is called: phường, xã ... As a set. */
typedef enum {
    HN_TITLE_PHUONG = 1 << 0,
    HN_TITLE_XA = 1 << 1,
    HN_TITLE_THI_TRAN = 1 << 2,
    HN_TITLE_DAC_KHU = 1 << 3,
    HN_TITLE_QUAN = 1 << 4,
    HN_TITLE_HUYEN = 1 << 5,
    HN_TITLE_THI_XA = 1 << 6,
    HN_TITLE_THANH_PHO = 1 << 7,
    HN_TITLE_TINH = 1 << 8,
} HnUnitTitle;
#define HN_TITLES_OF_COMMUNES 0x00F
#define HN_TITLES_OF_DISTRICTS 0x0F0
#define HN_TITLES_OF_PROVINCES 0x180

typedef struct {
    guint8 kind;               /* HnUnitKind */
    guint16 titles;            /* HnUnitTitle */
    guint32 marks;             /* of the name, see address_words.h */
    guint64 key;               /* of the name */
    guint32 district;          /* of an old ward: its district's number */
    guint32 first, n;          /* targets: communes of an old ward or district, districts of a
                                  former one or a commune */
    guint64 old_provinces;     /* bits of HnGazetteer.old_codes: where it lay */
    guint64 new_provinces;     /* bits of new_codes: where it lies */
    HnSlice letters;           /* of the name, without marks and spaces */
    HnSlice code, name, title; /* as in the table, which lives as long */
} HnUnit;

/* What a word or two before a name say; several where a short form has several meanings. */
typedef enum {
    HN_ADDRESS_NONE,
    HN_ADDRESS_NUMBER, /* số */
    HN_ADDRESS_LANE,   /* ngõ, hẻm, kiệt */
    HN_ADDRESS_SUBLANE,
    HN_ADDRESS_STREET, /* đường, phố: says nothing more */
    HN_ADDRESS_ROAD,   /* quốc lộ: part of the name */
    HN_ADDRESS_HAMLET, /* tổ, thôn, khu phố */
    HN_ADDRESS_PLACE,  /* lô, căn hộ, tầng, toà nhà */
} HnAddressFormKind;

typedef struct {
    guint64 key;
    guint16 word_counts; /* bit n: a pattern has n words; written as one word all are */
    guint16 titles;      /* of a unit */
    guint8 kind;         /* HnAddressFormKind of a part below the commune */
    gboolean is_country;
    gboolean needs_number; /* behind it: tổ 5, lô B2; without one it is a word of a name */
    guint n_marks;
    guint32 marks[4]; /* of its patterns, see address_words.h */
    char word[24];    /* canonical, of kind ROAD, HAMLET and PLACE */
} HnAddressForm;

#define HN_GAZETTEER_PROVINCES_MAX 64 /* of a list: bits of a word */

#define HN_KEY_SPREAD G_GUINT64_CONSTANT(0x9FB21C651E98DF25) /* odd: high bits of all of a key */
#define HN_FIRST_WORDS 1024u
#define HN_NAME_BITS 131072u /* 16 KiB stay near */

typedef struct {
    guint first[HN_UNIT_KINDS + 1]; /* units by kind; those of a kind in the order of their codes */
    guint n_units;
    HnUnit *units;
    guint n_targets;
    guint32 *targets;   /* numbers of units, ascending for each unit */
    guint8 *is_default; /* of targets: most of a split ward went there */
    guint n_named;
    guint32 *named;      /* units by name: those of one name beside each other */
    guint32 *name_slots; /* 0: free; else 1 + index in named of a name's first unit */
    guint64 *name_keys;  /* [n_named] */
    guint name_mask;
    guint words_max;       /* of one name */
    HnSlipIndex slips;     /* of the units' letters, by number */
    GStringChunk *letters; /* of the units' names */
    guint n_forms;
    HnAddressForm *forms;
    guint32 *form_slots;
    guint form_mask;
    guint8 form_words_max[HN_FIRST_WORDS]; /* of forms that begin with such a word; 0: none */
    guint64 name_bits[HN_NAME_BITS / 64];  /* a bit for each name: most words begin none */
    const char *old_version, *new_version; /* of the tables of communes */
} HnGazetteer;

/* Borrowed from @tables, made by the first that asks. */
const HnGazetteer *hn_gazetteer_get(const HnCountryTables *tables, GError **error);

/* Units of that name: numbers, how many in *ret_n. */
const guint32 *hn_gazetteer_find(const HnGazetteer *gazetteer, guint64 key, guint *ret_n);
/* The longest form that may begin with this word, in words. */
static inline guint
hn_gazetteer_form_words(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i)
{
    return gazetteer->form_words_max[(words->words[i].key * HN_KEY_SPREAD >> 32) % HN_FIRST_WORDS];
}
/* FALSE: no unit has that name. */
static inline gboolean
hn_gazetteer_may_have(const HnGazetteer *gazetteer, guint64 key)
{
    const guint32 bit = (guint32)(key * HN_KEY_SPREAD >> 32) % HN_NAME_BITS;
    return (gazetteer->name_bits[bit / 64] >> (bit % 64) & 1) != 0;
}

/* The form of words [first, end); NULL: they are none. "P. Hương" is no "phường". */
const HnAddressForm *hn_gazetteer_form(const HnGazetteer *gazetteer, const HnAddressWords *words,
                                       guint first, guint end);
