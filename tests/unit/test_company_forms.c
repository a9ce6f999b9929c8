/* Goal: each level of business names holds for what it is for, and no measure of words brings names
 * together that the law or a branch tells apart. */
#include "scoring/level_chain.h"

static guint
level_of(const HnLevelSpec *levels, guint n_levels, const char *a, const char *b)
{
    HnComparison comparison = { .n_levels = n_levels + 1 };
    memcpy(comparison.levels, levels, n_levels * sizeof *levels);
    comparison.levels[n_levels].kind = HN_LEVEL_ELSE;
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    const guint32 x = hn_dictionary_intern(values, hn_slice_of(a));
    const guint32 y = hn_dictionary_intern(values, hn_slice_of(b));
    const HnLevelChain chain = hn_level_chain(&comparison);
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, chain.form_flags, NULL);
    const guint level = hn_level_chain_level(&chain, forms, x, y);
    g_assert_cmpuint(level, ==, hn_level_chain_level(&chain, forms, y, x));
    return level;
}

static const HnLevelSpec ladder[] = {
    { HN_LEVEL_EXACT, 0 },
    { HN_LEVEL_COMPANY_SAME, 0 },
    { HN_LEVEL_COMPANY_BRAND, 0.5 },
    { HN_LEVEL_COMPANY_ACRONYM, 0 },
    { HN_LEVEL_COMPANY_SLIP, 0 },
    { HN_LEVEL_SOFT_TF_IDF, 0.5 },
    { HN_LEVEL_COMPANY_SISTER, 0 },
    { HN_LEVEL_COMPANY_BRANCH, 0 },
    { HN_LEVEL_COMPANY_CONFUSABLE, 0 },
};

static void
assert_level(const char *a, const char *b, HnLevelKind expected)
{
    const guint level = level_of(ladder, G_N_ELEMENTS(ladder), a, b);
    const HnLevelKind found = level == G_N_ELEMENTS(ladder) ? HN_LEVEL_ELSE : ladder[level].kind;
    g_assert_cmpstr(hn_level_kind_name(found), ==, hn_level_kind_name(expected));
}

static void
test_likeness(void)
{
    assert_level("hoàng gia +tm =tnhh", "hoàng gia +tm =tnhh", HN_LEVEL_EXACT);
    assert_level("hoàng gia +tm =tnhh", "hoang gia +tm =tnhh1tv", HN_LEVEL_COMPANY_SAME);
    assert_level("hoàng gia +tm =tnhh", "hoàng gia +tm =-", HN_LEVEL_COMPANY_SAME);
    assert_level("hoàng gia +dv +tm =tnhh", "hoàng gia +tm =tnhh", HN_LEVEL_COMPANY_BRAND);
    assert_level("hoàng anh gia lai =cp", "hagl =cp", HN_LEVEL_COMPANY_ACRONYM);
    assert_level("hoàng gai +tm =tnhh", "hoàng gia +tm =tnhh", HN_LEVEL_COMPANY_SLIP);
    assert_level("hoàng giã +tm =tnhh", "hoàng gia +tm =tnhh", HN_LEVEL_COMPANY_SLIP);
    assert_level("hoàng gia phú +tm =tnhh", "hoàng gia +tm =tnhh", HN_LEVEL_SOFT_TF_IDF);
    assert_level("hoàng gia +tm =tnhh", "minh long +xd =cp", HN_LEVEL_ELSE);
}

static void
test_told_apart(void)
{
    assert_level("hoàng gia +tm =tnhh", "hoàng gia +xd =tnhh", HN_LEVEL_COMPANY_SISTER);
    assert_level("hoàng gia =tnhh", "hoàng gia =tnhh @cn ~01", HN_LEVEL_COMPANY_BRANCH);
    assert_level("hoàng gia =tnhh @cn ~79", "hoang gia =tnhh @cn ~01", HN_LEVEL_COMPANY_BRANCH);
    assert_level("hoàng gia =tnhh @vpdd ~01", "hoàng gia =tnhh @cn ~01", HN_LEVEL_COMPANY_BRANCH);
    assert_level("hoàng gia =tnhh @cn", "hoàng gia =- @cn ~01", HN_LEVEL_COMPANY_SAME);
    assert_level("hoàng gia phú =tnhh @cn ~01", "hoàng gia =tnhh", HN_LEVEL_ELSE);
}

/* Article 41: a number or a letter, tân and mới, a region, &, the legal form. */
static void
test_confusable(void)
{
    static const char *const others[] = {
        "hoàng gia #2 +tm =tnhh",  "hoàng gia b +tm =tnhh",        "tân hoàng gia +tm =tnhh",
        "hoàng gia mới +tm =tnhh", "hoàng gia ~mienbac +tm =tnhh", "hoàng & gia +tm =tnhh",
        "hoàng gia +tm =cp",       "hoang gia #3 +tm =tnhh",
    };
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        assert_level("hoàng gia +tm =tnhh", others[i], HN_LEVEL_COMPANY_CONFUSABLE);
    assert_level("hoàng gia #2 =tnhh", "hoàng gia #3 =tnhh", HN_LEVEL_COMPANY_CONFUSABLE);
    assert_level("35sao =tnhh", "36sao =tnhh", HN_LEVEL_ELSE);
    assert_level("nam á =tnhh", "nam a =tnhh", HN_LEVEL_COMPANY_SAME);
}

static void
test_tax_codes(void)
{
    static const HnLevelSpec levels[] = { { HN_LEVEL_EXACT, 0 },
                                          { HN_LEVEL_DIGITS_SLIP, 0 },
                                          { HN_LEVEL_DAMERAU, 2 },
                                          { HN_LEVEL_TAX_KINDS, 0 },
                                          { HN_LEVEL_SAME_PARENT, 0 } };
    static const struct {
        const char *a, *b;
        guint level;
    } cases[] = { { "0101243150", "0101243150", 0 },         { "0101243150", "0101243151", 1 },
                  { "0101243150-001", "0101243150-002", 4 }, { "0101243150-001", "0101243150", 4 },
                  { "0101243150", "001085012345", 3 },       { "0101243150", "0300588569", 5 } };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(level_of(levels, G_N_ELEMENTS(levels), cases[i].a, cases[i].b), ==,
                         cases[i].level);
}

/* Weights of words: the rarer brand reaches the higher level. */
static void
test_rarity(void)
{
    HnTerm terms[] = { { hn_slice_of("gia"), 100, 100 }, { hn_slice_of("hoàng"), 100, 100 } };
    const HnTermTable weights = { 2, terms, 1000, 1000 };
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    g_autoptr(HnArena) arena = hn_arena_new();
    const guint32 frequent = hn_dictionary_intern(values, hn_slice_of("hoàng gia =tnhh"));
    const guint32 rare = hn_dictionary_intern(values, hn_slice_of("viglacera =cp"));
    g_autofree HnCompanyForm *forms = hn_company_forms_new(values, &weights, arena);
    g_assert_cmpfloat_with_epsilon((double)forms[frequent].rarity, 0.2, 1e-6);
    g_assert_cmpfloat_with_epsilon((double)forms[rare].rarity, 1.0, 1e-6);
    const HnLevelSpec half = { HN_LEVEL_COMPANY_BRAND, 0.5 };
    g_assert_false(hn_company_level_holds(forms + frequent, forms + frequent, &half));
    g_assert_true(hn_company_level_holds(forms + rare, forms + rare, &half));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/company-forms/likeness", test_likeness);
    g_test_add_func("/company-forms/told-apart", test_told_apart);
    g_test_add_func("/company-forms/confusable", test_confusable);
    g_test_add_func("/company-forms/tax-codes", test_tax_codes);
    g_test_add_func("/company-forms/rarity", test_rarity);
    return g_test_run();
}
