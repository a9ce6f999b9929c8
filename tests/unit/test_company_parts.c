/* Goal: a canonical name comes apart, any text does without harm, and bare letters are those that
 * people type. */
#include "text/company_parts.h"

static void
assert_text(HnSlice found, const char *expected)
{
    g_assert_cmpmem(found.bytes, found.n_bytes, expected, strlen(expected));
}

static void
test_parts(void)
{
    const HnCompanyParts parts =
        hn_company_parts(hn_slice_of("hoàng gia #2 ~01 ~vn +dv +tm =tnhh @cn ~48 hải châu"));
    assert_text(parts.brand, "hoàng gia");
    assert_text(parts.numbers, "#2");
    assert_text(parts.regions, "~01 ~vn");
    assert_text(parts.activities, "+dv +tm");
    assert_text(parts.form, "tnhh");
    assert_text(parts.unit, "cn");
    assert_text(parts.place, "~48 hải châu");
    const HnCompanyParts other = hn_company_parts(hn_slice_of(" = + an =- "));
    assert_text(other.brand, "= + an");
    assert_text(other.form, "");
    g_assert_cmpuint(hn_company_parts(hn_slice_of("")).brand.n_bytes, ==, 0);
}

static void
test_core_and_initials(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    const HnCompanyParts parts = hn_company_parts(hn_slice_of("đại & phát =cp"));
    const HnCompanyParts brandless = hn_company_parts(hn_slice_of("#1 +xd =cp"));
    const HnCompanyParts one = hn_company_parts(hn_slice_of("fpt =cp"));
    hn_company_core(&parts, out);
    assert_text(hn_slice(out->data, out->len), "daiphat");
    hn_company_initials(&parts, out);
    assert_text(hn_slice(out->data, out->len), "dp");
    hn_company_core(&brandless, out);
    assert_text(hn_slice(out->data, out->len), "+xd#1");
    hn_company_initials(&one, out);
    g_assert_cmpuint(out->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/company-parts/parts", test_parts);
    g_test_add_func("/company-parts/core", test_core_and_initials);
    return g_test_run();
}
