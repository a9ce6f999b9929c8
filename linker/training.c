#include "linker/training.h"

#include <math.h>

#include "linker/em_labels.h"
#include "linker/model_fit.h"
#include "linker/population_terms.h"
#include "linker/spelling_terms.h"
#include "linker/token_frequencies.h"

#define MATCHES_MIN 5.0                     /* a pass that expects fewer matches teaches nothing */
#define CLUSTER_SUPPORT (65536u * 18 / 100) /* of auto: that two groups need to become one */
#define TERM_COUNT_MIN 3u /* a value held by fewer records counts like an unseen one */

/* What training holds between its steps. */
typedef struct {
    const HnTrainingInput *input;
    const HnPairScope *scope;
    const HnEntityType *type;
    HnTraining *training;
    const HnValueFrequencies *frequencies; /* of all records, common values too */
    HnPairScorer *scorer;
    HnLevelRates rates;
    GArray **passes; /* [n_rules] patterns of a rule's pairs */
    GArray *all;     /* patterns of all candidate pairs, each once */
    HnDependence *dependence;
    const HnEmLabels *labels; /* or NULL */
    double n_possible;        /* pairs of records */
} Work;

/* What each rule's pairs tell under the fitted model. */
static void
report_passes(Work *work)
{
    const HnModel *model = work->training->model;
    for (guint r = 0; r < work->type->n_rules; r++) {
        const GArray *patterns = work->passes[r];
        HnTrainingPass *report = &work->training->passes[r];
        const HnEmPass pass = { patterns->len, (const HnPatternCount *)(void *)patterns->data,
                                work->n_possible };
        const double expected = hn_em_expected_matches(work->type, model, &pass, model->lambda);
        report->share = expected / MAX((double)report->n_pairs, 1.0);
        report->used = expected >= MATCHES_MIN;
    }
}

/* Levels that no pair shows: their m is the prior's. */
static void
find_unseen(Work *work)
{
    for (guint c = 0; c < work->type->n_comparisons; c++) {
        guint32 seen = 0;
        for (gsize i = 0; i < work->all->len; i++) {
            const guint digit =
                (guint)(g_array_index(work->all, HnPatternCount, i).pattern >> (4 * c)) & 15;
            if (digit > 0)
                seen |= 1u << (digit - 1);
        }
        for (guint level = 0; level < work->type->comparisons[c].n_levels; level++)
            work->training->n_unseen_levels += (seen >> level & 1) == 0;
    }
}

typedef struct {
    HnSlice value;
    guint32 count;
    gint32 units;
} Counted;

static gint
compare_counted(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(((const Counted *)a)->value, ((const Counted *)b)->value);
}

static guint
exact_level(const HnComparison *comparison)
{
    guint level = 0;
    while (level < comparison->n_levels && comparison->levels[level].kind != HN_LEVEL_EXACT)
        level++;
    return level; /* n_levels: there is none */
}

/* How often a stranger has a value that nobody else was seen to hold: no more often than one that
 * is merely like it. Else a code in two writings would be better evidence than one in one. */
static double
frequency_of_rarest(const HnModel *model, guint comparison, guint exact, guint n_levels, double n)
{
    const HnComparisonModel *of = &model->comparisons[comparison];
    double least = MIN(of->u[exact], 0.5 / MAX(n, 1));
    for (guint level = 0; level < n_levels; level++)
        if (of->m[level] > 0 && of->u[level] > 0)
            least = MIN(least, of->m[exact] * of->u[level] / of->m[level]);
    return least;
}

/* How often a stranger has a value that @count of @n records hold. Of two records that are one
 * both hold it, and so do the partners that a record has on average: they say nothing about how
 * common it is, and neither does one pair alone, of a value seen but twice. Half a record more, as
 * what nobody else was seen to hold somebody may (Krichevsky and Trofimov 1981). */
static double
frequency_among_strangers(const HnModel *model, guint comparison, guint exact, guint n_levels,
                          double count, double n)
{
    const HnComparisonModel *of = &model->comparisons[comparison];
    const double n_partners = model->lambda * of->m[exact] * (n - 1);
    const double n_others = count - 1 - MAX(n_partners, 1);
    return n_others > 0 ? (n_others + 0.5) / n
                        : frequency_of_rarest(model, comparison, exact, n_levels, n);
}

/* Of a value that enough records hold. With term_frequency each weighs by its frequency (Winkler
 * 2000). Without, only values far more common than the average agreement are held back, so that no
 * value decides by being everywhere: a year alone among full dates, an office's phone. A number or
 * address that so many records share is nobody's: agreeing on it says nothing. */
static gboolean
term_of(const Work *work, guint comparison, const Counted *entry, double n, gint32 *ret_units)
{
    const HnComparison *spec = &work->type->comparisons[comparison];
    const HnComparisonModel *model = &work->training->model->comparisons[comparison];
    const guint exact = exact_level(spec);
    const double frequency = spec->term_frequency
                                 ? frequency_among_strangers(work->training->model, comparison,
                                                             exact, spec->n_levels, entry->count, n)
                                 : entry->count / n;
    *ret_units = hn_weight_units(model->u[exact] / frequency);
    if (spec->term_frequency)
        return TRUE;
    if (hn_value_frequencies_identifies(work->type->attributes[spec->attribute].type)) {
        *ret_units = -hn_weight_units(model->m[exact] / model->u[exact]);
        return TRUE;
    }
    return frequency > 2 * model->u[exact];
}

static void
fill_terms_of_population(Work *work, guint comparison, const HnPopulation *population)
{
    const HnComparison *spec = &work->type->comparisons[comparison];
    HnModel *model = work->training->model;
    const HnPopulationTerms input = { population, work->input->table->values[spec->attribute],
                                      work->frequencies->attributes + spec->attribute,
                                      model->comparisons[comparison].u[0], spec->term_frequency };
    hn_population_terms_fill(&input, model->arena, &model->comparisons[comparison].terms);
}

static void
fill_terms(Work *work, guint comparison)
{
    const HnComparison *spec = &work->type->comparisons[comparison];
    HnModel *model = work->training->model;
    HnTermTable *terms = &model->comparisons[comparison].terms;
    if (exact_level(spec) == spec->n_levels)
        return;
    if (work->rates.is_known[comparison]) {
        fill_terms_of_population(work, comparison, work->input->populations[spec->attribute]);
        return;
    }
    const HnDictionary *values = work->input->table->values[spec->attribute];
    const HnAttributeCounts *counts = work->frequencies->attributes + spec->attribute;
    const guint32 n = counts->n_with_value;
    g_autoptr(GArray) counted = g_array_new(FALSE, FALSE, sizeof(Counted));
    const guint32 least = spec->term_frequency ? TERM_COUNT_MIN : HN_COMMON_COUNT;
    for (guint32 code = 1; code <= counts->n_codes; code++) {
        if (counts->counts[code] < least)
            continue;
        Counted entry = { .count = counts->counts[code] };
        if (!term_of(work, comparison, &entry, n, &entry.units))
            continue;
        entry.value = hn_dictionary_value(values, code);
        g_array_append_val(counted, entry);
    }
    g_array_sort(counted, compare_counted);
    terms->n_total = n;
    terms->n = counted->len;
    terms->terms = hn_arena_array(model->arena, HnTerm, MAX(counted->len, 1));
    for (guint i = 0; i < counted->len; i++) {
        const Counted *entry = &g_array_index(counted, Counted, i);
        terms->terms[i] =
            (HnTerm){ hn_arena_copy(model->arena, entry->value), entry->count, entry->units };
    }
    const guint exact = exact_level(spec);
    if (spec->term_frequency)
        terms->unseen_units =
            hn_weight_units(model->comparisons[comparison].u[exact] /
                            frequency_of_rarest(model, comparison, exact, spec->n_levels, n));
}

static void
fill_spellings(Work *work, guint comparison)
{
    const HnComparison *spec = &work->type->comparisons[comparison];
    HnModel *model = work->training->model;
    HnComparisonModel *of = &model->comparisons[comparison];
    const HnAttributeCounts *counts = work->frequencies->attributes + spec->attribute;
    const HnSpellingTerms input = { work->input->table->values[spec->attribute], counts,
                                    hn_spelling_rate(spec, of->u),
                                    model->lambda * hn_spelling_rate(spec, of->m) *
                                        (counts->n_with_value - 1.0) };
    if (hn_comparison_weighs_spellings(spec))
        hn_spelling_terms_fill(&input, model->arena, &of->spellings);
}

/* Beyond the pairs that training looks at, classes are sampled: one in so many. */
static guint64
sample_every(guint64 n_pairs, guint64 pairs_max)
{
    return n_pairs <= pairs_max ? 1 : (n_pairs + pairs_max - 1) / pairs_max;
}

static void
count_patterns(Work *work)
{
    const HnRuleReport *reports = work->training->reports;
    const guint64 pairs_max = work->input->pairs_max;
    g_autoptr(HnPatternCounts) all = hn_pattern_counts_new();
    HnPatternScan scan = { .scope = work->scope,
                           .blocks = work->training->blocks,
                           .scorer = work->scorer,
                           .pool = work->input->pool,
                           .all = all };
    for (guint r = 0; r < work->type->n_rules; r++) {
        scan.rule = r;
        scan.every = sample_every(reports[r].pairs_here, pairs_max);
        work->passes[r] = hn_pattern_counts_scan(&scan);
        HnTrainingPass *pass = &work->training->passes[r];
        pass->n_patterns = work->passes[r]->len;
        for (guint i = 0; i < work->passes[r]->len; i++)
            pass->n_pairs += g_array_index(work->passes[r], HnPatternCount, i).n_pairs;
    }
    work->all = hn_pattern_counts_list(all);
    work->training->n_patterns = work->all->len;
}

static void
fit_model(Work *work)
{
    HnModel *model = work->training->model;
    const HnModelFit fit = {
        .type = work->type,
        .rates = &work->rates,
        .dependence = work->dependence,
        .candidates = { work->all->len, (const HnPatternCount *)(void *)work->all->data,
                        work->n_possible },
        .n_rows = work->input->table->n_rows,
        .labels = work->labels,
    };
    work->training->expected_matches = hn_model_fit(&fit, work->input->pool, model);
    for (guint c = 0; c < work->type->n_comparisons; c++) {
        fill_terms(work, c);
        fill_spellings(work, c);
    }
    report_passes(work);
    find_unseen(work);
    hn_model_weigh(model, work->type);
    if (work->type->thresholds_auto) {
        model->threshold_match_units = hn_weight_units(1.0);
        model->threshold_review_units = hn_weight_units(0.10 / 0.90);
    } else {
        model->threshold_match_units = work->type->threshold_match_units;
        model->threshold_review_units = work->type->threshold_review_units;
    }
    model->cluster_support =
        work->type->cluster_support_auto ? CLUSTER_SUPPORT : work->type->cluster_support;
}

/* Before anything is compared: levels read these weights. */
static void
count_tokens(const HnTrainingInput *input, HnModel *model)
{
    for (guint c = 0; c < input->type->n_comparisons; c++) {
        const HnComparison *comparison = input->type->comparisons + c;
        if (hn_comparison_weighs_tokens(comparison))
            hn_token_frequencies_count(input->table, input->type, comparison->attribute,
                                       model->arena, &model->comparisons[c].tokens);
    }
}

/* The lines that are learned from: without numbers that many records share. */
typedef struct {
    const HnTrainingInput *input;
    const HnValueFrequencies *of_records;
    HnModel *model;
    HnRecordTable table; /* borrows everything but, perhaps, the cells */
    guint32 *cells;      /* NULL: those of the records */
    HnValueFrequencies *frequencies;
} Lines;

/* Beside the last part of blocking, which reads none of it. */
static void
prepare_lines(gpointer user)
{
    Lines *lines = user;
    const HnTrainingInput *input = lines->input;
    lines->table = *input->table;
    lines->frequencies = hn_value_frequencies_copy(lines->of_records);
    lines->cells = hn_value_frequencies_drop_common(lines->frequencies, input->table, input->type);
    if (lines->cells != NULL)
        lines->table.cells = lines->cells;
    count_tokens(input, lines->model);
}

static void
lines_clear(Lines *lines)
{
    hn_value_frequencies_free(lines->frequencies);
    g_free(lines->cells);
}

static void
learn(const HnTrainingInput *input, const Lines *lines, HnTraining *training)
{
    const HnEntityType *type = input->type;
    training->forms = hn_form_space_new(input->table, type, training->model, input->pool);
    g_autoptr(HnPairScorer) scorer =
        hn_pair_scorer_new(&lines->table, type, NULL, training->forms,
                           hn_thread_pool_n_threads(input->pool), input->pool);
    g_autofree GArray **passes = g_new0(GArray *, type->n_rules);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, &lines->table, type);
    Work work = { .input = input,
                  .scope = &scope,
                  .type = type,
                  .training = training,
                  .frequencies = lines->of_records,
                  .scorer = scorer,
                  .passes = passes };
    work.n_possible = hn_pair_scope_n_pairs(&scope);
    hn_level_rates_measure(&scope, type, lines->frequencies, scorer, input->pool, &work.rates);
    hn_population_terms_set_rates(input->populations, type, &work.rates);
    work.dependence = hn_dependence_new(&scope, type, lines->frequencies, work.rates.patterns,
                                        scorer, input->pool);
    count_patterns(&work);
    g_autoptr(HnEmLabels) labels =
        input->labels == NULL ? NULL : hn_em_labels_new(input->labels, scorer);
    work.labels = labels;
    fit_model(&work);
    hn_dependence_free(work.dependence);
    hn_level_rates_clear(&work.rates);
    for (guint r = 0; r < type->n_rules; r++)
        g_array_unref(passes[r]);
    g_array_unref(work.all);
}

HnTraining *
hn_training_run(const HnTrainingInput *input)
{
    const HnEntityType *type = input->type;
    g_autoptr(HnTraining) training = g_new0(HnTraining, 1);
    training->model = hn_model_new(type->n_comparisons);
    training->n_passes = type->n_rules;
    training->passes = g_new0(HnTrainingPass, type->n_rules);
    training->reports = g_new0(HnRuleReport, MAX(type->n_rules, 1));
    g_autoptr(HnValueFrequencies) frequencies = hn_value_frequencies_new(input->table, input->pool);
    g_autoptr(HnOversizeList) common =
        hn_value_frequencies_list_common(frequencies, input->table, type);
    Lines lines = { .input = input, .of_records = frequencies, .model = training->model };
    const HnBlocksLesson lesson = { .table = input->table,
                                    .type = type,
                                    .listed = common,
                                    .pool = input->pool,
                                    .budget = input->budget,
                                    .beside = prepare_lines,
                                    .user = &lines };
    training->blocks = hn_blocks_learn(&lesson, training->reports, &training->oversize);
    learn(input, &lines, training);
    lines_clear(&lines);
    training->populations = input->populations;
    if (input->labels != NULL) {
        training->labels = *input->labels;
        training->labels.labels = NULL;
    }
    return g_steal_pointer(&training);
}

gboolean
hn_training_has_pairs(const HnTraining *training)
{
    return hn_blocks_n(training->blocks) > 0;
}

void
hn_training_free(HnTraining *training)
{
    if (training == NULL)
        return;
    hn_model_free(training->model);
    hn_oversize_list_free(training->oversize);
    hn_blocks_free(training->blocks);
    hn_form_space_free(training->forms);
    g_free(training->reports);
    g_free(training->passes);
    g_free(training);
}
