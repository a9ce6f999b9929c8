/* Goal: a mapped column that stands in nothing ever delivered is named, with what it was meant to
 * be; one that any night brought is fine. */
#include "linker/known_columns.h"

#include "linker/linker_error.h"
#include "store/record_versions.h"
#include "tests/reference/config_fixture.h"
#include "tests/unit/store_fixture.h"

typedef struct {
    StoreFixture files;
    HnStore *store;
    GPtrArray *segments;
    HnProject *project;
    HnFeed *feed;
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture f = { .files = store_fixture_new(), .segments = store_fixture_segments() };
    f.store = store_fixture_open(&f.files, HN_STORE_WRITE);
    f.project = hn_config_fixture_parse(hn_config_fixture);
    for (guint i = 0; i < f.project->n_feeds; i++)
        if (strcmp(f.project->feeds[i].name, "civil") == 0)
            f.feed = &f.project->feeds[i];
    g_assert_nonnull(f.feed);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_project_free(f->project);
    g_ptr_array_unref(f->segments);
    hn_store_close(f->store);
    store_fixture_free(&f->files);
}

static void
add_segment(Fixture *f, const char *name, guint64 run, const char *const *columns)
{
    guint64 n_rows = 0;
    guint n_columns = 0;
    HnSealedInfo info;
    while (columns[n_columns] != NULL)
        n_columns++;
    g_autofree char *path = hn_store_segment_path(f->store, run, "RECV", name, NULL);
    g_autoptr(HnVersionWriter) writer =
        hn_version_writer_new(f->store, path, run, columns, n_columns, NULL);
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    g_ptr_array_add(f->segments, hn_segment_new("RECV", name, path, run, n_rows, &info));
}

static gboolean
check(const Fixture *f, GError **error)
{
    return hn_known_columns_check(f->store, f->segments, f->project, f->feed, error);
}

/* All columns that the feed maps, but its last one. */
static const char **
mapped_but_one(const HnFeed *feed, const char **ret_last)
{
    GPtrArray *columns = g_ptr_array_new();
    for (guint i = 0; i < feed->n_map; i++)
        for (guint c = 0; feed->map[i].columns[c] != NULL; c++)
            if (!g_ptr_array_find_with_equal_func(columns, feed->map[i].columns[c], g_str_equal,
                                                  NULL))
                g_ptr_array_add(columns, feed->map[i].columns[c]);
    *ret_last = columns->pdata[columns->len - 1];
    columns->pdata[columns->len - 1] = NULL;
    return (const char **)g_ptr_array_free(columns, FALSE);
}

static void
test_any_night_counts(void)
{
    Fixture f = fixture_new();
    const char *last = NULL;
    g_autofree const char **others = mapped_but_one(f.feed, &last);
    const char *const second[] = { "another", last, NULL };
    g_autoptr(GError) error = NULL;
    g_assert_true(check(&f, NULL)); /* nothing was ever delivered: nothing can be emptied */
    add_segment(&f, "civil.a", 1, others);
    add_segment(&f, "tax.b", 1, second); /* of another feed */
    g_assert_false(check(&f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
    g_assert_nonnull(strstr(error->message, "source 'civil'"));
    g_assert_nonnull(strstr(error->message, last));
    add_segment(&f, "civil.b", 2, second);
    g_assert_true(check(&f, NULL));
    fixture_free(&f);
}

static void
test_json_lines_leave_out_what_is_null(void)
{
    Fixture f = fixture_new();
    const char *const none[] = { "another", NULL };
    add_segment(&f, "civil.a", 1, none);
    g_assert_false(check(&f, NULL));
    f.feed->from.format = HN_FORMAT_JSONL;
    g_assert_true(check(&f, NULL));
    fixture_free(&f);
}

#define ADD(what) g_test_add_func("/linker/known_columns/" #what, test_##what)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(any_night_counts);
    ADD(json_lines_leave_out_what_is_null);
    return g_test_run();
}
