#include "insight/what_if.h"

#include <stdlib.h>

#include "insight/pair_bars.h"

typedef struct {
    const HnWhatIf *what_if;
    HnPairExplanation *pair;
    const guint32 *lines[2]; /* of the two, the smaller row first */
    GArray *found;           /* HnPairChange that move the verdict */
} Search;

static HnVerdict
verdict_of(HnOutcome outcome)
{
    switch (outcome) {
    case HN_OUTCOME_MATCH:
        return HN_VERDICT_SAME;
    case HN_OUTCOME_REVIEW:
        return HN_VERDICT_ASK;
    case HN_OUTCOME_BELOW:
    default:
        return HN_VERDICT_APART;
    }
}

/* How two entities stand that cannot become one whatever their pair weighs. */
static HnVerdict
verdict_of_two(const HnWhatIf *what_if, const HnPairExplanation *pair)
{
    g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(HnPairCut));
    return hn_pair_bars_law(what_if->view, pair, bars) ? HN_VERDICT_APART : HN_VERDICT_ASK;
}

/* Whether two entities become one if the pair weighs @units, which is a match, and decision
 * @lifted (0: none) is not there. */
static gboolean
would_join(const HnWhatIf *what_if, const HnPairExplanation *pair, gint32 units, guint64 lifted)
{
    g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(HnPairCut));
    hn_pair_bars_find(what_if->view, pair, bars);
    for (guint i = 0; i < bars->len; i++) {
        const HnPairCut *bar = &g_array_index(bars, HnPairCut, i);
        if (bar->kind != HN_CUT_DECISION || bar->decision != lifted)
            return FALSE;
    }
    return hn_pair_bars_support(what_if->view, what_if->model, pair, units) >=
           hn_pair_bars_support_min(what_if->model);
}

static HnVerdict
verdict_at(const HnWhatIf *what_if, const HnPairExplanation *pair, gint32 units, guint64 lifted)
{
    const HnVerdict verdict = verdict_of(hn_outcome_of(what_if->model, units));
    const gboolean is_one = pair->entities[0] == pair->entities[1];
    return verdict == HN_VERDICT_SAME && !is_one && !would_join(what_if, pair, units, lifted)
               ? verdict_of_two(what_if, pair)
               : verdict;
}

/* ---- trying out ---- */

static guint32 *
trial_line(const Search *search, guint side)
{
    const HnPickedRecords *picked = search->what_if->picked;
    return picked->table->cells + (gsize)picked->trial[side] * picked->table->n_attributes;
}

static gboolean
reads_attribute(const HnBlockingRule *rule, guint attribute)
{
    for (guint p = 0; p < rule->n_parts; p++)
        if (rule->parts[p].attribute == attribute)
            return TRUE;
    return FALSE;
}

/* A window that does not read what was changed lies as before; in one that does, equal keys meet,
 * and of others nobody knows what would lie between. */
static gboolean
trial_meets(const Search *search, guint rule, guint attribute, HnMeetingKind kind)
{
    const HnBlockingRule *spec = &search->what_if->type->rules[rule];
    if (spec->window > 0 && !reads_attribute(spec, attribute))
        return hn_pair_rule_makes(&search->pair->rules[rule]);
    return kind == HN_MEETING_MEETS && !search->pair->rules[rule].is_large;
}

/* The first rule by which the two on trial would be compared; -1: none. @attribute: what was
 * changed. */
static gint
trial_rule(const Search *search, guint attribute)
{
    const HnPickedRecords *picked = search->what_if->picked;
    for (guint r = 0; r < search->pair->n_rules; r++) {
        HnRuleMeeting meeting;
        hn_row_keys_meet(search->what_if->keys, picked->table, r, picked->trial[0],
                         picked->trial[1], &meeting);
        if (trial_meets(search, r, attribute, meeting.kind))
            return (gint)r;
    }
    return -1;
}

/* The two records with @cells in the attribute; what follows joins the found if it moves the
 * verdict. */
static void
try_cells(Search *search, HnChangeKind kind, guint attribute, guint32 cell_a, guint32 cell_b)
{
    const HnPickedRecords *picked = search->what_if->picked;
    HnScoredComparison scored[HN_COMPARISONS_MAX];
    HnPairChange change = { .kind = kind, .attribute = attribute };
    for (guint side = 0; side < 2; side++) {
        guint32 *line = trial_line(search, side);
        memcpy(line, search->lines[side], sizeof(guint32) * picked->table->n_attributes);
        line[attribute] = side == 0 ? cell_a : cell_b;
    }
    change.rule = trial_rule(search, attribute);
    change.total_units =
        hn_pair_scorer_explain(picked->scorer, 0, picked->trial[0], picked->trial[1], scored);
    change.delta_units = change.total_units - search->pair->total_units;
    change.verdict = change.rule < 0
                         ? HN_VERDICT_APART
                         : verdict_at(search->what_if, search->pair, change.total_units, 0);
    if (change.verdict != search->pair->verdict)
        g_array_append_val(search->found, change);
}

static gboolean
is_compared_or_blocked(const HnEntityType *type, guint attribute)
{
    for (guint c = 0; c < type->n_comparisons; c++)
        if (type->comparisons[c].attribute == attribute)
            return TRUE;
    for (guint r = 0; r < type->n_rules; r++)
        if (reads_attribute(&type->rules[r], attribute))
            return TRUE;
    return FALSE;
}

static void
try_attribute(Search *search, guint attribute)
{
    const guint32 a = search->lines[0][attribute], b = search->lines[1][attribute];
    const guint32 unlike = search->what_if->picked->unlike[attribute];
    if (a != b && a != 0)
        try_cells(search, HN_CHANGE_EQUAL, attribute, a, a);
    if (a != b && b != 0)
        try_cells(search, HN_CHANGE_EQUAL, attribute, b, b);
    if (a == 0 && b == 0)
        try_cells(search, HN_CHANGE_EQUAL, attribute, unlike, unlike);
    if (a != 0 && b != 0) {
        try_cells(search, HN_CHANGE_MISSING, attribute, 0, b);
        try_cells(search, HN_CHANGE_UNLIKE, attribute, unlike, b);
    }
}

/* ---- choosing ---- */

static gint
compare_changes(gconstpointer a, gconstpointer b)
{
    const HnPairChange *x = a, *y = b;
    const gint size_x = abs(x->delta_units), size_y = abs(y->delta_units);
    if (size_x != size_y)
        return size_x < size_y ? -1 : 1;
    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    return (gint)x->kind - (gint)y->kind;
}

/* The smallest ones, of each attribute one. */
static void
choose(Search *search)
{
    HnPairExplanation *pair = search->pair;
    guint64 taken = 0;
    g_array_sort(search->found, compare_changes);
    for (guint i = 0; i < search->found->len && pair->n_changes < HN_PAIR_CHANGES_MAX; i++) {
        const HnPairChange *change = &g_array_index(search->found, HnPairChange, i);
        if (!(taken >> change->attribute & 1))
            pair->changes[pair->n_changes++] = *change;
        taken |= G_GUINT64_CONSTANT(1) << change->attribute;
    }
}

/* ---- decisions ---- */

/* The one decision that stands behind the verdict; 0: there is none, or more than one. */
static guint64
only_decision(const HnPairExplanation *pair)
{
    guint64 only = 0;
    guint n = 0;
    for (guint i = 0; i < pair->decisions->len; i++) {
        const HnPairDecision *one = &g_array_index(pair->decisions, HnPairDecision, i);
        const gboolean counts =
            one->stands && (pair->because == HN_BECAUSE_PARTED ? one->is_parting : one->is_binding);
        only = counts ? one->decision->sequence : only;
        n += counts ? 1 : 0;
    }
    if (pair->because == HN_BECAUSE_CUT) {
        n = pair->cuts->len;
        only = n == 1 ? g_array_index(pair->cuts, HnPairCut, 0).decision : 0;
    }
    return n == 1 ? only : 0;
}

/* Other records may hold the two together when a decision that binds them is lifted. */
static gboolean
hang_together_otherwise(const HnPairExplanation *pair)
{
    for (guint i = 0; i < pair->chain->len; i++)
        if (g_array_index(pair->chain, HnMatchLink, i).decision != 0)
            return FALSE;
    return pair->chain->len > 0;
}

static void
try_lifting(const HnWhatIf *what_if, HnPairExplanation *pair)
{
    HnPairChange change = { .kind = HN_CHANGE_DECISION, .rule = pair->first_rule };
    change.decision = only_decision(pair);
    change.total_units = pair->total_units;
    change.verdict = pair->is_compared
                         ? verdict_at(what_if, pair, pair->total_units, change.decision)
                         : HN_VERDICT_APART;
    if (change.decision != 0 && change.verdict != pair->verdict && !hang_together_otherwise(pair))
        pair->changes[pair->n_changes++] = change;
}

void
hn_what_if_find(const HnWhatIf *what_if, HnPairExplanation *explanation)
{
    const HnPickedRecords *picked = what_if->picked;
    const HnBecause because = explanation->because;
    const guint32 first = MIN(explanation->rows[0], explanation->rows[1]);
    const guint32 second = MAX(explanation->rows[0], explanation->rows[1]);
    explanation->n_changes = 0;
    if (because == HN_BECAUSE_PARTED || because == HN_BECAUSE_CUT ||
        because == HN_BECAUSE_DECISION) {
        try_lifting(what_if, explanation);
        return;
    }
    const gboolean hangs_on_itself = because == HN_BECAUSE_EDGE && explanation->chain->len == 0;
    if (!hangs_on_itself && because != HN_BECAUSE_REVIEW && because != HN_BECAUSE_BELOW &&
        because != HN_BECAUSE_NEVER)
        return;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(HnPairChange));
    Search search = { what_if, explanation, { NULL, NULL }, found };
    search.lines[0] = hn_record_table_line(picked->table, hn_picked_records_row(picked, first));
    search.lines[1] = hn_record_table_line(picked->table, hn_picked_records_row(picked, second));
    for (guint a = 0; a < what_if->type->n_attributes; a++)
        if (is_compared_or_blocked(what_if->type, a))
            try_attribute(&search, a);
    choose(&search);
}
