/* Goal: the first night learns from its labels and tells what it left out. */
#include "linker/night_labels.h"

#include "linker/linker_error.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 20u

static NightFixture *
labelled(const char *rows)
{
    NightFixture *f = night_fixture_new(NULL);
    g_autofree char *text = g_strconcat("id_a,id_b,match\n", rows, NULL);
    night_fixture_configure(f, "  person:\n", "  person:\n    labels: labels.csv\n", NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_deliver(f, "labels.csv", text);
    return f;
}

static guint
person(const NightFixture *f)
{
    return strcmp(f->project->entities[1].name, "person") == 0 ? 1 : 0;
}

/* Names of the first rows of the table of persons, as the labels have them. */
static char *
row_of(const NightFixture *f, const HnNight *night, guint32 a, guint32 b)
{
    const HnRecordTable *table = night->types[person(f)].standardised->table;
    GString *row = g_string_new(NULL);
    for (guint side = 0; side < 2; side++) {
        const guint32 at = side == 0 ? a : b;
        const HnSlice id = hn_record_table_id(table, at);
        g_string_append_printf(row, "%s:%.*s,",
                               table->sources[hn_record_table_source_of(table, at)].name,
                               (int)id.n_bytes, (const char *)id.bytes);
    }
    g_string_append(row, "1\n");
    return g_string_free(row, FALSE);
}

static void
test_left_out_is_told(void)
{
    NightFixture *f = labelled("nobody,no one,1\n");
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnLabels) labels = NULL;
    g_assert_false(hn_night_labels(night, person(f), &labels, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "every row names a record that is not there"));
    g_autofree char *known = row_of(f, night, 0, 1);
    g_autofree char *text = g_strconcat("id_a,id_b,match\n", known, "nobody,no one,1\n", NULL);
    night_fixture_deliver(f, "labels.csv", text);
    g_autoptr(HnLabels) some = NULL;
    g_assert_true(hn_night_labels(night, person(f), &some, NULL));
    g_assert_cmpuint(some->n, ==, 1);
    g_assert_true(night_fixture_notes_hold(f, "1 of 2 rows name a record that is not there"));
    g_assert_true(night_fixture_notes_hold(f, "the first is row 3"));
    g_autoptr(HnLabels) none = NULL;
    g_assert_true(hn_night_labels(night, 1 - person(f), &none, NULL));
    g_assert_null(none);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_no_file_is_an_error(void)
{
    NightFixture *f = labelled("");
    night_fixture_configure(f, "  person:\n", "  person:\n    labels: nowhere.csv\n", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "entity type 'person': labels: "));
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_labels/left_out_is_told", test_left_out_is_told);
    g_test_add_func("/linker/night_labels/no_file", test_no_file_is_an_error);
    return g_test_run();
}
