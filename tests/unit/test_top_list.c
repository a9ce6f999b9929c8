/* Goal: the first few come out in order, whatever the order they came in. */
#include "insight/top_list.h"

static gint
compare(gconstpointer a, gconstpointer b)
{
    const guint x = *(const guint *)a, y = *(const guint *)b;
    return (x > y) - (x < y);
}

static void
test_the_smallest_in_order(void)
{
    HnTopList list = hn_top_list(5, sizeof(guint), compare);
    for (guint i = 0; i < 1000; i++) {
        const guint value = (i * 577 + 13) % 1000; /* each once */
        hn_top_list_add(&list, &value);
    }
    g_assert_cmpuint(list.items->len, ==, 5);
    for (guint i = 0; i < 5; i++)
        g_assert_cmpuint(g_array_index(list.items, guint, i), ==, i);
    hn_top_list_clear(&list);
}

static void
test_fewer_than_asked_for_and_none(void)
{
    HnTopList list = hn_top_list(5, sizeof(guint), compare), none = hn_top_list(0, 4, compare);
    const guint values[] = { 9, 3, 9 };
    for (guint i = 0; i < 3; i++) {
        hn_top_list_add(&list, &values[i]);
        hn_top_list_add(&none, &values[i]);
    }
    g_assert_cmpuint(list.items->len, ==, 3);
    g_assert_cmpuint(g_array_index(list.items, guint, 0), ==, 3);
    g_assert_cmpuint(none.items->len, ==, 0);
    hn_top_list_clear(&list);
    hn_top_list_clear(&none);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/top-list/order", test_the_smallest_in_order);
    g_test_add_func("/top-list/few", test_fewer_than_asked_for_and_none);
    return g_test_run();
}
