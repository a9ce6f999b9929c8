/* Goal: a sink is freed by its own function, and none is not freed. */
#include "records/change_sink.h"

static guint n_freed;

static void
count_free(HnChangeSink *sink)
{
    (void)sink;
    n_freed++;
}

static void
test_free(void)
{
    HnChangeSink sink = { .free = count_free };
    hn_change_sink_free(NULL);
    g_assert_cmpuint(n_freed, ==, 0);
    hn_change_sink_free(&sink);
    g_assert_cmpuint(n_freed, ==, 1);
    g_assert_cmpuint(HN_SINK_ERROR, !=, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/change_sink/free", test_free);
    return g_test_run();
}
