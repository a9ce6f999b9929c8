/* datasets/businesses/business_tables.h - the word lists and place tables that the businesses are
 * made of, as bytes.
 *
 * Data walk: embed_tables.py writes one C file per table at build time; business_words.c and
 *   business_places.c read them through hn_business_table().
 * Source: the CSV files beside this one (general knowledge, see datasets/README.md) and
 *   datasets/reference.
 * Cost: none.
 * Threads: constants.
 */
#pragma once
#include "datasets/reference_tables.h"

#define HN_BUSINESS_TABLES(X)                                                                      \
    X(activities)                                                                                  \
    X(brand_first)                                                                                 \
    X(brand_second)                                                                                \
    X(brand_piece)                                                                                 \
    X(suffixes)                                                                                    \
    X(shops)                                                                                       \
    X(buildings)                                                                                   \
    X(roads)                                                                                       \
    X(tax_offices)                                                                                 \
    X(profile)                                                                                     \
    X(profile_1)                                                                                   \
    X(profile_2)                                                                                   \
    X(profile_3)

#define X(name)                                                                                    \
    extern const guint8 hn_business_##name[];                                                      \
    extern const gsize hn_business_##name##_bytes;                                                 \
    extern const char hn_business_##name##_version[];
HN_BUSINESS_TABLES(X)
#undef X

/* A reader behind the header of one of them: HN_BUSINESS_TABLE(activities). */
#define HN_BUSINESS_TABLE(name)                                                                    \
    hn_business_table(hn_slice(hn_business_##name, hn_business_##name##_bytes))
HnReferenceReader hn_business_table(HnSlice bytes);
