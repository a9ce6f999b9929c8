/* tests/reference/reference_blocks.h - candidate pairs by definition, on strings.
 *
 * Data walk: property tests compare hn_blocks_build() and hn_blocks_pairs() with it.
 * Cost: rows squared x rules x keys squared.
 * Threads: belongs to one thread.
 */
#pragma once
#include "blocking/blocks.h"

typedef struct {
    guint32 n_rows, n_rules;
    guint64 *rules;        /* [n_rows * n_rows] bit r of (a, b), a < b: they meet through rule r */
    HnRuleReport *reports; /* of listed values: n_keys, n_blocks, pairs_here and largest alone;
                              of windows: n_keys and what was dropped */
} ReferenceBlocks;
ReferenceBlocks *reference_blocks_new(const HnRecordTable *table, const HnEntityType *type,
                                      const HnOversizeList *oversize);
void reference_blocks_free(ReferenceBlocks *reference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReferenceBlocks, reference_blocks_free)
/* Distinct key values (char *) of a row under a part, ascending by bytes. (transfer full) */
GPtrArray *reference_part_keys(const HnRecordTable *table, guint32 row, const HnKeyPart *part);
