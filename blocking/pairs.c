/* Each pair once: a pair belongs to the smallest block that both classes are in (Papadakis,
 * Ioannou, Niederee, Palpanas, Nejdl (2012), "Beyond 100 million entities", WSDM, section 3.2,
 * least common block index). Two classes of a block share a smaller one only if their lists of
 * smaller blocks meet. Their signatures say in one AND that they do not, which settles most pairs;
 * else the two short lists are merged.
 */
#include "blocking/blocks_layout.h"

/* What one block's rows of pairs share. */
typedef struct {
    const HnBlocks *blocks;
    guint32 rule;
    guint32 n;                 /* members */
    const guint32 *members;    /* classes */
    const guint16 *n_before;   /* beside members */
    const guint32 *signatures; /* beside members */
} BlockView;

/* The blocks of member @i that are smaller than this one. */
static inline const guint32 *
smaller_blocks(const BlockView *view, guint32 i, guint32 *ret_n)
{
    *ret_n = view->n_before[i];
    return view->blocks->class_blocks + view->blocks->class_start[view->members[i]];
}

static void
open_view(BlockView *view, const HnBlocks *blocks, guint32 block)
{
    guint rule = 0;
    while (blocks->rule_first[rule + 1] <= block)
        rule++;
    view->blocks = blocks;
    view->rule = rule;
    view->n = (guint32)(blocks->start[block + 1] - blocks->start[block]);
    view->members = blocks->members + blocks->start[block];
    view->n_before = blocks->n_before + blocks->start[block];
    view->signatures = blocks->signatures + blocks->start[block];
}

/* Two ascending lists have an element in common. */
static inline gboolean
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

gboolean
hn_blocks_has_pair(const HnBlocks *blocks, guint32 class_a, guint32 class_b)
{
    const guint64 *start = blocks->class_start;
    return lists_meet(
        blocks->class_blocks + start[class_a], (guint32)(start[class_a + 1] - start[class_a]),
        blocks->class_blocks + start[class_b], (guint32)(start[class_b + 1] - start[class_b]));
}

static gboolean
met_before(const BlockView *view, guint32 i, guint32 j)
{
    guint32 n = 0, n_other = 0;
    const guint32 *list = smaller_blocks(view, i, &n), *other = smaller_blocks(view, j, &n_other);
    return lists_meet(list, n, other, n_other);
}

/* Pairs of member @i with members [j, j_end); returns how many. @ret_pairs has room for all. */
static gsize
pairs_of_row(const BlockView *view, guint32 i, guint32 j, guint32 j_end, HnPair *ret_pairs)
{
    const guint32 a = view->members[i], signature = view->signatures[i];
    gsize n = 0;
    if (j == i && j < j_end) {
        /* The pair inside the class belongs to the class's first block. */
        if (view->n_before[i] == 0 && hn_blocks_has_equal_rows(view->blocks, a))
            ret_pairs[n++] = (HnPair){ a, a, view->rule };
        j++;
    }
    for (; j < j_end; j++) {
        ret_pairs[n] = (HnPair){ a, view->members[j], view->rule };
        n += !((signature & view->signatures[j]) != 0 && met_before(view, i, j));
    }
    return n;
}

#define MET_EARLIER 1u /* in a block of an earlier rule */
#define MET_HERE 2u    /* in a smaller block of this rule */

static guint
where_met(const BlockView *view, guint32 member_i, guint32 member_j, guint32 rule_first)
{
    guint32 n_list = 0, n = 0;
    const guint32 *list = smaller_blocks(view, member_i, &n_list);
    const guint32 *other = smaller_blocks(view, member_j, &n);
    guint met = 0;
    for (guint32 i = 0, k = 0; i < n_list && k < n;) {
        if (list[i] == other[k] && list[i] >= rule_first)
            return MET_HERE;
        if (list[i] == other[k])
            met = MET_EARLIER;
        const guint32 is_less = list[i] < other[k];
        k += list[i] >= other[k] ? 1 : 0;
        i += is_less;
    }
    return met;
}

/* No smaller block of the member's class is of this rule. */
static gboolean
is_new_here(const BlockView *view, guint32 i, guint32 rule_first)
{
    guint32 n = 0;
    const guint32 *list = smaller_blocks(view, i, &n);
    return n == 0 || list[n - 1] < rule_first;
}

/* Where pairs go; is_first = NULL: they are not marked. */
typedef struct {
    HnPair *pairs;
    guint8 *is_first;
} Marked;

/* As pairs_of_row() for one rule: pairs of earlier rules stay, and are marked. */
static gsize
marked_pairs_of_row(const BlockView *view, guint32 i, guint32 j, guint32 j_end, Marked marked)
{
    const guint32 rule_first = view->blocks->rule_first[view->rule];
    const guint32 a = view->members[i], signature = view->signatures[i];
    gsize n = 0;
    if (j == i && j < j_end) {
        if (hn_blocks_has_equal_rows(view->blocks, a) && is_new_here(view, i, rule_first)) {
            marked.is_first[n] = view->n_before[i] == 0;
            marked.pairs[n++] = (HnPair){ a, a, view->rule };
        }
        j++;
    }
    for (; j < j_end; j++) {
        const guint met =
            (signature & view->signatures[j]) != 0 ? where_met(view, i, j, rule_first) : 0;
        marked.pairs[n] = (HnPair){ a, view->members[j], view->rule };
        marked.is_first[n] = met == 0;
        n += met != MET_HERE;
    }
    return n;
}

/* The first place from @i on whose class is in the cursor's sample; @n: there is none. */
static guint32
next_drawn(const guint32 *members, guint32 n, guint32 i, const HnPairCursor *cursor)
{
    if (cursor->draw_below == 0)
        return i;
    while (i < n && hn_blocks_draw(members[i]) >= cursor->draw_below)
        i++;
    return i;
}

/* Opens the first block from the cursor's on that still has a place in the sample, with the cursor
 * on that place; FALSE: there is none. */
static gboolean
open_next(BlockView *view, const HnBlocks *blocks, HnPairCursor *cursor)
{
    for (; cursor->block < cursor->end; cursor->block++, cursor->i = cursor->j = 0) {
        const guint64 start = blocks->start[cursor->block];
        const guint32 n = (guint32)(blocks->start[cursor->block + 1] - start);
        const guint32 i = next_drawn(blocks->members + start, n, cursor->i, cursor);
        if (i == n)
            continue;
        cursor->j = i == cursor->i ? cursor->j : i;
        cursor->i = i;
        open_view(view, blocks, cursor->block);
        return TRUE;
    }
    return FALSE;
}

static gsize
fill_pairs(const HnBlocks *blocks, HnPairCursor *cursor, Marked out, gsize max)
{
    g_assert(cursor->end <= blocks->n_blocks);
    BlockView view;
    gsize n = 0;
    while (n < max && open_next(&view, blocks, cursor)) {
        while (n < max && cursor->i < view.n) {
            const guint32 room = (guint32)MIN(max - n, (gsize)(view.n - cursor->j));
            const guint32 i = cursor->i, j = cursor->j;
            n += out.is_first == NULL
                     ? pairs_of_row(&view, i, j, j + room, out.pairs + n)
                     : marked_pairs_of_row(&view, i, j, j + room,
                                           (Marked){ out.pairs + n, out.is_first + n });
            cursor->j += room;
            if (cursor->j == view.n)
                cursor->j = cursor->i = next_drawn(view.members, view.n, cursor->i + 1, cursor);
        }
    }
    return n;
}

gsize
hn_blocks_pairs(const HnBlocks *blocks, HnPairCursor *cursor, HnPair *ret_pairs, gsize max)
{
    return fill_pairs(blocks, cursor, (Marked){ .pairs = ret_pairs }, max);
}

gsize
hn_blocks_rule_pairs(const HnBlocks *blocks, HnPairCursor *cursor, HnPair *ret_pairs,
                     guint8 *ret_is_first, gsize max)
{
    return fill_pairs(blocks, cursor, (Marked){ ret_pairs, ret_is_first }, max);
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
