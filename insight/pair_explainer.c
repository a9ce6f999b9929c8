#include "insight/pair_explainer.h"

#include <stdlib.h>

#include "insight/key_sizes.h"
#include "insight/pair_standing.h"
#include "insight/what_if.h"
#include "linker/confirmed_apart.h"
#include "text/number_words.h"

struct _HnPairExplainer {
    HnPublishedView *view;
    guint type;
    const HnEntityType *spec;
    const HnBundle *bundle;
    HnPickedRecords *picked;
    HnRowKeys *keys;
    HnKeySizes *sizes;   /* NULL: no block of the type can be too large */
    HnMatchGraph *graph; /* of the last entity asked for */
    guint64 graph_of;
};

/* ---- reading ---- */

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

static gboolean
pick(HnPairExplainer *explainer, const HnRowPair *pairs, gsize n_pairs, GError **error)
{
    g_autofree guint32 *rows = g_new(guint32, 2 * n_pairs + 1);
    guint n = 0;
    for (gsize i = 0; i < n_pairs; i++) {
        g_assert(pairs[i].left != pairs[i].right);
        rows[2 * i] = pairs[i].left;
        rows[2 * i + 1] = pairs[i].right;
    }
    qsort(rows, 2 * n_pairs, sizeof(guint32), compare_rows);
    for (gsize i = 0; i < 2 * n_pairs; i++)
        if (n == 0 || rows[n - 1] != rows[i])
            rows[n++] = rows[i];
    explainer->picked =
        hn_picked_records_new(explainer->view, explainer->type, explainer->bundle, rows, n, error);
    return explainer->picked != NULL;
}

static gboolean
has_window(const HnEntityType *type)
{
    for (guint r = 0; r < type->n_rules; r++)
        if (type->rules[r].window > 0)
            return TRUE;
    return FALSE;
}

/* Edges tell of themselves that their pair was compared: of them windows alone are counted. */
static void
want_pair(HnPairExplainer *explainer, const HnRowPair *pair)
{
    const HnPickedRecords *picked = explainer->picked;
    const guint32 a = hn_picked_records_row(picked, pair->left);
    const guint32 b = hn_picked_records_row(picked, pair->right);
    const gboolean has_edge =
        hn_published_view_edge(explainer->view, explainer->type, pair->left, pair->right) != NULL;
    for (guint r = 0; r < explainer->spec->n_rules; r++) {
        HnRuleMeeting meeting;
        guint n_shared = 0, n_spans = 0;
        if (has_edge && explainer->spec->rules[r].window == 0)
            continue;
        hn_row_keys_meet(explainer->keys, picked->table, r, a, b, &meeting);
        const HnKeySpan *spans = hn_row_keys_spans(explainer->keys, &n_spans);
        const HnSlice *shared = hn_row_keys_shared(explainer->keys, &n_shared);
        for (guint k = 0; k < n_spans; k++)
            hn_key_sizes_want_span(explainer->sizes, r, &spans[k]);
        for (guint k = 0; k < n_shared && n_spans == 0; k++)
            hn_key_sizes_want(explainer->sizes, r, shared[k]);
    }
}

static gboolean
count_keys(HnPairExplainer *explainer, const HnRowPair *pairs, gsize n_pairs, GError **error)
{
    const HnLive *live = explainer->view->lives[explainer->type];
    if (hn_live_crosswalk(live)->n_rows <= explainer->spec->block_size_max &&
        !has_window(explainer->spec))
        return TRUE;
    explainer->sizes = hn_key_sizes_new(explainer->spec, explainer->bundle->oversize);
    for (gsize i = 0; i < n_pairs; i++)
        want_pair(explainer, &pairs[i]);
    return hn_key_sizes_count(explainer->sizes, explainer->view, explainer->type, error);
}

HnPairExplainer *
hn_pair_explainer_new(HnPublishedView *view, guint type, const HnRowPair *pairs, gsize n_pairs,
                      GError **error)
{
    g_autoptr(HnPairExplainer) explainer = g_new0(HnPairExplainer, 1);
    explainer->view = view;
    explainer->type = type;
    explainer->spec = &view->project->entities[type];
    explainer->bundle = hn_published_view_bundle(view, type, error);
    if (explainer->bundle == NULL || !pick(explainer, pairs, n_pairs, error))
        return NULL;
    explainer->keys = hn_row_keys_new(explainer->spec, explainer->bundle->oversize);
    return count_keys(explainer, pairs, n_pairs, error) ? g_steal_pointer(&explainer) : NULL;
}

void
hn_pair_explainer_free(HnPairExplainer *explainer)
{
    if (explainer == NULL)
        return;
    hn_picked_records_free(explainer->picked);
    hn_row_keys_free(explainer->keys);
    hn_key_sizes_free(explainer->sizes);
    hn_match_graph_free(explainer->graph);
    g_free(explainer);
}

const HnPickedRecords *
hn_pair_explainer_picked(const HnPairExplainer *explainer)
{
    return explainer->picked;
}

const HnBundle *
hn_pair_explainer_bundle(const HnPairExplainer *explainer)
{
    return explainer->bundle;
}

/* ---- the weight ---- */

static gint
compare_terms(gconstpointer key, gconstpointer term)
{
    return hn_slice_compare(*(const HnSlice *)key, ((const HnTerm *)term)->value);
}

/* Of the value that both hold, where its frequency counts. */
static guint32
count_of_term(const HnPairExplainer *explainer, guint comparison, const HnComparedValues *values)
{
    const HnTermTable *terms = &explainer->bundle->model->comparisons[comparison].terms;
    if (values->level < 0 || values->value[0] != values->value[1] || terms->n == 0)
        return 0;
    const guint attribute = explainer->spec->comparisons[comparison].attribute;
    const HnSlice value =
        hn_dictionary_value(explainer->picked->table->values[attribute], values->value[0]);
    const HnTerm *found = bsearch(&value, terms->terms, terms->n, sizeof(HnTerm), compare_terms);
    return found == NULL ? 0 : found->count;
}

/* No level of likeness was asked for, as the numbers of two names contradict each other. */
static gboolean
is_told_apart(const HnPairExplainer *explainer, guint comparison, const HnComparedValues *values)
{
    const HnComparison *spec = &explainer->spec->comparisons[comparison];
    const HnDictionary *names = explainer->picked->table->values[spec->attribute];
    return spec->numbers_apart && values->level >= 0 &&
           spec->levels[values->level].kind == HN_LEVEL_ELSE &&
           hn_number_words_contradict(
               hn_number_words(hn_dictionary_value(names, values->value[0])),
               hn_number_words(hn_dictionary_value(names, values->value[1])));
}

static void
add_part(HnPairExplanation *pair, HnWeightPart part)
{
    const gint32 before = pair->n_parts == 0 ? 0 : pair->parts[pair->n_parts - 1].sum_units;
    g_assert(pair->n_parts < HN_WEIGHT_PARTS_MAX);
    part.sum_units = before + part.units;
    pair->parts[pair->n_parts++] = part;
}

/* What the levels of two comparisons are worth beyond their sum, as the model has it. */
static void
add_interactions(const HnModel *model, HnPairExplanation *pair)
{
    for (guint i = 0; i < model->n_interactions; i++) {
        const HnInteraction *one = &model->interactions[i];
        const gint a = pair->comparisons[one->a].level, b = pair->comparisons[one->b].level;
        const gint32 units = a < 0 || b < 0 ? 0 : one->units[a][b];
        if (units != 0)
            add_part(pair, (HnWeightPart){ HN_PART_INTERACTION, one->a, one->b, units, 0 });
    }
}

/* What a row has where there was nothing to compare it with: of many values the first. */
static guint32
value_of_row(const HnPairExplainer *explainer, guint comparison, guint32 row)
{
    const HnRecordTable *table = explainer->picked->table;
    const guint attribute = explainer->spec->comparisons[comparison].attribute;
    const guint32 cell = hn_record_table_line(table, row)[attribute];
    guint n = 0;
    if (table->sets[attribute] == NULL)
        return cell;
    const HnSetMember *members = hn_value_sets_members(table->sets[attribute], cell, &n);
    return n == 0 ? 0 : members[0].value;
}

/* Edges have their smaller row first, and so it is scored; left and right are as asked. */
static void
weigh(HnPairExplainer *explainer, HnPairExplanation *pair)
{
    const HnPickedRecords *picked = explainer->picked;
    HnScoredComparison scored[HN_COMPARISONS_MAX];
    const gboolean is_turned = pair->rows[0] > pair->rows[1];
    const guint32 a = hn_picked_records_row(picked, pair->rows[is_turned]);
    const guint32 b = hn_picked_records_row(picked, pair->rows[!is_turned]);
    pair->total_units = hn_pair_scorer_explain(picked->scorer, 0, a, b, scored);
    pair->prior_units = explainer->bundle->model->prior_units;
    pair->outcome = hn_outcome_of(explainer->bundle->model, pair->total_units);
    pair->codes_differ = hn_confirmed_apart_two(picked->table, explainer->spec, a, b);
    pair->n_comparisons = explainer->spec->n_comparisons;
    add_part(pair, (HnWeightPart){ HN_PART_PRIOR, 0, 0, pair->prior_units, 0 });
    for (guint c = 0; c < pair->n_comparisons; c++) {
        HnComparedValues *values = &pair->comparisons[c];
        *values = (HnComparedValues){ .level = scored[c].level,
                                      .weight_units = scored[c].weight_units,
                                      .term_units = scored[c].term_units,
                                      .likeness_units = scored[c].likeness_units };
        values->value[is_turned] =
            scored[c].level < 0 ? value_of_row(explainer, c, a) : scored[c].value_a;
        values->value[!is_turned] =
            scored[c].level < 0 ? value_of_row(explainer, c, b) : scored[c].value_b;
        values->term_count = count_of_term(explainer, c, values);
        values->told_apart = is_told_apart(explainer, c, values);
        add_part(pair, (HnWeightPart){ HN_PART_LEVEL, c, 0, values->weight_units, 0 });
        if (values->term_units != 0)
            add_part(pair, (HnWeightPart){ HN_PART_TERM, c, 0, values->term_units, 0 });
        if (values->likeness_units != 0)
            add_part(pair, (HnWeightPart){ HN_PART_LIKENESS, c, 0, values->likeness_units, 0 });
        values->sum_units = pair->parts[pair->n_parts - 1].sum_units;
    }
    add_interactions(explainer->bundle->model, pair);
    const gint32 rest = pair->total_units - pair->parts[pair->n_parts - 1].sum_units;
    if (rest != 0)
        add_part(pair, (HnWeightPart){ HN_PART_REST, 0, 0, rest, 0 });
}

/* ---- the rules ---- */

/* The smallest number of classes that share a key of the last meeting; 0: nobody counted. */
static guint32
fewest_sharing(const HnPairExplainer *explainer, guint rule)
{
    guint n_shared = 0;
    const HnSlice *shared = hn_row_keys_shared(explainer->keys, &n_shared);
    guint32 fewest = 0;
    for (guint k = 0; explainer->sizes != NULL && k < n_shared; k++) {
        const guint32 n = hn_key_sizes_of(explainer->sizes, rule, shared[k]);
        fewest = k == 0 ? n : MIN(fewest, n);
    }
    return fewest;
}

/* Of the last meeting, which has spans: whether one lies inside a window. */
static void
look_between(const HnPairExplainer *explainer, guint rule, HnPairRule *found)
{
    guint n_spans = 0;
    const HnKeySpan *spans = hn_row_keys_spans(explainer->keys, &n_spans);
    const guint window = explainer->spec->rules[rule].window;
    gboolean meets = FALSE, is_near = FALSE;
    for (guint k = 0; k < n_spans; k++) {
        const HnSpanSize size = hn_key_sizes_of_span(explainer->sizes, rule, &spans[k]);
        is_near = is_near || size.n_keys <= window;
        meets =
            meets || (size.n_keys <= window && size.n_classes <= explainer->spec->block_size_max);
    }
    found->is_far = !is_near;
    found->is_large = is_near && !meets;
}

/* Where there is an edge, rules before its own that share a key made no pair: their block was too
 * large. */
static void
find_rules(HnPairExplainer *explainer, HnPairExplanation *pair)
{
    const HnPickedRecords *picked = explainer->picked;
    const guint32 left = hn_picked_records_row(picked, pair->rows[0]);
    const guint32 right = hn_picked_records_row(picked, pair->rows[1]);
    pair->is_compared = pair->edge != NULL;
    pair->first_rule = pair->edge != NULL ? (gint)pair->edge->rule : -1;
    for (guint r = 0; r < pair->n_rules; r++) {
        HnPairRule *rule = &pair->rules[r];
        hn_row_keys_meet(explainer->keys, picked->table, r, left, right, &rule->meeting);
        if (rule->meeting.kind != HN_MEETING_MEETS && rule->meeting.kind != HN_MEETING_NEAR)
            continue;
        if (explainer->spec->rules[r].window > 0) {
            look_between(explainer, r, rule);
        } else if (pair->edge == NULL) {
            rule->n_sharing = fewest_sharing(explainer, r);
            rule->is_large = rule->n_sharing > explainer->spec->block_size_max;
        } else {
            rule->is_large = r < pair->edge->rule;
        }
        if (pair->first_rule < 0 && hn_pair_rule_makes(rule))
            pair->first_rule = (gint)r;
        pair->is_compared = pair->is_compared || hn_pair_rule_makes(rule);
    }
}

/* ---- all of it ---- */

static const HnMatchGraph *
graph_of(HnPairExplainer *explainer, guint64 entity)
{
    if (explainer->graph == NULL || explainer->graph_of != entity) {
        hn_match_graph_free(explainer->graph);
        explainer->graph = hn_match_graph_new(explainer->view->lives[explainer->type], entity);
        explainer->graph_of = entity;
    }
    return explainer->graph;
}

HnPairExplanation *
hn_pair_explainer_explain(HnPairExplainer *explainer, HnRowPair rows)
{
    const HnCrosswalk *crosswalk = hn_live_crosswalk(explainer->view->lives[explainer->type]);
    HnPairExplanation *pair = hn_pair_explanation_new(explainer->spec->n_rules);
    pair->type = explainer->type;
    pair->rows[0] = rows.left;
    pair->rows[1] = rows.right;
    for (guint side = 0; side < 2; side++)
        pair->entities[side] = crosswalk->entity_of[pair->rows[side]];
    pair->edge = hn_published_view_edge(explainer->view, explainer->type, rows.left, rows.right);
    pair->meet =
        hn_live_meet(explainer->view->lives[explainer->type], pair->rows[0], pair->rows[1]);
    pair->outcome = HN_OUTCOME_BELOW;
    pair->first_rule = -1;
    if (pair->meet == HN_MEET_COMPARE) {
        weigh(explainer, pair);
        find_rules(explainer, pair);
    } else {
        pair->n_rules = 0;
    }
    const gboolean is_one = pair->entities[0] == pair->entities[1];
    hn_pair_standing_find(explainer->view, explainer->bundle->model,
                          is_one ? graph_of(explainer, pair->entities[0]) : NULL, pair);
    if (pair->meet != HN_MEET_COMPARE)
        return pair;
    const HnWhatIf what_if = { explainer->view, explainer->spec, explainer->bundle->model,
                               explainer->picked, explainer->keys };
    hn_what_if_find(&what_if, pair);
    return pair;
}
