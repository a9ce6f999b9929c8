/* Goal: letters and marks of VNI-Windows, capitals too, and bytes that mean nothing. */
#include "text/vni_windows.h"

static void
expect(guint8 byte, guint n, gunichar first, gunichar second)
{
    gunichar got[HN_VNI_CODE_POINTS] = { 0 };
    g_assert_cmpuint(hn_vni_windows_decode(byte, got), ==, n);
    g_assert_cmpuint(got[0], ==, first);
    g_assert_cmpuint(got[1], ==, second);
}

static void
test_bytes(void)
{
    expect('a', 1, 'a', 0);
    expect(0xF1, 1, 0x111, 0);
    expect(0xD1, 1, 0x110, 0);
    expect(0xE3, 2, 0x302, 0x303);
    expect(0xC3, 2, 0x302, 0x303);
    expect(0xE4, 2, 0x323, 0x302); /* in the order in which letters compose */
    expect(0xF9, 1, 0x301, 0);
    expect(0x93, 1, 0x201C, 0);
    expect(0xC7, 0, 0, 0);
    expect(0x81, 0, 0, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/vni_windows/bytes", test_bytes);
    return g_test_run();
}
