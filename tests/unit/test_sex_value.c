/* Goal: registers that write a sex differently agree, and what is not known is missing. */
#include "standardise/sex_value.h"

static void
assert_sex(const char *folded, const char *expected)
{
    const HnSlice sex = hn_sex_value(hn_slice_of(folded));
    g_assert_cmpmem(sex.bytes, sex.n_bytes, expected, strlen(expected));
}

static void
test_words_of_several_languages(void)
{
    static const char *const male[] = { "m", "male", "nam", "homme", "hombre", "1" };
    static const char *const female[] = { "f", "female", "nữ", "nu", "femme", "mujer", "w", "2" };
    for (gsize i = 0; i < G_N_ELEMENTS(male); i++)
        assert_sex(male[i], "male");
    for (gsize i = 0; i < G_N_ELEMENTS(female); i++)
        assert_sex(female[i], "female");
    assert_sex("divers", "other");
    assert_sex("khác", "other");
}

static void
test_not_known_is_missing(void)
{
    static const char *const unknown[] = { "u", "unknown", "9", "không rõ", "n/a", "" };
    for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++)
        assert_sex(unknown[i], "");
}

/* 0 is "female" here and "not known" there; h and m are hombre and mujer. */
static void
test_what_is_not_clear_stays(void)
{
    assert_sex("0", "0");
    assert_sex("h", "h");
    assert_sex("vrouw", "vrouw");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/sex_value/words", test_words_of_several_languages);
    g_test_add_func("/standardise/sex_value/not-known", test_not_known_is_missing);
    g_test_add_func("/standardise/sex_value/not-clear", test_what_is_not_clear_stays);
    return g_test_run();
}
