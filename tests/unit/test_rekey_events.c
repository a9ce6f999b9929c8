/* Goal: a golden record that only names its records otherwise is not told as changed; one whose
 * values differ is. */
#include "linker/rekey_events.h"

#include "linker/night.h"
#include "tests/reference/night_fixture.h"
#include "tests/reference/small_rekey.h"

static void
test_only_names_are_left_out(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, 30);
    night_fixture_run(f);
    g_autoptr(HnRekey) rekey = hn_small_rekey("a:002>a:zz2 b:003>b:003x");
    hn_rekey_say(rekey, "r", "b", 0);
    f->options.rekey = rekey;
    HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
    for (guint t = 0; t < night->n_types; t++) {
        const HnLinked *linked = night->types[t].linked;
        g_assert_cmpuint(linked->events->n, ==, 0);
        g_assert_cmpuint(linked->counts.n_updated, ==, 0);
    }
    hn_night_free(night);
    f->options.rekey = NULL;
    night_fixture_free(f);
}

/* The record goes where its name has one column, and that feed counts for less: another record's
 * form of the name stands now, and that is told. */
static void
test_other_values_are_told(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, 30);
    night_fixture_deliver(f, "b.csv",
                          "id,name,born,phone,city\n"
                          "000,NGUYỄN AN A,01/01/1950,0900000000,Huế\n");
    night_fixture_run(f);
    g_autoptr(HnRekey) rekey = hn_small_rekey("a:000>b:zzz");
    hn_rekey_say(rekey, "r", "b", 0);
    f->options.rekey = rekey;
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.n_updated, ==, 1);
    g_assert_cmpuint(f->summary.n_events, ==, 1);
    f->options.rekey = NULL;
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/rekey_events/only_names_are_left_out", test_only_names_are_left_out);
    g_test_add_func("/linker/rekey_events/other_values_are_told", test_other_values_are_told);
    return g_test_run();
}
