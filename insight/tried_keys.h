/* insight/tried_keys.h - the keys that candidate rules are made of, each made once for the sample.
 *
 * Data walk: rule_search.c. A candidate is a conjunction of keys: its pairs are those that agree in
 *   each, so all that depends on one key is done once a key and not once a candidate.
 * Sketch: 1,024 candidates are made of some 30 keys. Of 60,000 records keys of values take 0.1 us
 *   a value and key; a candidate's pairs at most a tuple of 12 bytes a record and key, made and
 *   sorted in about 2 ms; of 20,000 likely pairs 0.1 us a pair and key, then a byte a pair and
 *   candidate.
 * Threads: immutable after _new(); counting uses the pool.
 */
#pragma once
#include "base/thread_pool.h"
#include "insight/rule_candidates.h"
#include "records/record_table.h"

typedef struct _HnTriedKeys HnTriedKeys;
/* @candidates: as hn_rule_candidates_new() gave them, all of them. @table: borrowed, the sample.
 * @error: of config/. */
HnTriedKeys *hn_tried_keys_new(const HnDraft *draft, const GArray *candidates,
                               const HnRecordTable *table, HnThreadPool *pool, GError **error);
void hn_tried_keys_free(HnTriedKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnTriedKeys, hn_tried_keys_free)
/* Counts the pairs of every candidate, without refinements; those that make none fall away, the
 * others stand ascending by pairs, then as they were made. @scale: records of all over those of the
 * table. */
void hn_tried_keys_count(const HnTriedKeys *keys, gdouble scale, GArray *candidates);
/* @pairs: of HnLikelyPair. @ret_makes: [n_candidates * n_pairs] 1 where the candidate makes the
 * pair: its rows share every key of it. */
void hn_tried_keys_make(const HnTriedKeys *keys, const GArray *candidates, const GArray *pairs,
                        guint8 *ret_makes);
/* The same of mixed pairs: each has of every attribute what another of @pairs has there, of those
 * that have a value of it on both sides as it has itself. So damages come together that did not in
 * @pairs, as they do if each comes by itself. */
void hn_tried_keys_make_mixed(const HnTriedKeys *keys, const GArray *candidates,
                              const GArray *pairs, guint8 *ret_makes);
