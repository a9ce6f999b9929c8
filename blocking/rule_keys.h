/* blocking/rule_keys.h - the keys of every class under one rule, as packed tuples.
 *
 * Data walk: blocks.c asks for one rule at a time, oversize_search.c for the classes of one value.
 *   A class is read through its first row.
 * A class has the cross product of its parts' keys, at most HN_KEYS_MAX in all: beyond that the
 *   first ones by the bytes of the parts count, so that the cut depends on the record alone, and
 *   the class is counted.
 * Cost: 5-10 ns a class where every part has one key; a few hundred where sets or tokens
 *   multiply.
 * Threads: reentrant; the key space and the index are shared.
 */
#pragma once
#include "blocking/key_tuples.h"
#include "blocking/oversize.h"

/* Which classes, and the parts of their keys. */
typedef struct {
    const HnRecordTable *table;
    const guint32 *classes; /* NULL: all of the table, 0 .. n_classes - 1 */
    guint32 n_classes;
    guint n_parts;
    HnKeySource parts[HN_KEY_PARTS_MAX];
} HnKeyRequest;
HnKeyRequest hn_key_request_of_rule(const HnKeySpace *space, const HnRecordTable *table,
                                    const HnEntityType *type, guint rule);
/* How the keys of the request are packed when none of them is listed. */
HnKeyPacking hn_key_request_packing(const HnKeyRequest *request);
/* Fills @tuples, initialised here, with the keys of the request; returns the classes with more than
 * HN_KEYS_MAX keys. */
guint32 hn_rule_keys_plain(const HnKeyRequest *request, HnKeyTuples *tuples);

typedef struct {
    HnKeyTuples plain;   /* keys that are not listed */
    HnKeyTuples refined; /* parts: index of the listed value, then its refinements */
    HnKeyPacking plain_packing, refined_packing;
    guint32 n_cut; /* classes with more than HN_KEYS_MAX keys */
    guint64
        records_unrefined; /* records under a refined value that lack one of its refinement keys */
    guint64 *rows_listed;  /* [index->n] records under each listed value */
} HnRuleKeys;
void hn_rule_keys_build(const HnKeyRequest *request, const HnKeySpace *space,
                        const HnOversizeIndex *index, HnRuleKeys *ret_keys);
void hn_rule_keys_clear(HnRuleKeys *keys);
