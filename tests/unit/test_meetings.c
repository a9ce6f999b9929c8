/* Goal: of what two sources say of each other the stricter holds, whoever is asked first. */
#include "records/meetings.h"

/* civil lets all compare; police keeps others off but civil; health never meets tax; clinics is a
 * feed of many sources that never meet police. */
static HnMeetings
meetings_new(void)
{
    static char c[] = "civil", h[] = "health", p[] = "police", t[] = "tax", m[] = "clinics";
    static HnMeetsNamed police[] = { { c, HN_MEET_COMPARE } };
    static HnMeetsNamed health[] = { { h, HN_MEET_THROUGH }, { t, HN_MEET_NEVER } };
    static HnMeetsNamed clinics[] = { { p, HN_MEET_NEVER } };
    static HnSourceMeets of[] = {
        { c, FALSE, HN_MEET_COMPARE, 0, NULL },   { m, TRUE, HN_MEET_COMPARE, 1, clinics },
        { h, FALSE, HN_MEET_COMPARE, 2, health }, { p, FALSE, HN_MEET_THROUGH, 1, police },
        { t, FALSE, HN_MEET_COMPARE, 0, NULL },
    };
    return (HnMeetings){ G_N_ELEMENTS(of), of };
}

static void
test_the_stricter_holds(void)
{
    static const struct {
        const char *a, *b;
        HnMeet meet;
    } cases[] = {
        { "civil", "tax", HN_MEET_COMPARE },     { "civil", "police", HN_MEET_COMPARE },
        { "police", "tax", HN_MEET_THROUGH },    { "health", "tax", HN_MEET_NEVER },
        { "health", "health", HN_MEET_THROUGH }, { "police", "police", HN_MEET_COMPARE },
        { "clinic_1", "police", HN_MEET_NEVER }, { "clinic_1", "clinic_2", HN_MEET_COMPARE },
        { "clinic_1", "tax", HN_MEET_COMPARE },  { "health", "police", HN_MEET_THROUGH },
    };
    const HnMeetings meetings = meetings_new();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpint(hn_meetings_of(&meetings, cases[i].a, cases[i].b), ==, cases[i].meet);
        g_assert_cmpint(hn_meetings_of(&meetings, cases[i].b, cases[i].a), ==, cases[i].meet);
    }
}

static void
test_matrix(void)
{
    static const char *const names[] = { "civil", "health", "police", "tax" };
    static const char *const open[] = { "civil", "tax" };
    const HnMeetings meetings = meetings_new(), none = { 0, NULL };
    g_autofree guint8 *matrix = hn_meetings_matrix(&meetings, names, 4);
    for (guint a = 0; a < 4; a++)
        for (guint b = 0; b < 4; b++)
            g_assert_cmpuint(matrix[a * 4 + b], ==, hn_meetings_of(&meetings, names[a], names[b]));
    g_assert_null(hn_meetings_matrix(&meetings, open, 2)); /* nothing that is delivered is strict */
    g_assert_null(hn_meetings_matrix(&none, names, 4));
    const guint32 source_of[] = { 1, 3, 3, 0 };
    const HnRowsMeet rows = { 4, source_of, matrix }, all = { 4, source_of, NULL };
    g_assert_cmpint(hn_rows_meet(&rows, 0, 2), ==, HN_MEET_NEVER);
    g_assert_cmpint(hn_rows_meet(&rows, 3, 2), ==, HN_MEET_COMPARE);
    g_assert_cmpint(hn_rows_meet(&all, 0, 2), ==, HN_MEET_COMPARE);
}

static void
test_names(void)
{
    for (guint i = 0; i <= HN_MEET_NEVER; i++)
        g_assert_cmpstr(hn_meet_name((HnMeet)i), ==, hn_meet_names()[i]);
    g_assert_null(hn_meet_names()[HN_MEET_NEVER + 1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/meetings/the_stricter_holds", test_the_stricter_holds);
    g_test_add_func("/records/meetings/matrix", test_matrix);
    g_test_add_func("/records/meetings/names", test_names);
    return g_test_run();
}
