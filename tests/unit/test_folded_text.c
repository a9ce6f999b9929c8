/* Goal: look-alike letters and old tone places are one with the right ones, and only they. */
#include "standardise/folded_text.h"

#define FLAGS (HN_NORMALISE_FOLD_CASE | HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_COLLAPSE_SPACES)

static void
assert_folded(const char *raw, const char *expected)
{
    g_autoptr(HnFoldedText) folded = hn_folded_text_new(FLAGS);
    g_autofree guint8 *out = g_malloc(hn_folded_text_bytes_max(strlen(raw)));
    const gsize n = hn_folded_text_apply(folded, hn_slice_of(raw), out);
    g_assert_cmpmem(out, n, expected, strlen(expected));
}

static void
test_look_alikes_are_one_letter(void)
{
    assert_folded("Ðức Ɖức Đức ðức ɖức", "đức đức đức đức đức");
    assert_folded("Dức", "dức");
}

static void
test_tones_stand_on_the_second_letter(void)
{
    assert_folded("hòa hóa hỏa hõa họa", "hoà hoá hoả hoã hoạ");
    assert_folded("khòe khóe khỏe khõe khọe", "khoè khoé khoẻ khoẽ khoẹ");
    assert_folded("thùy thúy thủy thũy thụy", "thuỳ thuý thuỷ thuỹ thuỵ");
    assert_folded("Thủy, HÒA.", "thuỷ, hoà.");
    assert_folded("“Thủy”", "“thuỷ”");
}

static void
test_other_words_stay(void)
{
    assert_folded("hoà thuỷ quý lý", "hoà thuỷ quý lý");
    assert_folded("hoàn thuyền òai ùyn", "hoàn thuyền òai ùyn");
    assert_folded("João Noé Lóay", "joão noé lóay");
    assert_folded("òy ùa", "òy ùa");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/folded_text/look_alikes_are_one_letter",
                    test_look_alikes_are_one_letter);
    g_test_add_func("/standardise/folded_text/tones_stand_on_the_second_letter",
                    test_tones_stand_on_the_second_letter);
    g_test_add_func("/standardise/folded_text/other_words_stay", test_other_words_stay);
    return g_test_run();
}
