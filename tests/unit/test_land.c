/* Goal: what is new, changed, withdrawn or withheld against the source's state, over several
 * nights. */
#include "linker/land.h"

#include "config/contract.h"
#include "linker/linker_error.h"
#include "tests/reference/memory_reader.h"
#include "tests/unit/store_fixture.h"

static char feed_name[] = "civil", id_column[] = "id", source_column[] = "src";
static char operation[] = "op", delete_word[] = "D", upsert_word[] = "U";
static char *delete_words[] = { delete_word, NULL }, *upsert_words[] = { upsert_word, NULL };
static char *key[] = { id_column, NULL };

typedef struct {
    StoreFixture files;
    HnStore *store;
    HnBudget *budget;
    HnThreadPool *pool;
    HnFeed feed;
    guint64 n_told;  /* records that the entries of the last quarantine stand for */
    guint n_entries; /* of it */
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture fixture = { .files = store_fixture_new(),
                        .budget = hn_budget_new(1 << 20),
                        .pool = hn_thread_pool_new(2),
                        .feed = { .name = feed_name,
                                  .from = { .format = HN_FORMAT_JSONL },
                                  .key = key,
                                  .delivery = HN_DELIVERY_SNAPSHOT } };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    hn_store_close(fixture->store);
    hn_budget_free(fixture->budget);
    hn_thread_pool_free(fixture->pool);
    store_fixture_free(&fixture->files);
}

/* One landing in a run of its own, not committed. @delivery NULL: nothing came. */
static HnLanding *
land(Fixture *fixture, const HnRunInfo *run, const MemoryDelivery *delivery, GError **error)
{
    g_autofree char *spill = g_build_filename(fixture->files.top, "spill", NULL);
    g_autoptr(GPtrArray) published = hn_store_segments(fixture->store, "RECV", NULL, NULL);
    g_autoptr(HnReader) reader = delivery == NULL ? NULL : memory_reader_new(delivery);
    MemoryQuarantine *quarantine = memory_quarantine_new();
    const HnLandOptions options = { .store = fixture->store,
                                    .run = run->sequence,
                                    .published = published,
                                    .intake = { .feed = &fixture->feed,
                                                .reader = reader,
                                                .quarantine = &quarantine->sink,
                                                .spill_prefix = spill,
                                                .budget = fixture->budget,
                                                .pool = fixture->pool } };
    g_autoptr(HnLanding) landing = hn_landing_new();
    const gboolean ok = delivery == NULL
                            ? hn_land_nothing(&options, HN_FEED_ABSENT, "no file", landing, error)
                            : hn_land_feed(&options, landing, error);
    fixture->n_told = quarantine->n_records;
    fixture->n_entries = quarantine->lines->len;
    hn_quarantine_sink_free(&quarantine->sink);
    return ok ? g_steal_pointer(&landing) : NULL;
}

static void
commit(Fixture *fixture, const HnRunInfo *run, const HnLanding *landing)
{
    g_autoptr(GPtrArray) segments = g_ptr_array_new();
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        if (source->segment != NULL)
            g_ptr_array_add(segments, source->segment);
    }
    store_fixture_commit(fixture->store, run, segments);
}

static char *
counts_of(const HnLanding *landing)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *s = landing->sources->pdata[i];
        g_string_append_printf(text, "%s%s %u->%u +%u ~%u -%u =%u%s", i == 0 ? "" : "; ", s->source,
                               (guint)s->rows_before, (guint)s->rows_now, (guint)s->n_new,
                               (guint)s->n_changed, (guint)s->n_withdrawn, (guint)s->n_withheld,
                               s->segment == NULL ? "" : " segment");
    }
    return g_string_free(text, FALSE);
}

/* The records in force of all sources: "source:id=last field". */
static char *
state_of(Fixture *fixture, const HnLanding *landing)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GPtrArray) published = hn_store_segments(fixture->store, "RECV", NULL, NULL);
    for (guint i = 0; i < landing->sources->len; i++) {
        HnLandedSource source = *(const HnLandedSource *)landing->sources->pdata[i];
        source.segment = NULL; /* it is among the published ones */
        g_autoptr(GPtrArray) segments = hn_land_segments_of(published, &source);
        g_autoptr(HnVersionReader) reader =
            hn_version_reader_new(fixture->store, segments, FALSE, NULL);
        for (gboolean more = TRUE;;) {
            HnVersion version;
            g_assert_true(hn_version_reader_next(reader, &version, &more, NULL));
            if (!more)
                break;
            const HnRawField *last = &version.fields[version.n_fields - 1];
            g_string_append_printf(text, "%s%s:%.*s=%.*s", text->len == 0 ? "" : " ", source.source,
                                   (int)version.record_id.n_bytes,
                                   (const char *)version.record_id.bytes, (int)last->n_bytes,
                                   last->bytes == NULL ? "" : (const char *)last->bytes);
        }
    }
    return g_string_free(text, FALSE);
}

/* A night: lands, commits, and compares the counts and the state after it. */
static void
night(Fixture *fixture, const MemoryDelivery *delivery, const char *counts, const char *state)
{
    g_autoptr(GError) error = NULL;
    const HnRunInfo run = store_fixture_begin(fixture->store);
    g_autoptr(HnLanding) landing = land(fixture, &run, delivery, &error);
    g_assert_no_error(error);
    g_autofree char *counted = counts_of(landing);
    g_assert_cmpstr(counted, ==, counts);
    commit(fixture, &run, landing);
    g_autofree char *after = state_of(fixture, landing);
    g_assert_cmpstr(after, ==, state);
    const HnLandedFeed *feed = landing->feeds->pdata[0];
    g_assert_cmpuint(feed->n_read, ==, feed->n_accepted + feed->n_quarantined);
}

#define DELIVERY(...)                                                                              \
    &(const MemoryDelivery)                                                                        \
    {                                                                                              \
        "id|name", (const char *const[]){ __VA_ARGS__, NULL }, 2, FALSE                            \
    }

static void
test_snapshots_replace_one_another(void)
{
    Fixture f = fixture_new();
    night(&f, DELIVERY("2|b", "1|a", "3|c"), "civil 0->3 +3 ~0 -0 =0 segment",
          "civil:1=a civil:2=b civil:3=c");
    night(&f, DELIVERY("3|c", "2|b", "1|a"), "civil 3->3 +0 ~0 -0 =0",
          "civil:1=a civil:2=b civil:3=c");
    night(&f, DELIVERY("3|C", "1|a", "4|d", "0|z"), "civil 3->4 +2 ~1 -1 =0 segment",
          "civil:0=z civil:1=a civil:3=C civil:4=d");
    night(&f, DELIVERY("2|b", "3|C", "1|a", "4|d", "0|z"), "civil 4->5 +1 ~0 -0 =0 segment",
          "civil:0=z civil:1=a civil:2=b civil:3=C civil:4=d");
    fixture_free(&f);
}

static void
test_an_incomplete_snapshot_withdraws_nothing(void)
{
    Fixture f = fixture_new();
    night(&f, DELIVERY("1|a", "2|b", "3|c"), "civil 0->3 +3 ~0 -0 =0 segment",
          "civil:1=a civil:2=b civil:3=c");
    night(&f, DELIVERY("1|A", "!utf8: bad", "4|d"), "civil 3->4 +1 ~1 -0 =2 segment",
          "civil:1=A civil:2=b civil:3=c civil:4=d");
    night(&f, DELIVERY("1|A", "|x"), "civil 4->4 +0 ~0 -0 =3",
          "civil:1=A civil:2=b civil:3=c civil:4=d");
    night(&f, DELIVERY("1|A"), "civil 4->1 +0 ~0 -3 =0 segment", "civil:1=A");
    fixture_free(&f);
}

static void
test_a_contradiction_keeps_what_was_known(void)
{
    Fixture f = fixture_new();
    night(&f, DELIVERY("1|a", "2|b"), "civil 0->2 +2 ~0 -0 =0 segment", "civil:1=a civil:2=b");
    night(&f, DELIVERY("1|x", "1|y", "2|b", "3|p", "3|q"), "civil 2->2 +0 ~0 -0 =0",
          "civil:1=a civil:2=b");
    fixture_free(&f);
}

static void
test_changes_say_what_they_touch(void)
{
    Fixture f = fixture_new();
    f.feed.delivery = HN_DELIVERY_CHANGES;
    f.feed.operation_column = operation;
    f.feed.operation_delete = delete_words;
    f.feed.operation_upsert = upsert_words;
    static const char *const first[] = { "1|U|a", "2|U|b", "3|U|c", NULL };
    static const char *const second[] = { "2|D|", "9|D|", "3|U|C", "4|U|d", "3|U|CC", NULL };
    const MemoryDelivery one = { "id|op|name", first, 2, FALSE },
                         two = { "id|op|name", second, 2, FALSE };
    night(&f, &one, "civil 0->3 +3 ~0 -0 =0 segment", "civil:1=U civil:2=U civil:3=U");
    night(&f, &two, "civil 3->3 +1 ~1 -1 =0 segment", "civil:1=U civil:3=U civil:4=U");
    night(&f, &two, "civil 3->3 +0 ~0 -0 =0", "civil:1=U civil:3=U civil:4=U");
    fixture_free(&f);
}

static void
test_no_delivery_is_no_news(void)
{
    Fixture f = fixture_new();
    night(&f, NULL, "", "");
    night(&f, DELIVERY("1|a", "2|b"), "civil 0->2 +2 ~0 -0 =0 segment", "civil:1=a civil:2=b");
    night(&f, NULL, "civil 2->2 +0 ~0 -0 =0", "civil:1=a civil:2=b");
    fixture_free(&f);
}

static void
test_a_source_that_left_a_complete_snapshot_is_withdrawn(void)
{
    Fixture f = fixture_new();
    f.feed.source_column = source_column;
    static const char *const both[] = { "1|tax|a", "1|home|b", NULL };
    static const char *const one[] = { "1|tax|a", NULL };
    const MemoryDelivery first = { "id|src|name", both, 2, FALSE },
                         second = { "id|src|name", one, 2, FALSE };
    night(&f, &first, "home 0->1 +1 ~0 -0 =0 segment; tax 0->1 +1 ~0 -0 =0 segment",
          "home:1=home tax:1=tax");
    night(&f, &second, "home 1->0 +0 ~0 -1 =0 segment; tax 1->1 +0 ~0 -0 =0", "tax:1=tax");
    fixture_free(&f);
}

static void
test_a_refused_delivery_leaves_the_state(void)
{
    Fixture f = fixture_new();
    night(&f, DELIVERY("1|a", "2|b"), "civil 0->2 +2 ~0 -0 =0 segment", "civil:1=a civil:2=b");
    const HnRunInfo run = store_fixture_begin(f.store);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnLanding) landing = land(&f, &run, DELIVERY("1|x", "5|y", "6|z", "@"), &error);
    g_assert_no_error(error);
    const HnLandedFeed *feed = landing->feeds->pdata[0];
    g_assert_cmpint(feed->state, ==, HN_FEED_REFUSED);
    g_assert_nonnull(strstr(feed->why, "cut"));
    g_assert_cmpuint(feed->n_read, ==, 4);
    g_assert_cmpuint(feed->n_quarantined, ==, 4);
    g_assert_cmpuint(feed->n_accepted, ==, 0);
    g_autofree char *counts = counts_of(landing);
    g_assert_cmpstr(counts, ==, "civil 2->2 +0 ~0 -0 =0");
    fixture_free(&f);
}

/* The first time the configuration is wrong; later it is the delivery. */
static void
test_a_lost_column_refuses_a_source_that_was_good(void)
{
    Fixture f = fixture_new();
    f.feed.from.format = HN_FORMAT_CSV;
    static const char *const rows[] = { "1|a", NULL };
    const MemoryDelivery other = { "ID|name", rows, 2, FALSE };
    const HnRunInfo run = store_fixture_begin(f.store);
    g_autoptr(GError) error = NULL;
    g_assert_null(land(&f, &run, &other, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
    g_clear_error(&error);
    g_assert_true(hn_store_abandon_run(f.store, run.sequence, NULL));
    night(&f, DELIVERY("1|a", "2|b"), "civil 0->2 +2 ~0 -0 =0 segment", "civil:1=a civil:2=b");
    const HnRunInfo later = store_fixture_begin(f.store);
    g_autoptr(HnLanding) landing = land(&f, &later, &other, &error);
    g_assert_no_error(error);
    const HnLandedFeed *feed = landing->feeds->pdata[0];
    g_assert_cmpint(feed->state, ==, HN_FEED_REFUSED);
    g_autofree char *counts = counts_of(landing);
    g_assert_cmpstr(counts, ==, "civil 2->2 +0 ~0 -0 =0");
    fixture_free(&f);
}

/* A second delivery that is refused whole: its rows, and how many records and entries there are. */
static void
refuses(HnContract *contract, const MemoryDelivery *delivery, guint64 n_records, guint n_entries)
{
    Fixture f = fixture_new();
    g_autoptr(GError) error = NULL;
    night(&f, DELIVERY("1|a", "2|b"), "civil 0->2 +2 ~0 -0 =0 segment", "civil:1=a civil:2=b");
    f.feed.contract = contract;
    const HnRunInfo run = store_fixture_begin(f.store);
    g_autoptr(HnLanding) landing = land(&f, &run, delivery, &error);
    g_assert_no_error(error);
    const HnLandedFeed *feed = landing->feeds->pdata[0];
    g_assert_cmpint(feed->state, ==, HN_FEED_REFUSED);
    g_assert_cmpuint(feed->n_quarantined, ==, n_records);
    g_assert_cmpuint(f.n_told, ==, n_records);
    g_assert_cmpuint(f.n_entries, ==, n_entries);
    fixture_free(&f);
}

/* Rows that stand in the quarantine by themselves are not counted again with the delivery. */
static void
test_a_refused_record_is_told_once(void)
{
    HnContractColumn digits = {
        .column = id_column, .type = HN_CONTRACT_DIGITS, .nulls_max = 1, .duplicates_max = 1
    };
    HnContract promised = {
        .policy = HN_CONTRACT_QUARANTINE, .change_max = 0.5, .n_columns = 1, .columns = &digits
    };
    HnContract counted = { .rows_max = 2, .change_max = -1 };
    static const char *const rows[] = { "1|a", "!2 ragged_row", "2|b", NULL };
    refuses(&promised, DELIVERY("1|a", "2|b", "3|c", "4|d"), 4, 1);
    refuses(&promised, DELIVERY("1|a", "2|b", "3|c", "4|d", "!2 ragged_row", "|e", "x|f"), 8, 4);
    refuses(&promised, DELIVERY("1|a", "1|a", "1|a", "3|c", "4|d", "5|e", "5|f", "6|g"), 8, 5);
    refuses(&promised, DELIVERY("4|a", "4|b", "5|a", "5|b"), 4, 4); /* 1 and 2 would go */
    refuses(&promised, &(MemoryDelivery){ "id|name", rows + 3, 2, FALSE }, 0, 0);
    refuses(&counted, DELIVERY("1|a", "2|b", "!2 ragged_row", "|e", "3|c"), 6, 3);
    refuses(NULL, DELIVERY("1|a", "!ragged_row", "|e", "3|c", "@"), 5, 3);
    refuses(NULL, &(MemoryDelivery){ "ID|name", rows, 2, FALSE }, 4, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/land/" #what, test_##what)
    ADD(snapshots_replace_one_another);
    ADD(an_incomplete_snapshot_withdraws_nothing);
    ADD(a_contradiction_keeps_what_was_known);
    ADD(changes_say_what_they_touch);
    ADD(no_delivery_is_no_news);
    ADD(a_source_that_left_a_complete_snapshot_is_withdrawn);
    ADD(a_refused_delivery_leaves_the_state);
    ADD(a_lost_column_refuses_a_source_that_was_good);
    ADD(a_refused_record_is_told_once);
    return g_test_run();
}
