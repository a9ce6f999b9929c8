#include "linker/blocking_loss.h"

#include "blocking/blocks.h"
#include "linker/capture_model.h"
#include "linker/cross_support.h"

#define ONE 65536.0
#define LOST_MAX 4.6e18 /* 2^62 and less; more is no number of pairs */
#define LOOKED_UP_MAX 20000u
#define PARTS_MAX 64u

/* The parts of all rules, each once, as rules of one part; and rules by their parts. */
typedef struct {
    HnEntityType type;
    HnBlockingRule single[PARTS_MAX];
    guint64 rules[HN_RULES_MAX];
    guint64 groups[HN_CAPTURE_GROUPS_MAX];
    guint n_groups;
} Parts;

static guint
find_or_add_part(Parts *parts, const HnKeyPart *part)
{
    guint i = 0;
    for (; i < parts->type.n_rules; i++) {
        const HnKeyPart *other = parts->single[i].parts;
        if (other->attribute == part->attribute && other->function == part->function &&
            other->arg == part->arg)
            return i;
    }
    if (i < PARTS_MAX) {
        parts->single[i].n_parts = 1;
        parts->single[i].parts[0] = *part;
        parts->type.n_rules++;
    }
    return i;
}

static gboolean
group_parts(Parts *parts)
{
    guint attributes[HN_CAPTURE_GROUPS_MAX];
    for (guint p = 0; p < parts->type.n_rules; p++) {
        guint g = 0;
        while (g < parts->n_groups && attributes[g] != parts->single[p].parts[0].attribute)
            g++;
        if (g == HN_CAPTURE_GROUPS_MAX)
            return FALSE;
        if (g == parts->n_groups)
            attributes[parts->n_groups++] = parts->single[p].parts[0].attribute;
        parts->groups[g] |= (guint64)1 << p;
    }
    return TRUE;
}

/* NULL: not what the model can look at. */
static Parts *
parts_new(const HnEntityType *type)
{
    g_autofree Parts *parts = g_new0(Parts, 1);
    parts->type = *type;
    parts->type.n_rules = 0;
    parts->type.rules = parts->single;
    for (guint r = 0; r < type->n_rules; r++) {
        for (guint p = 0; p < type->rules[r].n_parts; p++) {
            const guint part = find_or_add_part(parts, &type->rules[r].parts[p]);
            if (part == PARTS_MAX)
                return NULL;
            parts->rules[r] |= (guint64)1 << part;
        }
        if (type->rules[r].window > 0)
            return NULL;
    }
    return group_parts(parts) ? g_steal_pointer(&parts) : NULL;
}

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const Parts *parts;           /* or NULL */
    const HnRuleWindows *windows; /* of the type's rules, NULL: none has one */
    GArray *patterns;             /* HnCapturePattern: of likely matches, not yet distinct */
} Look;

/* How many rules make a pair; @ret_parts: which parts it shares, 0 without Parts. */
static guint
look_up(const Look *look, guint32 a, guint32 b, guint64 *ret_parts)
{
    *ret_parts = 0;
    if (look->parts == NULL)
        return (guint)__builtin_popcountll(
            hn_blocks_rules_of_pair(look->table, look->type, look->windows, a, b));
    *ret_parts = hn_blocks_rules_of_pair(look->table, &look->parts->type, NULL, a, b);
    return hn_capture_n_rules(look->parts->rules, look->type->n_rules, *ret_parts);
}

static gboolean
is_likely(const HnCrossSupport *probabilities, const HnEdge *edge)
{
    return hn_cross_probability(probabilities, edge->weight_units) >= ONE / 2;
}

/* Every n-th of the likely matches. */
static void
count_likely(HnBlockingLoss *loss, const Look *look, const HnEdges *edges)
{
    g_autoptr(HnCrossSupport) probabilities = hn_cross_support_new(0, NULL);
    guint64 n = 0;
    for (gsize i = 0; i < edges->n; i++)
        loss->n_likely += is_likely(probabilities, edges->edges + i) ? 1 : 0;
    const guint64 every = MAX((loss->n_likely + LOOKED_UP_MAX - 1) / LOOKED_UP_MAX, 1);
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        if (!is_likely(probabilities, edge) || n++ % every != 0)
            continue;
        HnCapturePattern pattern = { .n = 1 };
        const guint n_rules = look_up(look, edge->a, edge->b, &pattern.parts);
        loss->n_once += n_rules == 1 ? every : 0;
        loss->n_twice += n_rules == 2 ? every : 0;
        loss->n_looked_up++;
        /* A pair may share a key that is beyond the 64 of a record. */
        if (n_rules > 0 && look->parts != NULL)
            g_array_append_val(look->patterns, pattern);
    }
}

/* ---- inside clusters ---- */

typedef struct {
    guint64 every, skip;
    guint64 n_looked_up, n_lost;
} Inside;

static void
look_inside(Inside *inside, const Look *look, const guint32 *rows, guint32 n_rows)
{
    for (guint32 i = 0; i + 1 < n_rows; i++) {
        const guint32 n_partners = n_rows - 1 - i;
        while (inside->skip < n_partners) {
            guint64 parts = 0;
            const guint32 partner = rows[i + 1 + (guint32)inside->skip];
            inside->n_lost += look_up(look, rows[i], partner, &parts) == 0;
            inside->n_looked_up++;
            inside->skip += inside->every;
        }
        inside->skip -= n_partners;
    }
}

/* Every n-th pair inside clusters. */
static void
look_inside_all(HnBlockingLoss *loss, const Look *look, const guint32 *cluster_of)
{
    const guint32 n_rows = look->table->n_rows;
    g_autofree guint32 *starts = g_new0(guint32, (gsize)n_rows + 2);
    g_autofree guint32 *members = g_new0(guint32, (gsize)n_rows + 1);
    guint64 n_pairs = 0;
    for (guint32 row = 0; row < n_rows; row++)
        n_pairs += starts[cluster_of[row] + 2]++;
    for (guint32 row = 0; row < n_rows; row++)
        starts[row + 2] += starts[row + 1];
    for (guint32 row = 0; row < n_rows; row++)
        members[starts[cluster_of[row] + 1]++] = row;
    Inside inside = { .every = MAX((n_pairs + LOOKED_UP_MAX - 1) / LOOKED_UP_MAX, 1) };
    for (guint32 row = 0; row < n_rows; row++)
        look_inside(&inside, look, members + starts[row], starts[row + 1] - starts[row]);
    loss->n_inside = n_pairs;
    loss->n_unruled =
        (guint64)((gdouble)n_pairs * (gdouble)inside.n_lost / (gdouble)MAX(inside.n_looked_up, 1));
}

/* ---- the two together ---- */

static gint
compare_patterns(gconstpointer a, gconstpointer b)
{
    const HnCapturePattern *x = a, *y = b;
    return (x->parts > y->parts) - (x->parts < y->parts);
}

static void
make_distinct(GArray *patterns)
{
    guint n = 0;
    g_array_sort(patterns, compare_patterns);
    for (guint i = 0; i < patterns->len; i++) {
        const HnCapturePattern pattern = g_array_index(patterns, HnCapturePattern, i);
        HnCapturePattern *last = n == 0 ? NULL : &g_array_index(patterns, HnCapturePattern, n - 1);
        if (last != NULL && last->parts == pattern.parts)
            last->n += pattern.n;
        else
            g_array_index(patterns, HnCapturePattern, n++) = pattern;
    }
    g_array_set_size(patterns, n);
}

static gboolean
needs(const HnBlockingRule *rule, guint attribute)
{
    for (guint i = 0; i < rule->n_parts; i++)
        if (rule->parts[i].attribute == attribute)
            return TRUE;
    return FALSE;
}

gint
hn_blocking_loss_needs(const HnEntityType *type)
{
    for (guint attribute = 0; attribute < type->n_attributes; attribute++) {
        guint n = 0;
        while (n < type->n_rules && needs(type->rules + n, attribute))
            n++;
        if (n > 0 && n == type->n_rules)
            return (gint)attribute;
    }
    return -1;
}

guint64
hn_blocking_loss_bound(guint64 n_once, guint64 n_twice)
{
    const gdouble once = (gdouble)n_once;
    const gdouble pairs = ONE * once * MAX(once - 1, 0) / (2 * ((gdouble)n_twice + 1));
    return (guint64)MIN(pairs, LOST_MAX);
}

/* Pairs lost, where @share of all are, and @n_made are not. */
static guint64
lost_of_share(gdouble share, guint64 n_made)
{
    const gdouble most = 1 - 1 / ONE;
    return (guint64)(ONE * (gdouble)n_made * MIN(share, most) / (1 - MIN(share, most)));
}

void
hn_blocking_loss_of(HnBlockingLoss *ret_loss, const HnRecordTable *table, const HnEntityType *type,
                    const HnEdges *edges, const guint32 *cluster_of)
{
    HnBlockingLoss loss = { .is_blind = hn_blocking_loss_needs(type) >= 0 };
    g_autofree Parts *parts = parts_new(type);
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    g_autoptr(GArray) patterns = g_array_new(FALSE, FALSE, sizeof(HnCapturePattern));
    const Look look = { table, type, parts, windows, patterns };
    count_likely(&loss, &look, edges);
    make_distinct(patterns);
    loss.p_lost = hn_blocking_loss_bound(loss.n_once, loss.n_twice);
    if (patterns->len > 0) {
        const HnCaptures captures = {
            type->n_rules, parts->rules,  parts->n_groups,
            parts->groups, patterns->len, (const HnCapturePattern *)(gconstpointer)patterns->data
        };
        gdouble share = 0;
        if (hn_capture_model_missed(&captures, &share))
            loss.p_lost = lost_of_share(share, loss.n_likely);
    }
    look_inside_all(&loss, &look, cluster_of);
    const gdouble inside = (gdouble)loss.n_unruled / (gdouble)MAX(loss.n_inside, 1);
    loss.p_lost = MAX(loss.p_lost, lost_of_share(inside, loss.n_likely));
    *ret_loss = loss;
}
