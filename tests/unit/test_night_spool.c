/* Goal: what a pipe brought can be read again after a kill, and is there until a night that has taken
 * it in is published. */
#include "linker/night_spool.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

/* The source c is a pipe. */
static NightFixture *
piped(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    g_autofree char *pipe = night_fixture_path(f, "c.csv");
    g_assert_cmpint(g_remove(pipe), ==, 0);
    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    return f;
}

/* A child writes @text into the pipe, once. */
static pid_t
write_to_pipe(const char *path, const char *text)
{
    const pid_t child = fork();
    if (child == 0) {
        FILE *file = fopen(path, "w");
        if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
            _exit(1);
        _exit(0);
    }
    g_assert_cmpint(child, >, 0);
    return child;
}

static void
join(pid_t child)
{
    int status = 0;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#define COMPANIES                                                                                  \
    "id,name,code\nc1,Hòa,100000\nd1,Hòa,100000\nc2,Bình An,200000\nd2,Bình An,200000\n"

/* Its second reader finds nothing in the pipe: what was spooled is read again. */
static void
test_a_pipe_is_spooled_for_the_resume(void)
{
    NightFixture *f = piped();
    g_autofree char *pipe = night_fixture_path(f, "c.csv");
    pid_t child = write_to_pipe(pipe, COMPANIES);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    join(child);
    g_autofree char *spool = hn_store_path(night->store, "spool/c");
    g_assert_true(g_file_test(spool, G_FILE_TEST_IS_REGULAR));
    hn_night_free(night);
    child = write_to_pipe(pipe, "");
    night_fixture_run(f);
    join(child);
    g_assert_true(f->summary.resumed);
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_assert_nonnull(strstr(crosswalk, "\"source\":\"c\",\"record_id\":\"d2\""));
    g_assert_false(g_file_test(spool, G_FILE_TEST_EXISTS)); /* the night is over */
    night_fixture_free(f);
}

static void
test_new_bytes_in_a_pipe_are_a_new_delivery(void)
{
    NightFixture *f = piped();
    g_autofree char *pipe = night_fixture_path(f, "c.csv");
    pid_t child = write_to_pipe(pipe, COMPANIES);
    hn_night_free(night_fixture_up_to(f, HN_STAGE_STANDARDISE));
    join(child);
    child = write_to_pipe(pipe, COMPANIES "c3,Cường,300000\n");
    night_fixture_run(f);
    join(child);
    g_assert_false(f->summary.resumed);
    g_assert_true(night_fixture_notes_hold(f, "inputs"));
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_assert_nonnull(strstr(crosswalk, "\"record_id\":\"c3\""));
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_spool/" #what, test_##what)
    ADD(a_pipe_is_spooled_for_the_resume);
    ADD(new_bytes_in_a_pipe_are_a_new_delivery);
    return g_test_run();
}
