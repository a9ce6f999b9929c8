/* Each pair once: a pair belongs to the smallest block that both classes are in (Papadakis,
 * Ioannou, Niederee, Palpanas, Nejdl (2012), "Beyond 100 million entities", WSDM, section 3.2,
 * least common block index). Two classes of a block share a smaller one only if their lists of
 * smaller blocks meet. A signature of 64 bits a list says in one AND that they do not, which
 * settles most pairs; else the two short lists are merged.
 */
#include "blocking/blocks_layout.h"

#define SIGNATURES_MAX 1024 /* 8 KiB of stack; members beyond are tested without signature */
#define AHEAD 16u /* memberships; most blocks are small, so the next ones are asked for too */

/* What one block's rows of pairs share. */
typedef struct {
    const HnBlocks *blocks;
    guint32 floor; /* smaller blocks than this do not count: 0, or the rule's first block */
    guint32 rule;
    guint32 n;               /* members */
    const guint32 *members;  /* classes */
    const guint16 *n_before; /* beside members */
    guint64 signatures[SIGNATURES_MAX];
} BlockView;

/* The blocks of member @i that are smaller than this one, from the floor on. */
static const guint32 *
smaller_blocks(const BlockView *view, guint32 i, guint32 *ret_n)
{
    const guint32 *list = view->blocks->class_blocks + view->blocks->class_start[view->members[i]];
    guint32 n = view->n_before[i];
    while (n > 0 && *list < view->floor) {
        list++;
        n--;
    }
    *ret_n = n;
    return list;
}

static guint64
signature_of(const BlockView *view, guint32 i)
{
    guint32 n = 0;
    const guint32 *list = smaller_blocks(view, i, &n);
    guint64 signature = 0;
    for (guint32 k = 0; k < n; k++)
        signature |= G_GUINT64_CONSTANT(1) << ((guint32)(list[k] * 2654435769u) >> 26);
    return signature;
}

/* Asks for the block lists of the classes that come soon after place @at of all members. */
static void
prefetch_lists(const HnBlocks *blocks, guint64 at)
{
    const guint64 n_members = blocks->start[blocks->n_blocks];
    if (at + 2 * AHEAD < n_members)
        __builtin_prefetch(blocks->class_start + blocks->members[at + 2 * AHEAD]);
    if (at + AHEAD < n_members)
        __builtin_prefetch(blocks->class_blocks + blocks->class_start[blocks->members[at + AHEAD]]);
}

static void
open_view(BlockView *view, const HnBlocks *blocks, guint32 block, gboolean one_rule)
{
    guint rule = 0;
    while (blocks->rule_first[rule + 1] <= block)
        rule++;
    view->blocks = blocks;
    view->rule = rule;
    view->floor = one_rule ? blocks->rule_first[rule] : 0;
    view->n = (guint32)(blocks->start[block + 1] - blocks->start[block]);
    view->members = blocks->members + blocks->start[block];
    view->n_before = blocks->n_before + blocks->start[block];
    for (guint32 i = 0; i < MIN(view->n, SIGNATURES_MAX); i++) {
        prefetch_lists(blocks, blocks->start[block] + i);
        view->signatures[i] = signature_of(view, i);
    }
}

/* Two ascending lists have an element in common. */
static gboolean
lists_meet(const guint32 *a, guint32 n_a, const guint32 *b, guint32 n_b)
{
    guint32 i = 0, j = 0;
    while (i < n_a && j < n_b) {
        if (a[i] == b[j])
            return TRUE;
        if (a[i] < b[j])
            i++;
        else
            j++;
    }
    return FALSE;
}

static gboolean
met_before(const BlockView *view, const guint32 *list, guint32 n_list, guint32 j)
{
    guint32 n = 0;
    const guint32 *other = smaller_blocks(view, j, &n);
    return lists_meet(list, n_list, other, n);
}

/* Pairs of member @i with members [j, j_end); returns how many. @ret_pairs has room for all. */
static gsize
pairs_of_row(const BlockView *view, guint32 i, guint32 j, guint32 j_end, HnPair *ret_pairs)
{
    guint32 n_list = 0;
    const guint32 *list = smaller_blocks(view, i, &n_list);
    const guint32 a = view->members[i];
    gsize n = 0;
    if (j == i && j < j_end) {
        /* The pair inside the class belongs to the class's first block. */
        if (n_list == 0 && hn_blocks_has_equal_rows(view->blocks, a))
            ret_pairs[n++] = (HnPair){ a, a, view->rule };
        j++;
    }
    if (n_list == 0) {
        for (; j < j_end; j++)
            ret_pairs[n++] = (HnPair){ a, view->members[j], view->rule };
        return n;
    }
    const guint64 signature = i < SIGNATURES_MAX ? view->signatures[i] : ~G_GUINT64_CONSTANT(0);
    for (; j < j_end; j++) {
        const gboolean may_meet = j >= SIGNATURES_MAX || (signature & view->signatures[j]) != 0;
        ret_pairs[n] = (HnPair){ a, view->members[j], view->rule };
        n += !(may_meet && met_before(view, list, n_list, j));
    }
    return n;
}

static gsize
fill_pairs(const HnBlocks *blocks, gboolean one_rule, HnPairCursor *cursor, HnPair *ret_pairs,
           gsize max)
{
    g_assert(cursor->end <= blocks->n_blocks);
    BlockView view;
    gsize n = 0;
    while (n < max && cursor->block < cursor->end) {
        open_view(&view, blocks, cursor->block, one_rule);
        while (n < max && cursor->i < view.n) {
            const guint32 room = (guint32)MIN(max - n, (gsize)(view.n - cursor->j));
            n += pairs_of_row(&view, cursor->i, cursor->j, cursor->j + room, ret_pairs + n);
            cursor->j += room;
            if (cursor->j == view.n)
                cursor->j = ++cursor->i;
        }
        if (cursor->i == view.n) {
            cursor->block++;
            cursor->i = cursor->j = 0;
        }
    }
    return n;
}

gsize
hn_blocks_pairs(const HnBlocks *blocks, HnPairCursor *cursor, HnPair *ret_pairs, gsize max)
{
    return fill_pairs(blocks, FALSE, cursor, ret_pairs, max);
}

gsize
hn_blocks_rule_pairs(const HnBlocks *blocks, HnPairCursor *cursor, HnPair *ret_pairs, gsize max)
{
    return fill_pairs(blocks, TRUE, cursor, ret_pairs, max);
}

/* The work of a block: its pairs, and a little for opening it. */
static guint64
work_of(const HnBlocks *blocks, guint32 block)
{
    const guint64 n = blocks->start[block + 1] - blocks->start[block];
    return n * (n - 1) / 2 + n + 1;
}

gsize
hn_blocks_ranges(const HnBlocks *blocks, gsize n_max, guint32 *ret_starts)
{
    g_assert(n_max >= 1);
    guint64 left = 0;
    for (guint32 block = 0; block < blocks->n_blocks; block++)
        left += work_of(blocks, block);
    gsize n = 0;
    ret_starts[0] = 0;
    guint64 here = 0;
    for (guint32 block = 0; block < blocks->n_blocks; block++) {
        here += work_of(blocks, block);
        const gboolean is_last = block + 1 == blocks->n_blocks;
        /* The next range's share is taken from what is left, so one huge block does not starve the
         * rest. */
        if (is_last || (n + 1 < n_max && here >= left / (n_max - n))) {
            ret_starts[++n] = block + 1;
            left -= here;
            here = 0;
        }
    }
    return n;
}
