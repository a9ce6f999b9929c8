/* Goal: files with other headers, orders and forms give one plan; what is said twice is compared
 * once; keys and sources are found or asked for. */
#include "insight/attribute_plan.h"

#include "insight/insight_error.h"
#include "tests/unit/insight_fixture.h"

#define ROWS 300u

static void
expect_plan(const InsightFiles *files, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnAttributePlan) plan = insight_files_plan(files, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *found = insight_plan_text(plan);
    g_assert_cmpstr(found, ==, text);
}

/* @columns: a format of printf for each row: %s given, %s surname, %u day, %u month, %u year. */
static char *
people(const char *header, guint first, gboolean backwards)
{
    GString *text = g_string_new(header);
    for (guint r = 0; r < ROWS; r++) {
        const guint i = first + (backwards ? ROWS - 1 - r : r);
        g_string_append_printf(text, "k%u,%s,%s,%02u/%02u/%u,0%011u\n", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), 1 + i % 28, 1 + i % 12,
                               1930 + i * 7 % 80, i / 2 * 7919);
    }
    return g_string_free(text, FALSE);
}

static void
test_one_file(void)
{
    InsightFiles files = insight_files_new();
    g_autofree char *text = people("record_id,fname,lname,dob,cmnd\n", 0, FALSE);
    insight_files_add(&files, "a.csv", text);
    expect_plan(&files, "given_name:name=fname; surname:name=lname; "
                        "birth_date:date=dob|%d/%m/%Y; cmnd:digits=cmnd; ");
    insight_files_clear(&files);
}

static void
test_order_of_rows_is_nothing(void)
{
    InsightFiles files = insight_files_new();
    InsightFiles backwards = insight_files_new();
    g_autofree char *up = people("c1,c2,c3,c4,c5\n", 0, FALSE);
    g_autofree char *down = people("c1,c2,c3,c4,c5\n", 0, TRUE);
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "a.csv", up);
    insight_files_add(&backwards, "a.csv", down);
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "c1", NULL } };
    g_autoptr(HnAttributePlan) a = insight_files_plan(&files, &key, &error);
    g_autoptr(HnAttributePlan) b = insight_files_plan(&backwards, &key, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < a->n_attributes; i++) {
        g_assert_cmpstr(a->attributes[i].evidence, ==, b->attributes[i].evidence);
        g_assert_cmpfloat(a->attributes[i].confidence, ==, b->attributes[i].confidence);
    }
    g_autofree char *first = insight_plan_text(a);
    g_autofree char *second = insight_plan_text(b);
    g_assert_cmpstr(first, ==, second);
    g_assert_cmpstr(first, ==,
                    "given_name:name=c2; surname:name=c3; "
                    "birth_date:date=c4|%d/%m/%Y; identifier:digits=c5; ");
    insight_files_clear(&files);
    insight_files_clear(&backwards);
}

/* The second file: a full name, year, month and day apart, JSON, other words. */
static char *
people_as_json(guint first)
{
    GString *text = g_string_new(NULL);
    for (guint i = first; i < first + ROWS; i++)
        g_string_append_printf(text,
                               "{\"ho_ten\":\"%s %s\",\"ngay\":%u,\"thang\":%u,\"nam_sinh\":%u,"
                               "\"so_dinh_danh\":\"0%011u\",\"ma_so\":\"h%u\"}\n",
                               insight_given(i * 5), insight_surname(i * 3 + i / 12), 1 + i % 28,
                               1 + i % 12, 1930 + i * 7 % 80, i / 2 * 7919, i);
    return g_string_free(text, FALSE);
}

static void
test_two_files(void)
{
    InsightFiles files = insight_files_new();
    g_autofree char *csv = people("record_id,fname,lname,dob,cmnd\n", 0, FALSE);
    g_autofree char *json = people_as_json(100);
    insight_files_add(&files, "b.jsonl", json);
    insight_files_add(&files, "a.csv", csv);
    expect_plan(&files, "full_name:name=fname+lname,ho_ten; "
                        "birth_date:date=dob|%d/%m/%Y,nam_sinh+thang+ngay|%Y-%m-%d; "
                        "cmnd:digits=cmnd,so_dinh_danh; ");
    insight_files_clear(&files);
}

static void
test_a_whole_beside_its_parts(void)
{
    g_autoptr(GString) as_often = g_string_new("record_id,name,first,last,dob\n");
    g_autoptr(GString) seldom = g_string_new("record_id,name,first,last,dob\n");
    for (guint i = 0; i < ROWS; i++) {
        const char *given = insight_given(i * 5), *surname = insight_surname(i * 3 + i / 12);
        g_string_append_printf(as_often, "%u,%s %s,%s,%s,%u-01-0%u\n", i, given, surname, given,
                               surname, 1930 + i * 7 % 80, 1 + i % 9);
        g_string_append_printf(seldom, "%u,%s %s,%s,%s,%u-01-0%u\n", i, given, surname, given,
                               i % 5 == 0 ? "" : surname, 1930 + i * 7 % 80, 1 + i % 9);
    }
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", as_often->str);
    expect_plan(&files, "-full_name:name=name; given_name:name=first; surname:name=last; "
                        "birth_date:date=dob|%Y-%m-%d; ");
    insight_files_clear(&files);
    files = insight_files_new();
    insight_files_add(&files, "a.csv", seldom->str);
    expect_plan(&files, "full_name:name=name; -given_name:name=first; -surname:name=last; "
                        "birth_date:date=dob|%Y-%m-%d; ");
    insight_files_clear(&files);
}

static void
test_persons_and_firms_in_one_file(void)
{
    g_autoptr(GString) text = g_string_new("record_id,org,first,last,phone,mobile\n");
    for (guint i = 0; i < ROWS; i++) {
        const gboolean firm = i % 3 == 0;
        g_string_append_printf(text, "%u,", i);
        if (firm)
            g_string_append_printf(text, "%s %u GmbH,,", insight_surname(i), i);
        else
            g_string_append_printf(text, ",%s,%s", insight_given(i * 5),
                                   insight_surname(i * 3 + i / 12));
        g_string_append_printf(text, ",+84 91%07u,%s%07u\n", i * 7919, "090 ", i * 77);
    }
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text->str);
    expect_plan(&files, "name:name=first+last+org; phone:phone*=phone+mobile; ");
    insight_files_clear(&files);
}

/* A row of persons and firms: columns in the order of @letters: o, f, l, p, m. */
static void
put_mixed_row(GString *text, const char *letters, guint i)
{
    const gboolean is_firm = i % 3 == 0;
    g_string_append_printf(text, "%u", i);
    for (const char *c = letters; *c != '\0'; c++) {
        g_string_append_c(text, ',');
        if (*c == 'o' && is_firm)
            g_string_append_printf(text, "%s %u GmbH", insight_surname(i), i);
        if (*c == 'f' && !is_firm)
            g_string_append(text, insight_given(i * 5));
        if (*c == 'l' && !is_firm)
            g_string_append(text, insight_surname(i * 3 + i / 12));
        if (*c == 'p')
            g_string_append_printf(text, "+84 91%07u", i * 7919);
        if (*c == 'm')
            g_string_append_printf(text, "090 %07u", i * 77);
    }
    g_string_append_c(text, '\n');
}

static void
test_order_of_columns_is_nothing(void)
{
    static const char *const expected = "name:name=first+last+org; phone:phone*=phone+mobile; ";
    g_autoptr(GString) one = g_string_new("record_id,org,first,last,phone,mobile\n");
    g_autoptr(GString) other = g_string_new("record_id,mobile,last,org,phone,first\n");
    for (guint i = 0; i < ROWS; i++) {
        put_mixed_row(one, "oflpm", i);
        put_mixed_row(other, "mlopf", i);
    }
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", one->str);
    expect_plan(&files, expected);
    insight_files_clear(&files);
    files = insight_files_new();
    insight_files_add(&files, "a.csv", other->str);
    expect_plan(&files, expected);
    insight_files_clear(&files);
}

/* Firms stand in one file and persons in the other: each alone would have another plan. */
static void
test_one_file_or_several(void)
{
    g_autoptr(GString) firms = g_string_new("record_id,org,first,last,phone,mobile\n");
    g_autoptr(GString) people = g_string_new("record_id,MOBILE,Last,Org,Phone,First\n");
    for (guint i = 0; i < ROWS; i++)
        put_mixed_row(i % 3 == 0 ? firms : people, i % 3 == 0 ? "oflpm" : "mlopf", i);
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "firms.csv", firms->str);
    insight_files_add(&files, "people.csv", people->str);
    expect_plan(&files, "name:name=first+last+org,First+Last+Org; "
                        "phone:phone*=phone+mobile,Phone+MOBILE; ");
    insight_files_clear(&files);
}

static void
test_a_point_and_lists(void)
{
    g_autoptr(GString) text = g_string_new("record_id,title,lat,lon,authors\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text,
                               "%u,On the use of method %u for the study of %s,%u.%04u,%u.%04u,"
                               "\"%s %s; %s %s\"\n",
                               i, i, insight_given(i), 40 + i % 20, i, 2 + i % 9, i,
                               insight_given(i * 7), insight_surname(i), insight_given(i * 7 + 3),
                               insight_surname(i + 1));
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *found = insight_plan_text(plan);
    g_assert_cmpstr(found, ==, "point:text=lat+lon; title:text=title; authors:name*=authors/;; ");
    g_assert_cmpint(plan->attributes[0].shape, ==, HN_PLANNED_POINT);
    g_assert_cmpstr(plan->entity, ==, "record");
    insight_files_clear(&files);
}

/* One register, as a firm's or as a person's who works for one; @born: header of its dates. */
static const char *
entity_of_register(const char *born, gboolean has_person)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "record_id,employer%s,%s,fax\n", has_person ? ",fullname" : "",
                           born);
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(text, "%u,%s %u %s", i, insight_surname(i), i,
                               i % 2 == 0 ? "GmbH" : "Ltd.");
        if (has_person)
            g_string_append_printf(text, ",%s %s", insight_given(i * 5),
                                   insight_surname(i * 3 + i / 12));
        g_string_append_printf(text, ",%02u/%02u/%u,%u\n", 1 + i % 28, 1 + i % 12,
                               1950 + i * 7 % 70, i % 9);
    }
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    insight_files_clear(&files);
    return g_intern_string(plan->entity);
}

/* When a firm was founded makes it no person, also where the date looks like a birth's. */
static void
test_what_a_register_is_of(void)
{
    g_assert_cmpstr(entity_of_register("est_date", FALSE), ==, "organisation");
    g_assert_cmpstr(entity_of_register("x", FALSE), ==, "organisation");
    g_assert_cmpstr(entity_of_register("birth_date", TRUE), ==, "person");
}

static void
test_keys(void)
{
    g_autoptr(GString) text = g_string_new("a1,b1,name\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text, "%u,X%06u,%s %s\n", i + 1000, i * 7, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12));
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(GError) error = NULL;
    g_assert_null(insight_files_plan(&files, NULL, &error));
    g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_KEY);
    g_assert_nonnull(strstr(error->message, "'a1', 'b1'"));
    g_clear_error(&error);
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "b1", NULL } };
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, &key, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(plan->files[0].key_column, ==, 1);
    const HnAttributePlanOptions wrong = { .keys = (const char *const[]){ "zz", NULL } };
    g_assert_null(insight_files_plan(&files, &wrong, &error));
    g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_COLUMN);
    insight_files_clear(&files);
}

static void
test_sources(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "Tax Office.2024.csv",
                      "record_id,name\n1,Anna Smith\n2,Eva Miller\n");
    insight_files_add(&files, "b.csv", "record_id,source,name\n1,x,Anna Smith\n1,y,Eva Miller\n");
    insight_files_add(&files, "c.csv", "record_id,source,name\n1,X Y,Anna Smith\n2,y,Eva Miller\n");
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(plan->files[0].source, ==, "tax_office");
    g_assert_cmpuint(plan->files[0].source_column, ==, G_MAXUINT);
    g_assert_cmpuint(plan->files[1].source_column, ==, 1);
    g_assert_cmpuint(plan->files[2].source_column, ==, G_MAXUINT);
    g_assert_cmpuint(plan->n_warnings, ==, 1);
    g_assert_nonnull(strstr(plan->warnings[0], "c.csv"));
    insight_files_clear(&files);
}

static void
test_nothing_to_compare(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "a.csv", "a,b\n");
    g_assert_null(insight_files_plan(&files, NULL, &error));
    g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_NO_ATTRIBUTE);
    g_clear_error(&error);
    const HnAttributePlanOptions all = { .takes_all = TRUE };
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, &all, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(plan->n_attributes, ==, 0);
    insight_files_clear(&files);
}

static void
test_very_many_columns(void)
{
    g_autoptr(GString) text = g_string_new("record_id");
    g_autoptr(GError) error = NULL;
    for (guint c = 0; c < 500; c++)
        g_string_append_printf(text, ",k%u", c);
    for (guint r = 0; r < 60; r++) {
        g_string_append_printf(text, "\n%u", r);
        for (guint c = 0; c < 500; c++)
            g_string_append_printf(text, ",%u", (r * 31 + c * r) % (3 + c));
    }
    g_string_append_c(text, '\n');
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(plan->n_attributes, ==, HN_ATTRIBUTES_MAX);
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/plan/one_file", test_one_file);
    g_test_add_func("/insight/plan/order", test_order_of_rows_is_nothing);
    g_test_add_func("/insight/plan/two_files", test_two_files);
    g_test_add_func("/insight/plan/whole", test_a_whole_beside_its_parts);
    g_test_add_func("/insight/plan/mixed", test_persons_and_firms_in_one_file);
    g_test_add_func("/insight/plan/columns", test_order_of_columns_is_nothing);
    g_test_add_func("/insight/plan/several", test_one_file_or_several);
    g_test_add_func("/insight/plan/point", test_a_point_and_lists);
    g_test_add_func("/insight/plan/what-it-is-of", test_what_a_register_is_of);
    g_test_add_func("/insight/plan/keys", test_keys);
    g_test_add_func("/insight/plan/sources", test_sources);
    g_test_add_func("/insight/plan/nothing", test_nothing_to_compare);
    g_test_add_func("/insight/plan/many", test_very_many_columns);
    return g_test_run();
}
