/* Goal: a map says where each record went, both ways, comes back from its segment as it was, and
 * several of them lead an old name to today's. */
#include "store/rekey.h"

#include "tests/reference/small_rekey.h"
#include "tests/unit/store_fixture.h"

static void
test_both_ways(void)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey("b:2>c:7 a:1>c:9 a:2>a:1");
    g_assert_cmpuint(hn_rekey_n(rekey), ==, 3);
    hn_assert_name(hn_rekey_from(rekey, 0), "a:1"); /* ascending by the old name */
    hn_assert_name(hn_rekey_now(rekey, "a", hn_slice_of("2")), "a:1");
    hn_assert_name(hn_rekey_now(rekey, "b", hn_slice_of("2")), "c:7");
    hn_assert_name(hn_rekey_now(rekey, "c", hn_slice_of("7")), "-");
    hn_assert_name(hn_rekey_before(rekey, "c", hn_slice_of("7")), "b:2");
    hn_assert_name(hn_rekey_before(rekey, "a", hn_slice_of("1")), "a:2");
    hn_assert_name(hn_rekey_before(rekey, "a", hn_slice_of("2")), "-");
    g_assert_true(hn_rekey_has_new_source(rekey, "c"));
    g_assert_false(hn_rekey_has_new_source(rekey, "b"));
}

static void
expect_twice(const char *text, gsize row, gboolean is_new)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    g_autoptr(HnRekey) rekey = hn_rekey_new();
    gsize found = 0;
    gboolean found_new = FALSE;
    for (guint i = 0; words[i] != NULL; i++) {
        g_auto(GStrv) ids = g_strsplit(words[i], ">", 2);
        char source[] = "a";
        const HnRecordName from = { source, hn_slice_of(ids[0]) },
                           to = { source, hn_slice_of(ids[1]) };
        hn_rekey_add(rekey, &from, &to);
    }
    g_assert_false(hn_rekey_seal(rekey, &found, &found_new));
    g_assert_cmpuint(found, ==, row);
    g_assert_cmpint(found_new, ==, is_new);
}

static void
test_a_name_stands_once(void)
{
    expect_twice("5>6 1>2 3>4 1>7", 3, FALSE);
    expect_twice("5>6 1>2 3>6", 2, TRUE);
    expect_twice("9>1 8>1 9>2", 1, TRUE); /* the first row that is wrong */
}

static HnSegment *
write_rekey(HnStore *store, HnRekey *rekey, guint64 run, guint64 event, guint64 undoes)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *name = g_strdup_printf("v-%" G_GUINT64_FORMAT, event);
    g_autofree char *path = hn_store_segment_path(store, run, HN_REKEY, name, &error);
    HnSealedInfo info;
    hn_rekey_say(rekey, "ba tỉnh nhập một", "clerk", undoes);
    hn_rekey_number(rekey, event);
    g_assert_true(hn_rekey_write(store, path, rekey, &info, &error));
    g_assert_no_error(error);
    return hn_segment_new(HN_REKEY, name, path, run, hn_rekey_n(rekey), &info);
}

static void
test_a_segment_comes_back(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    g_autoptr(HnRekey) rekey = hn_rekey_new();
    gsize row = 0;
    gboolean is_new = FALSE;
    char a[] = "a", b[] = "b";
    for (guint i = 0; i < 30000; i++) { /* several chunks */
        g_autofree char *old = g_strdup_printf("%06u", (i * 7919) % 30000);
        g_autofree char *new = g_strdup_printf("province-%s", old);
        const HnRecordName from = { a, hn_slice_of(old) }, to = { b, hn_slice_of(new) };
        hn_rekey_add(rekey, &from, &to);
    }
    g_assert_true(hn_rekey_seal(rekey, &row, &is_new));
    g_autoptr(HnSegment) segment = write_rekey(store, rekey, 5, 77, 12);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRekey) back = hn_rekey_load(store, segment, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_rekey_n(back), ==, 30000);
    g_assert_cmpuint(hn_rekey_event(back), ==, 77);
    g_assert_cmpuint(hn_rekey_undoes(back), ==, 12);
    g_assert_cmpuint(hn_rekey_run(back), ==, 5);
    g_assert_cmpstr(hn_rekey_reason(back), ==, "ba tỉnh nhập một");
    g_assert_cmpstr(hn_rekey_by(back), ==, "clerk");
    hn_assert_name(hn_rekey_now(back, "a", hn_slice_of("012345")), "b:province-012345");
    hn_assert_name(hn_rekey_before(back, "b", hn_slice_of("province-029999")), "a:029999");
    store_fixture_free(&files);
}

static GPtrArray *
history(void)
{
    GPtrArray *rekeys = g_ptr_array_new_with_free_func((GDestroyNotify)hn_rekey_free);
    static const struct {
        const char *text;
        guint64 event, undoes;
    } all[] = { { "a:1>b:1 a:2>b:2", 10, 0 },
                { "b:1>c:1", 20, 0 },
                { "c:1>b:1", 30, 20 }, /* took 20 back */
                { "b:1>c:1", 40, 30 } /* and that was taken back */ };
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        HnRekey *rekey = hn_small_rekey(all[i].text);
        hn_rekey_say(rekey, "r", "b", all[i].undoes);
        hn_rekey_number(rekey, all[i].event);
        g_ptr_array_add(rekeys, rekey);
    }
    return rekeys;
}

static void
expect_now(const GPtrArray *rekeys, const char *id, guint64 since, const char *expected)
{
    char source[] = "a";
    const HnRecordName name = { source, hn_slice_of(id) };
    const HnRecordName now = hn_rekeys_now(rekeys, name, since);
    hn_assert_name(&now, expected);
}

static void
test_maps_follow_each_other(void)
{
    g_autoptr(GPtrArray) rekeys = history();
    expect_now(rekeys, "1", 5, "c:1");
    expect_now(rekeys, "2", 5, "b:2");
    expect_now(rekeys, "1", 10, "a:1"); /* another record that came to the key later */
    expect_now(rekeys, "3", 5, "a:3");
    g_assert_null(hn_rekeys_undone_by(rekeys, 10));
    g_assert_null(hn_rekeys_undone_by(rekeys, 20)); /* what took it back was taken back */
    g_assert_cmpuint(hn_rekey_event(hn_rekeys_undone_by(rekeys, 30)), ==, 40);
    g_ptr_array_set_size(rekeys, 3);
    expect_now(rekeys, "1", 5, "b:1");
    g_assert_cmpuint(hn_rekey_event(hn_rekeys_undone_by(rekeys, 20)), ==, 30);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/rekey/both_ways", test_both_ways);
    g_test_add_func("/store/rekey/a_name_stands_once", test_a_name_stands_once);
    g_test_add_func("/store/rekey/a_segment_comes_back", test_a_segment_comes_back);
    g_test_add_func("/store/rekey/maps_follow_each_other", test_maps_follow_each_other);
    return g_test_run();
}
