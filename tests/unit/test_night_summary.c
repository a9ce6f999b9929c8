/* Goal: run.json, and how the program ends, of a run that was killed between its commit and the end
 * of its publishing are those of a night that nobody disturbed. */
#include "linker/night_summary.h"

#include <jansson.h>

#include "base/io.h"
#include "linker/night_held.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 20u

typedef enum {
    UNDISTURBED,
    THE_SAME_COMMAND,
    A_RUN,
    A_RUN_WITH_OTHER_INPUTS,
    A_RUN_WITH_ANOTHER_RELATION
} End;

/* run.json without times, and without what names the folder or the kill. */
static char *
said_by(const NightFixture *f, const char *run)
{
    static const char *const others[] = { "seconds", "peak_bytes", "resumed", "results" };
    g_autofree char *path = g_build_filename(f->project->state, "runs", run, "run.json", NULL);
    g_autoptr(GBytes) text = hn_io_read_file(path, 1 << 20, NULL);
    g_assert_nonnull(text);
    json_t *root = json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
    g_assert_nonnull(root);
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        json_object_del(root, others[i]);
    char *said = json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    char *copy = g_strdup(said);
    free(said);
    return copy;
}

/* A second night in which a source loses its file's columns and a row is refused; @held: by a gate,
 * and then somebody lets it pass. */
static char *
second_night(gboolean held, End end, gboolean *ret_kept)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, held ? N_PEOPLE / 2 : N_PEOPLE + 2);
    night_fixture_deliver(f, "c.csv", "id,name,code\nc1,An,100000\n,Binh,200000\n");
    night_fixture_deliver(f, "r.csv", "another,header\n1,2\n");
    if (held) {
        g_assert_true(night_fixture_try(f, NULL));
        g_assert_true(f->summary.held);
        f->options.accept_run = 2;
        f->options.accept_reason = "a register was closed";
        f->options.accept_by = "somebody";
    }
    if (end != UNDISTURBED && held) {
        g_autoptr(HnNight) night = night_fixture_begin(f, NULL);
        g_assert_true(hn_night_land(night, NULL) && hn_night_train(night, NULL) &&
                      hn_night_link(night, NULL) && hn_night_held_recall(night, NULL) &&
                      hn_night_commit(night, NULL));
    } else if (end != UNDISTURBED) {
        hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
    }
    if (end > THE_SAME_COMMAND)
        f->options.accept_run = 0;
    if (end == A_RUN_WITH_OTHER_INPUTS)
        night_fixture_deliver_all(f, N_PEOPLE + 1);
    if (end == A_RUN_WITH_ANOTHER_RELATION)
        night_fixture_configure(f, "relations:\n",
                                "relations:\n  knows: { from: person, to: person }\n", NULL);
    night_fixture_run(f);
    *ret_kept = f->summary.kept;
    char *said = said_by(f, "r-00000002G");
    night_fixture_free(f);
    return said;
}

static void
test_the_same_as_without_the_kill(void)
{
    for (guint held = 0; held < 2; held++) {
        gboolean kept = FALSE;
        g_autofree char *undisturbed = second_night(held != 0, UNDISTURBED, &kept);
        g_assert_true(kept);
        g_assert_nonnull(strstr(undisturbed, "delivery refused"));
        g_assert_null(strstr(undisturbed, "\"pairs\": 0,"));
        g_assert_true((strstr(undisturbed, "a register was closed") != NULL) == (held != 0));
        for (End end = THE_SAME_COMMAND; end <= A_RUN_WITH_ANOTHER_RELATION; end++) {
            g_autofree char *said = second_night(held != 0, end, &kept);
            g_assert_cmpstr(said, ==, undisturbed);
            g_assert_true(kept == (end != A_RUN_WITH_OTHER_INPUTS));
        }
    }
}

/* What commit was about to say before a kill is said by the commit that is made, once. */
static void
test_what_commit_would_have_said_is_not_what_was_held(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE / 2);
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_true(f->summary.held);
    const guint n_notes = f->summary.notes->len;
    f->options.accept_run = 2;
    f->options.accept_reason = f->options.accept_by = "x";
    HnNight *night = night_fixture_begin(f, NULL);
    g_assert_true(hn_night_held_recall(night, NULL));
    g_assert_cmpuint(f->summary.notes->len, ==, n_notes);
    hn_run_summary_note(&f->summary, "1 decisions were made", "1 quyết định được đưa ra");
    g_assert_true(hn_night_summary_mark(night, HN_RUN_COMMITTED, NULL));
    hn_night_free(night); /* before the flip */
    night = night_fixture_begin(f, NULL);
    g_assert_true(hn_night_held_recall(night, NULL));
    g_assert_cmpuint(f->summary.notes->len, ==, n_notes);
    hn_night_free(night);
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.notes->len, ==, n_notes);
    night_fixture_free(f);
}

/* And the next run says nothing of what the earlier one said. */
static void
test_nothing_goes_over_to_the_next_run(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver(f, "r.csv", "another,header\n1,2\n");
    hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_assert_cmpstr(f->summary.run_id, ==, "r-00000003R");
    g_assert_cmpuint(f->summary.notes->len, ==, 1);
    g_assert_true(night_fixture_notes_hold(f, "committed before it was interrupted"));
    g_assert_cmpuint(f->summary.sources->len, ==, f->project->n_feeds);
    night_fixture_free(f);
}

/* A run that was to bring back another one, and is put away, says nothing of the night after it. */
static void
test_nothing_of_a_run_that_is_put_away(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    night_fixture_run(f);
    f->options.rollback_to = 1;
    f->options.rollback_reason = f->options.rollback_by = "x";
    hn_night_free(night_fixture_begin(f, NULL));
    f->options.rollback_to = 0;
    night_fixture_run(f);
    g_assert_true(night_fixture_notes_hold(f, "is abandoned"));
    g_assert_cmpuint(f->summary.rollback_to, ==, 0);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_summary/the_same_as_without_the_kill",
                    test_the_same_as_without_the_kill);
    g_test_add_func("/linker/night_summary/what_commit_would_have_said_is_not_what_was_held",
                    test_what_commit_would_have_said_is_not_what_was_held);
    g_test_add_func("/linker/night_summary/nothing_goes_over_to_the_next_run",
                    test_nothing_goes_over_to_the_next_run);
    g_test_add_func("/linker/night_summary/nothing_of_a_run_that_is_put_away",
                    test_nothing_of_a_run_that_is_put_away);
    return g_test_run();
}
