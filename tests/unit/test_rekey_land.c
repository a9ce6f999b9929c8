/* Goal: records stand under their new keys with what they said and the run that said it, the old
 * keys are withdrawn, nothing happens to entities, and the night that delivers the same under the
 * new keys changes nothing. */
#include "linker/rekey_land.h"

#include "tests/reference/night_fixture.h"
#include "tests/reference/small_rekey.h"

#define N_PEOPLE 30u

static void
move(NightFixture *f, const char *text, guint n_updated)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey(text);
    hn_rekey_say(rekey, "merged", "clerk", 0);
    f->options.rekey = rekey;
    night_fixture_run(f);
    f->options.rekey = NULL;
    g_assert_cmpuint(hn_rekey_event(rekey), >, 0);
    g_assert_cmpuint(f->summary.n_updated, ==, n_updated);
    g_assert_cmpuint(f->summary.n_events, ==, n_updated);
}

/* The version of @name that is in force, or NULL where there is none. (transfer full) */
static char *
version_of(NightFixture *f, const char *segment, const char *id, guint64 *ret_run)
{
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "RECV", segment, NULL);
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, segments, FALSE, NULL);
    HnVersion version;
    gboolean more = TRUE;
    while (hn_version_reader_next(reader, &version, &more, NULL) && more) {
        if (!hn_slice_equal(version.record_id, hn_slice_of(id)))
            continue;
        guint n = 0;
        const char *const *columns = hn_version_reader_columns(reader, version.segment, &n);
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint i = 0; i < n; i++)
            if (version.fields[i].n_bytes > 0)
                g_string_append_printf(text, "%s=%.*s;", columns[i], (int)version.fields[i].n_bytes,
                                       (const char *)version.fields[i].bytes);
        *ret_run = version.run;
        return g_strdup(text->str);
    }
    return NULL;
}

static void
test_a_record_goes_to_another_feed(void)
{
    NightFixture *f = night_fixture_new(NULL);
    guint64 run = 0;
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autofree char *before = version_of(f, "a.a", "002", &run);
    g_assert_nonnull(strstr(before, "id=002;"));
    g_assert_nonnull(strstr(before, "family="));
    /* b has less authority: the other record's form of the name stands now. */
    move(f, "a:002>b:x-002 a:003>a:004 a:004>a:003", 1);
    g_autofree char *old = version_of(f, "a.a", "002", &run);
    g_autofree char *now = version_of(f, "b.b", "x-002", &run);
    g_assert_null(old);
    g_assert_nonnull(strstr(now, "id=x-002;")); /* in the words of b: the key and one name */
    g_assert_nonnull(strstr(now, "name="));
    g_assert_null(strstr(now, "family="));
    g_assert_cmpuint(run, ==, 1); /* its content is no younger */
    g_autofree char *swapped = version_of(f, "a.a", "004", &run);
    g_assert_nonnull(strstr(swapped, "id=004;"));
    night_fixture_free(f);
}

/* The register of the night after, told under the new keys. */
static void
test_the_next_night_changes_nothing(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autofree char *owners = night_fixture_result(f, "relations");
    g_autofree char *path = night_fixture_path(f, "c.csv");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) map = g_string_new(NULL), after = g_string_new(lines[0]);
    g_string_append_c(after, '\n');
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        const int n = (int)strcspn(lines[i], ",");
        g_string_append_printf(map, "%sc:%.*s>c:n%.*s", i == 1 ? "" : " ", n, lines[i], n,
                               lines[i]);
        g_string_append_printf(after, "n%s\n", lines[i]);
    }
    move(f, map->str, 0);
    night_fixture_deliver(f, "c.csv", after->str);
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.n_events, ==, 0);
    g_assert_cmpuint(f->summary.n_withdrawn, ==, 0);
    /* Relation records name companies by their old keys. */
    g_autofree char *owners_now = night_fixture_result(f, "relations");
    g_assert_cmpuint(strlen(owners), >, 100);
    g_assert_cmpstr(owners_now, ==, owners);
    night_fixture_free(f);
}

static void
test_names_of_segments(void)
{
    NightFixture *f = night_fixture_new(NULL);
    g_autoptr(GPtrArray) published = g_ptr_array_new();
    HnSegment segment = { .name = (char *)(gsize) "b.hue" };
    g_ptr_array_add(published, &segment);
    g_autofree char *delivered = hn_rekey_segment_name(f->project, published, "hue");
    g_autofree char *configured = hn_rekey_segment_name(f->project, published, "a");
    g_assert_cmpstr(delivered, ==, "b.hue");
    g_assert_cmpstr(configured, ==, "a.a");
    g_assert_null(hn_rekey_segment_name(f->project, published, "nobody"));
    g_assert_cmpstr(hn_rekey_feed(f->project, "b.hue")->name, ==, "b");
    g_assert_null(hn_rekey_feed(f->project, "bb.hue"));
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/rekey_land/a_record_goes_to_another_feed",
                    test_a_record_goes_to_another_feed);
    g_test_add_func("/linker/rekey_land/the_next_night_changes_nothing",
                    test_the_next_night_changes_nothing);
    g_test_add_func("/linker/rekey_land/names_of_segments", test_names_of_segments);
    return g_test_run();
}
