/* Goal: each task runs exactly once, at any number of threads, and a pool serves many jobs. */
#include "base/thread_pool.h"

#include "base/sync.h"

#define N_TASKS 10000
#define N_THREADS_MAX 7

typedef struct {
    guint32 runs[N_TASKS]; /* plain words: a task that ran twice at once is a race for TSan */
    guint64 sums[N_THREADS_MAX][16]; /* scratch by thread, a cache line pair each */
    guint n_threads;
} Job;

static void
count_task(gpointer user, gsize task, guint thread)
{
    Job *job = user;
    g_assert_cmpuint(thread, <, job->n_threads);
    job->runs[task]++;
    job->sums[thread][0] += task;
}

static void
test_each_task_runs_once(void)
{
    for (guint n_threads = 1; n_threads <= N_THREADS_MAX; n_threads++) {
        g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
        g_autofree Job *job = g_new0(Job, 1);
        guint64 sum = 0;
        job->n_threads = hn_thread_pool_n_threads(pool);
        g_assert_cmpuint(job->n_threads, ==, n_threads);
        hn_thread_pool_run(pool, N_TASKS, count_task, job);
        for (gsize i = 0; i < N_TASKS; i++)
            g_assert_cmpuint(job->runs[i], ==, 1);
        for (guint i = 0; i < n_threads; i++)
            sum += job->sums[i][0];
        g_assert_cmpuint(sum, ==, (guint64)N_TASKS * (N_TASKS - 1) / 2);
    }
}

static void
test_a_pool_serves_many_jobs_of_any_size(void)
{
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(4);
    for (gsize n_tasks = 0; n_tasks < 500; n_tasks++) {
        g_autofree Job *job = g_new0(Job, 1);
        job->n_threads = 4;
        hn_thread_pool_run(pool, n_tasks, count_task, job);
        for (gsize i = 0; i < N_TASKS; i++)
            g_assert_cmpuint(job->runs[i], ==, i < n_tasks ? 1 : 0);
    }
}

static void
test_a_job_in_two_halves(void)
{
    for (guint n_threads = 1; n_threads <= 3; n_threads++) {
        g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
        for (gsize n_tasks = 0; n_tasks < 40; n_tasks++) {
            g_autofree Job *job = g_new0(Job, 1);
            job->n_threads = n_threads;
            hn_thread_pool_start(pool, n_tasks, count_task, job);
            hn_thread_pool_finish(pool);
            for (gsize i = 0; i < N_TASKS; i++)
                g_assert_cmpuint(job->runs[i], ==, i < n_tasks ? 1 : 0);
        }
    }
}

typedef struct {
    HnMutex lock;
    HnCond done;
    gboolean is_done;
} Single;

static void
single_task(gpointer user, gsize task, guint thread)
{
    Single *single = user;
    (void)task;
    g_assert_cmpuint(thread, ==, 1);
    hn_mutex_lock(&single->lock);
    single->is_done = TRUE;
    hn_cond_signal(&single->done);
    hn_mutex_unlock(&single->lock);
}

/* Another thread does it while the caller is busy elsewhere: here with waiting for it. */
static void
test_a_started_job_does_not_wait_for_its_caller(void)
{
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    Single single = { .is_done = FALSE };
    hn_mutex_init(&single.lock);
    hn_cond_init(&single.done);
    hn_thread_pool_start(pool, 1, single_task, &single);
    hn_mutex_lock(&single.lock);
    while (!single.is_done)
        hn_cond_wait(&single.done, &single.lock);
    hn_mutex_unlock(&single.lock);
    hn_thread_pool_finish(pool);
    hn_cond_clear(&single.done);
    hn_mutex_clear(&single.lock);
}

static void
test_unused_pool_can_be_freed(void)
{
    for (guint i = 0; i < 50; i++)
        hn_thread_pool_free(hn_thread_pool_new(3));
    hn_thread_pool_free(NULL);
}

static void
run_inside(gpointer user, gsize task G_GNUC_UNUSED, guint thread G_GNUC_UNUSED)
{
    hn_thread_pool_run(user, 1, run_inside, user);
}

static void
test_a_task_that_runs_a_job_aborts(void)
{
    if (g_test_subprocess()) {
        g_autoptr(HnThreadPool) pool = hn_thread_pool_new(1);
        hn_thread_pool_run(pool, 1, run_inside, pool);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*second_caller*");
}

static void
test_default_count_is_positive(void)
{
    g_assert_cmpuint(hn_thread_default_count(), >=, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/thread_pool/each_task_runs_once", test_each_task_runs_once);
    g_test_add_func("/base/thread_pool/a_pool_serves_many_jobs_of_any_size",
                    test_a_pool_serves_many_jobs_of_any_size);
    g_test_add_func("/base/thread_pool/unused_pool_can_be_freed", test_unused_pool_can_be_freed);
    g_test_add_func("/base/thread_pool/a_task_that_runs_a_job_aborts",
                    test_a_task_that_runs_a_job_aborts);
    g_test_add_func("/base/thread_pool/default_count_is_positive", test_default_count_is_positive);
    g_test_add_func("/base/thread_pool/a_job_in_two_halves", test_a_job_in_two_halves);
    g_test_add_func("/base/thread_pool/a_started_job_does_not_wait_for_its_caller",
                    test_a_started_job_does_not_wait_for_its_caller);
    return g_test_run();
}
