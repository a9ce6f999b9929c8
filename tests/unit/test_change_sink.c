/* Goal: a sink is freed by its own function, and none is not freed; rows that are left out for one
 * reason are counted together. */
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

static void
test_left_out(void)
{
    static char source[] = "tax", column[] = "id", why[] = "too long", other[] = "too short";
    const HnLeftOut cases[] = { { source, column, why, 2 },
                                { NULL, column, why, 3 },
                                { source, column, other, 4 },
                                { source, why, why, 5 },
                                { source, column, why, 6 } };
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)hn_left_out_free);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        hn_left_out_add(list, &cases[i]);
    g_assert_cmpuint(list->len, ==, 4);
    g_assert_cmpuint(((const HnLeftOut *)list->pdata[0])->n_rows, ==, 8);
    g_assert_cmpstr(((const HnLeftOut *)list->pdata[0])->source, ==, "tax");
    g_assert_null(((const HnLeftOut *)list->pdata[1])->source);
    hn_left_out_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/change_sink/free", test_free);
    g_test_add_func("/records/change_sink/left_out", test_left_out);
    return g_test_run();
}
