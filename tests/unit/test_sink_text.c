/* Goal: a set is applied where it builds on what the target holds, by no publisher of an earlier
 * epoch, and only when all of it has arrived. */
#include "connect/sink_text.h"

static const HnSqlNames names = { .quote = "\"", .quotes_plain = TRUE };

static const char *const columns[] = { "id", "a@b", "x\"y", NULL };

static const HnTargetShape shape = { .stream = "project/target",
                                     .table = "site.people",
                                     .columns = columns,
                                     .n_columns = 3,
                                     .n_key = 1 };

static void
test_lists(void)
{
    g_autofree char *keys = hn_sink_keys(&names, &shape, "t.@ = s.@", " AND ");
    g_assert_cmpstr(keys, ==, "t.\"id\" = s.\"id\"");
    g_autofree char *values = hn_sink_values(&names, &shape, "@", ", ");
    g_assert_cmpstr(values, ==, "\"a@b\", \"x\"\"y\"");
    g_autofree char *all = hn_sink_all(&names, &shape, "?", ",");
    g_assert_cmpstr(all, ==, "?,?,?");
}

/* Of the table, not of the target alone. */
static void
test_mark_names(void)
{
    HnTargetShape other = shape;
    g_autofree char *name = hn_sink_mark_name(&shape);
    g_assert_cmpstr(name, ==, "project/target:people");
    g_autofree char *table = g_strnfill(178, 'a');
    other.table = table;
    g_autofree char *full = hn_sink_mark_name(&other);
    g_assert_cmpuint(strlen(full), ==, 193);
    g_autofree char *first = g_strconcat("ab", "\u0111\u0111\u0111\u0111", table, "x", NULL);
    g_autofree char *second = g_strconcat("ab", "\u0111\u0111\u0111\u0111", table, "y", NULL);
    other.table = first;
    g_autofree char *cut = hn_sink_mark_name(&other);
    other.table = second;
    g_autofree char *other_cut = hn_sink_mark_name(&other);
    g_assert_cmpuint(strlen(cut), <=, 200);
    g_assert_true(g_utf8_validate(cut, -1, NULL));
    g_assert_cmpstr(cut, !=, other_cut);
    for (gsize n = 0; n < 3; n++) { /* wherever a character of two bytes lies */
        g_autofree char *shifted = g_strnfill(n + 110, 'x');
        g_autofree char *long_name = g_strconcat(shifted, first, NULL);
        other.table = long_name;
        g_autofree char *text = hn_sink_mark_name(&other);
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_cmpuint(strlen(text), <=, 200);
    }
}

static void
test_tables(void)
{
    g_autofree char *beside = hn_sink_beside(&names, &shape, HN_SINK_WATERMARK);
    g_assert_cmpstr(beside, ==, "\"site\".\"hopnhat_watermark\"");
    g_autofree char *staging = hn_sink_staging(&names, &shape);
    g_assert_cmpstr(staging, ==, "\"site\".\"people_staging\"");
    const HnTargetShape plain = { .table = "people" };
    g_autofree char *alone = hn_sink_beside(&names, &plain, HN_SINK_WATERMARK);
    g_assert_cmpstr(alone, ==, "\"hopnhat_watermark\"");
}

#define HELD(of_epoch, number, first_byte)                                                         \
    {                                                                                              \
        .any = TRUE, .epoch = (of_epoch), .sequence = (number), .digest = { first_byte }           \
    }

/* code G_MAXUINT: it may be applied. */
static const struct {
    HnWatermark held;
    HnChangeHead head;
    guint64 n_staged;
    guint code;
} cases[] = {
    { { 0 }, { .epoch = 1, .sequence = 5, .n_rows = 2 }, 2, G_MAXUINT },
    { { 0 }, { .epoch = 1, .sequence = 5, .previous = 4 }, 0, HN_SINK_ERROR_ORDER },
    { HELD(1, 4, 0), { .epoch = 1, .sequence = 5, .previous = 4 }, 0, G_MAXUINT },
    { HELD(1, 5, 1), { .epoch = 1, .sequence = 5, .previous = 4 }, 0, HN_SINK_ERROR_ORDER },
    { HELD(1, 5, 1),
      { .epoch = 1, .sequence = 5, .previous = 4, .digest = { 1 } },
      0,
      G_MAXUINT }, /* it is there */
    { HELD(2, 5, 1),
      { .epoch = 1, .sequence = 5, .previous = 4, .digest = { 1 } },
      0,
      HN_SINK_ERROR_FENCED },
    { HELD(1, 3, 0), { .epoch = 1, .sequence = 5, .previous = 4 }, 0, HN_SINK_ERROR_ORDER },
    { HELD(1, 9, 0), { .epoch = 1, .sequence = 5, .previous = 0 }, 0, HN_SINK_ERROR_ORDER },
    { HELD(1, 3, 0), { .epoch = 1, .sequence = 5, .is_full = TRUE }, 0, G_MAXUINT },
    { HELD(1, 5, 0), { .epoch = 1, .sequence = 5, .is_full = TRUE }, 0, G_MAXUINT },
    { HELD(1, 6, 0), { .epoch = 1, .sequence = 5, .is_full = TRUE }, 0, HN_SINK_ERROR_ORDER },
    { HELD(3, 4, 0), { .epoch = 2, .sequence = 5, .previous = 4 }, 0, HN_SINK_ERROR_FENCED },
    { HELD(3, 4, 0), { .epoch = 2, .sequence = 5, .is_full = TRUE }, 0, HN_SINK_ERROR_FENCED },
    { HELD(2, 4, 0), { .epoch = 3, .sequence = 5, .previous = 4 }, 0, G_MAXUINT },
    { { 0 }, { .epoch = 1, .sequence = 5, .n_rows = 2 }, 1, HN_SINK_ERROR_COUNT },
    { { 0 }, { .epoch = 1, .sequence = 5, .n_rows = 2 }, 3, HN_SINK_ERROR_COUNT },
};

static void
test_check(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        const gboolean may =
            hn_sink_check(&shape, &cases[i].held, &cases[i].head, cases[i].n_staged, &error);
        g_test_message("case %u", i);
        g_assert_true(may == (cases[i].code == G_MAXUINT));
        if (may)
            continue;
        g_assert_error(error, HN_SINK_ERROR, (gint)cases[i].code);
        g_assert_nonnull(strstr(error->message, "'project/target'"));
    }
}

static void
test_digest(void)
{
    HnChangeHead head = { .digest = { 0x0f, 0xa0 } };
    HnWatermark mark = { 0 };
    g_autoptr(GError) error = NULL;
    g_autofree char *hex = hn_sink_digest(&head);
    g_assert_true(g_str_has_prefix(hex, "0fa000"));
    g_autofree char *padded = g_strconcat(hex, "   ", NULL); /* a CHAR column gives them */
    g_assert_true(hn_sink_parse_digest(&shape, hn_slice_of(padded), &mark, &error));
    g_assert_cmpmem(mark.digest, sizeof mark.digest, head.digest, sizeof head.digest);
    g_assert_false(hn_sink_parse_digest(&shape, hn_slice_of("0fa0"), &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/sink_text/lists", test_lists);
    g_test_add_func("/connect/sink_text/tables", test_tables);
    g_test_add_func("/connect/sink_text/mark_names", test_mark_names);
    g_test_add_func("/connect/sink_text/check", test_check);
    g_test_add_func("/connect/sink_text/digest", test_digest);
    return g_test_run();
}
