/* tests/reference/random_records.h - small random types and tables: sets, gaps, twins, sources.
 *
 * Data walk: property tests of blocking/ and scoring/ draw one per round from a printed seed.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/rng.h"
#include "records/record_table.h"

enum {                 /* attributes of every random type */
       RANDOM_NAME,    /* text of one to three words, some not ASCII */
       RANDOM_SURNAME, /* one word, few distinct */
       RANDOM_DATE,    /* complete or not, with slips */
       RANDOM_NUMBER,  /* digits, many values a record */
       RANDOM_ALIAS,   /* words, many values a record */
       RANDOM_SEX,     /* two values */
       RANDOM_AMOUNT,  /* tenths around 0 */
       RANDOM_PLACE,   /* within some kilometres */
       RANDOM_EMAIL,   /* addresses, some without an @ */
       RANDOM_N_ATTRIBUTES,
};

/* Attributes, rules, refinements and comparisons. Free with random_type_free(). */
HnEntityType *random_type_new(HnRng *rng);
void random_type_free(HnEntityType *type);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEntityType, random_type_free)
/* What up to nine sources of a random table say of each other; over what was there. */
void random_meetings(HnRng *rng, HnEntityType *type);
HnRecordTable *random_table_new(HnRng *rng, const HnEntityType *type, guint n_rows);
/* The seed of a run: HN_SEED, else fresh; printed as a TAP comment. */
guint64 random_seed(void);
