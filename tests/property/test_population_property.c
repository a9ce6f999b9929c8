/* Goal: a population is what counting every row for every value says, whatever the order of rows,
 * and so are the weights of its values. */
#include "base/rng.h"
#include "insight/input_table.h"
#include "linker/population_terms.h"
#include "tests/reference/counted_population.h"
#include "tests/reference/table_file.h"

#define N_SEEDS 20u
#define N_ROWS_MAX 30u

static const char *const raws[] = { "Nguyen",  "nguyen", "NGUYEN ", "Tran", "Le",     "le",
                                    "O'Brien", "obrien", "Pham",    "-",    "Maier",  "Meyer",
                                    "Smith",   "SMITH.", "unknown", "n/a",  "Le Thi", "Le  Thi" };

static HnPopulation *
population_of(const HnAttribute *attribute, const CountedRow *rows, guint n)
{
    g_autoptr(GString) text = g_string_new("count,value\n");
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%" G_GUINT64_FORMAT ",%s\n", rows[i].count, rows[i].raw);
    g_autoptr(TableFile) path = table_file_new("p.csv", text->str);
    g_autoptr(HnSideTable) table = hn_input_table_as_side(
        hn_input_table_new(path, hn_population_columns, HN_POPULATION_COLUMNS, NULL));
    HnPopulation *population = hn_population_new(attribute, table, &error);
    g_assert_no_error(error);
    return population;
}

static void
shuffle(CountedRow *rows, guint n, HnRng *rng)
{
    for (guint i = n; i > 1; i--) {
        const guint k = (guint)hn_rng_below(rng, i);
        const CountedRow moved = rows[i - 1];
        rows[i - 1] = rows[k];
        rows[k] = moved;
    }
}

static void
assert_terms(const HnAttribute *attribute, const CountedRow *rows, guint n,
             const HnPopulation *population)
{
    g_autoptr(HnDictionary) none = hn_dictionary_new();
    guint32 no_counts[] = { 0 };
    const HnAttributeCounts counts = { 0, 0, no_counts };
    g_autoptr(HnModel) model = hn_model_new(1);
    HnTermTable *terms = &model->comparisons[0].terms;
    const double u = counted_exact_rate(attribute, rows, n);
    const double total = (double)counted_total(attribute, rows, n);
    if (u <= 0)
        return;
    const HnPopulationTerms input = { population, none, &counts, u, TRUE };
    hn_population_terms_fill(&input, model->arena, terms);
    g_assert_cmpuint(terms->n, ==, population->n);
    for (guint i = 0; i < n; i++) {
        g_autofree char *canonical = counted_canonical(attribute, rows[i].raw);
        const double with = (double)counted_with(attribute, rows, n, rows[i].raw);
        guint found = 0;
        for (guint k = 0; k < terms->n; k++)
            if (hn_slice_equal(terms->terms[k].value, hn_slice_of(canonical))) {
                g_assert_cmpint(terms->terms[k].adjust_units, ==,
                                hn_weight_units(u / (with / total)));
                found++;
            }
        g_assert_cmpuint(found, ==, canonical[0] == '\0' ? 0 : 1);
    }
    g_assert_cmpint(terms->unseen_units, ==,
                    hn_weight_units(u * total / (double)counted_rarest(attribute, rows, n)));
}

static void
test_counted_by_hand(void)
{
    char name[] = "surname";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_NAME };
    for (guint64 seed = 0; seed < N_SEEDS; seed++) {
        HnRng rng = hn_rng_seed(seed, 3);
        CountedRow rows[N_ROWS_MAX];
        const guint n = 2 + (guint)hn_rng_below(&rng, N_ROWS_MAX - 2);
        for (guint i = 0; i < n; i++)
            rows[i] = (CountedRow){ raws[hn_rng_below(&rng, G_N_ELEMENTS(raws))],
                                    1 + hn_rng_below(&rng, hn_rng_below(&rng, 2) == 0 ? 3 : 5000) };
        if (counted_total(&attribute, rows, n) < 2)
            continue;
        g_autoptr(HnPopulation) population = population_of(&attribute, rows, n);
        g_assert_cmpuint(population->n_total, ==, counted_total(&attribute, rows, n));
        g_assert_cmpuint(population->count_min, ==, counted_rarest(&attribute, rows, n));
        for (guint i = 0; i < n; i++) {
            g_autofree char *canonical = counted_canonical(&attribute, rows[i].raw);
            g_assert_cmpuint(hn_population_count(population, hn_slice_of(canonical)), ==,
                             counted_with(&attribute, rows, n, rows[i].raw));
        }
        g_assert_cmpuint(hn_population_count(population, hn_slice_of("nobody")), ==, 0);
        const double rate = counted_exact_rate(&attribute, rows, n);
        if (rate > 0)
            g_assert_cmpfloat_with_epsilon(hn_population_exact_rate(population), rate,
                                           1e-12 * rate);
        assert_terms(&attribute, rows, n, population);
        shuffle(rows, n, &rng);
        g_autoptr(HnPopulation) other = population_of(&attribute, rows, n);
        g_assert_cmpstr(population->digest, ==, other->digest);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/population/counted_by_hand", test_counted_by_hand);
    return g_test_run();
}
