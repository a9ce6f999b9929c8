/* Goal: a record that is not published gets the reason why, and a source the name it meant. */
#include "insight/record_lookup.h"

#include "tests/unit/explain_fixture.h"

static void
assert_found(const ExplainFixture *fixture, const char *text, HnLookupKind kind, const char *says)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRecordLookup) lookup = hn_record_lookup_new(fixture->view);
    const char *colon = strchr(text, ':');
    g_autofree char *source = colon == NULL ? NULL : g_strndup(text, (gsize)(colon - text));
    for (guint round = 0; round < 2; round++) { /* the second one knows what the first one read */
        HnLookupResult result;
        g_assert_true(hn_record_lookup_find(
            lookup, text, source, hn_slice_of(colon == NULL ? "" : colon + 1), &result, &error));
        g_assert_cmpstr(hn_lookup_kind_name(result.kind), ==, hn_lookup_kind_name(kind));
        if (says != NULL)
            g_assert_nonnull(strstr(result.message, says));
        else
            g_assert_null(result.message);
        hn_lookup_result_clear(&result);
    }
}

static void
test_records_are_found_in_their_type(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_found(&fixture, "a:p1", HN_LOOKUP_FOUND, NULL);
    g_autoptr(HnRecordLookup) lookup = hn_record_lookup_new(fixture.view);
    HnLookupResult result;
    g_assert_true(hn_record_lookup_find(lookup, "c:1", "c", hn_slice_of("1"), &result, NULL));
    g_assert_cmpuint(result.type, ==, 0);
    g_assert_true(hn_record_lookup_find(lookup, "b:q2", "b", hn_slice_of("q2"), &result, NULL));
    g_assert_cmpuint(result.type, ==, 1);
    g_assert_cmpuint(result.row, ==, explain_fixture_row(&fixture, "b:q2"));
    explain_fixture_free(&fixture);
}

static void
test_absence_has_a_reason(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_found(&fixture, "p1", HN_LOOKUP_NO_NAME, "write source:record_id");
    assert_found(&fixture, "zzzz:p1", HN_LOOKUP_UNKNOWN_SOURCE, "no source 'zzzz' was ever");
    assert_found(&fixture, "a:p9", HN_LOOKUP_UNKNOWN_RECORD, "no published record 'a:p9'");
    assert_found(&fixture, "a:", HN_LOOKUP_UNKNOWN_RECORD, "no published record 'a:'");
    assert_found(&fixture, "a:w", HN_LOOKUP_WITHDRAWN,
                 "withdrawn by its source in run r-00000002G");
    assert_found(&fixture, "a:dup", HN_LOOKUP_QUARANTINED, "run r-00000002G refused a row");
    assert_found(&fixture, "a:du", HN_LOOKUP_UNKNOWN_RECORD, "no published record"); /* a part */
    explain_fixture_free(&fixture);
}

static void
test_mistyped_sources_are_guessed(void)
{
    NightFixture *nights = night_fixture_new(NULL);
    night_fixture_configure(nights, "  c:\n", "  companies:\n", "'=c'", "'=companies'", NULL);
    night_fixture_deliver_all(nights, 12);
    night_fixture_run(nights);
    ExplainFixture fixture = { .nights = nights };
    explain_fixture_look(&fixture);
    assert_found(&fixture, "compannies:c000", HN_LOOKUP_UNKNOWN_SOURCE,
                 "did you mean 'companies'?");
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/record_lookup/records_are_found_in_their_type",
                    test_records_are_found_in_their_type);
    g_test_add_func("/insight/record_lookup/absence_has_a_reason", test_absence_has_a_reason);
    g_test_add_func("/insight/record_lookup/mistyped_sources_are_guessed",
                    test_mistyped_sources_are_guessed);
    return g_test_run();
}
