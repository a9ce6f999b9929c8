/* Goal: a landing comes back from its mark, and no source has two feeds. */
#include "linker/landing.h"

#include "linker/linker_error.h"

static void
add_feed(HnLanding *landing, const char *name, HnFeedState state, const char *why)
{
    HnLandedFeed *feed = g_new0(HnLandedFeed, 1);
    feed->feed = g_strdup(name);
    feed->state = state;
    feed->why = g_strdup(why);
    feed->is_partial = state == HN_FEED_LANDED;
    feed->n_read = 300;
    feed->n_accepted = 298;
    feed->n_quarantined = 2;
    feed->n_bytes = 70000;
    feed->sha256[31] = 9;
    g_ptr_array_add(landing->feeds, feed);
}

static void
add_source(HnLanding *landing, const char *feed, const char *name, gboolean changed)
{
    HnLandedSource *source = g_new0(HnLandedSource, 1);
    const HnSealedInfo info = { .file_bytes = 12, .digest = { 5 } };
    *source = (HnLandedSource){ g_strdup(feed), g_strdup(name), 10, 12, 5, 2, 3, 4, NULL };
    if (changed)
        source->segment = hn_segment_new("RECV", name, "segments/x", 7, 10, &info);
    g_ptr_array_add(landing->sources, source);
}

static HnLanding *
some_landing(void)
{
    HnLanding *landing = hn_landing_new();
    add_feed(landing, "civil", HN_FEED_LANDED, NULL);
    add_feed(landing, "tax", HN_FEED_REFUSED, "it is cut");
    add_source(landing, "civil", "a", TRUE);
    add_source(landing, "tax", "b", FALSE);
    return landing;
}

static void
test_a_mark_comes_back(void)
{
    g_autoptr(HnLanding) landing = some_landing();
    g_autoptr(HnLanding) again = hn_landing_new();
    g_autoptr(GByteArray) mark = g_byte_array_new();
    g_autoptr(GByteArray) mark_again = g_byte_array_new();
    hn_landing_encode(landing, mark);
    g_assert_true(hn_landing_decode(hn_slice(mark->data, mark->len), again));
    hn_landing_encode(again, mark_again);
    g_assert_cmpmem(mark->data, mark->len, mark_again->data, mark_again->len);
    const HnLandedFeed *feed = again->feeds->pdata[1];
    g_assert_cmpstr(feed->why, ==, "it is cut");
    g_assert_cmpint(feed->state, ==, HN_FEED_REFUSED);
    g_assert_false(feed->is_partial);
    g_assert_true(((const HnLandedFeed *)again->feeds->pdata[0])->is_partial);
    g_assert_cmpuint(feed->n_bytes, ==, 70000);
    g_assert_cmpuint(feed->sha256[31], ==, 9);
    const HnLandedSource *source = again->sources->pdata[0];
    g_assert_cmpuint(source->n_withheld, ==, 4);
    g_assert_cmpstr(source->segment->path, ==, "segments/x");
    g_assert_null(((const HnLandedSource *)again->sources->pdata[1])->segment);
}

static void
test_a_cut_mark_is_refused(void)
{
    g_autoptr(HnLanding) landing = some_landing();
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_landing_encode(landing, mark);
    for (gsize n = 0; n < mark->len; n++) {
        g_autofree guint8 *cut = g_memdup2(mark->data, n + 1);
        g_autoptr(HnLanding) again = hn_landing_new();
        g_assert_false(hn_landing_decode(hn_slice(cut, n), again));
    }
    hn_put_u8(mark, 0);
    g_autoptr(HnLanding) again = hn_landing_new();
    g_assert_false(hn_landing_decode(hn_slice(mark->data, mark->len), again));
}

static void
test_feeds_join_in_order_of_their_sources(void)
{
    g_autoptr(HnLanding) landing = hn_landing_new();
    g_autoptr(HnLanding) one = hn_landing_new();
    g_autoptr(HnLanding) two = hn_landing_new();
    add_feed(one, "x", HN_FEED_LANDED, NULL);
    add_source(one, "x", "d", FALSE);
    add_source(one, "x", "b", FALSE);
    add_feed(two, "y", HN_FEED_LANDED, NULL);
    add_source(two, "y", "c", FALSE);
    g_assert_true(hn_landing_join(landing, one, NULL));
    g_assert_true(hn_landing_join(landing, two, NULL));
    g_assert_cmpuint(one->sources->len + two->sources->len, ==, 0);
    g_assert_cmpuint(landing->feeds->len, ==, 2);
    static const char *const expected[] = { "b", "c", "d" };
    for (guint i = 0; i < 3; i++)
        g_assert_cmpstr(((const HnLandedSource *)landing->sources->pdata[i])->source, ==,
                        expected[i]);
}

static void
test_a_source_of_two_feeds_is_refused(void)
{
    g_autoptr(HnLanding) landing = hn_landing_new();
    g_autoptr(HnLanding) one = hn_landing_new();
    g_autoptr(HnLanding) two = hn_landing_new();
    g_autoptr(GError) error = NULL;
    add_source(one, "x", "same", FALSE);
    add_source(two, "y", "same", FALSE);
    g_assert_true(hn_landing_join(landing, one, &error));
    g_assert_false(hn_landing_join(landing, two, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE);
    g_assert_nonnull(strstr(error->message, "'x'"));
    g_assert_nonnull(strstr(error->message, "'y'"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/landing/" #what, test_##what)
    ADD(a_mark_comes_back);
    ADD(a_cut_mark_is_refused);
    ADD(feeds_join_in_order_of_their_sources);
    ADD(a_source_of_two_feeds_is_refused);
    return g_test_run();
}
