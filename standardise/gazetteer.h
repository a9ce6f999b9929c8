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

typedef enum { HN_LEVEL_OF_PROVINCE, HN_LEVEL_OF_DISTRICT, HN_LEVEL_OF_COMMUNE } HnUnitLevel;
#define HN_UNIT_LEVELS 3

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

/* A unit beside the others of its name: all that is asked of each of them, as in HnUnit. Those of
 * all names are more than a cache holds, and a name's lie together. */
typedef struct {
    guint64 old_provinces, new_provinces;
    guint32 number, district, marks, first;
    guint16 titles, n;
    guint8 kind; /* HnUnitKind */
} HnNamedUnit;

/* What the canonical text of a commune needs, small enough to stay near. */
typedef struct {
    guint32 first; /* of its districts, in targets */
    guint16 n;
    guint8 province; /* of the list in force: its bit */
} HnCommune;

#define HN_UNIT_CODE_BYTES_MAX 7u
typedef struct { /* longer ones: n_bytes is 0, and HnUnit has it */
    guint8 n_bytes, bytes[HN_UNIT_CODE_BYTES_MAX];
} HnUnitCode;

typedef struct {
    guint64 key;
    guint32 first;                /* of its units, in named */
    guint16 ends[HN_UNIT_LEVELS]; /* behind those of each level, counted from first */
} HnUnitName;

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
#define HN_FORM_BITS 8192u

typedef struct {
    guint first[HN_UNIT_KINDS + 1]; /* units by kind; those of a kind in the order of their codes */
    guint n_units;
    HnUnit *units;
    HnUnitCode *codes;   /* of units, by number */
    HnCommune *communes; /* by number less the first one's */
    guint n_targets;
    guint32 *targets;   /* numbers of units, ascending for each unit */
    guint8 *is_default; /* of targets: most of a split ward went there */
    guint n_named;
    HnNamedUnit *named; /* by name: those of one name beside each other, by number */
    guint n_names;
    HnUnitName *names;
    guint32 *name_slots; /* 0: free; else bits of the hash above 1 + index in names */
    guint name_mask;
    guint words_max;                   /* of one name */
    HnSlipIndex slips[HN_UNIT_LEVELS]; /* of the units' letters, by number less the level's first */
    GStringChunk *letters;             /* of the units' names */
    guint n_forms;
    HnAddressForm *forms;
    guint32 *form_slots;
    guint form_mask;
    guint8 form_words_max[HN_FIRST_WORDS]; /* of forms that begin with such a word; 0: none */
    guint64 name_bits[HN_NAME_BITS / 64];  /* a bit for each name: most words begin none */
    guint64 form_bits[HN_FORM_BITS / 64];  /* a bit for each form */
    /* A bit for each beginning, of a letter or more, of a form that is a title or a country. */
    guint64 title_bits[HN_FORM_BITS / 64], country_bits[HN_FORM_BITS / 64];
    const char *old_version, *new_version; /* of the tables of communes */
} HnGazetteer;

/* Borrowed from @tables, made by the first that asks. */
const HnGazetteer *hn_gazetteer_get(const HnCountryTables *tables, GError **error);

/* NULL: no unit has that name. */
const HnUnitName *hn_gazetteer_name(const HnGazetteer *gazetteer, guint64 key);
/* All units of that name, how many in *ret_n. */
const HnNamedUnit *hn_gazetteer_find(const HnGazetteer *gazetteer, guint64 key, guint *ret_n);
HnNamedUnit hn_gazetteer_named_unit(const HnGazetteer *gazetteer, guint32 number);
/* The first number of the level's units; of level HN_UNIT_LEVELS: n_units. */
guint32 hn_gazetteer_level_start(const HnGazetteer *gazetteer, guint level);

static inline const HnCommune *
hn_gazetteer_commune(const HnGazetteer *gazetteer, guint32 number)
{
    return gazetteer->communes + (number - gazetteer->first[HN_UNIT_NEW_COMMUNE]);
}
static inline HnSlice
hn_gazetteer_code(const HnGazetteer *gazetteer, guint32 number)
{
    const HnUnitCode *code = gazetteer->codes + number;
    return code->n_bytes > 0 ? hn_slice(code->bytes, code->n_bytes) : gazetteer->units[number].code;
}
static inline HnUnitLevel
hn_unit_level(HnUnitKind kind)
{
    return kind < HN_UNIT_DISTRICT   ? HN_LEVEL_OF_PROVINCE
           : kind < HN_UNIT_OLD_WARD ? HN_LEVEL_OF_DISTRICT
                                     : HN_LEVEL_OF_COMMUNE;
}
/* The longest form that may begin with this word, in words. */
static inline guint
hn_gazetteer_form_words(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i)
{
    return gazetteer->form_words_max[(words->words[i].key * HN_KEY_SPREAD >> 32) % HN_FIRST_WORDS];
}
static inline void
hn_set_key_bit(guint64 *bits, guint n_bits, guint64 key)
{
    const guint32 bit = (guint32)(key * HN_KEY_SPREAD >> 32) % n_bits;
    bits[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
}
static inline gboolean
hn_has_key_bit(const guint64 *bits, guint n_bits, guint64 key)
{
    const guint32 bit = (guint32)(key * HN_KEY_SPREAD >> 32) % n_bits;
    return (bits[bit / 64] >> (bit % 64) & 1) != 0;
}
/* FALSE: no unit has that name. */
static inline gboolean
hn_gazetteer_may_have(const HnGazetteer *gazetteer, guint64 key)
{
    return hn_has_key_bit(gazetteer->name_bits, HN_NAME_BITS, key);
}
/* FALSE: no unit's title begins with this word; no name of the country. */
static inline gboolean
hn_gazetteer_may_be_title(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i)
{
    return hn_has_key_bit(gazetteer->title_bits, HN_FORM_BITS, words->words[i].key);
}
static inline gboolean
hn_gazetteer_may_be_country(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i)
{
    return hn_has_key_bit(gazetteer->country_bits, HN_FORM_BITS, words->words[i].key);
}

/* The form of words [first, end); NULL: they are none. "P. Hương" is no "phường". */
const HnAddressForm *hn_gazetteer_form(const HnGazetteer *gazetteer, const HnAddressWords *words,
                                       guint first, guint end);
