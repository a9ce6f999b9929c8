/* Goal: two golden files side by side: who lives in one alone; values that differ, not who gives
 * them or how many hold them; identifiers contradict by form and value; what is no golden record is
 * refused. */
#include "insight/golden_diff.h"

#include "base/base_error.h"
#include "base/io.h"

static char type_name[] = "person", number[] = "national_id", papers[] = "papers", name[] = "name";
static HnAttribute attributes[] = {
    { .name = name, .type = HN_TYPE_NAME },
    { .name = number, .type = HN_TYPE_DIGITS, .holds = HN_HOLDS_ONE_FOR_LIFE },
    { .name = papers, .type = HN_TYPE_DIGITS, .holds = HN_HOLDS_ONE_AT_A_TIME, .many = TRUE },
};
static HnEntityType type = { .name = type_name, .n_attributes = 3, .attributes = attributes };
static const HnProject project = { .n_entities = 1, .entities = &type };

#define E1 "{\"entity_id\":\"e-000000018\",\"entity_type\":\"person\",\"records\":1,"
#define E2 "{\"entity_id\":\"e-00000002G\",\"entity_type\":\"person\",\"records\":1,"
#define E3 "{\"entity_id\":\"e-00000003R\",\"entity_type\":\"person\",\"records\":1,"
#define BY "\"source\":\"a\",\"record_id\":\"1\",\"attributes\":{"

/* Asks about entities 1 and 2. */
static HnGoldenDiff *
diff_of(const char *before, const char *after, HnRunDiff *diff, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("hn-golden-XXXXXX", NULL);
    g_autofree char *first = g_build_filename(folder, "first.jsonl", NULL);
    g_autofree char *second = g_build_filename(folder, "second.jsonl", NULL);
    g_autoptr(GArray) asked = g_array_new(FALSE, FALSE, sizeof(guint64));
    const guint64 entities[] = { 1, 2 };
    g_array_append_vals(asked, entities, 2);
    g_assert_true(hn_io_write_file(first, before, strlen(before), NULL));
    g_assert_true(hn_io_write_file(second, after, strlen(after), NULL));
    const HnRunDiffInput input = { .project = &project, .golden = { first, second } };
    diff->attributes = g_ptr_array_new_with_free_func(g_free);
    diff->sources = g_ptr_array_new();
    HnGoldenDiff *golden = hn_golden_diff_new(&input, asked, diff, error);
    g_assert_true(hn_io_remove_tree(folder, NULL));
    return golden;
}

static void
clear(HnRunDiff *diff)
{
    for (guint i = 0; i < diff->sources->len; i++) {
        g_free(((HnDiffSource *)diff->sources->pdata[i])->name);
        g_free(diff->sources->pdata[i]);
    }
    g_ptr_array_unref(diff->attributes);
    g_ptr_array_unref(diff->sources);
}

static guint64
contradicts(const char *one, const char *other)
{
    HnRunDiff diff = { 0 };
    g_autofree char *text = g_strconcat(E1 BY, one, "}}\n" E2 BY, other, "}}\n", NULL);
    g_autoptr(HnGoldenDiff) golden = diff_of(text, text, &diff, NULL);
    const guint64 bits = hn_golden_diff_contradicts(golden, 1, 2);
    g_assert_cmphex(hn_golden_diff_contradicts(golden, 2, 1), ==, bits);
    g_assert_cmphex(hn_golden_diff_contradicts(golden, 1, 3), ==, 0);
    clear(&diff);
    return bits;
}

static void
test_identifiers(void)
{
    g_assert_cmphex(contradicts("\"national_id\":{\"value\":\"0101-23\"}",
                                "\"national_id\":{\"value\":\"010124\"}"),
                    ==, 1);
    g_assert_cmphex(contradicts("\"national_id\":{\"value\":\"0101-23\"}",
                                "\"national_id\":{\"value\":\"010123\"}"),
                    ==, 0);
    g_assert_cmphex(contradicts("\"national_id\":{\"value\":\"0101\"}",
                                "\"national_id\":{\"value\":\"010123\"}"),
                    ==, 0);
    g_assert_cmphex(contradicts("\"name\":{\"value\":\"An\"}", "\"name\":{\"value\":\"Bo\"}"), ==,
                    0);
    g_assert_cmphex(contradicts("\"papers\":[{\"value\":\"11\"},{\"value\":\"12\"}]",
                                "\"papers\":[{\"value\":\"13\"}]"),
                    ==, 1);
    g_assert_cmphex(contradicts("\"papers\":[{\"value\":\"11\"},{\"value\":\"12\"}]",
                                "\"papers\":[{\"value\":\"12\"}]"),
                    ==, 0);
    g_assert_cmphex(contradicts("\"papers\":[{\"value\":\"11\",\"kind\":\"x\"}]",
                                "\"papers\":[{\"value\":\"12\",\"kind\":\"y\"}]"),
                    ==, 0);
}

static guint64
changed_bits(const char *before, const char *after)
{
    HnRunDiff diff = { 0 };
    g_autofree char *first = g_strconcat(E3, before, "}}\n", NULL);
    g_autofree char *second = g_strconcat(E3, after, "}}\n", NULL);
    g_autoptr(HnGoldenDiff) golden = diff_of(first, second, &diff, NULL);
    const guint n = golden->updated->len;
    const guint64 bits = n == 0 ? 0 : g_array_index(golden->updated, HnDiffItem, 0).attributes;
    g_assert_cmpuint(golden->gone->len + golden->come->len, ==, 0);
    g_assert_cmpuint(diff.n_entities[0] + diff.n_entities[1], ==, 2);
    clear(&diff);
    return bits;
}

static void
test_values(void)
{
    g_assert_cmphex(changed_bits(BY "\"name\":{\"value\":\"An\",\"records\":1}",
                                 BY "\"name\":{\"value\":\"An\",\"records\":2,\"source\":\"b\"}"),
                    ==, 0);
    g_assert_cmphex(
        changed_bits(BY "\"name\":{\"value\":\"An\"}", BY "\"name\":{\"value\":\"Bo\"}"), ==, 1);
    g_assert_cmphex(changed_bits(BY "\"name\":{\"value\":\"An\"}", BY), ==, 1);
    g_assert_cmphex(changed_bits(BY, BY "\"name\":{\"value\":\"An\"}"), ==, 1);
    g_assert_cmphex(changed_bits(BY "\"papers\":[{\"value\":\"1\"},{\"value\":\"2\"}]",
                                 BY "\"papers\":[{\"value\":\"2\"},{\"value\":\"1\"}]"),
                    ==, 0);
    g_assert_cmphex(changed_bits(BY "\"papers\":[{\"value\":\"1\",\"valid_to\":\"2020\"}]",
                                 BY "\"papers\":[{\"value\":\"1\",\"valid_to\":\"2021\"}]"),
                    ==, 1);
    g_assert_cmphex(changed_bits(BY "\"name\":{\"value\":\"An\"},\"papers\":[{\"value\":\"1\"}]",
                                 BY "\"name\":{\"value\":\"Bo\"},\"papers\":[{\"value\":\"2\"}]"),
                    ==, 3);
}

static void
test_who_lives(void)
{
    HnRunDiff diff = { 0 };
    g_autoptr(HnGoldenDiff) golden =
        diff_of(E1 BY "}}\n" E2 BY "}}\n", E2 BY "}}\n" E3 BY "}}\n", &diff, NULL);
    g_assert_cmpuint(golden->gone->len, ==, 1);
    g_assert_true(hn_golden_diff_has(golden->gone, 1));
    g_assert_false(hn_golden_diff_has(golden->gone, 2));
    g_assert_cmpuint(golden->come->len, ==, 1);
    g_assert_true(hn_golden_diff_has(golden->come, 3));
    clear(&diff);
}

static void
test_other_lines_are_refused(void)
{
    static const char *const wrong[] = { "\n", "{}\n", "{\"entity_id\":\"e-000000019\"}\n", E1 "\n",
                                         "{\"entity_id\":\"e-000000018\"}\n" };
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        HnRunDiff diff = { 0 };
        g_autoptr(GError) error = NULL;
        g_assert_null(diff_of(wrong[i], E1 BY "}}\n", &diff, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
        g_assert_nonnull(strstr(error->message, "line 1"));
        clear(&diff);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/golden_diff/" #what, test_##what)
    ADD(identifiers);
    ADD(values);
    ADD(who_lives);
    ADD(other_lines_are_refused);
    return g_test_run();
}
