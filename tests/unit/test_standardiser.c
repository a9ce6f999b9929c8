/* Goal: each type's rules end to end, the set of hostile fields, and errors that name the
 * attribute. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "records/country_tables.h"
#include "standardise/standardiser.h"
#include "tests/reference/bad_input.h"
#include "tests/reference/gazetteer_fixture.h"
#include "tests/reference/vn_tables.h"
#include "text/text_error.h"

static HnStandardiser *
standardiser_of(HnAttributeType type)
{
    char name[] = "field";
    const HnAttribute attribute = { .name = name, .type = type, .tables = hn_fixture_tables() };
    g_autoptr(GError) error = NULL;
    HnStandardiser *standardiser = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
    return standardiser;
}

/* The canonical value; empty: missing. */
static GByteArray *
apply(HnStandardiser *standardiser, HnSlice raw)
{
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)hn_standardiser_bytes_max(raw.n_bytes));
    g_byte_array_set_size(out, (guint)hn_standardiser_apply(standardiser, raw, out->data));
    return out;
}

static void
assert_canonical(HnAttributeType type, const char *raw, const char *expected)
{
    g_autoptr(HnStandardiser) standardiser = standardiser_of(type);
    g_autoptr(GByteArray) out = apply(standardiser, hn_slice_of(raw));
    g_assert_cmpmem(out->data, out->len, expected, strlen(expected));
}

static void
test_names(void)
{
    assert_canonical(HN_TYPE_NAME, " NGUYỄN\xC2\xA0Văn-Đức ", "nguyễn văn đức");
    assert_canonical(HN_TYPE_NAME, "O'Brien, Jr.", "obrien jr");
    assert_canonical(HN_TYPE_NAME, "H’Hen Niê", "hhen niê");
    assert_canonical(HN_TYPE_NAME, "Null", "null");
    assert_canonical(HN_TYPE_NAME, "Na", "na");
    assert_canonical(HN_TYPE_NAME, "--", "");
    assert_canonical(HN_TYPE_NAME, "", "");
    assert_canonical(HN_TYPE_NAME, "Ｎguyễn", "nguyễn");
}

static void
test_addresses(void)
{
    const char *old = "Số 12 ngõ 34 đường Nguyễn Trãi, Phường Bến Nghé, Quận 1, TPHCM";
    assert_canonical(HN_TYPE_UNIT, old, "79:26740@760");
    assert_canonical(HN_TYPE_UNIT, "Phường Sài Gòn, TP. Hồ Chí Minh", "79:26740@760");
    assert_canonical(HN_TYPE_UNIT, "12 Baker Street, London", "");
    assert_canonical(HN_TYPE_UNIT, "", "");
    assert_canonical(HN_TYPE_ADDRESS_LINE, old, "34/12 _nguyen_trai");
    assert_canonical(HN_TYPE_ADDRESS_LINE, "Phường Sài Gòn, TP. Hồ Chí Minh", "");
}

static void
test_text_and_categories(void)
{
    assert_canonical(HN_TYPE_TEXT, "12/3  Lê Lợi, Q.1", "12/3 lê lợi, q.1");
    assert_canonical(HN_TYPE_TEXT, " N/A ", "");
    assert_canonical(HN_TYPE_TEXT, "Chưa rõ", "");
    assert_canonical(HN_TYPE_CATEGORY, " Nam ", "nam");
    assert_canonical(HN_TYPE_CATEGORY, "Không", "không");
    assert_canonical(HN_TYPE_EMAIL, " An.Nguyen@Example.COM ", "an.nguyen@example.com");
    assert_canonical(HN_TYPE_EMAIL, "\"An <Nguyen>\" <An.Nguyen@Example.COM>",
                     "an.nguyen@example.com");
    assert_canonical(HN_TYPE_EMAIL, "an<b>@example.com", "an<b>@example.com");
    assert_canonical(HN_TYPE_SEX, " Nữ ", "female");
    assert_canonical(HN_TYPE_SEX, "Male", "male");
    assert_canonical(HN_TYPE_SEX, "U", "");
    assert_canonical(HN_TYPE_CODE, "KX-TG9344", "KXTG9344");
    assert_canonical(HN_TYPE_CODE, "black", "");
}

static void
test_other_scripts(void)
{
    /* Shin with a point is two letters, and longer. */
    assert_canonical(HN_TYPE_ADDRESS_LINE, "a_\xEF\xAD\x89", "a_\xD7\xA9\xD6\xBC");
    char name[] = "field";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_NAME, .latin = TRUE };
    static const char *const cases[][2] = { { "王伟", "wang wei" },
                                            { "ВАСИЛЬЕВ, Пётр", "vasilev petr" },
                                            { "Nguyễn-Đức", "nguyễn đức" },
                                            { "王·Nguyễn", "wang nguyễn" } };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStandardiser) latin = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) out = apply(latin, hn_slice_of(cases[i][0]));
        g_assert_cmpmem(out->data, out->len, cases[i][1], strlen(cases[i][1]));
    }
    assert_canonical(HN_TYPE_NAME, "王伟", "王伟");
}

static void
test_marks_may_be_dropped(void)
{
    char name[] = "field";
    HnAttribute attribute = { .name = name, .type = HN_TYPE_NAME, .drop_marks = TRUE };
    static const char *const cases[][2] = {
        { "Đặng Thị Hà", "dang thi ha" },
        { "dang thi ha", "dang thi ha" },
        { "ĐẶNG-THỊ HẢ", "dang thi ha" },
        { "Da\xCC\xA3 ", "da" },
        { "Hoà", "hoa" },
        { "Müller", "muller" },
        { "Ðỗ", "do" },
        { "đ", "d" },
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStandardiser) dropping = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) out = apply(dropping, hn_slice_of(cases[i][0]));
        g_assert_cmpmem(out->data, out->len, cases[i][1], strlen(cases[i][1]));
    }
    attribute.latin = TRUE;
    g_autoptr(HnStandardiser) both = hn_standardiser_new(&attribute, NULL, &error);
    g_autoptr(GByteArray) out = apply(both, hn_slice_of("Nguyễn Đức 王"));
    g_assert_cmpmem(out->data, out->len, "nguyen duc wang", 15);
    assert_canonical(HN_TYPE_NAME, "Đặng", "đặng");
}

static void
test_mailboxes_of_offices_may_be_missing(void)
{
    char name[] = "field";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_EMAIL, .personal = TRUE };
    static const char *const cases[][2] = { { "Info@Example.com", "" },
                                            { "An <no-reply@example.com>", "" },
                                            { " Infante@Example.com", "infante@example.com" } };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStandardiser) personal = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) out = apply(personal, hn_slice_of(cases[i][0]));
        g_assert_cmpmem(out->data, out->len, cases[i][1], strlen(cases[i][1]));
    }
    assert_canonical(HN_TYPE_EMAIL, "Info@Example.com", "info@example.com");
}

static void
test_numbers_and_phones(void)
{
    assert_canonical(HN_TYPE_DIGITS, "001-099.012345", "001099012345");
    assert_canonical(HN_TYPE_DIGITS, "ol16 3hj", "OL163HJ");
    assert_canonical(HN_TYPE_DIGITS, "000000000000", "");
    assert_canonical(HN_TYPE_DIGITS, "n/a", "");
    assert_canonical(HN_TYPE_DIGITS, "không có", "");
    assert_canonical(HN_TYPE_PHONE, "+84 90 123 45 67", "84901234567");
    assert_canonical(HN_TYPE_PHONE, "none", "");
}

static void
test_dates(void)
{
    assert_canonical(HN_TYPE_DATE, "31/12/1999", "1999-12-31");
    assert_canonical(HN_TYPE_DATE, "1990", "1990");
    assert_canonical(HN_TYPE_DATE, "05/06/1999", "");
    assert_canonical(HN_TYPE_DATE, "31/02/1990", "");
    assert_canonical(HN_TYPE_DATE, "1970-03-05 12:00:00 SA", "1970-03-05");
    assert_canonical(HN_TYPE_DATE, "19700305120000", "1970-03-05");
    assert_canonical(HN_TYPE_DATE, "'31 / 12 / 1999", "1999-12-31");
    assert_canonical(HN_TYPE_DATE, "16-Thg5-1966", "1966-05-16");
    assert_canonical(HN_TYPE_DATE, "12 Tháng 4, 1968", "1968-04-12");
    assert_canonical(HN_TYPE_DATE, "1900-01-01", "");
    assert_canonical(HN_TYPE_DATE, "01/01/1900", "");
    assert_canonical(HN_TYPE_DATE, "1753-01-01", "");
    assert_canonical(HN_TYPE_DATE, "0001-01-01", "");
    assert_canonical(HN_TYPE_DATE, "1900", "1900");
    assert_canonical(HN_TYPE_DATE, "١٩٩٠-٠١-٠١", "1990-01-01");
    assert_canonical(HN_TYPE_DATE,
                     "\xEF\xBB\xBF"
                     "1990-01-01\xC2\xA0",
                     "1990-01-01");
}

static void
test_declared_date_formats_are_used(void)
{
    char name[] = "born";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_DATE };
    const char *const formats[] = { "%d/%m/%Y", "%Y", NULL };
    const char *const bad[] = { "%d/%m/%Y", "%q", NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(&attribute, formats, &error);
    g_assert_no_error(error);
    g_autoptr(GByteArray) out = apply(standardiser, hn_slice_of("05/06/1999"));
    g_assert_cmpmem(out->data, out->len, "1999-06-05", 10);
    g_autoptr(GByteArray) none = apply(standardiser, hn_slice_of("1999/06/05"));
    g_assert_cmpuint(none->len, ==, 0);

    g_assert_null(hn_standardiser_new(&attribute, bad, &error));
    g_assert_error(error, HN_TEXT_ERROR, HN_TEXT_ERROR_DATE_FORMAT);
    g_assert_nonnull(strstr(error->message, "born"));
}

static GByteArray *
canonical(HnAttributeType type, const char *base64)
{
    gsize n = 0;
    g_autofree guchar *raw = g_base64_decode(base64, &n);
    g_autoptr(HnStandardiser) standardiser = standardiser_of(type);
    return apply(standardiser, hn_slice(raw, n));
}

static void
check_hostile(char **row, HnAttributeType type, gboolean should_be_equal)
{
    g_autoptr(GByteArray) field = canonical(type, row[2]);
    g_autoptr(GByteArray) other = canonical(type, row[3]);
    const gboolean equal = field->len == other->len && field->len > 0 &&
                           memcmp(field->data, other->data, field->len) == 0;
    if (equal != should_be_equal)
        g_error("%s, %s: expected %s", row[0], row[4], row[1]);
}

static void
test_hostile_fields_fold_as_expected(void)
{
    g_autoptr(GPtrArray) rows = bad_input_table("hostile-fields/cases.tsv");
    guint n_checked = 0;
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        char **row = rows->pdata[i];
        const gboolean is_identifier = g_str_equal(row[1], "reject-or-fold");
        const gboolean folds = g_str_has_prefix(row[1], "fold") || is_identifier;
        if (!folds && !g_str_equal(row[1], "nofold"))
            continue;
        if (is_identifier) {
            check_hostile(row, HN_TYPE_DIGITS, TRUE);
        } else {
            check_hostile(row, HN_TYPE_NAME, folds);
            check_hostile(row, HN_TYPE_TEXT, folds);
        }
        n_checked++;
    }
    if (rows != NULL)
        g_assert_cmpuint(n_checked, >=, 38);
}

/* What a bundle seals is what a type reads: it does with those tables and not without one. */
static void
test_tables_are_those_that_are_told(void)
{
    static const char *const none[] = { NULL };
    for (guint type = 0; type <= HN_TYPE_VIETNAMESE_NAME; type++)
        for (guint country = HN_COUNTRY_ANY; country <= HN_COUNTRY_VN; country++) {
            char name[] = "field";
            HnAttribute attribute = { .name = name, .type = type, .country = country };
            const char *const *told = hn_attribute_tables(&attribute);
            const char *const *names = told == NULL ? none : told;
            g_autoptr(GError) error = NULL;
            g_autoptr(HnCountryTables) all = hn_test_tables_of(names, NULL);
            attribute.tables = all;
            g_autoptr(HnStandardiser) whole = hn_standardiser_new(&attribute, NULL, &error);
            g_assert_no_error(error);
            for (guint i = 0; names[i] != NULL; i++) {
                g_autoptr(GError) problem = NULL;
                g_autoptr(HnCountryTables) fewer = hn_test_tables_of(names, names[i]);
                attribute.tables = fewer;
                g_assert_null(hn_standardiser_new(&attribute, NULL, &problem));
                g_assert_error(problem, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
                g_assert_nonnull(strstr(problem->message, names[i]));
            }
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/standardiser/names", test_names);
    g_test_add_func("/standardise/standardiser/addresses", test_addresses);
    g_test_add_func("/standardise/standardiser/text_and_categories", test_text_and_categories);
    g_test_add_func("/standardise/standardiser/other_scripts", test_other_scripts);
    g_test_add_func("/standardise/standardiser/marks_may_be_dropped", test_marks_may_be_dropped);
    g_test_add_func("/standardise/standardiser/mailboxes_of_offices_may_be_missing",
                    test_mailboxes_of_offices_may_be_missing);
    g_test_add_func("/standardise/standardiser/numbers_and_phones", test_numbers_and_phones);
    g_test_add_func("/standardise/standardiser/dates", test_dates);
    g_test_add_func("/standardise/standardiser/declared_date_formats_are_used",
                    test_declared_date_formats_are_used);
    g_test_add_func("/standardise/standardiser/hostile_fields_fold_as_expected",
                    test_hostile_fields_fold_as_expected);
    g_test_add_func("/standardise/standardiser/tables_are_those_that_are_told",
                    test_tables_are_those_that_are_told);
    return g_test_run();
}
