/* Words that are left after equal ones were taken are few, so the assignment runs over subsets of
 * the side that has fewer of them: best[set] is the cheapest way to give the words looked at so far
 * partners from the set. A pair replaces two words that differ, so it gains what those would have
 * cost; ties are broken by places, on both sides alike.
 */
#include "text/name_alignment.h"

#include <string.h>

#define W HN_NAME_WORDS
#define NONE G_MAXUINT8

/* A byte of HnWordCosts. */
#define COST_STEP 10u
#define COST_BITS 5
#define COST_MASK 31u
#define NO_PARTNERS 0xFF
#define LOOK_CLOSER 0xFE /* regional forms, by where they stand */

typedef struct {
    guint8 n;
    guint8 at[W]; /* places of words */
} Left;

typedef struct {
    guint cost[W][W]; /* [left of a][left of b]; G_MAXUINT: no partners */
    guint8 kind[W][W];
} Costs;

static inline const HnVietnameseWord *
word_of(const HnName *name, guint at)
{
    return name->table + name->numbers[at];
}

static gboolean
is_regional(const HnName *a, guint at_a, const HnName *b, guint at_b)
{
    const HnVietnameseWord *x = word_of(a, at_a), *y = word_of(b, at_b);
    const gboolean may_be_first = (at_a == 0 || a->n == 1) && (at_b == 0 || b->n == 1);
    const gboolean may_be_later = (at_a > 0 || a->n == 1) && (at_b > 0 || b->n == 1);
    return (may_be_first && x->class_first != 0 && x->class_first == y->class_first) ||
           (may_be_later && x->class_later != 0 && x->class_later == y->class_later);
}

static HnPartners
kind_of_marks(HnMarks marks)
{
    if (marks == HN_MARKS_SAME)
        return HN_PARTNERS_EQUAL;
    return marks == HN_MARKS_LOST ? HN_PARTNERS_LOST_MARKS : HN_PARTNERS_MARKS;
}

/* Wherever the words stand in their names; regional forms ask that, too. */
static guint
partner_cost(const HnVietnameseWord *x, const HnVietnameseWord *y, HnPartners *ret_kind)
{
    if (x->unmarked == y->unmarked) {
        guint cost;
        *ret_kind = kind_of_marks(hn_vietnamese_marks(x, y, &cost));
        return MIN(cost, HN_COST_OTHER_WORD - COST_STEP);
    }
    *ret_kind = HN_PARTNERS_INITIAL;
    if (hn_vietnamese_is_initial_of(x, y) || hn_vietnamese_is_initial_of(y, x))
        return HN_COST_INITIAL;
    *ret_kind = HN_PARTNERS_ALIKE;
    const guint limit = MIN(MIN(x->n, y->n) * HN_COST_LETTER / 2, HN_COST_OTHER_WORD) - 1;
    const guint cost = hn_vietnamese_distance(x, y, limit);
    return cost <= limit ? cost : G_MAXUINT;
}

static gboolean
share_class(const HnVietnameseWord *x, const HnVietnameseWord *y)
{
    return x->unmarked != y->unmarked &&
           ((x->class_first != 0 && x->class_first == y->class_first) ||
            (x->class_later != 0 && x->class_later == y->class_later));
}

/* All costs are whole steps, so cost and kind are one byte. */
static guint8
byte_of(const HnVietnameseWord *x, const HnVietnameseWord *y)
{
    HnPartners kind;
    if (x->n == 0 || y->n == 0 || share_class(x, y))
        return LOOK_CLOSER;
    const guint cost = partner_cost(x, y, &kind);
    if (cost == G_MAXUINT)
        return NO_PARTNERS;
    return (guint8)((guint)kind << COST_BITS | cost / COST_STEP);
}

void
hn_word_costs_fill(HnWordCosts *costs, const HnVietnameseWord *table, guint32 n)
{
    costs->n = n;
    costs->bytes = g_new0(guint8, (gsize)n * n);
    for (guint32 x = 0; x < n; x++)
        for (guint32 y = 0; y < x; y++)
            costs->bytes[(gsize)x * n + y] = costs->bytes[(gsize)y * n + x] =
                byte_of(table + x, table + y);
}

void
hn_word_costs_clear(HnWordCosts *costs)
{
    g_clear_pointer(&costs->bytes, g_free);
    costs->n = 0;
}

guint
hn_name_partner_cost(const HnName *a, guint at_a, const HnName *b, guint at_b, HnPartners *ret_kind)
{
    const guint32 x = a->numbers[at_a], y = b->numbers[at_b];
    *ret_kind = HN_PARTNERS_EQUAL;
    if (x == y)
        return 0;
    if (a->known != NULL && x < a->known->n && y < a->known->n) {
        const guint8 byte = a->known->bytes[(gsize)x * a->known->n + y];
        if (byte != LOOK_CLOSER) {
            *ret_kind = (HnPartners)(byte >> COST_BITS);
            return byte == NO_PARTNERS ? G_MAXUINT : (byte & COST_MASK) * COST_STEP;
        }
    }
    if (a->table[x].unmarked != a->table[y].unmarked && is_regional(a, at_a, b, at_b)) {
        *ret_kind = HN_PARTNERS_REGIONAL;
        return HN_COST_REGIONAL;
    }
    return partner_cost(a->table + x, a->table + y, ret_kind);
}

static guint
apart(guint a, guint b)
{
    return a < b ? b - a : a - b;
}

/* Of assignments that cost the same one must win whichever name is the first. */
static guint
key_of_places(guint at_a, guint at_b)
{
    return apart(at_a, at_b) * W * W * W + (at_a + 1) * (at_b + 1);
}

/* Takes words of one number on both sides as partners; the first with the first. */
static void
take_equal(const HnName *a, const HnName *b, guint8 *partner_of_a, Left *left_a, Left *left_b)
{
    guint taken = 0;
    for (guint i = 0; i < a->n; i++) {
        guint k = 0;
        while (k < b->n && (b->numbers[k] != a->numbers[i] || (taken >> k & 1) != 0))
            k++;
        partner_of_a[i] = k < b->n ? (guint8)k : NONE;
        taken |= k < b->n ? 1u << k : 0;
        if (k == b->n)
            left_a->at[left_a->n++] = (guint8)i;
    }
    for (guint k = 0; k < b->n; k++)
        if ((taken >> k & 1) == 0)
            left_b->at[left_b->n++] = (guint8)k;
}

/* TRUE: there are partners. */
static gboolean
fill_costs(const HnName *a, const HnName *b, const Left *left_a, const Left *left_b, Costs *costs)
{
    gboolean has_any = FALSE;
    for (guint i = 0; i < left_a->n; i++) {
        for (guint k = 0; k < left_b->n; k++) {
            HnPartners kind;
            costs->cost[i][k] = hn_name_partner_cost(a, left_a->at[i], b, left_b->at[k], &kind);
            costs->kind[i][k] = (guint8)kind;
            has_any = has_any || costs->cost[i][k] != G_MAXUINT;
        }
    }
    return has_any;
}

/* What has been won by partners: the larger the better. */
typedef struct {
    guint gain, places;
    guint8 partner[W]; /* by left of a */
} Way;

static gboolean
is_better(guint gain, guint places, const Way *than)
{
    return gain > than->gain || (gain == than->gain && places < than->places);
}

/* TRUE: no word has a choice, and *ret is the only way that takes all partners. */
static gboolean
assign_only(const Left *left_a, const Left *left_b, const Costs *costs, Way *ret)
{
    guint taken = 0;
    for (guint i = 0; i < left_a->n; i++) {
        ret->partner[i] = NONE;
        for (guint k = 0; k < left_b->n; k++) {
            if (costs->cost[i][k] == G_MAXUINT)
                continue;
            if (ret->partner[i] != NONE || (taken >> k & 1) != 0)
                return FALSE;
            ret->partner[i] = (guint8)k;
            taken |= 1u << k;
        }
    }
    return TRUE;
}

/* ways[set]: the best one that takes the words of @b in the set, of the first words of @a. Sets
 * fall, so that a word of @a is taken once. */
static void
assign(const Left *left_a, const Left *left_b, const Costs *costs, Way *ret)
{
    Way ways[1 << W];
    const guint n_sets = 1u << left_b->n;
    for (guint set = 0; set < n_sets; set++)
        ways[set] = (Way){ set == 0 ? 1 : 0, 0, { 0 } };
    memset(ways[0].partner, NONE, W);
    for (guint i = 0; i < left_a->n; i++) {
        for (guint set = n_sets - 1; set > 0; set--) {
            for (guint k = 0; k < left_b->n; k++) {
                const Way *before = ways + (set & ~(1u << k));
                if ((set >> k & 1) == 0 || costs->cost[i][k] == G_MAXUINT || before->gain == 0)
                    continue;
                const guint gain = before->gain + HN_COST_OTHER_WORD - costs->cost[i][k];
                const guint places = before->places + key_of_places(left_a->at[i], left_b->at[k]);
                if (!is_better(gain, places, ways + set))
                    continue;
                ways[set] = (Way){ gain, places, { 0 } };
                memcpy(ways[set].partner, before->partner, W);
                ways[set].partner[i] = (guint8)k;
            }
        }
    }
    *ret = ways[0];
    for (guint set = 1; set < n_sets; set++)
        if (is_better(ways[set].gain, ways[set].places, ret))
            *ret = ways[set];
}

static void
add_partners(const HnVietnameseWord *x, const HnVietnameseWord *y, guint cost, HnPartners kind,
             HnNameAlignment *ret)
{
    const guint64 weight = MIN(x->weight, y->weight);
    const guint most = HN_COST_LETTER * MAX(x->n, y->n);
    ret->cost += cost;
    ret->kinds |= 1u << kind;
    ret->n_partners++;
    ret->n_full += kind <= HN_PARTNERS_REGIONAL && x->n > 1 && y->n > 1 ? 1 : 0;
    /* Of a word that was cut down to a letter little is known. */
    ret->shared +=
        kind == HN_PARTNERS_INITIAL ? weight / 4 : weight * (most - MIN(cost, most)) / most;
}

static void
find_partners(const HnName *a, const HnName *b, guint8 *partner_of_a, HnNameAlignment *ret)
{
    Left left_a = { 0, { 0 } }, left_b = { 0, { 0 } };
    Costs costs;
    Way way;
    take_equal(a, b, partner_of_a, &left_a, &left_b);
    for (guint i = 0; i < a->n; i++)
        if (partner_of_a[i] != NONE)
            add_partners(word_of(a, i), word_of(a, i), 0, HN_PARTNERS_EQUAL, ret);
    if (left_a.n == 0 || left_b.n == 0 || !fill_costs(a, b, &left_a, &left_b, &costs))
        return;
    if (!assign_only(&left_a, &left_b, &costs, &way))
        assign(&left_a, &left_b, &costs, &way);
    for (guint i = 0; i < left_a.n; i++) {
        const guint k = way.partner[i];
        if (k == NONE)
            continue;
        partner_of_a[left_a.at[i]] = left_b.at[k];
        add_partners(word_of(a, left_a.at[i]), word_of(b, left_b.at[k]), costs.cost[i][k],
                     (HnPartners)costs.kind[i][k], ret);
    }
}

static guint
missing_cost(guint at, guint n)
{
    if (at + 1 == n)
        return HN_COST_LAST_MISSING;
    return at == 0 ? HN_COST_FIRST_MISSING : HN_COST_MIDDLE_MISSING;
}

/* @open: bits of words without a partner. */
static guint
missing_costs(guint open, guint n)
{
    guint cost = 0;
    for (guint at = 0; at < n; at++)
        cost += open >> at & 1 ? missing_cost(at, n) : 0;
    return cost;
}

static guint64
weights_of(const HnName *name)
{
    guint64 sum = 0;
    for (guint i = 0; i < name->n; i++)
        sum += name->table[name->numbers[i]].weight;
    return sum;
}

/* Partners by half their letters are two given names, no slip: Nga and Ngan, Duy and Duc. */
static gboolean
are_last_two_names(const HnName *a, const HnName *b, const guint8 *partner_of_a)
{
    HnPartners kind;
    return partner_of_a[a->n - 1] == b->n - 1 &&
           hn_name_partner_cost(a, a->n - 1, b, b->n - 1, &kind) > HN_COST_LETTER &&
           kind == HN_PARTNERS_ALIKE;
}

/* What words without a partner, and the order, tell. */
static void
close_alignment(const HnName *a, const HnName *b, const guint8 *partner_of_a, HnNameAlignment *ret)
{
    guint open_a = 0, open_b = (1u << b->n) - 1;
    gint last = -1;
    ret->in_order = TRUE;
    for (guint i = 0; i < a->n; i++) {
        const guint k = partner_of_a[i];
        if (k == NONE) {
            open_a |= 1u << i;
            continue;
        }
        open_b &= ~(1u << k);
        ret->in_order = ret->in_order && (gint)k > last;
        last = (gint)k;
    }
    const gboolean last_a = (open_a >> (a->n - 1) & 1) == 0,
                   last_b = (open_b >> (b->n - 1) & 1) == 0;
    ret->last_has_partner = a->n == b->n ? last_a && last_b : a->n > b->n ? last_a : last_b;
    ret->is_other_given =
        partner_of_a[0] == 0 && (last_a ? are_last_two_names(a, b, partner_of_a) : !last_b);
    ret->n_alone_a = a->n - ret->n_partners;
    ret->n_alone_b = b->n - ret->n_partners;
    ret->cost += ret->in_order ? 0 : HN_COST_ORDER;
    if (open_a == 0 || open_b == 0)
        ret->cost += missing_costs(open_a, a->n) + missing_costs(open_b, b->n);
    else
        ret->cost += MIN(ret->n_alone_a, ret->n_alone_b) * HN_COST_OTHER_WORD +
                     apart(ret->n_alone_a, ret->n_alone_b) * HN_COST_MIDDLE_MISSING;
}

void
hn_name_align(const HnName *a, const HnName *b, HnNameAlignment *ret)
{
    guint8 partner_of_a[W];
    *ret = (HnNameAlignment){ .cost = 0 };
    if (a->n == 0 || b->n == 0 || a->n > W || b->n > W) {
        ret->cost = G_MAXUINT;
        ret->n_alone_a = a->n;
        ret->n_alone_b = b->n;
        return;
    }
    ret->all_a = weights_of(a);
    ret->all_b = weights_of(b);
    find_partners(a, b, partner_of_a, ret);
    close_alignment(a, b, partner_of_a, ret);
}
