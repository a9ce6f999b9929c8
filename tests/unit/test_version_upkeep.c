/* Goal: after many nights a source has few segments of what is in force, its history is whole, and
 * the state says the same as before. */
#include "linker/version_upkeep.h"

#include "tests/reference/night_fixture.h"

#define N_NIGHTS 30u

static void
deliver(NightFixture *f, guint night)
{
    g_autofree char *text =
        g_strdup_printf("id,name,born,phone,city\n"
                        "000,NGUYỄN AN A,01/01/1950,0900000000,Huế %u\n"
                        "002,LÊ C,03/03/1953,,Huế\n"
                        "003,PHẠM D,04/04/1954,,Huế\n"
                        "004,HOÀNG E,05/05/1955,,Huế\n"
                        "%s",
                        night, night % 2 == 0 ? "001,TRẦN B,02/02/1951,,Vinh\n" : "");
    night_fixture_deliver(f, "b.csv", text);
}

/* All versions of the record, newest first, as "RUN[!] ..."; ! = withdrawn. (transfer full) */
static char *
history_of(NightFixture *f, const char *id)
{
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_autoptr(GPtrArray) segments = hn_store_version_history(store, "b.b", NULL);
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, segments, TRUE, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    HnVersion version;
    gboolean more = TRUE;
    while (hn_version_reader_next(reader, &version, &more, NULL) && more)
        if (hn_slice_equal(version.record_id, hn_slice_of(id)))
            g_string_append_printf(text, "%" G_GUINT64_FORMAT "%s ", version.run,
                                   version.withdrawn ? "!" : "");
    return g_strdup(text->str);
}

/* Whether the record was in force when @run was published. */
static gboolean
was_there(NightFixture *f, const char *id, guint64 run)
{
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_autoptr(GPtrArray) segments = hn_store_version_history(store, "b.b", NULL);
    g_autoptr(HnVersionReader) reader = hn_version_reader_new_as_of(store, segments, run, NULL);
    HnVersion version;
    gboolean more = TRUE;
    while (hn_version_reader_next(reader, &version, &more, NULL) && more)
        if (hn_slice_equal(version.record_id, hn_slice_of(id)))
            return TRUE;
    return FALSE;
}

static void
test_what_is_in_force_stays_small(void)
{
    NightFixture *f = night_fixture_new(NULL);
    g_autoptr(GString) all = g_string_new(NULL), other = g_string_new(NULL);
    night_fixture_deliver_all(f, 30);
    for (guint night = 0; night < N_NIGHTS; night++) {
        deliver(f, night);
        night_fixture_run(f);
        g_autofree char *run = g_strdup_printf("%u ", night + 1);
        g_autofree char *here = g_strdup_printf("%u%s ", night + 1, night % 2 == 0 ? "" : "!");
        g_string_prepend(all, run);
        g_string_prepend(other, here);
        g_autoptr(HnStore) store = night_fixture_store(f);
        g_autoptr(GPtrArray) segments = hn_store_segments(store, "RECV", "b.b", NULL);
        g_assert_cmpuint(segments->len, <=, HN_VERSION_SEGMENTS + 1);
    }
    g_autofree char *history = history_of(f, "000"), *gone = history_of(f, "001");
    g_assert_cmpstr(history, ==, all->str);
    g_assert_cmpstr(gone, ==, other->str);
    for (guint64 run = 1; run <= N_NIGHTS; run++) {
        g_assert_true(was_there(f, "000", run));
        g_assert_cmpint(was_there(f, "001", run), ==, run % 2 == 1);
    }
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/version_upkeep/what_is_in_force_stays_small",
                    test_what_is_in_force_stays_small);
    return g_test_run();
}
