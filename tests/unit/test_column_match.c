/* Goal: files of one form are found whatever their headers and orders; a file that holds the same
 * in another form is none of them. */
#include "insight/column_match.h"

#include "insight/key_plan.h"
#include "insight/pool_plan.h"
#include "tests/unit/insight_fixture.h"

#define ROWS 200u

static void
plan(const HnScan *scan, guint f, HnPlannedFile *planned)
{
    static const HnAttributePlanOptions none = { .takes_all = TRUE };
    const HnScannedFile *scanned = &scan->files[f];
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    *planned = (HnPlannedFile){ .scanned = scanned,
                                .meanings = g_new0(HnColumnMeaning, scanned->n_columns),
                                .profiles = g_new0(HnColumnProfile, scanned->n_columns) };
    for (guint c = 0; c < scanned->n_columns; c++) {
        hn_column_profile_make(scan, f, c, &planned->profiles[c]);
        planned->meanings[c] =
            hn_column_meaning_of(scanned->columns[c].name, &planned->profiles[c]);
    }
    g_assert_true(hn_key_plan_make(scan, f, &none, planned, warnings, NULL));
}

static void
free_form(gpointer members)
{
    g_array_unref(members);
}

/* "b=a c=- ": which column of the first file each of the second is; "no": another form. */
static char *
match(const char *first, const char *second)
{
    InsightFiles files = insight_files_new();
    HnPlannedFile planned[2];
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "a.csv", first);
    insight_files_add(&files, "b.csv", second);
    g_autoptr(HnScan) scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    plan(scan, 0, &planned[0]);
    plan(scan, 1, &planned[1]);
    g_autoptr(GPtrArray) form = g_ptr_array_new_with_free_func(free_form);
    for (guint c = 0; c < scan->files[0].n_columns; c++) {
        const HnFileColumn one = { 0, c };
        GArray *members = g_array_new(FALSE, FALSE, sizeof(HnFileColumn));
        g_array_append_val(members, one);
        g_ptr_array_add(form, members);
    }
    GString *text = g_string_new(NULL);
    guint column_of[16];
    if (!hn_columns_match(planned, form, 1, column_of))
        g_string_append(text, "no");
    for (guint c = 0;
         text->len == 0 || (strcmp(text->str, "no") != 0 && c < scan->files[1].n_columns); c++)
        g_string_append_printf(
            text, "%s=%s ", scan->files[1].columns[c].name,
            column_of[c] == G_MAXUINT ? "-" : scan->files[0].columns[column_of[c]].name);
    hn_planned_file_clear(&planned[0]);
    hn_planned_file_clear(&planned[1]);
    insight_files_clear(&files);
    return g_string_free(text, FALSE);
}

static char *
people(const char *header)
{
    GString *text = g_string_new(header);
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text, "a%u,%s,%s,%u-0%u-1%u,0%011u\n", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), 1930 + i * 7 % 80, 1 + i % 9,
                               i % 10, i * 7919);
    return g_string_free(text, FALSE);
}

static char *
people_turned(const char *header, gboolean has_number)
{
    GString *text = g_string_new(header);
    for (guint i = 100; i < 100 + ROWS; i++) {
        g_autofree char *number = g_strdup_printf("0%011u", i * 7919);
        g_string_append_printf(text, "%s,1%u.0%u.%u,%s,b%u,%s\n", has_number ? number : "", i % 10,
                               1 + i % 9, 1930 + i * 7 % 80, insight_surname(i * 3 + i / 12), i,
                               insight_given(i * 5));
    }
    return g_string_free(text, FALSE);
}

static void
test_other_headers_and_order(void)
{
    g_autofree char *first = people("record_id,first_name,surname,dob,cmnd\n");
    g_autofree char *second = people_turned("so,ngay_sinh,ho,record_id,ten\n", TRUE);
    g_autofree char *found = match(first, second);
    g_assert_cmpstr(found, ==,
                    "so=cmnd ngay_sinh=dob ho=surname record_id=record_id ten=first_name ");
}

static void
test_a_column_that_is_empty(void)
{
    g_autofree char *first = people("record_id,first_name,surname,dob,cmnd\n");
    g_autofree char *named = people_turned("CMND,ngay_sinh,ho,record_id,ten\n", FALSE);
    g_autofree char *nameless = people_turned("xx,ngay_sinh,ho,record_id,ten\n", FALSE);
    g_autofree char *by_name = match(first, named);
    g_autofree char *by_nothing = match(first, nameless);
    g_assert_cmpstr(by_name, ==,
                    "CMND=cmnd ngay_sinh=dob ho=surname record_id=record_id ten=first_name ");
    g_assert_cmpstr(by_nothing, ==,
                    "xx=- ngay_sinh=dob ho=surname record_id=record_id ten=first_name ");
}

static void
test_a_whole_is_no_part(void)
{
    g_autofree char *first = people("record_id,first_name,surname,dob,cmnd\n");
    g_autoptr(GString) whole = g_string_new("record_id,name,dob\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(whole, "w%u,%s %s,%u-0%u-1%u\n", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), 1930 + i * 7 % 80, 1 + i % 9,
                               i % 10);
    g_autofree char *found = match(first, whole->str);
    g_assert_cmpstr(found, ==, "no");
}

/* Another number that somebody issues is not the first one, and no date is no other form. */
static void
test_a_column_of_one_file_alone(void)
{
    g_autofree char *first = people("record_id,first_name,surname,dob,cmnd\n");
    g_autoptr(GString) second = g_string_new("record_id,ten,ho,passport\n");
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(second, "p%u,%s,%s,C%07u\n", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), i * 104729 % 9999991);
    g_autofree char *found = match(first, second->str);
    g_assert_cmpstr(found, ==, "record_id=record_id ten=first_name ho=surname passport=- ");
}

/* What fills a street in one file is a line of the address in another: the values say so. */
static void
test_values_in_common(void)
{
    g_autoptr(GString) first = g_string_new("record_id,street,town\n");
    g_autoptr(GString) second = g_string_new("record_id,CITY,ADDRESS_LINE_1\n");
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(first, "f%u,%s street,%s\n", i, insight_surname(i * 7),
                               insight_given(i));
        g_string_append_printf(second, "s%u,%s,%s %s\n", i, insight_given(i),
                               insight_surname(i * 7), i % 13 < 9 ? "street" : "strt");
    }
    g_autofree char *found = match(first->str, second->str);
    g_assert_cmpstr(found, ==, "record_id=record_id CITY=town ADDRESS_LINE_1=street ");
}

static void
test_keys_are_keys(void)
{
    g_autofree char *first = people("record_id,first_name,surname,dob,cmnd\n");
    g_autofree char *second = people_turned("record_id,dob,surname,cmnd,first_name\n", TRUE);
    g_autofree char *found = match(first, second);
    g_assert_cmpstr(found, ==,
                    "record_id=record_id dob=dob surname=surname cmnd=cmnd "
                    "first_name=first_name ");
}

/* @factor: keys count by ones, or are spread over ten digits. @modulo: of the other number. */
static char *
numbered(const char *header, guint64 first, guint64 factor, guint64 number, guint64 modulo)
{
    GString *text = g_string_new(header);
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(
            text, "%" G_GUINT64_FORMAT ",%s,%s,%u-0%u-1%u,%" G_GUINT64_FORMAT "\n",
            first + i * factor, insight_given(i * 5), insight_surname(i * 3 + i / 12),
            1930 + i * 7 % 80, 1 + i % 9, i % 10, (number + i * 7919) % modulo);
    return g_string_free(text, FALSE);
}

/* Digits are digits, and as many columns are in both: neither makes two numbers one. */
static void
test_two_numbers(void)
{
    const guint64 many = 100000000;
    g_autofree char *first = numbered("id,first_name,surname,dob,cmnd\n", 1, 1, 10000003, many);
    g_autofree char *other = numbered("id,first_name,surname,dob,passport\n", 1, 1, 60000007, many);
    g_autofree char *shared =
        numbered("id,first_name,surname,dob,passport\n", 1, 1, 10000003, many);
    g_autofree char *insured =
        numbered("ma_so_bhxh,first_name,surname,dob,cmnd\n", 1000000007, 43112609, 0, 150);
    g_autofree char *few = numbered("id,first_name,surname,dob,cmnd\n", 1, 1, 0, 900);
    g_autofree char *counted =
        numbered("id,first_name,surname,dob,passport\n", 1, 1, 7919 * 120, 900);
    g_autofree char *by_nothing = match(first, other);
    g_autofree char *by_values = match(first, shared);
    g_autofree char *by_key = match(first, insured);
    g_autofree char *by_count = match(few, counted);
    g_assert_cmpstr(by_nothing, ==,
                    "id=id first_name=first_name surname=surname dob=dob passport=- ");
    g_assert_cmpstr(by_count, ==,
                    "id=id first_name=first_name surname=surname dob=dob passport=- ");
    g_assert_cmpstr(by_values, ==,
                    "id=id first_name=first_name surname=surname dob=dob passport=cmnd ");
    g_assert_cmpstr(by_key, ==, "no"); /* a row's count is nobody's number */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/match/headers", test_other_headers_and_order);
    g_test_add_func("/insight/match/empty", test_a_column_that_is_empty);
    g_test_add_func("/insight/match/whole", test_a_whole_is_no_part);
    g_test_add_func("/insight/match/alone", test_a_column_of_one_file_alone);
    g_test_add_func("/insight/match/values", test_values_in_common);
    g_test_add_func("/insight/match/keys", test_keys_are_keys);
    g_test_add_func("/insight/match/two_numbers", test_two_numbers);
    return g_test_run();
}
