/* Goal: every level and every key is a condition of the columns that it names. */
#include "linker/splink_sql.h"

static void
assert_is_sql(const char *sql)
{
    gint depth = 0;
    gboolean is_text = FALSE;
    g_test_message("%s", sql);
    g_assert_cmpstr(sql, !=, "");
    for (const char *p = sql; *p != '\0'; p++) {
        is_text = is_text != (*p == '\'');
        if (!is_text)
            depth += *p == '(' || *p == '[' ? 1 : *p == ')' || *p == ']' ? -1 : 0;
        g_assert_cmpint(depth, >=, 0);
    }
    g_assert_cmpint(depth, ==, 0);
    g_assert_false(is_text);
}

static void
test_every_level_is_a_condition(void)
{
    for (guint kind = 0; kind <= HN_LEVEL_ELSE; kind++) {
        const HnLevelSpec level = { (HnLevelKind)kind, 0.5 };
        if (kind == HN_LEVEL_CROSSWISE) /* of four columns */
            continue;
        g_autofree char *sql = hn_splink_sql_of_level(&level, "\"name_l\"", "\"name_r\"");
        assert_is_sql(sql);
        if (kind == HN_LEVEL_ELSE)
            continue;
        g_assert_nonnull(strstr(sql, "\"name_l\""));
        g_assert_nonnull(strstr(sql, "\"name_r\""));
    }
}

static void
test_every_key_is_of_its_column(void)
{
    char name[] = "name";
    HnAttribute attribute = { .name = name };
    const HnEntityType type = { .n_attributes = 1, .attributes = &attribute };
    for (guint function = 0; function <= HN_KEY_EACH_CELL; function++) {
        const HnKeyPart part = { .function = (HnKeyFunction)function, .arg = 3 };
        g_autoptr(GString) sql = g_string_new(NULL);
        hn_splink_sql_put_key(sql, &type, &part, 'l');
        assert_is_sql(sql->str);
        g_assert_nonnull(strstr(sql->str, "l.\"name\""));
    }
}

static void
test_thresholds_stand_in_the_condition(void)
{
    const HnLevelSpec near = { HN_LEVEL_KM, 2.5 }, alike = { HN_LEVEL_JARO_WINKLER, 0.92 };
    g_autofree char *km = hn_splink_sql_of_level(&near, "l", "r");
    g_autofree char *similarity = hn_splink_sql_of_level(&alike, "l", "r");
    g_autofree char *crosswise = hn_splink_sql_of_crosswise("l", "r", "m", "s");
    g_assert_cmpstr(crosswise, ==, "l = s AND m = r");
    g_assert_true(g_str_has_suffix(km, "<= 2.5"));
    g_assert_cmpstr(similarity, ==, "jaro_winkler_similarity(l, r) >= 0.92");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/splink_sql/" #what, test_##what)
    ADD(every_level_is_a_condition);
    ADD(every_key_is_of_its_column);
    ADD(thresholds_stand_in_the_condition);
    return g_test_run();
}
