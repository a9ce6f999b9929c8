/* datasets/businesses/business_record.h - one record of one business as one register writes it.
 *
 * Data walk: generate_businesses.c asks for each record; contents first (business_contents.c), then
 *   the shape of every value, then what keyboards and conversions did.
 * Cost: 4 µs a record with its business.
 * Threads: the world is immutable after _new(); a row belongs to one thread.
 */
#pragma once
#include "datasets/businesses/business_contents.h"
#include "datasets/businesses/business_name.h"
#include "datasets/businesses/business_row.h"

typedef struct _HnBusinessWorld HnBusinessWorld;

/* @profile_path: NULL = the profile that the program carries; errors as hn_business_rates_new().
 * @is_plain: the same contents in one standard spelling, as a perfect standardiser would leave
 * them, to tell what the spelling costs. */
HnBusinessWorld *hn_business_world_new(guint64 seed, const char *profile_path, gboolean is_plain,
                                       GError **error);
void hn_business_world_free(HnBusinessWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBusinessWorld, hn_business_world_free)
const HnBusinessModel *hn_business_world_model(const HnBusinessWorld *world);

HnBusinessContents hn_business_world_contents(const HnBusinessWorld *world,
                                              const HnBusiness *business, guint copy,
                                              guint64 position);
/* The shape in which hn_business_record() writes the name. */
HnNameShape hn_business_world_name_shape(const HnBusinessWorld *world, const HnBusiness *business,
                                         const HnBusinessContents *contents, guint64 position);
/* Appends the name as the business registers it itself. */
void hn_business_world_write_name(const HnBusinessWorld *world, const HnBusinessName *name,
                                  GString *out);
void hn_business_world_write_site(const HnBusinessWorld *world, HnSite site, gboolean is_reformed,
                                  GString *out);
/* Fills all values but the record_id. */
void hn_business_record(const HnBusinessWorld *world, const HnBusiness *business,
                        const HnBusinessContents *contents, guint64 position, HnBusinessRow *row);
