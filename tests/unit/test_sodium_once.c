/* Goal: any number of calls, from any threads, is one start. */
#include "base/sodium_once.h"

#include <sodium.h>

#include "base/thread_pool.h"

static void
start(gpointer user G_GNUC_UNUSED, gsize task G_GNUC_UNUSED, guint thread G_GNUC_UNUSED)
{
    hn_sodium_once();
}

static void
test_many_calls_are_one_start(void)
{
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(4);
    hn_thread_pool_run(pool, 100, start, NULL);
    g_assert_cmpint(sodium_init(), ==, 1); /* already done */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/sodium_once/many_calls_are_one_start", test_many_calls_are_one_start);
    return g_test_run();
}
