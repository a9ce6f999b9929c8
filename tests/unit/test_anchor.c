/* Goal: a line says what was meant, a chain finds every edit, and a file is read whatever stands in
 * it. */
#include "store/anchor.h"

#include "tests/unit/store_fixture.h"

static HnAnchorLine
line_of(guint64 first)
{
    return (HnAnchorLine){ .uuid = { 0xab, 1 },
                           .epoch = 7,
                           .op = HN_ANCHOR_RESERVE,
                           .run = 3,
                           .kind = HN_ID_EVENT,
                           .first = first,
                           .end = first + 10 };
}

static void
test_a_line_is_read_as_it_was_written(void)
{
    const HnAnchorLine line = line_of(41);
    HnAnchorLine read;
    g_autofree char *text = hn_anchor_format(&line, hn_slice(NULL, 0));
    g_assert_true(g_str_has_prefix(text, "hopnhat-anchor 1 ab010000000000000000000000000000 7"
                                         " reserve 3 event 41 51 "));
    g_assert_true(hn_anchor_parse(hn_slice_of(text), &read));
    g_assert_cmpmem(&read, sizeof read, &line, sizeof line);
}

static void
test_any_changed_byte_breaks_the_chain(void)
{
    const HnAnchorLine one = line_of(1), two = line_of(11);
    g_autofree char *first = hn_anchor_format(&one, hn_slice(NULL, 0));
    g_autofree char *second = hn_anchor_format(&two, hn_slice_of(first));
    g_assert_true(hn_anchor_is_chained(hn_slice(NULL, 0), hn_slice_of(first)));
    g_assert_true(hn_anchor_is_chained(hn_slice_of(first), hn_slice_of(second)));
    g_assert_false(hn_anchor_is_chained(hn_slice(NULL, 0), hn_slice_of(second)));
    for (gsize i = 0; i < strlen(first); i++) {
        first[i] ^= 1;
        g_assert_false(hn_anchor_is_chained(hn_slice_of(first), hn_slice_of(second)));
        g_assert_false(hn_anchor_is_chained(hn_slice(NULL, 0), hn_slice_of(first)));
        first[i] ^= 1;
    }
    for (gsize n = 0; n < strlen(second); n++)
        g_assert_false(hn_anchor_is_chained(hn_slice_of(first), hn_slice(second, n)));
}

static void
test_what_is_not_a_line(void)
{
    const HnAnchorLine line = line_of(1);
    g_autofree char *text = hn_anchor_format(&line, hn_slice(NULL, 0));
    HnAnchorLine read;
    for (gsize n = 0; n < strlen(text); n++)
        g_assert_false(hn_anchor_parse(hn_slice(text, n), &read));
    static const char *const edits[][2] = {
        { " 1 ab", " 2 ab" },
        { " reserve ", " reserves " },
        { " event ", " events " },
        { " 7 ", " 07 " },
        { " 7 ", " -7 " },
        { " 1 11 ", " 11 1 " },
        { " 1 11 ", "  1 11 " },
        { " 1 11 ", " 1 11 12 " },
        { " 1 11 ", " 1 9223372036854775808 " },
        { "hopnhat", "Hopnhat" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_auto(GStrv) parts = g_strsplit(text, edits[i][0], 2);
        g_autofree char *edited = g_strjoinv(edits[i][1], parts);
        g_assert_false(hn_anchor_parse(hn_slice_of(edited), &read));
    }
}

static void
test_a_file_is_cut_into_lines_and_a_torn_end(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnAnchorFile) none = hn_anchor_file_read(fixture.anchor, NULL);
    g_assert_true(none->bytes == NULL && none->n_lines == 0 && none->torn.n_bytes == 0);
    g_assert_true(hn_anchor_append(fixture.anchor, hn_slice("a\n\n\0b\nto", 8), NULL));
    g_assert_true(hn_anchor_append(fixture.anchor, hn_slice_of("rn"), NULL));
    g_autoptr(HnAnchorFile) file = hn_anchor_file_read(fixture.anchor, NULL);
    g_assert_cmpuint(file->n_lines, ==, 3);
    g_assert_cmpmem(file->lines[0].bytes, file->lines[0].n_bytes, "a", 1);
    g_assert_cmpuint(file->lines[1].n_bytes, ==, 0);
    g_assert_cmpmem(file->lines[2].bytes, file->lines[2].n_bytes, "\0b", 2);
    g_assert_cmpmem(file->torn.bytes, file->torn.n_bytes, "torn", 4);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/anchor/a_line_is_read_as_it_was_written",
                    test_a_line_is_read_as_it_was_written);
    g_test_add_func("/store/anchor/any_changed_byte_breaks_the_chain",
                    test_any_changed_byte_breaks_the_chain);
    g_test_add_func("/store/anchor/what_is_not_a_line", test_what_is_not_a_line);
    g_test_add_func("/store/anchor/a_file_is_cut_into_lines_and_a_torn_end",
                    test_a_file_is_cut_into_lines_and_a_torn_end);
    return g_test_run();
}
