/* Goal: events and the names of their records come back as written. */
#include "store/entity_state.h"

#include "store/chunk_file.h"
#include "tests/unit/store_fixture.h"

static HnEvents *
example(guint n)
{
    HnEvents *events = hn_events_new();
    for (guint i = 0; i < n; i++) {
        HnEvent *event = hn_events_add(events, (HnEventKind)(i % 11), 1 + i, i % 4, i % 3);
        event->sequence = 10 + 3 * (guint64)i;
        for (guint k = 0; k < i % 5; k++) {
            char id[16];
            const gsize n_id = (gsize)g_snprintf(id, sizeof id, "%u", i * 10 + k);
            hn_events_add_name(events, k % 2 == 0 ? "one" : "two", hn_slice(id, k == 3 ? 0 : n_id));
        }
    }
    return events;
}

static void
assert_same(const HnEvents *a, const HnEvents *b)
{
    g_assert_cmpuint(a->n, ==, b->n);
    g_assert_cmpuint(a->n_names, ==, b->n_names);
    for (gsize i = 0; i < a->n; i++) {
        const HnEvent *x = &a->events[i], *y = &b->events[i];
        g_assert_cmpuint(x->sequence, ==, y->sequence);
        g_assert_cmpint(x->kind, ==, y->kind);
        g_assert_cmpuint(x->entity, ==, y->entity);
        g_assert_cmpuint(x->other, ==, y->other);
        g_assert_cmpuint(x->cause, ==, y->cause);
        g_assert_cmpuint(x->n_records, ==, y->n_records);
        g_assert_cmpuint(x->first_name, ==, y->first_name);
    }
    for (gsize i = 0; i < a->n_names; i++) {
        g_assert_cmpstr(a->names[i].source, ==, b->names[i].source);
        g_assert_true(hn_slice_equal(a->names[i].record_id, b->names[i].record_id));
    }
}

static void
test_events_come_back(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    static const guint sizes[] = { 0, 1, 60000 };
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(HnEvents) wanted = example(sizes[i]);
        g_autofree char *path = hn_store_segment_path(store, 1, "EVNT", "person", NULL);
        HnSealedInfo info;
        g_assert_true(hn_events_write(store, path, wanted, &info, NULL));
        g_autoptr(HnSegment) segment = hn_segment_new("EVNT", "person", path, 1, sizes[i], &info);
        g_autoptr(HnEvents) read = hn_events_load(store, segment, NULL);
        g_assert_nonnull(read);
        assert_same(read, wanted);
    }
    store_fixture_free(&fixture);
}

static void
test_names_of_sources_are_interned(void)
{
    g_autoptr(HnEvents) events = example(100);
    const char *one = NULL;
    for (gsize i = 0; i < events->n_names; i++) {
        if (strcmp(events->names[i].source, "one") != 0)
            continue;
        g_assert_true(one == NULL || events->names[i].source == one);
        one = events->names[i].source;
    }
    g_assert_nonnull(one);
}

static void
test_every_kind_has_a_name(void)
{
    g_assert_cmpstr(hn_event_kind_name(HN_EVENT_NEW), ==, "new");
    g_assert_cmpstr(hn_event_kind_name(HN_EVENT_SPLIT), ==, "split");
    g_assert_cmpstr(hn_event_kind_name(HN_EVENT_RESTORED), ==, "restored");
    g_assert_cmpstr(hn_event_kind_name(HN_EVENT_UNLOCKED), ==, "unlocked");
}

static void
test_forged_content_is_refused(void)
{
    static const struct {
        const char *sources;
        const char *rows;
        gsize n_bytes;
        gboolean is_fine;
    } cases[] = {
        { "\1\1s", "\1\0\1\0\0\1\0\1a\1\3\1\2\0\0", 15, TRUE },
        { "\1\1s", "\1\0\1\0\0\1\0\1a\0\3\1\2\0\0", 15, FALSE },   /* one number twice */
        { "\1\1s", "\1\0\1\0\0\1\0\1a\1\13\1\2\0\0", 15, FALSE },  /* no such kind */
        { "\1\1s", "\1\0\1\0\0\1\0\1a\1\3\0\2\0\0", 15, FALSE },   /* of no entity */
        { "\1\1s", "\1\0\1\0\0\1\1\1a\1\3\1\2\0\0", 15, FALSE },   /* no such source */
        { "\1\1s", "\1\0\1\0\0\177\0\1a\1\3\1\2\0\0", 15, FALSE }, /* more names than bytes */
        { "\1\1s", "\1\0\1\0\0\1\0\177a\1\3\1\2\0\0", 15, FALSE }, /* a name that is cut */
        { "\1\1s", "\1\0\1\0\0\1\0\1a\1\3\1\2\0", 14, FALSE },
        { "\1\1s", "\1\0\1\0\0\1\0\1a", 9, FALSE },
        { "\2\1s\1s", "\1\0\1\0\0\1\0\1a\1\3\1\2\0\0", 15, FALSE }, /* a source twice */
        { "\2\1s", "\1\0\1\0\0\1\0\1a\1\3\1\2\0\0", 15, FALSE },
        { "\1\1s", "\377\377\377\377\377\377\377\377\377\1\0\1\0\0\1\0\1a\1\3\1\2\0\0", 24, FALSE },
    };
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *path = hn_store_segment_path(store, 1, "EVNT", "person", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GByteArray) header = g_byte_array_new();
        hn_put_varint(header, 1);
        hn_put_varint(header, 2);
        hn_put_bytes(header, cases[i].sources, strlen(cases[i].sources));
        g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "EVNT", header, NULL);
        g_assert_true(
            hn_chunk_writer_put(writer, hn_slice(cases[i].rows, cases[i].n_bytes), 2, NULL));
        HnSealedInfo info;
        g_assert_true(hn_chunk_writer_finish(writer, &info, NULL));
        g_autoptr(HnSegment) segment = hn_segment_new("EVNT", "person", path, 1, 2, &info);
        g_autoptr(HnEvents) events = hn_events_load(store, segment, &error);
        g_test_message("case %zu", i);
        g_assert_true((events != NULL) == cases[i].is_fine);
        if (!cases[i].is_fine)
            g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/events/events_come_back", test_events_come_back);
    g_test_add_func("/store/events/names_of_sources_are_interned",
                    test_names_of_sources_are_interned);
    g_test_add_func("/store/events/every_kind_has_a_name", test_every_kind_has_a_name);
    g_test_add_func("/store/events/forged_content_is_refused", test_forged_content_is_refused);
    return g_test_run();
}
