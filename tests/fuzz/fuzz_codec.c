/* Any bytes: every read of the cursor stays inside them, and a failed cursor stays failed. */
#include "base/codec.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HnCursor cursor = hn_cursor(data, size);
    for (gsize step = 0; step < size + 2 && hn_cursor_ok(&cursor); step++) {
        const guint64 choice = hn_get_varint(&cursor);
        HnSlice slice = { 0 };
        switch (choice % 5) {
        case 0:
            hn_get_u8(&cursor);
            break;
        case 1:
            hn_get_u32(&cursor);
            break;
        case 2:
            hn_get_zigzag(&cursor);
            break;
        case 3:
            slice = hn_get_slice(&cursor);
            break;
        default:
            hn_get_u64(&cursor);
            break;
        }
        g_assert(hn_cursor_left(&cursor) <= size);
        for (gsize i = 0; i < slice.n_bytes; i++)
            g_assert(slice.bytes + i >= data && slice.bytes + i < data + size);
    }
    if (!hn_cursor_ok(&cursor)) {
        g_assert(hn_get_u64(&cursor) == 0);
        g_assert(!hn_cursor_done(&cursor));
    }
    return 0;
}
