/* Goal: a bundle is what its name says or it is refused. */
#include "linker/bundle.h"

#include "base/base_error.h"
#include "linker/linker_error.h"
#include "tests/reference/planted_people.h"
#include "tests/unit/store_fixture.h"

typedef struct {
    StoreFixture files;
    HnStore *store;
    HnProject *project;
    HnRecordTable *table;
    HnBudget *budget;
    HnThreadPool *pool;
    HnTraining *training;
    HnBundle *bundle;
} Fixture;

static Fixture
fixture_new(guint64 seed)
{
    g_autoptr(GError) error = NULL;
    Fixture f = { .files = store_fixture_new(),
                  .project = planted_project_new(),
                  .budget = hn_budget_new(1 << 30),
                  .pool = hn_thread_pool_new(1) };
    HnEntityType *type = &f.project->entities[0];
    type->block_size_max = 2; /* some values are too common: they stand in the bundle */
    f.store = store_fixture_open(&f.files, HN_STORE_WRITE);
    f.table = planted_table_new(type, 600, seed);
    const HnTrainingInput input = {
        .table = f.table, .type = type, .pool = f.pool, .budget = f.budget, .pairs_max = 2000000
    };
    f.training = hn_training_run(&input);
    f.bundle = hn_bundle_seal(f.store, f.project, 0, f.training, &error);
    g_assert_no_error(error);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_bundle_free(f->bundle);
    hn_training_free(f->training);
    hn_record_table_free(f->table);
    hn_thread_pool_free(f->pool);
    hn_budget_free(f->budget);
    hn_project_free(f->project);
    hn_store_close(f->store);
    store_fixture_free(&f->files);
}

static void
compare_terms(const HnTermTable *a, const HnTermTable *b)
{
    g_assert_cmpuint(a->n, ==, b->n);
    g_assert_cmpuint(a->n_total, ==, b->n_total);
    g_assert_cmpint(a->unseen_units, ==, b->unseen_units);
    for (guint i = 0; i < a->n; i++) {
        g_assert_true(hn_slice_equal(a->terms[i].value, b->terms[i].value));
        g_assert_cmpuint(a->terms[i].count, ==, b->terms[i].count);
        g_assert_cmpint(a->terms[i].adjust_units, ==, b->terms[i].adjust_units);
    }
}

static void
compare_oversize(const HnOversizeList *a, const HnOversizeList *b)
{
    g_assert_cmpuint(a->n, ==, b->n);
    for (guint i = 0; i < a->n; i++) {
        g_assert_cmpuint(a->items[i].rule, ==, b->items[i].rule);
        g_assert_cmpuint(a->items[i].n_refinements, ==, b->items[i].n_refinements);
        for (guint part = 0; part < HN_KEY_PARTS_MAX; part++)
            g_assert_true(hn_slice_equal(a->items[i].values[part], b->items[i].values[part]));
    }
}

static void
test_what_was_learned_comes_back(void)
{
    Fixture f = fixture_new(1);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnBundle) again = hn_bundle_load(f.store, f.bundle->id, &error);
    g_assert_no_error(error);
    const HnModel *a = f.training->model, *b = again->model;
    g_assert_cmpstr(again->entity_type, ==, "person");
    g_assert_cmpfloat(a->lambda, ==, b->lambda);
    g_assert_cmpint(a->prior_units, ==, b->prior_units);
    g_assert_cmpint(a->threshold_match_units, ==, b->threshold_match_units);
    g_assert_cmpint(a->threshold_review_units, ==, b->threshold_review_units);
    g_assert_cmpuint(a->cluster_support, >, 0);
    g_assert_cmpuint(a->cluster_support, ==, b->cluster_support);
    g_assert_cmpuint(b->n_comparisons, ==, PLANTED_N);
    for (guint c = 0; c < PLANTED_N; c++) {
        g_assert_cmpmem(a->comparisons[c].m, 2 * sizeof(double), b->comparisons[c].m,
                        2 * sizeof(double));
        g_assert_cmpmem(a->comparisons[c].u, 2 * sizeof(double), b->comparisons[c].u,
                        2 * sizeof(double));
        g_assert_cmpmem(a->comparisons[c].weight_units, 2 * sizeof(gint32),
                        b->comparisons[c].weight_units, 2 * sizeof(gint32));
        compare_terms(&a->comparisons[c].terms, &b->comparisons[c].terms);
    }
    g_assert_cmpuint(f.training->oversize->n, >, 0);
    compare_oversize(f.training->oversize, again->oversize);
    fixture_free(&f);
}

/* What the configuration takes as a threshold, a bundle has to give back. */
static void
test_thresholds_beyond_any_weight(void)
{
    Fixture f = fixture_new(1);
    g_autoptr(GError) error = NULL;
    f.training->model->threshold_match_units = 1000 * HN_WEIGHT_UNITS_PER_BIT;
    f.training->model->threshold_review_units = -1000 * HN_WEIGHT_UNITS_PER_BIT;
    g_autoptr(HnBundle) sealed = hn_bundle_seal(f.store, f.project, 0, f.training, NULL);
    g_autoptr(HnBundle) again = hn_bundle_load(f.store, sealed->id, &error);
    g_assert_no_error(error);
    g_assert_cmpint(again->model->threshold_match_units, ==, 1000 * HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpint(again->model->threshold_review_units, ==, -1000 * HN_WEIGHT_UNITS_PER_BIT);
    fixture_free(&f);
}

/* What names without marks add is sealed, with weights of words and without. */
static void
test_terms_of_spellings_come_back(void)
{
    Fixture f = fixture_new(1);
    g_autoptr(GError) error = NULL;
    HnModel *model = f.training->model;
    HnTerm words[] = { { hn_slice_of("an"), 7, 900 } };
    HnTerm names[] = { { hn_slice_of("an le"), 7, -900 }, { hn_slice_of("binh do"), 4, 4000 } };
    model->comparisons[1].spellings = (HnTermTable){ G_N_ELEMENTS(names), names, 7100, 600 };
    for (guint with_words = 0; with_words < 2; with_words++) {
        g_autoptr(HnBundle) sealed = hn_bundle_seal(f.store, f.project, 0, f.training, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(sealed->id, !=, f.bundle->id);
        g_autoptr(HnBundle) again = hn_bundle_load(f.store, sealed->id, &error);
        g_assert_no_error(error);
        for (guint c = 0; c < PLANTED_N; c++) {
            compare_terms(&model->comparisons[c].spellings,
                          &again->model->comparisons[c].spellings);
            compare_terms(&model->comparisons[c].tokens, &again->model->comparisons[c].tokens);
        }
        model->comparisons[2].tokens = (HnTermTable){ G_N_ELEMENTS(words), words, 7100, 600 };
    }
    fixture_free(&f);
}

/* Weights of words are sealed where a level reads them, and change nothing where none does. */
static void
test_weights_of_words_come_back(void)
{
    Fixture f = fixture_new(1);
    g_autoptr(GError) error = NULL;
    HnModel *model = f.training->model;
    HnTerm terms[] = { { hn_slice_of("an"), 7, 900 }, { hn_slice_of("binh"), 2, 4000 } };
    model->comparisons[2].tokens = (HnTermTable){ G_N_ELEMENTS(terms), terms, 7100, 600 };
    g_autoptr(HnBundle) sealed = hn_bundle_seal(f.store, f.project, 0, f.training, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(sealed->id, !=, f.bundle->id);
    g_autoptr(HnBundle) again = hn_bundle_load(f.store, sealed->id, &error);
    g_assert_no_error(error);
    for (guint c = 0; c < PLANTED_N; c++)
        compare_terms(&model->comparisons[c].tokens, &again->model->comparisons[c].tokens);
    terms[0].adjust_units = 0; /* a weight of nothing is damage */
    g_autoptr(HnBundle) damaged = hn_bundle_seal(f.store, f.project, 0, f.training, NULL);
    g_assert_null(damaged);
    fixture_free(&f);
}

static void
test_a_name_is_of_the_content(void)
{
    Fixture f = fixture_new(1);
    g_autoptr(HnBundle) same = hn_bundle_seal(f.store, f.project, 0, f.training, NULL);
    g_assert_cmpstr(same->id, ==, f.bundle->id);
    f.training->model->comparisons[1].weight_units[0]++;
    g_autoptr(HnBundle) other = hn_bundle_seal(f.store, f.project, 0, f.training, NULL);
    g_assert_cmpstr(other->id, !=, f.bundle->id);
    g_autoptr(GPtrArray) ids = hn_bundle_list(f.store, "person", NULL);
    g_assert_cmpuint(ids->len, ==, 2);
    g_assert_cmpstr(ids->pdata[0], <, ids->pdata[1]);
    g_autoptr(GPtrArray) none = hn_bundle_list(f.store, "company", NULL);
    g_assert_cmpuint(none->len, ==, 0);
    fixture_free(&f);
}

static char *
path_in(const Fixture *f, const char *name)
{
    g_autofree char *relative = g_build_filename("bundles", f->bundle->id, name, NULL);
    return hn_store_path(f->store, relative);
}

/* Any changed byte is found: those of JSON by the name, those of the sealed file by itself. */
static void
test_a_changed_byte_is_refused(void)
{
    Fixture f = fixture_new(1);
    static const char *const names[] = { "model.json", "hopnhat.json", "terms.hns" };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = path_in(&f, names[i]);
        g_autofree char *text = NULL;
        gsize n = 0;
        g_assert_true(g_file_get_contents(path, &text, &n, NULL));
        for (gsize at = i; at < n; at += n / 40 + 1) {
            g_autoptr(GError) error = NULL;
            text[at] ^= 1;
            g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
            g_assert_null(hn_bundle_load(f.store, f.bundle->id, &error));
            g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
            text[at] ^= 1;
        }
        g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
    }
    g_autoptr(HnBundle) whole = hn_bundle_load(f.store, f.bundle->id, NULL);
    g_assert_nonnull(whole);
    fixture_free(&f);
}

static void
test_a_killed_attempt_is_written_again(void)
{
    Fixture f = fixture_new(1);
    g_autofree char *sidecar = path_in(&f, "hopnhat.json");
    g_autofree char *terms = path_in(&f, "terms.hns");
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_io_unlink(sidecar, NULL));
    g_assert_true(hn_io_write_file(terms, "half", 4, NULL));
    g_assert_null(hn_bundle_load(f.store, f.bundle->id, &error));
    g_assert_nonnull(error);
    g_autoptr(GPtrArray) ids = hn_bundle_list(f.store, "person", NULL);
    g_assert_cmpuint(ids->len, ==, 0);
    g_autoptr(HnBundle) sealed = hn_bundle_seal(f.store, f.project, 0, f.training, NULL);
    g_assert_nonnull(sealed);
    g_autoptr(HnBundle) again = hn_bundle_load(f.store, f.bundle->id, NULL);
    g_assert_nonnull(again);
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/bundle/" #what, test_##what)
    ADD(what_was_learned_comes_back);
    ADD(thresholds_beyond_any_weight);
    ADD(terms_of_spellings_come_back);
    ADD(weights_of_words_come_back);
    ADD(a_name_is_of_the_content);
    ADD(a_changed_byte_is_refused);
    ADD(a_killed_attempt_is_written_again);
    return g_test_run();
}
