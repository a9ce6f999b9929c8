/* Goal: a column means the same in every file of a form, the header that says most of it speaks,
 * and few dates of a file do not settle what many of the others do. */
#include "insight/pool_plan.h"

#include "tests/unit/insight_fixture.h"

#define ROWS 200u

/* @is_told: days above 12 stand behind the months; else one stands before, and the others may be
 * either. */
static char *
people(const char *header, guint first, gboolean is_told)
{
    GString *text = g_string_new(header);
    for (guint i = first; i < first + ROWS; i++) {
        g_string_append_printf(text, "k%u,%s %s,%s %s,", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), insight_given(i * 7 + 1),
                               insight_surname(i * 3 + i / 12));
        if (is_told)
            g_string_append_printf(text, "%u/%u/%u", 1 + i % 12, 13 + i % 15, 1930 + i * 7 % 80);
        else
            g_string_append_printf(text, "%u/%u/%u", i == first ? 20 : 1 + i % 12, 1 + i % 11,
                                   1930 + i * 7 % 80);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static HnAttributePlan *
plan_of(const char *first, const char *second, InsightFiles *files)
{
    g_autoptr(GError) error = NULL;
    *files = insight_files_new();
    insight_files_add(files, "a.csv", first);
    insight_files_add(files, "b.csv", second);
    HnAttributePlan *plan = insight_files_plan(files, NULL, &error);
    g_assert_no_error(error);
    return plan;
}

static void
test_the_header_that_says_most(void)
{
    InsightFiles files;
    g_autofree char *first = people("record_id,full_name,mother_name,dob\n", 0, TRUE);
    g_autofree char *second = people("record_id,ho_ten,me,ngay_sinh\n", 100, TRUE);
    g_autoptr(HnAttributePlan) plan = plan_of(first, second, &files);
    g_autofree char *text = insight_plan_text(plan);
    g_assert_cmpstr(text, ==,
                    "full_name:name=full_name,ho_ten; mother_name:name=mother_name,me; "
                    "birth_date:date=dob|%m/%d/%Y,ngay_sinh|%m/%d/%Y; ");
    g_assert_cmpint(plan->files[1].meanings[2].meaning, ==, HN_MEANING_RELATIVE_NAME);
    insight_files_clear(&files);
}

/* One day before its month settles a file that is alone, and not one among others. */
static void
test_dates_of_others_decide(void)
{
    InsightFiles files;
    g_autofree char *first = people("record_id,full_name,mother_name,dob\n", 0, TRUE);
    g_autofree char *second = people("record_id,ho_ten,me,ngay_sinh\n", 100, FALSE);
    g_autoptr(HnAttributePlan) plan = plan_of(first, second, &files);
    const HnPlannedAttribute *birth = NULL;
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].meaning == HN_MEANING_BIRTH_DATE)
            birth = &plan->attributes[i];
    g_assert_nonnull(birth);
    g_assert_cmpstr(birth->maps[0].date_formats[0], ==, "%m/%d/%Y");
    g_assert_cmpstr(birth->maps[1].date_formats[0], ==, "%m/%d/%Y");
    g_assert_cmpstr(birth->maps[1].date_formats[1], ==, "%d/%m/%Y");
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pool_plan/header", test_the_header_that_says_most);
    g_test_add_func("/insight/pool_plan/dates", test_dates_of_others_decide);
    return g_test_run();
}
