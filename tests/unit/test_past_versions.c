/* Goal: every record is what it was, whatever columns came between, and keeps the run that brought
 * it; a source that brought nothing since is left alone. */
#include "linker/past_versions.h"

#include "tests/unit/store_fixture.h"

/* One night of a source: "id=value" a word, "id-" withdrawn; the value stands in @column. */
static void
deliver(HnStore *store, GPtrArray *segments, guint64 run, const char *column, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    g_autofree char *path = hn_store_segment_path(store, run, "RECV", "f.s", NULL);
    const char *const columns[] = { column };
    g_autoptr(HnVersionWriter) writer = hn_version_writer_new(store, path, run, columns, 1, NULL);
    for (guint i = 0; words[i] != NULL; i++) {
        const gboolean withdrawn = g_str_has_suffix(words[i], "-");
        const char *value = withdrawn ? "" : strchr(words[i], '=') + 1;
        const HnRawField field = { (const guint8 *)value, (guint32)strlen(value), HN_FIELD_TEXT };
        const HnVersion version = { .record_id = hn_slice(words[i], 1),
                                    .withdrawn = withdrawn,
                                    .n_fields = withdrawn ? 0 : 1,
                                    .fields = &field };
        g_assert_true(hn_version_writer_put(writer, &version, NULL));
    }
    guint64 n_rows = 0;
    HnSealedInfo info;
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("RECV", "f.s", path, run, n_rows, &info));
}

/* "a@1 x=one" for each record in force. */
static char *
state_of(HnStore *store, const GPtrArray *segments)
{
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, segments, FALSE, NULL);
    GString *text = g_string_new(NULL);
    HnVersion version;
    gboolean more = TRUE;
    for (;;) {
        g_assert_true(hn_version_reader_next(reader, &version, &more, NULL));
        if (!more)
            return g_string_free(text, FALSE);
        guint n = 0;
        const char *const *columns = hn_version_reader_columns(reader, version.segment, &n);
        g_string_append_printf(text, "%s%.*s@%" G_GUINT64_FORMAT, text->len == 0 ? "" : "; ",
                               (int)version.record_id.n_bytes,
                               (const char *)version.record_id.bytes, version.run);
        for (guint i = 0; i < n; i++)
            if (version.fields[i].kind != HN_FIELD_MISSING)
                g_string_append_printf(text, " %s=%.*s", columns[i], (int)version.fields[i].n_bytes,
                                       (const char *)version.fields[i].bytes);
    }
}

static void
test_records_are_what_they_were(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    deliver(store, segments, 1, "x", "a=one b=one c=one");
    deliver(store, segments, 2, "y", "b=two d=two");
    g_autofree char *then = state_of(store, segments);
    deliver(store, segments, 3, "z", "a- b=three e=three");
    deliver(store, segments, 4, "z", "a=four d-");
    g_autofree char *last = state_of(store, segments);
    const HnPastVersionsInput input = { .store = store,
                                        .published = segments,
                                        .history = segments,
                                        .name = "f.s",
                                        .run = 5,
                                        .rollback_to = 2 };
    HnLandedSource *source = g_new0(HnLandedSource, 1);
    g_assert_true(hn_past_versions_write(&input, source, NULL));
    g_assert_nonnull(source->segment);
    g_assert_cmpuint(source->rows_before, ==, 4);
    g_assert_cmpuint(source->rows_now, ==, 4);
    g_assert_cmpuint(source->n_changed, ==, 2); /* a, b */
    g_assert_cmpuint(source->n_new, ==, 1);     /* d */
    g_assert_cmpuint(source->n_withdrawn, ==, 1);
    g_ptr_array_add(segments, g_steal_pointer(&source->segment));
    g_autofree char *again = state_of(store, segments);
    g_assert_cmpstr(again, ==, then);
    g_assert_cmpstr(again, ==, "a@1 x=one; b@2 y=two; c@1 x=one; d@2 y=two");
    hn_landed_source_free(source);
    /* And the later state comes again out of the same history. */
    const HnPastVersionsInput later = { .store = store,
                                        .published = segments,
                                        .history = segments,
                                        .name = "f.s",
                                        .run = 6,
                                        .rollback_to = 4 };
    source = g_new0(HnLandedSource, 1);
    g_assert_true(hn_past_versions_write(&later, source, NULL));
    g_ptr_array_add(segments, g_steal_pointer(&source->segment));
    g_autofree char *back = state_of(store, segments);
    g_assert_cmpstr(back, ==, last);
    hn_landed_source_free(source);
    store_fixture_free(&files);
}

static void
test_a_source_without_news_is_left_alone(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    deliver(store, segments, 1, "x", "a=one b=one");
    const HnPastVersionsInput input = { .store = store,
                                        .published = segments,
                                        .history = segments,
                                        .name = "f.s",
                                        .run = 5,
                                        .rollback_to = 2 };
    HnLandedSource *source = g_new0(HnLandedSource, 1);
    g_assert_true(hn_past_versions_write(&input, source, NULL));
    g_assert_null(source->segment);
    g_assert_cmpuint(source->rows_now, ==, 2);
    hn_landed_source_free(source);
    store_fixture_free(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/past_versions/records_are_what_they_were",
                    test_records_are_what_they_were);
    g_test_add_func("/linker/past_versions/a_source_without_news_is_left_alone",
                    test_a_source_without_news_is_left_alone);
    return g_test_run();
}
