/* Goal: the key is the column that names records: not one that counts rows, not a guess between
 * two, and not lost to a footer. */
#include "insight/key_plan.h"

#include "insight/insight_error.h"
#include "tests/unit/insight_fixture.h"

#define ROWS 200u

/* ROWS records: what counts them if wanted, a code, a name, a year; then @behind. */
static void
add_file(InsightFiles *files, const char *name, const char *header, gboolean counts_first,
         const char *behind)
{
    g_autoptr(GString) text = g_string_new(header);
    for (guint i = 0; i < ROWS; i++) {
        if (counts_first)
            g_string_append_printf(text, "%u,", i + 1);
        g_string_append_printf(text, "M%05u,%s %s,%u\n", i * 7, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), 1950 + i % 50);
    }
    g_string_append(text, behind);
    insight_files_add(files, name, text->str);
}

static HnAttributePlan *
plan_of(const InsightFiles *files, const char *const *keys)
{
    g_autoptr(GError) error = NULL;
    const HnAttributePlanOptions options = { .keys = keys };
    HnAttributePlan *plan = insight_files_plan(files, &options, &error);
    g_assert_no_error(error);
    return plan;
}

static void
test_counting_rows_is_no_name(void)
{
    static const char *const headers[] = { "stt,ma_ban_ghi,ho_ten,nam\n", "STT,x,ho_ten,nam\n",
                                           "tt,x,ho_ten,nam\n", "c0,x,ho_ten,nam\n" };
    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
        InsightFiles files = insight_files_new();
        add_file(&files, "a.csv", headers[i], TRUE, "");
        g_autoptr(HnAttributePlan) plan = plan_of(&files, NULL);
        g_assert_cmpuint(plan->files[0].key_column, ==, 1);
        g_assert_cmpuint(plan->n_warnings, ==, 0);
        insight_files_clear(&files);
    }
    InsightFiles files = insight_files_new();
    add_file(&files, "a.csv", "id,x,ho_ten,nam\n", TRUE, ""); /* its header says so */
    g_autoptr(HnAttributePlan) plan = plan_of(&files, NULL);
    g_assert_cmpuint(plan->files[0].key_column, ==, 0);
    insight_files_clear(&files);
}

static void
test_each_file_takes_the_key_that_it_has(void)
{
    static const char *const given_twice[] = { "y", "c0", NULL };
    static const char *const list[] = { "y, c0", NULL };
    static const char *const wrong[] = { "y,z", NULL };
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    add_file(&files, "a.csv", "c0,x,ho_ten,nam\n", TRUE, "");
    add_file(&files, "b.csv", "y,ho_ten,nam\n", FALSE, "");
    g_autoptr(HnAttributePlan) first = plan_of(&files, given_twice);
    g_autoptr(HnAttributePlan) second = plan_of(&files, list);
    g_assert_cmpuint(first->files[0].key_column, ==, 0); /* x would be found */
    g_assert_cmpuint(first->files[1].key_column, ==, 0);
    g_assert_cmpuint(second->files[0].key_column, ==, 0);
    g_assert_cmpuint(second->files[1].key_column, ==, 0);
    const HnAttributePlanOptions options = { .keys = wrong };
    g_assert_null(insight_files_plan(&files, &options, &error));
    g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_COLUMN);
    g_assert_nonnull(strstr(error->message, "'z'"));
    insight_files_clear(&files);
}

/* A name with a comma stays one name. */
static void
test_a_name_may_have_a_comma(void)
{
    static const char *const keys[] = { "x,y", NULL };
    InsightFiles files = insight_files_new();
    add_file(&files, "a.csv", "c0,\"x,y\",ho_ten,nam\n", TRUE, "");
    g_autoptr(HnAttributePlan) plan = plan_of(&files, keys);
    g_assert_cmpuint(plan->files[0].key_column, ==, 1);
    insight_files_clear(&files);
}

static void
test_rows_that_are_no_records(void)
{
    InsightFiles files = insight_files_new();
    add_file(&files, "a.csv", "ma,ho_ten,nam\n", FALSE, ",,\nma,ho_ten,nam\nma,ho_ten,nam\n");
    g_autoptr(HnAttributePlan) plan = plan_of(&files, NULL);
    g_assert_cmpuint(plan->files[0].key_column, ==, 0);
    g_assert_cmpuint(plan->n_warnings, ==, 1);
    g_assert_nonnull(strstr(plan->warnings[0], "line 202 is blank, line 203 is the header again, "
                                               "line 204 is the header again"));
    insight_files_clear(&files);
}

/* A record without a key is a record: it is told where it stands, and that is all. */
static void
test_records_without_a_key(void)
{
    InsightFiles files = insight_files_new();
    add_file(&files, "a.csv", "ma,ho_ten,nam\n", FALSE, ",Anna Smith,1950\nM00007,Eva Kim,1951\n");
    g_autoptr(HnAttributePlan) found = plan_of(&files, NULL);
    g_assert_cmpuint(found->files[0].key_column, ==, G_MAXUINT);
    g_assert_nonnull(
        strstr(found->warnings[0], "line 202 has no key, line 203 has the key of a line before"));
    g_assert_null(strstr(found->warnings[0], "M00007"));
    static const char *const keys[] = { "ma", NULL };
    g_autoptr(HnAttributePlan) wanted = plan_of(&files, keys);
    g_assert_cmpuint(wanted->files[0].key_column, ==, 0);
    g_assert_nonnull(strstr(wanted->warnings[0], "line 202 has no key"));
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/insight/key_plan/" #name, test_##name)
    ADD(counting_rows_is_no_name);
    ADD(each_file_takes_the_key_that_it_has);
    ADD(a_name_may_have_a_comma);
    ADD(rows_that_are_no_records);
    ADD(records_without_a_key);
    return g_test_run();
}
