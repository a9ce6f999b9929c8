/* datasets/registers/address_book.h - dwellings, and their addresses before and after the reform
 * of 1 July 2025.
 *
 * Data walk: life.c draws dwellings; register_record.c writes their addresses in the manner of a
 *   source.
 * Source: wards_old, districts_old, provinces_old63, old_to_new_wards, wards_new,
 *   provinces_new34; street_names. A dwelling of a divided ward lies in one of its successors,
 *   mostly the main one. Forms of lanes by region as people write them.
 * Cost: a draw is about ten random numbers; a write appends slices.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/rng.h"
#include "datasets/registers/raw_text.h"

typedef struct _HnAddressBook HnAddressBook;

typedef struct {
    guint16 old_ward; /* index */
    guint16 new_ward; /* index */
    guint16 number;   /* 0 = none */
    guint16 lane;     /* 0 = none */
    guint16 sub_lane; /* 0 = none */
    guint16 street;   /* index; of a town */
    guint8 hamlet;    /* 0 = none; 1.. = "Thôn 1"; from HN_HAMLET_NAMED on, a name */
    guint8 group;     /* 0 = none: "Tổ 5" */
    gboolean is_rural;
} HnDwelling;

#define HN_HAMLET_NAMED 20

typedef enum { HN_REGION_NORTH, HN_REGION_CENTRE, HN_REGION_SOUTH } HnRegion;

typedef enum {
    HN_PLACE_LONG,        /* "Phường Phúc Xá, Quận Ba Đình" */
    HN_PLACE_ABBREVIATED, /* "P. Phúc Xá, Q. Ba Đình" */
    HN_PLACE_TIGHT,       /* "P.Phúc Xá, Q.Ba Đình", "Q1" */
    HN_PLACE_BARE,        /* "Phúc Xá, Ba Đình" */
} HnPlaceStyle;
#define HN_PLACE_STYLES 4

typedef enum {
    HN_ADDRESS_HOUSE,  /* number, lanes and street, or the number in a hamlet */
    HN_ADDRESS_HAMLET, /* group and hamlet or quarter */
    HN_ADDRESS_WARD,
    HN_ADDRESS_DISTRICT, /* nothing after the reform */
    HN_ADDRESS_PROVINCE,
} HnAddressPart;
#define HN_ADDRESS_PARTS 5

HnAddressBook *hn_address_book_new(void);
void hn_address_book_free(HnAddressBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAddressBook, hn_address_book_free)

HnDwelling hn_address_book_draw(const HnAddressBook *book, HnRng *rng);
/* Another one in the same old province: most moves are short. */
HnDwelling hn_address_book_draw_near(const HnAddressBook *book, HnDwelling dwelling, HnRng *rng);

guint hn_address_book_province(const HnAddressBook *book, HnDwelling dwelling); /* old code */
HnRegion hn_address_book_region(const HnAddressBook *book, HnDwelling dwelling);
/* Digits of the 9-digit number's prefix, 2 or 3 of them. */
HnSlice hn_address_book_id_prefix(const HnAddressBook *book, HnDwelling dwelling);

/* Appends one part; @is_new: in the words of after the reform. FALSE: the dwelling has none. */
gboolean hn_address_book_part(const HnAddressBook *book, HnDwelling dwelling, HnAddressPart part,
                              gboolean is_new, HnPlaceStyle style, HnRawText *text);
/* One of the other names of the province, @chosen of them; FALSE: it has none. */
gboolean hn_address_book_alias(const HnAddressBook *book, HnDwelling dwelling, gboolean is_new,
                               guint chosen, HnRawText *text);
/* House and hamlet as one standard would write them. */
void hn_address_book_standard(const HnAddressBook *book, HnDwelling dwelling, HnRawText *text);
