/* Goal: columns are known by name whatever order and batch they came in, and a CSV that lacks one
 * that is named is refused. */
#include "linker/delivery_columns.h"

#include "linker/linker_error.h"

static char operation[] = "op", feed_name[] = "civil", id[] = "id", part[] = "part",
            source[] = "src", name[] = "name";
static char *key[] = { id, part, NULL };
static char *mapped[] = { name, NULL };
static HnFieldMap map = { .columns = mapped };

static HnFeed
feed_new(void)
{
    return (HnFeed){ .name = feed_name,
                     .from = { .format = HN_FORMAT_CSV },
                     .key = key,
                     .source_column = source,
                     .n_map = 1,
                     .map = &map };
}

static void
test_later_columns_fall_into_their_places(void)
{
    const HnFeed feed = feed_new();
    static const char *const names[] = { "part", "z", "id", "a", "src" };
    g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&feed);
    hn_delivery_columns_learn(columns, names, 2);
    g_assert_cmpuint(columns->key[0], ==, G_MAXUINT);
    g_assert_cmpuint(columns->key[1], ==, 0);
    g_assert_cmpuint(columns->source, ==, G_MAXUINT);
    hn_delivery_columns_learn(columns, names, 2);
    g_assert_cmpuint(columns->n, ==, 2);
    hn_delivery_columns_learn(columns, names, 5);
    static const char *const sorted[] = { "a", "id", "part", "src", "z" };
    static const guint arrivals[] = { 3, 2, 0, 4, 1 };
    g_assert_cmpuint(columns->n, ==, 5);
    for (guint i = 0; i < 5; i++) {
        g_assert_cmpstr(columns->names[i], ==, sorted[i]);
        g_assert_cmpuint(columns->columns[i].arrival, ==, arrivals[i]);
        g_assert_cmpuint(hn_delivery_columns_find(columns, sorted[i]), ==, arrivals[i]);
    }
    g_assert_cmpuint(columns->key[0], ==, 2);
    g_assert_cmpuint(columns->source, ==, 4);
    g_assert_cmpuint(columns->operation, ==, G_MAXUINT);
    g_assert_cmpuint(hn_delivery_columns_find(columns, NULL), ==, G_MAXUINT);
    g_assert_cmpuint(hn_delivery_columns_find(columns, "A"), ==, G_MAXUINT);
}

static void
check_without(guint left_out, HnFileFormat format, const char *named)
{
    static const char *const all[] = { "id", "part", "src", "name" };
    const char *names[4];
    guint n = 0;
    const gboolean is_csv = format == HN_FORMAT_CSV;
    HnFeed feed = feed_new();
    feed.from.format = format;
    for (guint i = 0; i < 4; i++)
        if (i != left_out)
            names[n++] = all[i];
    g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&feed);
    g_autoptr(GError) error = NULL;
    hn_delivery_columns_learn(columns, names, n);
    g_assert_true(is_csv || hn_delivery_columns_check(columns, FALSE, NULL));
    if (hn_delivery_columns_check(columns, !is_csv, &error)) {
        g_assert_null(named);
        return;
    }
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
    g_assert_nonnull(strstr(error->message, named));
}

/* A delivery of changes that does not say what its rows do could only be guessed at. */
static void
test_changes_need_their_operations(void)
{
    static const char *const names[] = { "id", "part", "src", "name", "op" };
    HnFeed feed = feed_new();
    feed.delivery = HN_DELIVERY_CHANGES;
    feed.operation_column = operation;
    for (guint n = 4; n <= 5; n++) {
        g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&feed);
        g_autoptr(GError) error = NULL;
        hn_delivery_columns_learn(columns, names, n);
        g_assert_cmpint(hn_delivery_columns_check(columns, FALSE, &error), ==, n == 5);
        g_assert_true(n == 5 || strstr(error->message, "operation column 'op'") != NULL);
    }
}

static void
test_what_is_named_must_be_there(void)
{
    check_without(4, HN_FORMAT_CSV, NULL);
    check_without(0, HN_FORMAT_CSV, "key column 'id'");
    check_without(1, HN_FORMAT_CSV, "key column 'part'");
    check_without(2, HN_FORMAT_CSV, "source_column 'src'");
    check_without(3, HN_FORMAT_CSV, "mapped column 'name'");
    check_without(4, HN_FORMAT_JSONL, NULL);
    check_without(0, HN_FORMAT_JSONL, "key column 'id'");
    check_without(1, HN_FORMAT_JSONL, "key column 'part'");
    check_without(2, HN_FORMAT_JSONL, "source_column 'src'");
    check_without(3, HN_FORMAT_JSONL, NULL);
}

/* A validity, a number or an incremental column that is mistyped would be empty in every row: a
 * value that has ended would count as one that holds, and the source would be read whole always. */
static void
test_what_stands_beside_values_must_be_there(void)
{
    static const char *const names[] = { "id", "part", "src", "name" };
    HnFieldMap side = { .columns = mapped };
    HnFeed feed = feed_new();
    const struct {
        char **place;
        const char *named;
    } cases[] = {
        { &side.number, "number column 'op'" },
        { &side.valid_from, "valid_from column 'op'" },
        { &side.valid_to, "valid_to column 'op'" },
        { &feed.since_column, "incremental column 'op'" },
        { &feed.from.where_column, "where column 'op'" },
        { &feed.from_source, "from_source column 'op'" },
        { &feed.from_id, "from_id column 'op'" },
        { &feed.to_source, "to_source column 'op'" },
        { &feed.to_id, "to_id column 'op'" },
        { &feed.relation_valid_from, "valid_from column 'op'" },
        { &feed.relation_valid_to, "valid_to column 'op'" },
    };
    feed.map = &side;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&feed);
        g_autoptr(GError) error = NULL;
        hn_delivery_columns_learn(columns, names, 4);
        *cases[i].place = operation;
        g_assert_false(hn_delivery_columns_check(columns, FALSE, &error));
        g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
        g_assert_nonnull(strstr(error->message, "source 'civil'"));
        g_assert_nonnull(strstr(error->message, cases[i].named));
        *cases[i].place = name;
        g_assert_true(hn_delivery_columns_check(columns, FALSE, NULL));
        *cases[i].place = NULL;
    }
    static char of_itself[] = "=tax";
    g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&feed);
    hn_delivery_columns_learn(columns, names, 4);
    feed.to_source = of_itself;
    g_assert_true(hn_delivery_columns_check(columns, FALSE, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/delivery_columns/later_columns_fall_into_their_places",
                    test_later_columns_fall_into_their_places);
    g_test_add_func("/linker/delivery_columns/what_is_named_must_be_there",
                    test_what_is_named_must_be_there);
    g_test_add_func("/linker/delivery_columns/changes_need_their_operations",
                    test_changes_need_their_operations);
    g_test_add_func("/linker/delivery_columns/what_stands_beside_values_must_be_there",
                    test_what_stands_beside_values_must_be_there);
    return g_test_run();
}
