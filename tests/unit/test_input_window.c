/* Goal: bytes come in order, the unfinished rest moves to the next window, offsets go on. */
#include "connect/input_window.h"

#include <glib/gstdio.h>

#include "tests/reference/reader_text.h"

static void
test_windows_follow_each_other(void)
{
    g_autofree char *path = hn_reader_text_file(hn_slice_of("0123456789"));
    g_autoptr(HnArena) arena = hn_arena_new();
    HnInputWindow window;
    g_assert_true(hn_input_window_open(&window, path, NULL, 3, NULL));
    hn_input_window_start(&window, arena, 4);
    g_assert_true(hn_input_window_fill(&window, NULL));
    g_assert_cmpmem(window.bytes, window.n_bytes, "012", 3);
    g_assert_true(hn_input_window_fill(&window, NULL));
    g_assert_true(hn_input_window_is_full(&window));
    hn_input_window_keep(&window, 1);
    hn_input_window_start(&window, arena, 4); /* 3 bytes were kept: it has room for 6 */
    g_assert_cmpmem(window.bytes, window.n_bytes, "123", 3);
    g_assert_cmpuint(hn_input_window_offset(&window, 2), ==, 3);
    while (!hn_input_window_is_full(&window))
        g_assert_true(hn_input_window_fill(&window, NULL));
    g_assert_cmpmem(window.bytes, window.n_bytes, "123456", 6);
    const HnSlice raw = hn_input_window_raw(&window, 1, 3, arena);
    g_assert_cmpmem(raw.bytes, raw.n_bytes, "23", 2);
    hn_input_window_discard(&window);
    while (!window.at_end)
        g_assert_true(hn_input_window_fill(&window, NULL));
    g_assert_cmpmem(window.bytes, window.n_bytes, "789", 3);
    g_assert_cmpuint(hn_input_window_offset(&window, 0), ==, 7);
    hn_input_window_close(&window);
    g_unlink(path);
}

static void
test_a_missing_file_opens_nothing(void)
{
    HnInputWindow window;
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_input_window_open(&window, "/nothing/here", NULL, 3, &error));
    g_assert_nonnull(error);
    hn_input_window_close(&window);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/input_window/windows_follow_each_other",
                    test_windows_follow_each_other);
    g_test_add_func("/connect/input_window/a_missing_file_opens_nothing",
                    test_a_missing_file_opens_nothing);
    return g_test_run();
}
