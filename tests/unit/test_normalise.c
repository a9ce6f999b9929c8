/* Goal: each flag does its one thing, the published normalisation cases hold, floods stay bounded.
 */
#include <time.h>

#include "tests/reference/bad_input.h"
#include "text/normalise.h"
#include "text/utf8.h"

#define ALL_FLAGS 0x7F

static void
assert_normal(const char *text, HnNormaliseFlags flags, const char *expected)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)"old", 3);
    hn_normalise(hn_slice_of(text), flags, out);
    g_assert_cmpmem(out->data, out->len, expected, strlen(expected));
}

static void
test_case_folds_fully(void)
{
    assert_normal("NGUYỄN Văn ĐỨC", HN_NORMALISE_FOLD_CASE, "nguyễn văn đức");
    assert_normal("MASSE Maße", HN_NORMALISE_FOLD_CASE, "masse masse");
    assert_normal("ΣΊΣΥΦΟΣ", HN_NORMALISE_FOLD_CASE, "σίσυφοσ");
    assert_normal("Straße", 0, "Straße");
}

static void
test_compatibility_is_asked_for(void)
{
    assert_normal("Ｎｇ ﬁ ²", HN_NORMALISE_COMPATIBILITY, "Ng fi 2");
    assert_normal("Ｎｇ ﬁ ²", 0, "Ｎｇ ﬁ ²");
    assert_normal("e\xCC\x82\xCC\x81", 0, "ế");
}

static void
test_marks_go(void)
{
    assert_normal("Nguyễn Thị Ẩn", HN_NORMALISE_STRIP_MARKS, "Nguyen Thi An");
    assert_normal("Đức Ørsted", HN_NORMALISE_STRIP_MARKS, "Đuc Ørsted");
    assert_normal("ΐ", HN_NORMALISE_STRIP_MARKS, "ι");
}

static void
test_punctuation_turns_to_space(void)
{
    assert_normal("Lê-Văn,B", HN_NORMALISE_PUNCTUATION_TO_SPACE, "Lê Văn B");
    assert_normal("a–b “c”", HN_NORMALISE_PUNCTUATION_TO_SPACE, "a b  c ");
    assert_normal("a+b", HN_NORMALISE_PUNCTUATION_TO_SPACE, "a b");
    assert_normal("α-β", HN_NORMALISE_PUNCTUATION_TO_SPACE, "α β");
}

static void
test_apostrophes_join(void)
{
    assert_normal("O'Brien O’Brien O`Brien O\xC2\xB4"
                  "Brien Oʼ\x42rien",
                  HN_NORMALISE_JOIN_APOSTROPHES, "OBrien OBrien OBrien OBrien OBrien");
    assert_normal("e'\xCC\x81", HN_NORMALISE_JOIN_APOSTROPHES, "é");
}

static void
test_invisible_characters_go(void)
{
    assert_normal("Ngu\xCD\x8Fyễn\xE2\x80\x8B \xEF\xBB\xBFV\xC2\xAD\xC4\x83n\x1B\x7F",
                  HN_NORMALISE_DROP_INVISIBLE, "Nguyễn Văn");
    assert_normal("a\x1B", 0, "a\x1B");
    /* A mark meets its letter when what stood between is gone. */
    assert_normal("e\xE2\x80\x8B\xCC\x81", HN_NORMALISE_DROP_INVISIBLE, "é");
}

static void
test_spaces_collapse(void)
{
    assert_normal(" \ta \xC2\xA0 b\xE3\x80\x80\r\n", HN_NORMALISE_COLLAPSE_SPACES, "a b");
    assert_normal("α \xC2\xA0 β ", HN_NORMALISE_COLLAPSE_SPACES, "α β");
    assert_normal(" ", HN_NORMALISE_COLLAPSE_SPACES, "");
    assert_normal("a  b", 0, "a  b");
}

static void
test_nul_is_dropped(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_normalise(hn_slice("a\0b", 3), 0, out);
    g_assert_cmpmem(out->data, out->len, "ab", 2);
    hn_normalise(hn_slice("\xCE\xB1\0b", 4), 0, out);
    g_assert_cmpmem(out->data, out->len,
                    "\xCE\xB1"
                    "b",
                    3);
}

static GByteArray *
code_points(const char *hex)
{
    GByteArray *out = g_byte_array_new();
    g_auto(GStrv) words = g_strsplit(hex, " ", -1);
    for (guint i = 0; words[i] != NULL; i++)
        hn_put_code_point(out, (gunichar)g_ascii_strtoull(words[i], NULL, 16));
    return out;
}

/* The invariants of NormalizationTest.txt that concern composed forms. */
static void
test_published_normalisation_cases_hold(void)
{
    g_autoptr(GPtrArray) rows = bad_input_table("unicode-vi-normalization/cases.tsv");
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        char **row = rows->pdata[i];
        g_autoptr(GByteArray) nfc = code_points(row[2]);
        g_autoptr(GByteArray) nfkc = code_points(row[4]);
        for (guint column = 1; column <= 5; column++) {
            g_autoptr(GByteArray) text = code_points(row[column]);
            const GByteArray *expected = column <= 3 ? nfc : nfkc;
            hn_normalise(hn_slice(text->data, text->len), 0, out);
            g_assert_cmpmem(out->data, out->len, expected->data, expected->len);
            hn_normalise(hn_slice(text->data, text->len), HN_NORMALISE_COMPATIBILITY, out);
            g_assert_cmpmem(out->data, out->len, nfkc->data, nfkc->len);
        }
    }
}

static void
assert_bounded(const char *letter, gsize n)
{
    g_autoptr(GString) text = g_string_new("e");
    for (gsize i = 0; i < n; i++)
        g_string_append(text, letter);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(GByteArray) again = g_byte_array_new();
    for (guint flags = 0; flags <= ALL_FLAGS; flags++) {
        hn_normalise(hn_slice_of(text->str), flags, out);
        g_assert_cmpuint(out->len, <=, 4 * text->len + 64);
        g_assert_true(hn_utf8_valid(hn_slice(out->data, out->len)));
        hn_normalise(hn_slice(out->data, out->len), flags, again);
        g_assert_cmpmem(again->data, again->len, out->data, out->len);
    }
}

static void
test_floods_are_bounded(void)
{
    assert_bounded("\xCC\x81", 4000);         /* one mark */
    assert_bounded("\xCC\x81\xCC\xA3", 4000); /* two that must be reordered each time */
    assert_bounded("\xEF\xB7\xBA", 1000);     /* U+FDFA grows to 18 letters */
    assert_bounded("\xE0\xB8\xB3", 3000);     /* Thai sara am decomposes */
    assert_bounded("'\xCC\x81", 2000);        /* marks that meet when apostrophes go */
    assert_bounded("ùy ", 2000);
}

/* A whole MiB of decomposed letters, of syllables in parts, of letters that nothing composes: by
 * the square of their number it would be minutes. */
static void
test_a_megabyte_takes_no_time(void)
{
    static const char *const letters[] = { "e\xCC\x81", "\xE1\x84\x80\xE1\x85\xA1",
                                           "o\xCC\x9B\xCC\x81 ", "\xEF\xB7\xBA" };
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < (1 << 20))
            g_string_append(text, letters[i]);
        const clock_t start = clock();
        hn_normalise(hn_slice(text->str, text->len), HN_NORMALISE_COMPATIBILITY, out);
        g_assert_cmpint((clock() - start) / CLOCKS_PER_SEC, <, 4);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/normalise/case_folds_fully", test_case_folds_fully);
    g_test_add_func("/text/normalise/compatibility_is_asked_for", test_compatibility_is_asked_for);
    g_test_add_func("/text/normalise/marks_go", test_marks_go);
    g_test_add_func("/text/normalise/punctuation_turns_to_space", test_punctuation_turns_to_space);
    g_test_add_func("/text/normalise/apostrophes_join", test_apostrophes_join);
    g_test_add_func("/text/normalise/invisible_characters_go", test_invisible_characters_go);
    g_test_add_func("/text/normalise/spaces_collapse", test_spaces_collapse);
    g_test_add_func("/text/normalise/nul_is_dropped", test_nul_is_dropped);
    g_test_add_func("/text/normalise/published_normalisation_cases_hold",
                    test_published_normalisation_cases_hold);
    g_test_add_func("/text/normalise/floods_are_bounded", test_floods_are_bounded);
    g_test_add_func("/text/normalise/a_megabyte_takes_no_time", test_a_megabyte_takes_no_time);
    return g_test_run();
}
