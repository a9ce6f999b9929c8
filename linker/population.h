/* linker/population.h - how often each value of an attribute is in a population: a table that
 * somebody counted, in place of the delivered rows.
 *
 * Data walk: a night that trains reads the table that the attribute names; training takes the u of
 *   exact agreement and the weights of values from it.
 * Values: standardised as the deliveries' are, counts of values that become one are added; what
 *   says nothing then (empty, fillers) is left out of the total.
 * Rates: of a value in the table, its share of the total, whatever the delivered rows hold: they
 *   repeat an entity, a population does not. A value that is absent counts like the rarest in the
 *   table: somebody has it, as it was delivered, and with more than the rarest it would be there. A
 *   value that is absent and stands in HN_COMMON_COUNT delivered rows is one that the table does
 *   not know, an office or a filler: it counts as it is delivered.
 * Source: Good (1953), "The population frequencies of species and the estimation of population
 *   parameters", Biometrika 40: the n1 values seen once stand for the share n1 / N of what was not
 *   seen. Shared out among n0 such values that is n1 / n0 holders each, less than the one that is
 *   known of whenever more values were delivered than seen once; so the holder counts.
 * Determinism: ordered by value bytes; the digest is over canonical values and counts so.
 * Errors: of the table: a count that is no whole number from 1 to 2^52, a total above 2^53.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/hash.h"
#include "records/dictionary.h"
#include "records/schema.h"
#include "records/side_table.h"

enum { HN_POPULATION_VALUE, HN_POPULATION_COUNT, HN_POPULATION_COLUMNS };
extern const HnInputColumn hn_population_columns[HN_POPULATION_COLUMNS];

typedef struct {
    HnSlice value; /* canonical */
    guint64 count;
} HnPopulationValue;

typedef struct {
    guint n;
    HnPopulationValue *values; /* ascending by value bytes */
    HnDictionary *dictionary;  /* owns the bytes */
    guint64 n_total;           /* the sum of counts */
    guint64 count_min;         /* of the rarest, and of each that is absent */
    guint64 n_left_out;        /* rows whose value says nothing */
    char digest[HN_DIGEST_HEX_CHARS + 1];
} HnPopulation;

/* HN_LINKER_ERROR_TABLE without a single value. */
HnPopulation *hn_population_new(const HnAttribute *attribute, HnSideTable *rows, GError **error);
void hn_population_free(HnPopulation *population);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPopulation, hn_population_free)

guint64 hn_population_count(const HnPopulation *population, HnSlice value); /* 0: absent */
/* Two people drawn from the population have one value; > 0. */
double hn_population_exact_rate(const HnPopulation *population);
