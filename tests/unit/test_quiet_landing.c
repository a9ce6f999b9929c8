/* Goal: every source that ever delivered is there once, ascending, with the feed it came by. */
#include "linker/quiet_landing.h"

static const char yaml[] =
    "schema: 1\n"
    "project: { name: quiet }\n"
    "entities:\n"
    "  person:\n"
    "    attributes: { full_name: name }\n"
    "    comparisons: [{ attribute: full_name, levels: [exact] }]\n"
    "    blocking: [[full_name]]\n"
    "sources:\n"
    "  reg: { from: { file: a.csv }, source_column: src, key: [id],\n"
    "         map: { full_name: name } }\n"
    "  tax: { from: { file: b.csv }, key: [id], map: { full_name: name } }\n";

static void
add_segment(GPtrArray *segments, const char *name)
{
    const HnSealedInfo info = { 0 };
    g_ptr_array_add(segments, hn_segment_new("RECV", name, "segments/x", 1, 1, &info));
}

static void
test_sources_are_there_once(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "/data/quiet.yaml", &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) segments = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    add_segment(segments, "tax.tax");
    add_segment(segments, "reg.homes");
    add_segment(segments, "gone.old");
    add_segment(segments, "reg.civil");
    add_segment(segments, "reg.homes");
    g_autoptr(HnLanding) landing = hn_quiet_landing_new(project, segments);
    const char *const expected[] = { "reg.civil", "reg.homes", "tax.tax" };
    g_assert_cmpuint(landing->sources->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        g_autofree char *name = hn_landing_segment_name(source->feed, source->source);
        g_assert_cmpstr(name, ==, expected[i]);
        g_assert_null(source->segment);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/quiet_landing/sources_are_there_once", test_sources_are_there_once);
    return g_test_run();
}
