#include "insight/rule_search.h"

#include <math.h>
#include <string.h>

#include "insight/insight_error.h"
#include "insight/sample_table.h"
#include "insight/source_duplicates.h"
#include "insight/tried_keys.h"
#include "linker/score_stage.h"
#include "linker/training.h"
#include "records/match_weight.h"

#define PAIRS_PER_RECORD 30.0  /* of all rules together; a night scores some ten million a second */
#define PAIRS_ALWAYS 2000000.0 /* so many are nothing, however few the records */
#define FREE_SHARE 0.02        /* of the budget: a rule of fewer pairs is as good as free; */
#define FREE_PER_RECORD 4.0    /* so is one of about as many pairs as an entity's records make */
#define RULE_SHARE 0.4         /* of the budget, for one rule */
#define RULES_TAKEN_MAX 24u
#define GAIN_MIN 0.0005  /* share of the likely matches that a rule must add */
#define AROUND_MIN 0.05  /* and one that goes around an attribute */
#define MIXED_MIN 0.0005 /* and one for pairs in which damages come together */
#define PAIRS_TRAIN_MAX 100000u
#define LIKELY_MAX 20000u /* matches that rules are tried on */
#define LIKELY_MIN 0.1    /* probability */
#define REVIEW_BITS (-4.0)

typedef struct {
    HnDraft *draft;
    HnThreadPool *pool;
    HnBudget *budget;
    HnRecordTable *table;
    gdouble scale;      /* records of all over those of the table */
    gdouble budget_all; /* pairs of all records */
    gdouble free_all;   /* pairs of a rule that is as good as free */
    GArray *candidates;
    GArray *likely;
    guint8 *makes;  /* [n_candidates * n_likely] */
    guint8 *mixed;  /* the same of mixed pairs (tried_keys.h) */
    guint8 *chosen; /* [n_candidates] */
} Search;

static guint64
count_records(const HnAttributePlan *plan)
{
    guint64 n = 0;
    for (guint f = 0; f < plan->n_files; f++)
        n += plan->files[f].scanned->n_rows;
    return n;
}

/* ---- likely matches ---- */

static gboolean
is_implied(const GArray *chosen, const HnRuleCandidate *candidate)
{
    for (guint i = 0; i < chosen->len; i++)
        if (hn_rule_candidate_implies(candidate, &g_array_index(chosen, HnRuleCandidate, i)))
            return TRUE;
    return FALSE;
}

/* Rules to learn from: the widest that fit into the budget of the sample, each once. */
static GArray *
choose_base(const Search *search)
{
    GArray *base = g_array_new(FALSE, FALSE, sizeof(HnRuleCandidate));
    gdouble left = 2 * search->budget_all;
    for (guint i = search->candidates->len; i-- > 0 && base->len < HN_RULES_MAX;) {
        const HnRuleCandidate *candidate = &g_array_index(search->candidates, HnRuleCandidate, i);
        if (candidate->n_pairs_all > RULE_SHARE * search->budget_all ||
            candidate->n_pairs_all > left || is_implied(base, candidate))
            continue;
        g_array_append_val(base, *candidate);
        left -= candidate->n_pairs_all;
    }
    return base;
}

static gint
compare_likely(gconstpointer a, gconstpointer b)
{
    const HnLikelyPair *x = a, *y = b;
    return (x->draw > y->draw) - (x->draw < y->draw);
}

static void
keep_likely(Search *search, const HnScored *scored)
{
    search->likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    for (gsize i = 0; i < scored->n_edges; i++) {
        const HnEdge *edge = &scored->edges[i];
        HnLikelyPair likely = { .weight_units = edge->weight_units,
                                .probability = hn_match_probability(edge->weight_units) };
        if (likely.probability < LIKELY_MIN)
            continue;
        likely.a = hn_record_table_class_row(search->table, edge->a);
        likely.b = edge->a == edge->b
                       ? search->table->class_members[search->table->class_start[edge->a] + 1]
                       : hn_record_table_class_row(search->table, edge->b);
        likely.draw = hn_hash_mix((guint64)likely.a << 32 | likely.b);
        g_array_append_val(search->likely, likely);
    }
    g_array_sort(search->likely, compare_likely);
    if (search->likely->len > LIKELY_MAX)
        g_array_set_size(search->likely, LIKELY_MAX);
}

/* ---- one record per source ---- */

static gboolean
is_of_one_source(const Search *search, const HnLikelyPair *likely)
{
    const guint source = hn_record_table_source_of(search->table, likely->a);
    return source == hn_record_table_source_of(search->table, likely->b) &&
           g_strv_contains((const char *const *)search->draft->one_per_source,
                           search->table->sources[source].name);
}

static void
find_one_per_source(Search *search, const HnEntityType *type)
{
    const HnRecordTable *table = search->table;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint s = 0; table->n_sources > 1 && s < table->n_sources; s++)
        if (hn_source_holds_once(table, type, search->likely, s))
            g_ptr_array_add(names, g_strdup(table->sources[s].name));
    if (names->len == 0)
        return;
    g_ptr_array_add(names, NULL);
    search->draft->one_per_source = (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
    guint n_apart = 0;
    for (guint i = 0; i < search->likely->len; i++)
        n_apart +=
            is_of_one_source(search, &g_array_index(search->likely, HnLikelyPair, i)) ? 1 : 0;
    search->draft->one_per_source_why = g_strdup_printf(
        "In these sources hardly two records match as well as records of different sources do, or "
        "agree in a number as those do: each holds an entity once. Of %u likely pairs that were "
        "looked at %u are of one such source: they stay apart.",
        search->likely->len, n_apart);
}

/* No rule is to be found for pairs that cannot match. */
static void
drop_pairs_of_one_source(Search *search)
{
    guint n = 0;
    for (guint i = 0; search->draft->one_per_source != NULL && i < search->likely->len; i++) {
        const HnLikelyPair likely = g_array_index(search->likely, HnLikelyPair, i);
        if (!is_of_one_source(search, &likely))
            g_array_index(search->likely, HnLikelyPair, n++) = likely;
    }
    if (search->draft->one_per_source != NULL)
        g_array_set_size(search->likely, n);
}

static gboolean
fail_wide(const Search *search, GError **error)
{
    const HnRuleCandidate *narrowest = &g_array_index(search->candidates, HnRuleCandidate, 0);
    for (guint i = 1; i < search->candidates->len; i++) {
        const HnRuleCandidate *other = &g_array_index(search->candidates, HnRuleCandidate, i);
        if (other->n_pairs_all < narrowest->n_pairs_all)
            narrowest = other;
    }
    g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_NO_ATTRIBUTE,
                "every key that could be made is shared by too many records: the narrowest, [%s], "
                "makes %.0f pairs",
                narrowest->parts, narrowest->n_pairs_all);
    return FALSE;
}

static gboolean
find_likely(Search *search, GError **error)
{
    g_autoptr(GArray) base = choose_base(search);
    if (base->len == 0)
        return fail_wide(search, error);
    g_autoptr(HnProject) project =
        hn_rule_candidates_project(search->draft, base, 0, base->len, error);
    if (project == NULL)
        return FALSE;
    const HnEntityType *type = &project->entities[0];
    const HnTrainingInput input = { .table = search->table,
                                    .type = type,
                                    .pool = search->pool,
                                    .budget = search->budget,
                                    .pairs_max = PAIRS_TRAIN_MAX };
    g_autoptr(HnTraining) training = hn_training_run(&input);
    training->model->threshold_review_units = (gint32)(REVIEW_BITS * HN_WEIGHT_UNITS_PER_BIT);
    const HnScoreInput score = { .table = search->table,
                                 .type = type,
                                 .model = training->model,
                                 .blocks = training->blocks,
                                 .forms = training->forms,
                                 .pool = search->pool };
    g_autoptr(HnScored) scored = hn_score_run(&score);
    keep_likely(search, scored);
    find_one_per_source(search, type);
    drop_pairs_of_one_source(search);
    return TRUE;
}

/* ---- the choice ---- */

/* Likely pairs, ascending. */
typedef struct {
    guint32 *at;
    guint n;
    const guint8 *makes; /* what makes them: of the likely pairs, or of mixed ones */
} Pairs;

static gdouble
matches_made(const Search *search, guint candidate, const Pairs *pairs)
{
    const guint8 *makes = pairs->makes + (gsize)candidate * search->likely->len;
    gdouble sum = 0;
    for (guint i = 0; i < pairs->n; i++) {
        if (makes[pairs->at[i]])
            sum += g_array_index(search->likely, HnLikelyPair, pairs->at[i]).probability;
    }
    return sum;
}

static Pairs
all_pairs(const Search *search, const guint8 *makes)
{
    Pairs pairs = { g_new(guint32, (gsize)search->likely->len + 1), search->likely->len, makes };
    for (guint i = 0; i < pairs.n; i++)
        pairs.at[i] = i;
    return pairs;
}

/* Takes out what @candidate makes. */
static void
drop_made(const Search *search, guint candidate, Pairs *pairs)
{
    const guint8 *makes = pairs->makes + (gsize)candidate * search->likely->len;
    guint n = 0;
    for (guint i = 0; i < pairs->n; i++) {
        if (!makes[pairs->at[i]])
            pairs->at[n++] = pairs->at[i];
    }
    pairs->n = n;
}

/* The candidate that adds most of the @open pairs for what it costs, or G_MAXUINT. */
static guint
best_candidate(const Search *search, const Pairs *open, gdouble left, gdouble gain_min)
{
    guint best = G_MAXUINT;
    gdouble best_value = 0;
    for (guint c = 0; c < search->candidates->len; c++) {
        const HnRuleCandidate *candidate = &g_array_index(search->candidates, HnRuleCandidate, c);
        if (candidate->n_pairs_all > MIN(left, RULE_SHARE * search->budget_all))
            break;             /* they ascend */
        if (search->chosen[c]) /* what it makes need not be all that a narrower one makes */
            continue;
        const gdouble gain = matches_made(search, c, open);
        /* A pair of a hundredth of the budget is as good as free: then more matches win. */
        const gdouble value = gain / (candidate->n_pairs_all + 0.01 * search->budget_all);
        if (gain < gain_min || value <= best_value)
            continue;
        best = c;
        best_value = value;
    }
    return best;
}

/* The widest rule that makes whatever @c makes and is as good as free: the matches of a sample that
 * a model finds likely are the easy ones, others differ in more. */
static guint
widened(const Search *search, guint c, gdouble left)
{
    const HnRuleCandidate *narrow = &g_array_index(search->candidates, HnRuleCandidate, c);
    guint widest = c;
    for (guint w = c + 1; w < search->candidates->len; w++) {
        const HnRuleCandidate *wide = &g_array_index(search->candidates, HnRuleCandidate, w);
        if (wide->n_pairs_all > MIN(left, search->free_all))
            break; /* they ascend */
        if (!search->chosen[w] && hn_rule_candidate_implies(narrow, wide))
            widest = w;
    }
    return widest;
}

/* Rules while they are chosen. */
typedef struct {
    Pairs all, open; /* likely ones, and those of them that no rule makes yet */
    gdouble total, covered, left;
} Choosing;

static void
take_rule(Search *search, guint c, Choosing *choosing)
{
    const HnRuleCandidate *candidate = &g_array_index(search->candidates, HnRuleCandidate, c);
    const gdouble found = matches_made(search, c, &choosing->all);
    const gdouble added = matches_made(search, c, &choosing->open);
    search->chosen[c] = 1;
    hn_draft_add_rule(search->draft, candidate->parts, (guint64)candidate->n_pairs_all,
                      found / choosing->total, added / choosing->total);
    drop_made(search, c, &choosing->open);
    choosing->left -= candidate->n_pairs_all;
    choosing->covered += added;
}

static gboolean
is_made_by_chosen(const Search *search, const HnRuleCandidate *candidate)
{
    for (guint c = 0; c < search->candidates->len; c++)
        if (search->chosen[c] != 0 &&
            hn_rule_candidate_implies(candidate,
                                      &g_array_index(search->candidates, HnRuleCandidate, c)))
            return TRUE;
    return FALSE;
}

static gboolean
needs(const HnRuleCandidate *candidate, guint attribute)
{
    for (guint i = 0; i < candidate->n_attributes; i++)
        if (candidate->attributes[i] == attribute)
            return TRUE;
    return FALSE;
}

#define NO_ATTRIBUTE G_MAXUINT

/* A free rule without @attribute that makes most of the @open pairs, @gain_min of all at least, or
 * G_MAXUINT. */
static guint
best_free(const Search *search, guint attribute, gdouble gain_min, const Choosing *choosing,
          const Pairs *open)
{
    guint best = G_MAXUINT;
    gdouble best_gain = gain_min * choosing->total;
    for (guint c = 0; c < search->candidates->len; c++) {
        const HnRuleCandidate *candidate = &g_array_index(search->candidates, HnRuleCandidate, c);
        if (candidate->n_pairs_all > MIN(choosing->left, search->free_all))
            break; /* they ascend */
        if (search->chosen[c] || needs(candidate, attribute))
            continue;
        const gdouble gain = matches_made(search, c, open);
        if (gain >= best_gain) { /* of equal ones the widest */
            best_gain = gain;
            best = c;
        }
    }
    return best;
}

/* Until no free rule without @attribute makes enough of the @open pairs, which become fewer. */
static void
take_free(Search *search, guint attribute, gdouble gain_min, Choosing *choosing, Pairs *open)
{
    while (search->draft->rules->len < RULES_TAKEN_MAX) {
        const guint best = best_free(search, attribute, gain_min, choosing, open);
        if (best == G_MAXUINT)
            break;
        take_rule(search, best, choosing);
        drop_made(search, best, open);
    }
}

/* Matches in which an attribute is damaged are found by rules that do not need it. A sample shows
 * few such matches, so what counts is how many matches those rules make that are sound in it. */
static void
go_around(Search *search, guint attribute, Choosing *choosing)
{
    Pairs open = all_pairs(search, search->makes);
    gboolean is_needed = FALSE;
    for (guint c = 0; c < search->candidates->len; c++) {
        if (search->chosen[c] == 0)
            continue;
        if (needs(&g_array_index(search->candidates, HnRuleCandidate, c), attribute))
            is_needed = TRUE;
        else
            drop_made(search, c, &open);
    }
    if (is_needed)
        take_free(search, attribute, AROUND_MIN, choosing, &open);
    g_free(open.at);
}

/* Who has another's number is looked at, whatever else differs, if that is as good as free: likely
 * pairs agree in more than it, so that other rules make them and a sample asks for none of its
 * own. The widest key of it. */
static void
take_number(Search *search, guint attribute, Choosing *choosing)
{
    guint widest = G_MAXUINT;
    for (guint c = 0; c < search->candidates->len; c++) {
        const HnRuleCandidate *candidate = &g_array_index(search->candidates, HnRuleCandidate, c);
        if (candidate->n_pairs_all > MIN(choosing->left, search->free_all))
            break; /* they ascend */
        if (candidate->n_attributes == 1 && candidate->attributes[0] == attribute)
            widest = c;
    }
    if (widest != G_MAXUINT && search->draft->rules->len < RULES_TAKEN_MAX &&
        !is_made_by_chosen(search, &g_array_index(search->candidates, HnRuleCandidate, widest)))
        take_rule(search, widest, choosing);
}

/* Damages come together more often than likely pairs show it: where several do, no rule may have
 * made the pair. */
static void
take_for_mixed(Search *search, Choosing *choosing)
{
    Pairs open = all_pairs(search, search->mixed);
    for (guint c = 0; c < search->candidates->len; c++)
        if (search->chosen[c] != 0)
            drop_made(search, c, &open);
    take_free(search, NO_ATTRIBUTE, MIXED_MIN, choosing, &open);
    g_free(open.at);
}

/* Behind the greedy choice, for what sound matches do not ask for. */
static void
take_more(Search *search, Choosing *choosing)
{
    g_autoptr(GPtrArray) compared = hn_draft_compared(search->draft->plan);
    for (guint a = 0; a < compared->len; a++)
        go_around(search, a, choosing);
    for (guint a = 0; a < compared->len; a++)
        if (((const HnPlannedAttribute *)compared->pdata[a])->meaning == HN_MEANING_IDENTIFIER)
            take_number(search, a, choosing);
    take_for_mixed(search, choosing);
}

static gdouble
choose_rules(Search *search)
{
    Choosing choosing = { .all = all_pairs(search, search->makes),
                          .open = all_pairs(search, search->makes),
                          .left = search->budget_all };
    search->chosen = g_new0(guint8, search->candidates->len + 1);
    for (guint i = 0; i < choosing.all.n; i++)
        choosing.total += g_array_index(search->likely, HnLikelyPair, i).probability;
    while (search->draft->rules->len < RULES_TAKEN_MAX) {
        const guint best = best_candidate(search, &choosing.open, choosing.left,
                                          MAX(GAIN_MIN * choosing.total, 0.5));
        if (best == G_MAXUINT)
            break;
        take_rule(search, widened(search, best, choosing.left), &choosing);
    }
    if (choosing.total > 0)
        take_more(search, &choosing);
    g_free(choosing.all.at);
    g_free(choosing.open.at);
    return choosing.total == 0 ? 0 : choosing.covered / choosing.total;
}

static void
say_how(Search *search, gdouble covered)
{
    g_free(search->draft->how);
    search->draft->how = g_strdup_printf("Found by trying %u keys on %u of %" G_GUINT64_FORMAT
                                         " records: together these rules make "
                                         "%.1f %% of the likely matches that any of them makes.",
                                         search->candidates->len, search->table->n_rows,
                                         count_records(search->draft->plan), 100 * covered);
}

static gboolean
fail_apart(GError **error)
{
    g_set_error_literal(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_NO_ATTRIBUTE,
                        "no two records agree on anything that could be a key");
    return FALSE;
}

static gboolean
search_rules(Search *search, GError **error)
{
    g_autoptr(HnTriedKeys) keys =
        hn_tried_keys_new(search->draft, search->candidates, search->table, search->pool, error);
    if (keys == NULL)
        return FALSE;
    hn_tried_keys_count(keys, search->scale, search->candidates);
    if (search->candidates->len == 0)
        return fail_apart(error);
    if (!find_likely(search, error))
        return FALSE;
    search->makes = g_new(guint8, (gsize)search->candidates->len * search->likely->len + 1);
    search->mixed = g_new(guint8, (gsize)search->candidates->len * search->likely->len + 1);
    hn_tried_keys_make(keys, search->candidates, search->likely, search->makes);
    hn_tried_keys_make_mixed(keys, search->candidates, search->likely, search->mixed);
    const gdouble covered = choose_rules(search);
    if (search->draft->rules->len ==
        0) { /* nothing alike was found: the cheapest key may find it */
        const HnRuleCandidate *first = &g_array_index(search->candidates, HnRuleCandidate, 0);
        hn_draft_add_rule(search->draft, first->parts, (guint64)first->n_pairs_all, 0, 0);
    }
    say_how(search, covered);
    return TRUE;
}

gboolean
hn_rule_search_run(HnDraft *draft, HnThreadPool *pool, HnBudget *budget, GError **error)
{
    Search search = { .draft = draft, .pool = pool, .budget = budget };
    search.candidates = hn_rule_candidates_new(draft);
    g_autoptr(HnProject) project = hn_rule_candidates_project(
        draft, search.candidates, 0, MIN(1, search.candidates->len), error);
    search.table = project == NULL
                       ? NULL
                       : hn_sample_table_new(draft->plan, project, HN_RULE_SEARCH_ROWS, error);
    gboolean done = FALSE;
    if (search.table != NULL) {
        const gdouble n_all = (gdouble)count_records(draft->plan);
        search.scale = MAX(n_all / MAX(search.table->n_rows, 1), 1);
        search.budget_all = MAX(PAIRS_PER_RECORD * n_all, PAIRS_ALWAYS);
        search.free_all = MAX(FREE_SHARE * search.budget_all, FREE_PER_RECORD * n_all);
        done = search_rules(&search, error);
    }
    hn_rule_candidates_free(search.candidates);
    hn_record_table_free(search.table);
    if (search.likely != NULL)
        g_array_unref(search.likely);
    g_free(search.makes);
    g_free(search.mixed);
    g_free(search.chosen);
    return done;
}
