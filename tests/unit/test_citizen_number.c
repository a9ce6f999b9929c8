/* Goal: the parts of a personal number, the kind of every form, numbers issued anew. */
#include "text/citizen_number.h"

static void
test_parts(void)
{
    static const struct {
        const char *number;
        guint province, birth_year;
        gboolean is_female;
    } cases[] = {
        { "001079012345", 1, 1979, FALSE },  { "001179012345", 1, 1979, TRUE },
        { "079201012345", 79, 2001, FALSE }, { "096399000001", 96, 2099, TRUE },
        { "001999000001", 1, 2399, TRUE },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnCitizenParts parts;
        g_assert_true(hn_citizen_number_parts(hn_slice_of(cases[i].number), &parts));
        g_assert_cmpuint(parts.province, ==, cases[i].province);
        g_assert_cmpuint(parts.birth_year, ==, cases[i].birth_year);
        g_assert_cmpint(parts.is_female, ==, cases[i].is_female);
    }
    HnCitizenParts parts;
    g_assert_false(hn_citizen_number_parts(hn_slice_of("00107901234"), &parts));
    g_assert_false(hn_citizen_number_parts(hn_slice_of("00107901234A"), &parts));
    g_assert_false(hn_citizen_number_parts(hn_slice_of(""), &parts));
}

static void
test_kinds(void)
{
    static const struct {
        const char *number;
        HnPaperKind kind;
    } cases[] = {
        { "001079012345", HN_PAPER_CITIZEN },
        { "00107901234", HN_PAPER_CITIZEN },
        { "0010790123456", HN_PAPER_CITIZEN },
        { "271234567", HN_PAPER_OLD },
        { "27123456", HN_PAPER_OLD },
        { "2712345678", HN_PAPER_OLD },
        { "B1234567", HN_PAPER_PASSPORT },
        { "12345678QD", HN_PAPER_OTHER },
        { "A", HN_PAPER_OTHER },
        { "", HN_PAPER_OTHER },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(hn_citizen_number_kind(hn_slice_of(cases[i].number)), ==, cases[i].kind);
    g_assert_cmpint(hn_insurance_number_kind(hn_slice_of("0123456780")), ==, HN_PAPER_INSURANCE);
    g_assert_cmpint(hn_insurance_number_kind(hn_slice_of("001079012345")), ==, HN_PAPER_CITIZEN);
    g_assert_cmpint(hn_insurance_number_kind(hn_slice_of("DN12")), ==, HN_PAPER_OTHER);
}

static void
test_issued_anew(void)
{
    const HnSlice number = hn_slice_of("001079012345");
    g_assert_true(hn_citizen_numbers_reissued(number, hn_slice_of("001179012345")));
    g_assert_true(hn_citizen_numbers_reissued(number, hn_slice_of("001080012345")));
    g_assert_false(hn_citizen_numbers_reissued(number, number));
    g_assert_false(hn_citizen_numbers_reissued(number, hn_slice_of("002079012345")));
    g_assert_false(hn_citizen_numbers_reissued(number, hn_slice_of("001079012346")));
    g_assert_false(hn_citizen_numbers_reissued(number, hn_slice_of("271234567")));
}

/* Another province gives another old number; of the new ones one is for life. */
static void
test_moved(void)
{
    const HnSlice old = hn_slice_of("271234567");
    g_assert_true(hn_citizen_numbers_moved(old, hn_slice_of("011234567")));
    g_assert_true(hn_citizen_numbers_moved(old, hn_slice_of("281234567")));
    g_assert_false(hn_citizen_numbers_moved(old, hn_slice_of("272345678")));
    g_assert_false(hn_citizen_numbers_moved(old, hn_slice_of("001079012345")));
    g_assert_false(
        hn_citizen_numbers_moved(hn_slice_of("001079012345"), hn_slice_of("031079012345")));
    g_assert_false(hn_citizen_numbers_moved(old, hn_slice_of("B11234567")));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/citizen_number/parts", test_parts);
    g_test_add_func("/citizen_number/kinds", test_kinds);
    g_test_add_func("/citizen_number/issued_anew", test_issued_anew);
    g_test_add_func("/citizen_number/moved", test_moved);
    return g_test_run();
}
