/* Goal: a pool's counts are those of one file with all of its rows, and so is the order of them. */
#include "insight/file_pool.h"

#include "insight/key_plan.h"
#include "insight/pool_plan.h"
#include "tests/unit/insight_fixture.h"

#define ROWS 120u

typedef struct {
    InsightFiles files;
    HnScan *scan;
    HnPlannedFile *planned;
    HnFilePools *pools;
} Fixture;

static void
fixture_make(Fixture *f)
{
    static const HnAttributePlanOptions none = { .takes_all = TRUE };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    f->scan = insight_files_scan(&f->files, &error);
    g_assert_no_error(error);
    f->planned = g_new0(HnPlannedFile, f->scan->n_files);
    for (guint i = 0; i < f->scan->n_files; i++) {
        const HnScannedFile *scanned = &f->scan->files[i];
        HnPlannedFile *planned = &f->planned[i];
        planned->scanned = scanned;
        planned->meanings = g_new0(HnColumnMeaning, scanned->n_columns);
        planned->profiles = g_new0(HnColumnProfile, scanned->n_columns);
        for (guint c = 0; c < scanned->n_columns; c++) {
            hn_column_profile_make(f->scan, i, c, &planned->profiles[c]);
            planned->meanings[c] =
                hn_column_meaning_of(scanned->columns[c].name, &planned->profiles[c]);
        }
        g_assert_true(hn_key_plan_make(f->scan, i, &none, planned, warnings, NULL));
    }
    f->pools = hn_file_pools_new(f->scan, f->planned);
}

static void
fixture_clear(Fixture *f)
{
    hn_file_pools_free(f->pools);
    for (guint i = 0; i < f->scan->n_files; i++)
        hn_planned_file_clear(&f->planned[i]);
    g_free(f->planned);
    hn_scan_free(f->scan);
    insight_files_clear(&f->files);
}

/* Rows of source @source: every second person. */
static void
add_rows(GString *text, guint source, gboolean turned, gboolean names_source)
{
    for (guint i = source; i < ROWS; i += 2) {
        g_autofree char *before =
            g_strdup_printf("k%u%s", i, names_source ? source == 0 ? ",s0" : ",s1" : "");
        if (turned)
            g_string_append_printf(text, "%s,%s,k%u,%u\n", insight_surname(i / 2 * 3),
                                   insight_given(i / 2 * 5), i, 1930 + i / 2);
        else
            g_string_append_printf(text, "%s,%s,%s,%u\n", before, insight_given(i / 2 * 5),
                                   insight_surname(i / 2 * 3), 1930 + i / 2);
    }
}

static const HnScannedColumn *
column_of(const Fixture *f, const char *name)
{
    const HnScannedFile *pool = &f->pools->scan->files[0];
    const guint c = hn_scanned_file_find(pool, name);
    g_assert_cmpuint(c, !=, G_MAXUINT);
    return &pool->columns[c];
}

static void
test_as_one_file(void)
{
    static const char *const names[] = { "record_id", "given_name", "surname", "birth_year" };
    Fixture whole = { .files = insight_files_new() }, apart = { .files = insight_files_new() };
    g_autoptr(GString) all = g_string_new("record_id,source,given_name,surname,birth_year\n");
    g_autoptr(GString) first = g_string_new("record_id,given_name,surname,birth_year\n");
    g_autoptr(GString) second = g_string_new("Surname,First Name,record_id,Birth Year\n");
    add_rows(all, 0, FALSE, TRUE);
    add_rows(all, 1, FALSE, TRUE);
    add_rows(first, 0, FALSE, FALSE);
    add_rows(second, 1, TRUE, FALSE);
    insight_files_add(&whole.files, "all.csv", all->str);
    insight_files_add(&apart.files, "s0.csv", first->str);
    insight_files_add(&apart.files, "s1.csv", second->str);
    fixture_make(&whole);
    fixture_make(&apart);
    for (guint f = 0; f < apart.scan->n_files; f++) /* as attribute_plan.c names them */
        g_assert_cmpstr(apart.planned[f].source, ==, f == 0 ? "s0" : "s1");
    g_assert_cmpuint(whole.pools->scan->n_files, ==, 1);
    g_assert_cmpuint(apart.pools->scan->n_files, ==, 1);
    g_assert_cmpuint(apart.pools->scan->files[0].n_rows, ==, ROWS);
    g_assert_cmpuint(apart.pools->scan->files[0].n_sample, ==, ROWS);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const HnScannedColumn *a = column_of(&whole, names[i]), *b = column_of(&apart, names[i]);
        g_assert_cmpuint(a->n_filled, ==, b->n_filled);
        g_assert_cmpuint(a->n_distinct, ==, b->n_distinct);
        g_assert_cmpuint(a->n_bytes, ==, b->n_bytes);
        g_assert_true(a->is_unique == b->is_unique);
        g_assert_cmpmem(a->sketch, a->n_sketch * sizeof(guint64), b->sketch,
                        b->n_sketch * sizeof(guint64));
        const guint c = (guint)(a - whole.pools->scan->files[0].columns);
        const guint d = (guint)(b - apart.pools->scan->files[0].columns);
        for (guint r = 0; r < ROWS; r++)
            g_assert_true(hn_slice_equal(hn_sample_text(&whole.pools->scan->rows[r], c),
                                         hn_sample_text(&apart.pools->scan->rows[r], d)));
    }
    fixture_clear(&whole);
    fixture_clear(&apart);
}

static void
test_another_form_is_another_pool(void)
{
    Fixture f = { .files = insight_files_new() };
    g_autoptr(GString) parts = g_string_new("record_id,given_name,surname,birth_year\n");
    g_autoptr(GString) whole = g_string_new("record_id,name,phone\n");
    add_rows(parts, 0, FALSE, FALSE);
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(whole, "w%u,%s %s,+84 91%07u\n", i, insight_given(i * 5),
                               insight_surname(i * 3), i * 7919);
    insight_files_add(&f.files, "a.csv", whole->str);
    insight_files_add(&f.files, "b.csv", parts->str);
    fixture_make(&f);
    g_assert_cmpuint(f.pools->scan->n_files, ==, 2);
    g_assert_cmpuint(f.pools->pool_of[0], ==, 0); /* though the second is wider */
    g_assert_cmpuint(f.pools->pool_of[1], ==, 1);
    g_assert_cmpuint(f.pools->first[0], ==, 0);
    fixture_clear(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pool/whole", test_as_one_file);
    g_test_add_func("/insight/pool/form", test_another_form_is_another_pool);
    return g_test_run();
}
