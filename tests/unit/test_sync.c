/* Goal: the lock excludes, the condition wakes, and misuse aborts instead of hanging. */
#include "base/sync.h"

#define N_ROUNDS 20000

typedef struct {
    HnMutex lock;
    HnCond turn_changed;
    guint turn; /* 0 or 1: whose turn it is */
    guint n_turns;
} PingPong;

static void
play(PingPong *game, guint me)
{
    for (guint i = 0; i < N_ROUNDS; i++) {
        hn_mutex_lock(&game->lock);
        while (game->turn != me)
            hn_cond_wait(&game->turn_changed, &game->lock);
        game->turn = 1 - me;
        game->n_turns++;
        hn_cond_broadcast(&game->turn_changed);
        hn_mutex_unlock(&game->lock);
    }
}

static gpointer
play_second(gpointer game)
{
    play(game, 1);
    return NULL;
}

static void
test_two_threads_take_turns(void)
{
    PingPong game = { .turn = 0 };
    pthread_t second;
    hn_mutex_init(&game.lock);
    hn_cond_init(&game.turn_changed);
    g_assert_cmpint(pthread_create(&second, NULL, play_second, &game), ==, 0);
    play(&game, 0);
    g_assert_cmpint(pthread_join(second, NULL), ==, 0);
    g_assert_cmpuint(game.n_turns, ==, 2 * N_ROUNDS);
    hn_cond_clear(&game.turn_changed);
    hn_mutex_clear(&game.lock);
}

static void
test_second_lock_by_the_owner_aborts(void)
{
    if (g_test_subprocess()) {
        HnMutex lock;
        hn_mutex_init(&lock);
        hn_mutex_lock(&lock);
        hn_mutex_lock(&lock);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

static void
test_unlock_of_a_free_lock_aborts(void)
{
    if (g_test_subprocess()) {
        HnMutex lock;
        hn_mutex_init(&lock);
        hn_mutex_unlock(&lock);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/sync/two_threads_take_turns", test_two_threads_take_turns);
    g_test_add_func("/base/sync/second_lock_by_the_owner_aborts",
                    test_second_lock_by_the_owner_aborts);
    g_test_add_func("/base/sync/unlock_of_a_free_lock_aborts", test_unlock_of_a_free_lock_aborts);
    return g_test_run();
}
