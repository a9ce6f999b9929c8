/* Goal: marks compare as what they are, and going back from one never skips a row. */
#include "linker/feed_mark.h"

static void
assert_since(const char *watermark, guint64 overlap, const char *expected)
{
    g_autofree char *since = hn_feed_mark_since(watermark, overlap);
    g_assert_cmpstr(since, ==, expected);
}

static void
test_since(void)
{
    assert_since("2026-11-30 01:02:03", 3600, "2026-11-30 00:02:03");
    assert_since("2026-03-01 00:00:00.25+00", 86400, "2026-02-28 00:00:00+00");
    assert_since("2026-01-01T00:30:00", 3600, "2025-12-31 23:30:00");
    assert_since("2026-11-30 01:02:03+07", 0, "2026-11-30 01:02:03+07");
    assert_since("2024-03-01", 86400, "2024-02-29");
    assert_since("1500", 200, "1300");
    assert_since("100", 200, "0");
    assert_since("000123", 0, "123");
    assert_since("", 0, NULL);
    assert_since("2026-11-30 01:02:03,25Z", 3600, "2026-11-30 00:02:03Z");
    assert_since("2026-11-30 01:02:03.5 +07:00", 3600, "2026-11-30 00:02:03 +07:00");
    assert_since("2026-11-30 01:02:03 PM", 3600, NULL);
    assert_since("2026-11-30 01:02:03 Asia/Saigon", 0, NULL);
    assert_since("2026-11-30 01:02:03'", 0, NULL);
    assert_since("yesterday", 0, NULL);
    assert_since("30/11/2026", 0, NULL);
    assert_since("2026-13-01", 0, NULL);
    assert_since("99999999999999999999", 1, NULL);
}

static int
sign(int order)
{
    return (order > 0) - (order < 0);
}

static void
assert_order(const char *a, const char *b, int expected)
{
    g_assert_cmpint(sign(hn_feed_mark_compare(hn_slice_of(a), hn_slice_of(b))), ==, expected);
    g_assert_cmpint(sign(hn_feed_mark_compare(hn_slice_of(b), hn_slice_of(a))), ==, -expected);
}

static void
test_compare(void)
{
    assert_order("9", "10", -1);
    assert_order("0009", "9", 0);
    assert_order("2026-11-30 09:00:00", "2026-11-30 10:00:00", -1);
    assert_order("2026-11-30 09:00:00", "2026-11-30 09:00:00.5", -1);
    assert_order("", "1", -1);
    assert_order("", "2026-01-01", -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feed_mark/since", test_since);
    g_test_add_func("/feed_mark/compare", test_compare);
    return g_test_run();
}
