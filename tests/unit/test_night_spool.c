/* Goal: what a pipe brought can be read again after a kill, and is there until a night that has
 * taken it in is published. */
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

/* One night through the pipeline, into whose pipe @text is written. */
static void
night_with(NightFixture *f, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *pipe = night_fixture_path(f, "c.csv");
    const pid_t child = write_to_pipe(pipe, text);
    night_fixture_try(f, &error);
    g_assert_no_error(error);
    join(child);
}

static gboolean
is_there(const NightFixture *f)
{
    g_autofree char *spool = g_build_filename(f->project->state, "spool", "c", NULL);
    return g_file_test(spool, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_known(const NightFixture *f, const char *company)
{
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_autofree char *row = g_strdup_printf("\"source\":\"c\",\"record_id\":\"%s\"", company);
    return strstr(crosswalk, row) != NULL;
}

/* The night was interrupted, and what comes between publishes nothing of it. */
static void
test_who_publishes_nothing_takes_nothing(void)
{
    for (guint what = 0; what < 3; what++) {
        NightFixture *f = piped();
        g_autofree char *pipe = night_fixture_path(f, "c.csv");
        night_with(f, COMPANIES);
        g_assert_false(is_there(f));
        const pid_t child = write_to_pipe(pipe, COMPANIES "c3,Cường,300000\n");
        HnNight *killed = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
        join(child);
        f->options.dry_run = what == 0;
        f->options.train_only = what == 1;
        f->options.take_over = what == 2; /* it hangs */
        if (what < 2)
            g_clear_pointer(&killed, hn_night_free);
        night_with(f, "");
        g_clear_pointer(&killed, hn_night_free);
        g_assert_true(is_there(f) == (what < 2));
        f->options.dry_run = f->options.train_only = f->options.take_over = FALSE;
        if (what < 2)
            night_with(f, "");
        g_assert_true(is_known(f, "c3"));
        g_assert_false(is_there(f));
        night_fixture_free(f);
    }
}

/* A gate holds two nights, each with a delivery of its own. */
static void
test_a_held_run_takes_its_own(void)
{
    for (guint n_held = 1; n_held <= 2; n_held++) {
        NightFixture *f = piped();
        night_with(f, COMPANIES);
        night_fixture_deliver(f, "a.csv", "id,family,given,born,phones,city\n");
        for (guint n = 0; n < n_held; n++) {
            night_with(f, n == 0 ? COMPANIES "c3,Cường,300000\n" : COMPANIES "c4,Dũng,400000\n");
            g_assert_true(f->summary.held);
            g_assert_true(is_there(f));
        }
        f->options.accept_run = 2;
        f->options.accept_reason = f->options.accept_by = "x";
        night_fixture_run(f);
        g_assert_true(is_known(f, "c3"));
        g_assert_true(is_there(f) == (n_held == 2));
        f->options.accept_run = 0;
        night_with(f, "");
        g_assert_true(is_known(f, n_held == 2 ? "c4" : "c3"));
        g_assert_false(is_there(f));
        night_fixture_free(f);
    }
}

/* And so it does where a kill comes between, and a night finishes it: what came in the pipe by then
 * is of the night behind it, or there is nothing. */
static void
test_a_held_run_that_was_killed_takes_its_own(void)
{
    for (guint has_news = 0; has_news < 2; has_news++) {
        NightFixture *f = piped();
        night_with(f, COMPANIES);
        night_fixture_deliver(f, "a.csv", "id,family,given,born,phones,city\n");
        night_with(f, COMPANIES "c3,Cường,300000\n");
        g_assert_true(f->summary.held);
        f->options.accept_run = 2;
        f->options.accept_reason = f->options.accept_by = "x";
        hn_night_free(night_fixture_begin(f, NULL));
        f->options.accept_run = 0;
        night_with(f, has_news ? COMPANIES "c4,Dũng,400000\n" : "");
        g_assert_true(f->summary.published);
        g_assert_cmpstr(f->summary.run_id, ==, has_news ? "r-00000003R" : "r-00000002G");
        g_assert_true(is_known(f, has_news ? "c4" : "c3"));
        g_assert_false(is_there(f));
        night_fixture_free(f);
    }
}

/* Committed before the kill; another source has other news, and the pipe none, the same, or some.
 */
static void
test_an_earlier_run_takes_its_own(void)
{
    static const char *const deliveries[] = { "", COMPANIES, COMPANIES "c3,Cường,300000\n" };
    for (guint i = 0; i < G_N_ELEMENTS(deliveries); i++) {
        NightFixture *f = piped();
        g_autofree char *pipe = night_fixture_path(f, "c.csv");
        const pid_t child = write_to_pipe(pipe, COMPANIES);
        hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
        join(child);
        night_fixture_deliver(f, "r.csv",
                              "n,source,person,company,since,until\n0,a,000,c1,2021-06,\n"
                              "4,b,004,c1,2021-06,\n8,a,008,c1,2021-06,\n");
        night_with(f, deliveries[i]);
        g_assert_true(f->summary.published);
        g_assert_true(night_fixture_notes_hold(f, "committed before it was interrupted"));
        g_assert_true(night_fixture_notes_hold(f, "source 'c': no delivery") == (i == 0));
        g_assert_true(is_known(f, "d2"));
        g_assert_true(is_known(f, "c3") == (i == 2));
        g_assert_false(is_there(f));
        night_fixture_free(f);
    }
}

/* The earlier run refused a row of it; then its contract was mended, and it is delivered again: to
 * the call that publishes that run, or to one between them that could not. */
static void
read_again(gboolean is_between)
{
    static const char delivery[] = COMPANIES "c3,Cường,300000\n";
    static const char map[] = "    map: { name: name, code: code }\n";
    NightFixture *f = piped();
    g_autofree char *pipe = night_fixture_path(f, "c.csv");
    g_autofree char *strict = g_strconcat(
        map, "    contract: { columns: { code: { pattern: '1[0-9]*|2[0-9]*' } } }\n", NULL);
    night_fixture_configure(f, map, strict, NULL);
    pid_t child = write_to_pipe(pipe, delivery);
    HnNight *killed = night_fixture_up_to(f, HN_STAGE_PUBLISH);
    g_autofree char *golden = hn_night_path(killed, "results/golden.jsonl.zst");
    hn_night_free(killed);
    join(child);
    night_fixture_configure(f, map, map, NULL);
    if (is_between) {
        g_assert_true(night_fixture_flip(golden, 40));
        child = write_to_pipe(pipe, delivery);
        g_assert_false(night_fixture_try(f, NULL));
        join(child);
        g_assert_true(night_fixture_flip(golden, 40)); /* as it was */
    }
    night_with(f, is_between ? "" : delivery);
    g_assert_true(night_fixture_notes_hold(f, "committed before it was interrupted"));
    g_assert_true(is_known(f, "c3"));
    g_assert_false(is_there(f));
    night_fixture_free(f);
}

static void
test_the_same_again_is_read_by_the_next_run(void)
{
    read_again(FALSE);
    read_again(TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_spool/" #what, test_##what)
    ADD(a_pipe_is_spooled_for_the_resume);
    ADD(new_bytes_in_a_pipe_are_a_new_delivery);
    ADD(who_publishes_nothing_takes_nothing);
    ADD(a_held_run_takes_its_own);
    ADD(a_held_run_that_was_killed_takes_its_own);
    ADD(an_earlier_run_takes_its_own);
    ADD(the_same_again_is_read_by_the_next_run);
    return g_test_run();
}
