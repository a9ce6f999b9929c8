/* Goal: what is delivered lands once, what is not leaves the state. */
#include "linker/night_inputs.h"

#include <glib/gstdio.h>

#include "base/io.h"
#include "linker/linker_error.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

static NightFixture *
delivered(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    return f;
}

static void
remove_delivery(const NightFixture *f, const char *name)
{
    g_autofree char *path = night_fixture_path(f, name);
    g_assert_cmpint(g_remove(path), ==, 0);
}

static const HnLandedFeed *
landed(const HnNight *night, const char *name)
{
    for (guint i = 0; i < night->landing->feeds->len; i++) {
        const HnLandedFeed *feed = night->landing->feeds->pdata[i];
        if (strcmp(feed->feed, name) == 0)
            return feed;
    }
    g_assert_not_reached();
}

static void
test_each_feed_has_a_mark_of_its_own(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    static const char *const marks[] = { "land:a", "land:b", "land:c", "land:r" };
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autoptr(GBytes) mark =
            hn_store_stage_payload(night->store, night->run.sequence, marks[i]);
        g_assert_nonnull(mark);
    }
    g_assert_cmpuint(f->summary.n_read, ==, 2 * N_PEOPLE + 6 + 3);
    g_assert_cmpuint(night->segments->len, ==, 4);
    hn_night_free(night);
    night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    g_assert_cmpuint(night_fixture_n_told(f, "stage land start"), ==, 0);
    g_assert_cmpuint(f->summary.n_read, ==, 2 * N_PEOPLE + 6 + 3);
    g_assert_cmpuint(night->segments->len, ==, 4);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_file_that_never_was_is_a_wrong_configuration(void)
{
    NightFixture *f = delivered();
    g_autoptr(GError) error = NULL;
    remove_delivery(f, "c.csv");
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE);
    g_assert_nonnull(strstr(error->message, "'c'"));
    night_fixture_free(f);
}

static void
test_a_file_that_is_missing_later_is_no_news(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    remove_delivery(f, "c.csv");
    night_fixture_run(f);
    g_assert_true(night_fixture_notes_hold(f, "'c'"));
    g_assert_false(f->summary.kept);
    g_assert_cmpuint(f->summary.n_events, ==, 0);
    g_autofree char *again = night_fixture_result(f, "crosswalk");
    g_assert_cmpstr(crosswalk, ==, again);
    night_fixture_free(f);
}

static void
test_a_refused_delivery_keeps_the_source(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    night_fixture_deliver(f, "b.csv", "id,id,name\n1,2,3\n");
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    const HnLandedFeed *feed = landed(night, "b");
    g_assert_cmpint(feed->state, ==, HN_FEED_REFUSED);
    g_assert_cmpuint(feed->n_read, ==, feed->n_quarantined);
    g_assert_cmpuint(feed->n_accepted, ==, 0);
    g_assert_true(f->summary.kept);
    hn_night_free(night);
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.n_events, ==, 0);
    g_assert_true(f->summary.kept);
    night_fixture_free(f);
}

static void
test_a_source_that_left_the_configuration_is_missed(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    g_autoptr(GError) error = NULL;
    /* The relation follows it: a name that is no source would be told before anything else. */
    night_fixture_configure(f, "  c:\n    from: { file: c.csv }\n",
                            "  other:\n    from: { file: c.csv }\n", "'=c'", "'=other'", NULL);
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE);
    g_assert_nonnull(strstr(error->message, "c.c"));
    night_fixture_free(f);
}

static void
test_refused_rows_stand_in_the_quarantine_file(void)
{
    NightFixture *f = delivered();
    night_fixture_deliver(f, "c.csv", "id,name,code\n1,Một,100\n2,\"Hai,200\n");
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    g_autofree char *path = hn_night_path(night, "quarantine-c.jsonl");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_nonnull(strstr(text, "\"reason\":\"unterminated_quote"));
    const HnLandedFeed *feed = landed(night, "c");
    g_assert_cmpuint(feed->n_read, ==, 2);
    g_assert_cmpuint(feed->n_accepted, ==, 1);
    g_assert_false(night_fixture_notes_hold(f, "in quarantine"));
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_delivery_whose_rows_are_all_refused_is_told(void)
{
    NightFixture *f = delivered();
    night_fixture_deliver(f, "c.csv", "id,name,code\n,Một,100\n,Hai,200\n");
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    g_assert_cmpint(landed(night, "c")->state, ==, HN_FEED_LANDED);
    g_assert_cmpuint(landed(night, "c")->n_accepted, ==, 0);
    g_assert_true(night_fixture_notes_hold(f, "source 'c': none of the 2 rows that came was "
                                              "accepted"));
    g_assert_cmpuint(f->summary.notes->len, ==, f->summary.notes_vi->len);
    hn_night_free(night);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_inputs/" #what, test_##what)
    ADD(each_feed_has_a_mark_of_its_own);
    ADD(a_file_that_never_was_is_a_wrong_configuration);
    ADD(a_file_that_is_missing_later_is_no_news);
    ADD(a_refused_delivery_keeps_the_source);
    ADD(a_source_that_left_the_configuration_is_missed);
    ADD(refused_rows_stand_in_the_quarantine_file);
    ADD(a_delivery_whose_rows_are_all_refused_is_told);
    return g_test_run();
}
