/* Goal: a row comes back as it was, by column name, and its hash knows its content alone. */
#include "linker/delivered_row.h"

static const guint8 KEY[HN_KEYED_HASH_KEY_BYTES] = { 7 };
static char NAME[] = "f";
static const HnFeed FEED = { .name = NAME };

static HnRawField
text(const char *value)
{
    return (HnRawField){ (const guint8 *)value, (guint32)strlen(value), HN_FIELD_TEXT };
}

static HnDeliveryColumns *
columns_of(const char *const *names, guint n)
{
    HnDeliveryColumns *columns = hn_delivery_columns_new(&FEED);
    hn_delivery_columns_learn(columns, names, n);
    return columns;
}

static void
hash_of(const char *const *names, const HnRawField *fields, guint n, guint8 *ret_hash)
{
    g_autoptr(HnDeliveryColumns) columns = columns_of(names, n);
    g_autoptr(HnDeliveredRow) row = hn_delivered_row_new(columns);
    hn_delivered_row_hash(row, fields, n, KEY, ret_hash);
}

static gboolean
equal(const guint8 *a, const guint8 *b)
{
    return memcmp(a, b, HN_KEYED_HASH_BYTES) == 0;
}

static void
test_a_row_comes_back_by_column_name(void)
{
    const char *const names[] = { "ward", "id", "note" };
    const HnRawField fields[] = { text("Xã Đức Đồng"), text(""), { NULL, 0, HN_FIELD_MISSING } };
    g_autoptr(HnDeliveryColumns) columns = columns_of(names, 2);
    g_autoptr(HnDeliveredRow) row = hn_delivered_row_new(columns);
    const HnDeliveredHead head = { .delete = TRUE, .offset = 1u << 31 };
    HnDeliveredHead back;
    const HnSlice short_row = hn_delivered_row_encode(row, &head, fields, 2);
    g_autoptr(GBytes) kept = g_bytes_new(short_row.bytes, short_row.n_bytes);
    hn_delivery_columns_learn(columns, names, 3);
    const HnRawField *got = hn_delivered_row_decode(
        row, hn_slice(g_bytes_get_data(kept, NULL), g_bytes_get_size(kept)), &back);
    g_assert_true(back.delete);
    g_assert_cmpuint(back.offset, ==, head.offset);
    g_assert_cmpuint(got[0].kind, ==, HN_FIELD_TEXT); /* id */
    g_assert_cmpuint(got[0].n_bytes, ==, 0);
    g_assert_cmpuint(got[1].kind, ==, HN_FIELD_MISSING); /* note: came after the row */
    g_assert_true(hn_slice_equal(hn_slice(got[2].bytes, got[2].n_bytes),
                                 hn_slice(fields[0].bytes, fields[0].n_bytes)));
}

static void
test_the_hash_ignores_order_and_what_is_missing(void)
{
    const char *const one[] = { "id", "name" }, *const other[] = { "name", "gap", "id" };
    const HnRawField in_one[] = { text("1"), text("An") };
    const HnRawField in_other[] = { text("An"), { NULL, 0, HN_FIELD_MISSING }, text("1") };
    guint8 a[HN_KEYED_HASH_BYTES], b[HN_KEYED_HASH_BYTES];
    hash_of(one, in_one, 2, a);
    hash_of(other, in_other, 3, b);
    g_assert_true(equal(a, b));
    hash_of(other, in_other, 2, b); /* without the last column */
    g_assert_false(equal(a, b));
}

static void
test_the_hash_knows_names_kinds_and_borders(void)
{
    const char *const names[] = { "a", "b" }, *const renamed[] = { "a", "c" };
    const HnRawField fields[] = { text("12"), text("3") }, moved[] = { text("1"), text("23") };
    const HnRawField number[] = { { (const guint8 *)"12", 2, HN_FIELD_JSON }, text("3") };
    const HnRawField only_a[] = { text("x"), { NULL, 0, HN_FIELD_MISSING } };
    const HnRawField only_b[] = { { NULL, 0, HN_FIELD_MISSING }, text("x") };
    guint8 a[HN_KEYED_HASH_BYTES], b[HN_KEYED_HASH_BYTES];
    hash_of(names, fields, 2, a);
    hash_of(renamed, fields, 2, b);
    g_assert_false(equal(a, b));
    hash_of(names, moved, 2, b);
    g_assert_false(equal(a, b));
    hash_of(names, number, 2, b);
    g_assert_false(equal(a, b));
    hash_of(names, only_a, 2, a);
    hash_of(names, only_b, 2, b);
    g_assert_false(equal(a, b));
}

/* What one row has must not stay for the next. */
static void
test_the_hash_does_not_depend_on_the_row_before(void)
{
    const char *const names[] = { "a", "b" };
    const HnRawField both[] = { text("1"), text("2") };
    const HnRawField one[] = { text("1"), { NULL, 0, HN_FIELD_MISSING } };
    g_autoptr(HnDeliveryColumns) columns = columns_of(names, 2);
    g_autoptr(HnDeliveredRow) row = hn_delivered_row_new(columns);
    guint8 a[HN_KEYED_HASH_BYTES], b[HN_KEYED_HASH_BYTES];
    for (guint i = 0; i < 4; i++) {
        hn_delivered_row_hash(row, i % 2 == 0 ? both : one, 2, KEY, a);
        hash_of(names, i % 2 == 0 ? both : one, 2, b);
        g_assert_true(equal(a, b));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/delivered_row/a_row_comes_back_by_column_name",
                    test_a_row_comes_back_by_column_name);
    g_test_add_func("/linker/delivered_row/the_hash_ignores_order_and_what_is_missing",
                    test_the_hash_ignores_order_and_what_is_missing);
    g_test_add_func("/linker/delivered_row/the_hash_knows_names_kinds_and_borders",
                    test_the_hash_knows_names_kinds_and_borders);
    g_test_add_func("/linker/delivered_row/the_hash_does_not_depend_on_the_row_before",
                    test_the_hash_does_not_depend_on_the_row_before);
    return g_test_run();
}
