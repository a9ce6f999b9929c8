/* datasets/citizen_record.h - one record of one person as one source holds it, errors and gaps
 * included.
 *
 * Data walk: generate_citizens.c asks for each record; generate_night.c for the new ones.
 * Cost: 1.5 µs a record with its person.
 * Threads: the world is immutable after _new(), so any number of threads may share one.
 */
#pragma once
#include "datasets/citizen.h"
#include "datasets/error_model.h"

#define HN_SOURCES_MAX 32

typedef struct _HnCitizenWorld
    HnCitizenWorld; /* the tables, the people and the sources of one seed */

HnCitizenWorld *hn_citizen_world_new(guint64 seed, guint n_sources, HnNoise noise);
void hn_citizen_world_free(HnCitizenWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCitizenWorld, hn_citizen_world_free)

const HnCitizenModel *hn_citizen_world_model(const HnCitizenWorld *world);
const HnLetterMarks *hn_citizen_world_marks(const HnCitizenWorld *world);

/* "population", "insurance" …; from the sixth on "population2" …. Replaces @ret_text. */
void hn_citizen_world_source_name(const HnCitizenWorld *world, guint source,
                                  HnCitizenText *ret_text);

/* The true values, nothing missing, without record_id and source. */
void hn_citizen_record_true(const HnCitizenWorld *world, const HnCitizen *citizen,
                            HnCitizenRow *ret_row);

/* The record number @copy of the person, as its source holds it, without record_id; @position is
 * its place in the whole and chooses its errors. Returns the set of errors that were drawn. */
HnErrorSet hn_citizen_record(const HnCitizenWorld *world, const HnCitizen *citizen, guint copy,
                             guint64 position, HnCitizenRow *ret_row);
