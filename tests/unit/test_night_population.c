/* Goal: each attribute's table is read where one is named, and what is wrong with one is told with
 * its attribute. */
#include "linker/night_population.h"

#include "linker/linker_error.h"
#include "tests/reference/night_fixture.h"

static NightFixture *
with_table(const char *content)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_configure(f, "name: name, code", "name: { type: name, population: p.csv }, code",
                            NULL);
    night_fixture_deliver_all(f, 12);
    if (content != NULL)
        night_fixture_deliver(f, "p.csv", content);
    return f;
}

static void
test_tables_by_attribute(void)
{
    NightFixture *f = with_table("value,count\nacme,7\nglobex,3\n");
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    g_autoptr(GError) error = NULL;
    guint n = 0;
    for (guint t = 0; t < night->n_types; t++) {
        const HnEntityType *type = &f->project->entities[t];
        g_autoptr(GPtrArray) populations = hn_night_populations(night, t, &error);
        g_assert_no_error(error);
        if (strcmp(type->name, "company") != 0) {
            g_assert_null(populations);
            continue;
        }
        g_assert_cmpuint(populations->len, ==, type->n_attributes);
        for (guint a = 0; a < populations->len; a++) {
            const HnPopulation *one = populations->pdata[a];
            g_assert_true((one != NULL) == (type->attributes[a].population != NULL));
            n += one == NULL ? 0 : one->n;
        }
    }
    g_assert_cmpuint(n, ==, 2);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_what_is_wrong_is_told(void)
{
    static const char *const cases[][2] = { { "value,count\nacme,many\n", "row 2, column 'count'" },
                                            { NULL, "p.csv" } };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        NightFixture *f = with_table(cases[i][0]);
        g_autoptr(GError) error = NULL;
        g_assert_false(night_fixture_try(f, &error));
        g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TABLE);
        g_assert_nonnull(
            strstr(error->message, "entity type 'company': attribute 'name': population: "));
        g_assert_nonnull(strstr(error->message, cases[i][1]));
        g_assert_null(strstr(error->message, "acme"));
        night_fixture_free(f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_population/by_attribute", test_tables_by_attribute);
    g_test_add_func("/linker/night_population/wrong", test_what_is_wrong_is_told);
    return g_test_run();
}
