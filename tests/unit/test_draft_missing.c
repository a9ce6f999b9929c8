/* Goal: a column that a configuration has no attribute for comes with the lines that bring it in,
 * as comments; one that it has is left to the map. */
#include "insight/draft_missing.h"

static HnPlannedAttribute
number(const char *name)
{
    return (HnPlannedAttribute){ .name = (char *)(gsize)name,
                                 .meaning = HN_MEANING_IDENTIFIER,
                                 .type = HN_TYPE_DIGITS,
                                 .evidence = (char *)(gsize) "its header",
                                 .reason = (char *)(gsize) "no value stands twice",
                                 .is_unique = TRUE };
}

static void
test_lines_to_add(void)
{
    HnAttribute known[] = { { .name = (char *)(gsize) "so", .type = HN_TYPE_DIGITS },
                            { .name = (char *)(gsize) "the", .type = HN_TYPE_DATE } };
    const HnEntityType entity = { .name = (char *)(gsize) "person",
                                  .n_attributes = G_N_ELEMENTS(known),
                                  .attributes = known };
    const HnAttributePlan plan = { .entity = (char *)(gsize) "person" };
    const HnPlannedAttribute so = number("so"), the = number("the"), other = number("cccd");
    g_autoptr(GString) out = g_string_new(NULL);
    g_assert_true(hn_draft_missing_is_there(&entity, &so));
    g_assert_false(hn_draft_missing_is_there(&entity, &the));
    g_assert_false(hn_draft_missing_is_there(&entity, &other));
    hn_draft_missing_put(out, &plan, &the, &entity, "      # why\n      the: c\n");
    g_assert_cmpstr(out->str, ==,
                    "      # 'the' of entity person is date, and here digits\n      # the: c\n");
    g_string_truncate(out, 0);
    hn_draft_missing_put(out, &plan, &other, &entity,
                         "      cccd:\n        - { column: c, kind: c }\n");
    g_assert_nonnull(strstr(out->str, "no attribute 'cccd' (digits)"));
    g_assert_nonnull(
        strstr(out->str, "\n      #     attributes:\n      #       cccd: { type: digits"));
    g_assert_nonnull(
        strstr(out->str, "\n      #     comparisons:\n      #       - attribute: cccd\n"));
    g_assert_nonnull(strstr(out->str, "\n      #     blocking:\n      #       - [cccd]\n"));
    g_assert_true(
        g_str_has_suffix(out->str, "\n      # cccd:\n      #   - { column: c, kind: c }\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/draft_missing/lines_to_add", test_lines_to_add);
    return g_test_run();
}
