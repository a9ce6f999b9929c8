/* datasets/registers/register_record.h - one record of one person as one register writes it.
 *
 * Data walk: membership (which register, on which day) → what was true on that day and what the
 *   clerk knew (content) → how the register writes it (form). generate_registers.c asks.
 * Source: rates and forms of the profile (register_profile.h).
 * Cost: 2 µs and the person's life.
 * Threads: the world is immutable after _new().
 */
#pragma once
#include "datasets/registers/life.h"
#include "datasets/registers/register_profile.h"

typedef struct {
    HnRawText values[HN_CITIZEN_FIELDS];
} HnRegisterRow;

typedef struct _HnRegisterWorld HnRegisterWorld;

/* What a record shows, for hard_pairs.c; versions are -1 where the record has none. */
typedef struct {
    guint64 noises; /* bit per HnRegisterNoise whose field is there */
    guint32 row_damages;
    guint32 name_damages;
    HnDay written;
    guint8 source;
    gint8 id_version;
    gint8 old_version;
    gint8 passport_version;
    gint8 phone_version;
    gint8 home;
    gint8 name_version;
    gint8 birth_version;
    guint8 is_new_address; /* in the words of after the reform */
    guint8 n_old_ids;      /* of the person, in their life */
    guint8 is_mothers_id;  /* the 12-digit number is the mother's */
    guint8 was_renamed;    /* the person, once */
    guint8 was_corrected;
} HnRecordFacts;

static inline gboolean
hn_record_facts_has(const HnRecordFacts *facts, HnRegisterNoise kind)
{
    return (facts->noises >> kind & 1) != 0;
}

/* @profile is borrowed. */
HnRegisterWorld *hn_register_world_new(guint64 seed, const HnRegisterProfile *profile);
void hn_register_world_free(HnRegisterWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRegisterWorld, hn_register_world_free)

const HnLifeModel *hn_register_world_model(const HnRegisterWorld *world);
const HnLetterForms *hn_register_world_letters(const HnRegisterWorld *world);

/* Where a record goes. */
typedef struct {
    HnRegisterRow *raw;
    HnRegisterRow *standard; /* or NULL: what a perfect standardiser would make of it: one form for
                              * each value; slips and losses stay */
    HnRecordFacts *facts;
} HnRecordRoom;

/* The record number @copy of @life's person, without record_id; @position chooses its errors. */
void hn_register_record(const HnRegisterWorld *world, const HnLife *life, guint copy,
                        guint64 position, HnRecordRoom room);
