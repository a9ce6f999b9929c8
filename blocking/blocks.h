/* blocking/blocks.h - records that share a key as blocks in CSR form; each pair of them once.
 *
 * Data walk: block. rules -> keys of every class (representative) -> radix sort -> runs = blocks.
 *   Score pulls pairs in batches. Keys depend on the record and the bundle alone, never on
 *   today's block sizes: values that training found oversize are listed (HnOversize) with the
 *   refinement keys that split them; a value that outgrows block_size_max later yields no pairs
 *   through that rule and is counted in the report.
 * Each pair once: a pair belongs to the smallest block number that both have in common (LeCoBI);
 *   blocks are numbered by rule, so that is also its first rule (Splink's match_key).
 * Source: sort-based blocking after Kim and Lee (2010); least common block index: Papadakis et
 *   al. (2012), "Beyond 100 million entities", WSDM, 3.2; refinement: Borthwick et al. (2020),
 *   hashed dynamic blocking.
 * A rule with a window (neighbourhood.h) has a block for each window, so a pair may be in as many
 *   blocks of it as the window is wide; it is made once all the same.
 * A class stands for its equal rows, and block_size_max counts classes. A block of one class is
 *   kept when the class has two rows or more: it yields the pair (a, a). Inside a rule the order
 *   of blocks, and so of pairs, depends on run-local codes: which pairs there are, and through
 *   which first rule, never does.
 * A record has at most 64 keys through one rule, the first by the bytes of the parts.
 * Cost: per rule 24 bytes x classes while sorting; then 14 bytes x memberships; a pair about 2
 *   ns.
 * Threads: build uses the pool; a built HnBlocks is immutable, one HnPairCursor a thread.
 */
#pragma once
#include "base/arena.h"
#include "base/budget.h"
#include "base/hash.h"
#include "base/thread_pool.h"
#include "blocking/rule_windows.h"
#include "records/edge.h"
#include "records/record_table.h"

/* One oversize key value of one rule, as the bundle lists it. */
typedef struct {
    guint rule;
    HnSlice values[HN_KEY_PARTS_MAX]; /* the value of each part of the rule (after its function) */
    guint n_refinements;              /* 0: no key splits it; the value yields no pairs */
    guint refinements[HN_KEY_PARTS_MAX]; /* indexes in HnEntityType.refinements, applied together */
} HnOversize;
typedef struct {
    guint n;
    HnOversize *items; /* ascending by (rule, values bytes) */
    HnArena *arena;    /* owns the values' bytes */
} HnOversizeList;
HnOversizeList *hn_oversize_list_new(void);
void hn_oversize_list_free(HnOversizeList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnOversizeList, hn_oversize_list_free)

typedef struct {
    guint64 n_keys;          /* class memberships before singletons fell away */
    guint32 n_blocks;        /* with at least one pair */
    guint32 largest;         /* classes in the largest block that is used */
    guint64 pairs_here;      /* record pairs in blocks, multiplicity counted, overlaps too, but not
                                  those of a window with the one before */
    guint32 n_refined;       /* values split as the bundle says */
    guint32 n_dropped;       /* values, or refined parts, beyond block_size_max: no pairs here */
    guint64 records_dropped; /* records under those values */
    guint64 pairs_dropped;   /* record pairs not looked at through this rule */
    guint64 records_unrefined; /* records under a refined value that lack a refinement key */
    guint32 n_cut;             /* classes with more keys than the 64 that count */
} HnRuleReport;

typedef struct _HnBlocks HnBlocks;
/* @oversize nullable. @ret_reports: [type->n_rules]. */
HnBlocks *hn_blocks_build(const HnRecordTable *table, const HnEntityType *type,
                          const HnOversizeList *oversize, HnThreadPool *pool, HnBudget *budget,
                          HnRuleReport *ret_reports);
typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const HnOversizeList *listed; /* nullable: known values; they stay as they are */
    HnThreadPool *pool;           /* nullable, as the budget */
    HnBudget *budget;
    /* Called once, perhaps by another thread, while blocks are put in order; nullable. */
    void (*beside)(gpointer user);
    gpointer user;
} HnBlocksLesson;
/* Training: finds the values that are too large on the way (oversize_search.h) and builds as with
 * them. @ret_oversize: (out) (transfer full) listed and found. */
HnBlocks *hn_blocks_learn(const HnBlocksLesson *lesson, HnRuleReport *ret_reports,
                          HnOversizeList **ret_oversize);
void hn_blocks_free(HnBlocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBlocks, hn_blocks_free)
guint32 hn_blocks_n(const HnBlocks *blocks);
/* The classes of a block, ascending; and its rule. */
const guint32 *hn_blocks_members(const HnBlocks *blocks, guint32 block, guint32 *ret_n,
                                 guint *ret_rule);

/* Pairs of blocks [first, end), each pair of classes once over all blocks. Zero-initialise from, to
 * set a range. A sample goes by the pair's smaller class: which pairs are in it depends neither on
 * the numbers that blocks have in this run nor on the range, and a sample of fewer is part of one
 * of more. */
typedef struct {
    guint32 block, end; /* next block, one past the last */
    guint32 i, j;       /* place inside the block */
    guint64 draw_below; /* only pairs whose smaller class draws less; 0: all pairs */
} HnPairCursor;
/* What a class draws: evenly spread over 64 bits, the same in every run. */
static inline guint64
hn_blocks_draw(guint32 class)
{
    return hn_hash_mix(class + G_GUINT64_CONSTANT(1));
}
/* Up to @max pairs into @ret_pairs; 0 = done. */
gsize hn_blocks_pairs(const HnBlocks *blocks, HnPairCursor *cursor, HnPair *ret_pairs, gsize max);
/* The same for one rule, for training passes: each pair once through this rule, and in
 * ret_is_first[i] whether no earlier rule makes the pair, so that hn_blocks_pairs() gives it here
 * too. The cursor's range must lie inside the rule's blocks. */
gsize hn_blocks_rule_pairs(const HnBlocks *blocks, HnPairCursor *cursor, HnPair *ret_pairs,
                           guint8 *ret_is_first, gsize max);
/* Two classes share a block: the pair was made. */
gboolean hn_blocks_has_pair(const HnBlocks *blocks, guint32 class_a, guint32 class_b);
/* Blocks of @rule are [*ret_first, *ret_end). */
void hn_blocks_of_rule(const HnBlocks *blocks, guint rule, guint32 *ret_first, guint32 *ret_end);
/* Cuts all blocks into at most @n_max ranges of about equal numbers of pairs: range i is the blocks
 * [ret_starts[i], ret_starts[i + 1]), so @ret_starts has n_max + 1 places; returns the number of
 * ranges. */
gsize hn_blocks_ranges(const HnBlocks *blocks, gsize n_max, guint32 *ret_starts);
/* The rules through which two rows meet under this table (for explanation): bit r = rule r.
 * @windows: of this table and type; NULL when none of its rules has a window. */
guint64 hn_blocks_rules_of_pair(const HnRecordTable *table, const HnEntityType *type,
                                const HnRuleWindows *windows, guint32 row_a, guint32 row_b);
void hn_blocks_encode(const HnBlocks *blocks, HnEncoder *encoder); /* checkpoint */
HnBlocks *hn_blocks_decode(HnDecoder *decoder, const HnRecordTable *table,
                           const HnEntityType *type); /* NULL: not valid */
