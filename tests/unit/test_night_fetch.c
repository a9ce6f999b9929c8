/* Goal: a database is asked once for a night that ends; what it had not finished is asked again,
 * and nothing of another night is taken for its answer. */
#include "linker/night_fetch.h"

#include "base/base_error.h"
#include "base/io.h"
#include "connect/connect_error.h"
#include "linker/linker_error.h"
#include "linker/night_inputs.h"
#include "tests/reference/hasty_clock.h"
#include "tests/reference/memory_reader.h"
#include "tests/reference/night_fixture.h"

static const char yaml[] = NIGHT_FIXTURE_OF_A_DATABASE
    "fetch: { at_once: 1, attempts: 2 }\n"
    "sources:\n"
    "  a: { from: { connection: db, table: a }, key: id, map: { full_name: "
    "name, birth_date: born } }\n"
    "  b: { from: { connection: db, table: b }, key: id, map: { full_name: "
    "name, birth_date: born } }\n";

typedef enum { GIVES, IS_AWAY, LACKS_COLUMN, BREAKS_OFF, IS_INTERRUPTED } Answer;

/* What each of the two sources answers: to the first question, to the second ... */
typedef struct {
    NightFixture *night;
    Answer answers[2][4];
    guint n_asked[2];
    const char *const *rows;
    MemoryDelivery deliveries[2]; /* the last answers */
} Fixture;

static const char *const people[] = { "1|An|2001-02-03", "2|Binh|2002-03-04", NULL };
static const char *const others[] = { "1|Cuc|2001-02-03", "2|Dung|2002-03-04", "3|Em|2003-04-05",
                                      NULL };
static const char *const broken[] = { "1|An|2001-02-03", "!2 encoding", "2|Binh|2002-03-04", "@x",
                                      NULL };

static Fixture *current; /* the pipeline's user is the night's fixture */

static HnReader *
open_query(gpointer user, const HnFeed *feed, const HnQueryPart *part,
           const volatile int *interrupted, GError **error)
{
    (void)part;
    const guint source = strcmp(feed->name, "a") == 0 ? 0 : 1;
    const Answer answer = current->answers[source][current->n_asked[source]++];
    MemoryDelivery *delivery = &current->deliveries[source];
    g_assert_true(user == current->night);
    g_assert_true(interrupted == &current->night->interrupted);
    *delivery = (MemoryDelivery){ .columns = "id|name|born",
                                  .rows = answer == GIVES ? current->rows : broken };
    if (answer == IS_INTERRUPTED)
        current->night->interrupted = 2;
    if (answer == LACKS_COLUMN)
        g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN, "no such column");
    else if (answer != IS_AWAY)
        return memory_reader_new(delivery);
    else
        g_set_error_literal(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "no answer");
    return NULL;
}

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hasty_clock_use();
    current = fixture;
    fixture->night = night_fixture_new(yaml);
    fixture->night->options.open_query = open_query;
    fixture->rows = people;
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    night_fixture_free(fixture->night);
    hn_clock_set(NULL, NULL);
}

/* Asked from now on: @n_a and @n_b times. */
static void
assert_asked(const Fixture *fixture, guint n_a, guint n_b)
{
    g_assert_cmpuint(fixture->n_asked[0], ==, n_a);
    g_assert_cmpuint(fixture->n_asked[1], ==, n_b);
}

static char *
spool_folder(const Fixture *fixture)
{
    return g_build_filename(fixture->night->project->state, "spool", NULL);
}

static void
assert_no_spool(const Fixture *fixture)
{
    g_autofree char *folder = spool_folder(fixture);
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
}

static void
assert_interrupted(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(night_fixture_try(fixture->night, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED);
    fixture->night->interrupted = 0;
}

/* Who is known in the end. */
static void
assert_known(const Fixture *fixture, guint n_known, const char *name)
{
    g_autofree char *golden = night_fixture_result(fixture->night, "golden");
    g_assert_cmpuint(night_fixture_n_known(fixture->night), ==, n_known);
    g_assert_nonnull(strstr(golden, name));
}

/* A new source ends the night and is asked once; one that was good before is a refused delivery. */
static void
test_lacks_column(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    fixture->answers[1][0] = LACKS_COLUMN;
    g_assert_false(night_fixture_try(fixture->night, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
    g_assert_cmpstr(error->message, ==, "source 'b': no such column");
    g_assert_cmpuint(fixture->n_asked[1], ==, 1);
    night_fixture_run(fixture->night);
    assert_known(fixture, 4, "Binh");
    g_assert_cmpuint(fixture->n_asked[1], ==, 2);
    fixture->answers[1][2] = fixture->answers[1][3] = LACKS_COLUMN;
    night_fixture_run(fixture->night);
    g_assert_cmpuint(fixture->n_asked[1], ==, 4);
    g_assert_true(fixture->night->summary.kept);
    assert_known(fixture, 4, "Binh");
}

static void
test_once(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    night_fixture_run(fixture->night);
    assert_asked(fixture, 1, 1);
    assert_known(fixture, 4, "Binh");
    g_assert_cmpuint(fixture->night->summary.n_read, ==, 4);
    g_assert_false(fixture->night->summary.kept);
    assert_no_spool(fixture);
}

static void
test_asked_again(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->answers[0][0] = IS_AWAY;
    fixture->answers[1][0] = BREAKS_OFF;
    night_fixture_run(fixture->night);
    assert_asked(fixture, 2, 2);
    assert_known(fixture, 4, "Binh");
    g_assert_cmpuint(fixture->night->summary.n_quarantined, ==, 0);
    g_assert_false(fixture->night->summary.kept);
}

/* The first night of a source that stays away is a night without it. */
static void
test_away(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->answers[1][0] = fixture->answers[1][1] = IS_AWAY;
    night_fixture_run(fixture->night);
    assert_asked(fixture, 1, 2);
    assert_known(fixture, 2, "Binh");
    g_assert_true(fixture->night->summary.kept);
    g_assert_true(night_fixture_notes_hold(fixture->night, "no answer"));
    assert_no_spool(fixture);
}

static void
test_broken_off_keeps_the_last_state(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    night_fixture_run(fixture->night);
    fixture->n_asked[0] = fixture->n_asked[1] = 0;
    fixture->answers[1][0] = fixture->answers[1][1] = BREAKS_OFF;
    fixture->rows = others;
    night_fixture_run(fixture->night);
    assert_asked(fixture, 1, 2);
    assert_known(fixture, 5, "Binh"); /* three of a, and the two of b */
    g_assert_true(fixture->night->summary.kept);
    g_assert_cmpuint(fixture->night->summary.n_read, ==,
                     fixture->night->summary.n_accepted + fixture->night->summary.n_quarantined);
    const HnRunSource *source = &g_array_index(fixture->night->summary.sources, HnRunSource, 1);
    g_assert_cmpstr(source->state, ==, "refused");
    g_assert_cmpuint(source->n_quarantined, ==, source->n_read);
    assert_no_spool(fixture);
}

/* What was finished is kept; what was interrupted is asked again, and not taken for refused. */
static void
test_interrupted(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->answers[1][0] = IS_INTERRUPTED;
    assert_interrupted(fixture);
    assert_asked(fixture, 1, 1);
    night_fixture_run(fixture->night);
    g_assert_true(fixture->night->summary.resumed);
    assert_asked(fixture, 1, 2);
    assert_known(fixture, 4, "Binh");
    g_assert_cmpuint(fixture->night->summary.n_quarantined, ==, 0);
    g_assert_false(fixture->night->summary.kept);
    assert_no_spool(fixture);
}

/* An attempt that broke off is not the last word when the night ends before the next one. */
static void
test_interrupted_between_attempts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->answers[1][0] = BREAKS_OFF;
    fixture->answers[1][1] = IS_INTERRUPTED;
    assert_interrupted(fixture);
    night_fixture_run(fixture->night);
    assert_asked(fixture, 1, 3);
    assert_known(fixture, 4, "Binh");
    g_assert_false(fixture->night->summary.kept);
}

/* A run that was put away had asked; the one after it begins, and is killed before it asks. */
static void
test_nothing_of_an_abandoned_run(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *changed = g_strconcat(yaml, "training: { pairs_max: 5000 }\n", NULL);
    g_autoptr(GError) error = NULL;
    hn_night_free(night_fixture_up_to(fixture->night, HN_STAGE_STANDARDISE));
    assert_asked(fixture, 1, 1);
    g_autofree char *path = night_fixture_path(fixture->night, "hopnhat.yaml");
    hn_project_free(fixture->night->project);
    fixture->night->project = hn_project_parse(hn_slice_of(changed), path, &error);
    fixture->night->options.project = fixture->night->project;
    g_assert_no_error(error);
    fixture->rows = others;
    fixture->night->interrupted = 2;
    assert_interrupted(fixture);
    assert_asked(fixture, 1, 1);
    night_fixture_run(fixture->night);
    g_assert_true(fixture->night->summary.resumed);
    assert_asked(fixture, 2, 2);
    assert_known(fixture, 6, "Dung");
}

/* A landed source is not asked by the run that goes on. */
static void
test_landed_ones_are_not_asked(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hn_night_free(night_fixture_up_to(fixture->night, HN_STAGE_BLOCK));
    night_fixture_run(fixture->night);
    g_assert_true(fixture->night->summary.resumed);
    g_assert_true(night_fixture_notes_hold(fixture->night, "comes with the next run"));
    assert_asked(fixture, 1, 1);
    assert_known(fixture, 4, "Binh");
}

/* Nor by the one that only has to publish what was committed; the next one asks. */
static void
test_committed_ones_are_not_asked(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hn_night_free(night_fixture_up_to(fixture->night, HN_STAGE_PUBLISH));
    fixture->rows = others;
    night_fixture_run(fixture->night);
    g_assert_true(fixture->night->summary.resumed);
    g_assert_true(night_fixture_notes_hold(fixture->night, "comes with the next run"));
    assert_asked(fixture, 1, 1);
    assert_known(fixture, 4, "Binh");
    g_autofree char *run_json = g_build_filename(fixture->night->project->state, "runs",
                                                 fixture->night->summary.run_id, "run.json", NULL);
    g_autofree char *said = NULL; /* by the run of itself, as an undisturbed one says it */
    g_assert_true(g_file_get_contents(run_json, &said, NULL, NULL));
    g_assert_nonnull(strstr(said, "\"published\":true"));
    g_assert_null(strstr(said, "comes with the next run"));
    night_fixture_run(fixture->night);
    g_assert_false(night_fixture_notes_hold(fixture->night, "comes with the next run"));
    assert_asked(fixture, 2, 2);
}

/* Whatever of a feed lies there, of any scope and of an attempt that was not finished. */
static void
test_all_is_forgotten(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const names[] = { "a",      "a.new",   "a.part",      "a.part.new",
                                         "a.keys", "a.late0", "a.late0.new", "a.late24" };
    g_autofree char *folder = spool_folder(fixture);
    g_autoptr(GError) error = NULL;
    HnNight *night = night_fixture_up_to(fixture->night, HN_STAGE_STANDARDISE);
    g_assert_true(hn_io_make_folder(folder, &error));
    for (guint late = 0; late < 2; late++) {
        for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
            g_autofree char *path = g_build_filename(folder, names[i], NULL);
            g_assert_true(g_file_set_contents(path, "x", 1, &error));
        }
        g_assert_true(
            late ? hn_night_fetch_forget_late(night, fixture->night->project->feeds, &error)
                 : hn_night_fetch_forget(night, fixture->night->project->feeds, &error));
        for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
            g_autofree char *path = g_build_filename(folder, names[i], NULL);
            const gboolean goes = !late || g_str_has_prefix(names[i], "a.late");
            g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS) != goes);
        }
    }
    hn_night_free(night);
}

static void
test_a_held_night_leaves_no_spool(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = spool_folder(fixture);
    fixture->rows = others;
    night_fixture_run(fixture->night);
    fixture->night->project->gates.row_ratio_min = 0.9;
    fixture->rows = people;
    g_assert_true(night_fixture_try(fixture->night, &error));
    g_assert_true(fixture->night->summary.held);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_true(dir == NULL || g_dir_read_name(dir) == NULL);
}

/* Its spool is gone, and who lets it pass does not ask again; tonight's night does. */
static void
test_a_held_night_that_was_let_pass(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    NightFixture *f = fixture->night;
    fixture->rows = others;
    night_fixture_run(f);
    f->project->gates.row_ratio_min = 0.9;
    fixture->rows = people;
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_true(f->summary.held);
    f->options.accept_run = 2;
    f->options.accept_reason = f->options.accept_by = "x";
    hn_night_free(night_fixture_begin(f, NULL));
    f->options.accept_run = 0;
    assert_asked(fixture, 2, 2);
    fixture->rows = others;
    night_fixture_run(f);
    assert_asked(fixture, 3, 3);
    g_assert_cmpstr(f->summary.run_id, ==, "r-00000003R");
    g_assert_true(night_fixture_notes_hold(f, "r-00000002G, which a gate had held"));
    g_assert_false(night_fixture_notes_hold(f, "comes with the next run"));
    assert_known(fixture, 6, "Dung");
    assert_no_spool(fixture);
}

#define ADD(name, test)                                                                            \
    g_test_add("/linker/night_fetch/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("once", test_once);
    ADD("lacks_column", test_lacks_column);
    ADD("asked_again", test_asked_again);
    ADD("away", test_away);
    ADD("broken_off_keeps_the_last_state", test_broken_off_keeps_the_last_state);
    ADD("interrupted", test_interrupted);
    ADD("interrupted_between_attempts", test_interrupted_between_attempts);
    ADD("nothing_of_an_abandoned_run", test_nothing_of_an_abandoned_run);
    ADD("landed_ones_are_not_asked", test_landed_ones_are_not_asked);
    ADD("committed_ones_are_not_asked", test_committed_ones_are_not_asked);
    ADD("all_is_forgotten", test_all_is_forgotten);
    ADD("a_held_night_leaves_no_spool", test_a_held_night_leaves_no_spool);
    ADD("a_held_night_that_was_let_pass", test_a_held_night_that_was_let_pass);
    return g_test_run();
}
