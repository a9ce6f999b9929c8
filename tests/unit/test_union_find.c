#include "linker/union_find.h"

static void
test_root_is_smallest(void)
{
    guint32 parent[6];
    hn_union_find_init(parent, 6);
    g_assert_cmpuint(hn_union_find_join(parent, 4, 5), ==, 4);
    g_assert_cmpuint(hn_union_find_join(parent, 5, 2), ==, 2);
    g_assert_cmpuint(hn_union_find_join(parent, 2, 4), ==, 2);
    g_assert_cmpuint(hn_union_find_root(parent, 5), ==, 2);
    g_assert_cmpuint(hn_union_find_root(parent, 0), ==, 0);
    g_assert_cmpuint(hn_union_find_root(parent, 3), ==, 3);
}

static void
test_flatten(void)
{
    enum { N = 1000 };
    guint32 parent[N];
    hn_union_find_init(parent, N);
    for (guint32 x = N - 1; x >= 2; x--) /* two chains, the longest paths there are */
        parent[x] = x - 2;
    hn_union_find_flatten(parent, N);
    for (guint32 x = 0; x < N; x++)
        g_assert_cmpuint(parent[x], ==, x % 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/union_find/root_is_the_smallest_row", test_root_is_smallest);
    g_test_add_func("/linker/union_find/flatten_shortens_every_path", test_flatten);
    return g_test_run();
}
