/* Goal: each level kind holds where its comment in records/schema.h says so, and the first one that
 * holds wins. */
#include "scoring/level_chain.h"

#include "tests/reference/vn_tables.h"

static guint
level_of(const HnComparison *comparison, const char *a, const char *b)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    const guint32 x = hn_dictionary_intern(values, hn_slice_of(a));
    const guint32 y = hn_dictionary_intern(values, hn_slice_of(b));
    const HnLevelChain chain = hn_level_chain(comparison);
    const HnAttribute text = { .type = HN_TYPE_TEXT, .tables = hn_test_kept_tables() };
    g_autoptr(HnValueForms) forms = hn_value_forms_new_of(&text, values, chain.form_flags, NULL);
    const guint level = hn_level_chain_level(&chain, forms, x, y);
    g_assert_cmpuint(hn_level_chain_level(&chain, forms, y, x), ==, level);
    return level;
}

typedef struct {
    HnLevelSpec level;
    const char *a, *b;
    gboolean holds;
} Case;

static void
check_cases(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        const HnComparison comparison = { .n_levels = 2,
                                          .levels = { cases[i].level, { HN_LEVEL_ELSE, 0 } } };
        g_test_message("%s %g: %s, %s", hn_level_kind_name(cases[i].level.kind),
                       cases[i].level.threshold, cases[i].a, cases[i].b);
        g_assert_cmpuint(level_of(&comparison, cases[i].a, cases[i].b), ==, cases[i].holds ? 0 : 1);
    }
}

static void
test_kinds_hold_where_they_should(void)
{
    static const Case cases[] = {
        { { HN_LEVEL_EXACT, 0 }, "an", "an", TRUE },
        { { HN_LEVEL_EXACT, 0 }, "an", "ân", FALSE },
        { { HN_LEVEL_JARO_WINKLER, 0.96 }, "martha", "marhta", TRUE },
        { { HN_LEVEL_JARO_WINKLER, 0.97 }, "martha", "marhta", FALSE },
        { { HN_LEVEL_OSA, 1 }, "hùng", "hugn", FALSE },
        { { HN_LEVEL_OSA, 2 }, "hùng", "hugn", TRUE },
        { { HN_LEVEL_OSA, 2 }, "ca", "abc", FALSE },
        { { HN_LEVEL_DAMERAU, 2 }, "ca", "abc", TRUE },
        { { HN_LEVEL_LEVENSHTEIN, 1 }, "lê", "le", TRUE },
        { { HN_LEVEL_LEVENSHTEIN, 1 }, "an", "na", FALSE },
        { { HN_LEVEL_TOKEN_SET, 0.5 }, "an binh co", "co an", TRUE },
        { { HN_LEVEL_TOKEN_SET, 0.7 }, "an binh co", "co an", FALSE },
        { { HN_LEVEL_TOKEN_SUBSET, 0 }, "an binh co", "co an", TRUE },
        { { HN_LEVEL_TOKEN_SUBSET, 0 }, "an binh co", "co em", FALSE },
        { { HN_LEVEL_SORTED_TOKENS, 0 }, "an binh", "binh an", TRUE },
        { { HN_LEVEL_SORTED_TOKENS, 0 }, "an binh", "binh an an", FALSE },
        { { HN_LEVEL_PREFIX, 2 }, "đào", "đàn", TRUE },
        { { HN_LEVEL_PREFIX, 2 }, "đ", "đàn", FALSE },
        { { HN_LEVEL_INITIAL, 0 }, "đ", "đàn", TRUE },
        { { HN_LEVEL_INITIAL, 0 }, "đà", "đàn", FALSE },
        { { HN_LEVEL_NUMBER_BIRTH, 0 }, "001079012345", "001180012345", TRUE },
        { { HN_LEVEL_NUMBER_BIRTH, 0 }, "001079012345", "002079012345", FALSE },
        { { HN_LEVEL_NUMBER_MOVED, 0 }, "271234567", "011234567", TRUE },
        { { HN_LEVEL_NUMBER_MOVED, 0 }, "271234567", "277654321", FALSE },
        { { HN_LEVEL_DIGITS_SLIP, 0 }, "0912", "0921", TRUE },
        { { HN_LEVEL_DIGITS_SLIP, 0 }, "0912", "091", FALSE },
        { { HN_LEVEL_DIGITS_TAIL, 3 }, "84912", "0912", TRUE },
        { { HN_LEVEL_DIGITS_TAIL, 3 }, "12", "12", FALSE },
        { { HN_LEVEL_CODE_STEM, 0 }, "SD990ISB", "SD990IS", TRUE },
        { { HN_LEVEL_CODE_STEM, 0 }, "DVPFX820", "DVPFX820P", TRUE },
        { { HN_LEVEL_CODE_STEM, 0 }, "HTS3555B", "HTS3555B37", TRUE },
        { { HN_LEVEL_CODE_STEM, 0 }, "KXTG432", "KXTG4324", FALSE },
        { { HN_LEVEL_CODE_STEM, 0 }, "KXTG4323B", "KXTG4324B", FALSE },
        { { HN_LEVEL_CODE_STEM, 0 }, "A4", "A4B", FALSE },
        { { HN_LEVEL_CODE_STEM, 0 }, "ABCD", "ABCDE", FALSE },
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void
test_kinds_of_words_hold_where_they_should(void)
{
    static const Case cases[] = {
        { { HN_LEVEL_SOFT_TF_IDF, 0.9 }, "marthas bakery", "bakery marhtas", TRUE },
        { { HN_LEVEL_SOFT_TF_IDF, 0.9 }, "marthas bakery", "bakery johns", FALSE },
        { { HN_LEVEL_TOKEN_OVERLAP, 1 }, "an binh co", "co an", TRUE },
        { { HN_LEVEL_TOKEN_OVERLAP, 0.6 }, "an binh co", "co em", FALSE },
        { { HN_LEVEL_TOKEN_JACCARD, 0.5 }, "an binh co", "co an", TRUE },
        { { HN_LEVEL_TOKEN_JACCARD, 0.7 }, "an binh co", "co an", FALSE },
        { { HN_LEVEL_TOKEN_INITIALS, 0 }, "j r r tolkien", "john ronald reuel tolkien", TRUE },
        { { HN_LEVEL_TOKEN_INITIALS, 0 }, "j r tolkien", "john ronald reuel tolkien", FALSE },
        { { HN_LEVEL_COMPACT, 0 }, "van der berg", "vanderberg", TRUE },
        { { HN_LEVEL_COMPACT, 0 }, "van den berg", "vanderberg", FALSE },
        { { HN_LEVEL_MONGE_ELKAN, 0.9 }, "martha an", "an marhta", TRUE },
        { { HN_LEVEL_MONGE_ELKAN, 0.9 }, "martha an", "an john", FALSE },
        { { HN_LEVEL_Q_GRAMS, 0.5 }, "night", "nacht", TRUE },
        { { HN_LEVEL_Q_GRAMS, 0.6 }, "night", "nacht", FALSE },
        { { HN_LEVEL_SOUND, 0 }, "schmidt", "smith", TRUE },
        { { HN_LEVEL_SOUND, 0 }, "anna maier", "anna meyer", TRUE },
        { { HN_LEVEL_SOUND, 0 }, "anna maier", "meyer anna", FALSE },
        { { HN_LEVEL_SOUND, 0 }, "12", "13", FALSE },
        { { HN_LEVEL_NICKNAME, 0 }, "bill smith", "william smith", TRUE },
        { { HN_LEVEL_NICKNAME, 0 }, "aleksandr", "alexander", TRUE },
        { { HN_LEVEL_NICKNAME, 0 }, "joão", "john", TRUE },
        { { HN_LEVEL_NICKNAME, 0 }, "william", "robert", FALSE },
        { { HN_LEVEL_NICKNAME, 0 }, "bill smith", "smith william", FALSE },
        { { HN_LEVEL_TOKEN_INITIALS_ANY, 0 }, "tolkien j", "john ronald tolkien", TRUE },
        { { HN_LEVEL_TOKEN_INITIALS_ANY, 0 }, "tolkien k", "john ronald tolkien", FALSE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "bob j smith", "robert smith", TRUE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "hughes howie", "howard hughes", TRUE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "smith b", "bob j smith", TRUE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "bob j smith", "robert k smith", FALSE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "bob jones", "robert smith", FALSE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "bob", "robert", FALSE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "b s", "b s", FALSE },
        /* "an" may be two of the other's words, and is the only one of them equal. */
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "a an", "an bo a", TRUE },
        { { HN_LEVEL_NICKNAME_ANY, 0 }, "a b c d e f g hx i", "hx i", FALSE },
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void
test_kinds_of_addresses_hold_where_they_should(void)
{
    static const Case cases[] = {
        { { HN_LEVEL_EMAIL_USER, 0 }, "an.le+shop@a.com", "an.le@b.com", TRUE },
        { { HN_LEVEL_EMAIL_USER, 0 }, "an.le@a.com", "an.ly@a.com", FALSE },
        { { HN_LEVEL_EMAIL_USER, 0 }, "a.com", "b.com", FALSE },
        { { HN_LEVEL_EMAIL_USER_JW, 0.9 }, "martha@a.com", "marhta@b.com", TRUE },
        { { HN_LEVEL_EMAIL_USER_JW, 0.9 }, "martha@a.com", "john@a.com", FALSE },
        { { HN_LEVEL_EMAIL_USER_JW, 0.9 }, "@a.com", "@b.com", FALSE },
        { { HN_LEVEL_EMAIL_DOMAIN, 0 }, "an@a.com", "binh@a.com", TRUE },
        { { HN_LEVEL_EMAIL_DOMAIN, 0 }, "an@a.com", "an@b.com", FALSE },
        { { HN_LEVEL_EMAIL_DOMAIN, 0 }, "an@", "binh@", FALSE },
        { { HN_LEVEL_WITHIN, 0.1 }, "0.7", "0.8", TRUE },
        { { HN_LEVEL_WITHIN, 0.1 }, "0.7", "0.9", FALSE },
        { { HN_LEVEL_WITHIN, 5 }, "none", "nil", FALSE },
        { { HN_LEVEL_PERCENT, 10 }, "90", "100", TRUE },
        { { HN_LEVEL_PERCENT, 10 }, "-90", "100", FALSE },
        { { HN_LEVEL_KM, 880 }, "52.52000,13.40500", "48.85661,2.35222", TRUE },
        { { HN_LEVEL_KM, 870 }, "52.52000,13.40500", "48.85661,2.35222", FALSE },
        { { HN_LEVEL_KM, 20000 }, "nowhere", "52.52000,13.40500", FALSE },
        { { HN_LEVEL_UNIT_POSSIBLE, 0 }, "01:00097,00103@001", "01:00103@002", TRUE },
        { { HN_LEVEL_UNIT_POSSIBLE, 0 }, "01:00097@001", "01:00103@001", FALSE },
        { { HN_LEVEL_UNIT_DISTRICT, 0 }, "01:00097@001", "01:00103@001", TRUE },
        { { HN_LEVEL_UNIT_DISTRICT, 0 }, "01:00097@001", "01", FALSE },
        { { HN_LEVEL_UNIT_PROVINCE, 0 }, "01:00097@001", "01", TRUE },
        { { HN_LEVEL_UNIT_PROVINCE, 0 }, "01", "24", FALSE },
        { { HN_LEVEL_ADDRESS_HOUSE, 0 }, "34/12 _le_loi", "12/34 _le_loi to5", TRUE },
        { { HN_LEVEL_ADDRESS_HOUSE, 0 }, "34/12 _le_loi", "34/13 _le_loi", FALSE },
        { { HN_LEVEL_ADDRESS_STREET, 0 }, "34/12 _le_loi", "34/13 _leloi", TRUE },
        { { HN_LEVEL_ADDRESS_STREET, 0 }, "_le_loi", "thon_dong", FALSE },
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void
test_the_first_level_wins(void)
{
    const HnComparison comparison = { .n_levels = 7,
                                      .levels = { { HN_LEVEL_EXACT, 0 },
                                                  { HN_LEVEL_OSA, 1 },
                                                  { HN_LEVEL_JARO_WINKLER, 0.92 },
                                                  { HN_LEVEL_OSA, 3 },
                                                  { HN_LEVEL_JARO_WINKLER, 0.7 },
                                                  { HN_LEVEL_PREFIX, 1 },
                                                  { HN_LEVEL_ELSE, 0 } } };
    g_assert_cmpuint(level_of(&comparison, "nguyen", "nguyen"), ==, 0);
    g_assert_cmpuint(level_of(&comparison, "nguyen", "ngueyn"), ==, 1);
    g_assert_cmpuint(level_of(&comparison, "nguyenthi", "nguyentih a"), ==, 2);
    g_assert_cmpuint(level_of(&comparison, "an", "chu"), ==, 3);
    g_assert_cmpuint(level_of(&comparison, "nguyenvan", "nvanguyen"), ==, 4);
    g_assert_cmpuint(level_of(&comparison, "nguyenvan", "nxxxxx"), ==, 5);
    g_assert_cmpuint(level_of(&comparison, "nguyenvan", "xxxxxx"), ==, 6);
}

static void
test_costs_order_the_kinds(void)
{
    HnComparison comparison = { .n_levels = 2,
                                .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } };
    const HnLevelChain codes = hn_level_chain(&comparison);
    comparison.levels[0].kind = HN_LEVEL_DATE_YEAR;
    const HnLevelChain dates = hn_level_chain(&comparison);
    comparison.levels[0].kind = HN_LEVEL_JARO_WINKLER;
    const HnLevelChain letters = hn_level_chain(&comparison);
    g_assert_true(codes.exact_first);
    g_assert_false(codes.looks);
    g_assert_true(dates.looks);
    g_assert_cmpuint(codes.cost, <, dates.cost);
    g_assert_cmpuint(dates.cost, <, HN_LEVEL_COST_CACHED);
    g_assert_cmpuint(letters.cost, >=, HN_LEVEL_COST_CACHED);
}

static void
test_names_of_other_numbers_are_not_alike(void)
{
    HnComparison comparison = { .n_levels = 4,
                                .numbers_apart = TRUE,
                                .levels = { { HN_LEVEL_EXACT, 0 },
                                            { HN_LEVEL_COMPACT, 0 },
                                            { HN_LEVEL_JARO_WINKLER, 0.7 },
                                            { HN_LEVEL_ELSE, 0 } } };
    g_assert_cmpuint(level_of(&comparison, "an phat 1", "an phat 2"), ==, 3);
    g_assert_cmpuint(level_of(&comparison, "an phat 1", "an phat 1"), ==, 0);
    g_assert_cmpuint(level_of(&comparison, "an phat 1 2", "an phat 12"), ==, 1);
    g_assert_cmpuint(level_of(&comparison, "an phat 1", "an phat"), ==, 2);
    g_assert_cmpuint(level_of(&comparison, "an phat 1 2", "an phat 2"), ==, 2);
    g_assert_cmpuint(level_of(&comparison, "an phat a", "an phat b"), ==, 2);
    g_assert_true(hn_level_chain(&comparison).form_flags & HN_FORM_NUMBER_WORDS);
    comparison.numbers_apart = FALSE;
    g_assert_cmpuint(level_of(&comparison, "an phat 1", "an phat 2"), ==, 2);
}

/* Where a letter tells two names apart that people have, it is no slip. */
static void
test_another_given_name_is_no_slip(void)
{
    HnComparison comparison = { .n_levels = 4,
                                .levels = { { HN_LEVEL_DAMERAU, 1 },
                                            { HN_LEVEL_NICKNAME, 0 },
                                            { HN_LEVEL_JARO_WINKLER, 0.7 },
                                            { HN_LEVEL_ELSE, 0 } } };
    g_assert_cmpuint(level_of(&comparison, "mark smith", "mary smith"), ==, 3);
    g_assert_cmpuint(level_of(&comparison, "mark smith", "marq smith"), ==, 0);
    g_assert_cmpuint(level_of(&comparison, "mary smith", "marie smith"), ==, 1);
    g_assert_cmpuint(level_of(&comparison, "mark", "mary"), ==, 0);
    comparison.levels[2] = (HnLevelSpec){ HN_LEVEL_Q_GRAMS, 0.5 };
    g_assert_cmpuint(level_of(&comparison, "mark smith", "mary smith"), ==, 3);
    comparison.levels[2] = (HnLevelSpec){ HN_LEVEL_MONGE_ELKAN, 0.5 }; /* word by word */
    g_assert_cmpuint(level_of(&comparison, "mark smith", "mary smith"), ==, 2);
    comparison.levels[1] = (HnLevelSpec){ HN_LEVEL_SORTED_TOKENS, 0 }; /* no names are known */
    g_assert_cmpuint(level_of(&comparison, "mark smith", "mary smith"), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/level_chain/kinds_hold_where_they_should",
                    test_kinds_hold_where_they_should);
    g_test_add_func("/scoring/level_chain/kinds_of_words_hold_where_they_should",
                    test_kinds_of_words_hold_where_they_should);
    g_test_add_func("/scoring/level_chain/kinds_of_addresses_hold_where_they_should",
                    test_kinds_of_addresses_hold_where_they_should);
    g_test_add_func("/scoring/level_chain/another_given_name_is_no_slip",
                    test_another_given_name_is_no_slip);
    g_test_add_func("/scoring/level_chain/the_first_level_wins", test_the_first_level_wins);
    g_test_add_func("/scoring/level_chain/names_of_other_numbers_are_not_alike",
                    test_names_of_other_numbers_are_not_alike);
    g_test_add_func("/scoring/level_chain/costs_order_the_kinds", test_costs_order_the_kinds);
    return g_test_run();
}
