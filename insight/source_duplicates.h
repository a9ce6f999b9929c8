/* insight/source_duplicates.h - whether a source holds each entity once, by its likely matches.
 *
 * Data walk: rule_search.c asks for each source, with the likely matches of its sample.
 * Way: matches inside a source are counted against those that chance would put there if duplicates
 *   stood anywhere. A source holds each entity once if hardly any are there that weigh at least as
 *   much as half of those across sources: different things of one kind (papers of one author, sizes
 *   of one product) look like matches, too, but not like the best. Or if numbers that somebody
 *   issues say so against the model: pairs that agree in one are hardly ever inside the source,
 *   where the model sees several times as many matches. Then it takes a kind for a thing.
 * Cost: three passes over the pairs, and one over the records for each such number.
 * Threads: reentrant.
 */
#pragma once
#include "records/record_table.h"

/* A pair of rows that may be a match. */
typedef struct {
    guint32 a, b;
    gint32 weight_units;
    gdouble probability;
    guint64 draw; /* pairs are sampled by it */
} HnLikelyPair;

/* @likely: of HnLikelyPair. @source: index in the table's. FALSE where too little is known. */
gboolean hn_source_holds_once(const HnRecordTable *table, const HnEntityType *type,
                              const GArray *likely, guint source);
