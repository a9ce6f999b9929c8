/* Goal: columns of Vietnamese registers are read by the country's rules, values deciding and no
 * header needed; data of another country stay as they are. */
#include "insight/country_plan.h"

#include "config/project.h"
#include "insight/draft.h"
#include "tests/unit/insight_fixture.h"

#define ROWS 240u

static const char *const surnames[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ" };
static const char *const middles[] = { "Thị", "Văn", "Ngọc", "Thanh", "Minh" };
static const char *const given[] = { "Hương", "Dũng", "Hà", "Hùng", "Thảo", "Đức", "Giao" };
static const char *const wards[] = { "Phường Hồng Hà", "Phường Ba Đình", "Xã Đông Anh",
                                     "P. Giảng Võ",    "Phường Cửa Nam", "Xã Thư Lâm",
                                     "Phường Láng",    "Phường Ngọc Hà" };

/* Columns of @header: key, name, birth date, sex, two numbers, telephone, address, ward, province.
 */
static char *
citizens(const char *header, guint first)
{
    GString *text = g_string_new(header);
    for (guint r = 0; r < ROWS; r++) {
        const guint i = first + r;
        const gboolean is_first = i % 8 == 0; /* of January */
        g_string_append_printf(
            text,
            "k%u,%s %s %s,%02u/%02u/19%02u,%s,001%u%02u%06u,%09u,0912%06u,\"Số %u đường Nguyễn "
            "Trãi, Tổ %u\",%s,Hà Nội\n",
            i, surnames[i % 6], middles[i % 5], given[i % 7], is_first ? 1 : 1 + i % 28,
            is_first ? 1 : 1 + i % 12, 40 + i % 50, i % 2 == 0 ? "Nam" : "Nữ", i % 2, 40 + i % 50,
            i / 2 * 7919 % 1000000, 11000000 + i / 3 * 104729, i * 31337 % 1000000, 1 + i % 90,
            1 + i % 9, wards[i % 8]);
    }
    return g_string_free(text, FALSE);
}

static HnAttributePlan *
plan_of(const InsightFiles *files)
{
    return insight_files_plan_vn(files, "c0");
}

static const HnPlannedAttribute *
of_type(const HnAttributePlan *plan, HnAttributeType type)
{
    const HnPlannedAttribute *found = NULL;
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].type == type && plan->attributes[i].compared) {
            g_assert_null(found);
            found = &plan->attributes[i];
        }
    g_assert_nonnull(found);
    return found;
}

static void
expect_columns(const HnPlannedAttribute *attribute, guint n, guint first)
{
    g_assert_cmpuint(attribute->maps[0].n_columns, ==, n);
    for (guint i = 0; i < n; i++)
        g_assert_cmpuint(attribute->maps[0].columns[i], ==, first + i);
}

static void
test_citizens_without_headers(void)
{
    InsightFiles files = insight_files_new();
    g_autofree char *text = citizens("c0,c1,c2,c3,c4,c5,c6,c7,c8,c9\n", 0);
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    expect_columns(of_type(plan, HN_TYPE_VIETNAMESE_NAME), 1, 1);
    /* Numbers of all papers are one attribute, whatever column they stand in. */
    const HnPlannedAttribute *papers = of_type(plan, HN_TYPE_CITIZEN_NUMBER);
    g_assert_true(papers->many);
    expect_columns(papers, 2, 4);
    const HnPlannedAttribute *phone = of_type(plan, HN_TYPE_PHONE);
    g_assert_true(phone->is_vietnamese && phone->many);
    /* Line and ward are one address. */
    const HnPlannedAttribute *address = of_type(plan, HN_TYPE_ADDRESS);
    expect_columns(address, 2, 7);
    g_assert_cmpstr(address->maps[0].join, ==, ", ");
    const HnPlannedAttribute *born = of_type(plan, HN_TYPE_DATE);
    g_assert_true(born->is_vietnamese && born->maps[0].january_is_year);
    g_assert_cmpuint(born->maps[0].number_column, ==, 5); /* 1 + c4 */
    g_assert_cmpuint(of_type(plan, HN_TYPE_SEX)->maps[0].number_column, ==, 5);
    insight_files_clear(&files);
}

/* The day that stands for an unknown one is known in whatever form a register writes its dates. */
static void
test_first_of_january_in_any_form(void)
{
    static const char *const forms[] = { "\\1.\\2.\\3", "\\1-\\2-\\3", "\\3-\\2-\\1", "\\3/\\2/\\1",
                                         "\\3\\2\\1" };
    g_autofree char *text = citizens("c0,c1,c2,c3,c4,c5,c6,c7,c8,c9\n", 0);
    g_autoptr(GRegex) dates = g_regex_new("(\\d\\d)/(\\d\\d)/(\\d{4})", 0, 0, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        InsightFiles files = insight_files_new();
        g_autofree char *rewritten = g_regex_replace(dates, text, -1, 0, forms[i], 0, NULL);
        insight_files_add(&files, "a.csv", rewritten);
        g_autoptr(HnAttributePlan) plan = plan_of(&files);
        g_assert_true(of_type(plan, HN_TYPE_DATE)->maps[0].january_is_year);
        insight_files_clear(&files);
    }
}

/* What is written is what the configuration reads. */
static void
test_draft_is_a_configuration(void)
{
    InsightFiles files = insight_files_new();
    g_autofree char *text = citizens("c0,ho_ten,ngay_sinh,phai,cccd,cmnd,sdt,dia_chi,xa,tinh\n", 7);
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    HnDraft *draft = hn_draft_new(plan);
    hn_draft_add_rule(draft, "full_name.sorted_tokens, birth_date", 1, 0, 0);
    g_autofree char *yaml = hn_draft_yaml(draft, "/", "x");
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "/x.yaml", &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(yaml, "country: vn"));
    /* The province, the same in all rows, by its header. */
    g_assert_nonnull(strstr(yaml, "{ columns: [dia_chi, xa, tinh], join: \", \" }"));
    g_assert_nonnull(strstr(yaml, "january_first: year, number: cccd"));
    g_assert_nonnull(strstr(yaml, "{ columns: [cccd, cmnd] }"));
    g_assert_nonnull(strstr(yaml, "address_house, address_street, unit_possible"));
    hn_draft_free(draft);
    insight_files_clear(&files);
}

/* 1 January as often as chance makes it is a day; and where somebody was born is no home. */
static void
test_only_on_evidence(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new("c0,ho_ten,ngay_sinh,noi_sinh,dia_chi\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text,
                               "k%u,%s %s %s,%02u/%02u/19%02u,%s,\"Số %u đường Lê Lợi, Hà "
                               "Nội\"\n",
                               i, surnames[i % 6], middles[i % 5], given[i % 7], 2 + i % 27,
                               1 + i % 12, 40 + i % 50, i % 2 == 0 ? "Nghệ An" : "Hà Tĩnh",
                               1 + i % 90);
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    g_assert_false(of_type(plan, HN_TYPE_DATE)->maps[0].january_is_year);
    g_assert_cmpuint(of_type(plan, HN_TYPE_DATE)->maps[0].number_column, ==, 0);
    expect_columns(of_type(plan, HN_TYPE_ADDRESS), 1, 4);
    insight_files_clear(&files);
}

/* Columns that a register has beside the number of a person: *a and *b, [ROWS] of text. */
static HnAttributePlan *
plan_beside(InsightFiles *files, const char *header, char *(*more)(guint i))
{
    *files = insight_files_new();
    g_autoptr(GString) text = g_string_new("c0,ho_ten,ngay_sinh,so_cccd,dia_chi,");
    g_string_append_printf(text, "%s\n", header);
    for (guint i = 0; i < ROWS; i++) {
        g_autofree char *beside = more(i);
        g_string_append_printf(text, "k%u,%s %s %s,%02u/%02u/19%02u,", i, surnames[i % 6],
                               middles[i % 5], given[i % 7], 2 + i % 27, 1 + i % 12, 40 + i % 50);
        if (i % 2 == 0)
            g_string_append(text, i % 4 == 0 ? "x" : "chưa cấp");
        else
            g_string_append_printf(text, "001%u%02u%06u", i / 2 % 2, 40 + i % 50,
                                   i / 3 * 7919 % 1000000);
        g_string_append_printf(text, ",\"Số %u đường Lê Lợi, %s, Hà Nội\",%s\n", 1 + i % 90,
                               wards[i % 8], beside);
    }
    insight_files_add(files, "a.csv", text->str);
    return plan_of(files);
}

/* A commune's code, a household's, and the number of the mother. */
static char *
other_numbers(guint i)
{
    return g_strdup_printf("%05u,5%09u,0011%02u%06u", i % 8 * 37 + 1, 300000000 + i / 4 * 104729,
                           20 + i % 50, i / 2 * 31337 % 1000000);
}

static void
test_numbers_of_others_are_no_papers(void)
{
    InsightFiles files;
    g_autoptr(HnAttributePlan) plan = plan_beside(&files, "ma_xa,ma_so_hgd,cccd_me", other_numbers);
    /* Half of the values say that there is no number: of the others all are. */
    const HnPlannedAttribute *papers = of_type(plan, HN_TYPE_CITIZEN_NUMBER);
    expect_columns(papers, 1, 3);
    g_assert_cmpuint(of_type(plan, HN_TYPE_DATE)->maps[0].number_column, ==, 4);
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].maps[0].columns[0] == 7) {
            g_assert_false(plan->attributes[i].compared);
            g_assert_nonnull(strstr(plan->attributes[i].reason, "of a relative"));
        }
    insight_files_clear(&files);
}

/* Another address, a paper and telephones with words around them. */
static char *
with_words(guint i)
{
    return g_strdup_printf("\"Số %u đường Trần Phú, %s, Hải Phòng\",CMND số %09u cấp ngày "
                           "%02u/11/2019 tại CA,DĐ: 0912%06u - NR: 0243%07u",
                           1 + i % 70, wards[i / 2 % 8], 11000000 + i / 3 * 104729, 1 + i % 28,
                           i / 3 * 31337 % 1000000, i / 3 * 7919 % 10000000);
}

static void
test_what_stands_between_words_is_read(void)
{
    InsightFiles files;
    g_autoptr(HnAttributePlan) plan = plan_beside(&files, "dia_chi_co_quan,giay_to,lh", with_words);
    const HnPlannedAttribute *papers = of_type(plan, HN_TYPE_CITIZEN_NUMBER);
    g_assert_cmpuint(papers->maps[0].n_columns, ==, 2);
    g_assert_cmpuint(papers->maps[0].columns[0] + papers->maps[0].columns[1], ==, 3 + 6);
    const HnPlannedAttribute *phone = of_type(plan, HN_TYPE_PHONE);
    expect_columns(phone, 1, 7);
    g_assert_true(phone->many && phone->is_vietnamese);
    /* One address: two of one record are two places. */
    g_assert_cmpuint(of_type(plan, HN_TYPE_ADDRESS)->maps[0].n_columns, ==, 1);
    for (guint i = 0; i < plan->n_attributes; i++) /* the codes in the text are the paper's */
        for (guint k = 0; k < i; k++)
            g_assert_cmpuint(plan->attributes[i].maps[0].columns[0], !=,
                             plan->attributes[k].maps[0].columns[0]);
    insight_files_clear(&files);
}

static void
test_firms(void)
{
    static const char *const codes[] = { "0100109106", "0100047516", "0101243150", "0300588569" };
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new("c0,ten,loai,mst\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text, "k%u,Công ty TNHH %s %s %u,%s,%s-%03u\n", i, given[i % 7],
                               middles[i / 7 % 5], i, i % 2 == 0 ? "Công ty TNHH" : "Công ty CP",
                               codes[i % 4], 1 + i % 200);
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    g_assert_cmpstr(plan->entity, ==, "organisation");
    expect_columns(of_type(plan, HN_TYPE_COMPANY), 1, 1);
    expect_columns(of_type(plan, HN_TYPE_TAX_CODE), 1, 3);
    expect_columns(of_type(plan, HN_TYPE_CATEGORY), 1, 2); /* kinds of firms are no names */
    insight_files_clear(&files);
}

/* Of 25 ways to write five forms each form is one, and no firm is told by it. */
static void
test_kinds_of_firms(void)
{
    static const char *const firm[] = { "Công ty", "CÔNG TY", "Cty", "CTY", "công ty" };
    static const char *const form[] = { "TNHH", "CP", "TNHH MTV", "cổ phần", "hợp danh" };
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new("c0,ten,loai\n");
    for (guint i = 0; i < 1000; i++)
        g_string_append_printf(text, "k%u,Công ty TNHH %s %s %u,%s %s\n", i, given[i % 7],
                               middles[i / 7 % 5], i, firm[i % 5], form[i / 5 % 5]);
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    guint n_kinds = 0;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        if (attribute->maps[0].columns[0] != 2)
            continue;
        g_assert_cmpint(attribute->type, ==, HN_TYPE_COMPANY);
        g_assert_cmpint(attribute->meaning, ==, HN_MEANING_CATEGORY);
        n_kinds++;
    }
    g_assert_cmpuint(n_kinds, ==, 1);
    insight_files_clear(&files);
}

/* A plan of one file whose column `header` has what @form makes of a date. */
static HnAttributePlan *
plan_of_dates(InsightFiles *files, const char *header, const char *form)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "c0,ho_ten,%s,so_cccd\n", header);
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(text, "k%u,%s %s %s,", i, surnames[i % 6], middles[i % 5],
                               given[i % 7]);
        if (strcmp(form, "stamp") == 0)
            g_string_append_printf(text, "19%02u%02u%02u%02u00", 40 + i % 50, 1 + i % 12,
                                   1 + i % 27, i % 24);
        else if (strcmp(form, "serial") == 0)
            g_string_append_printf(text, "%u.0", 14000 + i * 31 % 20000);
        else if (i % 5 == 0)
            g_string_append(text, "01/01/1900");
        else
            g_string_append_printf(text, "'%02u / %02u / 19%02u 12:00:00 SA", 2 + i % 26,
                                   1 + i % 12, 40 + i % 50);
        g_string_append_printf(text, ",0%02u%03u%06u\n", 1 + i % 96, i % 2 * 100 + 40 + i % 50,
                               i * 31337 % 1000000);
    }
    insight_files_add(files, "a.csv", text->str);
    return plan_of(files);
}

static void
test_dates_of_offices(void)
{
    static const struct {
        const char *form, *format;
    } cases[] = { { "stamp", "%Y%m%d" }, { "serial", "excel" }, { "dressed", "%d/%m/%Y" } };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        InsightFiles files = insight_files_new();
        g_autoptr(HnAttributePlan) plan = plan_of_dates(&files, "ngay_sinh", cases[i].form);
        const HnPlannedAttribute *born = of_type(plan, HN_TYPE_DATE);
        g_assert_cmpint(born->meaning, ==, HN_MEANING_BIRTH_DATE);
        g_assert_cmpstr(born->maps[0].date_formats[0], ==, cases[i].format);
        g_assert_null(born->maps[0].date_formats[1]);
        g_assert_false(born->maps[0].january_is_year); /* fillers are no first of January */
        expect_columns(born, 1, 2);
        insight_files_clear(&files);
    }
}

/* The same numbers under a header that says nothing of dates: numbers. */
static void
test_numbers_are_no_dates(void)
{
    static const char *const forms[] = { "stamp", "serial" };
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        InsightFiles files = insight_files_new();
        g_autoptr(HnAttributePlan) plan = plan_of_dates(&files, "so_ho_so", forms[i]);
        for (guint a = 0; a < plan->n_attributes; a++)
            g_assert_cmpint(plan->attributes[a].type, !=, HN_TYPE_DATE);
        insight_files_clear(&files);
    }
}

static void
test_other_countries(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new("c0,name,dob,phone,address\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text, "k%u,%s %s,%02u/%02u/19%02u,0912%06u,%u Main Street\n", i,
                               insight_given(i), insight_surname(i * 3), 1 + i % 28, 1 + i % 12,
                               40 + i % 50, i * 31337 % 1000000, 1 + i % 90);
    insight_files_add(&files, "a.csv", text->str);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    for (guint i = 0; i < plan->n_attributes; i++) {
        g_assert_cmpint(plan->attributes[i].type, <, HN_TYPE_UNIT);
        g_assert_false(plan->attributes[i].is_vietnamese);
    }
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/insight/country_plan/" #name, test_##name)
    ADD(citizens_without_headers);
    ADD(first_of_january_in_any_form);
    ADD(draft_is_a_configuration);
    ADD(only_on_evidence);
    ADD(numbers_of_others_are_no_papers);
    ADD(what_stands_between_words_is_read);
    ADD(firms);
    ADD(kinds_of_firms);
    ADD(other_countries);
    ADD(dates_of_offices);
    ADD(numbers_are_no_dates);
    return g_test_run();
}
