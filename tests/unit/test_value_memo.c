/* Goal: a value that came before is known by its bytes alone, and a field whose values do not come
 * again is given up. */
#include "linker/value_memo.h"

static void
put(HnValueMemo *memo, HnSlice raw, guint32 code)
{
    guint32 known = 0, place = 0;
    g_assert_false(hn_value_memo_find(memo, raw, &known, &place));
    hn_value_memo_put(memo, place, raw, code);
}

static void
test_bytes_decide(void)
{
    g_autoptr(HnValueMemo) memo = hn_value_memo_new();
    guint32 code = 0, place = 0;
    put(memo, hn_slice_of("Nam"), 1);
    put(memo, hn_slice_of("nam"), 2);
    g_assert_true(hn_value_memo_find(memo, hn_slice_of("Nam"), &code, &place));
    g_assert_cmpuint(code, ==, 1);
    g_assert_true(hn_value_memo_find(memo, hn_slice_of("nam"), &code, &place));
    g_assert_cmpuint(code, ==, 2);
    g_assert_false(hn_value_memo_find(memo, hn_slice_of("na"), &code, &place));
}

static void
test_what_is_not_kept(void)
{
    g_autoptr(HnValueMemo) memo = hn_value_memo_new();
    g_autofree char *endless = g_strnfill(56, 'a');
    guint32 code = 0, place = 0;
    g_assert_false(hn_value_memo_find(memo, hn_slice_of(endless), &code, &place));
    g_assert_cmpuint(place, ==, HN_VALUE_MEMO_NOWHERE);
    hn_value_memo_put(memo, place, hn_slice_of(endless), 7);
    g_assert_false(hn_value_memo_find(memo, hn_slice_of(""), &code, &place));
    g_assert_cmpuint(place, ==, HN_VALUE_MEMO_NOWHERE);
}

/* Codes are of one dictionary; another has others. */
static void
test_another_dictionary(void)
{
    g_autoptr(HnValueMemo) memo = hn_value_memo_new();
    guint32 code = 0, place = 0;
    hn_value_memo_begin(memo, 1);
    put(memo, hn_slice_of("Nam"), 1);
    hn_value_memo_begin(memo, 1);
    g_assert_true(hn_value_memo_find(memo, hn_slice_of("Nam"), &code, &place));
    hn_value_memo_begin(memo, 2);
    g_assert_false(hn_value_memo_find(memo, hn_slice_of("Nam"), &code, &place));
    g_assert_cmpuint(place, !=, HN_VALUE_MEMO_NOWHERE);
}

/* Whatever shares a place: what is found is what was put last for these bytes. */
static void
test_crowded_places(void)
{
    g_autoptr(HnValueMemo) memo = hn_value_memo_new();
    guint n_found = 0;
    for (guint i = 0; i < 3 * HN_VALUE_MEMO_PLACES; i++) {
        char text[16];
        guint32 code = 0, place = 0;
        g_snprintf(text, sizeof text, "%u", i % (HN_VALUE_MEMO_PLACES / 2));
        if (!hn_value_memo_find(memo, hn_slice_of(text), &code, &place)) {
            hn_value_memo_put(memo, place, hn_slice_of(text), 1 + i % (HN_VALUE_MEMO_PLACES / 2));
            continue;
        }
        g_assert_cmpuint(code, ==, 1 + i % (HN_VALUE_MEMO_PLACES / 2));
        n_found++;
    }
    g_assert_cmpuint(n_found, >, HN_VALUE_MEMO_PLACES);
}

static void
test_given_up(void)
{
    g_autoptr(HnValueMemo) memo = hn_value_memo_new();
    guint32 code = 0, place = 0;
    for (guint i = 0; i < 16 * HN_VALUE_MEMO_PLACES; i++) {
        char text[16];
        g_snprintf(text, sizeof text, "%u", i);
        g_assert_false(hn_value_memo_find(memo, hn_slice_of(text), &code, &place));
        hn_value_memo_put(memo, place, hn_slice_of(text), 1);
    }
    g_assert_false(hn_value_memo_find(memo, hn_slice_of("1"), &code, &place));
    g_assert_cmpuint(place, ==, HN_VALUE_MEMO_NOWHERE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/value_memo/bytes_decide", test_bytes_decide);
    g_test_add_func("/linker/value_memo/what_is_not_kept", test_what_is_not_kept);
    g_test_add_func("/linker/value_memo/another_dictionary", test_another_dictionary);
    g_test_add_func("/linker/value_memo/crowded_places", test_crowded_places);
    g_test_add_func("/linker/value_memo/given_up", test_given_up);
    return g_test_run();
}
