/* blocking/blocks_layout.h - what is inside HnBlocks, for the files of blocking/ alone.
 *
 * Data walk: blocks.c and blocks_codec.c fill it, pairs.c reads it.
 * Two CSR forms of one relation: block -> classes, and class -> blocks (both ascending). n_before
 *   says for each membership how many smaller blocks the class has, that is its place in the
 *   class's own list, so the test for a smaller common block needs no search; the signature says in
 *   one AND that two classes have no smaller block in common, which settles most pairs without a
 *   look at their lists.
 * Cost: 4 + 2 + 4 bytes a membership in the first, 4 in the second.
 * Threads: immutable after hn_blocks_finish().
 */
#pragma once
#include "blocking/blocks.h"

struct _HnBlocks {
    guint n_rules;
    guint32 rule_first[HN_RULES_MAX + 1]; /* blocks of rule r: [rule_first[r], rule_first[r + 1]) */
    guint32 n_blocks;
    guint64 *start;    /* [n_blocks + 1] into members */
    guint32 *members;  /* classes, ascending inside a block */
    guint16 *n_before; /* beside members */
    guint32
        *signatures; /* beside members: which smaller blocks the class has, one bit each, shared */
    guint32 n_classes;
    guint64 *class_start;   /* [n_classes + 1] into class_blocks */
    guint32 *class_blocks;  /* ascending inside a class */
    guint8 *has_equal_rows; /* bit set by class: two rows or more */
    HnBudget *budget;       /* nullable, borrowed: size_bytes are taken from it */
    guint64 size_bytes;
};

static inline gboolean
hn_blocks_has_equal_rows(const HnBlocks *blocks, guint32 class)
{
    return blocks->has_equal_rows[class / 8] >> class % 8 & 1;
}

static inline guint32
hn_blocks_signature(guint32 block)
{
    return 1u << (block * 2654435769u >> 27);
}

/* Fills what follows from rule_first, start and members. */
void hn_blocks_finish(HnBlocks *blocks, const HnRecordTable *table);
