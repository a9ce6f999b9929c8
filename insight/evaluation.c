#include "insight/evaluation.h"

#include <stdlib.h>

#include "base/radix_sort.h"
#include "insight/resample.h"

/* ---- partners ---- */

typedef struct {
    gsize n;
    guint64 *keys, *keys_tmp;
    guint32 *rows, *rows_tmp; /* in the order of the keys */
} Sorter;

static Sorter
sorter_new(gsize n)
{
    return (Sorter){ n, g_new(guint64, n + 1), g_new(guint64, n + 1), g_new(guint32, n + 1),
                     g_new(guint32, n + 1) };
}

static void
sorter_clear(Sorter *sorter)
{
    g_free(sorter->keys);
    g_free(sorter->keys_tmp);
    g_free(sorter->rows);
    g_free(sorter->rows_tmp);
}

static void
sort_by(Sorter *sorter, const guint32 *high, const guint32 *low)
{
    for (gsize i = 0; i < sorter->n; i++) {
        sorter->keys[i] = (guint64)high[i] << 32 | low[i];
        sorter->rows[i] = (guint32)i;
    }
    hn_radix_sort_pairs(sorter->keys, sorter->rows, sorter->n, sorter->keys_tmp, sorter->rows_tmp);
}

/* The end of the run of keys that are equal above @shift. */
static gsize
run_end(const Sorter *sorter, gsize first, guint shift)
{
    gsize end = first + 1;
    while (end < sorter->n && sorter->keys[end] >> shift == sorter->keys[first] >> shift)
        end++;
    return end;
}

/* Records of each pair of clusters get a number of their own. */
static void
number_cells(Sorter *sorter, const HnJudgedRecords *records, guint32 *ret_cell)
{
    sort_by(sorter, records->truth, records->found);
    guint32 cell = 0;
    for (gsize first = 0, end; first < sorter->n; first = end, cell++) {
        end = run_end(sorter, first, 0);
        for (gsize i = first; i < end; i++)
            ret_cell[sorter->rows[i]] = cell;
    }
}

/* @sources: NULL where pairs inside a source count too; else the lower half of a key. */
static void
count_partners(Sorter *sorter, const guint32 *group, const guint32 *sources, guint32 *ret_sizes,
               guint32 *ret_partners)
{
    sort_by(sorter, group, sources == NULL ? group : sources);
    for (gsize first = 0, end; first < sorter->n; first = end) {
        end = run_end(sorter, first, 32);
        for (gsize i = first, next; i < end; i = next) {
            next = sources == NULL ? end : run_end(sorter, i, 0);
            const gboolean alone = sources == NULL || sources[sorter->rows[i]] == 0;
            const gsize n_own = alone ? 1 : next - i;
            for (gsize k = i; k < next; k++) {
                ret_sizes[sorter->rows[k]] = (guint32)(end - first);
                ret_partners[sorter->rows[k]] = (guint32)(end - first - n_own);
            }
        }
    }
}

HnPartners *
hn_partners_new(const HnJudgedRecords *records, gboolean across)
{
    const gsize n = records->n;
    HnPartners *partners = g_new0(HnPartners, 1);
    guint32 **columns[] = { &partners->found,      &partners->truth,     &partners->both,
                            &partners->size_found, &partners->size_true, &partners->size_both };
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        *columns[i] = g_new(guint32, n + 1);
    const guint32 *sources = across ? records->source : NULL;
    g_autofree guint32 *cell = g_new(guint32, n + 1);
    Sorter sorter = sorter_new(n);
    number_cells(&sorter, records, cell);
    count_partners(&sorter, cell, sources, partners->size_both, partners->both);
    count_partners(&sorter, records->found, sources, partners->size_found, partners->found);
    count_partners(&sorter, records->truth, sources, partners->size_true, partners->truth);
    sorter_clear(&sorter);
    return partners;
}

void
hn_partners_free(HnPartners *partners)
{
    if (partners == NULL)
        return;
    g_free(partners->found);
    g_free(partners->truth);
    g_free(partners->both);
    g_free(partners->size_found);
    g_free(partners->size_true);
    g_free(partners->size_both);
    g_free(partners);
}

/* ---- units ---- */

/* Adds one record to its true cluster. */
static void
add_record(HnEvaluationUnit *unit, const HnPartners *partners, guint32 record)
{
    const double both = partners->size_both[record];
    unit->n_records++;
    unit->found_twice += partners->found[record];
    unit->true_twice += partners->truth[record];
    unit->both_twice += partners->both[record];
    unit->b3_precision += both / partners->size_found[record];
    unit->b3_recall += both / partners->size_true[record];
    unit->exact = partners->size_both[record] == partners->size_found[record] &&
                  partners->size_both[record] == partners->size_true[record];
}

static guint32
count_used(const guint32 *group, guint32 n, guint32 n_groups)
{
    g_autofree guint8 *used = g_malloc0((gsize)n_groups + 1);
    guint32 n_used = 0;
    for (guint32 i = 0; i < n; i++) {
        n_used += used[group[i]] == 0;
        used[group[i]] = 1;
    }
    return n_used;
}

void
hn_evaluation_of_records(const HnJudgedRecords *records, const HnPartners *partners,
                         HnEvaluation *ret_evaluation)
{
    g_autofree HnEvaluationUnit *units = g_new0(HnEvaluationUnit, (gsize)records->n + 1);
    Sorter sorter = sorter_new(records->n);
    g_autofree guint32 *in_order = g_new(guint32, (gsize)records->n + 1);
    /* By true cluster, and in it by the sizes that the shares are made of: a sum of doubles depends
     * on their order, and nothing may depend on that of the rows. */
    sort_by(&sorter, partners->size_both, partners->size_found);
    memcpy(in_order, sorter.rows, records->n * sizeof *in_order);
    for (guint32 i = 0; i < records->n; i++) {
        sorter.keys[i] = records->truth[in_order[i]];
        sorter.rows[i] = in_order[i];
    }
    hn_radix_sort_pairs(sorter.keys, sorter.rows, sorter.n, sorter.keys_tmp, sorter.rows_tmp);
    guint32 n_units = 0;
    for (gsize first = 0, end; first < sorter.n; first = end, n_units++) {
        end = run_end(&sorter, first, 0);
        for (gsize i = first; i < end; i++)
            add_record(&units[n_units], partners, sorter.rows[i]);
    }
    sorter_clear(&sorter);
    hn_evaluation_of_units(units, n_units, ret_evaluation);
    ret_evaluation->has_clusters = TRUE;
    ret_evaluation->n_clusters_found = count_used(records->found, records->n, records->n_found);
}

/* ---- figures ---- */

enum { PRECISION, RECALL, F1, B3_PRECISION, B3_RECALL, B3_F1, EXACT, FIGURES };

typedef struct {
    double found, truth, both, b3_precision, b3_recall, records, exact, units;
} Sums;

static void
add_units(Sums *sums, const HnEvaluationUnit *unit, guint32 times)
{
    const double n = times;
    sums->found += n * (double)unit->found_twice;
    sums->truth += n * (double)unit->true_twice;
    sums->both += n * (double)unit->both_twice;
    sums->b3_precision += n * unit->b3_precision;
    sums->b3_recall += n * unit->b3_recall;
    sums->records += n * unit->n_records;
    sums->exact += n * unit->exact;
    sums->units += n;
}

static double
share(double part, double whole)
{
    return whole > 0 ? part / whole : 1.0;
}

static double
harmonic(double a, double b)
{
    return a + b > 0 ? 2 * a * b / (a + b) : 0.0;
}

static void
figures_of(const Sums *sums, double *ret_figures)
{
    ret_figures[PRECISION] = share(sums->both, sums->found);
    ret_figures[RECALL] = share(sums->both, sums->truth);
    ret_figures[F1] = harmonic(ret_figures[PRECISION], ret_figures[RECALL]);
    ret_figures[B3_PRECISION] = share(sums->b3_precision, sums->records);
    ret_figures[B3_RECALL] = share(sums->b3_recall, sums->records);
    ret_figures[B3_F1] = harmonic(ret_figures[B3_PRECISION], ret_figures[B3_RECALL]);
    ret_figures[EXACT] = share(sums->exact, sums->units);
}

static int
compare_units(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(HnEvaluationUnit));
}

/* A kind of unit, and how many there are. */
typedef struct {
    const HnEvaluationUnit *unit;
    guint32 n;
} Kind;

static int
compare_kinds(gconstpointer a, gconstpointer b)
{
    const Kind *x = a, *y = b;
    const int order = (x->n < y->n) - (x->n > y->n);
    return order != 0 ? order : compare_units(x->unit, y->unit);
}

static guint32
find_kinds(HnEvaluationUnit *units, guint32 n, Kind *ret_kinds)
{
    guint32 n_kinds = 0;
    qsort(units, n, sizeof *units, compare_units);
    for (guint32 first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && compare_units(&units[first], &units[end]) == 0;)
            end++;
        ret_kinds[n_kinds++] = (Kind){ &units[first], end - first };
    }
    qsort(ret_kinds, n_kinds, sizeof *ret_kinds, compare_kinds);
    return n_kinds;
}

static void
resample(const Kind *kinds, guint32 n_kinds, guint32 n_units, double *replicates[FIGURES])
{
    g_autofree guint32 *counts = g_new(guint32, (gsize)n_kinds + 1);
    g_autofree guint32 *drawn = g_new(guint32, (gsize)n_kinds + 1);
    g_autofree guint32 *kind_of = g_new(guint32, (gsize)n_units + 1);
    for (guint32 k = 0; k < n_kinds; k++)
        counts[k] = kinds[k].n;
    hn_resample_index(counts, n_kinds, kind_of);
    for (guint r = 0; r < HN_EVALUATION_REPLICATES; r++) {
        HnRng rng = hn_rng_seed(HN_EVALUATION_SEED, r);
        hn_resample_draw(&rng, counts, n_kinds, kind_of, drawn);
        Sums sums = { 0 };
        for (guint32 k = 0; k < n_kinds; k++)
            if (drawn[k] > 0)
                add_units(&sums, kinds[k].unit, drawn[k]);
        double figures[FIGURES];
        figures_of(&sums, figures);
        for (guint f = 0; f < FIGURES; f++)
            replicates[f][r] = figures[f];
    }
}

static void
tell(HnEvaluation *evaluation, const double *values, double *const *replicates)
{
    HnFigure *const figures[FIGURES] = { &evaluation->precision, &evaluation->recall,
                                         &evaluation->f1,        &evaluation->b3_precision,
                                         &evaluation->b3_recall, &evaluation->b3_f1,
                                         &evaluation->exact };
    for (guint f = 0; f < FIGURES; f++) {
        figures[f]->value = values[f];
        hn_resample_interval(replicates[f], HN_EVALUATION_REPLICATES, &figures[f]->low,
                             &figures[f]->high);
    }
}

void
hn_evaluation_of_units(HnEvaluationUnit *units, guint32 n, HnEvaluation *ret_evaluation)
{
    g_autofree Kind *kinds = g_new(Kind, (gsize)n + 1);
    const guint32 n_kinds = find_kinds(units, n, kinds);
    HnEvaluation evaluation = { .n_units = n, .n_clusters_true = n };
    Sums sums = { 0 };
    for (guint32 k = 0; k < n_kinds; k++) {
        const HnEvaluationUnit *unit = kinds[k].unit;
        add_units(&sums, unit, kinds[k].n);
        evaluation.n_found += unit->found_twice * kinds[k].n;
        evaluation.n_true += unit->true_twice * kinds[k].n;
        evaluation.n_both += unit->both_twice * kinds[k].n;
        evaluation.n_clusters_exact += unit->exact * kinds[k].n;
    }
    evaluation.n_found /= 2;
    evaluation.n_true /= 2;
    evaluation.n_both /= 2;
    double values[FIGURES];
    double *replicates[FIGURES];
    g_autofree double *room = g_new(double, FIGURES *HN_EVALUATION_REPLICATES);
    for (guint f = 0; f < FIGURES; f++)
        replicates[f] = room + f * HN_EVALUATION_REPLICATES;
    figures_of(&sums, values);
    resample(kinds, n_kinds, n, replicates);
    tell(&evaluation, values, replicates);
    *ret_evaluation = evaluation;
}
