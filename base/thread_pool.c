/* Workers sleep between jobs. A job is published under the lock with a new number; tasks are then
 * dealt by one atomic counter, so that a slow task delays nobody else's. A job is finished when
 * every worker has left it, so its arguments may live on the caller's stack. */
#include "base/thread_pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/pulse.h"
#include "base/sync.h"

#define THREADS_MAX 1024

typedef struct {
    HnThreadPool *pool;
    pthread_t thread;
    guint index;
} Worker;

struct _HnThreadPool {
    guint n_threads;
    Worker *workers; /* n_threads - 1: the caller is thread 0 */

    HnMutex lock;      /* guards everything up to n_busy */
    HnCond job_posted; /* job_number or stopping changed */
    HnCond job_left;   /* n_busy reached 0 */
    guint64 job_number;
    gboolean stopping;
    guint n_busy; /* workers that have not left the current job */

    HnTaskFunc func; /* constant while a job runs */
    gpointer user;
    gsize n_tasks;
    _Atomic gsize next_task;
    atomic_flag running; /* finds a second caller, or a task that calls run */
};

static void
work(HnThreadPool *pool, guint thread)
{
    for (;;) {
        const gsize task = atomic_fetch_add_explicit(&pool->next_task, 1, memory_order_relaxed);
        if (task >= pool->n_tasks)
            return;
        pool->func(pool->user, task, thread);
        hn_pulse();
    }
}

/* Waits for a job other than @job_number. 0: the pool stops. */
static guint64
wait_for_job(HnThreadPool *pool, guint64 job_number)
{
    hn_mutex_lock(&pool->lock);
    while (!pool->stopping && pool->job_number == job_number)
        hn_cond_wait(&pool->job_posted, &pool->lock);
    const guint64 next = pool->stopping ? 0 : pool->job_number;
    hn_mutex_unlock(&pool->lock);
    return next;
}

static void
leave_job(HnThreadPool *pool)
{
    hn_mutex_lock(&pool->lock);
    pool->n_busy--;
    if (pool->n_busy == 0)
        hn_cond_signal(&pool->job_left);
    hn_mutex_unlock(&pool->lock);
}

static gpointer
worker_main(gpointer data)
{
    const Worker *worker = data;
    guint64 job_number = 0;
    while ((job_number = wait_for_job(worker->pool, job_number)) != 0) {
        work(worker->pool, worker->index);
        leave_job(worker->pool);
    }
    return NULL;
}

HnThreadPool *
hn_thread_pool_new(guint n_threads)
{
    g_assert(n_threads >= 1 && n_threads <= THREADS_MAX);
    HnThreadPool *pool = g_new0(HnThreadPool, 1);
    pool->workers = g_new0(Worker, n_threads); /* one too many, so that it is never empty */
    atomic_flag_clear(&pool->running);
    hn_mutex_init(&pool->lock);
    hn_cond_init(&pool->job_posted);
    hn_cond_init(&pool->job_left);
    pool->n_threads = 1;
    for (; pool->n_threads < n_threads; pool->n_threads++) {
        Worker *worker = &pool->workers[pool->n_threads - 1];
        worker->pool = pool;
        worker->index = pool->n_threads;
        if (pthread_create(&worker->thread, NULL, worker_main, worker) != 0)
            break; /* the system gives no more: fewer threads give the same results */
    }
    return pool;
}

void
hn_thread_pool_free(HnThreadPool *pool)
{
    if (pool == NULL)
        return;
    hn_mutex_lock(&pool->lock);
    pool->stopping = TRUE;
    hn_cond_broadcast(&pool->job_posted);
    hn_mutex_unlock(&pool->lock);
    for (guint i = 0; i + 1 < pool->n_threads; i++) {
        const int result = pthread_join(pool->workers[i].thread, NULL);
        g_assert(result == 0);
    }
    hn_cond_clear(&pool->job_left);
    hn_cond_clear(&pool->job_posted);
    hn_mutex_clear(&pool->lock);
    g_free(pool->workers);
    g_free(pool);
}

guint
hn_thread_pool_n_threads(const HnThreadPool *pool)
{
    return pool->n_threads;
}

/* @n_wanted: tasks below which nobody is woken. */
static void
post(HnThreadPool *pool, gsize n_tasks, gsize n_wanted, HnTaskFunc func, gpointer user)
{
    g_assert(func != NULL && n_tasks < G_MAXSIZE - THREADS_MAX);
    const gboolean second_caller = atomic_flag_test_and_set(&pool->running);
    g_assert(!second_caller);

    hn_mutex_lock(&pool->lock);
    pool->func = func;
    pool->user = user;
    pool->n_tasks = n_tasks;
    atomic_store(&pool->next_task, 0);
    if (pool->n_threads > 1 && n_tasks >= n_wanted) {
        pool->job_number++;
        pool->n_busy = pool->n_threads - 1;
        hn_cond_broadcast(&pool->job_posted);
    }
    hn_mutex_unlock(&pool->lock);
}

void
hn_thread_pool_start(HnThreadPool *pool, gsize n_tasks, HnTaskFunc func, gpointer user)
{
    post(pool, n_tasks, 1, func, user);
}

void
hn_thread_pool_finish(HnThreadPool *pool)
{
    work(pool, 0);

    hn_mutex_lock(&pool->lock);
    while (pool->n_busy > 0)
        hn_cond_wait(&pool->job_left, &pool->lock);
    hn_mutex_unlock(&pool->lock);
    atomic_flag_clear(&pool->running);
}

void
hn_thread_pool_run(HnThreadPool *pool, gsize n_tasks, HnTaskFunc func, gpointer user)
{
    post(pool, n_tasks, 2, func, user); /* the caller does a single task itself */
    hn_thread_pool_finish(pool);
}

guint
hn_thread_default_count(void)
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 1; /* more than 1,024 processors: the caller states how many */
    return (guint)CLAMP(CPU_COUNT(&allowed), 1, THREADS_MAX);
}
