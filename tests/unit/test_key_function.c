/* Goal: each key function on the values that could confuse it. */
#include "blocking/key_function.h"

static char *
keys_of(HnKeyFunction function, guint arg, const char *value)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnKeyPart part = { .function = function, .arg = arg };
    const HnSlice *keys = NULL;
    const guint n = hn_key_function_apply(&part, hn_slice_of(value), scratch, &keys);
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(joined, "[%.*s]", (int)keys[i].n_bytes, keys[i].bytes);
    return g_string_free(joined, FALSE);
}

static void
test_functions_give_their_keys(void)
{
    static const struct {
        HnKeyFunction function;
        guint arg;
        const char *value, *keys;
    } cases[] = {
        { HN_KEY_EXACT, 0, "lê văn", "[lê văn]" },
        { HN_KEY_EXACT, 0, "", "" },
        { HN_KEY_PREFIX, 2, "đào", "[đà]" },
        { HN_KEY_PREFIX, 9, "đào", "[đào]" },
        { HN_KEY_SUFFIX, 2, "0912", "[12]" },
        { HN_KEY_SUFFIX, 1, "lê", "[ê]" },
        { HN_KEY_YEAR, 0, "1960", "[1960]" },
        { HN_KEY_YEAR, 0, "1960-02-29", "[1960]" },
        { HN_KEY_YEAR, 0, "unknown", "" },
        { HN_KEY_YEAR, 0, "1960-13-01", "[1960]" },
        { HN_KEY_YEAR, 0, "1960-13-41", "" },
        { HN_KEY_YEAR_MONTH, 0, "1960", "" },
        { HN_KEY_YEAR_MONTH, 0, "1960-02", "[1960-02]" },
        { HN_KEY_MONTH_DAY, 0, "1960-02", "" },
        { HN_KEY_MONTH_DAY, 0, "1960-02-29", "[02-29]" },
        { HN_KEY_SORTED_TOKENS, 0, "văn an văn", "[an văn văn]" },
        { HN_KEY_FIRST_TOKEN, 0, "an văn", "[an]" },
        { HN_KEY_LAST_TOKEN, 0, "an văn", "[văn]" },
        { HN_KEY_LAST_TOKEN, 0, " ", "" },
        { HN_KEY_EACH_TOKEN, 3, "van an van anh", "[anh][van]" },
        { HN_KEY_EACH_TOKEN, 2, "ê lê", "[lê]" },
        { HN_KEY_SOUND, 0, "schmidt john", "[SMT][XMT]" },
        { HN_KEY_EACH_SOUND, 0, "maier 12", "[MR]" },
        { HN_KEY_INITIALS, 0, "john ronald tolkien", "[jrt]" },
        { HN_KEY_TOKEN_PAIR, 2, "b van an", "[an van]" },
        { HN_KEY_EACH_GRAM, 3, "đàođ", "[àođ][đào]" },
        { HN_KEY_EACH_NUMBER, 0, "12 main 3b", "[12][3]" },
        { HN_KEY_DIGITS, 0, "ab1 2cd", "[12]" },
        { HN_KEY_DIGITS, 0, "main", "" },
        { HN_KEY_COMPACT, 0, "van der berg", "[vanderberg]" },
        { HN_KEY_EMAIL_USER, 0, "an+x@example.com", "[an]" },
        { HN_KEY_EMAIL_USER, 0, "example.com", "" },
        { HN_KEY_EMAIL_DOMAIN, 0, "an@example.com", "[example.com]" },
        { HN_KEY_CELL, 1, "52.52000,13.40500", "[52.5,13.4]" },
        { HN_KEY_CELL, 1, "nowhere", "" },
        { HN_KEY_EACH_CELL, 1, "52.52000,13.40500",
          "[52.5,13.4][52.5,13.5][52.6,13.4][52.6,13.5]" },
        { HN_KEY_EACH_CELL, 1, "nowhere", "" },
        { HN_KEY_COMMUNE, 0, "01:00103,00097@001", "[00097][00103]" },
        { HN_KEY_COMMUNE, 0, "01", "" },
        { HN_KEY_DISTRICT, 0, "01:00103,00097@001", "[001]" },
        { HN_KEY_PROVINCE, 0, "01 24", "[01][24]" },
        { HN_KEY_STREET, 0, "34/12 _le_loi to5", "[le_loi]" },
        { HN_KEY_HOUSE, 0, "34/12 _le_loi to5", "[12/34/le_loi]" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *keys = keys_of(cases[i].function, cases[i].arg, cases[i].value);
        g_assert_cmpstr(keys, ==, cases[i].keys);
    }
}

static void
test_tokens_stop_one_after_the_limit(void)
{
    g_autoptr(GString) value = g_string_new(NULL);
    for (guint i = 200; i > 0; i--)
        g_string_append_printf(value, "t%03u ", i);
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnKeyPart part = { .function = HN_KEY_EACH_TOKEN, .arg = 1 };
    const HnSlice *keys = NULL;
    const guint n = hn_key_function_apply(&part, hn_slice_of(value->str), scratch, &keys);
    g_assert_cmpuint(n, ==, HN_KEYS_MAX + 1);
    g_assert_true(hn_slice_equal(keys[0], hn_slice_of("t001")));
    g_assert_true(hn_slice_equal(keys[HN_KEYS_MAX], hn_slice_of("t065")));
    g_assert_true(hn_key_function_is_many(HN_KEY_EACH_TOKEN));
    g_assert_false(hn_key_function_is_many(HN_KEY_EXACT));
}

/* A mark that was lost, or typed otherwise, must lose no pair; other types keep theirs. */
static void
test_vietnamese_names_have_keys_without_marks(void)
{
    static const struct {
        HnAttributeType type;
        HnKeyFunction function;
        const char *keys;
    } cases[] = {
        { HN_TYPE_VIETNAMESE_NAME, HN_KEY_EXACT, "[đỗ văn đạt]" },
        { HN_TYPE_VIETNAMESE_NAME, HN_KEY_LAST_TOKEN, "[dat]" },
        { HN_TYPE_VIETNAMESE_NAME, HN_KEY_SORTED_TOKENS, "[dat do van]" },
        { HN_TYPE_VIETNAMESE_NAME, HN_KEY_EACH_TOKEN, "[dat][do][van]" },
        { HN_TYPE_VIETNAMESE_NAME, HN_KEY_UNMARKED, "[do van dat]" },
        { HN_TYPE_NAME, HN_KEY_UNMARKED, "[do van dat]" },
        { HN_TYPE_NAME, HN_KEY_LAST_TOKEN, "[đạt]" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
        const HnKeyPart part = { .function = cases[i].function };
        const HnSlice *keys = NULL;
        const guint n = hn_key_function_apply_of(cases[i].type, &part, hn_slice_of("đỗ văn đạt"),
                                                 scratch, &keys);
        g_autoptr(GString) joined = g_string_new(NULL);
        for (guint k = 0; k < n; k++)
            g_string_append_printf(joined, "[%.*s]", (int)keys[k].n_bytes, keys[k].bytes);
        g_assert_cmpstr(joined->str, ==, cases[i].keys);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/key_function/functions_give_their_keys",
                    test_functions_give_their_keys);
    g_test_add_func("/blocking/key_function/tokens_stop_one_after_the_limit",
                    test_tokens_stop_one_after_the_limit);
    g_test_add_func("/blocking/key_function/vietnamese_names",
                    test_vietnamese_names_have_keys_without_marks);
    return g_test_run();
}
