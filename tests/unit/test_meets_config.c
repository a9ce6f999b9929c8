/* Goal: what a source says of the others is read, checked against the sources that there are, and
 * handed to the entity type; what says nothing changes no digest. */
#include "config/meets_config.h"
#include "tests/reference/config_fixture.h"

static char *
with(const char *meets)
{
    g_autofree char *more = g_strconcat("    authority: 60\n", meets, NULL);
    return hn_config_fixture_change("    authority: 60\n", more);
}

static void
digest_of(const char *meets, guint8 ret[HN_DIGEST_BYTES])
{
    g_autofree char *text = with(meets);
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    hn_project_digest(project, ret);
}

static void
test_read(void)
{
    g_autofree char *text = with("    meets: { others: through, never: tax }\n");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    const HnMeetings *meetings = &project->entities[0].meetings;
    g_assert_cmpuint(meetings->n, ==, 2); /* civil and tax; homes tells relations */
    g_assert_cmpint(hn_meetings_of(meetings, "civil", "tax"), ==, HN_MEET_NEVER);
    g_assert_cmpint(hn_meetings_of(meetings, "tax", "civil"), ==, HN_MEET_NEVER);
    g_assert_cmpint(hn_meetings_of(meetings, "civil", "later"), ==, HN_MEET_THROUGH);
    g_assert_cmpint(hn_meetings_of(meetings, "tax", "later"), ==, HN_MEET_COMPARE);
    g_assert_cmpint(hn_meetings_of(meetings, "civil", "civil"), ==, HN_MEET_COMPARE);
}

static void
test_who_says_nothing(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_assert_cmpuint(project->entities[0].meetings.n, ==, 0);
    guint8 plain[HN_DIGEST_BYTES], open[HN_DIGEST_BYTES];
    hn_project_digest(project, plain);
    digest_of("    meets: { others: compare }\n", open);
    g_assert_cmpmem(plain, sizeof plain, open, sizeof open);
}

/* A night that began under another law starts over; the order of names is no law. */
static void
test_it_is_in_the_digest(void)
{
    static const char *const different[] = { "", "    meets: { never: [tax] }\n",
                                             "    meets: { through: [tax] }\n",
                                             "    meets: { others: never }\n" };
    guint8 digests[G_N_ELEMENTS(different)][HN_DIGEST_BYTES], one[HN_DIGEST_BYTES],
        two[HN_DIGEST_BYTES];
    for (guint i = 0; i < G_N_ELEMENTS(different); i++) {
        digest_of(different[i], digests[i]);
        for (guint k = 0; k < i; k++)
            g_assert_cmpint(memcmp(digests[i], digests[k], HN_DIGEST_BYTES), !=, 0);
    }
    digest_of("    meets: { others: through, compare: [civil], never: [tax] }\n", one);
    digest_of("    meets: { never: [tax], compare: [civil], others: through }\n", two);
    g_assert_cmpmem(one, sizeof one, two, sizeof two);
}

/* Who decides is not the model: a law needs no training. */
static void
test_it_is_in_no_bundle(void)
{
    g_autofree char *text = with("    meets: { never: [tax] }\n");
    g_autoptr(HnProject) lawful = hn_config_fixture_parse(text);
    g_autoptr(HnProject) open = hn_config_fixture_parse(hn_config_fixture);
    g_autofree char *a = hn_project_deciding_part(lawful, 0);
    g_autofree char *b = hn_project_deciding_part(open, 0);
    g_assert_cmpstr(a, ==, b);
}

static void
test_wrong_ones_are_refused(void)
{
    static const HnConfigWrong cases[] = {
        { "    authority: 60\n", "    authority: 60\n    meets: [tax]\n", "expected a mapping",
          HN_CONFIG_ERROR_SYNTAX },
        { "    authority: 60\n", "    authority: 60\n    meets: { nver: [tax] }\n",
          "did you mean 'never'", HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "    authority: 60\n", "    authority: 60\n    meets: { others: trough }\n",
          "did you mean 'through'", HN_CONFIG_ERROR_VALUE },
        { "    authority: 60\n", "    authority: 60\n    meets: { never: [taxes] }\n",
          "sources.civil.meets.never: 'taxes' is no source of entity 'person'",
          HN_CONFIG_ERROR_VALUE },
        { "    authority: 60\n", "    authority: 60\n    meets: { never: [homes] }\n",
          "'homes' is no source of entity 'person'", HN_CONFIG_ERROR_VALUE },
        { "    authority: 60\n", "    authority: 60\n    meets: { never: [all] }\n",
          "others: never", HN_CONFIG_ERROR_VALUE },
        { "    authority: 60\n", "    authority: 60\n    meets: { never: [tax], through: [tax] }\n",
          "'tax' is named twice", HN_CONFIG_ERROR_VALUE },
        { "    authority: 60\n", "    authority: 60\n    meets: { never: [civil] }\n",
          "one_record_per_source", HN_CONFIG_ERROR_VALUE },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/config/meets_config/" #what, test_##what)
    ADD(read);
    ADD(who_says_nothing);
    ADD(it_is_in_the_digest);
    ADD(it_is_in_no_bundle);
    ADD(wrong_ones_are_refused);
    return g_test_run();
}
