/* Goal: a table of frequencies is read as the deliveries are, and refused by row where it is none.
 */
#include "linker/population.h"

#include "insight/input_table.h"
#include "linker/linker_error.h"
#include "tests/reference/table_file.h"

static HnPopulation *
read_table(const char *content, GError **error)
{
    char name[] = "surname";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_NAME };
    g_autoptr(TableFile) path = table_file_new("p.csv", content);
    g_autoptr(HnSideTable) rows = hn_input_table_as_side(
        hn_input_table_new(path, hn_population_columns, HN_POPULATION_COLUMNS, error));
    return hn_population_new(&attribute, rows, error);
}

static void
test_values_are_standardised(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnPopulation) p = read_table(
        "value,count,rank\nO'Brien,70,1\nOBRIEN,5,2\nMaier,24,3\n,9,4\n-,8,5\nRare,1,6\n", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(p->n, ==, 3);
    g_assert_cmpuint(p->n_total, ==, 100);
    g_assert_cmpuint(p->count_min, ==, 1);
    g_assert_cmpuint(p->n_left_out, ==, 2);
    g_assert_cmpuint(hn_population_count(p, hn_slice_of("obrien")), ==, 75);
    g_assert_cmpuint(hn_population_count(p, hn_slice_of("maier")), ==, 24);
    g_assert_cmpuint(hn_population_count(p, hn_slice_of("meyer")), ==, 0);
    g_assert_cmpfloat_with_epsilon(hn_population_exact_rate(p),
                                   (75.0 * 74 + 24.0 * 23) / (100.0 * 99), 1e-12);
}

/* Two people, two names: they may be met again all the same. */
static void
test_the_rate_is_never_nothing(void)
{
    g_autoptr(HnPopulation) two = read_table("value,count\na b,1\nc d,1\n", NULL);
    g_autoptr(HnPopulation) one = read_table("value,count\na b,1\n", NULL);
    g_assert_cmpfloat(hn_population_exact_rate(two), >, 0);
    g_assert_cmpfloat(hn_population_exact_rate(one), >, 0);
}

static void
test_refused_by_row(void)
{
    static const char *const cases[][2] = {
        { "value,count\nmaier,1\nmeyer,0\n", "row 3, column 'count': expected a whole number" },
        { "value,count\nmaier,-1\n", "row 2, column 'count'" },
        { "value,count\nmaier,1.5\n", "row 2, column 'count'" },
        { "value,count\nmaier,\n", "row 2, column 'count': it is empty" },
        { "value,count\nmaier,99999999999999999\n", "row 2, column 'count'" },
        { "value,count\nmaier,4503599627370496\nmeyer,4503599627370496\nmayr,1\n",
          "row 4, column 'count'" },
        { "value,n\nmaier,1\n", "no column 'count'" },
        { "value,count\n", "no value of type 'name'" },
        { "value,count\n-,5\n", "no value of type 'name'" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(read_table(cases[i][0], &error));
        g_assert_nonnull(error);
        g_assert_nonnull(strstr(error->message, cases[i][1]));
        g_assert_null(strstr(error->message, "maier"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/population/values_are_standardised", test_values_are_standardised);
    g_test_add_func("/linker/population/never_nothing", test_the_rate_is_never_nothing);
    g_test_add_func("/linker/population/refused_by_row", test_refused_by_row);
    return g_test_run();
}
