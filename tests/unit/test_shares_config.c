/* Goal: a field is shared on the basis that somebody wrote for it and for that target alone; what
 * has none is found, or refused where the project asks for one. */
#include "config/shares_config.h"
#include "tests/reference/config_fixture.h"

#define TARGETS                                                                                    \
    "targets:\n"                                                                                   \
    "  back: { to: { folder: out/back }, sources: [civil], values: [birth_date, phone], "          \
    "values_from: [civil, tax] }\n"                                                                \
    "  open: { to: { folder: out/open }, owner: Cổng, rows: golden, sources: [all], values: "    \
    "[full_name, phone], values_from: [all] }\n"

#define SHARES                                                                                     \
    "    authority: 60\n"                                                                          \
    "    owner: Bộ CA\n"                                                                         \
    "    receives: back\n"                                                                         \
    "    shares:\n"                                                                                \
    "      - { values: [full_name, birth_date], basis: Luật, purpose: tra }\n"                   \
    "      - { values: [phone], basis: NĐ 47, purpose: gọi, standard: E.164, to: "              \
    "[back] }\n"

static char *
with(const char *shares)
{
    g_autofree char *text = hn_config_fixture_change("    authority: 60\n", shares);
    return g_strconcat(text, TARGETS, NULL);
}

static const HnFeed *
feed_of(const HnProject *project, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (strcmp(project->feeds[i].name, name) == 0)
            return &project->feeds[i];
    g_assert_not_reached();
}

static guint
attribute_of(const HnProject *project, const char *name)
{
    guint a = 0;
    while (strcmp(project->entities[0].attributes[a].name, name) != 0)
        a++;
    return a;
}

static void
test_shares(void)
{
    g_autofree char *text = with(SHARES);
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    const HnFeed *civil = feed_of(project, "civil");
    const guint name = attribute_of(project, "full_name");
    const guint phone = attribute_of(project, "phone");
    g_assert_false(project->require_basis);
    g_assert_cmpstr(civil->owner, ==, "Bộ CA");
    g_assert_cmpstr(civil->receives, ==, "back");
    g_assert_cmpuint(civil->n_shares, ==, 2);
    g_assert_cmpstr(hn_project_target(project, "open")->owner, ==, "Cổng");
    g_assert_null(hn_project_target(project, "nobody"));
    g_assert_cmpstr(hn_feed_share(civil, name, "open")->basis, ==, "Luật");
    g_assert_null(hn_feed_share(civil, name, "open")->standard);
    g_assert_cmpstr(hn_feed_share(civil, phone, "back")->standard, ==, "E.164");
    g_assert_null(hn_feed_share(civil, phone, "open")); /* it was written for the other one */
    g_assert_null(hn_feed_share(feed_of(project, "tax"), name, "open"));
}

/* civil's phone reaches open, tax's name reaches open; tax gives nothing that back asks for. */
static void
test_what_has_no_basis_is_found(void)
{
    g_autofree char *text = with(SHARES);
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    g_autoptr(GArray) all = hn_project_unfounded(project);
    g_assert_cmpuint(all->len, ==, 2);
    const HnUnfounded *first = &g_array_index(all, HnUnfounded, 0);
    const HnUnfounded *second = &g_array_index(all, HnUnfounded, 1);
    g_assert_cmpstr(first->feed->name, ==, "civil");
    g_assert_cmpstr(first->target->name, ==, "open");
    g_assert_cmpuint(first->attribute, ==, attribute_of(project, "phone"));
    g_assert_cmpstr(second->feed->name, ==, "tax");
    g_assert_cmpuint(second->attribute, ==, attribute_of(project, "full_name"));
    g_assert_false(
        hn_feed_reaches(project, feed_of(project, "homes"), hn_project_target(project, "open")));
}

static void
assert_refused(const char *text, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(text), "/data/people.yaml", &error);
    g_assert_null(project);
    g_assert_nonnull(strstr(error->message, message));
}

static void
test_a_project_may_ask_for_a_basis(void)
{
    g_autofree char *shared = with(SHARES);
    g_auto(GStrv) halves = g_strsplit(shared, "name: people }", 2);
    g_autofree char *strict = g_strjoinv("name: people, require_basis: true }", halves);
    assert_refused(strict, "sources.civil: 'phone' reaches target 'open' without a basis");
    g_auto(GStrv) parts = g_strsplit(strict, "to: [back] }", 2);
    g_autofree char *wider = g_strjoinv("to: [back, open] }", parts);
    assert_refused(wider, "sources.tax: 'full_name' reaches target 'open' without a basis");
    g_auto(GStrv) pieces = g_strsplit(wider, "map: { full_name: name }", 2);
    g_autofree char *whole = g_strjoinv("map: { full_name: name }\n    shares: [{ values: "
                                        "full_name, basis: b, purpose: p }]",
                                        pieces);
    g_autoptr(HnProject) project = hn_config_fixture_parse(whole);
    g_assert_true(project->require_basis);
}

static void
test_wrong_ones_are_refused(void)
{
    static const struct {
        const char *shares, *message;
    } cases[] = {
        { "    shares: { values: [full_name] }\n", "expected a list" },
        { "    shares: []\n", "expected a list" },
        { "    shares: [{ values: [full_name], purpose: p }]\n", "'basis' is missing" },
        { "    shares: [{ values: [full_name], basis: b }]\n", "'purpose' is missing" },
        { "    shares: [{ basis: b, purpose: p }]\n", "'values' is missing" },
        { "    shares: [{ values: [nmae], basis: b, purpose: p }]\n", "'nmae' is no attribute" },
        { "    shares: [{ values: [national_id], basis: b, purpose: p }]\n",
          "no column of the source fills 'national_id'" },
        { "    shares: [{ values: [phone], basis: b, purpose: p, to: [nobody] }]\n",
          "'nobody' is no target" },
        { "    shares: [{ values: [phone], base: b, purpose: p }]\n", "did you mean 'basis'" },
        { "    receives: nobody\n", "'nobody' is no target" },
        { "    receives: open\n", "cannot say what the source may receive" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = with(cases[i].shares);
        assert_refused(text, cases[i].message);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/shares_config/shares", test_shares);
    g_test_add_func("/config/shares_config/what_has_no_basis_is_found",
                    test_what_has_no_basis_is_found);
    g_test_add_func("/config/shares_config/a_project_may_ask_for_a_basis",
                    test_a_project_may_ask_for_a_basis);
    g_test_add_func("/config/shares_config/wrong_ones_are_refused", test_wrong_ones_are_refused);
    return g_test_run();
}
