/* Goal: a number is held against the person beside it; telephones and addresses are of today or of
 * before; what is written alike has one form, whatever it says. */
#include "insight/value_checks.h"

static HnCountryTables *tables;
static HnValueChecks *checks;

static HnNumberFaults
faults_of(const char *number, gint sex, guint birth_year)
{
    HnNumberFaults faults;
    const HnBesideNumber beside = { sex >= 0, sex == 1, birth_year };
    g_assert_true(hn_value_checks_number(checks, hn_slice_of(number), &beside, &faults));
    return faults;
}

static void
test_number(void)
{
    const HnBesideNumber nobody = { 0 };
    HnNumberFaults faults = faults_of("001085012345", 0, 1985);
    g_assert_false(faults.other_sex || faults.other_birth_year || faults.no_province);
    faults = faults_of("001085012345", 1, 1986);
    g_assert_true(faults.other_sex && faults.other_birth_year && !faults.no_province);
    faults = faults_of("001285012345", 0, 1985); /* of the next century */
    g_assert_true(!faults.other_sex && faults.other_birth_year);
    faults = faults_of("003385012345", -1, 0); /* nothing stands beside it */
    g_assert_true(!faults.other_sex && !faults.other_birth_year && faults.no_province);
    g_assert_false(hn_value_checks_number(checks, hn_slice_of("012345678"), &nobody, &faults));
}

static void
check_phone(const char *raw, gboolean is_real, HnValueAge age)
{
    HnValueAge is = HN_AGE_UNKNOWN;
    g_assert_cmpint(hn_value_checks_phone(checks, hn_slice_of(raw), &is), ==, is_real);
    g_assert_cmpint(is, ==, age);
}

static void
test_phone(void)
{
    check_phone("0912648357", TRUE, HN_AGE_TODAY);
    check_phone("+84 912 648 357", TRUE, HN_AGE_TODAY);
    check_phone("84-0912648357", TRUE, HN_AGE_TODAY);
    check_phone("912648357", TRUE, HN_AGE_TODAY); /* a spreadsheet has the zero */
    check_phone("01632648357", TRUE, HN_AGE_FORMER);
    check_phone("+84 163 264 8357", TRUE, HN_AGE_FORMER);
    check_phone("024 3825 1234", TRUE, HN_AGE_UNKNOWN); /* of a line */
    check_phone("0112345678", FALSE, HN_AGE_UNKNOWN);
    check_phone("12345678", FALSE, HN_AGE_UNKNOWN);
}

static void
check_address(const char *text, gboolean is_found, HnValueAge age)
{
    HnValueAge is = HN_AGE_UNKNOWN;
    g_assert_cmpint(hn_value_checks_address(checks, hn_slice_of(text), &is), ==, is_found);
    g_assert_cmpint(is, ==, age);
}

static void
test_address(void)
{
    check_address("18 phố Huế, Phường Cửa Nam, Thành phố Hà Nội", TRUE, HN_AGE_TODAY);
    check_address("Phường Hàng Trống, Quận Hoàn Kiếm, Thành phố Hà Nội", TRUE, HN_AGE_FORMER);
    check_address("Quận Hoàn Kiếm, Thành phố Hà Nội", FALSE, HN_AGE_FORMER);
    check_address("Thành phố Hà Nội", FALSE, HN_AGE_UNKNOWN);
    check_address("somewhere else", FALSE, HN_AGE_UNKNOWN);
}

static void
test_birth(void)
{
    g_assert_true(hn_value_checks_birth(19600000, 2026));
    g_assert_true(hn_value_checks_birth(20261231, 2026));
    g_assert_true(hn_value_checks_birth(19060101, 2026));
    g_assert_false(hn_value_checks_birth(20270101, 2026));
    g_assert_false(hn_value_checks_birth(19051231, 2026));
    g_assert_false(hn_value_checks_birth(19640231, 2026)); /* the calendar does not have it */
    g_assert_false(hn_value_checks_birth(0, 2026));
}

static gboolean
alike(const char *a, const char *b, HnAttributeType type)
{
    const HnColumnProfile profile = {
        .n_date_forms = 2, .date_forms = { HN_DATE_FORM_DMY_SLASH, HN_DATE_FORM_YMD_DASH }
    };
    return hn_value_written_form(hn_slice_of(a), type, &profile) ==
           hn_value_written_form(hn_slice_of(b), type, &profile);
}

static void
test_form(void)
{
    g_assert_true(alike("03/01/1960", "4/12/1971", HN_TYPE_DATE));
    g_assert_false(alike("03/01/1960", "1960-01-03", HN_TYPE_DATE));
    g_assert_false(alike("03/01/1960", "31/02/1960", HN_TYPE_DATE)); /* none */
    g_assert_true(alike("Lê Văn An", "Cao Minh", HN_TYPE_VIETNAMESE_NAME));
    g_assert_false(alike("Lê Văn An", "Le Van An", HN_TYPE_VIETNAMESE_NAME));
    g_assert_false(alike("Lê Văn An", "LÊ VĂN AN", HN_TYPE_VIETNAMESE_NAME));
    g_assert_false(alike("Lê Văn An", "lê văn an", HN_TYPE_VIETNAMESE_NAME));
    g_assert_false(alike("Lê Văn An", "Le\xcc\x82 Va\xcc\x86n An", HN_TYPE_VIETNAMESE_NAME));
    g_assert_true(alike("Anna Maria Smith", "Zoë Maria Smith", HN_TYPE_NAME));
    g_assert_true(alike("0912648357", "0387654321", HN_TYPE_PHONE));
    g_assert_false(alike("0912648357", "0912 345 678", HN_TYPE_PHONE));
    g_assert_false(alike("Nam", "M", HN_TYPE_SEX));
    g_assert_false(alike("1", "M", HN_TYPE_SEX));
    g_assert_true(alike("1", "0", HN_TYPE_SEX));
    g_assert_cmpuint(hn_value_written_form(hn_slice_of("12-a"), HN_TYPE_DIGITS, NULL), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    checks = hn_value_checks_new(tables, &error);
    g_assert_no_error(error);
    g_test_add_func("/value-checks/number", test_number);
    g_test_add_func("/value-checks/phone", test_phone);
    g_test_add_func("/value-checks/address", test_address);
    g_test_add_func("/value-checks/birth", test_birth);
    g_test_add_func("/value-checks/form", test_form);
    const int result = g_test_run();
    hn_value_checks_free(checks);
    hn_country_tables_unref(tables);
    return result;
}
