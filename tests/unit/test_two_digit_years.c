/* Goal: dates of four digits say which years those of two digits mean, and slips do not. */
#include "insight/two_digit_years.h"

#include "insight/draft.h"

#include "tests/unit/insight_fixture.h"

#define ROWS 400u

/* Births of 1930 to @latest; every fourth has a year of two digits, and the first @n_slips are of
 * 2095. */
static char *
people(guint latest, guint n_slips, const char *header)
{
    GString *text = g_string_new(header);
    for (guint i = 0; i < ROWS; i++) {
        const guint year = i < n_slips ? 2095 : 1930 + i * 7 % (latest - 1929);
        g_string_append_printf(text, "k%u,%s %s,", i, insight_given(i * 5), insight_surname(i));
        if (i >= n_slips && i % 4 == 0)
            g_string_append_printf(text, "%02u/%02u/%02u\n", 13 + i % 15, 1 + i % 12, year % 100);
        else
            g_string_append_printf(text, "%02u/%02u/%u\n", 13 + i % 15, 1 + i % 12, year);
    }
    return g_string_free(text, FALSE);
}

/* 200 births of 1926 to 2005 in four digits, those of the last years one each. */
static char *
thin_end(void)
{
    GString *text = g_string_new("id,name,birth_date\n");
    for (guint i = 0; i < 200; i++) {
        const guint year = i < 195 ? 1926 + i * 7 % 75 : 1806 + i;
        g_string_append_printf(text, "k%u,%s %s,%02u/%02u/%u\n", i, insight_given(i * 5),
                               insight_surname(i), 13 + i % 15, 1 + i % 12, year);
        g_string_append_printf(text, "m%u,%s %s,%02u/%02u/%02u\n", i, insight_given(i * 5),
                               insight_surname(i), 13 + i % 15, 1 + i % 12, year % 100);
    }
    return g_string_free(text, FALSE);
}

/* 0 where nothing is written. */
static guint
years_to(const char *text)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    guint found = G_MAXUINT;
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].type == HN_TYPE_DATE)
            found = plan->attributes[i].maps[0].years_to;
    g_assert_cmpuint(found, !=, G_MAXUINT);
    HnDraft *draft = hn_draft_new(plan);
    g_autofree char *yaml = hn_draft_yaml(draft, "/", "x");
    g_autofree char *key = g_strdup_printf("two_digit_years_to: %u", found);
    g_assert_true((strstr(yaml, "two_digit_years_to") != NULL) == (found != 0));
    g_assert_true(found == 0 || strstr(yaml, key) != NULL);
    hn_draft_free(draft);
    insight_files_clear(&files);
    return found;
}

static void
test_the_latest_year_is_found(void)
{
    g_autofree char *text = people(2019, 0, "id,name,birth_date\n");
    g_assert_cmpuint(years_to(text), ==, 2019);
    g_autofree char *thin = thin_end(); /* one value is enough where years follow each other */
    g_assert_cmpuint(years_to(thin), ==, 2005);
}

/* Two of 300 are slips, however often each stands; births behind 2029 are, however many. */
static void
test_slips_are_none(void)
{
    g_autofree char *two = people(2019, 2, "id,name,birth_date\n");
    g_assert_cmpuint(years_to(two), ==, 2019);
    g_autofree char *many = people(2019, 30, "id,name,birth_date\n");
    g_assert_cmpuint(years_to(many), ==, 2019);
    g_autofree char *expiry = people(2019, 30, "id,name,expiry_date\n");
    g_assert_cmpuint(years_to(expiry), ==, 2095);
}

static void
test_nothing_is_said_without_need(void)
{
    g_autoptr(GString) full = g_string_new("id,name,birth_date\n");
    g_autoptr(GString) two = g_string_new("id,name,birth_date\n");
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(full, "k%u,%s %s,13/04/%u\n", i, insight_given(i),
                               insight_surname(i / 3), 1930 + i % 80);
        g_string_append_printf(two, "k%u,%s %s,13/04/%02u\n", i, insight_given(i),
                               insight_surname(i / 3), 30 + i % 60);
    }
    g_assert_cmpuint(years_to(full->str), ==, 0);
    g_assert_cmpuint(years_to(two->str), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/two_digit_years/" #what, test_##what)
    ADD(the_latest_year_is_found);
    ADD(slips_are_none);
    ADD(nothing_is_said_without_need);
    return g_test_run();
}
