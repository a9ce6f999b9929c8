/* Goal: beats are heard, not more often than asked for, from pools and files alike; and nothing is
 * heard where nothing is done. */
#include "base/pulse.h"

#include "base/clock.h"
#include "base/io.h"
#include "base/thread_pool.h"

static gint n_heard;
static gint64 now_us;

static gint64
clock_now(void)
{
    return now_us;
}

static void
hear(void)
{
    g_atomic_int_inc(&n_heard);
}

static void
watch(gint64 every_us)
{
    n_heard = 0;
    now_us = 1000;
    hn_clock_set(NULL, clock_now);
    hn_pulse_watch(every_us, hear);
}

static void
stop(void)
{
    hn_pulse_watch(0, NULL);
    hn_clock_set(NULL, NULL);
}

static void
test_it_is_heard_once_in_a_while(void)
{
    watch(100);
    hn_pulse();
    g_assert_cmpint(n_heard, ==, 0);
    now_us += 100;
    hn_pulse();
    hn_pulse();
    g_assert_cmpint(n_heard, ==, 1);
    now_us += 1000; /* time alone says nothing */
    g_assert_cmpint(n_heard, ==, 1);
    hn_pulse();
    g_assert_cmpint(n_heard, ==, 2);
    stop();
    now_us += 1000;
    hn_pulse();
    g_assert_cmpint(n_heard, ==, 2);
}

static void
task(gpointer user, gsize index, guint thread)
{
    (void)user;
    (void)index;
    (void)thread;
}

static void
test_tasks_beat(void)
{
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(3);
    watch(0);
    hn_thread_pool_run(pool, 10, task, NULL);
    g_assert_cmpint(n_heard, >=, 1);
    stop();
}

static void
test_files_beat(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn-pulse-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "file", NULL);
    char bytes[3];
    gsize n = 0;
    const int fd = hn_io_create(path, NULL);
    watch(0);
    g_assert_true(hn_io_write(fd, "abc", 3, NULL));
    g_assert_cmpint(n_heard, ==, 1);
    g_assert_true(hn_io_close(fd, NULL));
    const int in = hn_io_open_read(path, NULL);
    g_assert_true(hn_io_read(in, bytes, 3, &n, NULL));
    g_assert_cmpint(n_heard, ==, 2);
    g_assert_true(hn_io_read_at(in, bytes, 2, 1, NULL));
    g_assert_cmpint(n_heard, ==, 3);
    g_assert_true(hn_io_close(in, NULL));
    stop();
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/pulse/it_is_heard_once_in_a_while", test_it_is_heard_once_in_a_while);
    g_test_add_func("/base/pulse/tasks_beat", test_tasks_beat);
    g_test_add_func("/base/pulse/files_beat", test_files_beat);
    return g_test_run();
}
