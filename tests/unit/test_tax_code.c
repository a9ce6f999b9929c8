/* Goal: every form of a tax code that people write is one value, its check digit is the law's, and
 * a branch is told from its firm and from a slip. */
#include "text/tax_code.h"

static void
assert_parsed(const char *raw, const char *expected)
{
    guint8 code[HN_TAX_CODE_BYTES];
    const gsize n = hn_tax_code_parse(hn_slice_of(raw), code);
    g_assert_cmpmem(code, n, expected, strlen(expected));
}

static void
test_forms_of_an_enterprise(void)
{
    static const char *const same[] = { "0101243150",          "101243150",
                                        "MST: 0101243150",     "01 0124 3150",
                                        "0101243150.0",        "101243150.0",
                                        "0.101.243.150",       "0101243150-000",
                                        "0 1 0 1 2 4 3 1 5 0", "Tax code 0101243150 (VN)" };
    for (guint i = 0; i < G_N_ELEMENTS(same); i++)
        assert_parsed(same[i], "0101243150");
    assert_parsed("0101243151", "0101243151"); /* its check digit is wrong: kept */
    assert_parsed("101243151", "");            /* nine digits that nothing confirms */
}

static void
test_forms_of_a_branch(void)
{
    static const char *const same[] = { "0101243150-001", "0101243150001",     "0101243150 001",
                                        "101243150-001",  "101243150001",      "0101243150-1",
                                        "101243150-1",    "MST 0101243150/001" };
    for (guint i = 0; i < G_N_ELEMENTS(same); i++)
        assert_parsed(same[i], "0101243150-001");
}

static void
test_forms_of_a_person(void)
{
    assert_parsed("001085012345", "001085012345");
    assert_parsed("01085012345", "001085012345");
    assert_parsed("1234", "");
    assert_parsed("01012431500012", "");
}

/* The law's own words, not the engine's table. */
static gboolean
confirmed_reference(const guint8 *digits)
{
    const gint n[10] = { digits[0] - '0', digits[1] - '0', digits[2] - '0', digits[3] - '0',
                         digits[4] - '0', digits[5] - '0', digits[6] - '0', digits[7] - '0',
                         digits[8] - '0', digits[9] - '0' };
    const gint sum = 31 * n[0] + 29 * n[1] + 23 * n[2] + 19 * n[3] + 17 * n[4] + 13 * n[5] +
                     7 * n[6] + 5 * n[7] + 3 * n[8];
    return n[9] == 10 - sum % 11;
}

static void
test_check_digit(void)
{
    static const char *const issued[] = { "0100109106", "0100047516", "0101243150", "0300588569" };
    for (guint i = 0; i < G_N_ELEMENTS(issued); i++)
        g_assert_true(hn_tax_code_is_confirmed((const guint8 *)issued[i]));
    for (guint i = 0; i < 200000; i++) {
        char digits[11];
        g_snprintf(digits, sizeof digits, "%010u", i * 21473u);
        g_assert_cmpint(hn_tax_code_is_confirmed((const guint8 *)digits), ==,
                        confirmed_reference((const guint8 *)digits));
    }
}

/* So two confirmed codes are never one wrong digit apart. */
static void
test_check_digit_finds_each_wrong_digit(void)
{
    for (guint at = 0; at < HN_TAX_CODE_DIGITS; at++)
        for (char digit = '0'; digit <= '9'; digit++) {
            guint8 code[] = "0101243150";
            if (code[at] == (guint8)digit)
                continue;
            code[at] = (guint8)digit;
            g_assert_false(hn_tax_code_is_confirmed(code));
        }
}

static void
test_parents(void)
{
    const HnSlice firm = hn_slice_of("0101243150"), branch = hn_slice_of("0101243150-001");
    const HnSlice other = hn_slice_of("0101243150-002"), person = hn_slice_of("001085012345");
    const HnSlice wrong = hn_slice_of("0101243151");
    g_assert_true(hn_tax_code_same_parent(firm, branch));
    g_assert_true(hn_tax_code_same_parent(branch, other));
    g_assert_false(hn_tax_code_same_parent(branch, branch));
    g_assert_false(hn_tax_code_same_parent(firm, wrong));
    g_assert_false(hn_tax_code_same_parent(person, person));
    g_assert_true(hn_slice_equal(hn_tax_code_parent(branch), firm));
    g_assert_cmpuint(hn_tax_code_parent(person).n_bytes, ==, 0);
    g_assert_cmpuint(hn_tax_code_confirmed_parent(branch), ==, 101243150);
    g_assert_cmpuint(hn_tax_code_confirmed_parent(wrong), ==, 0);
    g_assert_true(hn_tax_code_other_kind(person, firm));
    g_assert_true(hn_tax_code_other_kind(branch, person));
    g_assert_false(hn_tax_code_other_kind(firm, branch));
}

static void
test_fillers(void)
{
    static const char *const fillers[] = { "0000000000",  "9999999999", "0123456789",
                                           "1234567890",  "9876543210", "0000000000-001",
                                           "000000000000" };
    for (guint i = 0; i < G_N_ELEMENTS(fillers); i++)
        g_assert_true(hn_tax_code_is_filler(hn_slice_of(fillers[i])));
    g_assert_false(hn_tax_code_is_filler(hn_slice_of("0101243150")));
    g_assert_false(hn_tax_code_is_filler(hn_slice_of("001085012345")));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tax-code/enterprise", test_forms_of_an_enterprise);
    g_test_add_func("/tax-code/branch", test_forms_of_a_branch);
    g_test_add_func("/tax-code/person", test_forms_of_a_person);
    g_test_add_func("/tax-code/check-digit", test_check_digit);
    g_test_add_func("/tax-code/each-wrong-digit", test_check_digit_finds_each_wrong_digit);
    g_test_add_func("/tax-code/parents", test_parents);
    g_test_add_func("/tax-code/fillers", test_fillers);
    return g_test_run();
}
