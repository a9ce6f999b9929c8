/* datasets/businesses/business_address.h - a site as an address in the ways in which offices write
 * it.
 *
 * Data walk: business_record.c draws a shape and has the address, the ward and the province
 *   written.
 * Source: address_abbreviations.csv for what is abbreviated how.
 * Cost: one pass over the names.
 * Threads: pure functions of their arguments.
 */
#pragma once
#include "datasets/businesses/business_places.h"

typedef struct {
    gboolean is_abbreviated; /* P.5, Q.Tân Bình, TP.HCM */
    gboolean is_whole;       /* ward, district and province in the same text */
    gboolean has_country;
    guint flavour; /* chooses among equal spellings */
} HnAddressShape;

/* Each appends. */
void hn_business_address_write(HnSite site, const HnSiteNames *names, const HnAddressShape *shape,
                               GString *out);
void hn_business_address_write_ward(const HnSiteNames *names, const HnAddressShape *shape,
                                    GString *out);
void hn_business_address_write_province(const HnSiteNames *names, const HnAddressShape *shape,
                                        GString *out);
/* House, lane and way and nothing else: what a perfect standardiser keeps. */
void hn_business_address_write_core(HnSite site, const HnSiteNames *names, GString *out);
