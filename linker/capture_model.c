#include "linker/capture_model.h"

#include <math.h>

#define NODES_MAX 1024u /* of one level; rules of real drafts need some dozens */
#define ANSWERS_MAX 256u
#define ROUNDS_MAX 400u
#define FITTED 1e-6  /* of all pairs, by which no margin is off any more */
#define STEP_MAX 0.5 /* of the common term in one round */
#define UNSEEN 0.5   /* pairs of an answer that nobody gave */
#define TINY 1e-300
#define PRIOR_VARIANCE 1.0

/* An answer: the parts of the group that are shared. */
typedef struct {
    guint64 parts;
    gdouble share;    /* of the pairs */
    gdouble weight;   /* exp of its term */
    gdouble expected; /* under the model, of all patterns that count */
} Answer;

/* What the groups before leave open. */
typedef struct {
    guint64 possible; /* rules none of whose parts differs; 0 where one is met */
    guint n_slips;    /* groups of which not all parts are shared */
    gboolean is_met;  /* a rule has all of its parts */
    gdouble before, behind;
} Node;

typedef struct {
    guint from, to, answer;
} Arc;

typedef struct {
    const HnCaptures *captures;
    GArray *answers[HN_CAPTURE_GROUPS_MAX];   /* Answer */
    GArray *nodes[HN_CAPTURE_GROUPS_MAX + 1]; /* Node */
    GArray *arcs[HN_CAPTURE_GROUPS_MAX];      /* Arc */
    gdouble n_pairs;
    gdouble common; /* the term of two slips */
} Model;

guint
hn_capture_n_rules(const guint64 *rules, guint n_rules, guint64 parts)
{
    guint n = 0;
    for (guint r = 0; r < n_rules; r++)
        n += (rules[r] & ~parts) == 0;
    return n;
}

static gdouble
pairs_of(guint n_slips)
{
    return n_slips * (n_slips - 1.0) / 2;
}

/* ---- answers ---- */

static void
count_answer(GArray *answers, guint64 parts, guint64 n)
{
    guint i = 0;
    while (i < answers->len && g_array_index(answers, Answer, i).parts != parts)
        i++;
    if (i == answers->len) {
        const Answer new = { .parts = parts };
        g_array_append_val(answers, new);
    }
    g_array_index(answers, Answer, i).share += (gdouble)n;
}

static gboolean
list_answers(Model *model)
{
    const HnCaptures *captures = model->captures;
    for (guint p = 0; p < captures->n_patterns; p++)
        model->n_pairs += (gdouble)captures->patterns[p].n;
    for (guint g = 0; g < captures->n_groups; g++) {
        GArray *answers = model->answers[g];
        count_answer(answers, 0, 0);
        for (guint p = 0; p < captures->n_patterns && answers->len <= ANSWERS_MAX; p++)
            count_answer(answers, captures->patterns[p].parts & captures->groups[g],
                         captures->patterns[p].n);
        for (guint i = 0; i < answers->len; i++) {
            Answer *answer = &g_array_index(answers, Answer, i);
            answer->share /= model->n_pairs;
            answer->weight = MAX(answer->share, UNSEEN / model->n_pairs);
        }
        if (answers->len > ANSWERS_MAX)
            return FALSE;
    }
    return model->n_pairs > 0;
}

/* ---- the diagram ---- */

static guint
find_or_add(GArray *nodes, const Node *node)
{
    for (guint i = 0; i < nodes->len; i++) {
        const Node *other = &g_array_index(nodes, Node, i);
        if (other->possible == node->possible && other->n_slips == node->n_slips &&
            other->is_met == node->is_met)
            return i;
    }
    g_array_append_vals(nodes, node, 1);
    return nodes->len - 1;
}

/* @later: parts of the groups behind. */
static Node
answered(const HnCaptures *captures, guint group, guint64 later, const Node *node, guint64 parts)
{
    const guint64 differ = captures->groups[group] & ~parts;
    Node next = { .n_slips = node->n_slips + (differ != 0), .is_met = node->is_met };
    for (guint r = 0; r < captures->n_rules && !next.is_met; r++) {
        if ((node->possible >> r & 1) == 0 || (captures->rules[r] & differ) != 0)
            continue;
        next.possible |= (guint64)1 << r;
        next.is_met = (captures->rules[r] & later) == 0;
    }
    if (next.is_met)
        next.possible = 0;
    return next;
}

static gboolean
draw_level(Model *model, guint group)
{
    const HnCaptures *captures = model->captures;
    guint64 later = 0;
    for (guint g = group + 1; g < captures->n_groups; g++)
        later |= captures->groups[g];
    for (guint from = 0; from < model->nodes[group]->len; from++) {
        for (guint i = 0; i < model->answers[group]->len; i++) {
            const guint64 parts = g_array_index(model->answers[group], Answer, i).parts;
            const Node *node = &g_array_index(model->nodes[group], Node, from);
            const Node next = answered(captures, group, later, node, parts);
            const Arc arc = { from, find_or_add(model->nodes[group + 1], &next), i };
            g_array_append_val(model->arcs[group], arc);
            if (model->nodes[group + 1]->len > NODES_MAX)
                return FALSE;
        }
    }
    return TRUE;
}

static gboolean
draw(Model *model)
{
    const guint n_rules = model->captures->n_rules;
    const Node first = { .possible = n_rules == 64 ? G_MAXUINT64 : ((guint64)1 << n_rules) - 1 };
    g_array_append_val(model->nodes[0], first);
    for (guint g = 0; g < model->captures->n_groups; g++)
        if (!draw_level(model, g))
            return FALSE;
    return TRUE;
}

/* ---- fitting ---- */

static void
sum_forward(Model *model)
{
    for (guint g = 0; g <= model->captures->n_groups; g++)
        for (guint i = 0; i < model->nodes[g]->len; i++)
            g_array_index(model->nodes[g], Node, i).before = g == 0;
    for (guint g = 0; g < model->captures->n_groups; g++) {
        for (guint i = 0; i < model->arcs[g]->len; i++) {
            const Arc *arc = &g_array_index(model->arcs[g], Arc, i);
            g_array_index(model->nodes[g + 1], Node, arc->to).before +=
                g_array_index(model->nodes[g], Node, arc->from).before *
                g_array_index(model->answers[g], Answer, arc->answer).weight;
        }
    }
}

static gdouble
weight_of_end(const Model *model, const Node *node)
{
    return exp(model->common * pairs_of(node->n_slips));
}

/* Expected answers, of patterns that a rule makes. */
static void
sum_backward(Model *model)
{
    const guint n_groups = model->captures->n_groups;
    for (guint i = 0; i < model->nodes[n_groups]->len; i++) {
        Node *node = &g_array_index(model->nodes[n_groups], Node, i);
        node->behind = node->is_met ? weight_of_end(model, node) : 0;
    }
    for (guint g = n_groups; g-- > 0;) {
        for (guint i = 0; i < model->nodes[g]->len; i++)
            g_array_index(model->nodes[g], Node, i).behind = 0;
        for (guint i = 0; i < model->answers[g]->len; i++)
            g_array_index(model->answers[g], Answer, i).expected = 0;
        for (guint i = 0; i < model->arcs[g]->len; i++) {
            const Arc *arc = &g_array_index(model->arcs[g], Arc, i);
            Answer *answer = &g_array_index(model->answers[g], Answer, arc->answer);
            Node *from = &g_array_index(model->nodes[g], Node, arc->from);
            const gdouble through =
                answer->weight * g_array_index(model->nodes[g + 1], Node, arc->to).behind;
            from->behind += through;
            answer->expected += from->before * through;
        }
    }
}

/* Returns by how much a share was off. */
static gdouble
fit_group(GArray *answers)
{
    gdouble expected = 0, whole = 0, off = 0;
    for (guint i = 0; i < answers->len; i++)
        expected += g_array_index(answers, Answer, i).expected;
    for (guint i = 0; i < answers->len; i++) {
        Answer *answer = &g_array_index(answers, Answer, i);
        if (answer->share > 0 && answer->expected > TINY) {
            off = MAX(off, fabs(answer->share - answer->expected / expected));
            answer->weight *= answer->share / (answer->expected / expected);
        }
        whole += answer->weight;
    }
    for (guint i = 0; i < answers->len; i++)
        g_array_index(answers, Answer, i).weight /= whole;
    return off;
}

/* @seen: mean number of pairs of slips. The sums are those of the weights. */
static gdouble
fit_common(Model *model, gdouble seen)
{
    const GArray *ends = model->nodes[model->captures->n_groups];
    gdouble whole = 0, first = 0, second = 0;
    for (guint i = 0; i < ends->len; i++) {
        const Node *node = &g_array_index(ends, Node, i);
        const gdouble weight = node->is_met ? node->before * weight_of_end(model, node) : 0;
        const gdouble n = pairs_of(node->n_slips);
        whole += weight;
        first += weight * n;
        second += weight * n * n;
    }
    const gdouble mean = first / MAX(whole, TINY), pull = 1 / (model->n_pairs * PRIOR_VARIANCE);
    const gdouble slope = seen - mean - pull * model->common;
    const gdouble step = slope / (MAX(second / MAX(whole, TINY) - mean * mean, 0) + pull);
    model->common += CLAMP(step, -STEP_MAX, STEP_MAX);
    return fabs(slope);
}

static gdouble
mean_pairs_of_slips(const HnCaptures *captures, gdouble n_pairs)
{
    gdouble sum = 0;
    for (guint p = 0; p < captures->n_patterns; p++) {
        guint n_slips = 0;
        for (guint g = 0; g < captures->n_groups; g++)
            n_slips += (captures->groups[g] & ~captures->patterns[p].parts) != 0;
        sum += pairs_of(n_slips) * (gdouble)captures->patterns[p].n;
    }
    return sum / n_pairs;
}

static void
fit(Model *model)
{
    const gdouble seen = mean_pairs_of_slips(model->captures, model->n_pairs);
    gdouble off = 1;
    for (guint round = 0; round < ROUNDS_MAX && off > FITTED; round++) {
        off = 0;
        for (guint g = 0; g < model->captures->n_groups; g++) {
            sum_forward(model);
            sum_backward(model);
            off = MAX(off, fit_group(model->answers[g]));
        }
        sum_forward(model);
        off = MAX(off, fit_common(model, seen));
    }
}

static gdouble
missed_share(Model *model)
{
    gdouble met = 0, missed = 0;
    const GArray *ends = model->nodes[model->captures->n_groups];
    sum_forward(model);
    for (guint i = 0; i < ends->len; i++) {
        const Node *node = &g_array_index(ends, Node, i);
        *(node->is_met ? &met : &missed) += node->before * weight_of_end(model, node);
    }
    return missed / MAX(met + missed, TINY);
}

gboolean
hn_capture_model_missed(const HnCaptures *captures, gdouble *ret_share)
{
    const guint n_groups = captures->n_groups;
    if (n_groups > HN_CAPTURE_GROUPS_MAX || captures->n_rules == 0 || captures->n_rules > 64)
        return FALSE;
    Model model = { .captures = captures };
    for (guint g = 0; g <= n_groups; g++)
        model.nodes[g] = g_array_new(FALSE, FALSE, sizeof(Node));
    for (guint g = 0; g < n_groups; g++) {
        model.answers[g] = g_array_new(FALSE, FALSE, sizeof(Answer));
        model.arcs[g] = g_array_new(FALSE, FALSE, sizeof(Arc));
    }
    const gboolean is_done = list_answers(&model) && draw(&model);
    if (is_done) {
        fit(&model);
        *ret_share = missed_share(&model);
    }
    for (guint g = 0; g <= n_groups; g++)
        g_array_unref(model.nodes[g]);
    for (guint g = 0; g < n_groups; g++) {
        g_array_unref(model.answers[g]);
        g_array_unref(model.arcs[g]);
    }
    return is_done;
}
